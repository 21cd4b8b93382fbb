import { refuse, refuseAll } from '../core/refusal.ts';
import type { Act } from '../kernel/types.ts';
import { heldTests, isReason, type TestRow } from '../testing/index.ts';
import { frameOf, handOver, peopleOf, refusePlace, takeBack } from './compose.ts';
import { namedCandidates } from './compose-candidates.ts';
import { faultsOf, stepped } from './compose-faults.ts';
import type { WorksheetRow } from './rows.ts';
import { heldRun, rowsOf } from './store.ts';

export const runSteps = ['finish', 'reopen', 'drop'] as const;

export interface StepInput {
  id: string;
  version: number;
  runStep: (typeof runSteps)[number];
  /** The sequence of the instrument, YYYY-MM-DDTHH:MM in China. */
  sequenceFrom?: string;
  sequenceTo?: string;
  reason?: string;
}

const CHINA = 8 * 3_600_000;
const benchTime = (utc: string): string => new Date(Date.parse(utc) + CHINA).toISOString().slice(0, 16);

/**
 * Finishes a run (it is then read only), opens it again, or drops it: its tests are free for another run and keep what was typed.
 * @throws Refusal `run.sequence`, `run.sequence-order`, `run.sequence-future`, `run.reason`, `machine.state`, `run.not-mine`, `record.stale`
 */
export async function moveRun(act: Act, input: StepInput): Promise<WorksheetRow> {
  const { runStep, reason } = input;
  const run = await heldRun(act, input.id, input.version);
  const state = stepped(act, run, runStep);
  if (runStep !== 'finish' && !isReason(reason)) refuse('run.reason', {}, 'reason');
  if (runStep === 'drop') await takeBack(act, await testIds(act, run.id));
  const sequence = runStep === 'finish' ? { sequence: sequenceOf(act, run, input) } : {};
  return act.update<WorksheetRow>('worksheets', run, { state, ...sequence }, { reason });
}

const testIds = async ({ db }: Act, id: string): Promise<string[]> =>
  (await rowsOf(db, id)).flatMap(({ test_id }) => test_id ?? []);

/** A run on an instrument has a sequence; one at the bench may do without. */
function sequenceOf(
  act: Act,
  { instrument, sequence }: WorksheetRow,
  { sequenceFrom: from, sequenceTo: to }: StepInput,
): WorksheetRow['sequence'] {
  if (from === undefined && to === undefined && sequence !== null) return sequence;
  if (from === undefined || to === undefined) {
    const isPartly = from !== undefined || to !== undefined;
    return instrument !== null || isPartly
      ? refuse('run.sequence', { instrument: instrument ?? '—' }, from === undefined ? 'sequenceFrom' : 'sequenceTo')
      : null;
  }
  if (from > to) refuse('run.sequence-order', { from, to }, 'sequenceTo');
  if (to > benchTime(act.now)) refuse('run.sequence-future', { to }, 'sequenceTo');
  return { from, to };
}

export interface ChangeInput {
  id: string;
  version: number;
  runTitle: string;
  instrument?: string;
  roomCode?: string;
  note?: string;
  members?: string[];
}

/**
 * The head of an open run: its title, instrument, room and people. A new member is held against every test of it.
 * @throws Refusal `run.instrument`, `run.room`, `run.member`, `run.sampler`, `run.unauthorised`, `machine.state`, `run.not-mine`, `record.stale`
 */
export async function changeRun(act: Act, input: ChangeInput): Promise<WorksheetRow> {
  const run = await heldRun(act, input.id, input.version);
  stepped(act, run, 'compose');
  await refusePlace(act, input);
  const people = await peopleOf(act.db, run.analyst_id, input.members ?? []);
  const rows = await rowsOf(act.db, run.id);
  const frame = { ...(await frameOf(act.db, run, rows)), people, standing: [] };
  const tests = await namedCandidates(
    act.db,
    rows.flatMap(({ test_id }) => test_id ?? []),
  );
  const { refuses } = await faultsOf({ app: act.app, db: act.db, today: act.today, lang: act.user.lang }, frame, tests);
  const ofPeople = ['run.sampler', 'run.unauthorised', 'run.not-assigned'];
  refuseAll(
    refuses.filter(({ id }) => ofPeople.includes(id)).map((reason) => ({ ...reason, field: 'members' })),
    'conflict',
  );
  const members = people.slice(1).map(({ id }) => id);
  const changed = await act.update<WorksheetRow>('worksheets', run, {
    title: input.runTitle,
    instrument: input.instrument ?? null,
    room: input.roomCode ?? null,
    note: input.note ?? null,
    members,
  });
  const open = tests.filter(({ state }) => state !== 'submitted' && state !== 'reviewed' && state !== 'locked');
  await setHands(
    act,
    changed,
    open.map(({ id }) => id),
  );
  return changed;
}

/** Who left a run types no more in records in which nothing was typed; where something was he keeps having acted. */
async function setHands(act: Act, run: WorksheetRow, ids: readonly string[]): Promise<void> {
  const people = [run.analyst_id, ...run.members];
  for (const test of (await heldTests(act, ids)).values()) {
    const isEmpty = test.state === 'assigned';
    const kept = isEmpty ? (test.hands ?? []).filter((id) => people.includes(id)) : (test.hands ?? []);
    if (kept.length < (test.hands?.length ?? 0)) await act.update<TestRow>('tests', test, { hands: kept });
  }
  await handOver(act, run, [...(await heldTests(act, ids)).values()]);
}
