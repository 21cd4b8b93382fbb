import type { Actor, Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import {
  type Cause,
  type EventKind,
  type EventState,
  eventStates,
  type InstrumentState,
  instrumentStates,
  type NonconformityState,
  nonconformityStates,
  type Traceability,
} from './rows.ts';

export type InstrumentMove = 'inspect' | 'enable' | 'limit' | 'stop' | 'downgrade' | 'scrap';

/** What the guards ask of an instrument; days are YYYY-MM-DD. */
export interface InstrumentSubject {
  traceability: Traceability;
  due_on: string | null;
  today: string;
  /** Why and since when it stands, where it is stopped. */
  cause: Cause | null;
  since: string;
  /** Day of the last check or calibration that was confirmed and not 不满足. */
  checked_on: string | null;
}

const calibrated = ({ traceability, due_on, today }: InstrumentSubject): Reason | null => {
  if (traceability === 'exempt') return null;
  if (due_on === null) return { id: 'equipment.uncalibrated' };
  return today > due_on ? { id: 'equipment.overdue', params: { due: due_on } } : null;
};

/** After a fault, a repair, a move or a loan it is checked before it is used again (CNAS-CL01-G001 6.4.4). */
const checkedAgain = ({ cause, since, checked_on }: InstrumentSubject): Reason | null => {
  if (cause === null || cause === 'sealed' || cause === 'other') return null;
  return checked_on !== null && checked_on >= since ? null : { id: 'equipment.recheck', params: { since } };
};

/** 在库 → 验收 → 启用 ⇄ 限用 ⇄ 停用 → 降级 → 报废. The equipment manager stops and scraps; releasing for use is another duty. */
export const instrumentMachine: Machine<InstrumentState, InstrumentMove, InstrumentSubject> = {
  name: 'equipment',
  initial: 'stocked',
  states: instrumentStates,
  moves: {
    inspect: { from: ['stocked'], to: 'acceptance', needs: 'equipment.write' },
    enable: {
      from: ['acceptance', 'limited', 'stopped'],
      to: 'enabled',
      needs: 'equipment.confirm',
      unless: [calibrated, checkedAgain],
    },
    limit: {
      from: ['acceptance', 'enabled', 'limited', 'stopped'],
      to: 'limited',
      needs: 'equipment.confirm',
      unless: [calibrated, checkedAgain],
    },
    stop: { from: ['acceptance', 'enabled', 'limited'], to: 'stopped', needs: 'equipment.write' },
    downgrade: { from: ['stopped'], to: 'downgraded', needs: 'equipment.write' },
    scrap: { from: ['stocked', 'acceptance', 'stopped', 'downgraded'], to: 'scrapped', needs: 'equipment.write' },
  },
};

export type EventMove = 'confirm' | 'withdraw';

export interface EventSubject {
  kind: EventKind;
  recorded_by: string;
  /** Name of the keeper of the instrument. */
  custodian: string | null;
  /** Name of who wants to confirm. */
  name: string;
}

const anotherPerson = ({ recorded_by, custodian, name }: EventSubject, { id }: Actor): Reason | null => {
  if (recorded_by === id) return { id: 'equipment.own-record' };
  return custodian !== null && custodian === name ? { id: 'equipment.own-instrument', params: { name } } : null;
};

const hasResult = ({ kind }: EventSubject): Reason | null =>
  kind === 'maintenance' || kind === 'repair' ? { id: 'equipment.nothing-to-confirm' } : null;

const onlyRecorder = ({ recorded_by }: EventSubject, { id }: Actor): Reason | null =>
  recorded_by === id ? null : { id: 'equipment.not-recorder' };

/** A certificate counts only after another person than who recorded it, and than who keeps the instrument, confirmed it (domain 4, 6.2). */
export const eventMachine: Machine<EventState, EventMove, EventSubject> = {
  name: 'equipment-event',
  initial: 'recorded',
  states: eventStates,
  moves: {
    confirm: { from: ['recorded'], to: 'confirmed', needs: 'equipment.confirm', unless: [hasResult, anotherPerson] },
    withdraw: { from: ['recorded'], to: 'withdrawn', needs: 'equipment.write', unless: [onlyRecorder] },
  },
};

export type NonconformityMove = 'raise' | 'handle' | 'reopen' | 'close' | 'drop';

/** Who raised it and who did something about it. */
export interface NonconformitySubject {
  raised_by: string;
  handled_by: string | null;
}

/** Nobody closes a corrective action of one's own (domain 4). */
const notOwnWork = ({ raised_by, handled_by }: NonconformitySubject, { id }: Actor): Reason | null =>
  [raised_by, handled_by].includes(id) ? { id: 'equipment.work-own' } : null;

/** 待处理 → 待关闭 → 已关闭; a later judgement of the test raises it again or drops it. */
export const nonconformityMachine: Machine<NonconformityState, NonconformityMove, NonconformitySubject> = {
  name: 'nonconformity',
  initial: 'open',
  states: nonconformityStates,
  moves: {
    raise: { from: ['open', 'handled', 'closed', 'dropped'], to: 'open', needs: 'equipment.confirm' },
    handle: { from: ['open'], to: 'handled', needs: 'equipment.confirm' },
    reopen: { from: ['handled'], to: 'open', needs: 'validity.write', unless: [notOwnWork] },
    close: { from: ['handled'], to: 'closed', needs: 'validity.write', unless: [notOwnWork] },
    drop: { from: ['open', 'handled', 'closed'], to: 'dropped', needs: 'equipment.confirm' },
  },
};
