import type { JSX } from 'preact';
import {
  Card,
  CheckField,
  chinaTime,
  DateField,
  Facts,
  FileField,
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
import { ACCEPT } from './files.ts';
import type { TerminationRow, TerminationSheet } from './terminate.ts';

const looks = {
  proposed: { tone: 'amber', shape: '◔' },
  approved: { tone: 'red', shape: '▲' },
  declined: { tone: 'grey', shape: '✕' },
} as const;

/** 终止检验: why, with what proof, who decided, and that whoever ordered the test was told. */
export function TerminationView({ data, ui }: { data: TerminationSheet; ui: Ui }): JSX.Element {
  const { sample, rows } = data;
  return (
    <>
      <PageHead
        over={<a href={`/samples/${sample.id}`}>{sample.number}</a>}
        title={`${ui.t('act.terminate')}　${sample.product_name}`}
        note={ui.t('termination.lead')}
      >
        <StatePill ui={ui} state={sample.state} />
      </PageHead>
      {rows.map((row) => (
        <One key={row.id} row={row} data={data} ui={ui} />
      ))}
      {data.open && ui.may('investigation.write') ? <Propose data={data} ui={ui} /> : null}
      {rows.length === 0 && !(data.open && ui.may('investigation.write')) ? (
        <Card>
          <p class="quiet mb-0">{ui.t('termination.none')}</p>
        </Card>
      ) : null}
    </>
  );
}

function One({ row, data, ui }: { row: TerminationRow; data: TerminationSheet; ui: Ui }): JSX.Element {
  const { names, causes } = data;
  const own = ui.user?.id === row.proposed_by;
  return (
    <Card title={<Pill {...looks[row.state]} word={ui.t(`termination.state.${row.state}`)} />}>
      <Facts
        facts={[
          {
            label: ui.t('field.terminationCause'),
            value: causes.find(({ id }) => id === row.cause)?.[ui.lang] ?? row.cause,
          },
          { label: ui.t('termination.by'), value: `${names[row.proposed_by] ?? ''} ${chinaTime(row.created_at)}` },
          { label: ui.t('termination.reason'), value: row.reason, wide: true },
          {
            label: ui.t('termination.proofFile'),
            value: <a href={`/terminations/${row.id}/proof`}>{row.proof.name}</a>,
          },
          ...(row.decided_at === null
            ? []
            : [
                {
                  label: ui.t('termination.decidedBy'),
                  value: `${names[row.decided_by ?? ''] ?? ''} ${chinaTime(row.decided_at)}`,
                },
                { label: ui.t('termination.decision'), value: row.decision, wide: true },
              ]),
          ...(row.told
            ? [
                {
                  label: ui.t('termination.toldTo'),
                  value: `${row.told.to}　${row.told.how}　${row.told.on}　${names[row.told.by] ?? ''}`,
                  wide: true,
                },
              ]
            : []),
        ]}
      />
      {row.state === 'proposed' && ui.may('investigation.decide') && !own ? (
        <Form ui={ui} action={`/terminations/${row.id}/decision`} version={row.version} draft="off">
          <div class="fields-grid">
            <TextArea
              ui={ui}
              name="decision"
              label={ui.t('termination.decision')}
              rows={2}
              maxLength={2000}
              required
              width="full"
            />
            <CheckField ui={ui} name="approved" label={ui.t('termination.agree')} checked width="full" />
          </div>
          <FormFoot>
            <button class="btn btn-primary">{ui.t('termination.decide')}</button>
          </FormFoot>
        </Form>
      ) : null}
      {row.state === 'proposed' && own ? <p class="quiet">{ui.t('termination.waits')}</p> : null}
      {row.state === 'approved' ? (
        <p class="moves">
          <a class="btn" href={`/terminations/${row.id}/notice.pdf`}>
            {ui.t('termination.paper')}
          </a>
        </p>
      ) : null}
      {row.state === 'approved' && row.told === null && ui.may('case.notify') ? (
        <Form ui={ui} action={`/terminations/${row.id}/notice`} version={row.version} draft="off">
          <div class="fields-grid">
            <TextField ui={ui} name="noticeTo" label={ui.t('field.noticeTo')} maxLength={200} required width="half" />
            <TextField
              ui={ui}
              name="noticeHow"
              label={ui.t('field.noticeHow')}
              maxLength={100}
              required
              width="third"
            />
            <DateField
              ui={ui}
              name="onDay"
              label={ui.t('field.onDay')}
              value={ui.today}
              max={ui.today}
              required
              width="third"
            />
          </div>
          <FormFoot>
            <button class="btn">{ui.t('termination.tell')}</button>
          </FormFoot>
        </Form>
      ) : null}
    </Card>
  );
}

function Propose({ data, ui }: { data: TerminationSheet; ui: Ui }): JSX.Element {
  const { sample } = data;
  return (
    <Card title={ui.t('termination.propose')}>
      <Form ui={ui} action={`/samples/${sample.id}/termination`} version={sample.version} files>
        <div class="fields-grid">
          <SelectField
            ui={ui}
            name="terminationCause"
            label={ui.t('field.terminationCause')}
            required
            width="half"
            options={data.causes.map((cause) => ({ value: cause.id, label: cause[ui.lang] }))}
          />
          <FileField
            ui={ui}
            name="file"
            label={ui.t('termination.proofFile')}
            hint={ui.t('termination.proofHint')}
            accept={ACCEPT}
            required
            width="half"
          />
          <TextArea
            ui={ui}
            name="reason"
            label={ui.t('termination.reason')}
            hint={ui.t('termination.reasonHint')}
            rows={3}
            maxLength={2000}
            required
            width="full"
          />
        </div>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('termination.propose')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}
