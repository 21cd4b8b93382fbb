import { validDate } from '../core/deadlines.ts';
import { dec, normalise, toText } from '../core/decimal.ts';
import { type Reason, Refusal } from '../core/refusal.ts';
import type { Fields } from './form.ts';
import type { Level, PortionRole, ProductClass, WorkKind } from './rows.ts';

/** A sampling as it is sent: quantities are decimal texts, dates 'YYYY-MM-DD', officers user ids. */
export interface Registration {
  class: ProductClass;
  number: string;
  workKind: WorkKind;
  level: Level;
  productName: string;
  batchNo: string;
  spec?: string;
  producer: string;
  sampledUnit: string;
  sampledOn: string;
  quantity: string;
  unit: string;
  officers: string[];
  portions: PortionInput[];
  fields?: Fields;
}

export interface PortionInput {
  role: PortionRole;
  qty: string;
  unit?: string;
  sealNo: string;
}

/** What has to be known to judge a registration; the rows of one import extend `numbers` and `seals` as they are accepted. */
export interface Known {
  today: string;
  /** Active users with the role sampler. */
  samplers: ReadonlySet<string>;
  /** Numbers in use → the product and batch that bear them. */
  numbers: Map<string, { product: string; batch: string; on: string }>;
  /** Seals in use → the number of their sampling. */
  seals: Map<string, string>;
}

/** Every reason why a registration (its form fields aside) cannot be written; empty when it can. Pure. */
export function registrationProblems(input: Registration, known: Known): Reason[] {
  return [
    ...numberProblems(input, known),
    ...dateProblems(input, known.today),
    ...officerProblems(input.officers, known.samplers),
    ...portionProblems(input),
    ...sealProblems(input.portions, known.seals),
  ];
}

/** A quantity as typed → plain decimal text above 0, or the reason why not. */
export function readQuantity(typed: string, field: string): { decimal: string } | { reason: Reason } {
  try {
    const { decimal, qualifier } = normalise(typed, {}, field);
    if (qualifier === '=' && dec(decimal).gt(0)) return { decimal };
    return { reason: { id: 'sampling.quantity-positive', field, params: { text: typed.slice(0, 40) } } };
  } catch (error) {
    if (error instanceof Refusal && error.reasons[0]) return { reason: error.reasons[0] };
    throw error;
  }
}

function numberProblems({ number }: Registration, { numbers }: Known): Reason[] {
  const taken = numbers.get(number);
  return taken ? [{ id: 'sampling.number-taken', field: 'number', params: { number, ...taken } }] : [];
}

/** Production ≤ sampling ≤ today, and no expiry before production (domain 8.7, B035). */
function dateProblems({ sampledOn, fields = {} }: Registration, today: string): Reason[] {
  const wrong = dateFault(sampledOn);
  if (wrong) return [wrong];
  const { productionDate: made, expiryDate: expiry } = fields;
  const reasons: Reason[] = [];
  if (sampledOn > today)
    reasons.push({ id: 'sampling.future', field: 'sampledOn', params: { sampled: sampledOn, today } });
  if (made && made > sampledOn)
    reasons.push({ id: 'sampling.made-later', field: 'fields.productionDate', params: { made, sampled: sampledOn } });
  if (made && expiry && expiry < made)
    reasons.push({ id: 'sampling.expiry-first', field: 'fields.expiryDate', params: { expiry, made } });
  return reasons;
}

function dateFault(text: string): Reason | undefined {
  try {
    validDate(text, undefined, 'sampledOn');
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.reasons[0];
    throw error;
  }
}

/** Two officers or more, each an active sampler (domain 10.1; 药品质量抽查检验管理办法, in force since 2019). */
function officerProblems(officers: string[], samplers: ReadonlySet<string>): Reason[] {
  const persons = new Set(officers);
  if (persons.size < 2) return [{ id: 'sampling.officers-two', field: 'officers', params: { count: persons.size } }];
  const strangers = [...persons].filter((id) => !samplers.has(id));
  return strangers.map((id) => ({ id: 'sampling.officer-unfit', field: 'officers', params: { id } }));
}

/** The portions are the sampled quantity, no more and no less, in the same unit (domain 10.3). */
function portionProblems({ portions, quantity, unit }: Registration): Reason[] {
  const whole = readQuantity(quantity, 'quantity');
  const parts = portions.map((portion, i) => readQuantity(portion.qty, `portions.${i}.qty`));
  const reasons = [whole, ...parts].flatMap((read) => ('reason' in read ? [read.reason] : []));
  portions.forEach((portion, i) => {
    if (portion.unit !== undefined && portion.unit !== unit) {
      reasons.push({
        id: 'sampling.portion-unit',
        field: `portions.${i}.unit`,
        params: { unit: portion.unit, wanted: unit },
      });
    }
  });
  if (!portions.some(({ role }) => role === 'test'))
    reasons.push({ id: 'sampling.portion-test', field: 'portions.0.role' });
  if (reasons.length > 0 || 'reason' in whole) return reasons;
  const sum = parts.reduce((total, part) => ('decimal' in part ? total.plus(dec(part.decimal)) : total), dec('0'));
  if (sum.eq(dec(whole.decimal))) return [];
  return [
    {
      id: 'sampling.portions-sum',
      field: 'portions.0.qty',
      params: { sum: toText(sum), quantity: whole.decimal, unit },
    },
  ];
}

/** Each seal number is used once, for ever (N17). */
function sealProblems(portions: PortionInput[], seals: Known['seals']): Reason[] {
  return portions.flatMap(({ sealNo }, i): Reason[] => {
    const field = `portions.${i}.sealNo`;
    const number = seals.get(sealNo);
    if (number !== undefined) return [{ id: 'sampling.seal-taken', field, params: { seal: sealNo, number } }];
    const twice = portions.findIndex((other) => other.sealNo === sealNo) < i;
    return twice ? [{ id: 'sampling.seal-twice', field, params: { seal: sealNo } }] : [];
  });
}
