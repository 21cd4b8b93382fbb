import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { Card, CheckField, DataTable, Form, FormFoot, SelectField, TextArea, TextField, type Ui } from '../ui/index.ts';
import { type Design, type SampleName, scoreWanted, sigmaWays, type Target } from './rows.ts';
import type { ComparisonSheet, ItemSheet } from './show.ts';

/** The items with the design of their evaluation, fixed before anybody sees a result. */
export function ItemsCard({ data, ui }: { data: ComparisonSheet; ui: Ui }): JSX.Element {
  const edits = data.state === 'draft' && data.writes;
  return (
    <Card title={ui.t('comparison.items')} id="items" flush>
      <DataTable<ItemSheet>
        ui={ui}
        caption={ui.t('comparison.items')}
        rows={data.items}
        rowKey={(row) => row.id}
        empty={ui.t('comparison.noItems')}
        columns={[
          { key: 'name', head: ui.t('field.itemName'), cell: (row) => `${row.position} ${row.name}`, wrap: true },
          { key: 'unit', head: ui.t('field.itemUnit'), cell: (row) => row.unit ?? '—' },
          { key: 'decimals', head: ui.t('field.itemDecimals'), cell: (row) => row.decimals ?? '—', numeric: true },
          {
            key: 'assigned',
            head: ui.t('comparison.assigned'),
            cell: (row) => targetsText(ui, row.design, data.samples),
            wrap: true,
          },
          { key: 'sigma', head: ui.t('comparison.sigma'), cell: (row) => sigmaText(ui, row.design), wrap: true },
          {
            key: 'score',
            head: ui.t('field.scoreWanted'),
            cell: (row) => (row.kind === 'text' ? '—' : ui.t(`comparison.wanted.${row.design.score ?? 'z'}`)),
          },
        ]}
      />
      {edits ? (
        <div class="p-3">
          {data.items.map((item) => (
            <details class="more mb-2" key={item.id}>
              <summary>{ui.t('comparison.changeItem', { name: item.name })}</summary>
              <Form ui={ui} action={`/comparisons/${data.id}/items/${item.id}`} version={item.version}>
                <ItemFields ui={ui} samples={data.samples} given={item} />
                <FormFoot>
                  <button class="btn">{ui.t('act.save')}</button>
                </FormFoot>
              </Form>
            </details>
          ))}
          <details
            class="more mb-2"
            open={data.items.length === 0 || ui.problems.some(({ field }) => field === 'itemName')}
          >
            <summary>{ui.t('comparison.addItem')}</summary>
            <Form ui={ui} action={`/comparisons/${data.id}/items`}>
              <ItemFields ui={ui} samples={data.samples} />
              <FormFoot>
                <button class="btn btn-primary">{ui.t('comparison.addItem')}</button>
              </FormFoot>
            </Form>
          </details>
        </div>
      ) : null}
    </Card>
  );
}

function targetsText(ui: Ui, { source, targets, method }: Design, samples: readonly SampleName[]): string {
  const each = samples.map((sample) => {
    const text = targetText(targets[sample]);
    return text === '' ? '' : samples.length === 1 ? text : `${sample}: ${text}`;
  });
  const way = source === undefined ? ui.t('comparison.answerKey') : ui.t(`comparison.source.${source}`);
  const robust = method === undefined || source !== 'consensus' ? '' : ui.t(`comparison.robust.${method}`);
  return [way, robust, ...each].filter((part) => part !== '').join('；');
}

function targetText(target: Target | undefined): string {
  if (target === undefined) return '';
  const { value, contributions, expanded, k, experts, expected } = target;
  if (expected !== undefined) return expected;
  if (experts) return experts.join(', ');
  if (expanded !== undefined) return `${value} (U ${expanded}, k ${k})`;
  return contributions ? `${value} (${contributions.map(({ name, u }) => `${name} ${u}`).join('; ')})` : '';
}

function sigmaText(ui: Ui, { sigma, method }: Design): string {
  if (!sigma) return '—';
  const way = ui.t(`comparison.sigmaWay.${sigma.way}`);
  switch (sigma.way) {
    case 'sigma':
      return `${way} ${sigma.value}`;
    case 'percent':
      return `${way} ${sigma.value} %`;
    case 'horwitz':
      return `${way} (${sigma.factor})`;
    case 'rounds':
      return `${way} ${(sigma.rounds ?? []).map(({ sd, n }) => `${sd} (${n})`).join('; ')}`;
    case 'robust':
      return `${way} ${method === undefined ? '' : ui.t(`comparison.robust.${method}`)}`;
  }
}

