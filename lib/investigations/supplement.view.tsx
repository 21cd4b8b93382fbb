import type { JSX } from 'preact';
import {
  Card,
  DataTable,
  Form,
  FormFoot,
  PageHead,
  Pill,
  SelectField,
  StatePill,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import type { SupplementSheet } from './supplement.ts';

type Data = SupplementSheet & { analysts: { id: string; name: string }[] };

/** 补充检验: items beside those of the standard, and which of them may carry a conclusion. */
export function SupplementView({ data, ui }: { data: Data; ui: Ui }): JSX.Element {
  const { sample, kinds } = data;
  const kindOf = (id: string) => kinds.find((kind) => kind.id === id)?.[ui.lang] ?? id;
  const isOpen = ['assigned', 'testing', 'tested'].includes(sample.state) && ui.may('task.plan');
  return (
    <>
      <PageHead
        over={<a href={`/samples/${sample.id}`}>{sample.number}</a>}
        title={`${ui.t('supplement.title')}　${sample.product_name}`}
        note={ui.t('supplement.lead')}
      >
        <StatePill ui={ui} state={sample.state} />
      </PageHead>
      <Card flush>
        <DataTable<Data['added'][number]>
          ui={ui}
          caption={ui.t('supplement.title')}
          rows={data.added}
          rowKey={({ id }) => id}
          href={({ id }) => `/tests/${id}`}
          empty={ui.t('supplement.none')}
          columns={[
            { key: 'title', head: ui.t('samples.item'), cell: ({ title }) => title, wrap: true },
            { key: 'kind', head: ui.t('field.methodKind'), cell: ({ kind }) => kindOf(kind), wrap: true },
            { key: 'method', head: ui.t('field.supplementMethod'), cell: ({ method }) => method, wrap: true },
            {
              key: 'use',
              head: ui.t('supplement.use'),
              cell: ({ statutory }) => (
                <Pill
                  tone={statutory ? 'teal' : 'grey'}
                  shape={statutory ? '◉' : '○'}
                  word={ui.t(statutory ? 'supplement.statutory' : 'standing.reference')}
                />
              ),
            },
            { key: 'reason', head: ui.t('field.reason'), cell: ({ reason }) => reason, wrap: true, deskOnly: true },
          ]}
        />
      </Card>
      {isOpen ? (
        <Card title={ui.t('supplement.add')}>
          <Form ui={ui} action={`/samples/${sample.id}/supplements`} version={sample.version}>
            <div class="fields-grid">
              <SelectField
                ui={ui}
                name="parameterCode"
                label={ui.t('field.parameterCode')}
                required
                width="half"
                options={data.parameters.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
              />
              <SelectField
                ui={ui}
                name="methodKind"
                label={ui.t('field.methodKind')}
                hint={ui.t('supplement.kindHint')}
                required
                width="half"
                options={kinds.map((kind) => ({
                  value: kind.id,
                  label: `${kind[ui.lang]}（${ui.t(kind.statutory ? 'supplement.statutory' : 'standing.reference')}）`,
                }))}
              />
              <TextField
                ui={ui}
                name="supplementMethod"
                label={ui.t('field.supplementMethod')}
                maxLength={200}
                required
                width="half"
              />
              <TextField
                ui={ui}
                name="methodNumber"
                label={ui.t('field.methodNumber')}
                hint={ui.t('supplement.numberHint')}
                maxLength={100}
                width="half"
              />
              <SelectField
                ui={ui}
                name="analyst"
                label={ui.t('samples.analyst')}
                required
                width="half"
                options={data.analysts.map(({ id, name }) => ({ value: id, label: name }))}
              />
              <TextArea
                ui={ui}
                name="reason"
                label={ui.t('field.reason')}
                rows={2}
                maxLength={1000}
                required
                width="full"
              />
            </div>
            <FormFoot>
              <button class="btn btn-primary">{ui.t('supplement.add')}</button>
            </FormFoot>
          </Form>
        </Card>
      ) : null}
    </>
  );
}
