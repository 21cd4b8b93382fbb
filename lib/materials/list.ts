import { addDays } from '../core/deadlines.ts';
import type { Engine } from '../kernel/database.ts';
import type { Query } from '../kernel/types.ts';
import { type Days, type Group, groupsAndPage, keyOf, lotsIn, openGroups } from './list-query.ts';
import { type Kind, kinds, type MaterialRow } from './rows.ts';
import { soonDays } from './rules.ts';
import { lastDay, type Standing, standingOn, standings } from './standing.ts';
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
  /** Key of the last line seen: its own last day (empty without one), a dot, its id. */
  after?: string;
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
  /** Whether this is the first page, and the key of the next. */
  first: boolean;
  next: string | null;
}

/** Lots on one page. */
const PAGE = 100;

/** One page of the lots with how they stand today: in use, expiring soon, expired (itself or by a parent), waiting for somebody, closed. */
export async function listMaterials({ app, db, today }: Query, input: ListInput): Promise<MaterialList> {
  const { view = 'in-use', kind = null, q = '', after } = input;
  const soon = soonDays(app.config.root);
  const days: Days = { today, soon: addDays(today, soon) };
  const words = bare(q);
  const of = words === '' ? (view === 'closed' ? 'closed' : 'open') : { words };
  const { groups, page } = await groupsAndPage(db, lotsIn(db, app.db.engine, { days, of }), {
    ...{ standings: standingsIn(view), waiting: view === 'to-do', kind, after, most: PAGE + 1 },
  });
  const shown = page.slice(0, PAGE);
  const last = shown.at(-1);
  const counts = words === '' ? [...groups, ...(await others(view, { db, engine: app.db.engine, days }))] : groups;
  return {
    ...{ view, kind, q, soonDays: soon, first: after === undefined },
    counts: views.map((one) => ({ view: one, count: sum(counts.filter((group) => isIn(group, one))) })),
    kinds: kinds
      .map((one) => ({ kind: one, count: sum(groups.filter((group) => group.kind === one && isIn(group, view))) }))
      .filter(({ count, kind: one }) => count > 0 || one === kind),
    lines: (await lotsOf(db, shown)).map((lot, i) => ({
      ...lineOf(lot.row, lastDay(lot), standingOn(lot, today, days.soon)),
      waiting: shown[i]?.waiting === 1,
    })),
    next: page.length > PAGE && last ? keyOf(last) : null,
  };
}

/** The rest of the numbers on the tabs: closed lots pile up over the years and are only counted, by an index. */
async function others(
  view: View,
  { db, engine, days }: { db: Query['db']; engine: Engine; days: Days },
): Promise<Pick<Group, 'standing' | 'waiting' | 'count'>[]> {
  if (view === 'closed') return openGroups(db, engine, days);
  const [row] = await db('materials').where('closed_on', '<=', days.today).count<{ n: number | string }[]>({ n: '*' });
  return [{ standing: 'closed', waiting: false, count: Number(row?.n ?? 0) }];
}

const sum = (groups: readonly { count: number }[]): number => groups.reduce((all, { count }) => all + count, 0);

const isIn = ({ standing, waiting }: Pick<Group, 'standing' | 'waiting'>, view: View): boolean =>
  standingsIn(view).includes(standing) || (view === 'to-do' && waiting);

const standingsIn = (view: View): Standing[] =>
  standings.filter((one) => viewOf[one] === view || (view === 'in-use' && one === 'soon'));

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
