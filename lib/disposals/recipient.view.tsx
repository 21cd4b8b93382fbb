import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import {
  Card,
  DataTable,
  DateField,
  Due,
  Facts,
  FileField,
  Form,
  FormFoot,
  PageHead,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { windowWords } from './parties.view.tsx';
import type { RecipientData } from './recipient.ts';
import { deliveryWays } from './rows.ts';

/** One party: its papers, its receipt and its window. */
export function RecipientView({ data, ui }: { data: RecipientData; ui: Ui }): JSX.Element {
  const { recipient: one } = data;
  const serving = data.clocks.find(({ kind, running }) => kind === 'duty' && running);
  return (
    <>
      <PageHead
        over={<a href={`/cases/${data.caseId}`}>{`${data.caseNumber} ${data.productName}`}</a>}
        title={one.name}
        note={ui.t(`case.role.${one.role}`)}
      >
        {serving ? (
          <Due
            ui={ui}
            date={serving.dueOn}
            state={serving.state}
            days={serving.days}
            provisional={serving.provisional}
          />
        ) : null}
      </PageHead>
      <div class="split">
        <div>
          {one.mayServe && data.isOpen && one.papers && !one.delivered ? <DeliveryForm data={data} ui={ui} /> : null}
          {one.mayServe && data.isOpen && one.window?.running && one.window.state !== 'late' ? (
            <WaiverForm data={data} ui={ui} />
          ) : null}
          <PapersCard data={data} ui={ui} />
          {one.mayServe && data.isOpen && one.delivered && !one.waivedOn ? <Correction data={data} ui={ui} /> : null}
        </div>
        <div>
          <FactsCard data={data} ui={ui} />
          {data.mayAssign ? <AssignForm data={data} ui={ui} /> : null}
        </div>
      </div>
    </>
  );
}

function FactsCard({ data: { recipient: one }, ui }: { data: RecipientData; ui: Ui }): JSX.Element {
  const { delivered } = one;
  return (
    <Card title={ui.t('case.delivery')}>
      <Facts
        facts={[
          { label: ui.t('field.creditCode'), value: one.creditCode },
          { label: ui.t('field.recipientRegion'), value: one.region },
          { label: ui.t('case.server'), value: one.organisation ?? ui.t('case.unassigned'), wide: true },
          { label: ui.t('case.papersOn'), value: one.papers?.on },
          { label: ui.t('field.notifiedTo'), value: one.papers?.to, wide: true },
          ...(delivered
            ? [
                { label: ui.t('field.deliveredOn'), value: delivered.on },
                { label: ui.t('field.deliveredHow'), value: lookUp(ui.lang, `case.delivery.${delivered.how}`) },
                { label: ui.t('field.deliveryPlace'), value: delivered.place, wide: true },
                { label: ui.t('field.receiver'), value: delivered.receiver },
                { label: ui.t('field.witness'), value: delivered.witness },
                { label: ui.t('field.agent'), value: delivered.agent },
                { label: ui.t('field.receiptNo'), value: delivered.receiptNo },
                {
                  label: ui.t('field.proof'),
                  value: delivered.proof ? (
                    <a href={`/case-recipients/${one.id}/proof`}>{ui.t('case.showProof')}</a>
                  ) : null,
                },
              ]
            : []),
          { label: ui.t('case.window'), value: windowWords(ui, one), wide: true },
          { label: ui.t('case.basis'), value: one.window?.basis, wide: true },
        ]}
      />
    </Card>
  );
}

function DeliveryForm({ data, ui }: { data: RecipientData; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('case.recordDelivery')}>
      <Form ui={ui} action={`/case-recipients/${data.recipient.id}/delivery`} version={data.recipient.version} files>
        <DeliveryFields data={data} ui={ui} />
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('case.recordDelivery')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}

function DeliveryFields({ data, ui }: { data: RecipientData; ui: Ui }): JSX.Element {
  return (
    <div class="fields-grid">
      <DateField
        ui={ui}
        name="deliveredOn"
        label={ui.t('field.deliveredOn')}
        value={ui.today}
        min={data.recipient.papers?.on ?? ''}
        max={ui.today}
        width="half"
        hint={ui.t('case.deliveredHint')}
        required
      />
      <SelectField
        ui={ui}
        name="deliveredHow"
        label={ui.t('field.deliveredHow')}
        width="half"
        required
        options={deliveryWays.map((way) => ({ value: way, label: ui.t(`case.delivery.${way}`) }))}
      />
      <TextField ui={ui} name="deliveryPlace" label={ui.t('field.deliveryPlace')} maxLength={200} />
      <TextField ui={ui} name="receiver" label={ui.t('field.receiver')} maxLength={100} width="half" />
      <TextField
        ui={ui}
        name="witness"
        label={ui.t('field.witness')}
        hint={ui.t('case.witnessHint')}
        maxLength={100}
        width="half"
      />
      <TextField
        ui={ui}
        name="agent"
        label={ui.t('field.agent')}
        hint={ui.t('case.agentHint')}
        maxLength={100}
        width="half"
      />
      <TextField
        ui={ui}
        name="receiptNo"
        label={ui.t('field.receiptNo')}
        hint={ui.t('case.receiptHint')}
        maxLength={100}
        width="half"
      />
      <FileField
        ui={ui}
        name="proof"
        label={ui.t('field.proof')}
        hint={ui.t('case.proofHint')}
        accept="application/pdf,image/jpeg,image/png"
      />
    </div>
  );
}

/** A receipt that was typed wrongly: the window begins anew from the right day. */
function Correction({ data, ui }: { data: RecipientData; ui: Ui }): JSX.Element {
  return (
    <details class="move-reason">
      <summary class="btn">{ui.t('case.correct')}…</summary>
      <Form ui={ui} action={`/case-recipients/${data.recipient.id}/delivery`} version={data.recipient.version} files>
        <DeliveryFields data={data} ui={ui} />
        <TextArea ui={ui} name="reason" label={ui.t('moves.reason')} rows={2} maxLength={2000} required />
        <FormFoot>
          <button class="btn">{ui.t('case.correct')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}

function WaiverForm({ data, ui }: { data: RecipientData; ui: Ui }): JSX.Element {
  const { recipient: one } = data;
  return (
    <Card title={ui.t('case.waive')}>
      <p class="quiet">{ui.t('case.waiveNote', { date: one.window?.dueOn ?? '' })}</p>
      <Form ui={ui} action={`/case-recipients/${one.id}/waiver`} version={one.version}>
        <div class="fields-grid">
          <DateField
            ui={ui}
            name="waivedOn"
            label={ui.t('field.waivedOn')}
            value={ui.today}
            max={ui.today}
            min={one.delivered?.on ?? ''}
            width="half"
            required
          />
          <TextArea ui={ui} name="reason" label={ui.t('case.waiveWords')} rows={2} maxLength={2000} required />
        </div>
        <button class="btn mt-2">{ui.t('case.waive')}</button>
      </Form>
    </Card>
  );
}

function PapersCard({ data, ui }: { data: RecipientData; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('case.documents')} flush>
      <DataTable
        ui={ui}
        caption={ui.t('case.documents')}
        rows={data.documents}
        rowKey={(row) => row.id}
        href={(row) => `/case-documents/${row.id}`}
        empty={ui.t('case.noPapersYet')}
        columns={[
          { key: 'number', head: ui.t('case.documentNumber'), cell: (row) => row.number },
          { key: 'title', head: ui.t('case.documentTitle'), cell: (row) => row.title, wrap: true },
          { key: 'on', head: ui.t('case.documentOn'), cell: (row) => row.issuedOn },
        ]}
      />
      {data.mayMakePapers ? (
        <div class="panel-body">
          <Form ui={ui} action={`/case-recipients/${data.recipient.id}/papers`} version={data.recipient.version}>
            <button class="btn btn-primary">{ui.t('case.makePapers')}</button>
          </Form>
        </div>
      ) : null}
    </Card>
  );
}

function AssignForm({ data, ui }: { data: RecipientData; ui: Ui }): JSX.Element {
  const { recipient: one } = data;
  return (
    <Card title={ui.t('case.assign')}>
      <Form ui={ui} action={`/case-recipients/${one.id}/authority`} version={one.version}>
        <SelectField
          ui={ui}
          name="organisation"
          label={ui.t('case.server')}
          value={one.organisationId ?? ''}
          required
          hint={ui.t(data.authorities.length === 0 ? 'case.noAuthorities' : 'case.assignHint')}
          options={data.authorities.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <button class="btn mt-2">{ui.t('case.assign')}</button>
      </Form>
    </Card>
  );
}
