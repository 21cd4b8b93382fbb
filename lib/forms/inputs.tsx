import type { JSX } from 'preact';
import type { Ui } from '../ui/context.ts';
import { applies, constantsOf, mayApply } from './conditions.ts';
import { type Bench, type Choice, Control, FieldProblem, idOf, problemTexts } from './control.tsx';
import { FieldHead, whenText } from './field-head.tsx';
import { GridTable } from './grid-table.tsx';
import { laterStages } from './later-stage.tsx';
import type { FormDefinition, GridField, InputField, Readings, RecordOutcome, Row, TestItem } from './types.ts';

export interface RecordInputsProps {
  form: FormDefinition;
  item: TestItem;
  readings: Readings;
  ui: Ui;
  /** Its problems are shown at their fields. */
  outcome?: RecordOutcome;
  /** In front of every field name; `readings.` unless said otherwise. */
  prefix?: string;
  /** The lists of the institute that fields choose from, by their `x-choices`. */
  choices?: Record<string, readonly Choice[]>;
  /** The readings that the reviewer gave back, by dot path, with what he asks. */
  returned?: readonly { path: string; reason: string }[];
}

/** The inputs of a record form for the bench: the common header, then each group; grids as tables. Names are dot paths (`readings.samples.0.m`). */
export function RecordInputs({
  form,
  item,
  readings,
  ui,
  outcome,
  prefix = 'readings.',
  choices = {},
  returned = [],
}: RecordInputsProps): JSX.Element {
  const bench: Bench = {
    ui,
    item,
    prefix,
    problems: problemTexts(ui, outcome),
    fields: new Set(Object.keys(form.properties)),
    choices,
    returned: new Map(returned.map(({ path, reason }) => [path, reason])),
    stages: laterStages(form, item, readings, outcome),
  };
  const constants = constantsOf(form, item);
  const common = form.properties['common'];
  const header = readings['common'];
  return (
    <div class="record">
      {common?.type === 'object' && (
        <Group title={ui.t('record.header')} look="record-common">
          <Fields
            bench={bench}
            path="common."
            properties={common.properties}
            ids={Object.keys(common.properties)}
            readings={typeof header === 'object' && !Array.isArray(header) ? header : {}}
            constants={constants}
          />
        </Group>
      )}
      {form['x-rules'] && <p class="record-rules">{form['x-rules'][ui.lang]}</p>}
      {form['x-groups'].map((group) => (
        <Group key={group.title.zh} title={group.title[ui.lang]}>
          <Fields
            bench={bench}
            path=""
            properties={inputsOf(form)}
            ids={group.fields}
            readings={readings}
            constants={constants}
          />
        </Group>
      ))}
    </div>
  );
}

function Group({
  title,
  look,
  children,
}: {
  title: string;
  look?: string;
  children: (JSX.Element | null) | (JSX.Element | null)[];
}): JSX.Element {
  return (
    <fieldset class={look ? `record-group ${look}` : 'record-group'}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

interface FieldsProps {
  bench: Bench;
  path: string;
  properties: Record<string, InputField | GridField>;
  ids: string[];
  readings: Readings;
  constants: Record<string, string>;
}

function Fields({ bench, path, properties, ids, readings, constants }: FieldsProps): JSX.Element {
  const drawn = ids.filter(
    (id) =>
      mayApply(properties[id]?.['x-when'], constants, bench.fields) &&
      isOpen(bench, properties[id], textOf(readings[id])),
  );
  const needed = (id: string) => applies(properties[id]?.['x-when'], constants, readings);
  const singles = drawn.flatMap((id) => (properties[id]?.type === 'string' ? [[id, properties[id]] as const] : []));
  const grids = drawn.flatMap((id) => (properties[id]?.type === 'array' ? [[id, properties[id]] as const] : []));
  return (
    <>
      {singles.length > 0 && (
        <div class="record-fields">
          {singles.map(([id, field]) => (
            <SingleField
              key={id}
              bench={bench}
              path={`${path}${id}`}
              field={field}
              current={textOf(readings[id])}
              needed={needed(id)}
            />
          ))}
        </div>
      )}
      {grids.map(([id, grid]) => (
        <GridTable
          key={id}
          bench={bench}
          path={`${path}${id}`}
          grid={grid}
          rows={rowsOf(readings[id])}
          constants={constants}
          needed={needed(id)}
        />
      ))}
    </>
  );
}

/** A field that chooses from a list of the institute is drawn where there is a choice, or something was chosen. */
function isOpen({ choices }: Bench, field: InputField | GridField | undefined, current: string): boolean {
  if (field?.type !== 'string' || field['x-choices'] === undefined) return true;
  return current !== '' || (choices[field['x-choices']] ?? []).length > 1;
}

function SingleField({
  bench,
  path,
  field,
  current,
  needed,
}: {
  bench: Bench;
  path: string;
  field: InputField;
  current: string;
  needed: boolean;
}): JSX.Element {
  const { ui } = bench;
  const stage = bench.stages.find((one) => one.field === path);
  return (
    <div
      class={`record-field${field['x-lines'] ? ' record-field-wide' : ''}${needed ? '' : ' record-unneeded'}${stage?.isDue ? ' record-due' : ''}`}
      data-when={whenText(field['x-when'])}
      data-stage={stage?.field}
    >
      <label for={idOf(bench, path)}>
        <FieldHead field={field} item={bench.item} ui={ui} />
      </label>
      <Control bench={bench} path={path} field={field} current={current} />
      <FieldProblem bench={bench} path={path} />
    </div>
  );
}

function inputsOf(form: FormDefinition): Record<string, InputField | GridField> {
  return Object.fromEntries(
    Object.entries(form.properties).flatMap(([id, field]) => (field.type === 'object' ? [] : [[id, field] as const])),
  );
}

function rowsOf(typed: Readings[string]): Row[] {
  return Array.isArray(typed) ? typed : [];
}

function textOf(typed: Readings[string]): string {
  return typeof typed === 'string' ? typed : '';
}
