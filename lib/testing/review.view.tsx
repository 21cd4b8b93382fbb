import type { JSX } from 'preact';
import { OutcomePanel } from '../forms/index.ts';
import { reasonText } from '../messages/index.ts';
import { Card, Form, FormFoot, Moves, SignBlock, type Ui } from '../ui/index.ts';
import { Attachments } from './attachments.view.tsx';
import { Changes, RecordHead, Why } from './bench.view.tsx';
import { testName } from './lists.view.tsx';
import type { RecordAnswer } from './record-answer.ts';
import { UncertaintyPart } from './uncertainty.view.tsx';
import { unusual } from './unusual.ts';
import { ValidityPanel } from './validity.view.tsx';
import { RecordValues } from './values.view.tsx';

/** The record at the left with changed values marked Δ; at the right what is unusual, the calculation, and the reviewer's two acts. */
export function ReviewView({ data, ui }: { data: RecordAnswer; ui: Ui }): JSX.Element {
  const { test, outcome } = data;
  return (
    <>
      <RecordHead data={data} ui={ui} />
      <div class="bench-columns">
        <Card title={ui.t('testing.record')}>
          <RecordValues data={data} ui={ui} />
        </Card>
        <aside class="bench-side">
          <Card title={ui.t('testing.unusual')}>
            <UnusualList data={data} ui={ui} />
          </Card>
          <ValidityPanel ui={ui} told={data.validity.map((told) => ({ testId: test.id, told }))} />
          <Card title={ui.t('record.live')}>
            <OutcomePanel outcome={outcome} item={test.item} ui={ui} />
          </Card>
          <UncertaintyPart found={data.uncertainty} ui={ui} />
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
        </aside>
        <div class="bench-rest">
          <Attachments data={data} ui={ui} open={false} />
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

function UnusualList({ data, ui }: { data: RecordAnswer; ui: Ui }): JSX.Element {
  const found = unusual(data.test, data.outcome, data.changes);
  if (found.length === 0) return <p class="quiet">{ui.t('unusual.none')}</p>;
  return (
    <ul class="unusual">
      {found.map((one) => (
        <li key={`${one.id}${JSON.stringify(one.params)}`}>{ui.t(`unusual.${one.id}`, one.params)}</li>
      ))}
    </ul>
  );
}
