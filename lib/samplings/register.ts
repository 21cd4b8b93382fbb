import { next } from '../core/machine.ts';
import { type Reason, Refusal } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import type { Act, Lang } from '../kernel/types.ts';
import { lookUp } from '../messages/index.ts';
import { type Known, type Registration, readQuantity, registrationProblems } from './check.ts';
import { numberFormats, type Warning, warningsOf } from './evidence.ts';
import { type Fields, readFields, samplingForm } from './form.ts';
import { samplingMachine } from './machine.ts';
import { type PortionRow, places, type SamplingRow, type SamplingState } from './rows.ts';
import { alone, samplers, takenNumbers, takenSeals } from './store.ts';

export interface SpokenWarning {
  id: string;
  field: string;
  text: string;
}

export interface Registered {
  id: string;
  number: string;
  state: SamplingState;
  version: number;
  warnings: SpokenWarning[];
}

/** A registration that was judged: either what will be written, or every reason why not. */
export type Judged = { input: Registration; fields: Fields; warnings: SpokenWarning[] } | { problems: Reason[] };

/**
 * Registers a sampling with its officers and portions in one act (domain 1.4, 2.1-2.3). Wrong numbers on the goods are warnings.
 * @throws Refusal 'conflict' when the number or a seal is in use, else 'invalid' with every reason
 */
export async function register(act: Act, input: Registration): Promise<Registered> {
  const known = await knownFor(act, [input]);
  const judged = judge(act, input, known);
  if ('problems' in judged)
    throw new Refusal(
      judged.problems,
      judged.problems.every((reason) => taken.has(reason.id)) ? 'conflict' : 'invalid',
    );
  const [row] = await write(act, [judged]);
  if (!row) throw new Error('a sampling was judged right and not written');
  return { id: row.id, number: row.number, state: row.state, version: row.version, warnings: judged.warnings };
}

const taken = new Set(['sampling.number-taken', 'sampling.seal-taken']);

/** Reads at once whatever the judgement of these rows asks for. */
export async function knownFor(act: Act, inputs: Registration[]): Promise<Known> {
  await alone(act, 'samplings');
  const officers = await samplers(act.db);
  return {
    today: act.today,
    samplers: new Set(officers.map(({ id }) => id)),
    numbers: await takenNumbers(
      act.db,
      inputs.map(({ number }) => number),
    ),
    seals: await takenSeals(
      act.db,
      inputs.flatMap(({ portions }) => portions.map(({ sealNo }) => sealNo)),
    ),
  };
}

/** Judges one registration against what is known, without writing. */
export function judge(act: Act, input: Registration, known: Known): Judged {
  const { root } = act.app.config;
  const { form } = samplingForm(root, input.class);
  const read = readFields(form, input.fields ?? {}, act.user.lang);
  const problems = [...registrationProblems({ ...input, fields: read.fields }, known), ...read.problems];
  if (problems.length > 0) return { problems };
  const evidence = {
    productClass: input.class,
    sampledOn: input.sampledOn,
    fields: read.fields,
    portions: input.portions,
  };
  return { input, fields: read.fields, warnings: spoken(warningsOf(numberFormats(root), evidence), act.user.lang) };
}

/** Writes judged registrations: samplings and portions in one statement each. */
export async function write(act: Act, all: Extract<Judged, { input: Registration }>[]): Promise<SamplingRow[]> {
  const state = next(
    samplingMachine,
    'register',
    { state: 'draft', officers: [], created_by: act.user.id },
    actorOf(act.user),
  );
  const { root } = act.app.config;
  for (const productClass of new Set(all.map(({ input }) => input.class))) {
    const { form, hash, code } = samplingForm(root, productClass);
    await act.keep('form', code, hash, form);
  }
  const rows = await act.insertAll<SamplingRow>(
    'samplings',
    all.map(({ input, fields }) => header(act, input, fields, state)),
  );
  const portions = rows.flatMap((row, i) => {
    const input = all[i]?.input.portions ?? [];
    return input.map((portion, k) => ({
      sampling_id: row.id,
      sample_id: null,
      role: portion.role,
      n: k + 1,
      total: input.length,
      qty: decimalOf(portion.qty),
      unit: row.unit,
      seal_no: portion.sealNo,
      code: null,
      place: places.transit,
      state: 'sealed' as const,
    }));
  });
  await act.insertAll<PortionRow>('portions', portions);
  return rows;
}

function header(act: Act, input: Registration, fields: Fields, state: SamplingState) {
  const { root } = act.app.config;
  return {
    number: input.number,
    product_class: input.class,
    work_kind: input.workKind,
    level: input.level,
    product_name: input.productName,
    batch_no: input.batchNo,
    // Blank fields that the form does not ask for are struck with a dash (domain 1.4).
    spec: input.spec ?? '—',
    producer: input.producer,
    sampled_unit: input.sampledUnit,
    sampled_on: input.sampledOn,
    quantity: decimalOf(input.quantity),
    unit: input.unit,
    officers: [...new Set(input.officers)],
    state,
    fields,
    form_hash: samplingForm(root, input.class).hash,
    created_by: act.user.id,
  };
}

function decimalOf(typed: string): string {
  const read = readQuantity(typed, 'quantity');
  if ('reason' in read) throw new Refusal([read.reason]);
  return read.decimal;
}

/** Warnings in words of the reader. */
export function spoken(warnings: Warning[], lang: Lang): SpokenWarning[] {
  return warnings.map(({ id, field, params }) => ({ id, field, text: lookUp(lang, id, params) }));
}
