import type { JSX } from 'preact';
import { refuse, refuseAll } from '../core/refusal.ts';
import { page, post } from '../kernel/routes.ts';
import { anyObject, id, list, object, oneOf, text } from '../kernel/shapes.ts';
import type { Query } from '../kernel/types.ts';
import { type InternalPurpose, type InternalRow, internalPurposes } from '../samples/index.ts';
import {
  Card,
  chinaTime,
  DataTable,
  Form,
  FormFoot,
  PageHead,
  SelectField,
  StateText,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { coverInput, coverRequired } from './cover.ts';
import { CoverFields } from './cover.view.tsx';
import { type InternalInput, prepareInternal } from './prepare.ts';

interface Line extends Pick<InternalRow, 'purpose' | 'note' | 'completed_at' | 'created_at'> {
  id: string;
  number: string;
  product_name: string;
  batch_no: string;
  state: string;
  due_on: string;
  prepared: string;
  items: string;
}

/** What a sample may be prepared for here; those of proficiency tests and of the plan are prepared where they belong. */
const ownPurposes = ['blind', 'retained', 'comparison', 'control'] as const satisfies readonly InternalPurpose[];
const MOST = 300;

async function listInternal(
  { app, db }: Query,
  purpose: InternalPurpose | undefined,
): Promise<{ purpose: string; lines: Line[] }> {
  const query = db('internal_samples')
    .join('samples', 'samples.id', 'internal_samples.sample_id')
    .join('users', 'users.id', 'internal_samples.prepared_by')
    .orderBy('internal_samples.id', 'desc')
    .limit(MOST)
    .select(
      'samples.id',
      'samples.number',
      'samples.product_name',
      'samples.batch_no',
      'samples.state',
      'samples.due_on',
      'internal_samples.purpose',
      'internal_samples.note',
      'internal_samples.completed_at',
      'internal_samples.created_at',
      'users.name as prepared',
    );
  const found: Omit<Line, 'items'>[] = await (purpose === undefined
    ? query
    : query.where('internal_samples.purpose', purpose));
  const tests: { sample_id: string; parameter_code: string }[] = await db('tests')
    .whereIn(
      'sample_id',
      found.map((line) => line.id),
    )
    .where({ standing: 'counts' })
    .orderBy('seq')
    .select('sample_id', 'parameter_code');
  const nameOf = (code: string) => app.catalogue.parameters.get(code)?.name.zh ?? code;
  return {
    purpose: purpose ?? '',
    lines: found.map((line) => ({
      ...line,
      items: tests
        .filter(({ sample_id }) => sample_id === line.id)
        .map(({ parameter_code }) => nameOf(parameter_code))
        .join('、'),
    })),
  };
}

export const internalPage = page<{ purpose?: InternalPurpose }, { purpose: string; lines: Line[] }>({
  name: 'internal.list',
  path: '/internal',
  needs: 'internal.read',
  input: object({ purpose: oneOf(...internalPurposes) }),
  answer: object({ purpose: text(), lines: list(anyObject, MOST) }, ['purpose', 'lines']),
  load: (query, { purpose }) => listInternal(query, purpose),
  title: (_data, ui) => ui.t('nav.internal'),
  view: (data, ui) => <InternalView data={data} ui={ui} />,
});

function InternalView({ data, ui }: { data: { purpose: string; lines: Line[] }; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('nav.internal')} note={ui.t('internal.lead')}>
        {ui.may('internal.write') ? (
          <a class="btn btn-primary" href="/internal/new">
            {ui.t('internal.new')}
          </a>
        ) : null}
      </PageHead>
      <nav class="tabs" aria-label={ui.t('internal.purpose')}>
        {['', ...internalPurposes].map((purpose) => (
          <a
            key={purpose}
            class={purpose === data.purpose ? 'tab active' : 'tab'}
            href={purpose === '' ? '/internal' : `/internal?purpose=${purpose}`}
          >
            {purpose === '' ? ui.t('definitions.all') : ui.t(`internal.purpose.${purpose as InternalPurpose}`)}
          </a>
        ))}
      </nav>
      <Card flush>
        <DataTable<Line>
          ui={ui}
          caption={ui.t('nav.internal')}
          rows={data.lines}
          rowKey={(row) => row.id}
          href={(row) => `/samples/${row.id}`}
          empty={ui.t('internal.none')}
          columns={[
            { key: 'number', head: ui.t('internal.number'), cell: (row) => row.number },
            { key: 'purpose', head: ui.t('internal.purpose'), cell: (row) => ui.t(`internal.purpose.${row.purpose}`) },
            {
              key: 'product',
              head: ui.t('field.productName'),
              wrap: true,
              cell: (row) => `${row.product_name}　${row.batch_no}`,
            },
            { key: 'items', head: ui.t('internal.items'), wrap: true, cell: (row) => row.items },
            {
              key: 'state',
              head: ui.t('internal.state'),
              cell: (row) => <StateText ui={ui} state={row.completed_at === null ? row.state : 'done'} />,
            },
            { key: 'due', head: ui.t('field.dueOn'), cell: (row) => row.due_on },
            {
              key: 'by',
              head: ui.t('internal.preparedBy'),
              cell: (row) => `${row.prepared}　${chinaTime(row.created_at)}`,
            },
            { key: 'note', head: ui.t('field.note'), wrap: true, cell: (row) => row.note ?? '—' },
          ]}
        />
      </Card>
    </>
  );
}

