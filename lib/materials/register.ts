import { dec, normalise } from '../core/decimal.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import type { Act } from '../kernel/types.ts';
import { type Ingredient, type Taken, takenOf, takeParents } from './ingredients.ts';
import { amountOf, enter } from './ledger.ts';
import { type Basis, type Kind, type MaterialRow, traits } from './rows.ts';
import { strainRule, validTo } from './rules.ts';

const PATTERN = 'ML{year}-{serial:5}';

export interface Registration {
  kind: Kind;
  name: string;
  maker?: string;
  catalogueNo?: string;
  lotNo?: string;
  content?: string;
  basis?: Basis;
  loss?: string;
  treatment?: string;
  purpose?: string;
  storage?: string;
  concentration?: string;
  amount: string;
  unit: string;
  /** The day of receipt, or of making. */
  receivedOn: string;
  expiry?: string;
  passage?: number;
  /** What it was made from. */
  ingredients?: Ingredient[];
  note?: string;
}

/** What was typed of a lot, read; and everything that is wrong with it by itself, whatever else is in the register. */
export interface ReadLot {
  amount: string;
  content: string | null;
  loss: string | null;
  reasons: Reason[];
}

/** Reasons: `material.future`, `material.expiry-needed`, `material.expired-already`, `material.basis`, `material.percent`, `material.amount`, `number.*` */
export function readLot(input: Registration, today: string): ReadLot {
  const { dated } = traits[input.kind];
  const { receivedOn, expiry = null } = input;
  const reasons: Reason[] = [];
  const attempt = <T>(read: () => T, otherwise: T): T => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      reasons.push(...error.reasons);
      return otherwise;
    }
  };
  const amount = attempt(() => amountOf(input.amount, 'amount'), '0');
  const content = attempt(() => percentOf(input.content, 'content'), null);
  const loss = attempt(() => percentOf(input.loss, 'loss'), null);
  if (receivedOn > today)
    reasons.push({ id: 'material.future', field: 'receivedOn', params: { date: receivedOn, today } });
  if (dated && expiry === null) reasons.push({ id: 'material.expiry-needed', field: 'expiry' });
  if (expiry !== null && expiry < receivedOn)
    reasons.push({ id: 'material.expired-already', field: 'expiry', params: { expiry, received: receivedOn } });
  if ((input.content === undefined) !== (input.basis === undefined))
    reasons.push({ id: 'material.basis', field: 'basis' });
  return { amount, content, loss, reasons };
}

/**
 * Registers one lot with its number, what it was made from, and its first receipt. What went into it is taken off the stock of its parents.
 * @throws Refusal of `readLot`, `material.passages`, of `takenOf` and `takeParents`
 */
export async function register(act: Act, input: Registration): Promise<MaterialRow> {
  const { made } = traits[input.kind];
  const { amount, content, loss, reasons } = readLot(input, act.today);
  refuseAll(reasons);
  const { receivedOn, expiry = null } = input;
  const taken = await takenOf(act, input.kind, input.ingredients ?? [], receivedOn);
  const ages = { kind: input.kind, expiry, made_on: made ? receivedOn : null, opened_on: null, standardised_on: null };
  const number = await act.number('material', PATTERN);
  const lot = await act.insert<MaterialRow>('materials', {
    number,
    ...ages,
    ...texts(input),
    name: input.name.trim(),
    content,
    basis: input.basis ?? null,
    loss,
    unit: input.unit.trim(),
    balance: '0',
    received_on: receivedOn,
    valid_to: validTo(act.app.config.root, ages),
    factor: null,
    passage: passageOf(act, input, taken),
    suitability: [],
    blocked: null,
    closed_on: null,
    certificate: null,
    made_by: made ? act.user.id : null,
  });
  await act.code(number, 'material', 'materials', lot.id);
  const whole = await takeParents(act, lot, taken);
  return (await enter(act, whole, { kind: 'receipt', amount, purpose: input.note ?? '' })).lot;
}

const texts = (input: Registration) => ({
  maker: input.maker ?? null,
  catalogue_no: input.catalogueNo ?? null,
  lot_no: input.lotNo ?? null,
  treatment: input.treatment ?? null,
  purpose: input.purpose ?? null,
  storage: input.storage ?? null,
  concentration: input.concentration ?? null,
  note: input.note ?? null,
});

/** A per cent above 0 and at most 110 (a content by potency may exceed 100). */
function percentOf(typed: string | undefined, field: string): string | null {
  if (typed === undefined) return null;
  const { decimal, qualifier } = normalise(typed, {}, field);
  const value = dec(decimal);
  if (qualifier !== '=' || value.isNegative() || value.greaterThan('110'))
    refuse('material.percent', { text: typed }, field);
  return decimal;
}

/** A working culture is one passage on from the strain it was taken from. */
function passageOf(act: Act, input: Registration, taken: readonly Taken[]): number | null {
  if (input.kind !== 'strain') return null;
  const from = taken.map(({ lot }) => lot.row.passage ?? 0).sort((a, b) => b - a)[0];
  const passage = from === undefined ? (input.passage ?? 0) : from + 1;
  const { passages } = strainRule(act.app.config.root, input.receivedOn);
  return passage > passages ? refuse('material.passages', { passage, most: passages }, 'passage') : passage;
}
