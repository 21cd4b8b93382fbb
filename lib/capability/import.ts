import { type Reason, refuseAll } from '../core/refusal.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act, App } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { readSheet, readTable, sheetDate, type TableRow } from '../sheets/index.ts';
import { keepChange } from './change.ts';
import { type ColumnKey, columns, headOf, stateWord } from './columns.ts';
import { type CapabilityRow, type ChangeRow, capabilitiesOf, changesOf, schemes, states } from './rows.ts';

export interface Imported {
  added: number;
  changed: number;
  same: number;
}

type Line = Omit<CapabilityRow, 'id' | 'version' | 'created_at'>;

const required: readonly ColumnKey[] = columns.filter((column) => 'required' in column).map(({ key }) => key);
const dates: readonly ColumnKey[] = ['approved_on', 'valid_to'];
const keyOf = ({ scheme, parameter_code, site }: Line): string => [scheme, parameter_code, site].join('|');

/** Reads the workbook before any transaction is open. @throws Refusal of lib/sheets, by cell or heads */
export async function readAnnex({ data }: Upload): Promise<TableRow<ColumnKey>[]> {
  const wanted = columns.map(({ key }) => ({
    key,
    heads: [headOf(key), headOf(key, 'en')],
    optional: !required.includes(key),
  }));
  return readTable(await readSheet(Buffer.from(data, 'base64')), wanted);
}

/**
 * Takes over the capability annex: a line that is new is added, one that is known (scheme, parameter, site) is changed, others stay.
 * All lines or none: every fault is told by row and column.
 * @throws Refusal `capability.missing`, `capability.unknown-code`, `capability.scheme`, `capability.state`, `capability.date`,
 * `capability.dates-crossed`, `capability.no-certificate`, `capability.twice`, `capability.calculated`, `capability.restore-by-file`
 */
export async function importAnnex(act: Act, rows: TableRow<ColumnKey>[]): Promise<Imported> {
  const read = rows.map((row) => ({ row, ...lineOf(act.app, row) }));
  refuseAll([
    ...read.flatMap(({ faults }) => faults),
    ...repeated(read.map(({ row, line }) => ({ row: row.row, line }))),
  ]);
  const known = new Map((await capabilitiesOf(act.db)).map((row) => [keyOf(row), row]));
  const changes = await changesOf(act.db);
  const historyOf = (row: CapabilityRow) => changes.get(row.id) ?? [];
  refuseAll(
    read.flatMap(({ row, line }) => {
      const before = known.get(keyOf(line));
      return before && restores(before, line, historyOf(before)) ? [restored(row.row, line)] : [];
    }),
  );
  const fresh = read.filter(({ line }) => !known.has(keyOf(line)));
  if (fresh.length > 0)
    await act.insertAll<CapabilityRow>(
      'capabilities',
      fresh.map(({ line }) => line),
    );
  let changed = 0;
  for (const { line } of read) {
    const before = known.get(keyOf(line));
    if (before && differs(before, line)) {
      if (before.state !== line.state)
        await keepChange(act, before, {
          move: 'import',
          after: line.state,
          from_day: beginning(line, historyOf(before), act.today),
          reason: t('zh', 'capability.import'),
        });
      await act.update<CapabilityRow>('capabilities', before, line);
      changed += 1;
    }
  }
  const counts = { added: fresh.length, changed, same: read.length - fresh.length - changed };
  act.record({
    entity: 'capabilities',
    id: 'import',
    note: `added ${counts.added}, changed ${counts.changed}, same ${counts.same}`,
  });
  return counts;
}

/** What one person suspended is restored by another, and not by a file. */
const restores = (before: CapabilityRow, line: Line, history: readonly ChangeRow[]): boolean =>
  line.state === 'held' && before.state === 'suspended' && history.at(-1)?.move === 'suspend';

const restored = (row: number, { parameter_code: code }: Line): Reason => ({
  id: 'capability.restore-by-file',
  field: 'file',
  params: { row, code },
});

/** A state that comes with a file begins on the day of its approval where that lies between the last change and today, else today. */
function beginning({ state, approved_on }: Line, history: readonly ChangeRow[], today: string): string {
  const last = history.at(-1)?.from_day ?? '';
  return state === 'held' && approved_on !== null && approved_on >= last && approved_on <= today ? approved_on : today;
}

function differs(before: CapabilityRow, line: Line): boolean {
  return columns.some(({ key }) => (before[key] ?? null) !== (line[key] ?? null));
}

/** One line with everything that is wrong with it; a line with faults is never written. */
function lineOf(app: App, { row, cells, calculated }: TableRow<ColumnKey>): { line: Line; faults: Reason[] } {
  const fault = (id: string, column: ColumnKey, params: Record<string, string> = {}): Reason => ({
    id,
    field: 'file',
    params: { row, column: headOf(column), text: cells[column], ...params },
  });
  const scheme = schemes.find((one) => one === cells.scheme.toUpperCase());
  const state = states.find((one) => [stateWord(one), stateWord(one, 'en'), one].includes(cells.state));
  const dated = { approved_on: sheetDate(cells.approved_on), valid_to: sheetDate(cells.valid_to) };
  const missing = required.filter((key) => cells[key] === '');
  const faults: Reason[] = [
    ...missing.map((key) => fault('capability.missing', key)),
    ...calculated.map((key) => fault('capability.calculated', key)),
    ...(cells.parameter_code !== '' && !app.catalogue.parameters.has(cells.parameter_code)
      ? [fault('capability.unknown-code', 'parameter_code')]
      : []),
    ...(cells.scheme !== '' && scheme === undefined ? [fault('capability.scheme', 'scheme')] : []),
    ...(cells.state !== '' && state === undefined
      ? [fault('capability.state', 'state', { words: states.map((one) => stateWord(one)).join('、') })]
      : []),
    ...dates
      .filter((key) => cells[key] !== '' && sheetDate(cells[key]) === null)
      .map((key) => fault('capability.date', key)),
    ...(dated.approved_on !== null && dated.valid_to !== null && dated.valid_to < dated.approved_on
      ? [fault('capability.dates-crossed', 'valid_to', { from: dated.approved_on })]
      : []),
    ...(state === 'held' && cells.certificate === '' ? [fault('capability.no-certificate', 'certificate')] : []),
  ];
  const given = (key: ColumnKey): string | null => (cells[key] === '' ? null : cells[key]);
  const line: Line = {
    scheme: scheme ?? 'CMA',
    annex_no: given('annex_no'),
    parameter_code: cells.parameter_code,
    object: given('object'),
    item: cells.item,
    standards: cells.standards,
    scope: given('scope'),
    note: given('note'),
    certificate: given('certificate'),
    ...dated,
    site: given('site') ?? t('zh', 'capability.mainSite'),
    state: state ?? 'applied',
    project: given('project'),
  };
  return { line, faults };
}

function repeated(lines: { row: number; line: Line }[]): Reason[] {
  const first = new Map<string, number>();
  return lines.flatMap(({ row, line }) => {
    const before = first.get(keyOf(line));
    if (before === undefined) {
      first.set(keyOf(line), row);
      return [];
    }
    const { parameter_code: code, scheme } = line;
    return [{ id: 'capability.twice', field: 'file', params: { row, before, code, scheme } }];
  });
}
