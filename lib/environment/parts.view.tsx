import type { JSX } from 'preact';
import { DataTable, DecimalField, Pill, type Ui } from '../ui/index.ts';
import { endsText } from './limits.ts';
import { type ExcursionState, quantities, type RoomLimits, units } from './rows.ts';
import type { ExcursionLine } from './show.ts';

const looks = {
  open: { tone: 'orange', shape: '!' },
  assessed: { tone: 'violet', shape: '◑' },
  closed: { tone: 'grey', shape: '■' },
  deviated: { tone: 'amber', shape: '◆' },
} as const;

/** 待评估, 已评估待关闭 … */
export function ExcursionPill({ ui, state }: { ui: Ui; state: ExcursionState }): JSX.Element {
  const { tone, shape } = looks[state];
  return <Pill tone={tone} shape={shape} word={ui.t(`environment.state.${state}`)} />;
}

/** 2026-03-10 09:30, as the clock of the laboratory shows it. */
export const clock = (at: string): string => at.replace('T', ' ');

export const limitsText = (ui: Ui, limits: RoomLimits): string =>
  quantities
    .flatMap((quantity) => {
      const ends = limits[quantity];
      return ends ? [`${ui.t(`quantity.${quantity}`)} ${endsText(ends, quantity)}`] : [];
    })
    .join(ui.lang === 'zh' ? '；' : '; ');

/** Low and high of each quantity. */
export function LimitFields({ ui, limits }: { ui: Ui; limits: RoomLimits }): JSX.Element {
  return (
    <>
      {quantities.flatMap((quantity) =>
        (['low', 'high'] as const).map((end) => (
          <DecimalField
            key={`${quantity}${end}`}
            ui={ui}
            width="third"
            name={`${quantity}${end === 'low' ? 'Low' : 'High'}`}
            label={ui.t(`environment.${end}`, { quantity: ui.t(`quantity.${quantity}`) })}
            unit={units[quantity]}
            value={limits[quantity]?.[end]}
          />
        )),
      )}
    </>
  );
}

export function ExcursionTable({ ui, rows, empty }: { ui: Ui; rows: ExcursionLine[]; empty: string }): JSX.Element {
  return (
    <DataTable<ExcursionLine>
      ui={ui}
      caption={ui.t('environment.excursions')}
      rows={rows}
      rowKey={(row) => row.id}
      href={(row) => `/environment/excursions/${row.id}`}
      empty={empty}
      tone={(row) => (row.ended === null ? 'late' : undefined)}
      columns={[
        { key: 'began', head: ui.t('environment.began'), cell: (row) => clock(row.began) },
        {
          key: 'ended',
          head: ui.t('environment.ended'),
          cell: (row) => (row.ended === null ? ui.t('environment.stillOut') : clock(row.ended)),
        },
        { key: 'room', head: ui.t('environment.room'), cell: (row) => row.roomName },
        { key: 'quantity', head: ui.t('environment.quantity'), cell: (row) => ui.t(`quantity.${row.quantity}`) },
        {
          key: 'worst',
          head: ui.t('environment.worst'),
          cell: (row) => `${row.worst} ${units[row.quantity]}`,
          numeric: true,
        },
        {
          key: 'bounds',
          head: ui.t('environment.limits'),
          cell: (row) => endsText(row.bounds, row.quantity),
          deskOnly: true,
        },
        {
          key: 'state',
          head: ui.t('environment.stateHead'),
          cell: (row) => <ExcursionPill ui={ui} state={row.state} />,
        },
      ]}
    />
  );
}
