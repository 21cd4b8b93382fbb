import type { ComponentChildren, JSX } from 'preact';
import { PageHead, StateText, type Ui } from '../ui/index.ts';
import type { BatchAnswer } from './answers.ts';
import { DueCell } from './lists.view.tsx';

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
