import type { JSX } from 'preact';
import {
  Card,
  CheckField,
  DateField,
  DecimalField,
  FieldSet,
  FileField,
  Form,
  FormFoot,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import type { Sheet } from './show.ts';

/** A re-inspection and the person who looks at it. */
export interface Props {
  data: Sheet;
  ui: Ui;
}

/** The address of one act on it. */
export const at = ({ data }: Props, path: string): string => `/reinspections/${data.row.id}/${path}`;

export function Request(props: Props): JSX.Element {
  const { data, ui } = props;
  return (
    <Card title={ui.t('reinspection.act.request')}>
      <Form ui={ui} action={at(props, 'request')} version={data.row.version} draft="off">
        {data.ours ? (
          <p class="quiet">{ui.t('reinspection.requestOurs', { lab: data.row.first_lab })}</p>
        ) : (
          <div class="fields-grid">
            <TextField ui={ui} name="requestNo" label={ui.t('field.requestNo')} required maxLength={60} width="half" />
            <DateField
              ui={ui}
              name="requestedOn"
              label={ui.t('field.requestedOn')}
              value={ui.today}
              required
              width="half"
            />
          </div>
        )}
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('reinspection.act.request')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}

export function HandOver(props: Props): JSX.Element {
  const { data, ui } = props;
  return (
    <Card title={ui.t('reinspection.act.handOver')}>
      <Form ui={ui} action={at(props, 'hand-over')} version={data.row.version}>
        <div class="fields-grid">
          <TextField ui={ui} name="receiver" label={ui.t('custody.taker')} required maxLength={60} width="half" />
          <TextField
            ui={ui}
            name="receiverUnit"
            label={ui.t('field.receiverUnit')}
            value={data.row.laboratory.name}
            maxLength={100}
            width="half"
          />
          <TextField
            ui={ui}
            name="condition"
            label={ui.t('reinspection.condition')}
            required
            maxLength={100}
            width="half"
          />
          <CheckField ui={ui} name="sealIntact" label={ui.t('field.sealIntact')} width="half" />
          <TextArea
            ui={ui}
            name="storageLog"
            label={ui.t('field.storageLog')}
            hint={ui.t('reinspection.storageHint')}
            rows={2}
            maxLength={1000}
            required
            width="full"
          />
        </div>
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('reinspection.act.handOver')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}

export function Receive(props: Props): JSX.Element {
  const { data, ui } = props;
  const isForeign = data.row.standing === 'foreign';
  return (
    <Card title={ui.t('reinspection.act.receive')}>
      <Form ui={ui} action={at(props, 'receipt')} version={data.row.version}>
        <p class="quiet">{ui.t('reinspection.receiveLead')}</p>
        <div class="fields-grid">
          {isForeign ? (
            <>
              <DecimalField ui={ui} name="quantity" label={ui.t('field.quantity')} required width="third" />
              <TextField ui={ui} name="unit" label={ui.t('field.unit')} required maxLength={16} width="third" />
              <TextField ui={ui} name="sealNo" label={ui.t('custody.seal')} required maxLength={60} width="third" />
            </>
          ) : null}
          <TextField
            ui={ui}
            name="condition"
            label={ui.t('reinspection.condition')}
            required
            maxLength={100}
            width="half"
          />
          <DecimalField ui={ui} name="temperature" label={ui.t('field.temperature')} unit="℃" width="half" />
          <CheckField ui={ui} name="sealIntact" label={ui.t('field.sealIntact')} width="half" />
        </div>
        {isForeign
          ? data.row.items.map((item, i) => (
              <FieldSet key={item.name} legend={`${item.name}（${item.requirement}）`}>
                <SelectField
                  ui={ui}
                  name={`limits.${i}.kind`}
                  label={ui.t('field.limitKind')}
                  empty={false}
                  options={(['max', 'min', 'text'] as const).map((kind) => ({
                    value: kind,
                    label: ui.t(`reinspection.limit.${kind}`),
                  }))}
                  width="half"
                />
                <DecimalField ui={ui} name={`limits.${i}.value`} label={ui.t('field.limitValue')} width="half" />
              </FieldSet>
            ))
          : null}
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('reinspection.act.receive')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}

export function Conclude(props: Props): JSX.Element {
  const { data, ui } = props;
  const { row, second } = data;
  return (
    <Card title={ui.t('reinspection.act.report')}>
      <Form ui={ui} action={at(props, 'conclusion')} version={row.version} files>
        {data.ours ? (
          <p>{ui.t('reinspection.ourReport', { report: second?.reportNo ?? '' })}</p>
        ) : (
          <div class="fields-grid">
            <SelectField
              ui={ui}
              name="outcome"
              label={ui.t('field.outcome')}
              options={(['confirmed', 'overturned'] as const).map((one) => ({
                value: one,
                label: ui.t(`reinspection.outcome.${one}`),
              }))}
              required
              width="half"
            />
            <TextField ui={ui} name="reportNo" label={ui.t('field.reportNo')} required maxLength={60} width="half" />
            <DateField ui={ui} name="reportedOn" label={ui.t('field.reportedOn')} required width="half" />
            <FileField
              ui={ui}
              name="file"
              label={ui.t('field.file')}
              accept=".pdf,.jpg,.jpeg,.png"
              required
              width="half"
            />
            {row.items.map((item, i) => (
              <TextField
                key={item.name}
                ui={ui}
                name={`results.${i}`}
                label={ui.t('reinspection.resultOf', { item: item.name })}
                maxLength={100}
                width="half"
              />
            ))}
          </div>
        )}
        <TextField ui={ui} name="note" label={ui.t('field.note')} maxLength={500} />
        <p class="quiet">{ui.t('reinspection.final')}</p>
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('reinspection.concludeAct')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}

export function Send(props: Props): JSX.Element {
  const { data, ui } = props;
  return (
    <Card title={ui.t('reinspection.act.send')}>
      <Form ui={ui} action={at(props, 'sending')} version={data.row.version} draft="off">
        <p class="quiet">{ui.t('reinspection.sendLead', { name: data.row.applicant.name, lab: data.row.first_lab })}</p>
        <div class="fields-grid">
          <TextField ui={ui} name="authority" label={ui.t('field.authority')} required maxLength={100} width="half" />
          <DateField ui={ui} name="toldOn" label={ui.t('field.sentOn')} value={ui.today} required width="half" />
          <TextField ui={ui} name="toldHow" label={ui.t('field.toldHow')} required maxLength={60} width="half" />
          {data.row.outcome === 'overturned' ? (
            <DateField ui={ui} name="refundedOn" label={ui.t('field.refundedOn')} width="half" />
          ) : null}
        </div>
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('reinspection.act.send')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}
