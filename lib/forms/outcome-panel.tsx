import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import type { Ui } from '../ui/context.ts';
import { Shape } from '../ui/shape.tsx';
import { FormulaView, SymbolView } from './formula-view.tsx';
import type { GateOutcome, RecordOutcome, Step, TestItem } from './types.ts';

export interface OutcomePanelProps {
  outcome: RecordOutcome;
  item: TestItem;
  ui: Ui;
}

const SHAPES = { conforms: '✔', fails: '▲', undecided: '◑' } as const;

/** What the record says so far: each step with its numbers put in, gates, what is missing or wrong, the rounded result and its verdict. */
export function OutcomePanel({ outcome, item, ui }: OutcomePanelProps): JSX.Element {
  return (
    <section class="outcome" aria-live="polite" aria-label={ui.t('record.live')}>
      <Problems outcome={outcome} ui={ui} />
      {outcome.steps.length > 0 && (
        <ol class="outcome-steps">
          {outcome.steps.map((step) => (
            <StepLine key={`${step.id}-${step.row ?? ''}`} step={step} ui={ui} />
          ))}
        </ol>
      )}
      <Gates title={ui.t('record.gates')} gates={outcome.gates} ui={ui} />
      <Gates title={ui.t('record.criteria')} gates={outcome.criteria} ui={ui} />
      <Conclusion outcome={outcome} item={item} ui={ui} />
    </section>
  );
}

/** The verdict as word, shape and colour. */
export function VerdictBadge({
  verdict,
  ui,
}: {
  verdict: 'conforms' | 'fails' | 'undecided' | undefined;
  ui: Ui;
}): JSX.Element {
  if (verdict === undefined)
    return (
      <span class="verdict verdict-none">
        <Shape name="○" /> {ui.t('record.unjudged')}
      </span>
    );
  return (
    <span class={`verdict verdict-${verdict}`}>
      <Shape name={SHAPES[verdict]} /> {ui.t(`record.${verdict}`)}
    </span>
  );
}

function StepLine({ step, ui }: { step: Step; ui: Ui }): JSX.Element {
  return (
    <li class="outcome-step">
      <span class="step-label">
        {step.rowLabel && `${step.rowLabel[ui.lang]} `}
        {step.label[ui.lang]}
      </span>
      <span class="step-formula">
        <SymbolView symbol={step.symbol} /> = <FormulaView node={step.formula} />
      </span>
      <span class="step-numbers">
        = <FormulaView node={step.substituted} />
      </span>
      <span class="step-value" title={step.exact}>
        = <strong>{step.shown}</strong>
        {step.unit && ` ${step.unit}`}
      </span>
    </li>
  );
}

function Gates({ title, gates, ui }: { title: string; gates: GateOutcome[]; ui: Ui }): JSX.Element | null {
  if (gates.length === 0) return null;
  return (
    <div class="outcome-gates">
      <h4>{title}</h4>
      <ul>
        {gates.map((gate) => (
          <li key={gate.id} class={gate.ok ? 'gate-met' : 'gate-unmet'}>
            <Shape name={gate.ok ? '✓' : '✗'} /> {gate.label[ui.lang]} {gate.value} ({gate.bound}){' '}
            <span class="visually-hidden">{ui.t(gate.ok ? 'record.met' : 'record.unmet')}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Problems({ outcome, ui }: { outcome: RecordOutcome; ui: Ui }): JSX.Element | null {
  const { missing, problems } = outcome;
  if (missing.length === 0 && problems.length === 0) return null;
  return (
    <div class="outcome-problems">
      {problems.length > 0 && (
        <div role="alert">
          <h4>{ui.t('record.problems')}</h4>
          <ul>
            {problems.map((problem, i) => (
              <li key={i}>{lookUp(ui.lang, `refusal.${problem.id}`, problem.params)}</li>
            ))}
          </ul>
        </div>
      )}
      {missing.length > 0 && (
        <details>
          <summary>{ui.t('record.missing', { n: missing.length })}</summary>
          <ul>
            {missing.map(({ field, label }) => (
              <li key={field}>{label[ui.lang]}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function Conclusion({ outcome, item, ui }: OutcomePanelProps): JSX.Element {
  const { result, verdict } = outcome;
  if (!result) return <p class="outcome-waiting">{ui.t('record.waiting')}</p>;
  return (
    <dl class="outcome-result">
      <dt>{ui.t('record.limit')}</dt>
      <dd>{item.limitText}</dd>
      <dt>{ui.t('record.result')}</dt>
      <dd>
        <output class="result-text" title={result.exact}>
          {result.text}
        </output>
      </dd>
      <dt>{ui.t('record.verdict')}</dt>
      <dd>
        <VerdictBadge verdict={verdict?.verdict} ui={ui} />
        {verdict && <small> {lookUp(ui.lang, verdict.reason.id, verdict.reason.params)}</small>}
      </dd>
    </dl>
  );
}
