import type { Knex } from 'knex';
import { next } from '../core/machine.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import type { Upload } from '../kernel/request.ts';
import { decode, find, list } from '../kernel/tables.ts';
import type { Act, Query } from '../kernel/types.ts';
import type { ProductClass } from '../samplings/index.ts';
import { signalFor } from './alerts.ts';
import { caseFor } from './cases.ts';
import { keepProof } from './files.ts';
import { type RiskMove, type RiskSubject, riskMachine } from './machine.ts';
import type { KeptFile, MeasureRow, RiskLevel, RiskRow, RiskStepRow } from './rows.ts';
import { riskScope } from './scope.ts';

const PATTERN = 'FXQD{year}-{serial:4}';

type Asked = Pick<Query, 'db' | 'user'>;

/** A risk that this person may see. @throws Refusal `risk.missing`, and `record.stale` when somebody else changed it since */
export async function riskFor(query: Asked, id: string, version?: number): Promise<RiskRow> {
  const scope = await riskScope(query);
  const found: object | undefined = await query
    .db('risks')
    .where({ id })
    .where((where) => void scope(where))
    .first();
  const row = found && decode<RiskRow>('risks', found);
  if (!row) return refuse('risk.missing', {}, undefined, 'missing');
  if (version !== undefined && row.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale', row);
  return row;
}

export const measuresOf = (db: Knex, id: string): Promise<MeasureRow[]> =>
  list<MeasureRow>(db, 'risk_measures', { risk_id: id }, 'id');

/** A risk as its machine asks for it. */
export function subjectOf(row: RiskRow, measures: readonly MeasureRow[]): RiskSubject {
  const own = measures.filter(({ round, state }) => round === row.round && state !== 'dropped');
  return { ...row, measures: own.length, open: own.filter(({ state }) => state === 'open').length };
}

async function moved(act: Act, row: RiskRow, move: RiskMove): Promise<RiskRow['state']> {
  return next(riskMachine, move, subjectOf(row, await measuresOf(act.db, row.id)), actorOf(act.user));
}

const blank = (text: string | undefined, field: string): Reason[] =>
  (text ?? '').trim().length < 4 ? [{ id: 'risk.words', field }] : [];

export interface RiskInput {
  signalId?: string;
  caseId?: string;
  productClass: ProductClass;
  productName?: string;
  producer?: string;
  region?: string;
  riskText: string;
  riskLevel: RiskLevel;
}

/** Enters a risk: from a signal found true, from a case, or by hand. @throws Refusal `risk.words`, `risk.signal`, `risk.listed`, `risk.case`, `risk.about` */
export async function listRisk(act: Act, input: RiskInput): Promise<RiskRow> {
  const { signalId, caseId } = input;
  const signal = signalId === undefined ? undefined : await signalFor(act, signalId);
  if (signal && signal.state !== 'true') refuse('risk.signal', { number: signal.number }, 'signalId', 'conflict');
  const listed = signal && (await find<RiskRow>(act.db, 'risks', { signal_id: signal.id }));
  if (listed) refuse('risk.listed', { number: listed.number }, 'signalId', 'conflict');
  if (caseId !== undefined && !(await caseFor(act, caseId))) refuse('risk.case', {}, 'caseId', 'missing');
  const [product, producer, region] = [input.productName, input.producer, input.region].map(
    (text) => text?.trim() || null,
  );
  refuseAll([
    ...blank(input.riskText, 'riskText'),
    ...([product, producer, region].every((text) => !text) ? [{ id: 'risk.about', field: 'productName' }] : []),
  ]);
  const row = await act.insert<RiskRow>('risks', {
    ...{ number: await act.number('risk', PATTERN), source: signal ? 'signal' : caseId ? 'case' : 'manual' },
    ...{ signal_id: signal?.id ?? null, case_id: caseId ?? null, product_class: input.productClass },
    ...{ product_name: product ?? null, producer: producer ?? null, region: region ?? null },
    ...{ words: input.riskText.trim(), level: input.riskLevel, state: 'listed', listed_on: act.today },
    ...{ listed_by: act.user.id, due_on: null, round: 1, reopened: 0, executors: [], closed_on: null, closed_by: null },
  });
  await note(act, row, { move: 'list', words: input.riskText });
  return row;
}

const note = (
  act: Act,
  { id }: Pick<RiskRow, 'id'>,
  { move, words, file = null, on = act.today }: { move: string; words: string; file?: KeptFile | null; on?: string },
): Promise<RiskStepRow> =>
  act.insert<RiskStepRow>('risk_steps', {
    ...{ risk_id: id, move, on_day: on, words: words.trim(), file, by_id: act.user.id },
  });

const executing = ({ executors }: RiskRow, ...ids: string[]): string[] => [...new Set([...executors, ...ids])];

/** The term of the open measure that ends first. */
async function dueOf(db: Knex, riskId: string): Promise<string | null> {
  const row: { due_on: string } | undefined = await db('risk_measures')
    .where({ risk_id: riskId, state: 'open' })
    .orderBy('due_on')
    .first('due_on');
  return row?.due_on ?? null;
}

export interface PlanInput {
  id: string;
  version: number;
  measureText: string;
  handlerId: string;
  dueOn: string;
}

/** A measure with who does it until when. @throws Refusal of the machine, `risk.words`, `risk.person`, `risk.term` */
export async function planMeasure(act: Act, input: PlanInput): Promise<RiskRow> {
  const row = await riskFor(act, input.id, input.version);
  const state = await moved(act, row, 'plan');
  const person: object | undefined = await act
    .db('users')
    .where({ id: input.handlerId, active: 1 })
    .whereNull('organisation_id')
    .first('id');
  refuseAll([
    ...blank(input.measureText, 'measureText'),
    ...(person ? [] : [{ id: 'risk.person', field: 'handlerId' }]),
    ...(input.dueOn < act.today ? [{ id: 'risk.term', field: 'dueOn', params: { today: act.today } }] : []),
  ]);
  await act.insert<MeasureRow>('risk_measures', {
    ...{ risk_id: row.id, round: row.round, words: input.measureText.trim(), owner_id: input.handlerId },
    ...{ due_on: input.dueOn, state: 'open', done_on: null, done_by: null, outcome: null },
  });
  await note(act, row, { move: 'plan', words: input.measureText });
  const executors = executing(row, act.user.id, input.handlerId);
  return act.update<RiskRow>('risks', row, { state, executors, due_on: await dueOf(act.db, row.id) });
}

export interface OutcomeInput {
  id: string;
  version: number;
  doneOn: string;
  outcome: string;
  file?: Upload;
}

/** A measure was carried out, by who owns it or a manager. @throws Refusal of the machine, `risk.missing`, `risk.other`, `risk.measure-done`, `risk.words`, `risk.day` */
export async function finishMeasure(act: Act, input: OutcomeInput): Promise<RiskRow> {
  const measure = await find<MeasureRow>(act.db, 'risk_measures', { id: input.id });
  if (!measure) return refuse('risk.missing', {}, undefined, 'missing');
  const row = await riskFor(act, measure.risk_id);
  const state = await moved(act, row, 'work');
  if (measure.state !== 'open') refuse('risk.measure-done', {}, undefined, 'conflict');
  if (measure.owner_id !== act.user.id && !actorOf(act.user).may('signal.write'))
    refuse('risk.other', {}, undefined, 'forbidden');
  refuseAll([
    ...blank(input.outcome, 'outcome'),
    ...(input.doneOn < row.listed_on || input.doneOn > act.today
      ? [{ id: 'risk.day', field: 'doneOn', params: { from: row.listed_on, today: act.today } }]
      : []),
  ]);
  const file = input.file ? await keepProof(act, input.file) : null;
  await act.update<MeasureRow>(
    'risk_measures',
    { ...measure, version: input.version },
    { state: 'done', done_on: input.doneOn, done_by: act.user.id, outcome: input.outcome.trim() },
  );
  await note(act, row, { move: 'work', words: `${measure.words}: ${input.outcome.trim()}`, file, on: input.doneOn });
  const executors = executing(row, act.user.id);
  return act.update<RiskRow>('risks', row, { state, executors, due_on: await dueOf(act.db, row.id) });
}

export interface ProgressInput {
  id: string;
  version: number;
  progressText: string;
  file?: Upload;
}

/** Writes down how far it is. @throws Refusal of the machine, `risk.words`, `risk.file-type` */
export async function noteProgress(act: Act, input: ProgressInput): Promise<RiskRow> {
  const row = await riskFor(act, input.id, input.version);
  const state = await moved(act, row, 'note');
  refuseAll(blank(input.progressText, 'progressText'));
  const file = input.file ? await keepProof(act, input.file) : null;
  await note(act, row, { move: 'note', words: input.progressText, file });
  return act.update<RiskRow>('risks', row, { state, executors: executing(row, act.user.id) });
}

export interface CloseInput {
  id: string;
  version: number;
  closingText: string;
  file?: Upload;
}

/** 销号, with evidence, by somebody else. @throws Refusal of the machine (`risk.own`, `risk.no-measure`, `risk.measure-open`), `risk.words`, `risk.evidence` */
export async function closeRisk(act: Act, input: CloseInput): Promise<RiskRow> {
  const row = await riskFor(act, input.id, input.version);
  const state = await moved(act, row, 'close');
  refuseAll([
    ...blank(input.closingText, 'closingText'),
    ...(input.file === undefined ? [{ id: 'risk.evidence', field: 'file' }] : []),
  ]);
  const file = input.file ? await keepProof(act, input.file) : null;
  await note(act, row, { move: 'close', words: input.closingText, file });
  return act.update<RiskRow>('risks', row, { state, due_on: null, closed_on: act.today, closed_by: act.user.id });
}

export interface ReopenInput {
  id: string;
  version: number;
  reopenText: string;
}

/** What was closed begins anew; its history stays. @throws Refusal of the machine, `risk.words` */
export async function reopenRisk(act: Act, input: ReopenInput): Promise<RiskRow> {
  const row = await riskFor(act, input.id, input.version);
  const state = await moved(act, row, 'reopen');
  refuseAll(blank(input.reopenText, 'reopenText'));
  await note(act, row, { move: 'reopen', words: input.reopenText });
  return act.update<RiskRow>('risks', row, {
    ...{ state, round: row.round + 1, reopened: row.reopened + 1, executors: [], closed_on: null, closed_by: null },
  });
}
