import type { JSX } from 'preact';
import type { Ui } from './context.ts';
import { fieldId } from './field.tsx';
import { Shape } from './shape.tsx';

/** The summary at the top of a form that was refused: each problem links to its field. Nothing when there is none. */
export function Problems({ ui }: { ui: Ui }): JSX.Element | null {
  if (ui.problems.length === 0) return null;
  const count = ui.problems.length;
  return (
    <section class="problems tone-red" role="alert" aria-labelledby="problems-title" data-problems>
      <h2 id="problems-title">
        <Shape name="▲" />
        {count === 1 ? ui.t('problems.one') : ui.t('problems.title', { count })}
      </h2>
      <ul>
        {ui.problems.map((problem) => (
          <li key={`${problem.field}${problem.text}`}>
            {problem.field ? <a href={`#${fieldId(problem.field)}`}>{problem.text}</a> : problem.text}
          </li>
        ))}
      </ul>
    </section>
  );
}
