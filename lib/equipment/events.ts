import { validDate } from '../core/deadlines.ts';
import { next } from '../core/machine.ts';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { dueAfter, dueOf, traces } from './due.ts';
import { readLimits, readPoints, type Typed } from './limits.ts';
import { eventMachine } from './machine.ts';
import { turn } from './moves.ts';
import {
  type Checks,
  type Conclusion,
  checkNames,
  type EventKind,
  type EventRow,
  type InstrumentLimit,
  type InstrumentRow,
  type KeptFile,
  type Point,
} from './rows.ts';
import { eventOf, eventsOf, heldInstrument, instrumentOf } from './store.ts';

export const MEGABYTES = 10;

export interface EventInput {
  id: string;
  kind: EventKind;
  done_on: string;
  unit: string;
  certificate_no?: string;
  result?: string;
  range?: string;
  stated_to?: string;
  note?: string;
  points?: Typed<Point>[];
  file?: Upload;
}

/** Certificates are PDF or a picture of the paper, told by their own first bytes. */
const starts: [type: string, bytes: number[]][] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
];

/**
 * Records a calibration, verification, check, maintenance or repair; what has a result then waits for another person. Whatever the
 * instrument's state: a stopped one is calibrated so that it may be used again.
 * @throws Refusal `equipment.scrapped`, `equipment.done-later`, `equipment.certificate`, `equipment.stated-to`, `equipment.file-type`, and points that are no numbers
 */
export async function recordEvent(act: Act, input: EventInput): Promise<EventRow> {
  const row = await instrumentOf(act.db, input.id);
  if (row.state === 'scrapped') refuse('equipment.scrapped', {}, undefined, 'conflict');
  const { kind, done_on, stated_to = null } = input;
  validDate(done_on, undefined, 'done_on');
  const certified = kind === 'verification' || kind === 'calibration';
  const faults: Reason[] = [
    ...(done_on > act.today ? [{ id: 'equipment.done-later', field: 'done_on', params: { today: act.today } }] : []),
    ...(certified && !input.certificate_no?.trim() ? [{ id: 'equipment.certificate', field: 'certificate_no' }] : []),
    ...(stated_to !== null && validDate(stated_to, undefined, 'stated_to') < done_on
      ? [{ id: 'equipment.stated-to', field: 'stated_to', params: { from: done_on } }]
      : []),
  ];
  refuseAll(faults);
  const points = readPoints(input.points);
  const text = (value: string | undefined): string | null => value?.trim() || null;
  return act.insert<EventRow>('instrument_events', {
    ...{ instrument_id: row.id, kind, done_on, unit: input.unit.trim(), stated_to, points },
    certificate_no: text(input.certificate_no),
    result: text(input.result),
    range: text(input.range),
    note: text(input.note),
    file: input.file ? await kept(act, input.file) : null,
    ...unconfirmed(act, 'typed'),
  });
}

/** The columns of a record that nobody confirmed yet. */
export const unconfirmed = ({ user }: Act, origin: EventRow['origin']) => ({
  ...{ origin, state: 'recorded' as const, recorded_by: user.id },
  ...{ checks: null, conclusion: null, limits: null, due_on: null, remark: null },
  ...{ confirmed_by: null, confirmed_at: null },
});

