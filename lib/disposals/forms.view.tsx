import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import {
  Card,
  CheckField,
  DateField,
  FieldSet,
  Form,
  FormFoot,
  PageHead,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import type { CaseData } from './data.ts';
import { ways } from './notify.ts';

const wayOptions = (ui: Ui) => ways.map((way) => ({ value: way, label: lookUp(ui.lang, `case.way.${way}`) }));

/** The papers that go to an authority, for the parties that it serves. */
export function NotifyForm({ data, ui }: { data: CaseData; ui: Ui }): JSX.Element {
  const waiting = data.recipients.filter(({ papers }) => papers === null);
  const known = waiting.find(({ organisation }) => organisation)?.organisation ?? '';
  return (
    <Card title={ui.t('case.record')}>
      <Form ui={ui} action={`/cases/${data.id}/notification`} version={data.version}>
        <FieldSet legend={ui.t('field.recipients')} problem={ui.problem('recipients')}>
          {waiting.map((one) => (
            <CheckField
              key={one.id}
              ui={ui}
              name="recipients"
              value={one.id}
              checked={waiting.length === 1 || one.organisation === known}
              label={`${one.name}（${ui.t(`case.role.${one.role}`)}${one.organisation ? `，${one.organisation}` : one.region ? `，${one.region}` : ''}）`}
            />
          ))}
        </FieldSet>
        <div class="fields-grid">
          <TextField
            ui={ui}
            name="notifiedTo"
            label={ui.t('field.notifiedTo')}
            value={known}
            required
            maxLength={200}
            hint={ui.t('case.toHint')}
          />
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
            options={wayOptions(ui)}
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

/** To whom, how and when an urgent report went. */
export function TellForm({ data, ui }: { data: CaseData; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('case.urgentRecord')}>
      <Form ui={ui} action={`/cases/${data.id}/urgent-report`} version={data.version}>
        <div class="fields-grid">
          <ToldFields ui={ui} required />
        </div>
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('case.urgentRecord')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}

function ToldFields({ ui, required }: { ui: Ui; required: boolean }): JSX.Element {
  return (
    <>
      <TextField ui={ui} name="urgentTo" label={ui.t('field.urgentTo')} maxLength={200} required={required} />
      <SelectField
        ui={ui}
        name="urgentHow"
        label={ui.t('field.urgentHow')}
        width="half"
        required={required}
        options={wayOptions(ui)}
      />
      <MomentField ui={ui} name="urgentAt" label={ui.t('field.urgentAt')} required={required} />
    </>
  );
}

function MomentField(props: { ui: Ui; name: string; label: string; required: boolean }): JSX.Element {
  const { ui, name, label, required } = props;
  const problem = ui.problem(name);
  return (
    <div class="field field-half">
      <label class="form-label" for={`f-${name}`}>
        {label}
        {required ? (
          <span class="required" title={ui.t('field.required')}>
            *<span class="visually-hidden">{ui.t('field.required')}</span>
          </span>
        ) : null}
      </label>
      <input
        id={`f-${name}`}
        class={problem ? 'form-control is-problem' : 'form-control'}
        type="datetime-local"
        name={name}
        value={ui.value(name)}
        required={required}
        aria-invalid={problem ? 'true' : undefined}
      />
      {problem ? <p class="field-problem">{problem}</p> : null}
    </div>
  );
}

/** 紧急报告: what was found in testing before the report is signed. */
export function UrgentView({ sample, ui }: { sample: string; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('case.urgentNew')} note={ui.t('case.urgentNote')} />
      <Card>
        <Form ui={ui} action="/cases/urgent">
          <div class="fields-grid">
            <TextField
              ui={ui}
              name="sampleNumber"
              label={ui.t('report.sampleNumber')}
              value={sample}
              maxLength={60}
              width="half"
              required
              scan
            />
            <MomentField ui={ui} name="foundAt" label={ui.t('field.foundAt')} required />
            <TextArea
              ui={ui}
              name="finding"
              label={ui.t('field.finding')}
              hint={ui.t('case.findingHint')}
              width="full"
              rows={3}
              maxLength={2000}
              required
            />
          </div>
          <FieldSet legend={ui.t('case.urgentOut')} hint={ui.t('case.urgentOutHint')}>
            <ToldFields ui={ui} required={false} />
          </FieldSet>
          <FormFoot>
            <button class="btn btn-primary btn-next">{ui.t('case.urgentNew')}</button>
          </FormFoot>
        </Form>
      </Card>
    </>
  );
}
