import { basisText } from '../catalogue/index.ts';
import { refuse } from '../core/refusal.ts';
import type { FormDefinition, TestItem } from '../forms/index.ts';
import { evaluateRecord } from '../forms/index.ts';
import { type FileAnswer, file } from '../kernel/routes.ts';
import { id, object, text } from '../kernel/shapes.ts';
import type { App, Query } from '../kernel/types.ts';
import { lookUp, reasonText, t } from '../messages/index.ts';
import { readInstitute } from '../people/index.ts';
import { basisLine } from '../samples/index.ts';
import { chinaTime } from '../ui/index.ts';
import { askedOf } from './asked.ts';
import { standingKey } from './asked.view.tsx';
import { fieldName } from './field-name.ts';
import { formOf } from './forms.ts';
import { readingChanges, replaced } from './history.ts';
import { type OverrideRow, overridesOf } from './overrides.ts';
import type { RawRecord } from './raw-record.pdf.ts';
import { batchOf, originsOf, type SignatureRow, signaturesOf, testOf } from './store.ts';
import { contentHash, numberOf, placeOf, type TestRow } from './test.ts';

const pdf = (body: Buffer, name: string): FileAnswer => ({
  body,
  type: 'application/pdf',
  name: `${name}.pdf`,
  inline: true,
});

/** The record of one test as paper; `blank` leaves out everything typed, for the bench without a screen. */
async function recordPaper({ app, db, now }: Query, testId: string, blank: boolean): Promise<FileAnswer> {
  const test = await testOf(db, testId);
  const batch = await batchOf(db, test.sample_id);
  const { spec } = await originsOf(db, batch.sampling_id);
  const form = await formOf(db, test.form_hash);
  const institute = await readInstitute(db);
  const signed = blank ? [] : await signaturesOf(db, 'tests', [test.id]);
  const record: RawRecord = {
    institute: institute?.name ?? '',
    sampleNo: batch.number,
    seq: placeOf(test),
    investigations: blank ? [] : await investigationsOf(db, test),
    product: { name: batch.product_name, batchNo: batch.batch_no, spec, producer: batch.producer },
    receivedOn: batch.received_on,
    basis: basisLine(batch, 'zh'),
    item: test.item,
    form,
    readings: blank ? {} : test.readings,
    ...(!blank && { outcome: evaluateRecord(form, test.item, test.readings) }),
    changes: blank
      ? []
      : replaced(await readingChanges(db, test.id)).map((change) => ({
          field: change.path,
          label: fieldName(form, change.path, 'zh'),
          old: change.old ?? '',
          new: change.new ?? '',
          who: change.by,
          at: change.at,
          why: change.reason ?? '',
        })),
    overrides: blank ? [] : (await overridesOf(db, test.id)).filter(({ state }) => state === 'approved').map(printed),
    signatures: { ...last(signed, 'test', contentHash(test)), ...last(signed, 'review', contentHash(test)) },
    attachments: blank ? [] : filesOf(app, test),
    blank,
    frozenAt: signed.at(-1)?.at ?? now,
  };
  const { rawRecordPdf } = await import('./raw-record.pdf.ts');
  return pdf(await rawRecordPdf(record), `${batch.number}-${numberOf(test)}${blank ? '-blank' : ''}`);
}

/** The files of a record as its paper prints them: pictures whole, others by their hash. */
const filesOf = ({ files }: App, { attachments }: TestRow): RawRecord['attachments'] =>
  (attachments ?? []).map(({ name, hash, note, type, withdrawn }) => ({
    name,
    hash,
    note,
    ...(withdrawn && {
      withdrawn: t('zh', 'testing.withdrawnBy', {
        name: withdrawn.by,
        at: chinaTime(withdrawn.at),
        reason: withdrawn.reason,
      }),
    }),
    ...(type.startsWith('image/') && !withdrawn && { picture: files.get(hash) }),
  }));

