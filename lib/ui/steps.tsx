import type { JSX } from 'preact';
import { Shape } from './shape.tsx';

export interface Step {
  id: string;
  label: string;
  state: 'done' | 'now' | 'todo' | 'refused';
  note?: string | undefined;
  href?: string | undefined;
}

const shapes = { done: '✔', now: '●', todo: '○', refused: '▲' } as const;
const tones = { done: 'green', now: 'blue', todo: 'grey', refused: 'red' } as const;

/** How far something has come, as a line of steps; a column on a phone. */
export function Steps({ label, steps }: { label: string; steps: readonly Step[] }): JSX.Element {
  return (
    <ol class="progress-steps" aria-label={label}>
      {steps.map((step) => (
        <li
          key={step.id}
          class={`step step-${step.state} tone-${tones[step.state]}`}
          aria-current={step.state === 'now' ? 'step' : undefined}
        >
          <span class="step-mark" aria-hidden="true">
            <Shape name={shapes[step.state]} />
          </span>
          <span class="step-label">{step.href ? <a href={step.href}>{step.label}</a> : step.label}</span>
          {step.note ? <span class="step-note">{step.note}</span> : null}
        </li>
      ))}
    </ol>
  );
}
