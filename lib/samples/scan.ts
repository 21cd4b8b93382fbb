import type { Knex } from 'knex';
import { reads } from '../core/barcode.ts';
import { Refusal } from '../core/refusal.ts';
import type { Query } from '../kernel/types.ts';

/** What a scanned code belongs to: where its page is, in words of the trade, and its state (B104). */
export interface Found {
  code: string;
  kind: 'sample' | 'portion' | 'sampling' | 'report' | 'case' | 'seal' | 'material' | 'instrument';
  href: string;
}

/**
 * Finds what a code denotes: labels first, then numbers that people type.
 * @throws Refusal `scan.*` for what is no code (B100-B103), `scan.unknown` for a code that is not registered (B106)
 */
export async function resolve(query: Pick<Query, 'app' | 'db' | 'user'>, text: string): Promise<Found> {
  const { db } = query;
  const { code } = reads(text);
  const found = (await registered(db, code)) ?? (await numbered(db, code));
  if (!found || !(await isShown(query, found)))
    throw new Refusal([{ id: 'scan.unknown', field: 'code', params: { code } }], 'missing');
  return { code, ...found };
}

type Place = Omit<Found, 'code'>;

/** People of an organisation outside the institute find the cases that are theirs, and nothing of the laboratory. */
async function isShown({ app, db, user }: Pick<Query, 'app' | 'db' | 'user'>, { kind, href }: Place): Promise<boolean> {
  if (!user.organisation) return true;
  const id = href.split('/').at(-1) ?? '';
  return kind === 'case' && ((await app.seesCase?.({ db, user }, id)) ?? false);
}

async function registered(db: Knex, code: string): Promise<Place | undefined> {
  const row = await db('barcodes')
    .where({ code })
    .first<{ entity: string; entity_id: string } | undefined>('entity', 'entity_id');
  if (row?.entity === 'samples') return { kind: 'sample', href: `/samples/${row.entity_id}` };
  if (row?.entity === 'reports') return { kind: 'report', href: `/reports/${row.entity_id}` };
  if (row?.entity === 'materials') return { kind: 'material', href: `/materials/${row.entity_id}` };
  if (row?.entity === 'cases') return { kind: 'case', href: `/cases/${row.entity_id}` };
  if (row?.entity !== 'portions') return undefined;
  const portion = await db('portions')
    .where({ id: row.entity_id })
    .first<{ sample_id: string } | undefined>('sample_id');
  return portion && { kind: 'portion', href: `/samples/${portion.sample_id}#portions` };
}

/** Numbers are unique in their tables; seals lead to their sampling. */
const tables = [
  { table: 'samples', column: 'number', kind: 'sample', href: (row: { id: string }) => `/samples/${row.id}` },
  { table: 'samplings', column: 'number', kind: 'sampling', href: (row: { id: string }) => `/samplings/${row.id}` },
  { table: 'reports', column: 'number', kind: 'report', href: (row: { id: string }) => `/reports/${row.id}` },
  {
    table: 'instruments',
    column: 'number',
    kind: 'instrument',
    href: (row: { id: string }) => `/instruments/${row.id}`,
  },
  {
    table: 'portions',
    column: 'seal_no',
    kind: 'seal',
    href: (row: { sampling_id: string }) => `/samplings/${row.sampling_id}`,
  },
] as const;

async function numbered(db: Knex, code: string): Promise<Place | undefined> {
  for (const { table, column, kind, href } of tables) {
    const row = await db(table)
      .where({ [column]: code })
      .first<{ id: string; sampling_id: string } | undefined>();
    if (row) return { kind, href: href(row) };
  }
  return undefined;
}
