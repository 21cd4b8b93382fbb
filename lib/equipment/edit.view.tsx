import type { JSX } from 'preact';
import {
  CheckField,
  DateField,
  DecimalField,
  FieldSet,
  Form,
  FormFoot,
  PageHead,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import type { InstrumentRow } from './rows.ts';
import { traceabilities } from './rows.ts';
import type { InstrumentSheet } from './show.ts';

/** A new line of the ledger. */
export function NewView({ ui }: { ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead over={<a href="/instruments">{ui.t('nav.equipment')}</a>} title={ui.t('equipment.new')} />
      <Form ui={ui} action="/instruments">
        <Fields ui={ui} />
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('act.save')}</button>
        </FormFoot>
      </Form>
    </>
  );
}

/** The same for one that is known. */
export function EditView({ data, ui }: { data: InstrumentSheet; ui: Ui }): JSX.Element {
  const { instrument: row } = data;
  return (
    <>
      <PageHead
        over={<a href={`/instruments/${row.id}`}>{`${row.number} ${row.name}`}</a>}
        title={ui.t('equipment.edit')}
      />
      <Form ui={ui} action={`/instruments/${row.id}`} version={row.version}>
        <Fields ui={ui} row={row} />
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('act.save')}</button>
        </FormFoot>
      </Form>
    </>
  );
}

type TextName = 'maker' | 'model' | 'serial' | 'software' | 'range' | 'accuracy' | 'custodian' | 'department' | 'room';

function Fields({ ui, row }: { ui: Ui; row?: InstrumentRow }): JSX.Element {
  const own = (name: TextName) => (
    <TextField
      key={name}
      ui={ui}
      name={name}
      label={ui.t(`equipment.${name}`)}
      value={row?.[name] ?? ''}
      maxLength={200}
      width="third"
    />
  );
  const day = (name: 'purchased_on' | 'accepted_on' | 'enabled_on') => (
    <DateField
      key={name}
      ui={ui}
      name={name}
      label={ui.t(`equipment.${name}`)}
      value={row?.[name] ?? ''}
      width="third"
    />
  );
  return (
    <>
      <FieldSet legend={ui.t('equipment.identity')}>
        <TextField
          ui={ui}
          name="number"
          label={ui.t('equipment.number')}
          value={row?.number ?? ''}
          hint={ui.t('equipment.numberHint')}
          maxLength={30}
          width="third"
          capitals
          required
          focus={row === undefined}
        />
        <TextField
          ui={ui}
          name="name"
          label={ui.t('equipment.name')}
          value={row?.name ?? ''}
          maxLength={100}
          width="third"
          required
        />
        {(['maker', 'model', 'serial', 'software', 'range', 'accuracy'] as const).map(own)}
      </FieldSet>
      <FieldSet legend={ui.t('equipment.tracing')}>
        <SelectField
          ui={ui}
          name="traceability"
          label={ui.t('equipment.traceability')}
          value={row?.traceability ?? ''}
          options={traceabilities.map((way) => ({ value: way, label: ui.t(`equipment.way.${way}`) }))}
          width="third"
          required
        />
        <DecimalField
          ui={ui}
          name="interval_months"
          label={ui.t('equipment.interval_months')}
          value={row?.interval_months === null || row === undefined ? '' : String(row.interval_months)}
          hint={ui.t('equipment.intervalHint')}
          width="third"
        />
        <CheckField
          ui={ui}
          name="mandatory"
          label={ui.t('equipment.mandatory')}
          checked={row?.mandatory === 1}
          width="third"
        />
        <TextArea
          ui={ui}
          name="servesText"
          label={ui.t('equipment.serves')}
          value={row?.serves.join('、') ?? ''}
          hint={ui.t('equipment.servesHint')}
          rows={2}
          maxLength={2000}
          width="half"
        />
        <TextArea
          ui={ui}
          name="factors"
          label={ui.t('equipment.factors')}
          value={row?.factors ?? ''}
          hint={ui.t('equipment.factorsHint')}
          rows={2}
          maxLength={2000}
          width="half"
        />
      </FieldSet>
      <FieldSet legend={ui.t('equipment.place')}>
        {(['custodian', 'department', 'room'] as const).map(own)}
        <DecimalField ui={ui} name="value" label={ui.t('equipment.value')} value={row?.value ?? ''} width="third" />
        {(['purchased_on', 'accepted_on', 'enabled_on'] as const).map(day)}
        <TextArea
          ui={ui}
          name="note"
          label={ui.t('equipment.note')}
          value={row?.note ?? ''}
          rows={2}
          maxLength={2000}
          width="full"
        />
      </FieldSet>
    </>
  );
}
