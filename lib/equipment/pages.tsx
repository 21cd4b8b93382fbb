import type { Upload } from '../kernel/request.ts';
import { page, post } from '../kernel/routes.ts';
import { id, integer, object, text, upload } from '../kernel/shapes.ts';
import type { TableRow } from '../sheets/index.ts';
import { CalendarView } from './calendar.view.tsx';
import type { ColumnKey } from './columns.ts';
import { EditView, NewView } from './edit.view.tsx';
import { type Imported, importLedger, readLedger } from './import.ts';
import { InstrumentView } from './instrument.view.tsx';
import { changeInstrument, createInstrument, type LedgerInput } from './ledger.ts';
import { type InstrumentList, type ListInput, listInstruments, type MonthCalendar, monthCalendar } from './list.ts';
import { ListView } from './list.view.tsx';
import { type Change, moveInstrument } from './moves.ts';
import type { InstrumentRow } from './rows.ts';
import {
  calendarAnswer,
  importAnswer,
  instrumentAnswer,
  ledgerFields,
  ledgerRequired,
  listAnswer,
  month,
  moveInput,
  savedAnswer,
  standing,
} from './shapes.ts';
import { type InstrumentSheet, showInstrument } from './show.ts';

const IMPORT_MEGABYTES = 5;
const byId = object({ id }, ['id']);
type Id = { id: string };

export const listPage = page<ListInput, InstrumentList>({
  name: 'equipment.list',
  path: '/instruments',
  needs: 'equipment.read',
  input: object({ standing, within: integer, department: text(), q: text(100) }),
  answer: listAnswer,
  load: listInstruments,
  title: (_data, ui) => ui.t('nav.equipment'),
  view: (data, ui) => <ListView data={data} ui={ui} />,
});

export const calendarPage = page<{ month?: string }, MonthCalendar>({
  name: 'equipment.calendar',
  path: '/instruments/calendar',
  needs: 'equipment.read',
  input: object({ month }),
  answer: calendarAnswer,
  load: monthCalendar,
  title: (_data, ui) => ui.t('equipment.calendar'),
  view: (data, ui) => <CalendarView data={data} ui={ui} />,
});

export const newPage = page<Record<string, never>, { today: string }>({
  name: 'equipment.new',
  path: '/instruments/new',
  needs: 'equipment.write',
  input: object({}),
  answer: object({ today: text() }, ['today']),
  load: async ({ today }) => ({ today }),
  title: (_data, ui) => ui.t('equipment.new'),
  view: (_data, ui) => <NewView ui={ui} />,
});

export const instrumentPage = page<Id, InstrumentSheet>({
  name: 'equipment.show',
  path: '/instruments/:id',
  needs: 'equipment.read',
  input: byId,
  answer: instrumentAnswer,
  load: showInstrument,
  title: ({ instrument }) => `${instrument.number} ${instrument.name}`,
  view: (data, ui) => <InstrumentView data={data} ui={ui} />,
});

export const editPage = page<Id, InstrumentSheet>({
  name: 'equipment.edit',
  path: '/instruments/:id/edit',
  needs: 'equipment.write',
  input: byId,
  answer: instrumentAnswer,
  load: showInstrument,
  title: ({ instrument }, ui) => `${ui.t('equipment.edit')} ${instrument.number}`,
  view: (data, ui) => <EditView data={data} ui={ui} />,
});

interface Saved extends Id {
  version: number;
  number: string;
  state: string;
  due_on: string | null;
}

const saved = ({ id: own, version, number, state, due_on }: InstrumentRow): Saved => ({
  ...{ id: own, version, number, state, due_on },
});
const back = ({ id: own }: Saved): string => `/instruments/${own}`;

/** The ledger as a form sends it: the served parameters in one text, a tick for 强检. */
type LedgerForm = Omit<LedgerInput, 'serves' | 'mandatory'> & { servesText?: string; mandatory?: boolean };

const typed = <T extends LedgerForm>({ servesText = '', mandatory, ...rest }: T) => ({
  ...rest,
  serves: servesText.split(/[、,，;；\s]+/).filter(Boolean),
  mandatory: mandatory ? (1 as const) : (0 as const),
});

export const createPost = post<LedgerForm, Saved>({
  name: 'equipment.create',
  path: '/instruments',
  needs: 'equipment.write',
  input: object(ledgerFields, ledgerRequired),
  answer: savedAnswer,
  creates: true,
  run: async (act, input) => saved(await createInstrument(act, typed(input))),
  then: back,
  on: newPage,
});

export const changePost = post<LedgerForm & Id & { version: number }, Saved>({
  name: 'equipment.change',
  path: '/instruments/:id',
  needs: 'equipment.write',
  versioned: true,
  input: object({ id, version: integer, ...ledgerFields }, ['id', 'version', ...ledgerRequired]),
  answer: savedAnswer,
  run: async (act, input) => saved(await changeInstrument(act, typed(input))),
  then: back,
  on: editPage,
});

/** What the keeper of the ledger does: begin acceptance, stop, downgrade, scrap. */
export const movePost = post<Change, Saved>({
  name: 'equipment.move',
  path: '/instruments/:id/moves',
  needs: 'equipment.write',
  versioned: true,
  input: moveInput('inspect', 'stop', 'downgrade', 'scrap'),
  answer: savedAnswer,
  run: async (act, input) => saved(await moveInstrument(act, input)),
  then: back,
  on: instrumentPage,
});

/** Release for use, whole or within limits: the technical manager's or the department head's. */
export const releasePost = post<Change, Saved>({
  name: 'equipment.release',
  path: '/instruments/:id/releases',
  needs: 'equipment.confirm',
  versioned: true,
  input: moveInput('enable', 'limit'),
  answer: savedAnswer,
  run: async (act, input) => saved(await moveInstrument(act, input)),
  then: back,
  on: instrumentPage,
});

export const importPost = post<{ file: Upload }, Imported, TableRow<ColumnKey>[]>({
  name: 'equipment.import',
  path: '/instruments/import',
  needs: 'equipment.write',
  upload: IMPORT_MEGABYTES,
  input: object({ file: upload(IMPORT_MEGABYTES) }, ['file']),
  answer: importAnswer,
  prepare: async (_caller, input) => readLedger(input.file),
  run: (act, _input, rows) => importLedger(act, rows),
  then: () => '/instruments',
  on: listPage,
});
