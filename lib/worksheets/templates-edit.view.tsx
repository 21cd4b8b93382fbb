import type { JSX } from 'preact';
import {
  Card,
  CheckField,
  Form,
  FormFoot,
  Moves,
  PageHead,
  Pill,
  SelectField,
  TextField,
  type Ui,
} from '../ui/index.ts';
import type { TemplateSheet } from './templates.show.ts';
import { places, qcKinds, ruleNames } from './templates.ts';

const SPARE = 3;
const numbers = (filled: number): number[] => Array.from({ length: filled + SPARE }, (_, i) => i);

/** One template: rows of quality control, what is read once, and by which rules the run is judged. */
export function TemplateView({ data, ui }: { data: TemplateSheet; ui: Ui }): JSX.Element {
  const { id, pattern } = data;
  const canWrite = ui.may('run.template') && data.state === 'active';
  const own = `/runs/templates/${id ?? ''}`;
  return (
    <>
      <PageHead
        over={<a href="/runs/templates">{ui.t('run.templates')}</a>}
        title={id === null ? ui.t('run.newTemplate') : pattern.title}
        note={`${data.formTitle[ui.lang]} (${data.formCode})`}
      >
        {data.state === 'retired' ? <Pill tone="grey" shape="✕" word={ui.t('run.retired')} /> : null}
      </PageHead>
      <Form
        ui={ui}
        action={id === null ? '/runs/templates' : own}
        version={id === null ? undefined : data.version}
        draft="off"
      >
        <input type="hidden" name="formCode" value={data.formCode} />
        <fieldset disabled={!canWrite}>
          <Card>
            <div class="fields-grid">
              <TextField
                ui={ui}
                name="templateTitle"
                label={ui.t('field.templateTitle')}
                value={pattern.title}
                required
                width="half"
                maxLength={120}
              />
              <SelectField
                ui={ui}
                name="parameterCode"
                label={ui.t('field.parameterCode')}
                width="half"
                value={data.parameterCode ?? ''}
                empty={ui.t('run.allParameters')}
                options={data.parameters.map(({ code, name }) => ({ value: code, label: `${name[ui.lang]} ${code}` }))}
              />
            </div>
          </Card>
          <Rows data={data} ui={ui} />
          <Shared data={data} ui={ui} />
          <Rules data={data} ui={ui} />
        </fieldset>
        {canWrite ? (
          <FormFoot>
            <button class="btn btn-primary btn-next">
              {ui.t(id === null ? 'run.saveTemplate' : 'run.saveVersion')}
            </button>
          </FormFoot>
        ) : null}
      </Form>
      {canWrite && id !== null ? (
        <Card title={ui.t('run.retire')}>
          <Moves
            ui={ui}
            moves={[
              {
                move: 'retire',
                label: ui.t('run.retire'),
                obstacles: [],
                action: `${own}/retirement`,
                version: data.version,
                reason: true,
                kind: 'danger',
              },
            ]}
          />
        </Card>
      ) : null}
    </>
  );
}

interface Cell {
  ui: Ui;
  name: string;
  value: string;
  label: string;
}

/** A cell of a table of inputs; its head is its label. */
const Typed = ({ ui, name, value, label, numeric = false }: Cell & { numeric?: boolean }): JSX.Element => (
  <td data-head={label}>
    <input
      class={`form-control${ui.problem(name) ? ' is-problem' : ''}`}
      name={name}
      value={ui.value(name, value)}
      inputMode={numeric ? 'decimal' : undefined}
      maxLength={60}
      size={numeric ? 6 : 12}
      aria-label={label}
    />
    {ui.problem(name) ? <p class="field-problem">{ui.problem(name)}</p> : null}
  </td>
);

const Chosen = ({
  ui,
  name,
  value,
  label,
  options,
}: Cell & { options: { value: string; label: string }[] }): JSX.Element => (
  <td data-head={label}>
    <select class="form-select" name={name} aria-label={label}>
      <option value="">—</option>
      {options.map((option) => (
        <option key={option.value} value={option.value} selected={ui.value(name, value) === option.value}>
          {option.label}
        </option>
      ))}
    </select>
    {ui.problem(name) ? <p class="field-problem">{ui.problem(name)}</p> : null}
  </td>
);

