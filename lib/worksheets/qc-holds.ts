import type { Knex } from 'knex';
import type { Reason } from '../core/refusal.ts';
import { decode } from '../kernel/tables.ts';
import { placeOf } from '../testing/index.ts';
import { type Fault, faultsOf, isSame } from './qc.ts';
import type { SettlementRow } from './qc-machine.ts';
import type { SheetRow, WorksheetRow } from './rows.ts';

/** Reasons of one result at most: a run whose every row failed says so without a list of a hundred. */
const MOST = 5;

/** How the quality control of a run stands. */
export interface Standing {
  run: WorksheetRow;
  rows: SheetRow[];
  faults: Fault[];
  /** The newest first. */
  settlements: SettlementRow[];
}

/** Where a test stands in a run, or stood when it was last signed. */
interface Place {
  test_id: string;
  worksheet_id: string;
  /** How lists name the result: sample and place. */
  item: string;
  /** Taken out of the run, or the run was dropped: only what was found before still holds it. */
  isGone: boolean;
}

/** Several runs with their rows and settlements, by three queries. A row of quality control that failed stays in it when it is taken out. */
export async function standingsOf(db: Knex, runIds: readonly string[]): Promise<Map<string, Standing>> {
  if (runIds.length === 0) return new Map();
  const runs: object[] = await db('worksheets').whereIn('id', [...runIds]);
  const rows: object[] = await db('worksheet_rows')
    .whereIn('worksheet_id', [...runIds])
    .where((kept) =>
      kept.whereNull('removed_at').orWhere((bad) => bad.where({ verdict: 'not-ok' }).whereNot({ kind: 'sample' })),
    )
    .orderBy(['position', 'id']);
  const settled: object[] = await db('run_settlements')
    .whereIn('worksheet_id', [...runIds])
    .orderBy('id', 'desc');
  const allRows = rows.map((row) => decode<SheetRow>('worksheet_rows', row));
  const settlements = settled.map((row) => decode<SettlementRow>('run_settlements', row));
  return new Map(
    runs.map((row) => {
      const run = decode<WorksheetRow>('worksheets', row);
      const own = allRows.filter(({ worksheet_id }) => worksheet_id === run.id);
      return [
        run.id,
        {
          run,
          rows: own,
          faults: faultsOf(run, own),
          settlements: settlements.filter(({ worksheet_id }) => worksheet_id === run.id),
        },
      ];
    }),
  );
}

/** The newest decision about exactly this fault. */
export const decidedOn = ({ settlements }: Pick<Standing, 'settlements'>, fault: Fault): SettlementRow | undefined =>
  settlements.find(({ state, failing }) => state === 'settled' && failing.some((one) => isSame(one, fault)));

/** What is open in a run: raised and not settled, or not met (or not judged) and decided by nobody. */
export function openFaults(standing: Pick<Standing, 'faults' | 'settlements'>): Fault[] {
  const raised = standing.settlements.find(({ state }) => state === 'open')?.failing ?? [];
  const fresh = standing.faults.filter((one) => decidedOn(standing, one) === undefined);
  return [...raised.filter((one) => !fresh.some((other) => isSame(one, other))), ...fresh];
}

/**
 * Why results of runs may be neither reviewed, approved nor reported, by test: `run.qc-failed` and `run.qc-open` name run, row, rule and
 * figure; `run.qc-repeat` for those that are to be done again while the quality control that failed still stands as it was.
 */
export async function runHolds(db: Knex, testIds: readonly string[]): Promise<Map<string, Reason[]>> {
  const places = await placesOf(db, testIds);
  const standings = await standingsOf(db, [...new Set(places.map(({ worksheet_id }) => worksheet_id))]);
  const found = new Map<string, Reason[]>();
  for (const place of places) {
    const { test_id, worksheet_id } = place;
    const standing = standings.get(worksheet_id);
    if (!standing) continue;
    const reasons = reasonsOf(standing, place);
    if (reasons.length > 0) found.set(test_id, [...(found.get(test_id) ?? []), ...reasons]);
  }
  return found;
}

function reasonsOf(standing: Standing, { test_id, item, isGone }: Place): Reason[] {
  const { run, faults, settlements } = standing;
  const reasonFor = (fault: Fault, id = fault.ok === false ? 'run.qc-failed' : 'run.qc-open'): Reason => ({
    id,
    params: { item, run: run.number, ...paramsOf(fault) },
  });
  const raised = settlements.find(({ state }) => state === 'open');
  if (isGone) return (raised?.failing ?? []).slice(0, MOST).map((one) => reasonFor(one));
  const again = faults.flatMap((one): Reason[] => {
    const decision = decidedOn(standing, one);
    return decision?.decision !== 'stands' && decision?.tests.includes(test_id)
      ? [reasonFor(one, 'run.qc-repeat')]
      : [];
  });
  return [...openFaults(standing).map((one) => reasonFor(one)), ...again].slice(0, MOST);
}

/** `row`: its place and label; the curve has none. */
const paramsOf = ({ row, position, label, words, bound }: Fault): Record<string, string> => ({
  row: row === null ? 'r' : `${position} ${label}`,
  rule: bound,
  value: words === '' ? '—' : words,
});

async function placesOf(db: Knex, testIds: readonly string[]): Promise<Place[]> {
  const rows: {
    test_id: string;
    worksheet_id: string;
    removed_at: string | null;
    state: string;
    signed: string | null;
    sample: string;
    seq: number;
  }[] = await db('worksheet_rows')
    .join('worksheets', 'worksheets.id', 'worksheet_rows.worksheet_id')
    .join('tests', 'tests.id', 'worksheet_rows.test_id')
    .join('samples', 'samples.id', 'tests.sample_id')
    .whereIn('worksheet_rows.test_id', [...testIds])
    .orderBy('worksheet_rows.id')
    .select(
      'worksheet_rows.test_id',
      'worksheet_rows.worksheet_id',
      'worksheet_rows.removed_at',
      'worksheets.state',
      'tests.submitted_at as signed',
      'samples.number as sample',
      'tests.seq',
    );
  return rows
    .filter(({ removed_at, signed }) => removed_at === null || (signed !== null && signed < removed_at))
    .map(({ test_id, worksheet_id, removed_at, state, sample, seq }) => ({
      test_id,
      item: `${sample}-${placeOf({ seq })}`,
      worksheet_id,
      isGone: removed_at !== null || state === 'dropped',
    }));
}
