import type { Knex } from 'knex';
import { type End, type Pause, type Term, termEnd } from '../core/clock.ts';
import { type Due, state, workingDaysBetween } from '../core/deadlines.ts';
import { refuse } from '../core/refusal.ts';
import type { ClockRule, PauseKind } from './rules.ts';
import { decode, type TableName } from './tables.ts';
import type { Act, App, Row } from './types.ts';

/** A running term (时限): due 'YYYY-MM-DD' by its rule, with the rule and its legal basis as they stood when it started. */
export interface ClockRow extends Row {
  entity: TableName;
  entity_id: string;
  rule: string;
  basis: string;
  owner_role: string;
  /** The authority that it binds, where it is not the institute. */
  owner_org: string | null;
  product_class: string;
  event: string;
  started_on: string;
  /** UTC ISO; of terms of hours. */
  started_at: string | null;
  amount: number;
  unit: Term['unit'];
  kind: 'duty' | 'right';
  due_on: string;
  due_at: string | null;
  provisional: 0 | 1;
  state: ClockState;
  pauses: ClockPause[];
  extensions: Extension[];
  /** The whole rule of the day on which it started: a later change does not touch a running case. */
  snapshot: ClockRule;
  done_at: string | null;
  done_on: string | null;
  created_at: string;
}

export type ClockState = 'running' | 'paused' | 'done' | 'cancelled';

export interface ClockPause extends Pause {
  kind: PauseKind;
  reason: string;
}

/** An approved extension, in the unit of the term. */
export interface Extension {
  amount: number;
  approvedBy: string;
  document: string;
  on: string;
}

/** How a due date stands on a day: late, near, or in time, by how many working days, and whether the calendar reaches that far. */
export interface Standing {
  state: 'on-time' | 'amber' | 'late';
  days: number;
  provisional: boolean;
}

/** The moment at which a term starts: a day in China, with the instant for terms of hours. */
export type Moment = string | { on: string; at: string };

const momentOf = (moment: Moment): { on: string; at?: string } =>
  typeof moment === 'string' ? { on: moment } : moment;

/** The day on which a term of this rule ends. */
export function dueBy(app: App, { amount, unit }: Pick<ClockRule, 'amount' | 'unit'>, moment: Moment): Due {
  return ended(termEnd(app.calendar, { amount, unit }, momentOf(moment)));
}

const ended = (end: End | null): End => end ?? refuse('clock.paused', {});

/** Starts the clock of a rule for an object. `ownerOrg`: the authority that it binds. */
export async function startClock(
  act: Act,
  entity: TableName,
  entityId: string,
  rule: ClockRule,
  moment: Moment,
  { ownerOrg, productClass }: { ownerOrg?: string | null; productClass?: string } = {},
): Promise<Due> {
  const { on, at } = momentOf(moment);
  const end = ended(termEnd(act.app.calendar, rule, momentOf(moment)));
  await act.insert<ClockRow>('clocks', {
    entity,
    entity_id: entityId,
    rule: rule.id,
    basis: rule.basis,
    owner_role: rule.ownerRole,
    owner_org: ownerOrg ?? null,
    product_class: productClass ?? rule.productClasses[0] ?? '',
    event: rule.event,
    started_on: on,
    started_at: at ?? null,
    amount: rule.amount,
    unit: rule.unit,
    kind: rule.kind ?? 'duty',
    due_on: end.date,
    due_at: end.at ?? null,
    provisional: end.provisional ? 1 : 0,
    state: 'running',
    pauses: [],
    extensions: [],
    snapshot: rule,
    done_at: null,
    done_on: null,
  });
  return end;
}

/** The clocks of an object, the oldest first. */
export async function clocksOf(db: Knex, entity: TableName, entityId: string): Promise<ClockRow[]> {
  const rows: object[] = await db('clocks').where({ entity, entity_id: entityId }).orderBy('id');
  return rows.map((row) => decode<ClockRow>('clocks', row));
}

/**
 * Ends the running clocks of an object: what they waited for has happened (`on` that day), or will not. `rules`: only those of these ids.
 */
