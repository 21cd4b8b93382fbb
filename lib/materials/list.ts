import { addDays } from '../core/deadlines.ts';
import { decode } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { type Kind, kinds, type MaterialRow } from './rows.ts';
import { soonDays } from './rules.ts';
import { lastDay, type Standing, standingOn } from './standing.ts';
import { lotsOf } from './store.ts';

/** in-use: whatever may be used; to-do: what somebody must do something about first. */
export const views = ['in-use', 'soon', 'expired', 'to-do', 'closed'] as const;
export type View = (typeof views)[number];

const viewOf: Readonly<Record<Standing, View>> = {
  ready: 'in-use',
  soon: 'soon',
  expired: 'expired',
  parent: 'expired',
  blocked: 'to-do',
  unstandardised: 'to-do',
  unsuitable: 'to-do',
  'used-up': 'to-do',
  closed: 'closed',
};

export interface ListInput {
  view?: View;
  kind?: Kind;
  q?: string;
}

export interface MaterialLine {
  id: string;
  number: string;
  kind: Kind;
  name: string;
  lotNo: string | null;
  balance: string;
  unit: string;
  end: string | null;
  standing: Standing;
  /** A movement waits for the second key. */
  waiting: boolean;
}

export interface MaterialList {
  view: View;
  kind: Kind | null;
  q: string;
  soonDays: number;
  counts: { view: View; count: number }[];
  kinds: { kind: Kind; count: number }[];
  lines: MaterialLine[];
}

/** Lots shown of one list; the others are found by searching. */
const MOST = 500;

/** Every lot with how it stands today: in use, expiring soon, expired (itself or by a parent), waiting for somebody, closed. */
export async function listMaterials({ app, db, today }: Query, input: ListInput): Promise<MaterialList> {
  const { view = 'in-use', kind = null, q = '' } = input;
  const days = soonDays(app.config.root);
  const soonFrom = addDays(today, days);
  const found: object[] = await db('materials').orderBy('id', 'desc');
  const rows = found.map((row) => decode<MaterialRow>('materials', row));
  const wanted = bare(q);
  const waits = new Set<string>(await db('material_moves').where({ state: 'waiting' }).pluck('material_id'));
  const lines = (await lotsOf(db, rows))
    .map((lot) => ({
      line: {
        ...lineOf(lot.row, lastDay(lot), standingOn(lot, today, soonFrom)),
        waiting: waits.has(lot.row.id),
      },
      text: bare([lot.row.number, lot.row.name, lot.row.lot_no, lot.row.catalogue_no, lot.row.maker].join('|')),
    }))
    .filter(({ text }) => wanted === '' || text.includes(wanted))
    .map(({ line }) => line);
  const inView = lines.filter((line) => isIn(line, view));
  return {
    view,
    kind,
    q,
    soonDays: days,
    counts: views.map((own) => ({
      view: own,
      count: lines.filter((line) => isIn(line, own)).length,
    })),
    kinds: kinds
      .map((own) => ({ kind: own, count: inView.filter((line) => line.kind === own).length }))
      .filter(({ count, kind: own }) => count > 0 || own === kind),
    lines: inView
      .filter((line) => kind === null || line.kind === kind)
      .sort((a, b) => (a.end ?? '9').localeCompare(b.end ?? '9') || b.number.localeCompare(a.number))
      .slice(0, MOST),
  };
}

const isIn = ({ standing, waiting }: MaterialLine, view: View): boolean =>
  viewOf[standing] === view || (view === 'in-use' && standing === 'soon') || (view === 'to-do' && waiting);

const bare = (text: string): string => text.toLowerCase().replace(/[\s\u3000]/g, '');

const lineOf = (row: MaterialRow, end: string | null, standing: Standing): Omit<MaterialLine, 'waiting'> => ({
  id: row.id,
  number: row.number,
  kind: row.kind,
  name: row.name,
  lotNo: row.lot_no,
  balance: row.balance,
  unit: row.unit,
  end,
  standing,
});
