import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import type { Act } from '../kernel/types.ts';
import { runOf } from '../worksheets/index.ts';
import { contextOf, runFacts } from './context.ts';
import { asRead } from './lines.ts';
import type { Decision, DecisionRow, FileRow, LineRow } from './rows.ts';
import { settleLines } from './settle.ts';
import { allLines, changeLines, decisionsOf, heldFile, profileOf } from './store.ts';
import { moved } from './upload.ts';

export interface DecideInput {
  id: string;
  file: string;
  version: number;
  /** Lines of the file, by their place. */
  fileLines: (string | number)[];
  lineDecision: Decision;
  /** Row of the run, for `assign`. */
  row?: string;
  /** Replicate, or replicate and injection: `2`, `2.1`. */
  replicate?: string;
  reason: string;
}

const isReason = (text: string): boolean => [...text.replace(/[\p{Z}\p{C}\s]/gu, '')].length >= 2;

/**
 * What a person decides about lines of a file: whose it is, that it is not used, that it is used all the same. Each with a reason.
 * @throws Refusal `instrument-file.no-line`, `instrument-file.line-taken`, `instrument-file.row`, `instrument-file.portion`,
 * `instrument-file.not-acceptable`, `instrument-file.nothing-to-undo`, `record.reason`, those of the machine
 */
export async function decide(act: Act, input: DecideInput): Promise<FileRow> {
  const run = await runOf(act.db, input.id);
  const file = await heldFile(act, input.file, run.id, input.version);
  const state = moved(act, run, file.state, file.state === 'taken' ? 'amend' : 'decide');
  if (!isReason(input.reason)) refuse('record.reason', {}, 'reason');
  const facts = await runFacts(act.db, run);
  const before = await allLines(act.db, file.id);
  const standing = await decisionsOf(act.db, file.id);
  const numbers = [...new Set(input.fileLines.map(Number))];
  if (numbers.length === 0) refuse('instrument-file.no-lines', {}, 'fileLines');
  refuseAll(
    numbers.flatMap((n) =>
      against(
        before.find((line) => line.n === n),
        n,
        input,
        standing,
      ),
    ),
  );
  if (input.lineDecision === 'assign') {
    if (!facts.rows.some(({ id }) => id === input.row)) refuse('instrument-file.row', {}, 'row');
    if (input.replicate !== undefined && !/^[1-9]\d{0,2}(\.[1-9]\d{0,2})?$/.test(input.replicate))
      refuse('instrument-file.portion', { text: input.replicate }, 'replicate');
  }
  await act.insertAll<DecisionRow>(
    'instrument_file_decisions',
    numbers.map((n) => ({
      ...{ file_id: file.id, n, decision: input.lineDecision, reason: input.reason.trim(), by_id: act.user.id },
      ...placeFor(input, standing.get(n)),
    })),
  );
  const saved = await act.update<FileRow>('instrument_files', file, { state }, { reason: input.reason.trim() });
  await settleAgain(act, saved, before, facts);
  return saved;
}

/** Accepting a line that was assigned by hand leaves it where it was put. */
function placeFor(
  { lineDecision, row, replicate }: DecideInput,
  before: DecisionRow | undefined,
): Pick<DecisionRow, 'row_id' | 'portion'> {
  if (lineDecision === 'assign') return { row_id: row ?? null, portion: replicate ?? null };
  if (lineDecision === 'accept') return { row_id: before?.row_id ?? null, portion: before?.portion ?? null };
  return { row_id: null, portion: null };
}

/** Faults that no reason sets aside: it is not known whose the value is, or what it is. */
const acceptable = ['altered', 'duplicate', 'out-of-range'];

function against(
  line: LineRow | undefined,
  n: number,
  { lineDecision: decision }: DecideInput,
  standing: ReadonlyMap<number, DecisionRow>,
): Reason[] {
  if (!line) return [{ id: 'instrument-file.no-line', field: 'fileLines', params: { n } }];
  if (line.status === 'taken') return [{ id: 'instrument-file.line-taken', field: 'fileLines', params: { n } }];
  if (decision === 'undo' && !standing.has(n))
    return [{ id: 'instrument-file.nothing-to-undo', field: 'fileLines', params: { n } }];
  const isHard = decision === 'accept' && (!acceptable.includes(line.status) || line.cells.length === 0);
  return isHard ? [{ id: 'instrument-file.not-acceptable', field: 'fileLines', params: { n } }] : [];
}

async function settleAgain(
  act: Act,
  file: FileRow,
  before: readonly LineRow[],
  facts: Awaited<ReturnType<typeof runFacts>>,
): Promise<void> {
  const lines = before.map(asRead);
  const mapping = file.profile_id === null ? null : (await profileOf(act.db, file.profile_id)).mapping;
  const settled = settleLines(lines, await contextOf(act.db, facts, { file: file.id, mapping, lines, before }));
  await changeLines(act.db, before, settled, facts.tests);
}

/** Sets a whole file aside, with a reason, while nothing of it stands in a record. */
export async function drop(
  act: Act,
  { id, file: fileId, version, reason }: { id: string; file: string; version: number; reason: string },
): Promise<FileRow> {
  const run = await runOf(act.db, id);
  const file = await heldFile(act, fileId, run.id, version);
  const state = moved(act, run, file.state, 'drop');
  if (!isReason(reason)) refuse('record.reason', {}, 'reason');
  return act.update<FileRow>('instrument_files', file, { state, note: reason.trim() }, { reason: reason.trim() });
}