export async function stopClocks(
  act: Act,
  entity: TableName,
  entityId: string,
  how: 'done' | 'cancelled' = 'done',
  reason?: string,
  { rules, on }: { rules?: readonly string[]; on?: string } = {},
): Promise<void> {
  for (const clock of await clocksOf(act.db, entity, entityId)) {
    if (clock.state !== 'running' && clock.state !== 'paused') continue;
    if (rules && !rules.includes(clock.rule)) continue;
    await act.update<ClockRow>('clocks', clock, { state: how, done_at: act.now, done_on: on ?? act.today }, { reason });
  }
}

/**
 * Lets a clock stand still, for a reason that its rule allows.
 * @throws Refusal `clock.not-running`, `clock.pause-kind` where the rule knows no such pause, `clock.pause-early` before the start
 */
export async function pauseClock(
  act: Act,
  clock: ClockRow,
  pause: { kind: PauseKind; from: string; reason: string },
): Promise<ClockRow> {
  if (clock.state !== 'running') refuse('clock.not-running', { rule: clock.rule }, undefined, 'conflict');
  if (!clock.snapshot.pauses?.includes(pause.kind))
    refuse('clock.pause-kind', { rule: clock.rule, basis: clock.basis }, 'pauseKind', 'conflict');
  if (pause.from < clock.started_on) refuse('clock.pause-early', { started: clock.started_on }, 'pauseFrom');
  return act.update<ClockRow>(
    'clocks',
    clock,
    { state: 'paused', pauses: [...clock.pauses, pause] },
    { reason: pause.reason },
  );
}

/** Lets a paused clock go on from a day; the days between do not count. @throws Refusal `clock.not-paused`, `clock.pause` */
export async function resumeClock(act: Act, clock: ClockRow, to: string): Promise<ClockRow> {
  const open = clock.pauses.at(-1);
  if (clock.state !== 'paused' || !open || open.to !== undefined)
    return refuse('clock.not-paused', { rule: clock.rule }, undefined, 'conflict');
  const pauses = [...clock.pauses.slice(0, -1), { ...open, to }];
  return act.update<ClockRow>('clocks', clock, { state: 'running', pauses, ...dueOf(act.app, { ...clock, pauses }) });
}

/** Extends a running clock as its rule allows. @throws Refusal `clock.not-running`, `clock.no-extension`, `clock.extension-long`, `clock.extension-twice` */
export async function extendClock(act: Act, clock: ClockRow, extension: Extension): Promise<ClockRow> {
  const { extension: allowed } = clock.snapshot;
  if (clock.state !== 'running') refuse('clock.not-running', { rule: clock.rule }, undefined, 'conflict');
  if (!allowed) return refuse('clock.no-extension', { rule: clock.rule, basis: clock.basis }, undefined, 'conflict');
  if (clock.extensions.length > 0) refuse('clock.extension-twice', { rule: clock.rule }, undefined, 'conflict');
  if (extension.amount < 1 || extension.amount > allowed.amount)
    refuse('clock.extension-long', { most: allowed.amount }, 'extensionAmount');
  const extensions = [...clock.extensions, extension];
  const patch = { extensions, ...dueOf(act.app, { ...clock, extensions }) };
  return act.update<ClockRow>('clocks', clock, patch, { reason: extension.document });
}

type Counted = Pick<ClockRow, 'amount' | 'unit' | 'started_on' | 'started_at' | 'pauses' | 'extensions'>;

/** Where a clock ends with its pauses and extensions. */
function dueOf(app: App, clock: Counted): Pick<ClockRow, 'due_on' | 'due_at' | 'provisional'> {
  const amount = clock.amount + clock.extensions.reduce((sum, extension) => sum + extension.amount, 0);
  const start = { on: clock.started_on, ...(clock.started_at !== null && { at: clock.started_at }) };
  const end = ended(termEnd(app.calendar, { amount, unit: clock.unit }, start, clock.pauses));
  return { due_on: end.date, due_at: end.at ?? null, provisional: end.provisional ? 1 : 0 };
}

/** How a due date stands today by the working-day calendar. */
export function standing({ app, today }: { app: App; today: string }, dueOn: string): Standing {
  const now = state(app.calendar, dueOn, today, app.rules.amberWorkingDays);
  const [from, to] = now === 'late' ? [dueOn, today] : [today, dueOn];
  return {
    state: now,
    days: workingDaysBetween(app.calendar, from, to),
    provisional: dueOn > app.calendar.loadedUntil,
  };
}
