import type { JSX } from 'preact';
import { compile, show } from '../core/formula.ts';
import { FormulaView, SymbolView, type Words } from '../forms/index.ts';
import { Card, DataTable, type Ui } from '../ui/index.ts';
import type { Bound, Formula, Meaning, When } from './form-facts.ts';

/** What a parameter or a form shows of its calculation. */
interface Calculated {
  formulas: readonly Formula[];
  symbols: readonly Meaning[];
  rules: Words | null;
}

/** The formulas as people write them, each with its condition, and what every symbol stands for. */
export function Formulas({ data, ui }: { data: Calculated; ui: Ui }): JSX.Element {
  const symbols = Object.fromEntries(data.symbols.map(({ id, symbol }) => [id, symbol]));
  return (
    <>
      {data.rules ? <p class="record-rules">{data.rules[ui.lang]}</p> : null}
      {data.formulas.length === 0 ? (
        <p class="quiet">{ui.t('definitions.noFormula')}</p>
      ) : (
        <ol class="outcome-steps">
          {data.formulas.map((formula) => (
            <FormulaLine key={`${formula.id} ${formula.expr}`} formula={formula} symbols={symbols} ui={ui} />
          ))}
        </ol>
      )}
      {data.symbols.length === 0 ? null : (
        <details>
          <summary class="link-button">{ui.t('definitions.symbols', { count: data.symbols.length })}</summary>
          <div class="mt-2">
            <Symbols symbols={data.symbols} ui={ui} />
          </div>
        </details>
      )}
    </>
  );
}

function FormulaLine({
  formula,
  symbols,
  ui,
}: {
  formula: Formula;
  symbols: Record<string, string>;
  ui: Ui;
}): JSX.Element {
  const notes = [
    formula.each ? ui.t('definitions.each', { rows: formula.each[ui.lang] }) : '',
    whenText(formula.when, ui),
  ].filter(Boolean);
  return (
    <li class="outcome-step">
      <span class="step-label">
        {formula.result ? <strong>{formula.label[ui.lang]}</strong> : formula.label[ui.lang]}
        {formula.result ? ` · ${ui.t('definitions.isResult')}` : ''}
        {notes.length > 0 ? ` · ${notes.join(' · ')}` : ''}
      </span>
      <span class="step-formula">
        <SymbolView symbol={formula.symbol} /> = <FormulaView node={show(compile(formula.expr), symbols)} />
      </span>
      {formula.unit ? <span class="step-numbers">{formula.unit}</span> : null}
    </li>
  );
}

function Symbols({ symbols, ui }: { symbols: readonly Meaning[]; ui: Ui }): JSX.Element {
  return (
    <DataTable
      ui={ui}
      caption={ui.t('definitions.symbol')}
      rows={symbols}
      rowKey={(row) => row.id}
      empty={ui.t('table.empty')}
      total={symbols.length}
      columns={[
        { key: 'symbol', head: ui.t('definitions.symbol'), cell: (row) => <SymbolView symbol={row.symbol} /> },
        { key: 'label', head: ui.t('definitions.meaning'), cell: (row) => row.label[ui.lang], wrap: true },
        { key: 'unit', head: ui.t('field.unit'), cell: (row) => row.unit || '—' },
        { key: 'origin', head: ui.t('definitions.origin'), cell: (row) => ui.t(`definitions.origin.${row.origin}`) },
        { key: 'value', head: ui.t('definitions.value'), cell: (row) => row.value ?? '—' },
      ]}
    />
  );
}

/** What must hold for a valid run, and what is required beside the limit. */
export function Bounds({ data, ui }: { data: { bounds: readonly Bound[] }; ui: Ui }): JSX.Element | null {
  if (data.bounds.length === 0) return null;
  return (
    <Card title={ui.t('definitions.bounds')} flush>
      <DataTable
        ui={ui}
        caption={ui.t('definitions.bounds')}
        rows={data.bounds.map((bound, i) => ({ ...bound, i }))}
        rowKey={(row) => String(row.i)}
        empty={ui.t('table.empty')}
        total={data.bounds.length}
        columns={[
          { key: 'label', head: ui.t('definitions.condition'), cell: (row) => row.label[ui.lang], wrap: true },
          { key: 'bound', head: ui.t('definitions.required'), cell: (row) => row.bound[ui.lang] },
          { key: 'kind', head: ui.t('definitions.ifUnmet'), cell: (row) => ui.t(`definitions.bound.${row.kind}`) },
          {
            key: 'when',
            head: ui.t('definitions.when'),
            cell: (row) => whenText(row.when, ui) || ui.t('definitions.always'),
            wrap: true,
          },
        ]}
      />
    </Card>
  );
}

function whenText(when: readonly When[], ui: Ui): string {
  const name = (label: string) => label.replace(/[（(].*[）)]$/, '').trim(); // a remark in brackets belongs to the list of symbols
  return when
    .map(({ is, label, value }) =>
      ui.t(`definitions.when.${is}`, { label: name(label[ui.lang]), value: value[ui.lang] }),
    )
    .join(ui.t('definitions.comma'));
}
