import type { JSX } from 'preact';
import { Card, DataTable, StateText, type Ui } from '../ui/index.ts';
import type { Use } from './uses.ts';

/** The use log of an instrument, a column or any lot: written by the tests themselves, so nobody keeps a second book. */
export function UsesCard(props: { uses: Use[]; used: number; empty: string; ui: Ui }): JSX.Element {
  const { uses, used, empty, ui } = props;
  return (
    <Card title={ui.t('equipment.uses')} aside={ui.t('equipment.usesCount', { count: used })} id="uses" flush>
      <DataTable<Use>
        ui={ui}
        caption={ui.t('equipment.uses')}
        rows={uses}
        rowKey={(row) => row.test_id}
        href={(row) => (ui.may('test.read') ? `/tests/${row.test_id}` : undefined)}
        empty={empty}
        columns={[
          { key: 'sample', head: ui.t('equipment.sampleNo'), cell: (row) => row.sample_no },
          { key: 'item', head: ui.t('equipment.item'), cell: (row) => row.item, wrap: true },
          { key: 'start', head: ui.t('equipment.started'), cell: (row) => row.start.replace('T', ' ') || '—' },
          { key: 'end', head: ui.t('equipment.finished'), cell: (row) => row.end.replace('T', ' ') || '—' },
          { key: 'analyst', head: ui.t('equipment.analyst'), cell: (row) => row.analyst || '—' },
          { key: 'state', head: ui.t('equipment.testState'), cell: (row) => <StateText ui={ui} state={row.state} /> },
        ]}
      />
    </Card>
  );
}
