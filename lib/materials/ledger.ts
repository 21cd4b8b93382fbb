import { add, dec, normalise, toText } from '../core/decimal.ts';
import { refuse, refuseAll } from '../core/refusal.ts';
import { find, list } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import type { MaterialRow, MoveKind, MoveRow } from './rows.ts';
import { reasonsAgainst } from './standing.ts';
import { heldMaterial, lotsOf } from './store.ts';

/** An amount as typed → plain decimal text. @throws Refusal `number.*`, `material.amount` for one that is censored, negative, or zero where it may not be */
export function amountOf(typed: string, field: string, zero = false): string {
  const { decimal, qualifier } = normalise(typed, {}, field);
  const value = dec(decimal);
  if (qualifier !== '=' || value.isNegative() || (value.isZero() && !zero))
    refuse('material.amount', { text: typed }, field);
  return decimal;
}

/** What is left after a line of the ledger; never below zero. @throws Refusal `material.too-much` */
export function afterMove(balance: string, kind: MoveKind, amount: string): string {
  if (kind === 'log') return balance;
  const isIn = kind === 'receipt' || kind === 'return';
  const left = isIn ? add(dec(balance), dec(amount)) : add(dec(balance), dec(amount).neg());
  if (left.isNegative() && !left.isZero()) refuse('material.too-much', { amount, balance }, 'amount', 'conflict');
  return toText(left);
}

/** Adds up the lines that count. */
export const balanceOf = (moves: readonly Pick<MoveRow, 'kind' | 'amount' | 'state'>[]): string =>
  moves.filter(({ state }) => state === 'done').reduce((left, one) => afterMove(left, one.kind, one.amount), '0');

type NewMove = Pick<MoveRow, 'kind' | 'amount' | 'purpose'> & Partial<Pick<MoveRow, 'used' | 'issue_id' | 'child_id'>>;

/** Writes a line: at once, or for a controlled chemical to wait for the second key. Returns the lot as it stands then. */
export async function enter(act: Act, lot: MaterialRow, move: NewMove): Promise<{ lot: MaterialRow; move: MoveRow }> {
  afterMove(lot.balance, move.kind, move.amount);
  const waits = lot.kind === 'controlled' && move.kind !== 'log';
  const written = await act.insert<MoveRow>('material_moves', {
    used: null,
    issue_id: null,
    child_id: null,
    ...move,
    material_id: lot.id,
    seq: null,
    state: 'waiting',
    balance: null,
    moved_on: act.today,
    by_id: act.user.id,
    second_id: null,
    settled: 0,
  });
  return waits ? { lot, move: written } : count(act, lot, written, null);
}

/** Makes a written line count: its number in the ledger, what is left after it, and an issue that it accounts for. */
export async function count(
  act: Act,
  lot: MaterialRow,
  move: MoveRow,
  second: string | null,
): Promise<{ lot: MaterialRow; move: MoveRow }> {
  const balance = afterMove(lot.balance, move.kind, move.amount);
  const [last] = await act
    .db('material_moves')
    .where({ material_id: lot.id })
    .max<{ last: number | null }[]>('seq as last');
  const done = await act.update<MoveRow>('material_moves', move, {
    state: 'done',
    seq: Number(last?.last ?? 0) + 1,
    balance,
    second_id: second,
    // What went into another lot is accounted for by it.
    ...(move.child_id !== null && { settled: 1 as const }),
  });
  const issue = move.issue_id ? await find<MoveRow>(act.db, 'material_moves', { id: move.issue_id }) : undefined;
  if (issue) await act.update<MoveRow>('material_moves', issue, { settled: 1 });
  return { lot: await act.update<MaterialRow>('materials', lot, { balance }), move: done };
}

export interface MoveInput {
  id: string;
  kind: 'receipt' | 'issue' | 'disposal' | 'log';
  amount?: string;
  purpose: string;
}

/**
 * A receipt, an issue, a disposal, or an entry of the use log (which moves nothing).
 * @throws Refusal `material.too-much`, `material.amount`, `material.closed`, and for an issue every reason against the lot
 */
export async function move(act: Act, input: MoveInput): Promise<MoveRow> {
  const lot = await heldMaterial(act, input.id);
  if (input.kind === 'issue' || input.kind === 'log') {
    const [whole] = await lotsOf(act.db, [lot]);
    if (whole) refuseAll(reasonsAgainst(whole, act.today), 'conflict');
  }
  const amount = input.kind === 'log' ? '0' : amountOf(input.amount ?? '', 'amount');
  return (await enter(act, lot, { kind: input.kind, amount, purpose: input.purpose.trim() })).move;
}

export interface SettleInput {
  id: string;
  move: string;
  used: string;
  returned: string;
}

/**
 * Accounts for an issue: what was used and what comes back make up what was issued, to the last digit.
 * @throws Refusal `material.not-issue`, `material.settled`, `material.not-balanced`
 */
export async function settle(act: Act, input: SettleInput): Promise<MoveRow> {
  const lot = await heldMaterial(act, input.id);
  const moves = await list<MoveRow>(act.db, 'material_moves', { material_id: lot.id }, 'id');
  const issue = moves.find(
    (one) => one.id === input.move && one.kind === 'issue' && one.child_id === null && one.state === 'done',
  );
  if (!issue) return refuse('material.not-issue', {}, 'move');
  if (moves.some((one) => one.issue_id === issue.id && one.state !== 'declined'))
    refuse('material.settled', {}, 'move', 'conflict');
  const used = amountOf(input.used, 'used', true);
  const returned = amountOf(input.returned, 'returned', true);
  const sum = add(dec(used), dec(returned));
  if (!sum.equals(dec(issue.amount)))
    refuse(
      'material.not-balanced',
      { used, returned, sum: toText(sum), issued: issue.amount, unit: lot.unit },
      'returned',
    );
  const line = { kind: 'return', amount: returned, used, issue_id: issue.id, purpose: issue.purpose } as const;
  return (await enter(act, lot, line)).move;
}
