import type { JSX } from 'preact';
import { limitKinds } from '../catalogue/index.ts';
import { lookUp } from '../messages/index.ts';
import {
  CheckField,
  DateField,
  DecimalField,
  FieldSet,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { ExampleTable } from './examples.view.tsx';
import { labelOf } from './facts.ts';
import type { Unfinished } from './rows.ts';
import type { DraftSheet } from './show.ts';
import { rowsText } from './specification-editor.view.tsx';
import { rowsAt, textAt } from './typed.ts';

const doubtful = [
  'name',
  'basis',
  'clause',
  'edition',
  'limit',
  'unit',
  'rounding',
  'replicates',
  'precision',
  'stages',
  'lod',
  'environment',
  'workingDays',
];
const BASIS = ['standard', 'edition', 'clause', 'scope'] as const;

interface Props {
  ui: Ui;
  body: Unfinished;
}

/** All facts of a parameter in labelled groups, and its examples with what the engine makes of them. */
export function ParameterEditor({ data, ui }: { data: DraftSheet; ui: Ui }): JSX.Element {
  const { body, forms, constants } = data;
  const own = { ui, body };
  return (
    <>
      <FieldSet legend={ui.t('editions.group.identity')}>
        <Text
          {...own}
          name="code"
          width="third"
          hint={data.base === null ? ui.t('editions.newCodeHint') : ui.t('editions.codeHint')}
        />
        <Text {...own} name="name.zh" width="third" />
        <Text {...own} name="name.en" width="third" />
        <Choice {...own} name="class" values={['drug', 'tcm', 'device', 'cosmetic', 'packaging']} />
        <Text {...own} name="group" width="third" />
        <Text {...own} name="family" width="third" hint={ui.t('editions.familyHint')} />
        <Text {...own} name="method.zh" width="third" />
        <Text {...own} name="method.en" width="third" />
        <Text {...own} name="competence" width="third" />
        <Lines {...own} name="aliases" />
        <SelectField
          ui={ui}
          name="body.form"
          label={ui.t('editions.field.form')}
          value={textAt(body, 'form')}
          options={forms.map(({ code, name }) => ({ value: code, label: `${name[ui.lang]} (${code})` }))}
          width="half"
        />
      </FieldSet>
      <Bases {...own} />
      <FieldSet legend={ui.t('editions.group.result')}>
        <Text {...own} name="unit" width="third" hint={ui.t('editions.unitHint')} />
        <Choice {...own} name="result" values={['number', 'text', 'conform', 'count', 'detected', 'individuals']} />
        <Choice {...own} name="compare" values={['rounded', 'full']} />
        <Text {...own} name="rounding.places" width="third" hint={ui.t('editions.placesHint')} />
        <Text {...own} name="rounding.significant" width="third" />
        <Text {...own} name="rounding.individualPlaces" width="third" />
        <Choice {...own} name="rounding.rule" values={['half-even', 'half-up']} />
        <Text {...own} name="lod" width="third" />
        <Text {...own} name="loq" width="third" />
        <Ticks {...own} name="limits" values={limitKinds} area="editions.kind" />
        <Text {...own} name="typicalLimit" width="full" />
      </FieldSet>
      <FieldSet legend={ui.t('editions.group.test')}>
        <Text {...own} name="replicates" width="third" />
        <Choice {...own} name="precision.kind" values={['rad', 'rsd', 'absolute']} />
        <Text {...own} name="precision.max" width="third" />
        <Text {...own} name="stages" width="third" />
        <Text {...own} name="workingDays" width="third" />
        <Allowed {...own} name="retest" />
        <Allowed {...own} name="reinspection" />
        <Text {...own} name="environment.room" width="third" />
        <Text {...own} name="environment.temperature.low" width="third" />
        <Text {...own} name="environment.temperature.high" width="third" />
        <Text {...own} name="environment.humidity.low" width="third" />
        <Text {...own} name="environment.humidity.high" width="third" />
        <Lines {...own} name="instruments" />
        <Lines {...own} name="materials" />
        {(constants[0] ?? []).map(({ id, label, unit, default: usual }) => (
          <DecimalField
            key={id}
            ui={ui}
            name={`body.constants.${id}`}
            label={label[ui.lang]}
            unit={unit}
            value={textAt(body, `constants.${id}`)}
            placeholder={usual ?? ''}
            width="third"
          />
        ))}
      </FieldSet>
      <FieldSet legend={ui.t('editions.group.report')}>
        <Text {...own} name="report.item.zh" width="half" />
        <Text {...own} name="report.item.en" width="half" />
        <Text {...own} name="report.conforms" width="third" />
        <Text {...own} name="report.fails" width="third" />
        <Text {...own} name="report.notDetected" width="third" />
      </FieldSet>
      <FieldSet legend={ui.t('editions.group.source')}>
        <Choice {...own} name="confidence" values={['high', 'medium', 'low']} />
        <Ticks {...own} name="uncertain" values={doubtful} area="editions.value.uncertain" />
        <TextArea
          ui={ui}
          name="body.source"
          label={ui.t('editions.field.source')}
          value={textAt(body, 'source')}
          rows={3}
          width="full"
        />
      </FieldSet>
      <ExampleTable data={data} ui={ui} />
    </>
  );
}

function Text({
  ui,
  body,
  name,
  width,
  hint,
}: Props & { name: string; width: 'third' | 'half' | 'full'; hint?: string }): JSX.Element {
  return (
    <TextField
      ui={ui}
      name={`body.${name}`}
      label={labelOf(name, ui.lang)}
      value={textAt(body, name)}
      width={width}
      hint={hint}
      maxLength={400}
    />
  );
}

function Lines({ ui, body, name }: Props & { name: string }): JSX.Element {
  return (
    <TextArea
      ui={ui}
      name={`body.${name}`}
      label={labelOf(name, ui.lang)}
      value={rowsText(body[name])}
      hint={ui.t('editions.onePerLine')}
      rows={3}
      width="half"
    />
  );
}

function Choice({ ui, body, name, values }: Props & { name: string; values: readonly string[] }): JSX.Element {
  const last = name.split('.').at(-1) ?? name;
  return (
    <SelectField
      ui={ui}
      name={`body.${name}`}
      label={labelOf(name, ui.lang)}
      value={textAt(body, name)}
      options={values.map((value) => ({ value, label: lookUp(ui.lang, `editions.value.${last}.${value}`) }))}
      width="third"
    />
  );
}

function Allowed({ ui, body, name }: Props & { name: string }): JSX.Element {
  return (
    <SelectField
      ui={ui}
      name={`body.${name}`}
      label={labelOf(name, ui.lang)}
      value={body[name] === false ? 'no' : 'yes'}
      empty={false}
      options={[
        { value: 'yes', label: ui.t('editions.allowed') },
        { value: 'no', label: ui.t('editions.notAllowed') },
      ]}
      width="third"
    />
  );
}

function Ticks({
  ui,
  body,
  name,
  values,
  area,
}: Props & { name: string; values: readonly string[]; area: string }): JSX.Element {
  const chosen = Array.isArray(body[name]) ? (body[name] as string[]) : [];
  return (
    <fieldset class="edit-when field-full">
      <legend>{labelOf(name, ui.lang)}</legend>
      {values.map((value) => (
        <CheckField
          key={value}
          ui={ui}
          name={`body.${name}.${value}`}
          label={lookUp(ui.lang, `${area}.${value}`)}
          checked={chosen.includes(value)}
        />
      ))}
    </fieldset>
  );
}

function Bases({ ui, body }: Props): JSX.Element {
  const rows = [...rowsAt(body, 'basis'), {}];
  return (
    <FieldSet legend={ui.t('editions.group.basis')} hint={ui.t('editions.basisHint')}>
      {rows.map((row, i) => (
        <div key={i} class="edit-grid edit-row field-full">
          {BASIS.map((name) => (
            <div key={name} class={name === 'standard' ? 'edit-4' : 'edit-2'}>
              <TextField
                ui={ui}
                name={`body.basis.${i}.${name}`}
                label={labelOf(`basis.${name}`, ui.lang)}
                value={textAt(row, name)}
                maxLength={200}
              />
            </div>
          ))}
          <div class="edit-2">
            <DateField
              ui={ui}
              name={`body.basis.${i}.validFrom`}
              label={labelOf('basis.validFrom', ui.lang)}
              value={textAt(row, 'validFrom')}
            />
          </div>
          <div class="edit-2">
            <DateField
              ui={ui}
              name={`body.basis.${i}.validTo`}
              label={labelOf('basis.validTo', ui.lang)}
              value={textAt(row, 'validTo')}
            />
          </div>
        </div>
      ))}
    </FieldSet>
  );
}