/** A table whose cells are typed; cards on a phone like every other. */
function Lines({
  title,
  lead,
  heads,
  children,
}: {
  title: string;
  lead: string;
  heads: string[];
  children: JSX.Element[];
}): JSX.Element {
  return (
    <Card title={title} flush>
      <p class="panel-lead">{lead}</p>
      <div class="table-scroll" tabIndex={0} role="region" aria-label={title}>
        <table class="data">
          <caption class="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">#</th>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </div>
    </Card>
  );
}

function Rows({ data, ui }: { data: TemplateSheet; ui: Ui }): JSX.Element {
  const names = ['qcKind', 'rowLabel', 'rowLevel', 'rowLot', 'rowPlace', 'everySamples'] as const;
  const head = (name: (typeof names)[number]): string => ui.t(`field.${name}`);
  const { rows } = data.pattern;
  return (
    <Lines title={ui.t('run.controlRows')} lead={ui.t('run.rowsLead')} heads={names.map(head)}>
      {numbers(rows.length).map((i) => {
        const row = rows[i];
        const cell = (name: (typeof names)[number], value: string): Cell => ({
          ui,
          name: `rows.${i}.${name}`,
          value,
          label: head(name),
        });
        return (
          <tr key={i}>
            <th scope="row">{i + 1}</th>
            <Chosen
              {...cell('qcKind', row?.kind ?? '')}
              options={qcKinds.map((kind) => ({ value: kind, label: ui.t(`run.kind.${kind}`) }))}
            />
            <Typed {...cell('rowLabel', row?.label ?? '')} />
            <Typed {...cell('rowLevel', row?.level ?? '')} />
            <Typed {...cell('rowLot', row?.lot ?? '')} />
            <Chosen
              {...cell('rowPlace', row?.at ?? (row?.every === undefined ? '' : 'every'))}
              options={places.map((place) => ({ value: place, label: ui.t(`run.place.${place}`) }))}
            />
            <Typed {...cell('everySamples', String(row?.every ?? ''))} numeric />
          </tr>
        );
      })}
    </Lines>
  );
}

function Shared({ data, ui }: { data: TemplateSheet; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('field.sharedFields')}>
      <p class="quiet">{ui.t('run.sharedLead')}</p>
      {ui.problem('sharedFields') ? <p class="field-problem">{ui.problem('sharedFields')}</p> : null}
      <div class="fields-grid">
        {data.shareable.map(({ path, label }) => (
          <CheckField
            key={path}
            ui={ui}
            name="sharedFields"
            value={path}
            label={label[ui.lang]}
            checked={data.pattern.shared_fields.includes(path)}
            width="third"
          />
        ))}
      </div>
    </Card>
  );
}

function Rules({ data, ui }: { data: TemplateSheet; ui: Ui }): JSX.Element {
  const names = ['qcKind', 'ruleField', 'ruleName', 'ruleLow', 'ruleHigh', 'ruleMost', 'deviationOf'] as const;
  const head = (name: (typeof names)[number]): string => ui.t(`field.${name}`);
  const { rules } = data.pattern;
  return (
    <Lines title={ui.t('run.rules')} lead={ui.t('run.rulesLead')} heads={names.map(head)}>
      {numbers(rules.length).map((i) => {
        const rule = rules[i];
        const cell = (name: (typeof names)[number], value: string): Cell => ({
          ui,
          name: `rules.${i}.${name}`,
          value,
          label: head(name),
        });
        return (
          <tr key={i}>
            <th scope="row">{i + 1}</th>
            <Chosen
              {...cell('qcKind', rule?.kind ?? '')}
              options={qcKinds.map((kind) => ({ value: kind, label: ui.t(`run.kind.${kind}`) }))}
            />
            <Chosen
              {...cell('ruleField', rule?.field ?? '')}
              options={[
                { value: 'found', label: ui.t('run.found') },
                ...data.judgeable.map(({ path, label }) => ({ value: path, label: `${label[ui.lang]} (${path})` })),
              ]}
            />
            <Chosen
              {...cell('ruleName', rule?.rule ?? '')}
              options={ruleNames.map((name) => ({ value: name, label: ui.t(`run.rule.${name}`) }))}
            />
            <Typed {...cell('ruleLow', rule?.low ?? '')} numeric />
            <Typed {...cell('ruleHigh', rule?.high ?? '')} numeric />
            <Typed {...cell('ruleMost', rule?.max ?? '')} numeric />
            <Chosen
              {...cell('deviationOf', rule?.of ?? '')}
              options={(['mean', 'sum'] as const).map((of) => ({ value: of, label: ui.t(`run.of.${of}`) }))}
            />
          </tr>
        );
      })}
    </Lines>
  );
}
