import type { Knex } from 'knex';
import type { FormDefinition } from '../forms/index.ts';
import { file } from '../kernel/routes.ts';
import { id, object } from '../kernel/shapes.ts';
import { decode, list } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { lookUp } from '../messages/index.ts';
import { readInstitute } from '../people/index.ts';
import {
  fieldAt,
  fieldName,
  formOf,
  leaves,
  namesOf,
  readingChanges,
  readingText,
  replaced,
  type TestRow,
} from '../testing/index.ts';
import { type Candidate, namedCandidates } from './compose-candidates.ts';
import { type RecordLine, type RunRecord, runRecordPdf } from './list-record.pdf.ts';
import type { SettlementRow } from './qc-machine.ts';
import type { SheetRow, WorksheetRow } from './rows.ts';
import { isShared } from './sheet-columns.ts';
import { rowsOf, runOf } from './store.ts';

const shown = (form: FormDefinition, keys: readonly string[], text: string): string =>
  readingText(fieldAt(form, keys.join('.')), text, 'zh');

/** What a reading of a row of quality control is called. */
const controlName = (field: string): string => lookUp('zh', `run-qc.field.${field}`);

/** The readings of a record as `name value`, without those that hold for the whole run. */
const ownReadings = (
  form: FormDefinition,
  { id, readings }: Pick<TestRow, 'id' | 'readings'>,
  shared: readonly string[],
  marks: ReadonlyMap<string, string>,
): string =>
  leaves(readings)
    .filter(([keys, text]) => text !== '' && !isShared(keys.join('.'), shared))
    .map(
      ([keys, text]) =>
        `${fieldName(form, keys.join('.'), 'zh')} ${shown(form, keys, text)}${marks.get(`${id} ${keys.join('.')}`) ?? ''}`,
    )
    .join('；');

async function recordOf({ db }: Pick<Query, 'db'>, own: string): Promise<RunRecord> {
  const run = await runOf(db, own);
  const form = await formOf(db, run.form_hash);
  const rows = await rowsOf(db, own, { removed: true });
  const ids = rows.flatMap(({ test_id }) => test_id ?? []);
  const tests = new Map(
    ((await db('tests').whereIn('id', ids)) as object[])
      .map((row) => decode<TestRow>('tests', row))
      .map((test) => [test.id, test]),
  );
  const batches = new Map((await namedCandidates(db, ids)).map((one) => [one.id, one]));
  const changes = await changesOf(db, form, run, rows, batches);
  const settlements = await list<SettlementRow>(db, 'run_settlements', { worksheet_id: own }, 'id');
  const institute = await readInstitute(db);
  // Each changed value bears the numbers of its changes in the list below.
  const marks = new Map<string, string>();
  for (const [i, { key }] of changes.entries()) marks.set(key, `${marks.get(key) ?? ''} Δ${i + 1}`);
  return {
    institute: institute?.name ?? '',
    run,
    formTitle: form['x-title'].zh,
    people: await namesOf(db, [run.analyst_id, ...run.members, ...settlements.map(({ settled_by }) => settled_by)]),
    settlements,
    shared: leaves(run.shared)
      .filter(([, text]) => text !== '')
      .map(([keys, text]) => ({
        label: fieldName(form, keys.join('.'), 'zh'),
        value: `${shown(form, keys, text)}${marks.get(`${run.id} ${keys.join('.')}`) ?? ''}`,
      })),
    rows: rows.map((row): RecordLine => lineOf(form, run, row, tests, batches, marks)),
    changes,
    frozenAt:
      [changes.at(-1)?.at, settlements.at(-1)?.settled_at, run.created_at]
        .filter((at) => at != null)
        .sort()
        .at(-1) ?? run.created_at,
  };
}

function lineOf(
  form: FormDefinition,
  run: WorksheetRow,
  row: SheetRow,
  tests: ReadonlyMap<string, TestRow>,
  batches: ReadonlyMap<string, Candidate>,
  marks: ReadonlyMap<string, string>,
): RecordLine {
  const test = tests.get(row.test_id ?? '');
  const batch = batches.get(row.test_id ?? '');
  const typed = Object.entries(row.readings).map(
    ([field, text]) => `${controlName(field)} ${text}${marks.get(`${row.id} ${field}`) ?? ''}`,
  );
  return {
    ...{ position: row.position, kind: row.kind, removed: row.removed_at !== null },
    label: batch
      ? `${batch.number}\n${batch.product_name} ${batch.batch_no}`
      : [row.label, row.lot].filter(Boolean).join(' '),
    item: test?.item.name.zh ?? '',
    readings: test ? ownReadings(form, test, run.shared_fields, marks) : typed.join('；'),
    result: test?.result_text ?? '',
    verdict: test ? (test.verdict ?? null) : row.verdict,
    judged: (row.outcome?.judged ?? []).map(({ rule, words, ok }) => ({ rule, words, ok })),
  };
}

/** What was changed after it was first typed: in the records, in the rows of quality control, in the readings of the whole run. */
async function changesOf(
  db: Knex,
  form: FormDefinition,
  run: WorksheetRow,
  rows: readonly SheetRow[],
  batches: ReadonlyMap<string, Candidate>,
): Promise<RunRecord['changes']> {
  const found: RunRecord['changes'] = [];
  for (const row of rows) {
    if (row.test_id === null) continue;
    const changes = replaced(await readingChanges(db, row.test_id));
    const number = batches.get(row.test_id)?.number ?? '';
    for (const { path, old, new: now, at, by, reason } of changes)
      if (!isShared(path, run.shared_fields))
        found.push({
          key: `${row.test_id} ${path}`,
          where: `${row.position} ${number} ${fieldName(form, path, 'zh')}`,
          ...{ old: old ?? '', now: now ?? '', at, by, reason: reason ?? '' },
        });
  }
  const own: { entity: string; entity_id: string; utc: string; body: string }[] = await db('audit')
    .whereIn('entity', ['worksheets', 'worksheet_rows'])
    .whereIn('entity_id', [run.id, ...rows.map((row) => row.id)])
    .orderBy('seq')
    .select('entity', 'entity_id', 'utc', 'body');
  for (const { entity, entity_id, utc, body } of own) {
    const { changes, reason, user_name } = JSON.parse(body) as {
      changes: { field: string; old: unknown; new: unknown }[];
      reason: string | null;
      user_name: string;
    };
    const row = rows.find((one) => one.id === entity_id);
    for (const { field, old, new: now } of changes) {
      const [column = '', ...keys] = field.split('.');
      const isTyped = (column === 'readings' || column === 'shared') && keys.length > 0;
      if (!isTyped || old === null || old === '') continue;
      found.push({
        key: `${entity_id} ${keys.join('.')}`,
        where: `${entity === 'worksheets' ? '' : `${row?.position ?? ''} ${row?.label ?? ''} `}${entity === 'worksheets' ? fieldName(form, keys.join('.'), 'zh') : controlName(keys.join('.'))}`,
        ...{ old: String(old), now: String(now ?? ''), at: utc, by: user_name, reason: reason ?? '' },
      });
    }
  }
  return found.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** 检验批记录, as it stands now. */
export const recordFile = file<{ id: string }>({
  name: 'run.record',
  path: '/runs/:id/record.pdf',
  needs: 'run.read',
  input: object({ id }, ['id']),
  load: async (query, { id: own }) => {
    const record = await recordOf(query, own);
    return {
      body: await runRecordPdf(record),
      type: 'application/pdf',
      name: `${record.run.number}.pdf`,
      inline: true,
    };
  },
  event: ({ id: own }) => ({ entity: 'worksheets', id: own }),
});
