import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import { Card, chinaTime, DataTable, Form, FormFoot, Moves, Pill, TextArea, TextField, type Ui } from '../ui/index.ts';
import type { ChartPage } from './chart.view.tsx';
import { ruleCode } from './holds.ts';
import { AlarmPill, LimitsPill, VerdictPill } from './parts.view.tsx';
import { pointText, short } from './picture.ts';
import type { AlarmRow, LimitsRow, PointRow } from './rows.ts';

/** So many points are listed with what can be done about them; the picture's own table has all. */
const HANDY = 300;
/** So many points are seen at once. */
const NEWEST = 12;

export function LimitsTable({ data, ui }: { data: ChartPage; ui: Ui }): JSX.Element {
  return (
    <DataTable<LimitsRow>
      ui={ui}
      caption={ui.t('control.limits')}
      rows={data.limits}
      rowKey={(row) => row.id}
      empty={ui.t('control.noLimits')}
      columns={[
        { key: 'n', head: ui.t('control.limitsHead.version'), cell: (row) => row.n },
        { key: 'state', head: ui.t('control.stateHead'), cell: (row) => <LimitsPill ui={ui} state={row.state} /> },
        { key: 'from', head: ui.t('control.limitsHead.from'), cell: (row) => `#${row.from_seq}` },
        { key: 'centre', head: ui.t('control.limitsHead.centre'), numeric: true, cell: (row) => short(row.centre) },
        { key: 'sigma', head: ui.t('control.limitsHead.sigma'), numeric: true, cell: (row) => short(row.sigma) },
        {
          key: 'lines',
          head: ui.t('control.limitsHead.lowerUpper'),
          numeric: true,
          cell: (row) => `${short(row.lower)} – ${short(row.upper)}`,
        },
        {
          key: 'reason',
          head: ui.t('control.limitsHead.reason'),
          wrap: true,
          cell: (row) =>
            `${row.basis === 'given' ? ui.t('control.given') : ui.t('control.fromPoints', { count: row.points })} ${row.reason}`,
        },
        {
          key: 'people',
          head: ui.t('control.limitsHead.people'),
          wrap: true,
          cell: (row) => `${data.names[row.proposed_by] ?? ''} / ${data.names[row.decided_by ?? ''] ?? '—'}`,
        },
      ]}
    />
  );
}