export const newInternalPage = page<object, { least: string }>({
  name: 'internal.new',
  path: '/internal/new',
  needs: 'internal.write',
  input: object({}),
  answer: object({ least: text() }, ['least']),
  load: async ({ today }) => ({ least: today }),
  title: (_data, ui) => ui.t('internal.new'),
  view: (_data, ui) => (
    <>
      <PageHead
        over={<a href="/internal">{ui.t('nav.internal')}</a>}
        title={ui.t('internal.new')}
        note={ui.t('internal.newLead')}
      />
      <Card>
        <Form ui={ui} action="/internal">
          <FieldsOfTruth ui={ui} />
          <CoverFields ui={ui} />
          <FormFoot>
            <button class="btn btn-primary">{ui.t('internal.prepare')}</button>
          </FormFoot>
        </Form>
      </Card>
    </>
  ),
});

function FieldsOfTruth({ ui }: { ui: Ui }): JSX.Element {
  return (
    <div class="fields-grid">
      <SelectField
        ui={ui}
        name="purpose"
        label={ui.t('field.purpose')}
        required
        width="third"
        options={ownPurposes.map((purpose) => ({ value: purpose, label: ui.t(`internal.purpose.${purpose}`) }))}
      />
      <TextField ui={ui} name="codes" label={ui.t('field.codes')} required hint={ui.t('internal.codesHint')} />
      <TextArea ui={ui} name="note" label={ui.t('field.note')} rows={2} />
    </div>
  );
}

type Input = Omit<InternalInput, 'items' | 'ownerKind' | 'ownerId'> & { codes: string };

export const internalPost = post<Input, { id: string; number: string }>({
  name: 'internal.prepare',
  path: '/internal',
  needs: 'internal.write',
  creates: true,
  input: object(
    { ...coverInput, purpose: oneOf(...ownPurposes), codes: { ...text(2000), minLength: 1 }, note: text(2000) },
    [...coverRequired, 'purpose', 'codes'],
  ),
  answer: object({ id, number: text() }, ['id', 'number']),
  run: async (act, { codes: typed, ...input }) => {
    const codes = [
      ...new Set(
        typed
          .toUpperCase()
          .split(/[\s,;，；、]+/)
          .filter((code) => code !== ''),
      ),
    ];
    if (codes.length === 0) refuse('internal.codes', {}, 'codes');
    refuseAll(
      codes.flatMap((code) =>
        act.app.catalogue.parameters.has(code)
          ? []
          : [{ id: 'internal.code', field: 'codes', params: { code: code.slice(0, 40) } }],
      ),
    );
    const items = codes.map((parameter) => ({ parameter }));
    const sample = await prepareInternal(act, { ...input, ownerKind: 'internal', ownerId: act.user.id, items });
    return { id: sample.id, number: sample.number };
  },
  then: () => '/internal',
  on: newInternalPage,
});
