import type { JSX } from 'preact';
import { FormulaView, type Step, SymbolView } from '../forms/index.ts';
import { chinaTime, Facts, type Ui } from '../ui/index.ts';
import type { OriginAnswer } from './sheet-origin.ts';

/** The formula of the active row and the origin of the active value; the sheet puts each into its place. */
export function OriginView({ data, ui }: { data: OriginAnswer; ui: Ui }): JSX.Element {
  return (
    <>
      <section class="panel" data-pane="formula">
        <Formulas data={data} ui={ui} />
      </section>
      <section class="panel" data-pane="origin">
        <Origin data={data} ui={ui} />
      </section>
    </>
  );
}

function Formulas({ data, ui }: { data: OriginAnswer; ui: Ui }): JSX.Element {
  if (data.steps.length === 0) return <span class="quiet">{ui.t('sheet.noFormula')}</span>;
  return (
    <ol class="sheet-steps">
      {data.steps.map((step) => (
        <StepLine key={`${step.id}-${step.row ?? ''}`} step={step} ui={ui} />
      ))}
    </ol>
  );
}

function StepLine({ step, ui }: { step: Step; ui: Ui }): JSX.Element {
  return (
    <li title={step.label[ui.lang]}>
      <SymbolView symbol={step.symbol} />
      {step.rowLabel && <small class="quiet">{step.rowLabel[ui.lang]}</small>} = <FormulaView node={step.formula} /> ={' '}
      <FormulaView node={step.substituted} /> ={' '}
      <strong title={step.exact}>
        {step.shown}
        {step.unit && ` ${step.unit}`}
      </strong>
    </li>
  );
}

function Origin({ data, ui }: { data: OriginAnswer; ui: Ui }): JSX.Element {
  const last = data.changes.at(-1);
  const list = (texts: string[]) => (texts.length > 0 ? texts.join('；') : '');
  return (
    <>
      <h2>{ui.t('sheet.originOf', { row: data.rowName, field: data.fieldName[ui.lang] })}</h2>
      {last ? (
        <Facts
          facts={[
            { label: ui.t('sheet.value'), value: <strong>{data.value}</strong> },
            { label: ui.t('sheet.by'), value: last.by },
            { label: ui.t('sheet.at'), value: chinaTime(last.at) },
            ...(last.reason ? [{ label: ui.t('sheet.why'), value: last.reason }] : []),
          ]}
        />
      ) : (
        <p class="quiet">{ui.t('sheet.none')}</p>
      )}
      {data.changes.length > 1 && (
        <>
          <h3>{ui.t('sheet.before')}</h3>
          <ol class="sheet-changes">
            {[...data.changes].reverse().map((change, i) => (
              <li key={i}>
                <span class="sheet-change">
                  {change.old || '—'} → <strong>{change.new || '—'}</strong>
                </span>
                <span class="quiet">
                  {chinaTime(change.at)}　{change.by}
                  {change.reason ? `　${change.reason}` : ''}
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
      <Facts
        facts={[
          ...(data.instruments.length > 0
            ? [{ label: ui.t('sheet.instruments'), value: list(data.instruments), wide: true }]
            : []),
          ...(data.materials.length > 0
            ? [{ label: ui.t('sheet.materials'), value: list(data.materials), wide: true }]
            : []),
          ...(data.limit ? [{ label: ui.t('testing.limit'), value: data.limit, wide: true }] : []),
        ]}
      />
      {data.testId && (
        <p>
          <a href={`/tests/${data.testId}`}>{ui.t('sheet.record')}</a>
        </p>
      )}
    </>
  );
}