export function LimitsForms({ data, ui }: { data: ChartPage; ui: Ui }): JSX.Element | null {
  const proposed = data.limits.find(({ state }) => state === 'proposed');
  if (proposed)
    return (
      <Card title={ui.t('control.decideLimits', { n: proposed.n })}>
        <Moves
          ui={ui}
          moves={(['approve', 'return'] as const).map((move) => ({
            move,
            label: ui.t(`control.limitsMove.${move}`),
            obstacles: data.decisions[move].map((reason) => reasonText(ui.lang, reason)),
            action: `/control/limits/${proposed.id}/${move === 'approve' ? 'approval' : 'return'}`,
            version: proposed.version,
            reason: move === 'return',
            kind: move === 'approve' ? ('primary' as const) : ('plain' as const),
          }))}
        />
      </Card>
    );
  if (data.chart.state !== 'active' || !ui.may('control.write')) return null;
  return (
    <details class="more mb-3" open={ui.problem('target') !== undefined || ui.problem('fromPoint') !== undefined}>
      <summary>{ui.t('control.proposeLimits')}</summary>
      <p class="mb-3">{ui.t('control.proposeLead', { least: data.least })}</p>
      <Form ui={ui} action={`/control/charts/${data.id}/limits`} draft="off">
        <div class="fields-grid">
          <TextField ui={ui} name="fromPoint" label={ui.t('field.fromPoint')} width="third" />
          <TextField ui={ui} name="toPoint" label={ui.t('field.toPoint')} width="third" />
          {data.chart.kind === 'levey-jennings' ? (
            <>
              <TextField
                ui={ui}
                name="target"
                label={ui.t('field.target')}
                width="third"
                hint={ui.t('control.targetHint')}
              />
              <TextField ui={ui} name="givenSd" label={ui.t('field.givenSd')} width="third" />
            </>
          ) : null}
          <TextArea ui={ui} name="reason" label={ui.t('field.reason')} required rows={2} />
        </div>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('control.propose')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}

const shownOf = (data: ChartPage): PointRow[] => data.points.slice(-HANDY).reverse();

/** The newest points. */
export const PointTable = ({ data, ui }: { data: ChartPage; ui: Ui }): JSX.Element => (
  <Points data={data} ui={ui} points={shownOf(data).slice(0, NEWEST)} />
);

/** The points before those, folded. */
export function OlderPoints({ data, ui }: { data: ChartPage; ui: Ui }): JSX.Element | null {
  const older = shownOf(data).slice(NEWEST);
  if (older.length === 0) return null;
  return (
    <details class="more mb-3">
      <summary>{ui.t('control.olderPoints', { count: older.length })}</summary>
      <Card flush>
        <Points data={data} ui={ui} points={older} />
      </Card>
    </details>
  );
}

function Points({ data, ui, points }: { data: ChartPage; ui: Ui; points: PointRow[] }): JSX.Element {
  const { chart } = data;
  return (
    <DataTable<PointRow>
      ui={ui}
      caption={ui.t('control.points')}
      rows={points}
      rowKey={(row) => row.id}
      empty={ui.t('control.noPoints')}
      tone={(row) => (row.verdict === 'out' && row.excluded === null ? 'fails' : undefined)}
      columns={[
        { key: 'seq', head: '#', numeric: true, cell: (row) => row.seq },
        { key: 'at', head: ui.t('field.at'), cell: (row) => chinaTime(row.at) },
        {
          key: 'value',
          head: chart.quantity,
          unit: chart.unit ?? undefined,
          numeric: true,
          cell: (row) => pointText(chart, row.value),
        },
        ...(chart.subgroup > 1
          ? [{ key: 'readings', head: ui.t('control.readings'), cell: (row: PointRow) => row.readings.join('、') }]
          : []),
        { key: 'z', head: 'z', numeric: true, cell: (row) => (row.z === null ? '—' : row.z.slice(0, 6)) },
        { key: 'n', head: ui.t('control.limitsHead.version'), numeric: true, cell: (row) => row.limits_n ?? '—' },
        {
          key: 'verdict',
          head: ui.t('control.stateHead'),
          cell: (row) =>
            row.excluded === null ? (
              <>
                <VerdictPill ui={ui} verdict={row.verdict} /> {row.violations.map(ruleCode).join('、')}
              </>
            ) : (
              <Pill tone="grey" shape="✕" word={ui.t('control.excluded')} />
            ),
        },
        {
          key: 'from',
          head: ui.t('control.source'),
          cell: (row) =>
            row.test_id === null ? (
              ui.t(`control.source.${row.source}`)
            ) : (
              <a href={`/tests/${row.test_id}`}>{data.records[row.test_id] ?? ui.t('control.source.bench')}</a>
            ),
        },
        { key: 'instrument', head: ui.t('control.instrument'), cell: (row) => row.instrument ?? '—', deskOnly: true },
        {
          key: 'by',
          head: ui.t('control.by'),
          cell: (row) => data.names[row.analyst_id ?? row.recorded_by] ?? '—',
          deskOnly: true,
        },
        {
          key: 'note',
          head: ui.t('field.note'),
          wrap: true,
          cell: (row) => (row.excluded !== null ? row.excluded : (row.note ?? <Exclude point={row} ui={ui} />)),
        },
      ]}
    />
  );
}

function Exclude({ point, ui }: { point: PointRow; ui: Ui }): JSX.Element | null {
  if (!ui.may('control.release')) return null;
  return (
    <details class="move-reason">
      <summary>{ui.t('control.exclude')}</summary>
      <Form
        ui={ui}
        action={`/control/points/${point.id}/exclusion`}
        version={point.version}
        draft="off"
        class="move-form"
      >
        <label class="form-label" for={`x-${point.id}`}>
          {ui.t('field.reason')}
        </label>
        <input id={`x-${point.id}`} class="form-control" name="reason" required minLength={2} />
        <button class="btn btn-sm">{ui.t('control.exclude')}</button>
      </Form>
    </details>
  );
}

export function Alarms({
  ui,
  alarms,
  names,
}: {
  ui: Ui;
  alarms: readonly AlarmRow[];
  names: Record<string, string>;
}): JSX.Element {
  return (
    <DataTable<AlarmRow>
      ui={ui}
      caption={ui.t('control.alarms')}
      rows={[...alarms].reverse()}
      rowKey={(row) => row.id}
      href={(row) => `/control/alarms/${row.id}`}
      empty={ui.t('control.noAlarms')}
      columns={[
        { key: 'rules', head: ui.t('control.ruleHead'), cell: (row) => row.rules.map(ruleCode).join('、') },
        { key: 'state', head: ui.t('control.stateHead'), cell: (row) => <AlarmPill ui={ui} state={row.state} /> },
        { key: 'cause', head: ui.t('field.cause'), wrap: true, cell: (row) => row.cause ?? '—' },
        { key: 'measure', head: ui.t('field.measures'), wrap: true, cell: (row) => row.measure ?? '—' },
        { key: 'by', head: ui.t('control.by'), cell: (row) => names[row.closed_by ?? ''] ?? '—' },
      ]}
    />
  );
}
