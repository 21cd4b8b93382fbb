import type { JSX } from 'preact';
import { Card, DataTable, Form, FormFoot, PageHead, Pill, SelectField, TextField, type Ui } from '../ui/index.ts';
import { MethodTabs } from './frame.view.tsx';
import type { VerificationLine } from './verifications.show.ts';

const looks = {
  draft: { tone: 'grey', shape: '◌' },
  proposed: { tone: 'violet', shape: '◑' },
  returned: { tone: 'orange', shape: '↩' },
  dropped: { tone: 'grey', shape: '✕' },
  fit: { tone: 'green', shape: '✔' },
  unfit: { tone: 'red', shape: '▲' },
} as const;

/** 草稿, 待评定 … 满足要求, 不满足要求 */
export function VerificationPill({
  ui,
  row,
}: {
  ui: Ui;
  row: Pick<VerificationLine, 'state' | 'conclusion'>;
}): JSX.Element {
  const name = row.state === 'concluded' ? (row.conclusion ?? 'unfit') : row.state;
  return <Pill {...looks[name]} word={ui.t(`methods.verification.${name}`)} />;
}

export function VerificationsView({ data, ui }: { data: { lines: VerificationLine[] }; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('methods.verifications')} note={ui.t('methods.verificationsLead')}>
        {ui.may('method.write') ? (
          <a class="btn btn-primary" href="/methods/verifications/new">
            {ui.t('methods.newVerification')}
          </a>
        ) : null}
      </PageHead>
      <MethodTabs ui={ui} at="/methods/verifications" />
      <Card flush>
        <DataTable<VerificationLine>
          ui={ui}
          caption={ui.t('methods.verifications')}
          rows={data.lines}
          rowKey={(row) => row.id}
          href={(row) => `/methods/verifications/${row.id}`}
          empty={ui.t('methods.verificationsNone')}
          columns={[
            { key: 'number', head: ui.t('field.number'), cell: (row) => row.number },
            {
              key: 'code',
              head: ui.t('field.parameterCode'),
              cell: (row) => `${row.code} ${row.name[ui.lang]}`,
              wrap: true,
            },
            { key: 'kind', head: ui.t('field.kind'), cell: (row) => ui.t(`methods.kind.${row.kind}`) },
            { key: 'standard', head: ui.t('field.methodStandard'), cell: (row) => row.standard, wrap: true },
            { key: 'author', head: ui.t('methods.author'), cell: (row) => row.author },
            { key: 'state', head: ui.t('field.state'), cell: (row) => <VerificationPill ui={ui} row={row} /> },
          ]}
        />
      </Card>
    </>
  );
}

export function NewVerificationView({
  data,
  ui,
}: {
  data: { parameter: string | null; choices: { code: string; name: { zh: string; en: string } }[] };
  ui: Ui;
}): JSX.Element {
  return (
    <>
      <PageHead
        title={ui.t('methods.newVerification')}
        over={<a href="/methods/verifications">{ui.t('methods.verifications')}</a>}
      />
      <Form ui={ui} action="/methods/verifications">
        <div class="fields-grid">
          <SelectField
            ui={ui}
            name="parameterCode"
            label={ui.t('field.parameterCode')}
            value={data.parameter ?? ''}
            required
            options={data.choices.map(({ code, name }) => ({ value: code, label: `${code} ${name[ui.lang]}` }))}
          />
          <SelectField
            ui={ui}
            name="kind"
            label={ui.t('field.kind')}
            hint={ui.t('methods.kindHint')}
            required
            empty={false}
            options={(['verification', 'validation'] as const).map((value) => ({
              value,
              label: ui.t(`methods.kind.${value}`),
            }))}
          />
          <TextField
            ui={ui}
            name="methodStandard"
            label={ui.t('field.methodStandard')}
            hint={ui.t('methods.standardHint')}
            maxLength={500}
            width="full"
          />
        </div>
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('act.create')}</button>
        </FormFoot>
      </Form>
    </>
  );
}