async function kept(act: Act, { name, data }: Upload): Promise<KeptFile> {
  const body = Buffer.from(data, 'base64');
  const type = starts.find(([, bytes]) => bytes.every((byte, i) => body[i] === byte))?.[0];
  if (type === undefined) return refuse('equipment.file-type', { name: name.slice(-80) }, 'file');
  const hash = act.app.files.put(body);
  const plain = (name.split(/[\\/]/).at(-1) ?? '').replace(/[\p{C}<>:"|?*]/gu, '_').slice(-120) || 'file';
  const row = { hash, name: plain, type, size: body.length };
  await act
    .db('files')
    .insert({ ...row, created_at: act.now })
    .onConflict('hash')
    .ignore();
  return row;
}

export interface Confirmation {
  id: string;
  version: number;
  checks: Checks;
  conclusion: Conclusion;
  limits?: Typed<InstrumentLimit>[];
  remark?: string;
}

/**
 * The user laboratory's own judgement of a certificate, by another person (domain 6.2): 满足 moves the due date, 限用 makes the
 * instrument yellow, 不满足 stops it.
 * @throws Refusal `equipment.contradiction`, `equipment.no-evidence`, `equipment.remark`, what stands against limits and what the machine says
 */
export async function confirmEvent(act: Act, input: Confirmation): Promise<EventRow> {
  const event = await eventOf(act.db, input.id);
  if (event.version !== input.version) refuse('record.stale', {}, undefined, 'stale');
  const { version } = await instrumentOf(act.db, event.instrument_id);
  const row = await heldInstrument(act, event.instrument_id, version);
  const subject = { ...event, custodian: row.custodian, name: act.user.name };
  const state = next(eventMachine, 'confirm', subject, actorOf(act.user));
  const { conclusion, checks } = input;
  const remark = input.remark?.trim() || null;
  refuseAll([
    ...contradictions(checks, conclusion),
    ...(conclusion === 'fit' && event.kind === 'calibration' && !hasEvidence(event)
      ? [{ id: 'equipment.no-evidence' }]
      : []),
    ...(conclusion === 'unfit' && remark === null ? [{ id: 'equipment.remark', field: 'remark' }] : []),
  ]);
  const limits = conclusion === 'limited' ? readLimits(input.limits) : null;
  const due_on = traces(row, event) ? dueOf(row.interval_months, event.done_on, event.stated_to) : null;
  const confirmed = await act.update<EventRow>('instrument_events', event, {
    ...{ state, checks, conclusion, limits, due_on, remark },
    confirmed_by: act.user.id,
    confirmed_at: act.now,
  });
  await follow(act, row, confirmed);
  return confirmed;
}

const hasEvidence = ({ points, file, origin }: EventRow): boolean =>
  points.length > 0 || file !== null || origin === 'ledger';

function contradictions(checks: Checks, conclusion: Conclusion): Reason[] {
  const failed = checkNames.filter((name) => checks[name] === 'not-ok');
  if (conclusion === 'fit') return failed.map((name) => ({ id: 'equipment.contradiction', field: `checks.${name}` }));
  return failed.length === 0 ? [{ id: 'equipment.no-shortcoming', field: 'conclusion' }] : [];
}

/** What a confirmation does to the instrument: its due date always, its state when the conclusion asks for it. */
async function follow(act: Act, row: InstrumentRow, event: EventRow): Promise<void> {
  const due_on = dueAfter(row, await eventsOf(act.db, row.id));
  const inUse = row.state === 'enabled' || row.state === 'limited';
  const reason = [event.certificate_no, event.remark].filter(Boolean).join(' ') || null;
  if (event.conclusion === 'unfit' && (inUse || row.state === 'acceptance')) {
    await turn(act, row, { state: 'stopped', limits: null, cause: 'unfit', reason }, { due_on });
  } else if (event.conclusion === 'limited' && inUse) {
    await turn(act, row, { state: 'limited', limits: event.limits, cause: null, reason }, { due_on });
  } else {
    await act.update<InstrumentRow>('instruments', row, { due_on });
  }
}

/** Takes a record back before anybody confirmed it; it stays readable with the reason. @throws Refusal `equipment.reason`, `record.stale`, or what the machine says */
export async function withdrawEvent(
  act: Act,
  { id, version, reason }: { id: string; version: number; reason: string },
): Promise<EventRow> {
  const event = await eventOf(act.db, id);
  if (event.version !== version) refuse('record.stale', {}, undefined, 'stale');
  const { custodian } = await instrumentOf(act.db, event.instrument_id);
  const subject = { ...event, custodian, name: act.user.name };
  const state = next(eventMachine, 'withdraw', subject, actorOf(act.user));
  if (reason.trim() === '') refuse('equipment.reason', {}, 'reason');
  return act.update<EventRow>('instrument_events', event, { state, remark: reason }, { reason });
}

/**
 * Confirms what was taken over from the paper ledger, many at once: the paper confirmation stands behind each, so every check
 * counts as made there. @throws Refusal `equipment.not-ledger`, or what stands against one of them
 */
export async function confirmLedger(act: Act, events: readonly string[]): Promise<number> {
  const checks: Checks = { identity: 'ok', range: 'ok', points: 'ok', uncertainty: 'ok', factors: 'ok' };
  const ids = [...new Set(events)];
  if (ids.length === 0) refuse('equipment.none-chosen', {}, 'events');
  for (const id of ids) {
    const { origin, version, certificate_no } = await eventOf(act.db, id);
    if (origin !== 'ledger') refuse('equipment.not-ledger', { certificate: certificate_no ?? '—' }, 'events');
    await confirmEvent(act, { id, version, checks, conclusion: 'fit', remark: t('zh', 'equipment.fromPaper') });
  }
  return ids.length;
}
