import type { JSX } from 'preact';
import {
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
import { ContactFields, FeeFields, LaboratoryFields, Papers } from './fields.view.tsx';
import type { ForeignForm } from './pages.tsx';
import { applicantRoles } from './rows.ts';

const LINES = 4;

/** The application for the re-inspection of another laboratory's report, with the institute as the re-inspecting laboratory. */
export function ForeignView({ data, ui }: { data: ForeignForm; ui: Ui }): JSX.Element {
  const words = (
    name: 'firstLab' | 'firstReportNo' | 'batchNo' | 'producer' | 'sampledUnit' | 'basis' | 'applicantName',
    width: 'half' | 'full' = 'half',
  ) => (
    <TextField
      key={name}
      ui={ui}
      name={name}
      label={name === 'basis' ? ui.t('samples.basis') : ui.t(`field.${name}`)}
      required
      maxLength={200}
      width={width}
    />
  );
  return (
    <>
      <PageHead
        over={<a href="/reinspections">{ui.t('nav.reinspections')}</a>}
        title={ui.t('reinspection.newForeign')}
        note={ui.t('reinspection.foreignLead')}
      />
      <nav class="tabs" aria-label={ui.t('field.productClass')}>
        {data.classes.map((one) => (
          <a
            key={one}
            class={one === data.productClass ? 'tab active' : 'tab'}
            href={`/reinspections/foreign?productClass=${one}`}
            aria-current={one === data.productClass ? 'page' : undefined}
          >
            {ui.t(`class.${one}`)}
          </a>
        ))}
      </nav>
      <Form ui={ui} action="/reinspections/foreign">
        <input type="hidden" name="productClass" value={data.productClass} />
        <FieldSet legend={ui.t('reinspection.about')}>
          {words('firstLab')}
          {words('firstReportNo')}
          <TextField
            ui={ui}
            name="productName"
            label={ui.t('field.productName')}
            required
            maxLength={200}
            width="half"
          />
          {words('batchNo')}
          <TextField ui={ui} name="spec" label={ui.t('field.spec')} maxLength={100} width="half" />
          <DateField ui={ui} name="expiryDate" label={ui.t('field.expiryDate')} width="half" />
          {words('producer')}
          {words('sampledUnit')}
          {words('basis', 'full')}
        </FieldSet>
        <FieldSet legend={ui.t('reinspection.applicant')}>
          {words('applicantName')}
          <SelectField
            ui={ui}
            name="applicantRole"
            label={ui.t('field.applicantRole')}
            options={applicantRoles.map((role) => ({ value: role, label: ui.t(`reinspection.role.${role}`) }))}
            required
            width="half"
          />
          <TextField ui={ui} name="applicantCode" label={ui.t('field.applicantCode')} maxLength={18} width="half" />
          <DateField ui={ui} name="deliveredOn" label={ui.t('reinspection.deliveredOn')} required width="half" />
          <ContactFields ui={ui} />
        </FieldSet>
        <FieldSet legend={ui.t('field.items')} hint={ui.t('reinspection.foreignItems')} problem={ui.problem('items')}>
          {Array.from({ length: LINES }, (_, i) => (
            <div key={String(i)} class="field field-full fields-grid" data-together>
              <TextField
                ui={ui}
                name={`items.${i}.parameter`}
                label={ui.t('field.parameter')}
                placeholder="D-CHEM-…"
                maxLength={40}
                width="third"
              />
              <TextField
                ui={ui}
                name={`items.${i}.requirement`}
                label={ui.t('samples.limit')}
                maxLength={200}
                width="third"
              />
              <TextField
                ui={ui}
                name={`items.${i}.result`}
                label={ui.t('reinspection.firstResult')}
                maxLength={100}
                width="third"
              />
            </div>
          ))}
          <TextArea
            ui={ui}
            name="reason"
            label={ui.t('reinspection.reason')}
            required
            rows={2}
            maxLength={2000}
            width="full"
          />
        </FieldSet>
        <Papers papers={data.papers} ui={ui} />
        <LaboratoryFields ways={data.ways} basis={data.basis} ui={ui} />
        <FeeFields ui={ui} />
        <FormFoot>
          <button class="btn btn-primary">{ui.t('reinspection.register')}</button>
        </FormFoot>
      </Form>
    </>
  );
}
