import type { ComponentChildren, JSX } from 'preact';
import { FieldProblem, fieldId, type Ui } from '../ui/index.ts';

/** Ticks that belong together under one label, side by side; the problem of the whole stands above them. */
export function Options(props: {
  ui: Ui;
  name: string;
  label: string;
  hint?: string;
  /** So many have to be ticked. */
  least?: number;
  children: ComponentChildren;
}): JSX.Element {
  const { ui, name, label, hint, least, children } = props;
  const id = fieldId(name);
  const problem = ui.problem(name);
  return (
    <div class="field field-full" role="group" aria-labelledby={`${id}-label`} id={id} data-least={least}>
      <span class="form-label" id={`${id}-label`}>
        {label}
      </span>
      {hint ? <p class="field-hint">{hint}</p> : null}
      {problem ? <FieldProblem text={problem} /> : null}
      <div class="page-acts">{children}</div>
    </div>
  );
}
