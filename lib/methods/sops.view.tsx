import type { JSX } from 'preact';
import { Card, DataTable, PageHead, Pill, type Ui } from '../ui/index.ts';
import { MethodTabs, WatchPill } from './frame.view.tsx';
import type { SopLine } from './sops.show.ts';

/** The SOP documents: which version holds, when each is to be gone through again, who has not read it. */
export function SopsView({ data, ui }: { data: { lines: SopLine[] }; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('methods.sops')} note={ui.t('methods.sopsLead')}>
        {ui.may('method.write') ? (
          <a class="btn btn-primary" href="/methods/sops/new">
            {ui.t('methods.newSop')}
          </a>
        ) : null}
      </PageHead>
      <MethodTabs ui={ui} at="/methods/sops" />
      <Card flush>
        <DataTable<SopLine>
          ui={ui}
          caption={ui.t('methods.sops')}
          rows={data.lines}
          rowKey={(row) => row.id}
          href={(row) => `/methods/sops/${row.id}`}
          empty={ui.t('methods.sopsNone')}
          columns={[
            { key: 'number', head: ui.t('field.number'), cell: (row) => row.number },
            { key: 'title', head: ui.t('field.docTitle'), cell: (row) => row.title, wrap: true },
            { key: 'label', head: ui.t('field.versionLabel'), cell: (row) => row.label ?? ui.t('methods.noVersion') },
            { key: 'from', head: ui.t('methods.from'), cell: (row) => row.from ?? '—' },
            {
              key: 'review',
              head: ui.t('methods.nextReview'),
              cell: (row) =>
                row.review.due === null ? (
                  '—'
                ) : (
                  <>
                    {row.review.due}{' '}
                    {row.review.state === 'done' ? null : <WatchPill ui={ui} state={row.review.state} />}
                  </>
                ),
            },
            {
              key: 'unread',
              head: ui.t('methods.reading'),
              cell: (row) =>
                row.readers === 0
                  ? '—'
                  : ui.t('methods.readCount', { done: row.readers - row.unread, all: row.readers }),
            },
            {
              key: 'mine',
              head: ui.t('methods.mine'),
              cell: (row) => (row.mine ? <Pill tone="amber" shape="!" word={ui.t('methods.toRead')} /> : '—'),
            },
          ]}
        />
      </Card>
    </>
  );
}