/** Which attempt the record is, whether it counts, and what its investigations came to. */
async function investigationsOf(db: Query['db'], test: TestRow): Promise<string[]> {
  const stands = await askedOf(db, test);
  const standing = t('zh', standingKey(stands), { n: test.attempt });
  return stands.list.map(({ number, kind, state, conclusion, conclusion_reason }) =>
    [
      ...[standing, number, t('zh', `investigation.kind.${kind}`), lookUp('zh', `investigation.state.${state}`)],
      conclusion && lookUp('zh', `investigation.conclusion.${conclusion}`),
      conclusion_reason,
    ]
      .filter(Boolean)
      .join('　'),
  );
}

const printed = (row: OverrideRow): RawRecord['overrides'][number] => ({
  reason: reasonText('zh', { id: row.reason_id, params: row.params }),
  asked: t('zh', 'override.line', { name: row.asked_name, at: chinaTime(row.asked_at), why: row.why }),
  decided: t('zh', 'override.line', {
    name: row.decided_name ?? '',
    at: chinaTime(row.decided_at ?? row.asked_at),
    why: row.decision ?? '',
  }),
});

/** The last signature with that meaning that still holds: one over an earlier state of the record is not printed (DI-13). */
function last(signed: readonly SignatureRow[], meaning: 'test' | 'review', hash: string): RawRecord['signatures'] {
  const found = signed.filter((signature) => signature.meaning === meaning && signature.record_hash === hash).at(-1);
  return found ? { [meaning]: { meaning, name: found.user_name, at: found.at } } : {};
}

export const recordFile = file<{ id: string }>({
  name: 'test.print',
  path: '/tests/:id/record.pdf',
  needs: 'test.read',
  input: object({ id }, ['id']),
  load: (query, input) => recordPaper(query, input.id, false),
  event: (input) => ({ entity: 'tests', id: input.id }),
});

export const blankRecordFile = file<{ id: string }>({
  name: 'test.print-blank',
  path: '/tests/:id/blank.pdf',
  needs: 'test.read',
  input: object({ id }, ['id']),
  load: (query, input) => recordPaper(query, input.id, true),
  event: (input) => ({ entity: 'tests', id: input.id }),
});

/** What a form without a test is printed for: a parameter with its basis, unit and constants, or the form itself. */
function blankItem({ app: { catalogue } }: Query, form: FormDefinition, code: string | undefined): TestItem {
  const parameter = code === undefined ? undefined : catalogue.parameter(code);
  if (parameter && parameter.form !== form.$id)
    return refuse('form.parameter', { parameter: parameter.code, form: form.$id }, 'parameter');
  return {
    group: parameter?.group ?? '',
    name: parameter?.name ?? form['x-title'],
    parameter: parameter?.code ?? '',
    limit: { kind: 'text', requirement: '' },
    limitText: '',
    unit: parameter?.unit ?? null,
    places: null,
    rule: parameter?.rounding.rule ?? 'half-even',
    compare: parameter?.compare ?? 'rounded',
    constants: parameter?.constants ?? {},
    method: parameter ? basisText(parameter.basis) : '',
  };
}

/** A form without a test. @throws Refusal `catalogue.unknown`, `form.parameter` when the parameter is recorded on another form */
export const blankFormFile = file<{ code: string; parameter?: string }>({
  name: 'form.print-blank',
  path: '/forms/:code/blank.pdf',
  needs: 'test.read',
  input: object({ code: text(100), parameter: text(100) }, ['code']),
  load: async (query, { code, parameter }) => {
    const form = query.app.catalogue.form(code);
    const institute = await readInstitute(query.db);
    const item = blankItem(query, form, parameter);
    const record: RawRecord = {
      institute: institute?.name ?? '',
      sampleNo: (parameter ?? form.$id).toUpperCase(),
      seq: 0,
      product: { name: '', batchNo: '', spec: '', producer: '' },
      receivedOn: '',
      basis: '',
      item,
      form,
      readings: {},
      changes: [],
      overrides: [],
      signatures: {},
      attachments: [],
      blank: true,
      frozenAt: query.now,
    };
    const { rawRecordPdf } = await import('./raw-record.pdf.ts');
    return pdf(await rawRecordPdf(record), `${parameter ?? form.$id}-blank`);
  },
});
