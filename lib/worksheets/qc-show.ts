import type { Knex } from 'knex';
import { available } from '../core/machine.ts';
import { type Reason, refuse } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import type { Query } from '../kernel/types.ts';
import { namesOf } from '../testing/index.ts';
import { curveOf, type Fault } from './qc.ts';
import { openFaults, type Standing, standingsOf } from './qc-holds.ts';
import { type SettlementRow, settlementMachine } from './qc-machine.ts';
import { testsIn, typistsOf } from './qc-settle.ts';
import type { QcKind, QcOutcome, RowKind } from './rows.ts';

/** A figure of the quality control of a run as it is shown; `row` null: the curve. */
export interface QcLine {
  row: string | null;
  position: number;
  kind: QcKind;
  label: string;
  removed: boolean;
  judged: QcOutcome['judged'];
}

/** The quality control of a run: every figure, what is open, and how what failed was settled. */
export interface RunQuality {
  id: string;
  version: number;
  number: string;
  title: string;
  lines: QcLine[];
  open: Fault[];
  settlements: SettlementRow[];
  held: number;
  names: Record<string, string>;
  /** Why this person cannot settle it. */
  why: Reason[];
}

const isQc = (kind: RowKind): kind is QcKind => kind !== 'sample';

/** The lines of a run as panel and paper show them. */
export function linesOf({ run, rows }: Standing): QcLine[] {
  const curve = curveOf(run, rows);
  return [
    ...(curve.length === 0
      ? []
      : [{ row: null, position: 0, kind: 'standard' as const, label: '', removed: false, judged: curve }]),
    ...rows.flatMap(({ id, kind, position, label, removed_at, outcome }): QcLine[] =>
      isQc(kind)
        ? [{ row: id, position, kind, label, removed: removed_at !== null, judged: outcome?.judged ?? [] }]
        : [],
    ),
  ];
}

/** @throws Refusal `record.missing` */
export async function runQuality({ db, user }: Pick<Query, 'db' | 'user'>, id: string): Promise<RunQuality> {
  const standing = (await standingsOf(db, [id])).get(id);
  if (!standing) return refuse('record.missing', { what: id }, undefined, 'missing');
  const { run, rows, settlements } = standing;
  const tests = await testsIn(db, id);
  const open = openFaults(standing);
  const subject = { state: 'open' as const, typists: typistsOf(run, tests) };
  const settling = available(settlementMachine, subject, actorOf(user))[0];
  const nothing: Reason[] = open.length === 0 ? [{ id: 'run-qc.nothing', params: { run: run.number } }] : [];
  return {
    ...{ id, version: run.version, number: run.number, title: run.title },
    lines: linesOf(standing),
    open,
    settlements,
    held:
      open.length === 0 ? 0 : rows.filter(({ test_id, removed_at }) => test_id !== null && removed_at === null).length,
    names: await namesOf(
      db,
      settlements.map(({ settled_by }) => settled_by),
    ),
    why: [
      ...(settling?.obstacles ?? [
        { id: 'machine.permission', params: { needs: settlementMachine.moves.settle.needs } },
      ]),
      ...nothing,
    ],
  };
}

/** A run whose quality control holds its results. */
export interface HeldRun {
  id: string;
  number: string;
  title: string;
  /** Results that wait for it. */
  held: number;
  failed: number;
  unjudged: number;
  /** UTC ISO; null where no signed result waits yet. */
  since: string | null;
}

const MOST = 200;

/** The runs of which signed results wait for their quality control, oldest first. */
export async function heldRuns(db: Knex): Promise<HeldRun[]> {
  const waiting: { id: string; held: number; since: string }[] = await db('worksheet_rows')
    .join('worksheets', 'worksheets.id', 'worksheet_rows.worksheet_id')
    .join('tests', 'tests.id', 'worksheet_rows.test_id')
    .whereNull('worksheet_rows.removed_at')
    .whereNot('worksheets.state', 'dropped')
    .whereIn('tests.state', ['submitted', 'reviewed'])
    .groupBy('worksheets.id')
    .orderBy('worksheets.id')
    .limit(MOST)
    .select('worksheets.id', db.raw('count(*) as held'), db.raw('min(tests.submitted_at) as since'));
  const standings = await standingsOf(
    db,
    waiting.map(({ id }) => id),
  );
  return waiting.flatMap(({ id, held, since }) => {
    const standing = standings.get(id);
    const open = standing ? openFaults(standing) : [];
    if (!standing || open.length === 0) return [];
    const { number, title } = standing.run;
    const failed = open.filter(({ ok }) => ok === false).length;
    return [{ id, number, title, held: Number(held), failed, unjudged: open.length - failed, since }];
  });
}
