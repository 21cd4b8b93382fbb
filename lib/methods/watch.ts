import { addDays, addMonths } from '../core/deadlines.ts';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { bareNumber } from '../core/standard-number.ts';
import type { Act, Query } from '../kernel/types.ts';
import type { CheckResult, CheckRow, StandardRow } from './rows.ts';
import { type CycleRule, cycleOn } from './rules.ts';
import { checksOf, namesOf, standardsOf } from './store.ts';

export interface CheckInput {
  standards: string[];
  checkedOn: string;
  /** Where it was looked up: the register of the issuer, the bulletin. */
  checkedAt: string;
  checkResult: CheckResult;
  successorNo?: string;
  successorFrom?: string;
  note?: string;
}

export type WatchState = 'never' | 'late' | 'soon' | 'done';

/** When the next look is due after the last one, and how that stands: never looked at is due now. */
export function watchState(
  last: string | null,
  { months, reminderDays }: Pick<CycleRule, 'months' | 'reminderDays'>,
  today: string,
): { due: string | null; state: WatchState } {
  if (last === null) return { due: null, state: 'never' };
  const due = addMonths(last, months);
  if (due < today) return { due, state: 'late' };
  return { due, state: addDays(today, reminderDays) >= due ? 'soon' : 'done' };
}

/**
 * Records a look at standards: unchanged ones many at once, any other outcome one at a time. A superseding standard that the register
 * lacks is entered with what is known of it, and the old one ends the day before the new one is in force.
 * @throws Refusal `check.future`, `check.one`, `check.successor`, `check.successor-itself`, `check.not-needed`, `method.missing`
 */
export async function recordCheck(
  act: Act,
  input: CheckInput,
): Promise<{ recorded: number; successor: string | null }> {
  const { checkResult: result, successorNo, successorFrom } = input;
  const register = await standardsOf(act.db);
  const chosen = input.standards.map(
    (id) => register.find((one) => one.id === id) ?? refuse('method.missing', { id }, 'standards', 'missing'),
  );
  refuseAll(faultsOf(act.today, input, chosen));
  const rows = chosen.map(({ id }) => ({
    standard_id: id,
    checked_on: input.checkedOn,
    place: input.checkedAt,
    result,
    successor: successorNo ?? null,
    successor_from: successorFrom ?? null,
    note: input.note ?? null,
    user_id: act.user.id,
  }));
  await act.insertAll<CheckRow>('standard_checks', rows);
  const [old] = chosen;
  if (result !== 'superseded' || old === undefined || successorNo === undefined)
    return { recorded: rows.length, successor: null };
  return { recorded: 1, successor: await supersede(act, old, successorNo, successorFrom ?? null, register) };
}

function faultsOf(today: string, input: CheckInput, chosen: readonly StandardRow[]): Reason[] {
  const { checkedOn, checkResult: result, successorNo } = input;
  const said = (field: string, id: string, params = {}): Reason => ({ id, field, params });
  return [
    ...(checkedOn > today ? [said('checkedOn', 'check.future', { today })] : []),
    ...(chosen.length === 0 ? [said('standards', 'check.none')] : []),
    ...(chosen.length > 1 && result !== 'unchanged' ? [said('standards', 'check.one')] : []),
    ...(result === 'superseded' && successorNo === undefined ? [said('successorNo', 'check.successor')] : []),
    ...(result !== 'superseded' && successorNo !== undefined ? [said('successorNo', 'check.not-needed')] : []),
    ...chosen
      .filter(({ number }) => successorNo !== undefined && bareNumber(number) === bareNumber(successorNo))
      .map(({ number }) => said('successorNo', 'check.successor-itself', { number })),
  ];
}

async function supersede(
  act: Act,
  old: StandardRow,
  number: string,
  from: string | null,
  register: readonly StandardRow[],
): Promise<string> {
  const known = register.find((one) => bareNumber(one.number) === bareNumber(number));
  const successor = known
    ? await act.update<StandardRow>('standards', known, {
        replaces_id: known.replaces_id ?? old.id,
        valid_from: known.valid_from ?? from,
      })
    : await act.insert<StandardRow>('standards', {
        number: number.trim(),
        series: old.series,
        title: old.title,
        edition: null,
        issued_on: null,
        valid_from: from,
        valid_to: null,
        applies_by: old.applies_by,
        replaces_id: old.id,
        origin: 'hand',
        file_hash: null,
        file_name: null,
        file_type: null,
      });
  const start = successor.valid_from;
  if (old.valid_to === null && start !== null && (old.valid_from === null || old.valid_from < start))
    await act.update<StandardRow>('standards', old, { valid_to: addDays(start, -1) });
  return successor.id;
}

export interface WatchLine {
  id: string;
  number: string;
  title: string | null;
  last: { on: string; place: string; result: CheckResult; by: string } | null;
  due: string | null;
  state: WatchState;
}

export interface Watch {
  today: string;
  months: number;
  basis: string;
  counts: Record<WatchState, number>;
  show: WatchState | null;
  lines: WatchLine[];
}

const order: readonly WatchState[] = ['late', 'never', 'soon', 'done'];

/** What has to be looked up again, the most overdue first; a standard that has ended is watched no more. */
export async function listWatch({ app, db, today }: Query, { show }: { show?: WatchState }): Promise<Watch> {
  const rule = cycleOn(app, 'standard-check', today);
  const [standards, checks, people] = [await standardsOf(db), await checksOf(db), await namesOf(db)];
  const newest = new Map<string, CheckRow>();
  for (const check of checks) if (!newest.has(check.standard_id)) newest.set(check.standard_id, check);
  const lines = standards
    .filter(({ valid_to }) => valid_to === null || valid_to >= today)
    .map(({ id, number, title }): WatchLine => {
      const check = newest.get(id);
      const last = check && {
        on: check.checked_on,
        place: check.place,
        result: check.result,
        by: people.get(check.user_id) ?? '',
      };
      return { id, number, title, last: last ?? null, ...watchState(check?.checked_on ?? null, rule, today) };
    });
  const count = (state: WatchState) => lines.filter((line) => line.state === state).length;
  return {
    today,
    months: rule.months,
    basis: rule.basis,
    counts: { late: count('late'), never: count('never'), soon: count('soon'), done: count('done') },
    show: show ?? null,
    lines: lines
      .filter(({ state }) => show === undefined || state === show)
      .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || (a.due ?? '').localeCompare(b.due ?? '')),
  };
}
