import { available, obstacles } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import type { Query } from '../kernel/types.ts';
import { unjudgedOf } from './doubts.ts';
import { type Standing, type StandingReason, standingOn } from './due.ts';
import { daysBetween } from './list.ts';
import { eventMachine, type InstrumentMove, instrumentMachine } from './machine.ts';
import { subjectOf } from './moves.ts';
import type { EventRow, InstrumentRow, StateRow } from './rows.ts';
import { eventOf, eventsOf, instrumentOf, instrumentsOf, namesOf, statesOf, waitingEvents } from './store.ts';
import { type Use, usesOf } from './uses.ts';

const USES = 50;

export interface InstrumentEvent extends EventRow {
  recorder: string;
  confirmer: string;
}

export interface InstrumentSheet {
  instrument: InstrumentRow;
  version: number;
  today: string;
  standing: Standing;
  why: StandingReason;
  days: number | null;
  /** Newest first. */
  events: InstrumentEvent[];
  states: (StateRow & { by: string })[];
  uses: Use[];
  used: number;
  moves: { move: InstrumentMove; obstacles: Reason[] }[];
  /** Tests that a bad calibration puts in doubt and nobody judged yet; null where no calibration was bad. */
  unjudged: number | null;
  /** Whether this person may take records back. */
  me: string;
}

/** An instrument with everything that was done to it and with it. @throws Refusal `equipment.missing` */
export async function showInstrument({ db, user, today }: Query, { id }: { id: string }): Promise<InstrumentSheet> {
  const instrument = await instrumentOf(db, id);
  const [events, states] = [await eventsOf(db, id), await statesOf(db, id)];
  const since = states.at(-1)?.from_at ?? instrument.created_at;
  const subject = { ...subjectOf(instrument, events, since, today), state: instrument.state };
  const names = await namesOf(db, [
    ...events.flatMap(({ recorded_by, confirmed_by }) => [recorded_by, confirmed_by]),
    ...states.map(({ by_id }) => by_id),
  ]);
  const { total, uses } = await usesOf(db, instrument.number, USES);
  return {
    ...{ instrument, version: instrument.version, today, uses, used: total, me: user.id },
    unjudged: await unjudgedOf(db, instrument.number, events),
    ...standingOn(instrument, today),
    days: instrument.due_on === null ? null : daysBetween(today, instrument.due_on),
    events: events.toReversed().map((event) => named(event, names)),
    states: states.toReversed().map((state) => ({ ...state, by: names.get(state.by_id) ?? '' })),
    moves: available(instrumentMachine, subject, actorOf(user)),
  };
}

const named = (event: EventRow, names: Map<string, string>): InstrumentEvent => ({
  ...event,
  recorder: names.get(event.recorded_by) ?? '',
  confirmer: names.get(event.confirmed_by ?? '') ?? '',
});

export interface EventSheet {
  instrument: InstrumentRow;
  event: InstrumentEvent;
  version: number;
  /** What keeps this person from confirming. */
  obstacles: Reason[];
}

/** A record with its instrument, as who confirms it reads both. @throws Refusal `equipment.missing` */
export async function showEvent({ db, user }: Query, { id }: { id: string }): Promise<EventSheet> {
  const event = await eventOf(db, id);
  const instrument = await instrumentOf(db, event.instrument_id);
  const names = await namesOf(db, [event.recorded_by, event.confirmed_by]);
  const subject = { ...event, custodian: instrument.custodian, name: user.name };
  return {
    instrument,
    event: named(event, names),
    version: event.version,
    obstacles: obstacles(eventMachine, 'confirm', subject, actorOf(user)),
  };
}

export interface WaitingLine extends Pick<EventRow, 'id' | 'kind' | 'done_on' | 'unit' | 'certificate_no' | 'origin'> {
  instrument_id: string;
  number: string;
  name: string;
  recorder: string;
  obstacles: Reason[];
}

/** Certificates that wait for confirmation, with what keeps this person from it. */
export async function listWaiting({ db, user }: Query): Promise<{ lines: WaitingLine[] }> {
  const events = await waitingEvents(db);
  const instruments = new Map((await instrumentsOf(db)).map((row) => [row.id, row]));
  const names = await namesOf(
    db,
    events.map(({ recorded_by }) => recorded_by),
  );
  const lines = events.flatMap((event): WaitingLine[] => {
    const row = instruments.get(event.instrument_id);
    if (!row) return [];
    const { id, kind, done_on, unit, certificate_no, origin } = event;
    const subject = { ...event, custodian: row.custodian, name: user.name };
    return [
      {
        ...{
          id,
          kind,
          done_on,
          unit,
          certificate_no,
          origin,
          instrument_id: row.id,
          number: row.number,
          name: row.name,
        },
        recorder: names.get(event.recorded_by) ?? '',
        obstacles: obstacles(eventMachine, 'confirm', subject, actorOf(user)),
      },
    ];
  });
  return { lines };
}
