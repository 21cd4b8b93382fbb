import type { ComponentChildren, JSX } from 'preact';
import {
  CheckField,
  DateField,
  FieldSet,
  FileField,
  Form,
  FormFoot,
  fieldId,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { ACCEPT } from './documents.ts';
import type { Person, TrainingLine } from './person.ts';
import { acts, educations, titles } from './rows.ts';

/** A form that stays folded until somebody asks for it, or one of its fields was refused. */
function Folded(props: { title: string; ui: Ui; fields: readonly string[]; children: ComponentChildren }): JSX.Element {
  const open = props.fields.some((field) => props.ui.problem(field) !== undefined);
  return (
    <details class="more" open={open}>
      <summary>{props.title}</summary>
      {props.children}
    </details>
  );
}

export function StaffForm({ data, ui }: { data: Person; ui: Ui }): JSX.Element {
  const { staff } = data;
  const fields = ['education', 'degree', 'jobTitle', 'speciality', 'fieldSince', 'enteredOn'];
  return (
    <Folded title={ui.t('competence.editFile')} ui={ui} fields={fields}>
      <Form ui={ui} action={`/competence/people/${data.id}`} version={staff.version}>
        <div class="fields-grid">
          <SelectField
            ui={ui}
            name="education"
            label={ui.t('field.education')}
            width="third"
            value={staff.education ?? undefined}
            options={educations.map((value) => ({ value, label: ui.t(`competence.education.${value}`) }))}
          />
          <TextField
            ui={ui}
            name="degree"
            label={ui.t('field.degree')}
            width="third"
            value={staff.degree ?? undefined}
            maxLength={60}
          />
          <SelectField
            ui={ui}
            name="jobTitle"
            label={ui.t('field.jobTitle')}
            width="third"
            value={staff.title ?? undefined}
            options={titles.map((value) => ({ value, label: ui.t(`competence.title.${value}`) }))}
          />
          <TextField
            ui={ui}
            name="speciality"
            label={ui.t('field.speciality')}
            width="third"
            value={staff.field ?? undefined}
            maxLength={60}
          />
          <DateField
            ui={ui}
            name="fieldSince"
            label={ui.t('field.fieldSince')}
            width="third"
            value={staff.field_since ?? undefined}
          />
          <DateField
            ui={ui}
            name="enteredOn"
            label={ui.t('field.enteredOn')}
            width="third"
            value={staff.entered_on ?? undefined}
          />
        </div>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('act.save')}</button>
        </FormFoot>
      </Form>
    </Folded>
  );
}

export function SpecimenForm({ data, ui }: { data: Person; ui: Ui }): JSX.Element {
  return (
    <Folded title={ui.t('competence.keepSpecimen')} ui={ui} fields={[]}>
      <Form ui={ui} action={`/competence/people/${data.id}/specimen`} version={data.staff.version} draft="off" files>
        <FileField
          ui={ui}
          name="file"
          label={ui.t('field.file')}
          accept={ACCEPT}
          hint={ui.t('competence.fileHint')}
          required
        />
        <FormFoot>
          <button class="btn">{ui.t('act.save')}</button>
        </FormFoot>
      </Form>
    </Folded>
  );
}

export function LeaveForm({ data, ui }: { data: Person; ui: Ui }): JSX.Element | null {
  if (data.staff.left_on !== null) return null;
  return (
    <Folded title={ui.t('competence.leave')} ui={ui} fields={['leftOn']}>
      <p>{ui.t('competence.leaveLead')}</p>
      <Form ui={ui} action={`/competence/people/${data.id}/leave`} version={data.staff.version}>
        <div class="fields-grid">
          <DateField ui={ui} name="leftOn" label={ui.t('field.leftOn')} width="third" required />
          <TextArea ui={ui} name="reason" label={ui.t('field.reason')} rows={2} maxLength={2000} required />
        </div>
        <FormFoot>
          <button class="btn btn-danger">{ui.t('competence.leaveAct')}</button>
        </FormFoot>
      </Form>
    </Folded>
  );
}

const grantFields = [
  'authorisedActs',
  'authorisedArea',
  'parameterCodes',
  'signField',
  'authorisedFrom',
  'authorisedTo',
  'letterNo',
];

