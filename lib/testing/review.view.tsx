import type { JSX } from 'preact';
import { OutcomePanel } from '../forms/index.ts';
import { reasonText } from '../messages/index.ts';
import { Card, chinaTime, DataTable, Form, FormFoot, Moves, Problems, SignBlock, type Ui } from '../ui/index.ts';
import { Changes, RecordHead, Why } from './bench.view.tsx';
import { fieldName } from './field-name.ts';
import { replaced } from './history.ts';
import { testName } from './lists.view.tsx';
import { leaves } from './readings.ts';
import type { RecordAnswer } from './record-answer.ts';
import { unusual } from './unusual.ts';

/** The record at the left with changed values marked Δ; at the right what is unusual, the calculation, and the reviewer's two acts. */
export function ReviewView({ data, ui }: { data: RecordAnswer; ui: Ui }): JSX.Element {
  const { test, outcome } = data;
  return (
    <>
      <RecordHead data={data} ui={ui} />
      <Problems ui={ui} />
      <div class="two-columns">
        <Card title={ui.t('testing.record')} flush>
          <Values data={data} ui={ui} />
        </Card>
        <div>
          <Card title={ui.t('testing.unusual')}>
            <UnusualList data={data} ui={ui} />
          </Card>
          <Card title={ui.t('record.live')}>
            <OutcomePanel outcome={outcome} item={test.item} ui={ui} />
          </Card>
          <Card title={ui.t('nav.reviews')}>
            {data.why.review.length > 0 ? (
              <Why ui={ui} reasons={data.why.review} />
            ) : (
              <ReviewForm data={data} ui={ui} />
            )}
            <Moves
              ui={ui}
              moves={[
                {
                  move: 'return',
                  label: ui.t('act.return'),
                  obstacles: data.why.return.map((reason) => reasonText(ui.lang, reason)),
                  action: `/tests/${test.id}/return`,
                  version: test.version,
                  reason: true,
                  kind: 'danger',
                },
              ]}
            />
          </Card>
          <Card title={ui.t('testing.history')}>
            <Changes data={data} ui={ui} />
          </Card>
        </div>
      </div>
    </>
  );
}

function ReviewForm({ data: { test }, ui }: { data: RecordAnswer; ui: Ui }): JSX.Element {
  return (
    <Form ui={ui} action="/reviews" draft="off">
      <input type="hidden" name="tests" value={`${test.id}:${test.hash}`} />
      <SignBlock
        ui={ui}
        meaning={ui.t('meaning.review')}
        records={[{ id: test.id, label: testName(ui, test), hash: test.hash }]}
      />
      <FormFoot>
        <button class="btn btn-primary btn-next">{ui.t('testing.reviewDo')}</button>
      </FormFoot>
    </Form>
  );
}

interface Value {
  path: string;
  value: string;
  before: { old: string | null; at: string; by: string; reason: string | null }[];
}

function valuesOf({ readings, changes }: RecordAnswer): Value[] {
  const after = replaced(changes);
  const typed = leaves(readings).map(([keys, value]) => ({ path: keys.join('.'), value }));
  const cleared = [...new Set(after.map((change) => change.path))]
    .filter((path) => !typed.some((one) => one.path === path))
    .map((path) => ({ path, value: '' }));
  return [...typed, ...cleared]
    .map((one) => ({ ...one, before: after.filter((change) => change.path === one.path) }))
    .filter((one) => one.value !== '' || one.before.length > 0);
}

function Values({ data, ui }: { data: RecordAnswer; ui: Ui }): JSX.Element {
  return (
    <DataTable
      ui={ui}
      caption={ui.t('testing.record')}
      rows={valuesOf(data)}
      rowKey={(value) => value.path}
      empty={ui.t('testing.noReadings')}
      tone={(value) => (value.before.length > 0 ? 'amber' : undefined)}
      columns={[
        {
          key: 'field',
          head: ui.t('testing.reading'),
          cell: (value) => fieldName(data.form, value.path, ui.lang),
          wrap: true,
        },
        {
          key: 'value',
          head: ui.t('testing.value'),
          cell: (value) => <strong>{value.value === '' ? '—' : value.value}</strong>,
          wrap: true,
        },
        {
          key: 'before',
          head: ui.t('testing.before'),
          cell: (value) =>
            value.before.length === 0 ? null : (
              <>
                <span aria-hidden="true">Δ </span>
                {value.before
                  .map(
                    (change) => `${change.old ?? '—'}（${chinaTime(change.at)} ${change.by}：${change.reason ?? '—'}）`,
                  )
                  .join(' ')}
              </>
            ),
          wrap: true,
        },
      ]}
    />
  );
}

function UnusualList({ data, ui }: { data: RecordAnswer; ui: Ui }): JSX.Element {
  const found = unusual(data.test, data.outcome, data.changes);
  if (found.length === 0) return <p class="quiet">{ui.t('unusual.none')}</p>;
  return (
    <ul>
      {found.map((one) => (
        <li key={`${one.id}${JSON.stringify(one.params)}`}>{ui.t(`unusual.${one.id}`, one.params)}</li>
      ))}
    </ul>
  );
}
