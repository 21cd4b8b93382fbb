import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { CheckField, DateField, SelectField, TextArea, TextField, type Ui } from '../ui/index.ts';
import { ItemRow } from './item-editor.view.tsx';
import type { Unfinished } from './rows.ts';
import type { DraftSheet } from './show.ts';
import { linesAt, rowsAt, textAt, ticked } from './typed.ts';

/** Empty rows at the end of the table: new items are written there, as many as are wanted at once. */
const SPARE = 3;

/** Head, questions and items of a specification; everything is sent and saved together. */
export function SpecificationEditor({ data, ui }: { data: DraftSheet; ui: Ui }): JSX.Element {
  const { body, parameters, questions, constants } = data;
  const items = rowsAt(body, 'items') as Unfinished[];
  const rows = [...items, ...Array.from({ length: SPARE }, (): Unfinished => ({}))];
  return (
    <>
      <Head body={body} base={data.base} ui={ui} />
      <Questions body={body} ui={ui} />
      <h2 class="edit-title">{ui.t('editions.itemsTitle', { count: items.length })}</h2>
      <p class="quiet">{ui.t('editions.itemsHint')}</p>
      <datalist id="parameter-codes">
        {parameters.map(({ code, name }) => (
          <option key={code} value={`${code} ${name[ui.lang]}`} />
        ))}
      </datalist>
      {rows.map((item, i) => (
        <ItemRow
          key={i}
          ui={ui}
          item={item}
          at={i}
          of={items.length}
          constants={constants[i] ?? []}
          questions={questions}
        />
      ))}
    </>
  );
}

function Head({ body, base, ui }: { body: Unfinished; base: string | null; ui: Ui }): JSX.Element {
  const field = (name: string) => ({ ui, name: `body.${name}`, value: textAt(body, name) });
  const options = (name: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: lookUp(ui.lang, `editions.value.${name}.${value}`) }));
  return (
    <div class="edit-grid">
      <div class="edit-4">
        <TextField {...field('product.zh')} label={ui.t('editions.field.product.zh')} maxLength={200} />
      </div>
      <div class="edit-4">
        <TextField {...field('product.en')} label={ui.t('editions.field.product.en')} maxLength={200} />
      </div>
      <div class="edit-4">
        <TextField
          {...field('code')}
          label={ui.t('editions.field.code')}
          maxLength={100}
          hint={base === null ? undefined : ui.t('editions.codeHint')}
        />
      </div>
      <div class="edit-2">
        <SelectField
          {...field('class')}
          label={ui.t('editions.field.class')}
          options={options('class', ['drug', 'tcm', 'device', 'cosmetic', 'packaging'])}
        />
      </div>
      <div class="edit-4">
        <TextField {...field('standard')} label={ui.t('editions.field.standard')} maxLength={200} />
      </div>
      <div class="edit-2">
        <TextField {...field('edition')} label={ui.t('editions.field.edition')} maxLength={60} />
      </div>
      <div class="edit-2">
        <DateField {...field('validFrom')} label={ui.t('editions.field.validFrom')} />
      </div>
      <div class="edit-2">
        <DateField {...field('validTo')} label={ui.t('editions.field.validTo')} />
      </div>
      <div class="edit-3">
        <TextField
          {...field('series')}
          label={ui.t('editions.field.series')}
          maxLength={100}
          hint={ui.t('editions.seriesHint')}
        />
      </div>
      <div class="edit-3">
        <SelectField
          {...field('compare')}
          label={ui.t('editions.field.compare')}
          options={options('compare', ['rounded', 'full'])}
        />
      </div>
      <div class="edit-2">
        <SelectField
          {...field('confidence')}
          label={ui.t('editions.field.confidence')}
          options={options('confidence', ['high', 'medium', 'low'])}
        />
      </div>
      <div class="edit-4">
        <CheckField
          ui={ui}
          name="body.complete"
          label={ui.t('editions.field.complete')}
          checked={ticked(body, 'complete')}
        />
      </div>
      <div class="edit-6">
        <TextArea
          {...field('registrations')}
          value={rowsText(body['registrations'])}
          label={ui.t('editions.field.registrations')}
          hint={ui.t('editions.onePerLine')}
          rows={2}
        />
      </div>
      <div class="edit-6">
        <TextArea {...field('source')} label={ui.t('editions.field.source')} rows={2} />
      </div>
    </div>
  );
}

/** A list of texts, one a line. */
export const rowsText = (value: unknown): string => (Array.isArray(value) ? value.join('\n') : '');

function Questions({ body, ui }: { body: Unfinished; ui: Ui }): JSX.Element {
  const questions = [...rowsAt(body, 'questions'), {}];
  return (
    <details class="edit-more" open={questions.length > 1}>
      <summary>{ui.t('editions.questionsTitle')}</summary>
      <p class="quiet">{ui.t('editions.questionsHint')}</p>
      {questions.map((question, i) => {
        const name = `body.questions.${i}`;
        return (
          <div key={i} class="edit-grid edit-row">
            <div class="edit-2">
              <TextField
                ui={ui}
                name={`${name}.id`}
                value={textAt(question, 'id')}
                label={ui.t('editions.field.questions.id')}
                maxLength={40}
              />
            </div>
            <div class="edit-3">
              <TextField
                ui={ui}
                name={`${name}.label.zh`}
                value={textAt(question, 'label.zh')}
                label={ui.t('editions.field.questions.label.zh')}
                maxLength={100}
              />
              <CheckField
                ui={ui}
                name={`${name}.many`}
                label={ui.t('editions.field.many')}
                checked={ticked(question, 'many')}
              />
            </div>
            <div class="edit-3">
              <TextField
                ui={ui}
                name={`${name}.label.en`}
                value={textAt(question, 'label.en')}
                label={ui.t('editions.field.questions.label.en')}
                maxLength={100}
              />
            </div>
            <div class="edit-4">
              <TextArea
                ui={ui}
                name={`${name}.options`}
                value={optionsText(question)}
                label={ui.t('editions.field.options')}
                hint={ui.t('editions.optionsHint')}
                rows={3}
              />
            </div>
          </div>
        );
      })}
    </details>
  );
}

const optionsText = (question: object): string =>
  linesAt(question, 'options').length > 0
    ? textAt(question, 'options')
    : rowsAt(question, 'options')
        .map((option) => `${textAt(option, 'value')} ${textAt(option, 'zh')} | ${textAt(option, 'en')}`)
        .join('\n');
