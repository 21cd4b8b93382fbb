import type { Knex } from 'knex';
import type { Reason } from '../core/refusal.ts';
import { refuse } from '../core/refusal.ts';
import { find, list } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { PAGE, type PortionRow, startsWith } from '../samplings/index.ts';
import type { MoveRow, RetentionRow } from './custody.ts';
import { type DisposalRow, disposalFaults } from './custody-disposal.ts';
import { type Hold, holdsOf } from './holds.ts';
import { sampleOf } from './store.ts';

export const custodyTabs = ['retained', 'due', 'proposed', 'approved', 'handed-over', 'disposed'] as const;
export type CustodyTab = (typeof custodyTabs)[number];

export interface CustodyLine {
  id: string;
  sampleId: string;
  sampleNo: string;
  product: string;
  batchNo: string;
  role: PortionRow['role'];
  sealNo: string;
  qty: string;
  place: string;
  spot: string;
  dueOn: string | null;
  state: PortionRow['state'];
  /** Kinds of what holds it. */
  holds: Hold['kind'][];
}

export interface CustodyList {
  tab: CustodyTab;
  q: string;
  today: string;
  rows: CustodyLine[];
  next: string | null;
}

type Joined = Omit<CustodyLine, 'holds' | 'spot' | 'qty'> &
  Pick<RetentionRow, 'room' | 'rack' | 'box' | 'position'> & { amount: string; unit: string; key: string };

const spotOf = (row: Pick<RetentionRow, 'room' | 'rack' | 'box' | 'position'>): string =>
  [row.room, row.rack, row.box, row.position].filter((one) => one !== null && one !== '').join(' / ');

/** Sealed portions by where they stand: in the store, over their term, proposed or approved for disposal, handed over, disposed of. */
export async function listCustody(
  { db, today }: Query,
  { tab = 'retained', q = '', after }: { tab?: CustodyTab; q?: string; after?: string },
): Promise<CustodyList> {
  const query = db('retentions')
    .join('portions', 'portions.id', 'retentions.portion_id')
    .join('samples', 'samples.id', 'retentions.sample_id')
    .limit(PAGE + 1)
    .select<Joined[]>(
      'portions.id',
      'samples.id as sampleId',
      'samples.number as sampleNo',
      'samples.product_name as product',
      'samples.batch_no as batchNo',
      'portions.role',
      'portions.seal_no as sealNo',
      'portions.qty as amount',
      'portions.unit',
      'portions.place',
      'portions.state',
      'retentions.due_on as dueOn',
      'retentions.room',
      'retentions.rack',
      'retentions.box',
      'retentions.position',
      'retentions.id as key',
    );
  narrow(query, tab, today, after);
  if (q.trim()) startsWith(query, q.trim(), ['samples.number', 'samples.product_name', 'portions.seal_no']);
  const rows = await query;
  const shown = rows.slice(0, PAGE);
  const last = shown.at(-1);
  const lines: CustodyLine[] = [];
  for (const { amount, unit, key: _key, room, rack, box, position, ...row } of shown)
    lines.push({
      ...row,
      qty: `${amount} ${unit}`,
      spot: spotOf({ room, rack, box, position }),
      holds: [...new Set((await holdsOf(db, row.sampleId, today)).map(({ kind }) => kind))],
    });
  return { tab, q, today, rows: lines, next: rows.length > PAGE && last ? `${last.dueOn ?? ''}_${last.key}` : null };
}

function narrow(query: Knex.QueryBuilder, tab: CustodyTab, today: string, after: string | undefined): void {
  const [day = '', key = ''] = after?.split('_') ?? [];
  if (tab === 'due') {
    query.where('retentions.due_on', '<', today).where({ 'portions.state': 'retained' });
    query.orderBy(['retentions.due_on', 'retentions.id']);
    if (key) query.whereRaw('(retentions.due_on, retentions.id) > (?, ?)', [day, key]);
    return;
  }
  query.orderBy('retentions.id', 'desc');
  if (key) query.where('retentions.id', '<', key);
  if (tab === 'proposed' || tab === 'approved')
    query
      .join('portion_disposals', 'portion_disposals.portion_id', 'portions.id')
      .where({ 'portion_disposals.state': tab });
  else query.where({ 'portions.state': tab });
}

export interface PortionSheet {
  portion: PortionRow;
  sample: { id: string; number: string; product: string; batchNo: string };
  retention: RetentionRow | null;
  spot: string;
  keeper: string | null;
  holds: Hold[];
  moves: MoveRow[];
  disposals: (DisposalRow & { names: { proposed: string; approved: string; done: string; witness: string } })[];
  /** Why it may not be disposed of today. */
  against: Reason[];
  people: { id: string; name: string }[];
}

/** One sealed portion: where it is, until when, what holds it, through whose hands it went. @throws Refusal `record.missing` */
export async function showPortion(query: Query, id: string): Promise<PortionSheet> {
  const { db, today } = query;
  const portion = await find<PortionRow>(db, 'portions', { id });
  if (!portion?.sample_id) return refuse('record.missing', { what: id }, undefined, 'missing');
  const sample = await sampleOf(db, portion.sample_id);
  const retention = (await find<RetentionRow>(db, 'retentions', { portion_id: id })) ?? null;
  const users: { id: string; name: string; active: number }[] = await db('users')
    .orderBy('name')
    .select('id', 'name', 'active');
  const nameOf = (user: string | null) => users.find((one) => one.id === user)?.name ?? '';
  const disposals = await list<DisposalRow>(db, 'portion_disposals', { portion_id: id }, 'id');
  const of = { ...portion, sample_id: sample.id };
  return {
    portion,
    sample: { id: sample.id, number: sample.number, product: sample.product_name, batchNo: sample.batch_no },
    retention,
    spot: retention ? spotOf(retention) : '',
    keeper: nameOf(retention?.keeper_id ?? null) || null,
    holds: await holdsOf(db, sample.id, today),
    moves: await list<MoveRow>(db, 'custody_moves', { portion_id: id }, 'id'),
    disposals: disposals.map((row) => ({
      ...row,
      names: {
        proposed: nameOf(row.proposed_by),
        approved: nameOf(row.approved_by),
        done: nameOf(row.done_by),
        witness: nameOf(row.witness_id),
      },
    })),
    against: portion.state === 'retained' ? await disposalFaults(query, of, retention?.due_on ?? null) : [],
    people: users.filter(({ active }) => active === 1).map((user) => ({ id: user.id, name: user.name })),
  };
}
