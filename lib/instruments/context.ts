import type { Knex } from 'knex';
import type { FormDefinition, Readings } from '../forms/index.ts';
import { constantsOf } from '../forms/index.ts';
import { decode } from '../kernel/tables.ts';
import { formOf, type TestRow } from '../testing/index.ts';
import { rowsOf, type SheetRow, type WorksheetRow } from '../worksheets/index.ts';
import type { ReadLine } from './lines.ts';
import type { RunRow } from './match.ts';
import type { LineRow, Mapping } from './rows.ts';
import type { Context } from './settle.ts';
import { decisionsOf, elsewhereOf } from './store.ts';

type Stood = Pick<
  TestRow,
  'id' | 'state' | 'item' | 'readings' | 'parameter_code' | 'sample_id' | 'analyst_id' | 'hands'
> & { number: string };

/** The run as files see it: its rows by every name, its form, its people. */
export interface RunFacts {
  run: WorksheetRow;
  form: FormDefinition;
  rows: RunRow[];
  /** Test by row. */
  tests: Map<string, string>;
}

const AT_ONCE = 500;

async function testsOf(db: Knex, ids: readonly string[]): Promise<Map<string, Stood>> {
  const found = new Map<string, Stood>();
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const rows: object[] = await db('tests')
      .join('samples', 'samples.id', 'tests.sample_id')
      .whereIn('tests.id', ids.slice(at, at + AT_ONCE))
      .select(
        ...['tests.id', 'tests.state', 'tests.item', 'tests.readings', 'tests.parameter_code', 'tests.sample_id'],
        ...['tests.analyst_id', 'tests.hands', 'samples.number'],
      );
    for (const row of rows) {
      const test = decode<Stood>('tests', row);
      found.set(test.id, test);
    }
  }
  return found;
}

async function codesOf(db: Knex, sampleIds: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (let at = 0; at < sampleIds.length; at += AT_ONCE) {
    const rows: { sample_id: string; code: string }[] = await db('portions')
      .whereIn('sample_id', sampleIds.slice(at, at + AT_ONCE))
      .whereNotNull('code')
      .select('sample_id', 'code');
    for (const { sample_id, code } of rows) found.set(sample_id, [...(found.get(sample_id) ?? []), code]);
  }
  return found;
}

/** Reads the run once for everything that is asked of it. */
export async function runFacts(db: Knex, run: WorksheetRow): Promise<RunFacts> {
  const sheet = await rowsOf(db, run.id);
  const form = await formOf(db, run.form_hash);
  const tests = await testsOf(
    db,
    sheet.flatMap(({ test_id }) => test_id ?? []),
  );
  const codes = await codesOf(db, [...new Set([...tests.values()].map(({ sample_id }) => sample_id))]);
  const rows = sheet.map((row) => runRow(row, tests.get(row.test_id ?? ''), codes, form));
  return {
    ...{ run, form, rows },
    tests: new Map(sheet.flatMap(({ id, test_id }) => (test_id === null ? [] : [[id, test_id] as const]))),
  };
}

function runRow(row: SheetRow, test: Stood | undefined, codes: Map<string, string[]>, form: FormDefinition): RunRow {
  const { id, kind, label, level, test_id, position } = row;
  const own: Readings = test?.readings ?? { ...row.readings };
  return {
    ...{ id, kind, label, level, test_id, position, readings: own },
    ...{ number: test?.number ?? '', barcodes: codes.get(test?.sample_id ?? '') ?? [] },
    ...{ parameter: test?.parameter_code ?? null, unit: test?.item.unit ?? null },
    constants: constantsOf(form, { constants: test?.item.constants ?? {} }),
  };
}

/** Everything by which the lines of a file are judged now. */
export async function contextOf(
  db: Knex,
  { run, form, rows }: RunFacts,
  {
    file,
    mapping,
    lines,
    before,
  }: { file: string; mapping: Mapping | null; lines: readonly ReadLine[]; before: readonly LineRow[] },
): Promise<Context> {
  return {
    ...{ rows, form, mapping, shared: run.shared, sharedFields: run.shared_fields },
    decided: await decisionsOf(db, file),
    elsewhere: await elsewhereOf(db, file, run.id, [...new Set(lines.map(({ injection }) => injection))]),
    taken: new Map(before.filter(({ status }) => status === 'taken').map((line) => [line.n, line])),
  };
}
