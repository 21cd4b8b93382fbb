import type { JSX } from 'preact';
import {
  Card,
  Counts,
  DataTable,
  Form,
  FormFoot,
  PageHead,
  Pill,
  SearchBar,
  SelectField,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { ruleCode } from './holds.ts';
import { ControlTabs, options, RuleFields, VerdictPill } from './parts.view.tsx';
import { chartKinds, feeds } from './rows.ts';
import type { AlarmLine, ChartLine, ControlList } from './show.ts';

const views = ['active', 'alarm', 'closed'] as const;

/** What is out of control first, then every chart with its newest point. */
export function ControlView({ data, ui }: { data: ControlList; ui: Ui }): JSX.Element {
  const { due } = data;
  return (
    <>
      <PageHead title={ui.t('nav.control')} note={ui.t('control.lead')}>
        {ui.may('control.write') ? (
          <a class="btn btn-primary" href="/control/charts/new">
            {ui.t('control.newChart')}
          </a>
        ) : null}
      </PageHead>
      <ControlTabs ui={ui} at="charts" />
      <Counts
        counts={[
          { label: ui.t('control.count.alarms'), value: due.alarms, href: '/control?view=alarm', tone: 'late' },
          { label: ui.t('control.count.held'), value: due.held, href: '/control#alarms', tone: 'late' },
          { label: ui.t('control.count.limits'), value: due.limits, href: '/control?view=active', tone: 'amber' },
          { label: ui.t('control.count.overdue'), value: due.overdue, href: '/control/plans', tone: 'late' },
          { label: ui.t('control.count.anomalies'), value: due.anomalies, href: '/control/anomalies', tone: 'amber' },
        ]}
      />
      {data.alarms.length > 0 ? (
        <Card title={ui.t('control.alarms')} id="alarms" flush>
          <AlarmTable ui={ui} alarms={data.alarms} />
        </Card>
      ) : null}
      <SearchBar ui={ui} action="/control" q={data.q} label={ui.t('control.search')} kept={{ view: data.view }} />
      <nav class="tabs" aria-label={ui.t('control.charts')}>
        {views.map((view) => (
          <a
            key={view}
            class={view === data.view ? 'tab active' : 'tab'}
            href={`/control?${new URLSearchParams({ view, ...(data.q !== '' && { q: data.q }) })}`}
          >
            {ui.t(`control.view.${view}`)}
          </a>
        ))}
      </nav>
      <Card flush>
        <DataTable<ChartLine>
          ui={ui}
          caption={ui.t('control.charts')}
          rows={data.charts}
          rowKey={(row) => row.id}
          href={(row) => `/control/charts/${row.id}`}
          empty={ui.t(data.q === '' && data.view === 'active' ? 'control.noCharts' : 'control.noneFound')}
          emptyAct={
            ui.may('control.write') && data.view === 'active' && data.q === ''
              ? { href: '/control/charts/new', label: ui.t('control.newChart') }
              : undefined
          }
          total={data.charts.length}
          tone={(row) => (row.alarm === null ? undefined : 'late')}
          columns={[
            { key: 'number', head: ui.t('control.number'), cell: (row) => row.number },
            { key: 'title', head: ui.t('control.chartTitle'), cell: (row) => row.title, wrap: true },
            { key: 'kind', head: ui.t('control.kindHead'), cell: (row) => ui.t(`control.kind.${row.kind}`) },
            { key: 'lot', head: ui.t('control.lot'), cell: (row) => row.material_lot ?? '—' },
            { key: 'instrument', head: ui.t('control.instrument'), cell: (row) => row.instrument ?? '—' },
            { key: 'points', head: ui.t('control.pointCount'), numeric: true, cell: (row) => row.points },
            {
              key: 'last',
              head: ui.t('control.last'),
              cell: (row) => (row.last ? `${row.last.on}　${row.last.value}${row.unit ? ` ${row.unit}` : ''}` : '—'),
            },
            {
              key: 'state',
              head: ui.t('control.stateHead'),
              cell: (row) =>
                row.state === 'closed' ? (
                  <Pill tone="grey" shape="✕" word={ui.t('state.closed')} struck />
                ) : row.alarm !== null ? (
                  <Pill tone="red" shape="▲" word={ui.t('control.onHold')} />
                ) : row.last ? (
                  <VerdictPill ui={ui} verdict={row.last.verdict} />
                ) : (
                  '—'
                ),
            },
          ]}
        />
      </Card>
    </>
  );
}

function AlarmTable({ ui, alarms }: { ui: Ui; alarms: readonly AlarmLine[] }): JSX.Element {
  return (
    <DataTable<AlarmLine>
      ui={ui}
      caption={ui.t('control.alarms')}
      rows={alarms}
      rowKey={(row) => row.id}
      href={(row) => `/control/alarms/${row.id}`}
      empty={ui.t('control.noAlarms')}
      tone={() => 'late'}
      columns={[
        { key: 'chart', head: ui.t('control.chart'), cell: (row) => `${row.number} ${row.title}`, wrap: true },
        { key: 'point', head: ui.t('control.point'), cell: (row) => `#${row.seq}　${row.on}` },
        { key: 'rule', head: ui.t('control.ruleHead'), cell: (row) => row.rules.map(ruleCode).join('、') },
        { key: 'held', head: ui.t('control.heldCount'), numeric: true, cell: (row) => row.held },
      ]}
    />
  );
}

export interface NewChart {
  choices: { code: string; name: { zh: string; en: string } }[];
  rules: ControlChartRules;
  parameter: string | null;
}
type ControlChartRules = Parameters<typeof RuleFields>[0]['chosen'];

/** A new chart: what it watches and by which rules. Its first twenty points make the baseline. */
export function NewChartView({ data, ui }: { data: NewChart; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead
        over={<a href="/control">{ui.t('nav.control')}</a>}
        title={ui.t('control.newChart')}
        note={ui.t('control.newChartLead')}
      />
      <Card>
        <Form ui={ui} action="/control/charts">
          <div class="fields-grid">
            <TextField
              ui={ui}
              name="chartTitle"
              label={ui.t('control.chartTitle')}
              required
              width="half"
              hint={ui.t('control.titleHint')}
            />
            <SelectField
              ui={ui}
              name="chartKind"
              label={ui.t('control.kindHead')}
              required
              empty={false}
              value="individuals"
              width="half"
              options={options(chartKinds, (kind) => ui.t(`control.kind.${kind}`))}
            />
            <TextField
              ui={ui}
              name="codes"
              label={ui.t('field.codes')}
              value={data.parameter ?? ''}
              required
              hint={ui.t('control.codesHint')}
            />
            <TextField
              ui={ui}
              name="plottedQuantity"
              label={ui.t('control.quantity')}
              required
              width="third"
              hint={ui.t('control.quantityHint')}
            />
            <TextField ui={ui} name="unit" label={ui.t('field.unit')} width="third" />
            <TextField
              ui={ui}
              name="subgroup"
              label={ui.t('field.subgroup')}
              width="third"
              hint={ui.t('control.subgroupHint')}
            />
            <TextField ui={ui} name="materialLot" label={ui.t('control.lot')} width="third" scan />
            <TextField
              ui={ui}
              name="instrument"
              label={ui.t('control.instrument')}
              width="third"
              scan
              hint={ui.t('control.instrumentHint')}
            />
            <SelectField
              ui={ui}
              name="feedKind"
              label={ui.t('field.feedKind')}
              width="third"
              empty={ui.t('control.feedNone')}
              options={options(feeds, (feed) => ui.t(`control.feed.${feed}`))}
              hint={ui.t('control.feedHint')}
            />
          </div>
          <RuleFields ui={ui} chosen={data.rules} />
          <FormFoot>
            <button class="btn btn-primary">{ui.t('control.open')}</button>
          </FormFoot>
        </Form>
      </Card>
    </>
  );
}
