import type { JSX } from 'preact';
import {
  Card,
  DateField,
  DecimalField,
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
import { kindWord } from './parts.tsx';
import { bases, type Kind, kinds, traits } from './rows.ts';

/** A new lot: first its kind, then the fields that this kind has. */
export function NewMaterialView({ kind, ui }: { kind: Kind | null; ui: Ui }): JSX.Element {
  const chosen = kind ?? 'reference';
  return (
    <>
      <PageHead over={<a href="/materials">{ui.t('nav.materials')}</a>} title={ui.t('material.new')} />
      <Tabs
        label={ui.t('field.kind')}
        tabs={kinds.map((own) => ({
          href: `/materials/new?kind=${own}`,
          label: kindWord(ui, own),
          active: own === chosen,
        }))}
      />
      <Form ui={ui} action="/materials">
        <input type="hidden" name="kind" value={chosen} />
        <Card>
          {chosen === 'controlled' ? <p class="mb-3">{ui.t('material.controlledLead')}</p> : null}
          <Identity ui={ui} kind={chosen} />
          {traits[chosen].made || chosen === 'strain' ? <Ingredients ui={ui} kind={chosen} /> : null}
          {traits[chosen].content ? <Content ui={ui} /> : null}
          <Stock ui={ui} kind={chosen} />
          <FormFoot>
            <button class="btn btn-primary btn-next">{ui.t('material.register')}</button>
          </FormFoot>
        </Card>
      </Form>
    </>
  );
}

interface Props {
  ui: Ui;
  kind: Kind;
}

function Identity({ ui, kind }: Props): JSX.Element {
  const { made } = traits[kind];
  return (
    <FieldSet legend={ui.t('material.identity')}>
      <TextField ui={ui} name="name" label={ui.t('field.name')} width="half" required maxLength={200} focus />
      {kind === 'titrant' || kind === 'solution' || kind === 'crm' ? (
        <TextField
          ui={ui}
          name="concentration"
          label={ui.t('field.concentration')}
          width="half"
          maxLength={60}
          hint={ui.t('material.concentrationHint')}
        />
      ) : null}
      {made ? null : (
        <>
          <TextField ui={ui} name="maker" label={ui.t('field.maker')} width="half" maxLength={200} />
          <TextField ui={ui} name="catalogueNo" label={ui.t('field.catalogueNo')} width="half" maxLength={200} />
        </>
      )}
      <TextField ui={ui} name="lotNo" label={ui.t('field.lotNo')} width="half" maxLength={200} />
      {kind === 'strain' ? (
        <TextField
          ui={ui}
          name="passage"
          label={ui.t('field.passage')}
          hint={ui.t('material.passageHint')}
          width="half"
        />
      ) : null}
    </FieldSet>
  );
}

const LINES = 4;

/** What it is made from: each lot with how much of it goes in, which is taken off its stock; a strain is only passed on. */
function Ingredients({ ui, kind }: Props): JSX.Element {
  const { made } = traits[kind];
  return (
    <FieldSet
      legend={ui.t('material.ingredients')}
      hint={ui.t(made ? 'material.ingredientsHint' : 'material.strainFromHint')}
    >
      {Array.from({ length: made ? LINES : 1 }, (_, i) => `ingredients.${i}`).flatMap((line) => [
        <TextField
          key={`${line}.lot`}
          ui={ui}
          name={`${line}.lot`}
          label={ui.t('field.lot')}
          width="third"
          maxLength={60}
          scan
        />,
        ...(made
          ? [
              <DecimalField
                key={`${line}.amount`}
                ui={ui}
                name={`${line}.amount`}
                label={ui.t('material.taken')}
                width="third"
                maxLength={60}
              />,
              <TextField
                key={`${line}.unit`}
                ui={ui}
                name={`${line}.unit`}
                label={ui.t('field.unit')}
                width="third"
                maxLength={20}
              />,
            ]
          : []),
      ])}
    </FieldSet>
  );
}

function Content({ ui }: { ui: Ui }): JSX.Element {
  return (
    <FieldSet legend={ui.t('field.content')}>
      <DecimalField ui={ui} name="content" label={ui.t('field.content')} unit="%" width="third" maxLength={60} />
      <SelectField
        ui={ui}
        name="basis"
        label={ui.t('field.basis')}
        width="third"
        options={bases.map((one) => ({ value: one, label: ui.t(`material.basis.${one}`) }))}
      />
      <DecimalField
        ui={ui}
        name="loss"
        label={ui.t('field.loss')}
        hint={ui.t('material.lossHint')}
        unit="%"
        width="third"
        maxLength={60}
      />
      <TextField ui={ui} name="treatment" label={ui.t('field.treatment')} width="half" maxLength={200} />
      <TextField ui={ui} name="purpose" label={ui.t('field.purpose')} width="half" maxLength={200} />
    </FieldSet>
  );
}

function Stock({ ui, kind }: Props): JSX.Element {
  const { made, dated } = traits[kind];
  return (
    <FieldSet legend={ui.t('material.stock')}>
      <DecimalField ui={ui} name="amount" label={ui.t('field.qty')} width="third" required maxLength={60} />
      <TextField
        ui={ui}
        name="unit"
        label={ui.t('field.unit')}
        hint={ui.t('material.unitHint')}
        width="third"
        required
        maxLength={20}
      />
      <TextField ui={ui} name="storage" label={ui.t('material.storage')} width="third" maxLength={200} />
      <DateField
        ui={ui}
        name="receivedOn"
        label={ui.t(made ? 'material.madeOn' : 'material.receivedOn')}
        value={ui.today}
        max={ui.today}
        width="third"
        required
      />
      <DateField
        ui={ui}
        name="expiry"
        label={ui.t('field.expiry')}
        hint={dated ? undefined : ui.t(made ? 'material.expiryMade' : 'material.expiryCurrent')}
        width="third"
        required={dated === true}
      />
      <TextArea ui={ui} name="note" label={ui.t('field.note')} width="full" rows={2} maxLength={2000} />
    </FieldSet>
  );
}
