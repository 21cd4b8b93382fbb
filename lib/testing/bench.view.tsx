import type { JSX } from 'preact';
import type { Reason } from '../core/refusal.ts';
import { OutcomePanel, type Readings, RecordInputs, type RecordOutcome } from '../forms/index.ts';
import { lookUp, reasonText } from '../messages/index.ts';
import { Bench, Card, Facts, Form, FormFoot, PageHead, SignBlock, StateText, Timeline, type Ui } from '../ui/index.ts';
import type { TestAnswer } from './answers.ts';
import { Attachments } from './attachments.view.tsx';
import { basisOf } from './batch.view.tsx';
import { fieldName } from './field-name.ts';
import { DueCell, testName } from './lists.view.tsx';
import { fieldAt, readingText } from './reading-text.ts';
import type { RecordAnswer } from './record-answer.ts';
import { UncertaintyPart } from './uncertainty.view.tsx';
import { ValidityPanel } from './validity.view.tsx';
import { RecordValues } from './values.view.tsx';

/** The record at the bench: readings at the left, to type in or, for everybody else, to read; calculation and signature at the right. */
export function BenchView({ data, ui }: { data: RecordAnswer; ui: Ui }): JSX.Element {
  const { test, form, outcome } = data;
  const readOnly = data.why.record.length > 0;
  return (
    <>
      <RecordHead data={data} ui={ui} />
      {test.state === 'returned' ? (
        <p class="problems tone-orange">{ui.t('testing.returnedWhy', { reason: test.returned_reason ?? '' })}</p>
      ) : null}
      {readOnly ? <Why ui={ui} reasons={data.why.record} /> : null}
      <div class="bench-columns">
        {readOnly ? (
          <Card title={ui.t('testing.record')}>
            <RecordValues data={data} ui={ui} />
          </Card>
        ) : (
          <div>
            <Bench ui={ui} saveUrl={`/tests/${test.id}/readings`} version={test.version}>
              <RecordInputs
                form={form}
                item={test.item}
                readings={data.readings}
                ui={ui}
                outcome={outcome}
                choices={{ rooms: data.rooms.map(({ code, name }) => ({ value: code, label: `${code} ${name}` })) }}
              />
            </Bench>
          </div>
        )}
        <aside class="bench-side" id="outcome">
          {readOnly ? (
            <>
              <OutcomePanel outcome={outcome} item={test.item} ui={ui} />
              <UncertaintyPart found={data.uncertainty} ui={ui} />
            </>
          ) : (
            <BenchOutcome
              ui={ui}
              test={test}
              outcome={outcome}
              why={data.why.submit}
              readings={data.readings}
              uncertainty={data.uncertainty}
            />
          )}
        </aside>
        <div class="bench-rest">
          <ValidityPanel ui={ui} told={data.validity.map((told) => ({ testId: test.id, told }))} />
          <Attachments data={data} ui={ui} open={!readOnly} />
          <Card title={ui.t('testing.papers')}>
            <div class="page-acts">
              <a class="btn" href={`/tests/${test.id}/record.pdf`}>
                {ui.t('testing.recordPdf')}
              </a>
              <a class="btn" href={`/tests/${test.id}/blank.pdf`}>
                {ui.t('testing.blankPdf')}
              </a>
              {ui.may('test.review') ? (
                <a class="btn" href={`/tests/${test.id}/review`}>
                  {ui.t('testing.toReview')}
                </a>
              ) : null}
            </div>
          </Card>
          <Card title={ui.t('testing.history')}>
            <Changes data={data} ui={ui} />
          </Card>
        </div>
      </div>
    </>
  );
}

export function RecordHead({
  data,
  ui,
}: {
  data: Pick<RecordAnswer, 'test' | 'sample' | 'spec' | 'names'>;
  ui: Ui;
}): JSX.Element {
  const { test, sample, spec, names } = data;
  return (
    <>
      <PageHead
        title={testName(ui, test)}
        over={
          <>
            <a href={`/samples/${sample.id}`}>{sample.number}</a>　{sample.product_name}　{sample.batch_no}
          </>
        }
      >
        <StateText ui={ui} state={test.state} />
        <DueCell ui={ui} due={sample.due} />
      </PageHead>
      <section class="panel record-head">
        <Facts
          line
          facts={[
            { label: ui.t('testing.limit'), value: <strong>{test.item.limitText}</strong> },
            { label: ui.t('testing.method'), value: test.item.method },
            { label: ui.t('testing.basis'), value: basisOf(ui, sample) },
          ]}
        />
        <details>
          <summary>{ui.t('testing.more')}</summary>
          <Facts
            line
            facts={[
              { label: ui.t('testing.spec'), value: spec },
              { label: ui.t('testing.producer'), value: sample.producer },
              { label: ui.t('testing.analyst'), value: names[test.analyst_id ?? ''] },
              { label: ui.t('testing.reviewer'), value: names[test.reviewer_id ?? ''] },
            ]}
          />
        </details>
      </section>
    </>
  );
}

/** What comes out so far, and beneath it the signature by which the analyst hands the record on. It is replaced whole after each saved cell; the uncertainty belongs to what was saved when the page was opened, so it is then gone. */
export function BenchOutcome({
  ui,
  test,
  outcome,
  why,
  readings,
  uncertainty,
}: {
  ui: Ui;
  test: TestAnswer;
  outcome: RecordOutcome;
  readings: Readings;
  why: readonly Reason[];
  uncertainty?: RecordAnswer['uncertainty'];
}): JSX.Element {
  return (
    <>
      <OutcomePanel outcome={outcome} item={test.item} ui={ui} />
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

/** What was changed after it was first saved, and the signatures, newest first; beneath it every value that ever stood in the record (DI-04). */
export function Changes({
  data,
  ui,
}: {
  data: Pick<RecordAnswer, 'changes' | 'signatures' | 'form'>;
  ui: Ui;
}): JSX.Element {
  const told = (path: string, value: string | null) => readingText(fieldAt(data.form, path), value, ui.lang);
  const changes = data.changes.map((change, i) => ({
    id: `c${i}`,
    at: change.at,
    by: change.by,
    title: fieldName(data.form, change.path, ui.lang),
    detail: `${told(change.path, change.old)} → ${told(change.path, change.new)}`,
    ...(change.reason !== null && { reason: change.reason }),
    tone: change.old === null ? ('grey' as const) : ('amber' as const),
  }));
  const signatures = data.signatures.map((signature) => ({
    id: signature.id,
    at: signature.at,
    by: signature.user_name,
    role: lookUp(ui.lang, `role.${signature.role}`),
    title: lookUp(ui.lang, `meaning.${signature.meaning}`),
    detail: signature.record_hash.slice(0, 12),
    tone: 'teal' as const,
  }));
  const later = changes.filter((_change, i) => data.changes[i]?.old !== null);
  return (
    <>
      <Timeline
        ui={ui}
        entries={[...later, ...signatures].sort((a, b) => (a.at < b.at ? 1 : -1))}
        empty={ui.t('testing.noChanges')}
      />
      <details class="more">
        <summary>{ui.t('testing.allEntries', { count: changes.length })}</summary>
        <Timeline ui={ui} entries={changes.reverse()} />
      </details>
    </>
  );
}
