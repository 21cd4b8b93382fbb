import type { JSX } from 'preact';
import { Card, type Column, DataTable, StateText, type Ui } from '../ui/index.ts';
import type { BatchAnswer } from './answers.ts';
import { DueCell } from './lists.view.tsx';

/** A list of batches, each leading to its next act. */
export function BatchTable<B extends BatchAnswer>({
  ui,
  title,
  batches,
  href,
  empty,
  more = [],
  next,
  first,
}: {
  ui: Ui;
  title: string;
  batches: readonly B[];
  href: (batch: B) => string;
  empty: string;
  /** Further columns before the state. */
  more?: readonly Column<B>[];
  next?: string | undefined;
  first?: string | undefined;
}): JSX.Element {
  return (
    <Card title={title} flush>
      <DataTable
        ui={ui}
        caption={title}
        rows={batches}
        rowKey={(batch) => batch.id}
        href={href}
        empty={empty}
        next={next}
        first={first}
        tone={(batch) => (batch.due.state === 'on-time' ? undefined : batch.due.state)}
        columns={[
          { key: 'number', head: ui.t('testing.number'), cell: (batch) => batch.number },
          { key: 'product', head: ui.t('testing.product'), cell: (batch) => batch.product_name, wrap: true },
          { key: 'batch', head: ui.t('testing.batch'), cell: (batch) => batch.batch_no },
          {
            key: 'producer',
            head: ui.t('testing.producer'),
            cell: (batch) => batch.producer,
            wrap: true,
            deskOnly: true,
          },
          {
            key: 'basis',
            head: ui.t('testing.basis'),
            cell: (batch) => batch.basis ?? '—',
            wrap: true,
            deskOnly: true,
          },
          ...more,
          { key: 'state', head: ui.t('field.state'), cell: (batch) => <StateText ui={ui} state={batch.state} /> },
          { key: 'due', head: ui.t('field.due'), cell: (batch) => <DueCell ui={ui} due={batch.due} /> },
        ]}
      />
    </Card>
  );
}