export function GrantForm({ data, ui }: { data: Person; ui: Ui }): JSX.Element {
  return (
    <Folded title={ui.t('competence.grant')} ui={ui} fields={grantFields}>
      <Form ui={ui} action={`/competence/people/${data.id}/authorisations`} draft="off" files>
        <FieldSet
          legend={ui.t('field.authorisedActs')}
          problem={ui.problem('authorisedActs')}
          id={fieldId('authorisedActs')}
        >
          {acts.map((act) => (
            <CheckField
              key={act}
              ui={ui}
              name="authorisedActs"
              value={act}
              width="third"
              label={ui.t(`competence.act.${act}`)}
            />
          ))}
        </FieldSet>
        <div class="fields-grid">
          <SelectField
            ui={ui}
            name="authorisedArea"
            label={ui.t('field.authorisedArea')}
            width="half"
            options={data.areas.map(({ value, class: own, group }) => ({
              value,
              label:
                group === null
                  ? ui.t('competence.wholeClass', { class: classWord(ui, own) })
                  : `${classWord(ui, own)} · ${group}`,
            }))}
          />
          <TextField
            ui={ui}
            name="parameterCodes"
            label={ui.t('field.parameterCodes')}
            hint={ui.t('competence.codesHint')}
            width="half"
            maxLength={2000}
          />
          <TextField
            ui={ui}
            name="signField"
            label={ui.t('field.signField')}
            hint={ui.t('competence.signHint')}
            maxLength={200}
          />
          <DateField
            ui={ui}
            name="authorisedFrom"
            label={ui.t('field.authorisedFrom')}
            width="third"
            value={data.today}
            required
          />
          <DateField ui={ui} name="authorisedTo" label={ui.t('field.authorisedTo')} width="third" />
          <TextField ui={ui} name="letterNo" label={ui.t('field.letterNo')} width="third" maxLength={100} />
          <FileField
            ui={ui}
            name="file"
            label={ui.t('competence.letterFile')}
            accept={ACCEPT}
            hint={ui.t('competence.fileHint')}
          />
        </div>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('competence.grantAct')}</button>
        </FormFoot>
      </Form>
    </Folded>
  );
}

const classWord = (ui: Ui, own: string): string => ui.t(`class.${own}` as 'class.drug');

export function PlanForm({ data, ui }: { data: Person; ui: Ui }): JSX.Element {
  return (
    <Folded title={ui.t('competence.plan')} ui={ui} fields={['trainingKind', 'topic', 'checkWay', 'trainingPlanned']}>
      <Form ui={ui} action={`/competence/people/${data.id}/trainings`}>
        <div class="fields-grid">
          <SelectField
            ui={ui}
            name="trainingKind"
            label={ui.t('field.trainingKind')}
            width="third"
            empty={false}
            options={(['training', 'check'] as const).map((value) => ({
              value,
              label: ui.t(`competence.kind.${value}`),
            }))}
          />
          <DateField ui={ui} name="trainingPlanned" label={ui.t('field.trainingPlanned')} width="third" required />
          <TextField
            ui={ui}
            name="checkWay"
            label={ui.t('field.checkWay')}
            hint={ui.t('competence.wayHint')}
            width="third"
            maxLength={100}
          />
          <TextField ui={ui} name="topic" label={ui.t('field.topic')} maxLength={200} required />
        </div>
        <FormFoot>
          <button class="btn">{ui.t('act.save')}</button>
        </FormFoot>
      </Form>
    </Folded>
  );
}

/** What came of a planned training or check; the name of the fields is the same for each, so one that was refused opens all. */
export function ResultForm({ person, line, ui }: { person: string; line: TrainingLine; ui: Ui }): JSX.Element {
  return (
    <Folded
      title={ui.t('competence.recordResult', { topic: line.topic })}
      ui={ui}
      fields={['trainingDone', 'trainingHours', 'trainingResult', 'note']}
    >
      <Form
        ui={ui}
        action={`/competence/people/${person}/trainings/${line.id}/result`}
        version={line.version}
        draft="off"
        files
      >
        <div class="fields-grid">
          <DateField ui={ui} name="trainingDone" label={ui.t('field.trainingDone')} width="third" required />
          <TextField ui={ui} name="trainingHours" label={ui.t('field.trainingHours')} width="third" maxLength={6} />
          <SelectField
            ui={ui}
            name="trainingResult"
            label={ui.t('field.trainingResult')}
            width="third"
            required
            options={(['passed', 'failed'] as const).map((value) => ({
              value,
              label: ui.t(`competence.result.${value}`),
            }))}
          />
          <TextField ui={ui} name="note" label={ui.t('field.note')} width="half" maxLength={200} />
          <FileField
            ui={ui}
            name="file"
            label={ui.t('field.file')}
            accept={ACCEPT}
            hint={ui.t('competence.fileHint')}
            width="half"
          />
        </div>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('act.save')}</button>
        </FormFoot>
      </Form>
    </Folded>
  );
}