const optionsOf = (ui: Ui, area: string, values: readonly string[]) =>
  values.map((value) => ({ value, label: lookUp(ui.lang, `comparison.${area}.${value}`) }));

function ItemFields(props: { ui: Ui; samples: readonly SampleName[]; given?: ItemSheet }): JSX.Element {
  const { ui, samples, given } = props;
  const design = given?.design;
  const text = (name: TextName, value: string | undefined, hint?: string) => (
    <TextField ui={ui} name={name} label={ui.t(`field.${name}`)} value={value} width="half" {...(hint && { hint })} />
  );
  const target = (sample: SampleName): Target => design?.targets[sample] ?? {};
  const uOf = ({ contributions, expanded }: Target) =>
    expanded ?? contributions?.map(({ name, u }) => `${name} ${u}`).join('; ');
  return (
    <div class="fields-grid">
      <TextField
        ui={ui}
        name="itemName"
        label={ui.t('field.itemName')}
        value={given?.name}
        width="half"
        required
        maxLength={120}
      />
      {text('parameterCode', given?.parameter ?? undefined, ui.t('comparison.parameterHint'))}
      <SelectField
        ui={ui}
        name="itemKind"
        label={ui.t('field.itemKind')}
        value={given?.kind ?? 'number'}
        width="half"
        empty={false}
        options={optionsOf(ui, 'kind', ['number', 'text'])}
      />
      <h3 class="field-full">{ui.t('comparison.forNumbers')}</h3>
      {text('itemUnit', given?.unit ?? undefined)}
      {text('itemDecimals', given?.decimals === null ? undefined : given?.decimals?.toString())}
      <SelectField
        ui={ui}
        name="assignedSource"
        label={ui.t('field.assignedSource')}
        value={design?.source}
        width="half"
        options={optionsOf(ui, 'source', ['formulation', 'crm', 'expert', 'consensus'])}
      />
      <SelectField
        ui={ui}
        name="robustMethod"
        label={ui.t('field.robustMethod')}
        value={design?.method}
        width="half"
        hint={ui.t('comparison.robustHint')}
        options={optionsOf(ui, 'robust', ['algorithm-a', 'q-hampel', 'median-nIQR', 'median-MADe'])}
      />
      {samples.flatMap((sample) => [
        text(`value${sample}`, target(sample).value),
        text(`uncertainty${sample}`, uOf(target(sample)), ui.t('comparison.uncertaintyHint')),
        text(`experts${sample}`, target(sample).experts?.join('; '), ui.t('comparison.expertsHint')),
      ])}
      {text('coverage', target('A').k, ui.t('comparison.coverageHint'))}
      <SelectField
        ui={ui}
        name="sigmaWay"
        label={ui.t('field.sigmaWay')}
        value={design?.sigma?.way}
        width="half"
        options={optionsOf(ui, 'sigmaWay', sigmaWays)}
      />
      {text('sigmaValue', design?.sigma?.value, ui.t('comparison.sigmaHint'))}
      {text('massFactor', design?.sigma?.factor, ui.t('comparison.factorHint'))}
      {text('earlierRounds', roundsText(design), ui.t('comparison.roundsHint'))}
      <SelectField
        ui={ui}
        name="scoreWanted"
        label={ui.t('field.scoreWanted')}
        value={design?.score ?? 'z'}
        width="half"
        empty={false}
        options={optionsOf(ui, 'wanted', scoreWanted)}
      />
      {text('scoreLimit', design?.limit, ui.t('comparison.limitHint'))}
      <h3 class="field-full">{ui.t('comparison.forWords')}</h3>
      {samples.map((sample) => text(`expected${sample}`, target(sample).expected))}
      <TextArea
        ui={ui}
        name="answerOptions"
        label={ui.t('field.answerOptions')}
        value={design?.options?.join('\n')}
        rows={3}
        hint={ui.t('comparison.optionsHint')}
      />
      <CheckField ui={ui} name="several" label={ui.t('field.several')} checked={design?.several ?? false} />
    </div>
  );
}

const roundsText = (design: Design | undefined): string | undefined =>
  design?.sigma?.rounds?.map(({ sd, n }) => `${sd} (${n})`).join('; ');

type TextName =
  | 'parameterCode'
  | 'itemUnit'
  | 'itemDecimals'
  | `${'value' | 'uncertainty' | 'experts' | 'expected'}${SampleName}`
  | 'coverage'
  | 'sigmaValue'
  | 'massFactor'
  | 'earlierRounds'
  | 'scoreLimit';
