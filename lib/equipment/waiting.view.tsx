import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import { DataTable, Form, FormFoot, PageHead, type Ui } from '../ui/index.ts';
import type { WaitingLine } from './show.ts';

/** 待确认: certificates that wait for a second person; those of the paper ledger can be confirmed together. */
export function WaitingView({ data, ui }: { data: { lines: WaitingLine[] }; ui: Ui }): JSX.Element {
  const tickable = (line: WaitingLine): boolean => line.origin === 'ledger' && line.obstacles.length === 0;
  const many = data.lines.some(tickable);
  const table = (
    <DataTable<WaitingLine>
      ui={ui}
      caption={ui.t('equipment.waiting')}
      rows={data.lines}
      rowKey={(row) => row.id}
      href={(row) => `/instrument-events/${row.id}`}
      empty={ui.t('equipment.nothingWaits')}
      emptyAct={{ href: '/instruments', label: ui.t('nav.equipment') }}
      columns={[
        { key: 'number', head: ui.t('equipment.number'), cell: (row) => row.number },
        { key: 'name', head: ui.t('equipment.name'), cell: (row) => row.name, wrap: true },
        { key: 'kind', head: ui.t('equipment.kind'), cell: (row) => ui.t(`equipment.way.${row.kind}`) },
        { key: 'done', head: ui.t('equipment.doneOn'), cell: (row) => row.done_on },
        { key: 'certificate', head: ui.t('equipment.certificate_no'), cell: (row) => row.certificate_no ?? '—' },
        { key: 'by', head: ui.t('equipment.recordedBy'), cell: (row) => row.recorder },
        {
          key: 'tick',
          head: ui.t('equipment.choose'),
          wrap: true,
          cell: (row) => <Choice row={row} ui={ui} tick={tickable(row)} />,
        },
      ]}
    />
  );
  return (
    <>
      <PageHead
        over={<a href="/instruments">{ui.t('nav.equipment')}</a>}
        title={ui.t('equipment.waiting')}
        note={ui.t('equipment.waitingNote')}
      />
      {many ? (
        <Form ui={ui} action="/instruments/confirmations" draft="off" class="form form-wide">
          {table}
          <FormFoot>
            <button class="btn btn-primary btn-next">{ui.t('equipment.confirmMany')}</button>
            <span class="quiet">{ui.t('equipment.confirmManyHint')}</span>
          </FormFoot>
        </Form>
      ) : (
        table
      )}
    </>
  );
}

function Choice({ row, ui, tick }: { row: WaitingLine; ui: Ui; tick: boolean }): JSX.Element {
  if (tick)
    return (
      <label class="check">
        <input
          class="form-check-input"
          type="checkbox"
          name="events"
          value={row.id}
          checked={ui.ticked('events', row.id, true)}
          aria-label={`${row.number} ${row.certificate_no ?? ''}`}
        />
        <span>{ui.t('equipment.paperConfirmed')}</span>
      </label>
    );
  const [reason] = row.obstacles;
  if (!ui.may('equipment.confirm')) return <span class="quiet">{ui.t('equipment.waitsFor')}</span>;
  return reason ? (
    <span class="quiet">{reasonText(ui.lang, reason)}</span>
  ) : (
    <a href={`/instrument-events/${row.id}#confirm`}>{ui.t('equipment.judge')}</a>
  );
}
