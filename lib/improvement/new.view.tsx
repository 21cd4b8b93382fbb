import type { JSX } from 'preact';
import {
  Card,
  CheckField,
  DateField,
  FieldSet,
  Form,
  FormFoot,
  PageHead,
  SelectField,
  Tabs,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { peopleOptions } from './list.view.tsx';
import { channels, type Kind, kinds, type LinkEntity, sources } from './rows.ts';
import type { Person } from './store.ts';

export interface NewSheet {
  kind: Kind;
  people: Person[];
  /** The record from which it is opened, as this person may read it. */
  ref: { entity: LinkEntity; id: string; label: string } | null;
  /** What is proposed from that record. */
  parameter: string | null;
  instrument: string | null;
}

/** A new record: first what kind it is, then what was found. */
export function NewView({ data, ui }: { data: NewSheet; ui: Ui }): JSX.Element {
  const { kind, people, ref } = data;
  const from = ref ? `&refEntity=${ref.entity}&refId=${ref.id}` : '';
  return (
    <>
      <PageHead
        over={<a href="/nonconforming">{ui.t('nav.nonconforming')}</a>}
        title={ui.t(`improvement.newOf.${kind}`)}
        note={ui.t(`improvement.newLead.${kind}`)}
      />
      <Tabs
        label={ui.t('improvement.kind')}
        tabs={kinds.map((one) => ({
          href: `/nonconforming/new?kind=${one}${from}`,
          label: ui.t(`improvement.kind.${one}`),
          active: one === kind,
        }))}
      />
      <Form ui={ui} action="/nonconforming" draft={`nonconforming-${kind}`}>
        <input type="hidden" name="kind" value={kind} />
        {ref ? (
          <>
            <input type="hidden" name="refEntity" value={ref.entity} />
            <input type="hidden" name="refId" value={ref.id} />
            <p class="mb-3">
              {ui.t('improvement.about')}
              {ui.t(`improvement.entity.${ref.entity}`)} <strong>{ref.label}</strong>
            </p>
          </>
        ) : null}
        {kind === 'complaint' ? <Complainant ui={ui} /> : null}
        <Finding data={data} ui={ui} />
        <Concerned data={data} ui={ui} />
        <Card>
          <div class="fields-grid">
            <SelectField
              ui={ui}
              name="handlerId"
              label={ui.t('field.handlerId')}
              hint={ui.t(`improvement.ownerHint.${kind === 'complaint' ? 'complaint' : 'other'}`)}
              required
              width="half"
              options={peopleOptions(people)}
            />
          </div>
        </Card>
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('improvement.open')}</button>
        </FormFoot>
      </Form>
    </>
  );
}

function Complainant({ ui }: { ui: Ui }): JSX.Element {
  return (
    <FieldSet legend={ui.t('improvement.complainantPart')}>
      <TextField ui={ui} name="complainant" label={ui.t('field.complainant')} required maxLength={200} width="third" />
      <TextField ui={ui} name="complaintContact" label={ui.t('field.complaintContact')} maxLength={200} width="third" />
      <SelectField
        ui={ui}
        name="channel"
        label={ui.t('field.channel')}
        required
        width="third"
        options={channels.map((value) => ({ value, label: ui.t(`improvement.channel.${value}`) }))}
      />
    </FieldSet>
  );
}

function Finding({ data: { kind }, ui }: { data: NewSheet; ui: Ui }): JSX.Element {
  return (
    <FieldSet legend={ui.t('improvement.findingPart')}>
      <TextField
        ui={ui}
        name="improvementTitle"
        label={ui.t('field.improvementTitle')}
        required
        maxLength={120}
        width="half"
      />
      <DateField
        ui={ui}
        name="foundOn"
        label={ui.t(kind === 'complaint' ? 'improvement.receivedOn' : 'field.foundOn')}
        value={ui.today}
        max={ui.today}
        required
        width="third"
      />
      {kind === 'work' || kind === 'preventive' ? (
        <SelectField
          ui={ui}
          name="source"
          label={ui.t('improvement.source')}
          required
          width="third"
          options={sources
            .filter((value) => value !== 'complaint' && value !== 'audit')
            .map((value) => ({ value, label: ui.t(`improvement.source.${value}`) }))}
        />
      ) : null}
      <TextArea
        ui={ui}
        name="findingText"
        label={ui.t('field.findingText')}
        hint={ui.t('improvement.findingHint')}
        rows={4}
        maxLength={2000}
        required
        width="full"
      />
      <TextField
        ui={ui}
        name="requirement"
        label={ui.t('field.requirement')}
        hint={ui.t('improvement.requirementHint')}
        maxLength={500}
        width="full"
      />
    </FieldSet>
  );
}

function Concerned({ data: { people, parameter, instrument }, ui }: { data: NewSheet; ui: Ui }): JSX.Element {
  return (
    <FieldSet legend={ui.t('improvement.concernedPart')} hint={ui.t('improvement.concernedHint')}>
      <TextField ui={ui} name="department" label={ui.t('field.department')} maxLength={100} width="third" />
      <TextField
        ui={ui}
        name="parameterCode"
        label={ui.t('field.parameterCode')}
        value={parameter ?? ''}
        maxLength={40}
        width="third"
      />
      <TextField
        ui={ui}
        name="instrumentNo"
        label={ui.t('field.instrumentNo')}
        value={instrument ?? ''}
        maxLength={60}
        width="third"
      />
      <SelectField
        ui={ui}
        name="personId"
        label={ui.t('field.personId')}
        hint={ui.t('improvement.personHint')}
        width="third"
        options={peopleOptions(people)}
      />
      <details class="more field-full">
        <summary>{ui.t('improvement.involvedMore')}</summary>
        <div class="fields-grid">
          {people.map(({ id, name }) => (
            <CheckField key={id} ui={ui} name="involved" value={id} label={name} width="third" />
          ))}
        </div>
      </details>
    </FieldSet>
  );
}
