import type { JSX } from 'preact';
import type { Question } from '../catalogue/index.ts';
import type { Constant } from '../forms/index.ts';
import { lookUp } from '../messages/index.ts';
import { CheckField, FieldProblem, fieldId, SelectField, TextField, type Ui } from '../ui/index.ts';
import { proposed } from './edit-specification.ts';
import { LimitFields } from './limit.view.tsx';
import type { Unfinished } from './rows.ts';
import { textAt } from './typed.ts';

interface RowProps {
  ui: Ui;
  item: Unfinished;
  at: number;
  of: number;
  constants: readonly Constant[];
  questions: readonly Question[];
}

/** One item of the table: all of its fields; the row after the last ones is for a new one. */
export function ItemRow({ ui, item, at, of, constants, questions }: RowProps): JSX.Element {
  const name = `body.items.${at}`;
  const isNew = at >= of;
  const field = (path: string) => ({
    ui,
    name: `${name}.${path}`,
    value: textAt(item, path),
    label: ui.t('editions.field.name'),
  });
  const follows = proposed((item['limit'] ?? {}) as Unfinished, textAt(item, 'unit') || null);
  return (
    <section
      class={isNew ? 'edit-row edit-row-new' : 'edit-row'}
      id={`item-${at}`}
      aria-label={textAt(item, 'name.zh')}
    >
      {isNew ? null : <input type="hidden" name={`${name}.was`} value={String(at)} />}
      <div class="edit-grid">
        <div class="edit-1">
          <TextField {...field('seq')} label={ui.t('editions.field.seq')} maxLength={6} />
        </div>
        <div class="edit-2">
          <TextField {...field('group')} label={ui.t('editions.field.group')} maxLength={60} />
        </div>
        <div class="edit-3">
          <TextField {...field('name.zh')} label={ui.t('editions.field.name.zh')} maxLength={200} />
        </div>
        <div class="edit-3">
          <TextField {...field('name.en')} label={ui.t('editions.field.name.en')} maxLength={200} />
        </div>
        <div class="edit-3">
          <ParameterField ui={ui} name={`${name}.parameter`} value={textAt(item, 'parameter')} />
        </div>
        <LimitFields ui={ui} name={`${name}.limit`} holder={item} />
        <div class="edit-1">
          <TextField
            {...field('unit')}
            value={item['unit'] === null ? '—' : textAt(item, 'unit')}
            label={ui.t('editions.field.unit')}
            maxLength={40}
          />
        </div>
        <div class="edit-1">
          <TextField {...field('places')} label={ui.t('editions.field.places')} maxLength={2} />
        </div>
        <div class="edit-6">
          <TextField
            {...field('limitText')}
            label={ui.t('editions.field.limitText')}
            placeholder={follows}
            maxLength={400}
          />
        </div>
        {constants.map(({ id, label, unit, symbol, optional, default: usual }) => (
          <div key={id} class="edit-2">
            <TextField
              {...field(`constants.${id}`)}
              label={label[ui.lang]}
              unit={unit}
              placeholder={usual ?? (optional ? ui.t('editions.optional') : (symbol ?? ''))}
              maxLength={40}
            />
          </div>
        ))}
      </div>
      <div class="edit-acts">
        <details class="edit-more" open={item['when'] !== undefined}>
          <summary>{ui.t('editions.more')}</summary>
          <More ui={ui} name={name} item={item} questions={questions} />
        </details>
        {isNew ? null : <RowActs ui={ui} at={at} of={of} />}
      </div>
    </section>
  );
}

function ParameterField({ ui, name, value }: { ui: Ui; name: string; value: string }): JSX.Element {
  const problem = ui.problem(name);
  return (
    <div class={problem ? 'field has-problem' : 'field'}>
      <label class="form-label" for={fieldId(name)}>
        {ui.t('editions.field.parameter')}
      </label>
      <input
        id={fieldId(name)}
        class={problem ? 'form-control is-problem' : 'form-control'}
        name={name}
        value={ui.value(name, value)}
        list="parameter-codes"
        placeholder={ui.t('editions.parameterHint')}
        autocomplete="off"
      />
      {problem ? <FieldProblem text={problem} /> : null}
    </div>
  );
}

function RowActs({ ui, at, of }: { ui: Ui; at: number; of: number }): JSX.Element {
  return (
    <div class="edit-buttons">
      <button class="btn btn-sm" name="act" value={`up.${at}`} disabled={at === 0} title={ui.t('editions.up')}>
        ▲<span class="visually-hidden">{ui.t('editions.up')}</span>
      </button>
      <button class="btn btn-sm" name="act" value={`down.${at}`} disabled={at === of - 1} title={ui.t('editions.down')}>
        ▼<span class="visually-hidden">{ui.t('editions.down')}</span>
      </button>
      <button class="btn btn-sm btn-outline-danger" name="act" value={`remove.${at}`}>
        {ui.t('editions.removeItem')}
      </button>
    </div>
  );
}

function More({
  ui,
  name,
  item,
  questions,
}: {
  ui: Ui;
  name: string;
  item: Unfinished;
  questions: readonly Question[];
}): JSX.Element {
  const field = (path: string) => ({ ui, name: `${name}.${path}`, value: textAt(item, path) });
  const options = (area: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: lookUp(ui.lang, `editions.value.${area}.${value}`) }));
  const when = (item['when'] ?? {}) as Record<string, string[] | undefined>;
  return (
    <div class="edit-grid">
      <div class="edit-2">
        <TextField {...field('significant')} label={ui.t('editions.field.significant')} maxLength={2} />
      </div>
      <div class="edit-2">
        <TextField {...field('individualPlaces')} label={ui.t('editions.field.individualPlaces')} maxLength={2} />
      </div>
      <div class="edit-2">
        <SelectField
          {...field('compare')}
          label={ui.t('editions.field.compare')}
          empty={ui.t('editions.asWhole')}
          options={options('compare', ['rounded', 'full'])}
        />
      </div>
      <div class="edit-2">
        <SelectField
          {...field('confidence')}
          label={ui.t('editions.field.confidence')}
          empty={ui.t('editions.asWhole')}
          options={options('confidence', ['high', 'medium', 'low'])}
        />
      </div>
      <div class="edit-4">
        <TextField
          {...field('method')}
          label={ui.t('editions.field.items.method')}
          placeholder={ui.t('editions.asParameter')}
          maxLength={400}
        />
      </div>
      {questions.map((question) => (
        <fieldset key={question.id} class="edit-12 edit-when">
          <legend>{ui.t('editions.onlyWhen', { question: question.label[ui.lang] ?? question.id })}</legend>
          {question.options.map((option, i) => (
            <CheckField
              key={option.value}
              ui={ui}
              name={`${name}.when.${question.id}.o${i}`}
              label={option[ui.lang] ?? option.value}
              checked={when[question.id]?.includes(option.value) ?? false}
            />
          ))}
        </fieldset>
      ))}
    </div>
  );
}
