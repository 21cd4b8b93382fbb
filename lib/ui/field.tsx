import type { ComponentChildren, JSX } from 'preact';
import type { Ui } from './context.ts';
import { Shape } from './shape.tsx';

export interface FieldProps {
  ui: Ui;
  /** Dot path of the input, e.g. `portions.0.qty`. */
  name: string;
  label: string;
  /** The stored value; what was typed before a refusal wins over it. */
  value?: string | undefined;
  hint?: string | undefined;
  unit?: string | undefined;
  required?: boolean;
  disabled?: boolean;
  /** Takes scans while it has the focus, instead of the scan field. */
  scan?: boolean;
  /** Field pages on a phone: full width, 48 px. `half` and `third` share a line on a desk. */
  width?: 'full' | 'half' | 'third';
  /** The cursor starts here. */
  focus?: boolean;
  maxLength?: number;
  /** Of the whole text; read with the flag `v`, so `-` in a class is escaped. */
  pattern?: string | undefined;
  /** The keyboard of a phone starts with capitals. */
  capitals?: boolean;
  placeholder?: string;
  autocomplete?: string;
}

/** The id of a field's control, so that the problem summary can link to it. */
export function fieldId(name: string): string {
  return `f-${name.replace(/[^A-Za-z0-9_-]/g, '-')}`;
}

type TextKind = 'text' | 'search' | 'tel' | 'email' | 'password';

export function TextField(props: FieldProps & { type?: TextKind }): JSX.Element {
  const { type = 'text' } = props;
  // The types of preact tie each input type to its own set of attributes; these are the same for all five.
  const kind: Record<string, string> = { type };
  return (
    <Field {...props}>
      <input {...common(props)} {...kind} class={control(props)} value={type === 'password' ? '' : current(props)} />
    </Field>
  );
}

/** A number as the analyst writes it: stays text, digits align, the phone shows its number keys. */
export function DecimalField(props: FieldProps): JSX.Element {
  return (
    <Field {...props}>
      <input
        {...common(props)}
        class={`${control(props)} decimal`}
        type="text"
        inputMode="decimal"
        value={current(props)}
      />
    </Field>
  );
}

export function DateField(props: FieldProps & { min?: string; max?: string }): JSX.Element {
  return (
    <Field {...props}>
      <input
        {...common(props)}
        class={`${control(props)} date`}
        type="date"
        min={props.min}
        max={props.max}
        value={current(props)}
      />
    </Field>
  );
}

export interface Option {
  value: string;
  label: string;
  disabled?: boolean;
}

