import type { JSX } from 'preact';
import { ruleKinds } from '../core/decision.ts';
import { componentKinds, probabilities, scales } from '../core/uncertainty.ts';
import {
  Card,
  CheckField,
  DecimalField,
  Form,
  FormFoot,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { type Cell, Rows } from './grid.view.tsx';
import { type BudgetBody, uses } from './rows.ts';
import type { BudgetSheet } from './show.ts';

/** The whole budget to fill in; saving calculates it, finished or not. */
export function Editor({ data, ui }: { data: BudgetSheet; ui: Ui }): JSX.Element {
  const { body } = data;
  return (
    <Form ui={ui} action={`/uncertainty/${data.id}`} version={data.version} class="form form-wide">
      <Card title={ui.t('uncertainty.model')}>
        <div class="fields-grid">
          <TextArea
            ui={ui}
            name="equation"
            label={ui.t('field.equation')}
            hint={ui.t('uncertainty.equationHint')}
            value={body.equation ?? ''}
            rows={2}
            width="full"
          />
          <TextField ui={ui} name="budgetTitle" label={ui.t('field.budgetTitle')} value={data.title} maxLength={200} />
          <TextField ui={ui} name="unit" label={ui.t('uncertainty.unitOf')} value={body.unit ?? ''} maxLength={40} />
        </div>
      </Card>
      <Card title={ui.t('uncertainty.inputs')}>
        <p class="quiet mb-2">{ui.t('uncertainty.inputsHint')}</p>
        <Rows ui={ui} name="lines" cells={lineCells(ui)} rows={body.lines} />
        <details class="more" open={body.correlations.length > 0}>
          <summary>{ui.t('uncertainty.correlations')}</summary>
          <p class="quiet mb-2">{ui.t('uncertainty.correlationsHint')}</p>
          <Rows
            ui={ui}
            name="correlations"
            cells={[{ key: 'a' }, { key: 'b' }, { key: 'r', decimal: true }]}
            rows={body.correlations}
          />
        </details>
      </Card>
      <Reporting body={body} ui={ui} />
      <Using body={body} ui={ui} ownUnit={data.ownUnit} />
      <FormFoot>
        <button class="btn btn-primary btn-next">{ui.t('uncertainty.save')}</button>
      </FormFoot>
    </Form>
  );
}

const lineCells = (ui: Ui): Cell[] => [
  { key: 'symbol' },
  { key: 'name' },
  { key: 'unit' },
  { key: 'estimate', decimal: true },
  { key: 'kind', options: componentKinds.map((value) => ({ value, label: ui.t(`uncertainty.kind.${value}`) })) },
  { key: 'spread', decimal: true },
  { key: 'scale', options: scales.map((value) => ({ value, label: ui.t(`uncertainty.scale.${value}`) })) },
  { key: 'factor', decimal: true },
  { key: 'dof', decimal: true },
  { key: 'readings' },
  { key: 'origin' },
];

function Reporting({ body, ui }: { body: BudgetBody; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('uncertainty.reporting')}>
      <div class="fields-grid">
        <SelectField
          ui={ui}
          name="coverageWay"
          label={ui.t('field.coverageWay')}
          value={body.coverageWay}
          empty={false}
          width="third"
          options={(['k', 't'] as const).map((value) => ({ value, label: ui.t(`uncertainty.way.${value}`) }))}
        />
        <DecimalField
          ui={ui}
          name="k"
          label={ui.t('field.k')}
          hint={ui.t('uncertainty.kHint')}
          value={body.k ?? '2'}
          width="third"
        />
        <SelectField
          ui={ui}
          name="p"
          label={ui.t('field.p')}
          hint={ui.t('uncertainty.pHint')}
          value={body.p ?? '0.95'}
          empty={false}
          width="third"
          options={probabilities.map((value) => ({ value, label: `${Math.round(Number(value) * 10_000) / 100} %` }))}
        />
        <SelectField
          ui={ui}
          name="digits"
          label={ui.t('field.digits')}
          value={body.digits}
          empty={false}
          width="third"
          options={(['1', '2'] as const).map((value) => ({ value, label: ui.t(`uncertainty.digits.${value}`) }))}
        />
        <SelectField
          ui={ui}
          name="rounding"
          label={ui.t('field.rounding')}
          value={body.rounding}
          empty={false}
          width="third"
          options={(['up', 'half-even'] as const).map((value) => ({
            value,
            label: ui.t(`uncertainty.rounding.${value}`),
          }))}
        />
        <CheckField
          ui={ui}
          name="secondOrder"
          label={ui.t('field.secondOrder')}
          hint={ui.t('uncertainty.secondHint')}
          checked={body.secondOrder ?? false}
          width="third"
        />
      </div>
    </Card>
  );
}

function Using({ body, ui, ownUnit }: { body: BudgetBody; ui: Ui; ownUnit: string | null }): JSX.Element {
  const cells: Cell[] = [
    { key: 'forSpecification' },
    { key: 'ruleKind', options: ruleKinds.map((value) => ({ value, label: ui.t(`uncertainty.rule.${value}`) })) },
    { key: 'ruleOf', options: (['U', 'u'] as const).map((value) => ({ value, label: `w = ${value} ×` })) },
    { key: 'factor', head: ui.t('field.factor'), decimal: true },
    { key: 'ruleBasis' },
  ];
  return (
    <Card title={ui.t('uncertainty.using')}>
      <div class="fields-grid">
        <SelectField
          ui={ui}
          name="use"
          label={ui.t('field.use')}
          value={body.use}
          empty={false}
          width="third"
          options={uses.map((value) => ({ value, label: ui.t(`uncertainty.use.${value}`) }))}
        />
        <DecimalField
          ui={ui}
          name="fixedPart"
          label={ui.t('field.fixedPart')}
          hint={ui.t('uncertainty.levelHint')}
          unit={ownUnit ?? undefined}
          value={body.fixedPart ?? ''}
          width="third"
        />
        <DecimalField
          ui={ui}
          name="sharePart"
          label={ui.t('field.sharePart')}
          unit="%"
          value={body.sharePart ?? ''}
          width="third"
        />
        <DecimalField
          ui={ui}
          name="low"
          label={ui.t('uncertainty.low')}
          unit={ownUnit ?? undefined}
          value={body.low ?? ''}
          width="third"
        />
        <DecimalField
          ui={ui}
          name="high"
          label={ui.t('uncertainty.high')}
          unit={ownUnit ?? undefined}
          value={body.high ?? ''}
          width="third"
        />
      </div>
      <h3 class="mt-3">{ui.t('uncertainty.rules')}</h3>
      <p class="quiet mb-2">{ui.t('uncertainty.rulesHint')}</p>
      <Rows ui={ui} name="rules" cells={cells} rows={body.rules} />
      <div class="fields-grid">
        <TextArea ui={ui} name="note" label={ui.t('field.note')} value={body.note ?? ''} rows={2} width="full" />
      </div>
    </Card>
  );
}
