import type { JSX } from 'preact';
import type { Reason } from '../core/refusal.ts';
import {
  type FormDefinition,
  laterStages,
  OutcomePanel,
  type Readings,
  type RecordOutcome,
  StageDue,
} from '../forms/index.ts';
import { reasonText } from '../messages/index.ts';
import { Card, Form, FormFoot, SignBlock, type Ui } from '../ui/index.ts';
import type { TestAnswer } from './answers.ts';
import { CurveCard } from './curve.view.tsx';
import { testName } from './lists.view.tsx';
import type { RecordAnswer } from './record-answer.ts';
import { UncertaintyPart } from './uncertainty.view.tsx';

/** What comes out so far, and beneath it the signature by which the analyst hands the record on. It is replaced whole after each saved cell; the uncertainty belongs to what was saved when the page was opened, so it is then gone. */
export function BenchOutcome({
  ui,
  test,
  form,
  outcome,
  why,
  readings,
  uncertainty,
}: {
  ui: Ui;
  test: TestAnswer;
  form: FormDefinition;
  outcome: RecordOutcome;
  readings: Readings;
  why: readonly Reason[];
  uncertainty?: RecordAnswer['uncertainty'];
}): JSX.Element {
  return (
    <>
      <StageDue stages={laterStages(form, test.item, readings, outcome)} form={form} ui={ui} />
      <OutcomePanel outcome={outcome} item={test.item} ui={ui} />
      <CurveCard record={{ form, item: test.item, readings, outcome }} ui={ui} />
      <UncertaintyPart found={uncertainty} ui={ui} />
      <TakeRegistered ui={ui} test={test} readings={readings} />
      <Card title={ui.t('testing.submit')}>
        {test.state === 'assigned' ? (
          <p class="quiet">{ui.t('testing.noReadings')}</p>
        ) : why.length > 0 ? (
          <Why ui={ui} reasons={why} />
        ) : (
          <Form ui={ui} action={`/tests/${test.id}/submission`} version={test.version} draft="off">
            <SignBlock
              ui={ui}
              meaning={ui.t('meaning.test')}
              records={[{ id: test.id, label: testName(ui, test), hash: test.hash }]}
            />
            <FormFoot>
              <button class="btn btn-primary btn-next">{ui.t('testing.submit')}</button>
            </FormFoot>
          </Form>
        )}
      </Card>
    </>
  );
}

/** Fills what is still blank from the register of the lots in the head of the record; offered once one is named. */
function TakeRegistered({
  ui,
  test,
  readings: { common },
}: {
  ui: Ui;
  test: TestAnswer;
  readings: Readings;
}): JSX.Element | null {
  const lines = typeof common === 'object' && !Array.isArray(common) ? common.materials : undefined;
  const isNamed = Array.isArray(lines) && lines.some(({ lot = '' }) => lot.trim() !== '');
  return isNamed ? (
    <Card>
      <Form ui={ui} action={`/tests/${test.id}/registered`} version={test.version} draft="off">
        <p class="quiet mb-2">{ui.t('testing.registeredLead')}</p>
        <button class="btn">{ui.t('testing.takeRegistered')}</button>
      </Form>
    </Card>
  ) : null;
}

/** Why something cannot be done now, a sentence each. */
export function Why({ ui, reasons }: { ui: Ui; reasons: readonly Reason[] }): JSX.Element {
  return (
    <div class="move-why">
      {reasons.map((reason) => (
        <p key={reason.id}>{reasonText(ui.lang, reason)}</p>
      ))}
    </div>
  );
}
