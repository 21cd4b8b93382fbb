import { type Reason, refuseAll } from '../core/refusal.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act, App } from '../kernel/types.ts';
import { readSheet, readTable, sheetDate, type TableRow } from '../sheets/index.ts';
import { type ColumnKey, columns, headOf, stateWord, wayWord, yesWord } from './columns.ts';
import { dueAfter } from './due.ts';
import { unconfirmed } from './events.ts';
import { insertInstruments, type LedgerInput, ledgerFaults, ledgerRow } from './ledger.ts';
import { type EventRow, type InstrumentRow, type InstrumentState, instrumentStates, traceabilities } from './rows.ts';
import { eventsOf, instrumentsOf, plainNumber } from './store.ts';

export interface Imported {
  added: number;
  changed: number;
  same: number;
  /** Calibrations that were taken over and wait for a second person. */
  waiting: number;
}

/** The calibration with which the paper ledger ends. */
interface Last {
  done_on: string;
  certificate_no: string;
  unit: string;
}

interface Line {
  row: number;
  input: LedgerInput;
  state: InstrumentState | null;
  last: Last | null;
  faults: Reason[];
}

const required: readonly ColumnKey[] = columns.filter((column) => 'required' in column).map(({ key }) => key);
const dates = ['purchased_on', 'accepted_on', 'enabled_on', 'done_on'] as const;
/** States in which an instrument can come from paper: what is limited or stopped needs its limits or cause, which the page asks for. */
const importable: readonly InstrumentState[] = ['stocked', 'acceptance', 'enabled'];

/** Reads the workbook before any transaction is open. @throws Refusal of lib/sheets, by cell or heads */
export async function readLedger({ data }: Upload): Promise<TableRow<ColumnKey>[]> {
  const wanted = columns.map(({ key }) => ({
    key,
    heads: [headOf(key), headOf(key, 'en')],
    optional: !required.includes(key),
  }));
  return readTable(await readSheet(Buffer.from(data, 'base64')), wanted);
}

/**
 * Takes over a ledger: a number that is new is added in the state that the line names, with its last calibration to be confirmed by
 * a second person; of a known number what the line says otherwise is changed, its state never. All lines or none.
 * @throws Refusal `equipment.row` (a fault of a cell, with the row and column and the sentence), `equipment.row-twice`, `equipment.row-state`
 */
export async function importLedger(act: Act, rows: TableRow<ColumnKey>[]): Promise<Imported> {
  const lines = rows.map((row) => lineOf(act.app, row, act.today));
  const known = new Map((await instrumentsOf(act.db)).map((row) => [row.number, row]));
  refuseAll([...lines.flatMap(({ faults }) => faults), ...repeated(lines), ...moved(lines, known)]);
  const fresh = lines.filter(({ input }) => !known.has(plainNumber(input.number)));
  const added = await insertInstruments(
    act,
    fresh.map(({ input, state }) => ({ line: ledgerRow(input), state: state ?? 'stocked' })),
  );
  const waiting = await takeOver(act, added, fresh);
  let changed = 0;
  for (const { input } of lines) {
    const before = known.get(plainNumber(input.number));
    if (before && (await changeLine(act, before, input))) changed += 1;
  }
  const counts = { added: added.length, changed, same: lines.length - added.length - changed, waiting };
  act.record({
    entity: 'instruments',
    id: 'import',
    note: `added ${counts.added}, changed ${changed}, same ${counts.same}`,
  });
  return counts;
}

async function takeOver(act: Act, added: InstrumentRow[], fresh: Line[]): Promise<number> {
  const events = added.flatMap((row, i) => {
    const last = fresh[i]?.last;
    if (!last) return [];
    const kind = row.traceability === 'verification' ? ('verification' as const) : ('calibration' as const);
    return [
      {
        ...{ ...last, instrument_id: row.id, kind: row.traceability === 'check' ? ('check' as const) : kind },
        ...{ result: null, range: null, points: [], file: null, note: null, stated_to: null },
        ...unconfirmed(act, 'ledger'),
      },
    ];
  });
  if (events.length > 0) await act.insertAll<EventRow>('instrument_events', events);
  return events.length;
}

async function changeLine(act: Act, before: InstrumentRow, input: LedgerInput): Promise<boolean> {
  const line = ledgerRow(input);
  const names = Object.keys(line) as (keyof typeof line)[];
  if (names.every((name) => JSON.stringify(before[name]) === JSON.stringify(line[name]))) return false;
  const due_on = dueAfter(line, await eventsOf(act.db, before.id));
  await act.update<InstrumentRow>('instruments', before, { ...line, due_on });
  return true;
}

