import type { JSX } from 'preact';
import { OutcomePanel, RecordInputs } from '../forms/index.ts';
import { lookUp } from '../messages/index.ts';
import {
  Bench,
  Card,
  Facts,
  NonconformingLink,
  PageHead,
  StateText,
  Timeline,
  type Ui,
  WeighDesk,
} from '../ui/index.ts';
import { AskedPart } from './asked.view.tsx';
import { Attachments } from './attachments.view.tsx';
import { basisOf } from './batch.view.tsx';
import { BenchOutcome, Why } from './bench-outcome.view.tsx';
import { CurveCard } from './curve.view.tsx';
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
      {test.state === 'returned' || data.returnedCells.length > 0 ? <ReturnedNote data={data} ui={ui} /> : null}
      {readOnly ? <Why ui={ui} reasons={data.why.record} /> : null}
      <div class="bench-columns">
        {readOnly ? (
          <Card title={ui.t('testing.record')}>
            <RecordValues data={data} ui={ui} />
          </Card>
        ) : (
          <div>
            {weighs(form) && data.balances.length > 0 ? (
              <p class="mb-2">
                <a class="btn btn-sm" href={`/tests/${test.id}/weighings`}>
                  {ui.t('instrument-file.readBalance')}
                </a>
                <WeighDesk ui={ui} balances={data.balances} />
              </p>
            ) : null}
            <Bench ui={ui} saveUrl={`/tests/${test.id}/readings`} version={test.version}>
              <RecordInputs
                form={form}
                item={test.item}
                readings={data.readings}
                ui={ui}
                outcome={outcome}
                returned={data.returnedCells}
                choices={{ rooms: data.rooms.map(({ code, name }) => ({ value: code, label: `${code} ${name}` })) }}
              />
            </Bench>
          </div>
        )}
        <aside class="bench-side" id="outcome">
          {readOnly ? (
            <>
              <OutcomePanel outcome={outcome} item={test.item} ui={ui} />
              <CurveCard record={{ form, item: test.item, readings: data.readings, outcome }} ui={ui} />
              <UncertaintyPart found={data.uncertainty} ui={ui} />
            </>
          ) : (
            <BenchOutcome
              ui={ui}
              test={test}
              form={form}
              outcome={outcome}
              why={data.why.submit}
              readings={data.readings}
              uncertainty={data.uncertainty}
            />
          )}
        </aside>
        <div class="bench-rest">
          <ValidityPanel ui={ui} told={data.validity.map((told) => ({ testId: test.id, told }))} />
          <AskedPart data={data} ui={ui} />
          <Attachments data={data} ui={ui} open={!readOnly} />
          <Card title={ui.t('testing.papers')}>
            <div class="page-acts">
              <a class="btn" href={`/tests/${test.id}/record.pdf`}>
                {ui.t('testing.recordPdf')}
              </a>
              <a class="btn" href={`/tests/${test.id}/blank.pdf`}>
                {ui.t('testing.blankPdf')}
              </a>
              <a class="btn" href={`/tests/${test.id}/provenance`}>
                {ui.t('testing.provenance')}
              </a>
              {ui.may('test.review') ? (
                <a class="btn" href={`/tests/${test.id}/review`}>
                  {ui.t('testing.toReview')}
                </a>
              ) : null}
              <NonconformingLink ui={ui} entity="tests" id={test.id} />
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

/** Why the reviewer gave the record back, and to which cells. */
function ReturnedNote({ data: { test, form, returnedCells }, ui }: { data: RecordAnswer; ui: Ui }): JSX.Element {
  return (
    <div class="problems tone-orange">
      {ui.t('testing.returnedWhy', { reason: test.returned_reason ?? '' })}
      {returnedCells.length > 0 ? (
        <ul class="mb-0">
          {returnedCells.map(({ path, reason }) => (
            <li key={path}>
              <a href={`#f-readings-${path.replace(/[^A-Za-z0-9_-]/g, '-')}`}>{fieldName(form, path, ui.lang)}</a>{' '}
              {reason}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

/** Whether the record asks for a weighing. */
const weighs = ({ properties }: RecordAnswer['form']): boolean =>
  Object.values(properties).some((field) =>
    field.type === 'array'
      ? Object.values(field.items.properties).some((cell) => cell['x-quantity'] === 'mass')
      : field.type === 'string' && field['x-quantity'] === 'mass',
  );

export function RecordHead({
  data,
  ui,
}: {
  data: Pick<RecordAnswer, 'test' | 'sample' | 'spec' | 'names' | 'run'>;
  ui: Ui;
}): JSX.Element {
  const { test, sample, spec, names, run } = data;
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
            ...(run ? [{ label: ui.t('run.title'), value: <a href={`/runs/${run.id}`}>{run.number}</a> }] : []),
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
