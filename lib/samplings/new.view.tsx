import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import {
  CheckField,
  DateField,
  DecimalField,
  FieldSet,
  Form,
  PageHead,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import type { FormField, SamplingForm } from './form.ts';
import { Options } from './options.view.tsx';
import { CODE, Portions } from './portions.view.tsx';
import { levels, type ProductClass, productClasses, workKinds } from './rows.ts';
import { type FormPart, Parts } from './steps.view.tsx';
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
      <div data-steps-intro>
        <PageHead
          over={ui.t(`class.${productClass}`)}
          title={form['x-title'][ui.lang]}
          note={ui.t('samplings.form-note')}
        />
      </div>
      <Form ui={ui} action="/samplings" class="form form-field" draft={`sampling-${productClass}`}>
        <input type="hidden" name="class" value={productClass} />
        <Parts ui={ui} parts={partsOf(form, productClass, officers, ui)} send={ui.t('samplings.register')} />
      </Form>
    </>
  );
}

/** The order of the work on the spot: who and where, the goods, their portions, what is signed; remarks at the end. */
function partsOf(form: SamplingForm, productClass: ProductClass, officers: Officer[], ui: Ui): FormPart[] {
  const groups = form['x-groups'];
  const draw = ({ title, fields }: SamplingForm['x-groups'][number]) => (
    <Group key={title.zh} ui={ui} form={form} title={title[ui.lang]} fields={fields} />
  );
  const own = (id: string, group: SamplingForm['x-groups'][number]): FormPart => ({
    id,
    title: group.title[ui.lang],
    content: draw(group),
  });
  return [
    { id: 'task', title: ui.t('samplings.group.task'), content: <Task ui={ui} officers={officers} /> },
    ...groups.slice(0, 1).map((group) => own('site', group)),
    {
      id: 'goods',
      title: ui.t('samplings.step.goods'),
      content: [<Product key="product" ui={ui} />, groups.slice(1, 2).map(draw)],
    },
    {
      id: 'portions',
      title: ui.t('samplings.group.portions'),
      content: <Portions ui={ui} productClass={productClass} />,
    },
    { id: 'packing', title: ui.t('samplings.step.packing'), content: groups.slice(2, -1).map(draw) },
    ...groups.slice(-1).map((group) => own('remarks', group)),
  ];
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
        pattern={CODE}
        capitals
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
      <Options ui={ui} name="officers" label={ui.t('field.officers')} hint={ui.t('samplings.officers-hint')} least={2}>
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
    // A credit code of an odd form is recorded as found (domain 8.3).
    pattern: name.endsWith('CreditCode') ? undefined : field.pattern,
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
