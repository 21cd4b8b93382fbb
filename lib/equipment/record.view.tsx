import type { JSX } from 'preact';
import {
  DateField,
  FieldSet,
  FileField,
  Form,
  FormFoot,
  PageHead,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { GridField, StandingPill } from './marks.tsx';
import { eventKinds } from './rows.ts';
import type { InstrumentSheet } from './show.ts';

/** Recording a certificate, a check, a maintenance or a repair; a stopped instrument can be calibrated too. */
export function RecordView({ data, ui }: { data: InstrumentSheet; ui: Ui }): JSX.Element {
  const { instrument: row, why } = data;
  const first = row.traceability === 'verification' || row.traceability === 'check' ? row.traceability : 'calibration';
  return (
    <>
      <PageHead
        over={<a href={`/instruments/${row.id}`}>{`${row.number} ${row.name}`}</a>}
        title={ui.t('equipment.record')}
        note={<StandingPill ui={ui} state={row.state} why={why} />}
      />
      <Form ui={ui} action={`/instruments/${row.id}/events`} files draft="off">
        <FieldSet legend={ui.t('equipment.what')}>
          <SelectField
            ui={ui}
            name="kind"
            label={ui.t('equipment.kind')}
            value={first}
            empty={false}
            options={eventKinds.map((kind) => ({ value: kind, label: ui.t(`equipment.way.${kind}`) }))}
            width="third"
            required
          />
          <DateField ui={ui} name="done_on" label={ui.t('equipment.doneOn')} max={data.today} width="third" required />
          <DateField
            ui={ui}
            name="stated_to"
            label={ui.t('equipment.stated_to')}
            hint={ui.t('equipment.statedHint')}
            width="third"
          />
          <TextField ui={ui} name="unit" label={ui.t('equipment.unit')} maxLength={100} width="third" required />
          <TextField
            ui={ui}
            name="certificate_no"
            label={ui.t('equipment.certificate_no')}
            maxLength={100}
            width="third"
          />
          <TextField ui={ui} name="range" label={ui.t('equipment.certifiedRange')} maxLength={200} width="third" />
          <FileField
            ui={ui}
            name="file"
            label={ui.t('equipment.file')}
            accept="application/pdf,image/jpeg,image/png"
            hint={ui.t('equipment.fileHint')}
            width="half"
          />
          <TextField ui={ui} name="result" label={ui.t('equipment.result')} maxLength={500} width="half" />
          <TextArea ui={ui} name="note" label={ui.t('equipment.note')} rows={2} maxLength={2000} width="full" />
        </FieldSet>
        <GridField
          ui={ui}
          name="points"
          label={ui.t('equipment.points')}
          columns={[
            { key: 'nominal', head: ui.t('equipment.nominal'), decimal: true },
            { key: 'found', head: ui.t('equipment.found'), decimal: true },
            { key: 'uncertainty', head: ui.t('equipment.uncertainty'), decimal: true },
            { key: 'correction', head: ui.t('equipment.correction'), decimal: true },
            { key: 'unit', head: ui.t('equipment.unitOf') },
          ]}
          rows={8}
        />
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('act.save')}</button>
          <span class="quiet">{ui.t('equipment.recordHint')}</span>
        </FormFoot>
      </Form>
    </>
  );
}
