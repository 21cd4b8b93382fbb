import type { JSX } from 'preact';
import { asked, listHref, SearchLine } from '../samplings/index.ts';
import { DataTable, Due, PageHead, StatePill, Tabs, type Ui } from '../ui/index.ts';
import { openStates, sampleStates } from './rows.ts';
import type { SampleLine } from './show.ts';

const open: readonly string[] = openStates;

/** The list of batches: what is due first stands first. */
export function samplesView(data: { rows: SampleLine[]; next: string | null }, ui: Ui): JSX.Element {
  const query = asked(ui);
  const [state, q, after] = [query.get('state') ?? undefined, query.get('q') ?? undefined, query.get('after')];
  const href = (change: Record<string, string | undefined>) => listHref('/samples', { state, q, ...change });
  return (
    <>
      <PageHead title={ui.t('samples.title')} />
      <Tabs
        label={ui.t('field.state')}
        tabs={[
          { href: href({ state: undefined }), label: ui.t('samples.open'), active: !state },
          ...sampleStates.map((name) => ({
            href: href({ state: name }),
            label: ui.t(`state.${name}`),
            active: state === name,
          })),
        ]}
      />
      <SearchLine ui={ui} path="/samples" q={q} hidden={{ state }} label={ui.t('samples.search')} />
      <DataTable
        ui={ui}
        caption={ui.t('samples.title')}
        rows={data.rows}
        rowKey={(row) => row.id}
        href={(row) => `/samples/${row.id}`}
        empty={ui.t(q ? 'samplings.none-found' : 'samples.empty')}
        emptyAct={ui.may('sample.receive') && !q ? { href: '/receipts', label: ui.t('receipts.title') } : undefined}
        tone={(row) => tone(row)}
        first={after ? href({}) : undefined}
        next={data.next ? href({ after: data.next }) : undefined}
        columns={[
          { key: 'number', head: ui.t('samples.number'), cell: (row) => row.number },
          { key: 'product', head: ui.t('field.productName'), cell: (row) => row.productName, wrap: true },
          { key: 'batch', head: ui.t('field.batchNo'), cell: (row) => row.batchNo },
          { key: 'producer', head: ui.t('field.producer'), cell: (row) => row.producer, wrap: true, deskOnly: true },
          { key: 'on', head: ui.t('field.receivedOn'), cell: (row) => row.receivedOn, deskOnly: true },
          { key: 'due', head: ui.t('field.due'), cell: (row) => <DueOf ui={ui} sample={row} /> },
          { key: 'state', head: ui.t('field.state'), cell: (row) => <StatePill ui={ui} state={row.state} /> },
          {
            key: 'verdict',
            head: ui.t('field.verdict'),
            cell: (row) => (row.verdict ? <StatePill ui={ui} state={row.verdict} /> : ''),
          },
        ]}
      />
    </>
  );
}

/** The countdown of a batch that is still open, else the plain date. */
export function DueOf({ ui, sample }: { ui: Ui; sample: SampleLine }): JSX.Element {
  if (!open.includes(sample.state)) return <span>{sample.dueOn}</span>;
  return <Due ui={ui} date={sample.dueOn} {...sample.due} />;
}

function tone(row: SampleLine): 'late' | 'amber' | 'fails' | undefined {
  if (row.verdict === 'fails') return 'fails';
  return open.includes(row.state) && row.due.state !== 'on-time' ? row.due.state : undefined;
}
