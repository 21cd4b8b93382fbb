import type { JSX } from 'preact';
import { type Readings, RecordInputs } from '../forms/index.ts';
import { lookUp } from '../messages/index.ts';
import { Card, DecimalField, Form, FormFoot, PageHead, Pill, SelectField, TextField, type Ui } from '../ui/index.ts';
import { LimitFields } from './limit.view.tsx';
import type { Unfinished } from './rows.ts';
import type { ExampleSheet } from './show.ts';
import { textAt } from './typed.ts';

/** One worked example: its limit, the readings in the inputs of the record itself, and what must come of them. */
export function ExampleView({ data, ui }: { data: ExampleSheet; ui: Ui }): JSX.Element {
  const { id, n, example, form, item, line, constants } = data;
  const given = (example['item'] ?? {}) as Unfinished;
  const field = (path: string, label: string) => ({ ui, name: `example.${path}`, value: textAt(example, path), label });
  const options = (area: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: lookUp(ui.lang, `editions.value.${area}.${value}`) }));
  return (
    <>
      <PageHead
        over={<a href={`/drafts/${id}#examples`}>{`${data.code} ${data.title}`}</a>}
        title={ui.t('editions.exampleNo', { n })}
        note={
          line.agrees ? (
            <Pill tone="green" shape="✓" word={ui.t('editions.agrees')} />
          ) : (
            <Pill tone="red" shape="✗" word={ui.t('editions.differs')} />
          )
        }
      />
      <Form ui={ui} action={`/drafts/${id}/examples/${n}`} version={data.version} class="form form-wide">
        <Card title={ui.t('editions.expectedTitle')}>
          <div class="edit-grid">
            <div class="edit-2">
              <SelectField
                {...field('kind', ui.t('editions.field.kind'))}
                options={options('kind', ['published', 'typical', 'tie', 'edge', 'verdict', 'refusal'])}
              />
            </div>
            <div class="edit-10">
              <TextField {...field('note', ui.t('editions.field.note'))} maxLength={400} />
            </div>
            <div class="edit-2">
              <TextField {...field('expect.result', ui.t('editions.field.expect.result'))} maxLength={100} />
            </div>
            <div class="edit-3">
              <TextField
                {...field('expect.exact', ui.t('editions.field.expect.exact'))}
                maxLength={100}
                hint={ui.t('editions.exactHint')}
              />
            </div>
            <div class="edit-3">
              <TextField {...field('expect.text', ui.t('editions.field.expect.text'))} maxLength={200} />
            </div>
            <div class="edit-2">
              <SelectField
                {...field('expect.verdict', ui.t('editions.field.expect.verdict'))}
                options={options('verdict', ['conforms', 'fails', 'undecided'])}
              />
            </div>
            <div class="edit-2">
              <TextField
                {...field('expect.refused', ui.t('editions.field.expect.refused'))}
                maxLength={100}
                hint={ui.t('editions.refusedHint')}
              />
            </div>
          </div>
          <p class="edit-found">
            {ui.t('editions.foundNow')}
            {ui.t('editions.colon')}
            <strong>{line.found || '—'}</strong>
          </p>
        </Card>
        <Card title={ui.t('editions.limitTitle')}>
          <div class="edit-grid">
            <LimitFields ui={ui} name="example.item.limit" holder={given} />
            <div class="edit-4">
              <TextField {...field('item.limitText', ui.t('editions.field.limitText'))} maxLength={400} />
            </div>
            <div class="edit-1">
              <TextField
                {...field('item.unit', ui.t('editions.field.unit'))}
                value={given['unit'] === null ? '—' : textAt(given, 'unit')}
                maxLength={40}
              />
            </div>
            <div class="edit-1">
              <TextField {...field('item.places', ui.t('editions.field.places'))} maxLength={2} />
            </div>
            {constants.map((constant) => (
              <div key={constant.id} class="edit-2">
                <DecimalField
                  {...field(`item.constants.${constant.id}`, constant.label[ui.lang])}
                  unit={constant.unit}
                  placeholder={item.constants[constant.id] ?? constant.default ?? ''}
                />
              </div>
            ))}
          </div>
        </Card>
        <Card title={ui.t('editions.readingsTitle')} id="example-readings">
          <RecordInputs form={form} item={item} readings={(example['readings'] ?? {}) as Readings} ui={ui} />
        </Card>
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('editions.saveExample')}</button>
          <a class="btn" href={`/drafts/${id}#examples`}>
            {ui.t('editions.backToDraft')}
          </a>
        </FormFoot>
      </Form>
    </>
  );
}