export function SelectField(
  props: FieldProps & {
    options: readonly Option[] /** First, empty entry; false leaves it out. */;
    empty?: string | false;
  },
): JSX.Element {
  const chosen = current(props);
  const empty = props.empty ?? props.ui.t('field.choose');
  return (
    <Field {...props}>
      <select {...common(props)} class={control(props).replace('form-control', 'form-select')}>
        {empty === false ? null : <option value="">{empty}</option>}
        {props.options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === chosen} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

export function TextArea(props: FieldProps & { rows?: number }): JSX.Element {
  return (
    <Field {...props}>
      <textarea {...common(props)} class={control(props)} rows={props.rows ?? 3}>
        {current(props)}
      </textarea>
    </Field>
  );
}

/** A file to choose; what was chosen has to be chosen again after a refusal, browsers keep it from the page. */
export function FileField(props: FieldProps & { accept: string }): JSX.Element {
  return (
    <Field {...props}>
      <input {...common(props)} class={control(props)} type="file" accept={props.accept} />
    </Field>
  );
}

/** A tick, or one of several of a name (their problem is said once, by the group). Unticked boxes send nothing: after a refusal those are ticked that came back. */
export function CheckField(
  props: FieldProps & {
    checked?: boolean /** Sent when ticked; `on` for a boolean. */;
    value?: string;
    type?: 'checkbox' | 'radio';
  },
): JSX.Element {
  const { ui, name, label, type = 'checkbox', value = 'on' } = props;
  const isOneOfMany = type === 'radio' || value !== 'on';
  const problem = ui.problem(name);
  const id = isOneOfMany ? `${fieldId(name)}-${fieldId(value)}` : fieldId(name);
  const ticked = ui.ticked(name, value, props.checked ?? false);
  return (
    <div class={`field field-check${width(props)}`}>
      <label class="check" for={id}>
        <input
          id={id}
          name={name}
          class="form-check-input"
          type={type}
          value={value}
          checked={ticked}
          required={props.required}
          disabled={props.disabled}
          aria-invalid={problem ? 'true' : undefined}
          aria-describedby={isOneOfMany ? undefined : described(props)}
        />
        <span>{label}</span>
      </label>
      {isOneOfMany ? null : <Beneath {...props} />}
    </div>
  );
}

/** What is wrong, beneath a field or at the head of a group. */
export function FieldProblem({ text, id }: { text: string; id?: string }): JSX.Element {
  return (
    <p class="field-problem" id={id}>
      <Shape name="▲" />
      {text}
    </p>
  );
}

/** Fields that belong together under a heading, laid out in the grid of a form; `problem` is what is wrong with the group. */
export function FieldSet({
  legend,
  hint,
  problem,
  id,
  children,
}: {
  legend: string;
  hint?: string | undefined;
  problem?: string | undefined;
  id?: string;
  children?: ComponentChildren;
}): JSX.Element {
  return (
    <fieldset class="fields" id={id}>
      <legend>{legend}</legend>
      {problem ? <FieldProblem text={problem} /> : null}
      {hint ? <p class="fields-hint">{hint}</p> : null}
      <div class="fields-grid">{children}</div>
    </fieldset>
  );
}

function Field(props: FieldProps & { children: ComponentChildren }): JSX.Element {
  const { ui, name, label, unit, required } = props;
  return (
    <div class={`field${width(props)}${ui.problem(name) ? ' has-problem' : ''}`}>
      <label class="form-label" for={fieldId(name)}>
        {label}
        {required ? (
          <span class="required" title={ui.t('field.required')}>
            *<span class="visually-hidden">{ui.t('field.required')}</span>
          </span>
        ) : null}
      </label>
      {unit ? (
        <div class="with-unit">
          {props.children}
          <span class="unit" id={`${fieldId(name)}-unit`}>
            {unit}
          </span>
        </div>
      ) : (
        props.children
      )}
      <Beneath {...props} />
    </div>
  );
}

function Beneath({ ui, name, hint }: FieldProps): JSX.Element {
  const problem = ui.problem(name);
  return (
    <>
      {problem ? <FieldProblem id={`${fieldId(name)}-problem`} text={problem} /> : null}
      {hint ? (
        <p class="field-hint" id={`${fieldId(name)}-hint`}>
          {hint}
        </p>
      ) : null}
    </>
  );
}

function common(props: FieldProps) {
  return {
    id: fieldId(props.name),
    name: props.name,
    required: props.required,
    disabled: props.disabled,
    maxLength: props.maxLength,
    pattern: props.pattern,
    autocapitalize: props.capitals ? ('characters' as const) : undefined,
    placeholder: props.placeholder,
    autocomplete: props.autocomplete ?? 'off',
    autofocus: props.focus,
    'data-scan': props.scan ? '' : undefined,
    'aria-invalid': props.ui.problem(props.name) ? ('true' as const) : undefined,
    'aria-describedby': described(props),
  };
}

function described({ ui, name, hint, unit }: FieldProps): string | undefined {
  const id = fieldId(name);
  const parts = [ui.problem(name) && `${id}-problem`, hint && `${id}-hint`, unit && `${id}-unit`].filter(Boolean);
  return parts.length > 0 ? parts.join(' ') : undefined;
}

function current({ ui, name, value }: FieldProps): string {
  return ui.value(name, value);
}

function control({ ui, name }: FieldProps): string {
  return ui.problem(name) ? 'form-control is-problem' : 'form-control';
}

function width({ width }: FieldProps): string {
  return width ? ` field-${width}` : '';
}
