import { refuse, refuseAll } from '../core/refusal.ts';
import type { Act, Query } from '../kernel/types.ts';
import { heldTests, isReason, type TestRow } from '../testing/index.ts';
import { carryShared } from './cells-shared.ts';
import { arrange, type Place } from './compose-arrange.ts';
import { type Candidate, methodsOf, namedCandidates, testsByCode } from './compose-candidates.ts';
import { crewOf, type Faults, type Frame, faultsOf, stepped } from './compose-faults.ts';
import type { QcKind, SheetRow, TemplateRow, WorksheetRow } from './rows.ts';
import { heldRun, rowsOf } from './store.ts';
import { type Pattern, rowWord } from './templates.default.ts';
import { patternFor, templateOf } from './templates.ts';

export interface ComposeInput {
  formCode: string;
  parameterCode?: string;
  /** Test ids as they are ticked. */
  tests?: string[];
  /** Numbers of batches and codes of portions, scanned one after the other. */
  codes?: string;
  members?: string[];
  /** A template of the form, or `default`. */
  runTemplate?: string;
}

export interface OpenInput extends ComposeInput {
  runTitle?: string;
  instrument?: string;
  roomCode?: string;
  note?: string;
}

/** A run as it would be: what it has in common, its places, and what stands against it. */
export interface Draft {
  frame: Frame;
  tests: Candidate[];
  template: { id: string | null; pattern: Pattern };
  places: Place<Candidate>[];
  faults: Faults;
}

/**
 * The run that the tests asked for would make; nothing is written.
 * @throws Refusal `run.empty`, `run.no-batch`, `run.no-test`, `run.member`, `run.twice`, `run.template`, `scan.*`
 */
export async function draftRun(
  { app, db, user, today }: Pick<Query, 'app' | 'db' | 'user' | 'today'>,
  input: ComposeInput,
): Promise<Draft> {
  const ids = await askedTests(db, input);
  const tests = await namedCandidates(db, ids);
  const [first] = tests;
  const method = first && (await methodsOf(db, [first.parameter_hash])).get(first.parameter_hash)?.method;
  if (!first || !method) return refuse('run.empty', {}, 'tests');
  const template = await patternFor(
    { app, db },
    { formCode: first.form_code, parameter: onlyParameter(tests), template: input.runTemplate },
  );
  const people = await peopleOf(db, user.id, input.members ?? []);
  const frame: Frame = { run: null, people, form_hash: first.form_hash, method, standing: [] };
  const faults = await faultsOf({ app, db, today, lang: user.lang }, frame, tests);
  return { frame, tests, template, places: arrange(tests, template.pattern.rows), faults };
}

const onlyParameter = (tests: readonly Candidate[]): string | undefined =>
  tests.every(({ parameter_code }) => parameter_code === tests[0]?.parameter_code)
    ? tests[0]?.parameter_code
    : undefined;

/** Ticked tests, then those of the codes; a test that is ticked and scanned stands once. @throws Refusal `run.twice` for one named twice */
async function askedTests(db: Query['db'], input: ComposeInput, method?: string): Promise<string[]> {
  const ticked = input.tests ?? [];
  if (new Set(ticked).size !== ticked.length) {
    const twice = ticked.find((id, i) => ticked.indexOf(id) !== i) ?? '';
    const [test] = await namedCandidates(db, [twice]);
    refuse('run.twice', { number: test?.number ?? twice, item: test?.item.name.zh ?? '', test: twice }, 'tests');
  }
  const { formCode, parameterCode: parameter, codes = '' } = input;
  const own = method ?? (await methodOfFirst(db, ticked));
  const scanned = codes.trim() === '' ? [] : await testsByCode(db, codes, { formCode, parameter, method: own });
  return [...new Set([...ticked, ...scanned])];
}

async function methodOfFirst(db: Query['db'], ids: readonly string[]): Promise<string | undefined> {
  const [first] = await namedCandidates(db, ids.slice(0, 1));
  return first && (await methodsOf(db, [first.parameter_hash])).get(first.parameter_hash)?.method.zh;
}

/** Whoever puts the run together, then the members. @throws Refusal `run.member` for who is no analyst in service */
export async function peopleOf(db: Query['db'], own: string, members: readonly string[]): Promise<Frame['people']> {
  const ids = [own, ...members.filter((id) => id !== own)];
  const people = await crewOf(db, ids);
  const lost = ids.filter((id) => !people.some((one) => one.id === id));
  refuseAll(lost.map((id) => ({ id: 'run.member', field: 'members', params: { id } })));
  return people;
}