/** One line with everything that is wrong with it; a line with faults is never written. */
function lineOf(app: App, { row, cells, calculated }: TableRow<ColumnKey>, today: string): Line {
  const fault = (key: ColumnKey, id: string, params: Record<string, string> = {}): Reason => ({
    id,
    field: 'file',
    params: { row, column: headOf(key), text: cells[key], ...params },
  });
  const word = <T extends string>(
    key: ColumnKey,
    values: readonly T[],
    say: (value: T, lang?: 'zh' | 'en') => string,
  ) => values.find((value) => [say(value), say(value, 'en'), value].includes(cells[key]));
  const traceability = word('traceability', traceabilities, wayWord);
  const state = word('state', instrumentStates, stateWord);
  const mandatory = word('mandatory', ['yes', 'no'], (value, lang) => yesWord(value === 'yes', lang));
  const words = (values: readonly string[]) => ({ words: values.join('、') });
  const missing = required.filter((key) => cells[key] === '');
  const faults = [
    ...missing.map((key) => fault(key, 'equipment.row-missing')),
    ...calculated.map((key) => fault(key, 'equipment.row-calculated')),
    ...(cells.traceability !== '' && !traceability
      ? [fault('traceability', 'equipment.row-word', words(traceabilities.map((way) => wayWord(way))))]
      : []),
    ...(cells.mandatory !== '' && !mandatory
      ? [fault('mandatory', 'equipment.row-word', words([yesWord(true), yesWord(false)]))]
      : []),
    ...(cells.state !== '' && !state
      ? [fault('state', 'equipment.row-word', words(instrumentStates.map((one) => stateWord(one))))]
      : []),
    ...(cells.interval_months !== '' && !/^\d{1,4}$/.test(cells.interval_months)
      ? [fault('interval_months', 'equipment.row-months')]
      : []),
    ...dates
      .filter((key) => cells[key] !== '' && sheetDate(cells[key]) === null)
      .map((key) => fault(key, 'equipment.row-date')),
    ...lastFaults(cells, today, fault),
  ];
  const input = inputOf(cells, traceability ?? 'calibration', mandatory === 'yes');
  const own = faults.length > 0 ? [] : ledgerFaults(app, input).map((reason) => onRow(reason, row));
  return { row, input, state: state ?? null, last: lastOf(cells), faults: [...faults, ...own] };
}

/** The same refusal of the ledger's own rules, told with its row. */
const rowIds: Record<string, string> = {
  'equipment.number': 'equipment.row-number',
  'equipment.interval': 'equipment.row-interval',
  'equipment.interval-range': 'equipment.row-interval-range',
  'equipment.mandatory': 'equipment.row-mandatory',
  'equipment.value': 'equipment.row-value',
  'equipment.serves': 'equipment.row-serves',
  'equipment.dates-crossed': 'equipment.row-dates-crossed',
};

const onRow = ({ id, params }: Reason, row: number): Reason => ({
  id: rowIds[id] ?? id,
  field: 'file',
  params: { ...params, row },
});

function inputOf(
  cells: Record<ColumnKey, string>,
  traceability: LedgerInput['traceability'],
  mandatory: boolean,
): LedgerInput {
  const texts = [
    'maker',
    'model',
    'serial',
    'software',
    'range',
    'accuracy',
    'custodian',
    'department',
    'room',
  ] as const;
  const more = ['value', 'factors', 'note'] as const;
  const given = [...texts, ...more].flatMap((key) => (cells[key] === '' ? [] : [[key, cells[key]] as const]));
  const dated = dates.slice(0, 3).flatMap((key) => {
    const day = sheetDate(cells[key]);
    return day === null ? [] : [[key, day] as const];
  });
  const serves = cells.serves.split(/[、,，;；\s]+/).filter(Boolean);
  return {
    ...Object.fromEntries([...given, ...dated]),
    ...{ number: cells.number, name: cells.name, traceability, mandatory: mandatory ? 1 : 0, serves },
    ...(/^\d{1,4}$/.test(cells.interval_months) && { interval_months: Number(cells.interval_months) }),
  };
}

function lastFaults(
  cells: Record<ColumnKey, string>,
  today: string,
  fault: (key: ColumnKey, id: string, params?: Record<string, string>) => Reason,
): Reason[] {
  const keys = ['done_on', 'certificate_no', 'unit'] as const;
  if (keys.every((key) => cells[key] === '')) return [];
  const done = sheetDate(cells.done_on);
  return [
    ...keys.filter((key) => cells[key] === '').map((key) => fault(key, 'equipment.row-last')),
    ...(done !== null && done > today ? [fault('done_on', 'equipment.row-later', { today })] : []),
  ];
}

function lastOf({ done_on, certificate_no, unit }: Record<ColumnKey, string>): Last | null {
  const day = sheetDate(done_on);
  return day === null ? null : { done_on: day, certificate_no, unit };
}

function repeated(lines: Line[]): Reason[] {
  const first = new Map<string, number>();
  return lines.flatMap(({ row, input }) => {
    const number = plainNumber(input.number);
    const before = first.get(number);
    if (before === undefined) first.set(number, row);
    return before === undefined || number === ''
      ? []
      : [{ id: 'equipment.row-twice', field: 'file', params: { row, before, number } }];
  });
}

/** A state is no word to be typed over: known numbers keep theirs, new ones come in before or in use. */
function moved(lines: Line[], known: Map<string, InstrumentRow>): Reason[] {
  return lines.flatMap(({ row, input, state }) => {
    const before = known.get(plainNumber(input.number));
    if (state === null || (before ? before.state === state : importable.includes(state))) return [];
    const words = before ? stateWord(before.state) : importable.map((one) => stateWord(one)).join('、');
    return [{ id: 'equipment.row-state', field: 'file', params: { row, text: stateWord(state), words } }];
  });
}
