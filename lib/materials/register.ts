import { dec, normalise } from '../core/decimal.ts';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import type { Act } from '../kernel/types.ts';
import { amountOf, enter } from './ledger.ts';
import { type Basis, type Kind, type MaterialRow, type ParentRow, traits } from './rows.ts';
import { strainRule, validTo } from './rules.ts';
import type { Lot } from './standing.ts';
import { usable } from './store.ts';

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
  /** Numbers of the lots that it was made from, parted by blanks or commas. */
  parents?: string;
  note?: string;
}

/**
 * Registers one lot with its number, its parents and its first receipt.
 * @throws Refusal `material.future`, `material.expiry-needed`, `material.expired-already`, `material.basis`, `material.percent`,
 * `material.passages`, `material.unknown`, and every reason against a parent on the day of making
 */
export async function register(act: Act, input: Registration): Promise<MaterialRow> {
  const { made, dated } = traits[input.kind];
  const amount = amountOf(input.amount, 'amount');
  const content = percentOf(input.content, 'content');
  const loss = percentOf(input.loss, 'loss');
  const { receivedOn, expiry = null } = input;
  const reasons: Reason[] = [
    ...(receivedOn > act.today
      ? [{ id: 'material.future', field: 'receivedOn', params: { date: receivedOn, today: act.today } }]
      : []),
    ...(dated && expiry === null ? [{ id: 'material.expiry-needed', field: 'expiry' }] : []),
    ...(expiry !== null && expiry < receivedOn
      ? [{ id: 'material.expired-already', field: 'expiry', params: { expiry, received: receivedOn } }]
      : []),
    ...((content === null) === (input.basis === undefined) ? [] : [{ id: 'material.basis', field: 'basis' }]),
  ];
  refuseAll(reasons);
  const parents = await parentsOf(act, input);
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
    passage: passageOf(act, input, parents),
    suitability: [],
    blocked: null,
    closed_on: null,
    certificate: null,
    made_by: made ? act.user.id : null,
  });
  await act.code(number, 'material', 'materials', lot.id);
  for (const parent of parents)
    await act.insert<ParentRow>('material_parents', { material_id: lot.id, parent_id: parent.row.id });
  return (await enter(act, lot, { kind: 'receipt', amount, purpose: input.note ?? '' })).lot;
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

async function parentsOf(act: Act, { parents = '', receivedOn }: Registration): Promise<Lot[]> {
  const numbers = [
    ...new Set(
      parents
        .toUpperCase()
        .split(/[\s,;\uFF0C\u3001\uFF1B]+/)
        .filter(Boolean),
    ),
  ];
  const lots: Lot[] = [];
  for (const number of numbers) lots.push(await usable(act.db, number, receivedOn, 'parents'));
  return lots;
}

/** A working culture is one passage on from the strain it was taken from. */
function passageOf(act: Act, input: Registration, parents: readonly Lot[]): number | null {
  if (input.kind !== 'strain') return null;
  const from = parents.map(({ row }) => row.passage ?? 0).sort((a, b) => b - a)[0];
  const passage = from === undefined ? (input.passage ?? 0) : from + 1;
  const { passages } = strainRule(act.app.config.root, input.receivedOn);
  return passage > passages ? refuse('material.passages', { passage, most: passages }, 'passage') : passage;
}