/**
 * Opens a run with the tests asked for and the rows of quality control that the template brings; everybody in it may type in its records.
 * @throws Refusal as `draftRun`; for each test `run.state`, `run.edition`, `run.method`, `run.not-assigned`, `run.sampler`, `run.terminated`,
 * `run.set-aside`, `run.elsewhere`, `run.unauthorised` (as the institute enforces it), `run.many`; `run.instrument`, `run.room`
 */
export async function openRun(act: Act, input: OpenInput): Promise<WorksheetRow> {
  await refusePlace(act, input);
  const held = await heldTests(act, await askedTests(act.db, input));
  const { frame, places, faults, template, tests } = await draftRun(act, { ...input });
  refuseAll(faults.refuses, 'conflict');
  const run = await act.insert<WorksheetRow>('worksheets', {
    number: await act.number('run', 'RUN-Y{year}-{serial:4}'),
    title: input.runTitle ?? titleOf(tests, frame),
    form_code: input.formCode,
    form_hash: frame.form_hash,
    method: frame.method,
    template_id: template.id,
    rules: template.pattern.rules,
    shared: {},
    shared_fields: template.pattern.shared_fields,
    instrument: input.instrument ?? null,
    room: input.roomCode ?? null,
    sequence: null,
    state: 'open',
    analyst_id: act.user.id,
    members: frame.people.slice(1).map(({ id }) => id),
    note: input.note ?? null,
  });
  await insertPlaces(act, run, places, 1);
  await handOver(act, run, [...held.values()]);
  return run;
}

const titleOf = (tests: readonly Candidate[], { method }: Frame): string => {
  const names = [...new Set(tests.map(({ item }) => item.name.zh))];
  return names.length === 1 ? (names[0] ?? method.zh) : method.zh;
};

async function insertPlaces(
  act: Act,
  run: Pick<WorksheetRow, 'id'>,
  places: readonly Place<Candidate>[],
  from: number,
): Promise<void> {
  const ids = places.map(() => act.app.ids.next());
  await act.insertAll<SheetRow>(
    'worksheet_rows',
    places.map((place, i) => ({
      ...{ id: ids[i] ?? '', worksheet_id: run.id, position: from + i, kind: place.kind },
      ...(place.kind === 'sample'
        ? { test_id: place.sample.id, of_row: null, label: place.sample.number, level: null, lot: null }
        : {
            ...{ test_id: null, of_row: place.of === undefined ? null : (ids[place.of] ?? null), label: place.label },
            ...{ level: place.level ?? null, lot: place.lot ?? null },
          }),
      ...{ readings: {}, outcome: null, verdict: null, removed_at: null },
    })),
  );
}

/** Everybody of the run may type in the records of the others. */
export async function handOver(
  act: Act,
  { analyst_id, members }: Pick<WorksheetRow, 'analyst_id' | 'members'>,
  tests: readonly TestRow[],
): Promise<void> {
  for (const test of tests) {
    const hands = [analyst_id, ...members].filter((id) => id !== test.analyst_id);
    const all = [...new Set([...(test.hands ?? []), ...hands])];
    if (all.length > (test.hands?.length ?? 0)) await act.update<TestRow>('tests', test, { hands: all });
  }
}

/** A record in which nothing was typed is its analyst's alone again; where something was, whoever may have typed it keeps having acted. */
export async function takeBack(act: Act, ids: readonly string[]): Promise<void> {
  for (const test of (await heldTests(act, ids)).values())
    if (test.state === 'assigned' && (test.hands?.length ?? 0) > 0)
      await act.update<TestRow>('tests', test, { hands: null });
}

/** @throws Refusal `run.instrument`, `run.room` for what no register knows */
export async function refusePlace(
  { db }: Act,
  { instrument, roomCode }: Pick<OpenInput, 'instrument' | 'roomCode'>,
): Promise<void> {
  const known = async (table: string, where: object): Promise<boolean> =>
    (await db(table).where(where).first('id')) !== undefined;
  if (instrument !== undefined && !(await known('instruments', { number: instrument })))
    refuse('run.instrument', { number: instrument }, 'instrument');
  if (roomCode !== undefined && !(await known('rooms', { code: roomCode, active: 1 })))
    refuse('run.room', { code: roomCode }, 'roomCode');
}

export interface AddInput {
  id: string;
  tests?: string[];
  codes?: string;
}

/** The frame of a run that stands. */
export async function frameOf(db: Query['db'], run: WorksheetRow, rows: readonly SheetRow[]): Promise<Frame> {
  return {
    run: run.id,
    people: await crewOf(db, [run.analyst_id, ...run.members]),
    form_hash: run.form_hash,
    method: run.method,
    standing: rows.flatMap(({ test_id }) => test_id ?? []),
  };
}

