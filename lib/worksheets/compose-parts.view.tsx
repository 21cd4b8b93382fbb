import type { JSX } from 'preact';
import { DueCell, testTitle } from '../testing/index.ts';
import { type Column, Pill, Shape, StateText, type Ui } from '../ui/index.ts';
import type { CandidateLine, PlaceLine } from './compose-new.ts';

/** Sentences under one another, above what they are about. */
export function Told({
  ui,
  tone,
  sentences,
}: {
  ui: Ui;
  tone: 'red' | 'amber';
  sentences: readonly string[];
}): JSX.Element | null {
  if (sentences.length === 0) return null;
  return (
    <section class={`problems tone-${tone}`} role={tone === 'red' ? 'alert' : undefined}>
      <h2>
        <Shape name={tone === 'red' ? '▲' : '!'} />
        {ui.t(tone === 'red' ? 'run.against' : 'run.toKnow')}
      </h2>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}

/** The columns of tests that can be ticked; what is refused stands grey with its sentence. */
export function candidateColumns(ui: Ui, all: boolean): Column<CandidateLine>[] {
  return [
    {
      key: 'pick',
      head: ui.t('run.pick'),
      cell: (test) => (
        <input
          class="form-check-input"
          type="checkbox"
          name="tests"
          value={test.id}
          checked={all && test.refused.length === 0}
          disabled={test.refused.length > 0}
          data-number={test.number}
          aria-label={`${test.number} ${testTitle(test, ui.lang)}`}
        />
      ),
    },
    { key: 'number', head: ui.t('run.sampleNo'), cell: (test) => <TestLink test={test} /> },
    {
      key: 'product',
      head: ui.t('run.product'),
      wrap: true,
      cell: (test) => `${test.product_name} ${test.batch_no}`,
    },
    { key: 'item', head: ui.t('run.item'), wrap: true, cell: (test) => <ItemCell ui={ui} test={test} /> },
    { key: 'analyst', head: ui.t('field.analyst'), cell: (test) => test.analyst_name ?? '—', deskOnly: true },
    { key: 'state', head: ui.t('field.state'), cell: (test) => <StateText ui={ui} state={test.state} /> },
    { key: 'due', head: ui.t('field.due'), cell: (test) => <DueCell ui={ui} due={test.due} /> },
  ];
}

const TestLink = ({ test }: { test: CandidateLine }): JSX.Element => <a href={`/tests/${test.id}`}>{test.number}</a>;

/** The item with its urgency, and what is to be known of it. */
export function ItemCell({ ui, test }: { ui: Ui; test: CandidateLine }): JSX.Element {
  return (
    <>
      {testTitle(test, ui.lang)}
      {test.priority === 'urgent' ? <Pill tone="orange" shape="!" word={ui.t('priority.urgent')} /> : null}
      {[...test.refused, ...test.told].map((sentence) => (
        <p key={sentence} class="quiet mb-0">
          {sentence}
        </p>
      ))}
    </>
  );
}

/** A sample is plain; a row of quality control bears its word in a pill. */
export const Kind = ({ ui, kind }: { ui: Ui; kind: PlaceLine['kind'] }): JSX.Element =>
  kind === 'sample' ? (
    <span>{ui.t('run.kind.sample')}</span>
  ) : (
    <Pill tone="teal" shape="◆" word={ui.t(`run.kind.${kind}`)} />
  );
