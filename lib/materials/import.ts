import { type Reason, Refusal, refuseAll } from '../core/refusal.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act } from '../kernel/types.ts';
import { reasonText } from '../messages/index.ts';
import { readSheet, readTable, sheetDate, type TableRow } from '../sheets/index.ts';
import { basisName, type ColumnKey, columns, headOf, importable, kindName } from './columns.ts';
import { type Registration, readLot, register } from './register.ts';
import { bases, type MaterialRow } from './rows.ts';
import { validTo } from './rules.ts';

export interface Imported {
  added: number;
  /** Receipts of controlled chemicals that wait for the second key. */
  waiting: number;
}

interface Line {
  row: number;
  number: string;
  input: Registration;
  openedOn: string | null;
  faults: Reason[];
}

const required: readonly ColumnKey[] = columns.filter((column) => 'required' in column).map(({ key }) => key);
const dates: readonly ColumnKey[] = ['receivedOn', 'openedOn', 'expiry'];

/** Reads the workbook before any transaction is open. @throws Refusal of lib/sheets, by cell or heads */
export async function readLots({ data }: Upload): Promise<TableRow<ColumnKey>[]> {
  const wanted = columns.map(({ key }) => ({
    key,
    heads: [headOf(key), headOf(key, 'en')],
    optional: !required.includes(key),
  }));
  return readTable(await readSheet(Buffer.from(data, 'base64')), wanted);
}

/**
 * Takes over lots: each gets its number and its first receipt (a controlled chemical's waits for the second key). All lines or none;
 * a lot that stands in the register already (kind, name, lot number, source) is refused, so that a file is not taken over twice.
 * @throws Refusal `material.row` (any fault of a cell, with its row and column), `material.row-missing`, `material.row-word`,
 * `material.row-date`, `material.row-calculated`, `material.row-numbered`, `material.row-twice`, `material.row-known`
 */
export async function importLots(act: Act, rows: TableRow<ColumnKey>[]): Promise<Imported> {
  const lines = rows.map((row) => lineOf(act, row));
  const faults = [...lines.flatMap((line) => line.faults), ...repeated(lines), ...(await known(act, lines))];
  refuseAll(faults.sort((a, b) => Number(a.params?.row) - Number(b.params?.row)));
  let waiting = 0;
  for (const { row, input, openedOn } of lines) {
    const lot = await register(act, input).catch((error: unknown) => {
      throw error instanceof Refusal ? new Refusal(onRow(act, row, error.reasons), error.kind) : error;
    });
    if (input.kind === 'controlled') waiting += 1;
    if (openedOn === null) continue;
    const valid_to = validTo(act.app.config.root, { ...lot, opened_on: openedOn });
    await act.update<MaterialRow>('materials', lot, { opened_on: openedOn, valid_to });
  }
  act.record({ entity: 'materials', id: 'import', note: `added ${lines.length}, waiting ${waiting}` });
  return { added: lines.length, waiting };
}