/** More tests for an open run, before what stands at its end; what was read for the whole run is carried into them. @throws Refusal as `openRun` */
export async function addTests(act: Act, input: AddInput): Promise<WorksheetRow> {
  const run = await heldRun(act, input.id);
  stepped(act, run, 'compose');
  const ids = await askedTests(act.db, { formCode: run.form_code, ...input }, run.method.zh);
  if (ids.length === 0) refuse('run.empty', {}, 'tests');
  const held = await heldTests(act, ids);
  const tests = await namedCandidates(act.db, ids);
  const rows = await rowsOf(act.db, run.id);
  const frame = await frameOf(act.db, run, rows);
  const { refuses } = await faultsOf({ app: act.app, db: act.db, today: act.today, lang: act.user.lang }, frame, tests);
  refuseAll(refuses, 'conflict');
  const pattern = await rowsOfTemplate(act, run);
  const places = arrange(tests, pattern, frame.standing.length);
  const end = trailing(rows, pattern);
  const from = end[0]?.position ?? (await lastPosition(act, run.id)) + 1;
  for (const row of end) await act.update<SheetRow>('worksheet_rows', row, { position: row.position + places.length });
  await insertPlaces(act, run, places, from);
  await handOver(act, run, [...held.values()]);
  await carryShared(act, run, ids);
  return run;
}

async function lastPosition({ db }: Act, id: string): Promise<number> {
  const row = await db('worksheet_rows')
    .where({ worksheet_id: id })
    .max<{ last: number | null }[]>({ last: 'position' });
  return row[0]?.last ?? 0;
}

async function rowsOfTemplate(act: Act, run: WorksheetRow): Promise<TemplateRow[]> {
  if (run.template_id === null)
    return (await patternFor(act, { formCode: run.form_code, template: 'default' })).pattern.rows;
  const { rows } = await templateOf(act.db, run.template_id);
  return rows;
}

/** The rows behind the last sample that the template puts at the end. */
function trailing(rows: readonly SheetRow[], pattern: readonly TemplateRow[]): SheetRow[] {
  const ends = pattern.filter(({ at }) => at === 'end');
  const last = rows.findLastIndex(({ kind, label }) => !ends.some((row) => row.kind === kind && row.label === label));
  return rows.slice(last + 1);
}

/** Takes a row out of an open run; it stays in its history, and a record keeps what was typed in it. @throws Refusal `run.row`, `record.missing`, `run.reason` */
export async function removeRow(
  act: Act,
  { id, row: rowId, reason }: { id: string; row: string; reason: string },
): Promise<WorksheetRow> {
  const run = await heldRun(act, id);
  stepped(act, run, 'compose');
  if (!isReason(reason)) refuse('run.reason', {}, 'reason');
  const rows = await rowsOf(act.db, run.id);
  const row = rows.find((one) => one.id === rowId);
  if (!row) return refuse('run.row', {}, 'row', 'conflict');
  // Duplicates and spikes of a sample go with it.
  for (const one of [row, ...rows.filter(({ of_row }) => of_row === row.id)])
    await act.update<SheetRow>('worksheet_rows', one, { removed_at: act.now }, { reason });
  await takeBack(act, row.test_id === null ? [] : [row.test_id]);
  return run;
}

export interface QcInput {
  id: string;
  qcKind: QcKind;
  rowLabel?: string;
  rowLevel?: string;
  rowLot?: string;
  ofRow?: string;
}

/** A row of quality control at the end of an open run. @throws Refusal `run.of-row` for a duplicate or spike without its sample */
export async function addControl(act: Act, input: QcInput): Promise<WorksheetRow> {
  const { id, qcKind, rowLabel, rowLevel, rowLot, ofRow } = input;
  const run = await heldRun(act, id);
  stepped(act, run, 'compose');
  const rows = await rowsOf(act.db, run.id);
  const needsSample = qcKind === 'duplicate' || qcKind === 'spike';
  const sample = rows.find((row) => row.id === ofRow && row.kind === 'sample');
  if (needsSample && !sample) refuse('run.of-row', {}, 'ofRow');
  await act.insert<SheetRow>('worksheet_rows', {
    ...{ worksheet_id: run.id, position: (await lastPosition(act, run.id)) + 1, kind: qcKind, test_id: null },
    of_row: needsSample ? (sample?.id ?? null) : null,
    label: rowLabel?.trim() || rowWord(qcKind, rowLevel),
    ...{ level: rowLevel ?? null, lot: rowLot ?? null, readings: {}, outcome: null, verdict: null, removed_at: null },
  });
  return run;
}
