import type { JSX } from 'preact';
import type { Reason } from '../core/refusal.ts';
import { lookUp } from '../messages/index.ts';
import { Card, DataTable, Form, FormFoot, SignBlock, StateText, TextArea, type Ui } from '../ui/index.ts';
import type { BatchAnswer, TestAnswer } from './answers.ts';
import { BatchHead, basisOf } from './batch.view.tsx';
import { Why } from './bench-outcome.view.tsx';
import type { Principal } from './deputies.ts';
import { StandInField } from './deputies.view.tsx';
import { Result, testName } from './lists.view.tsx';
import type { Oddity } from './unusual.ts';
import { UnusualList } from './unusual.view.tsx';
import { type ToldOf, ValidityPanel } from './validity.view.tsx';

/** A reviewed record with what its reviewer saw; `fresh`: what has come up since. */
export type ApprovalTest = TestAnswer & { changed: number; oddities: { oddity: Oddity; fresh: boolean }[] };

export interface Approval {
  sample: BatchAnswer;
  /** What the registers say against its records. */
  validity: ToldOf[];
  /** For whom this person stands in today. */
  principals: Principal[];
  tests: ApprovalTest[];
  names: Record<string, string>;
  why: Reason[];
  /** Investigations of its results, whatever became of them. */
  investigations: { id: string; number: string; state: string }[];
}

/** The records of a batch, what is unusual in them as their reviewers saw it and since, and the two acts of the head of department. */
export function ApprovalView({ data, ui }: { data: Approval; ui: Ui }): JSX.Element {
  const { sample, tests, names, why } = data;
  return (
    <>
      <BatchHead ui={ui} sample={sample} title={ui.t('nav.approvals')} note={basisOf(ui, sample)} />
      <Card title={ui.t('testing.items')} flush>
        <DataTable
          ui={ui}
          caption={ui.t('testing.items')}
          rows={tests}
          rowKey={(test) => test.id}
          href={(test) => `/tests/${test.id}/review`}
          empty={ui.t('testing.notPlanned')}
          tone={(test) => (test.verdict === 'fails' ? 'fails' : undefined)}
          columns={[
            { key: 'item', head: ui.t('testing.item'), cell: (test) => testName(ui, test), wrap: true },
            { key: 'limit', head: ui.t('testing.limit'), cell: (test) => test.item.limitText, wrap: true },
            { key: 'result', head: ui.t('testing.result'), cell: (test) => <Result ui={ui} test={test} />, wrap: true },
            {
              key: 'changed',
              head: ui.t('testing.changed'),
              cell: (test) => (test.changed > 0 ? `Δ ${test.changed}` : '—'),
            },
            { key: 'analyst', head: ui.t('testing.analyst'), cell: (test) => names[test.analyst_id ?? ''] ?? '—' },
            { key: 'reviewer', head: ui.t('testing.reviewer'), cell: (test) => names[test.reviewer_id ?? ''] ?? '—' },
            { key: 'state', head: ui.t('field.state'), cell: (test) => <StateText ui={ui} state={test.state} /> },
          ]}
        />
      </Card>
      <Oddities data={data} ui={ui} />
      {data.investigations.length > 0 ? (
        <Card title={ui.t('review.investigations')} id="investigations">
          <ul class="mb-0">
            {data.investigations.map(({ id, number, state }) => (
              <li key={id}>
                <a href={`/investigations/${id}`}>{number}</a> {lookUp(ui.lang, `state.${state}`)}
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      <ValidityPanel ui={ui} told={data.validity} />
      {why.length > 0 ? (
        <Card title={ui.t('moves.refused')}>
          <Why ui={ui} reasons={why} />
        </Card>
      ) : (
        <div class="two-columns">
          <ApproveForm data={data} ui={ui} />
          <SendBackForm data={data} ui={ui} />
        </div>
      )}
    </>
  );
}

function Oddities({ data: { tests }, ui }: { data: Approval; ui: Ui }): JSX.Element {
  const odd = tests.filter(({ oddities }) => oddities.length > 0);
  return (
    <Card title={ui.t('testing.unusual')} id="unusual">
      {odd.length === 0 ? <p class="quiet mb-0">{ui.t('review.noneInBatch')}</p> : null}
      {odd.map((test) => {
        const fresh = new Set(test.oddities.filter((one) => one.fresh).map(({ oddity }) => oddity));
        return (
          <section key={test.id} class="mb-3">
            <h3 class="h4">
              <a href={`/tests/${test.id}/review`}>{testName(ui, test)}</a>
            </h3>
            <UnusualList
              ui={ui}
              oddities={test.oddities.map(({ oddity }) => oddity)}
              base={`/tests/${test.id}/review`}
              fresh={(oddity) => fresh.has(oddity)}
            />
          </section>
        );
      })}
    </Card>
  );
}

function ApproveForm({ data: { sample, tests, principals }, ui }: { data: Approval; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('testing.approve')}>
      <Form ui={ui} action={`/samples/${sample.id}/approval`} draft="off">
        {tests.map((test) => (
          <input key={test.id} type="hidden" name="hashes" value={`${test.id}:${test.hash}`} />
        ))}
        <StandInField ui={ui} principals={principals} />
        <SignBlock
          ui={ui}
          meaning={ui.t('meaning.approve')}
          records={tests.map((test) => ({ id: test.id, label: testName(ui, test), hash: test.hash }))}
        />
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('testing.approve')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}

function SendBackForm({ data: { sample, tests }, ui }: { data: Approval; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('act.return')}>
      <Form ui={ui} action={`/samples/${sample.id}/approval/return`}>
        {tests.map((test) => (
          <label key={test.id} class="check">
            <input class="form-check-input" type="checkbox" name="tests" value={test.id} /> {testName(ui, test)}
          </label>
        ))}
        <TextArea ui={ui} name="reason" label={ui.t('field.reason')} required maxLength={2000} />
        <FormFoot>
          <button class="btn btn-outline-danger">{ui.t('act.return')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}