/** One line with everything that is wrong with it; a line with faults is never written. */
function lineOf(act: Act, { row, cells, calculated }: TableRow<ColumnKey>): Line {
  const fault = (key: ColumnKey, id: string, params: Record<string, string> = {}): Reason => ({
    id,
    field: 'file',
    params: { row, column: headOf(key, act.user.lang), text: cells[key], ...params },
  });
  const kind = importable.find((one) => [kindName(one), kindName(one, 'en'), one].includes(cells.kind));
  const basis = bases.find((one) => [basisName(one), basisName(one, 'en'), one].includes(cells.basis));
  const passage = /^\d{1,3}$/.test(cells.passage) ? Number(cells.passage) : undefined;
  const faults = [
    ...required.filter((key) => cells[key] === '').map((key) => fault(key, 'material.row-missing')),
    ...calculated.map((key) => fault(key, 'material.row-calculated')),
    ...(cells.number === '' ? [] : [fault('number', 'material.row-numbered')]),
    ...(cells.kind !== '' && !kind
      ? [fault('kind', 'material.row-word', words(importable.map((one) => kindName(one))))]
      : []),
    ...(cells.basis !== '' && !basis
      ? [fault('basis', 'material.row-word', words(bases.map((one) => basisName(one))))]
      : []),
    ...(cells.passage !== '' && passage === undefined ? [fault('passage', 'material.row-passage')] : []),
    ...dates
      .filter((key) => cells[key] !== '' && sheetDate(cells[key]) === null)
      .map((key) => fault(key, 'material.row-date')),
  ];
  const texts = ['maker', 'catalogueNo', 'lotNo', 'content', 'loss', 'treatment', 'purpose', 'concentration'] as const;
  const given = [...texts, 'storage' as const, 'note' as const].flatMap((key) =>
    cells[key] === '' ? [] : [[key, cells[key]] as const],
  );
  const expiry = sheetDate(cells.expiry);
  const openedOn = sheetDate(cells.openedOn);
  const input: Registration = {
    ...Object.fromEntries(given),
    ...{ kind: kind ?? 'reagent', name: cells.name, amount: cells.amount, unit: cells.unit },
    receivedOn: sheetDate(cells.receivedOn) ?? act.today,
    ...(basis && { basis }),
    ...(expiry !== null && { expiry }),
    ...(passage !== undefined && { passage }),
  };
  const own = faults.length > 0 ? [] : [...readLot(input, act.today).reasons, ...opened(input, openedOn, act.today)];
  return { row, number: cells.number, input, openedOn, faults: [...faults, ...onRow(act, row, own)] };
}

const words = (values: readonly string[]) => ({ words: values.join('/') });

function opened({ receivedOn }: Registration, openedOn: string | null, today: string): Reason[] {
  if (openedOn === null || (openedOn >= receivedOn && openedOn <= today)) return [];
  return openedOn > today
    ? [{ id: 'material.future', field: 'openedOn', params: { date: openedOn, today } }]
    : [{ id: 'material.before', field: 'openedOn', params: { date: openedOn, received: receivedOn } }];
}

/** The refusals of the form, told with the row and the column that the field came from. */
const onRow = ({ user: { lang } }: Act, row: number, reasons: readonly Reason[]): Reason[] =>
  reasons.map((reason) => {
    const column = columns.find((one) => 'field' in one && one.field === reason.field);
    const params = { row, column: column ? headOf(column.key, lang) : '', why: reasonText(lang, reason) };
    return { id: 'material.row', field: 'file', params };
  });

const keyOf = ({ kind, name, lotNo = '', maker = '', receivedOn }: Registration): string =>
  [kind, name.trim(), lotNo, maker, receivedOn].join('|').toLowerCase();

function repeated(lines: readonly Line[]): Reason[] {
  const first = new Map<string, number>();
  return lines.flatMap(({ row, input }) => {
    const before = first.get(keyOf(input));
    if (before === undefined) first.set(keyOf(input), row);
    return before === undefined || input.name === '' || input.lotNo === undefined
      ? []
      : [{ id: 'material.row-twice', field: 'file', params: { row, before, name: input.name, lot: input.lotNo } }];
  });
}

const PIECE = 400;

/** Lots of the register that lines would take over again; a lot without a lot number is told from others by nothing. */
async function known(act: Act, lines: readonly Line[]): Promise<Reason[]> {
  const numbers = [...new Set(lines.flatMap(({ input }) => input.lotNo ?? []))];
  const held = new Map<string, string>();
  for (let i = 0; i < numbers.length; i += PIECE) {
    const rows: Pick<MaterialRow, 'number' | 'kind' | 'name' | 'lot_no' | 'maker' | 'received_on'>[] = await act
      .db('materials')
      .whereIn('lot_no', numbers.slice(i, i + PIECE))
      .select('number', 'kind', 'name', 'lot_no', 'maker', 'received_on');
    for (const { number, kind, name, lot_no, maker, received_on } of rows)
      held.set([kind, name, lot_no, maker ?? '', received_on].join('|').toLowerCase(), number);
  }
  return lines.flatMap(({ row, input }) => {
    const number = input.lotNo === undefined ? undefined : held.get(keyOf(input));
    return number === undefined
      ? []
      : [
          {
            id: 'material.row-known',
            field: 'file',
            params: { row, number, name: input.name, lot: input.lotNo ?? '' },
          },
        ];
  });
}
