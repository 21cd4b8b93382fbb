import type { JSX } from 'preact';
import {
  CheckField,
  DateField,
  DecimalField,
  FieldProblem,
  FieldSet,
  fieldId,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import type { FieldValue, FieldValues } from './rows.ts';
import type { FieldRule } from './rules.ts';

/** When a field is to be filled, in words; undefined where it always or never must be. */
function condition(ui: Ui, field: FieldRule, fields: readonly FieldRule[]): string | undefined {
  const { required } = field;
  if (required === undefined || required === true) return undefined;
  const other = fields.find(({ key }) => key === required.field);
  const name = other?.label[ui.lang] ?? required.field;
  if (required.is.includes('*') || required.is.includes('+')) return ui.t('track.whenGiven', { name });
  const values = required.is.map((one) => other?.options?.find(({ value }) => value === one)?.label[ui.lang] ?? one);
  return ui.t('track.when', { name, value: values.join(ui.lang === 'zh' ? '、' : ', ') });
}

/** The fields of a section or an act, drawn from their definition. */
export function Fields(props: {
  ui: Ui;
  fields: readonly FieldRule[];
  goods: readonly FieldRule[];
  data: FieldValues;
}): JSX.Element {
  const { ui, fields, goods, data } = props;
  return (
    <>
      {fields.map((field) => (
        <OneField key={field.key} ui={ui} field={field} fields={fields} goods={goods} value={data[field.key]} />
      ))}
    </>
  );
}

interface One {
  ui: Ui;
  field: FieldRule;
  fields: readonly FieldRule[];
  goods: readonly FieldRule[];
  value: FieldValue | undefined;
}

function OneField({ ui, field, fields, goods, value }: One): JSX.Element {
  const text = typeof value === 'string' ? value : undefined;
  const hint = [
    condition(ui, field, fields),
    field.hint?.[ui.lang],
    field.confidence === 'M3' ? ui.t('track.unsure') : undefined,
  ]
    .filter(Boolean)
    .join(ui.lang === 'zh' ? '；' : '; ');
  const common = {
    ...{ ui, name: `data.${field.key}`, label: field.label[ui.lang], value: text, required: field.required === true },
    hint: hint || undefined,
  };
  if (field.kind === 'goods') return <Goods ui={ui} field={field} goods={goods} value={value} />;
  if (field.kind === 'choices') return <Choices ui={ui} field={field} value={value} hint={hint} />;
  if (field.kind === 'choice')
    return (
      <SelectField
        {...common}
        width="half"
        options={(field.options ?? []).map((option) => ({ value: option.value, label: option.label[ui.lang] }))}
      />
    );
  if (field.kind === 'date') return <DateField {...common} width="half" max={ui.today} />;
  if (field.kind === 'time') return <TimeField ui={ui} field={field} value={text} />;
  if (field.kind === 'long') return <TextArea {...common} width="full" rows={3} maxLength={2000} />;
  if (field.kind === 'quantity' || field.kind === 'amount')
    return field.kind === 'quantity' && !field.bare ? (
      <TextField {...common} width="half" maxLength={60} />
    ) : (
      <DecimalField {...common} width="half" maxLength={40} unit={field.unit} />
    );
  const isLong = (field.max ?? 300) > 60;
  return <TextField {...common} width={isLong ? 'full' : 'half'} maxLength={field.max ?? 300} />;
}

function TimeField({ ui, field, value }: { ui: Ui; field: FieldRule; value: string | undefined }): JSX.Element {
  const name = `data.${field.key}`;
  const problem = ui.problem(name);
  return (
    <div class={`field field-half${problem ? ' has-problem' : ''}`}>
      <label class="form-label" for={fieldId(name)}>
        {field.label[ui.lang]}
        <span class="required" title={ui.t('field.required')}>
          *
        </span>
      </label>
      <input
        id={fieldId(name)}
        class={problem ? 'form-control is-problem' : 'form-control'}
        type="datetime-local"
        name={name}
        value={ui.value(name, value)}
        required
        aria-invalid={problem ? 'true' : undefined}
      />
      {problem ? <FieldProblem text={problem} /> : null}
      <p class="field-hint">{ui.t('track.chinaTime')}</p>
    </div>
  );
}

function Choices(props: { ui: Ui; field: FieldRule; value: FieldValue | undefined; hint: string }): JSX.Element {
  const { ui, field, value, hint } = props;
  const name = `data.${field.key}`;
  const chosen = Array.isArray(value) ? value : [];
  return (
    <div class="field-full">
      <FieldSet legend={field.label[ui.lang]} hint={hint || undefined} problem={ui.problem(name)} id={fieldId(name)}>
        {(field.options ?? []).map((option) => (
          <CheckField
            key={option.value}
            ui={ui}
            name={name}
            value={option.value}
            label={option.made ? `${option.label[ui.lang]} ${ui.t('track.madeHere')}` : option.label[ui.lang]}
            checked={chosen.some((one) => one === option.value)}
            width="half"
          />
        ))}
      </FieldSet>
    </div>
  );
}

const SPARE = 2;

/** The rows of a list of goods: those that stand, and some more. */
function Goods(props: {
  ui: Ui;
  field: FieldRule;
  goods: readonly FieldRule[];
  value: FieldValue | undefined;
}): JSX.Element {
  const { ui, field, goods, value } = props;
  const rows = (Array.isArray(value) ? value : []).filter(
    (row): row is Record<string, string> => typeof row === 'object',
  );
  const typed = Array.from({ length: 20 }, (_, i) => i).filter((i) =>
    goods.some(({ key }) => ui.value(`data.${field.key}.${i}.${key}`) !== ''),
  );
  const count = Math.max(rows.length, (typed.at(-1) ?? -1) + 1) + SPARE;
  return (
    <div class="field-full">
      {Array.from({ length: count }, (_, i) => (
        <FieldSet
          key={i}
          legend={ui.t('track.goodsRow', { n: i + 1 })}
          problem={i === 0 ? ui.problem(`data.${field.key}`) : undefined}
        >
          {goods.map((column) => (
            <TextField
              key={column.key}
              ui={ui}
              name={`data.${field.key}.${i}.${column.key}`}
              label={column.label[ui.lang]}
              value={rows[i]?.[column.key]}
              width="third"
              maxLength={column.max ?? 60}
            />
          ))}
        </FieldSet>
      ))}
    </div>
  );
}
