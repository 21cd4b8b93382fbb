import { type Reason, Refusal } from '../core/refusal.ts';
import type { Act } from '../kernel/types.ts';
import { reasonText } from '../messages/index.ts';
import { openRecords, type TestRow } from '../testing/index.ts';
import { type CellInput, type OpenSheet, openSheet, saveIn } from './cells.ts';
import { judgeRows } from './qc.ts';
import type { SheetRow } from './rows.ts';
import { rowsOf } from './store.ts';

/** How a row stands after a save: its result or figure, and what it still lacks. */
export interface RowNow {
  row: string;
  result: string | null;
  verdict: TestRow['verdict'] | SheetRow['verdict'];
  complete: boolean;
  /** Readings that the record still lacks. */
  missing: number;
  /** What keeps it from a result, in the reader's words. */
  problems: string[];
}

/** What came of one cell. */
export interface CellAnswer {
  row: string;
  field: string;
  saved: boolean;
  /** What now stands there; of a refused cell absent. */
  value?: string;
  problems?: { id: string; field: string | null; text: string }[];
  /** Somebody else was faster: what stands there, by whom, and since when (UTC ISO). */
  current?: string;
  by?: string;
  at?: string;
}

export interface CellsAnswer {
  cells: CellAnswer[];
  rows: RowNow[];
}

/**
 * Saves many cells in one transaction, each by itself: one event a cell that was saved, and an answer for each that was refused.
 * @throws Refusal when the run itself takes no cells
 */
export async function saveCells(
  act: Act,
  { run, cells }: { run: string; cells: readonly CellInput[] },
): Promise<CellsAnswer> {
  const sheet = await openSheet(act, run);
  const answers: CellAnswer[] = [];
  const tests = new Map<string, TestRow>();
  const controls = new Map<string, SheetRow>();
  const named = new Set(cells.map(({ row }) => row));
  const records = sheet.rows.flatMap(({ id, test_id }) => (named.has(id) ? (test_id ?? []) : []));
  await openRecords(act, sheet.records, records);
  for (const cell of cells) {
    const { row, field } = cell;
    try {
      const saved = await saveIn(act, sheet, cell);
      for (const test of saved.tests) tests.set(test.id, test);
      if (saved.control) controls.set(row, saved.control);
      answers.push({ row, field, saved: true, value: saved.value });
    } catch (error) {
      // A refusal comes before anything is written, but for a reading that was already on its way into the records.
      if (!(error instanceof Refusal) || sheet.isWriting) throw error;
      answers.push(refused(act, cell, error));
    }
  }
  for (const row of await judgeOfSamples(act, sheet, tests)) controls.set(row.id, row);
  if (answers.every(({ saved }) => !saved)) act.record({ entity: 'worksheets', id: run, note: 'refused' });
  return { cells: answers, rows: rowsNow(act, sheet.rows, tests, controls) };
}

/** One cell as a set of one, whose refusal is that of the whole. @throws Refusal as `saveIn` */
export async function saveOne(act: Act, { run, ...cell }: CellInput & { run: string }): Promise<CellsAnswer> {
  const sheet = await openSheet(act, run);
  const { row, field } = cell;
  const saved = await saveIn(act, sheet, cell);
  const tests = new Map(saved.tests.map((test) => [test.id, test]));
  const controls = new Map((await judgeOfSamples(act, sheet, tests)).map((one) => [one.id, one]));
  if (saved.control) controls.set(row, saved.control);
  return { cells: [{ row, field, saved: true, value: saved.value }], rows: rowsNow(act, sheet.rows, tests, controls) };
}

/** Duplicates and spikes are held against the result of their sample: where that has changed they are judged again. */
async function judgeOfSamples(act: Act, sheet: OpenSheet, tests: ReadonlyMap<string, TestRow>): Promise<SheetRow[]> {
  const changed = new Set(
    sheet.rows.filter(({ test_id }) => test_id !== null && tests.has(test_id)).map(({ id }) => id),
  );
  const follows = ({ of_row }: SheetRow): boolean => of_row !== null && changed.has(of_row);
  if (!sheet.rows.some((row) => follows(row) && row.readings['found'])) return [];
  const judged = await judgeRows(act, sheet.run, await rowsOf(act.db, sheet.run.id), follows);
  return judged.filter(follows);
}

function refused(act: Act, { row, field }: CellInput, { reasons, kind, data }: Refusal): CellAnswer {
  const problems = reasons.map((reason) => textOf(act, reason));
  if (kind !== 'stale') return { row, field, saved: false, problems };
  const { values, by, at } = data as { values?: Record<string, string>; by?: string; at?: string };
  return { row, field, saved: false, problems, current: values?.[field] ?? '', ...(by && at && { by, at }) };
}

const textOf = (act: Act, reason: Reason): { id: string; field: string | null; text: string } => ({
  id: reason.id,
  field: reason.field ?? null,
  text: reasonText(act.user.lang, reason),
});

const rowsNow = (
  act: Act,
  rows: readonly SheetRow[],
  tests: ReadonlyMap<string, TestRow>,
  controls: ReadonlyMap<string, SheetRow>,
): RowNow[] =>
  rows.flatMap((row) => {
    const test = row.test_id === null ? undefined : tests.get(row.test_id);
    const control = controls.get(row.id);
    if (control) return [controlNow(control)];
    return test ? [rowNow(row.id, test, act.user.lang)] : [];
  });

/** A row of quality control by its figures. */
export function controlNow({ id, outcome, verdict }: SheetRow): RowNow {
  const words = (outcome?.judged ?? []).map((one) => one.words).filter(Boolean);
  return {
    row: id,
    // The last term: the whole calculation stands in the panel of quality control.
    result: words[0]?.split('=').at(-1)?.trim() ?? null,
    verdict,
    complete: verdict !== null,
    missing: 0,
    problems: words.slice(1),
  };
}

/** The same for the page. */
export function rowNow(row: string, test: TestRow, lang: 'zh' | 'en'): RowNow {
  const { result_text, verdict, outcome } = test;
  return {
    row,
    result: result_text,
    verdict,
    complete: outcome?.complete ?? false,
    missing: outcome?.missing.length ?? 0,
    problems: (outcome?.problems ?? []).map((reason) => reasonText(lang, reason)),
  };
}
