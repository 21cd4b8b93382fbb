import type { JSX } from 'preact';
import { Card, DataTable, PageHead, Pill, type Ui } from '../ui/index.ts';
import { address, batchesAddress } from './addresses.ts';
import type { Batches, BatchLine } from './batches.ts';

/** The batches that a figure counts. */
export function BatchesView({ data, ui }: { data: Batches; ui: Ui }): JSX.Element {
  const { filters, failed, total } = data;
  const asked = { ...filters, failed };
  return (
    <>
      <PageHead
        over={<a href={address('/signals', filters)}>{ui.t('nav.signals')}</a>}
        title={ui.t('signal.batches')}
        note={ui.t('signal.batchesSay', { from: filters.sinceDay, to: filters.untilDay, n: total.n, k: total.k })}
      >
        <a class="btn" href={batchesAddress({ ...filters, failed: !failed })}>
          {ui.t(failed ? 'signal.showAll' : 'signal.onlyFailed')}
        </a>
        {ui.may('notice.release') ? (
          <a class="btn" href={address('/signals/batches.xlsx', asked)}>
            {ui.t('signal.export')}
          </a>
        ) : (
          <a class="btn" href={address('/signals/batches.xlsx', { ...asked, published: true })}>
            {ui.t('signal.exportPublished')}
          </a>
        )}
      </PageHead>
      <Card flush>
        <DataTable<BatchLine>
          ui={ui}
          caption={ui.t('signal.batches')}
          rows={data.lines}
          rowKey={({ id }) => id}
          href={({ href }) => href ?? undefined}
          empty={ui.t('signal.noBatches')}
          first={data.first ? undefined : batchesAddress(asked)}
          next={data.next === null ? undefined : batchesAddress({ ...asked, after: data.next })}
          columns={[
            { key: 'number', head: ui.t('signal.column.number'), cell: ({ number }) => number },
            { key: 'issued', head: ui.t('signal.column.issuedOn'), cell: ({ issuedOn }) => issuedOn },
            {
              key: 'product',
              head: ui.t('signal.column.product'),
              wrap: true,
              cell: ({ product, batchNo }) => `${product} ${batchNo}`,
            },
            { key: 'producer', head: ui.t('signal.column.producer'), wrap: true, cell: ({ producer }) => producer },
            { key: 'seller', head: ui.t('signal.column.seller'), wrap: true, cell: ({ seller }) => seller },
            { key: 'region', head: ui.t('signal.column.region'), wrap: true, cell: ({ region }) => region ?? '—' },
            {
              key: 'verdict',
              head: ui.t('signal.column.verdict'),
              cell: ({ fails, overturned }) =>
                overturned ? (
                  <Pill tone="teal" shape="↩" word={ui.t('signal.overturned')} />
                ) : fails ? (
                  <Pill tone="red" shape="▲" word={ui.t('signal.failed')} />
                ) : (
                  <Pill tone="green" shape="✔" word={ui.t('signal.passed')} />
                ),
            },
            { key: 'items', head: ui.t('signal.column.items'), wrap: true, cell: ({ items }) => items || '—' },
          ]}
        />
      </Card>
    </>
  );
}
