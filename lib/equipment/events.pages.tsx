import { page, post } from '../kernel/routes.ts';
import { id, integer, object } from '../kernel/shapes.ts';
import { EventView } from './event.view.tsx';
import {
  type Confirmation,
  confirmEvent,
  confirmLedger,
  type EventInput,
  MEGABYTES,
  recordEvent,
  withdrawEvent,
} from './events.ts';
import { RecordView } from './record.view.tsx';
import type { EventRow } from './rows.ts';
import {
  confirmInput,
  eventAnswer,
  eventInput,
  instrumentAnswer,
  manyInput,
  savedEvent,
  waitingAnswer,
  withdrawInput,
} from './shapes.ts';
import {
  type EventSheet,
  type InstrumentSheet,
  listWaiting,
  showEvent,
  showInstrument,
  type WaitingLine,
} from './show.ts';
import { WaitingView } from './waiting.view.tsx';

const byId = object({ id }, ['id']);
type Id = { id: string };

export const waitingPage = page<Record<string, never>, { lines: WaitingLine[] }>({
  name: 'equipment.waiting',
  path: '/instruments/confirmations',
  needs: 'equipment.read',
  input: object({}),
  answer: waitingAnswer,
  load: listWaiting,
  title: (_data, ui) => ui.t('equipment.waiting'),
  view: (data, ui) => <WaitingView data={data} ui={ui} />,
});

export const recordPage = page<Id, InstrumentSheet>({
  name: 'equipment.record-page',
  path: '/instruments/:id/events/new',
  needs: 'equipment.write',
  input: byId,
  answer: instrumentAnswer,
  load: showInstrument,
  title: ({ instrument }, ui) => `${ui.t('equipment.record')} ${instrument.number}`,
  view: (data, ui) => <RecordView data={data} ui={ui} />,
});

export const eventPage = page<Id, EventSheet>({
  name: 'equipment.event',
  path: '/instrument-events/:id',
  needs: 'equipment.read',
  input: byId,
  answer: eventAnswer,
  load: showEvent,
  title: ({ instrument, event }) => `${instrument.number} ${event.certificate_no ?? event.done_on}`,
  view: (data, ui) => <EventView data={data} ui={ui} />,
});

interface Saved extends Id {
  version: number;
  instrument_id: string;
  state: string;
  conclusion: string | null;
  due_on: string | null;
}

const saved = ({ id: own, version, instrument_id, state, conclusion, due_on }: EventRow): Saved => ({
  ...{ id: own, version, instrument_id, state, conclusion, due_on },
});
const back = ({ instrument_id }: Saved): string => `/instruments/${instrument_id}#events`;

export const recordPost = post<EventInput, Saved>({
  name: 'equipment.record',
  path: '/instruments/:id/events',
  needs: 'equipment.write',
  creates: true,
  upload: MEGABYTES,
  input: eventInput,
  answer: savedEvent,
  run: async (act, input) => saved(await recordEvent(act, input)),
  then: back,
  on: recordPage,
});

export const confirmPost = post<Confirmation, Saved>({
  name: 'equipment.confirm',
  path: '/instrument-events/:id',
  needs: 'equipment.confirm',
  versioned: true,
  input: confirmInput,
  answer: savedEvent,
  run: async (act, input) => saved(await confirmEvent(act, input)),
  then: back,
  on: eventPage,
});

export const withdrawPost = post<Id & { version: number; reason: string }, Saved>({
  name: 'equipment.withdraw',
  path: '/instrument-events/:id/withdrawal',
  needs: 'equipment.write',
  versioned: true,
  input: withdrawInput,
  answer: savedEvent,
  run: async (act, input) => saved(await withdrawEvent(act, input)),
  then: back,
  on: eventPage,
});

export const ledgerPost = post<{ events: string[] }, { confirmed: number }>({
  name: 'equipment.confirm-ledger',
  path: '/instruments/confirmations',
  needs: 'equipment.confirm',
  input: manyInput,
  answer: object({ confirmed: integer }, ['confirmed']),
  run: async (act, { events }) => ({ confirmed: await confirmLedger(act, events) }),
  then: () => '/instruments',
  on: waitingPage,
});
