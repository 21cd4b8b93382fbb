import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import {
  CheckField,
  DateField,
  DecimalField,
  FieldSet,
  Form,
  FormFoot,
  PageHead,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import type { FormField, SamplingForm } from './form.ts';
import { Options } from './options.view.tsx';
import { Portions } from './portions.view.tsx';
import { levels, type ProductClass, productClasses, workKinds } from './rows.ts';
import type { Officer } from './store.ts';

export interface NewSampling {
  class: ProductClass | null;
  form: SamplingForm | null;
  officers: Officer[];
}

/** The sampling form of a class, drawn from its definition; without a class, the choice of one. */
export function newSamplingView(data: NewSampling, ui: Ui): JSX.Element {
  if (!data.class || !data.form) return <ClassChoice ui={ui} />;
  const { class: productClass, form, officers } = data;
  return (
    <>
      <PageHead
        over={ui.t(`class.${productClass}`)}
        title={form['x-title'][ui.lang]}
        note={ui.t('samplings.form-note')}
      />
      <Form ui={ui} action="/samplings" class="form form-field">
        <input type="hidden" name="class" value={productClass} />
        <Task ui={ui} officers={officers} />
        <Product ui={ui} />
        <Portions ui={ui} productClass={productClass} />
        {form['x-groups'].map(({ title, fields }) => (
          <Group key={title.zh} ui={ui} form={form} title={title[ui.lang]} fields={fields} />
        ))}
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('samplings.register')}</button>
          <a class="btn" href="/samplings">
            {ui.t('act.cancel')}
          </a>
        </FormFoot>
      </Form>
    </>
  );
}

function ClassChoice({ ui }: { ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('samplings.new')} note={ui.t('samplings.choose-class')} />
      <ul class="counts">
        {productClasses.map((name) => (
          <li key={name}>
            <a class="count count-plain" href={`/samplings/new?class=${name}`}>
              <strong>{ui.t(`class.${name}`)}</strong>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function Task({ ui, officers }: { ui: Ui; officers: Officer[] }): JSX.Element {
  const chosen = (prefix: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: lookUp(ui.lang, `${prefix}.${value}`) }));
  return (
    <FieldSet legend={ui.t('samplings.group.task')}>
      <TextField
        ui={ui}
        name="number"
        label={ui.t('samplings.number')}
        hint={ui.t('samplings.number-hint')}
        required
        scan
        maxLength={40}
        focus
      />
      <DateField ui={ui} name="sampledOn" label={ui.t('field.sampledOn')} value={ui.today} max={ui.today} required />
      <SelectField
        ui={ui}
        name="workKind"
        label={ui.t('field.workKind')}
        options={chosen('kind', workKinds)}
        required
      />
      <SelectField ui={ui} name="level" label={ui.t('field.level')} options={chosen('level', levels)} required />
      <TextField
        ui={ui}
        name="sampledUnit"
        label={ui.t('field.sampledUnit')}
        hint={ui.t('samplings.unit-hint')}
        required
        maxLength={200}
        width="full"
      />
      <Options ui={ui} name="officers" label={ui.t('field.officers')} hint={ui.t('samplings.officers-hint')}>
        {officers.map(({ id, name, login }) => (
          <CheckField
            key={id}
            ui={ui}
            name="officers"
            value={id}
            label={`${name}（${login}）`}
            checked={ui.user?.id === id}
          />
        ))}
      </Options>
    </FieldSet>
  );
}

function Product({ ui }: { ui: Ui }): JSX.Element {
  return (
    <FieldSet legend={ui.t('samplings.group.product')}>
      <TextField ui={ui} name="productName" label={ui.t('field.productName')} required maxLength={200} width="full" />
      <TextField
        ui={ui}
        name="batchNo"
        label={ui.t('field.batchNo')}
        hint={ui.t('samplings.batch-hint')}
        required
        scan
        maxLength={200}
      />
      <TextField ui={ui} name="spec" label={ui.t('field.spec')} maxLength={200} />
      <TextField ui={ui} name="producer" label={ui.t('field.producer')} required maxLength={200} width="full" />
    </FieldSet>
  );
}

/** What the form asks for stands open; what may be left out waits behind a line, unless something is wrong or was typed there. */
function Group({
  ui,
  form,
  title,
  fields,
}: {
  ui: Ui;
  form: SamplingForm;
  title: string;
  fields: string[];
}): JSX.Element {
  const open = fields.filter((name) => form.required.includes(name) || ui.problem(`fields.${name}`));
  const rest = fields.filter((name) => !open.includes(name));
  const input = (name: string) => (
    <FormInput key={name} ui={ui} name={name} field={form.properties[name]} required={form.required.includes(name)} />
  );
  return (
    <FieldSet legend={title}>
      {open.map(input)}
      {open.length === 0 ? rest.map(input) : null}
      {open.length > 0 && rest.length > 0 ? (
        <details class="field field-full" open={rest.some((name) => isTyped(ui, `fields.${name}`))}>
          <summary class="link-button">{ui.t('samplings.optional', { count: rest.length })}</summary>
          <div class="fields-grid">{rest.map(input)}</div>
        </details>
      ) : null}
    </FieldSet>
  );
}

function FormInput({
  ui,
  name,
  field,
  required,
}: {
  ui: Ui;
  name: string;
  field: FormField | undefined;
  required: boolean;
}): JSX.Element | null {
  if (!field) return null;
  const props = {
    ui,
    name: `fields.${name}`,
    label: field['x-label'][ui.lang],
    unit: field['x-unit'],
    required,
    scan: field['x-scan'] ?? false,
  };
  const options = field['x-options'];
  if (options)
    return (
      <SelectField {...props} options={options.map((option) => ({ value: option.value, label: option[ui.lang] }))} />
    );
  if (field.format === 'date') return <DateField {...props} />;
  if (field.format === 'decimal') return <DecimalField {...props} />;
  if ((field.maxLength ?? 0) > 200) return <TextArea {...props} width="full" />;
  return (
    <TextField
      {...props}
      {...(field.maxLength && { maxLength: field.maxLength })}
      width={(field.maxLength ?? 0) > 80 ? 'full' : 'half'}
    />
  );
}

const isTyped = (ui: Ui, field: string): boolean => ui.value(field) !== '' || ui.problem(field) !== undefined;
