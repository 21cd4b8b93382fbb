import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import {
  Card,
  chinaTime,
  DataTable,
  DateField,
  Due,
  Facts,
  Form,
  FormFoot,
  PageHead,
  SelectField,
  Steps,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { ways } from './notify.ts';
import type { CaseData } from './show.ts';
import { CaseStatePill } from './state.tsx';

/** What failed, whose goods they are, and the step that is due. */
export function CaseView({ data, ui }: { data: CaseData; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead
        over={<a href={`/samples/${data.sampleId}`}>{data.sampleNumber}</a>}
        title={`${data.number} ${data.productName}`}
        note={`${ui.t('report.batchNo')} ${data.batchNo} · ${data.producer}`}
      >
        <CaseStatePill ui={ui} state={data.state} />
        {data.term?.running ? (
          <Due
            ui={ui}
            date={data.term.dueOn}
            state={data.term.state}
            days={data.term.days}
            provisional={data.term.provisional}
          />
        ) : null}
        <a class="btn" href={`/cases/${data.id}/notice.pdf`} target="_blank" rel="noopener">
          {ui.t('case.notice')}
        </a>
      </PageHead>
      <Steps
        label={ui.t('nav.cases')}
        steps={[
          { id: 'opened', label: ui.t('case.stepOpened'), state: 'done', note: chinaTime(data.openedAt) },
          {
            id: 'notify',
            label: ui.t('case.stepNotify'),
            state: data.state === 'opened' ? 'now' : 'done',
            note: data.notified?.on,
          },
        ]}
      />
      <div class="split">
        <div>
          <Card title={ui.t('case.items')} flush>
            <DataTable
              ui={ui}
              caption={ui.t('case.items')}
              rows={data.items}
              rowKey={(item) => item.name}
              empty={ui.t('table.empty')}
              tone={() => 'fails'}
              columns={[
                { key: 'name', head: ui.t('report.item'), cell: (item) => item.name, wrap: true },
                { key: 'requirement', head: ui.t('report.requirement'), cell: (item) => item.requirement, wrap: true },
                {
                  key: 'result',
                  head: ui.t('report.result'),
                  cell: (item) => <span class="outside">{item.result}</span>,
                  wrap: true,
                },
              ]}
            />
          </Card>
          {data.notified === null && data.mayNotify ? <NotifyForm data={data} ui={ui} /> : null}
        </div>
        <div>
          <Card title={ui.t('case.facts')}>
            <Facts
              facts={[
                { label: ui.t('report.number'), value: <a href={`/reports/${data.reportId}`}>{data.reportNumber}</a> },
                { label: ui.t('case.sampledUnit'), value: data.sampledUnit },
                { label: ui.t('case.producer'), value: data.producer, wide: true },
                { label: ui.t('case.term'), value: data.term?.dueOn },
                { label: ui.t('case.basis'), value: data.term?.basis, wide: true },
              ]}
            />
          </Card>
          {data.notified ? (
            <Card title={ui.t('case.stepNotify')}>
              <Facts
                facts={[
                  { label: ui.t('field.notifiedOn'), value: data.notified.on },
                  { label: ui.t('field.notifiedTo'), value: data.notified.to, wide: true },
                  { label: ui.t('field.notifiedHow'), value: lookUp(ui.lang, `case.way.${data.notified.how}`) },
                  { label: ui.t('field.receiptNo'), value: data.notified.receiptNo },
                  { label: ui.t('field.note'), value: data.notified.note, wide: true },
                ]}
              />
            </Card>
          ) : null}
        </div>
      </div>
    </>
  );
}

function NotifyForm({ data, ui }: { data: CaseData; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('case.record')}>
      <Form ui={ui} action={`/cases/${data.id}/notification`} version={data.version}>
        <div class="fields-grid">
          <DateField
            ui={ui}
            name="notifiedOn"
            label={ui.t('field.notifiedOn')}
            value={ui.today}
            max={ui.today}
            width="half"
            required
          />
          <SelectField
            ui={ui}
            name="notifiedHow"
            label={ui.t('field.notifiedHow')}
            width="half"
            required
            options={ways.map((way) => ({ value: way, label: lookUp(ui.lang, `case.way.${way}`) }))}
          />
          <TextField
            ui={ui}
            name="notifiedTo"
            label={ui.t('field.notifiedTo')}
            required
            maxLength={200}
            hint={ui.t('case.toHint')}
          />
          <TextField ui={ui} name="receiptNo" label={ui.t('field.receiptNo')} maxLength={100} />
          <TextArea ui={ui} name="note" label={ui.t('field.note')} width="full" rows={2} maxLength={2000} />
        </div>
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('case.record')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}
