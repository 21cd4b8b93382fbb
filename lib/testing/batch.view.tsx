import type { ComponentChildren, JSX } from 'preact';
import { basisLine } from '../samples/index.ts';
import { PageHead, StateText, type Ui } from '../ui/index.ts';
import type { BatchAnswer } from './answers.ts';
import { DueCell } from './lists.view.tsx';

/** The standard of a batch with the answers that belong to it. */
export const basisOf = (ui: Ui, { basis, answers }: Pick<BatchAnswer, 'basis' | 'answers'>): string =>
  basisLine({ basis, spec_answers: answers }, ui.lang);

/** What identifies a batch on the pages of planning and approval. */
export function BatchHead({
  ui,
  sample,
  title,
  note,
}: {
  ui: Ui;
  sample: BatchAnswer;
  title: string;
  note?: ComponentChildren;
}): JSX.Element {
  return (
    <PageHead
      title={`${title}　${sample.product_name}`}
      over={
        <>
          <a href={`/samples/${sample.id}`}>{sample.number}</a>　{sample.batch_no}　{sample.producer}
        </>
      }
      note={note}
    >
      <StateText ui={ui} state={sample.state} />
      <DueCell ui={ui} due={sample.due} />
    </PageHead>
  );
}
