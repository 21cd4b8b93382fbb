import type { JSX } from 'preact';
import { Card, chinaTime, DataTable, Facts, Form, PageHead, Tabs, type Ui } from '../ui/index.ts';
import { address } from './addresses.ts';
import type { AlertLine, Alerts } from './alerts.ts';
import { Sections, SignalPill } from './marks.tsx';
import type { RunFigures } from './rows.ts';

/** What a stream has in common, in words. */
export const streamWords = (ui: Pick<Ui, 't'>, { family, parts }: Pick<AlertLine, 'family' | 'parts'>): string =>
  [
    family === 'producer-item' ? parts.producer : family === 'product-item' ? parts.product : parts.region,
    family === 'region-class' ? parts.productClass && ui.t(`class.${parts.productClass}`) : parts.item,
  ]
    .filter(Boolean)
    .join(' × ');

const figure = (value: number, digits = 2): string => value.toFixed(digits);

/** 信号: what stood out, and how often the watch is wrong. */
export function AlertsView({ data, ui }: { data: Alerts; ui: Ui }): JSX.Element {
  const { view, run } = data;
  const href = (asked: object) => address('/signals/alerts', asked);
  return (
    <>
      <PageHead title={ui.t('signal.section.alerts')} note={ui.t('signal.alertsLead')}>
        {ui.may('signal.write') ? (
          <Form ui={ui} action="/signals/runs" draft="off">
            <button class="btn btn-primary">{ui.t('signal.run')}</button>
          </Form>
        ) : null}
      </PageHead>
      <Sections ui={ui} here="alerts" />
      <Tabs
        label={ui.t('field.state')}
        tabs={data.counts.map((one) => ({
          href: href({ view: one.view === 'open' ? null : one.view }),
          label: ui.t(`signal.view.${one.view}`),
          active: one.view === view,
          count: one.count,
        }))}
      />
      <Card flush>
        <DataTable<AlertLine>
          ui={ui}
          caption={ui.t('signal.section.alerts')}
          rows={data.lines}
          rowKey={({ id }) => id}
          href={({ id }) => `/signals/alerts/${id}`}
          empty={ui.t(view === 'open' ? 'signal.noOpen' : 'signal.noneHere')}
          first={data.first ? undefined : href({ view })}
          next={data.next === null ? undefined : href({ view, after: data.next })}
          columns={[
            { key: 'number', head: ui.t('field.number'), cell: ({ number }) => number },
            { key: 'stream', head: ui.t('signal.stream'), wrap: true, cell: (row) => streamWords(ui, row) },
            { key: 'kind', head: ui.t('signal.kind'), cell: ({ kind }) => ui.t(`signal.kind.${kind}`) },
            {
              key: 'figures',
              head: ui.t('signal.kOfN'),
              numeric: true,
              cell: ({ figures }) => `${figures.k} / ${figures.n}`,
            },
            { key: 'on', head: ui.t('signal.on'), cell: ({ signalled_on }) => signalled_on },
            { key: 'state', head: ui.t('field.state'), cell: ({ state }) => <SignalPill ui={ui} state={state} /> },
          ]}
        />
      </Card>
      {run ? <RunCard run={run} ui={ui} /> : null}
    </>
  );
}

/** What the last run states of itself: streams, expected false alarms, designs. */
function RunCard({ run, ui }: { run: NonNullable<Alerts['run']>; ui: Ui }): JSX.Element {
  const { figures } = run;
  return (
    <>
      <Card title={ui.t('signal.stated')} id="stated">
        <p>
          {ui.t('signal.falseAlarms', {
            ...{ expected: figure(figures.expected), bound: figures.bound },
            ...{ mean: figure(figures.simulated.mean), se: figure(figures.simulated.se) },
            ...{ years: figures.simulated.years, seed: figures.simulated.seed },
          })}
        </p>
        <Facts
          facts={[
            { label: ui.t('signal.lastRun'), value: `${chinaTime(run.created_at)} (${run.from_day} – ${run.on_day})` },
            { label: ui.t('signal.runBy'), value: run.by ?? ui.t('signal.runDaily') },
            { label: ui.t('signal.found'), value: run.found },
            { label: ui.t('signal.repeatsByChance'), value: figure(figures.repeatsByChance) },
          ]}
        />
      </Card>
      <Card title={ui.t('signal.families')} flush>
        <DataTable<RunFigures['families'][number]>
          ui={ui}
          caption={ui.t('signal.families')}
          rows={figures.families}
          rowKey={({ family }) => family}
          empty={ui.t('signal.noStreams')}
          columns={[
            { key: 'family', head: ui.t('signal.family'), cell: ({ family }) => ui.t(`signal.family.${family}`) },
            { key: 'streams', head: ui.t('signal.streams'), numeric: true, cell: ({ streams }) => streams },
            { key: 'results', head: ui.t('signal.results'), numeric: true, cell: ({ results }) => results },
            {
              key: 'expected',
              head: ui.t('signal.expected'),
              numeric: true,
              cell: ({ expected }) => figure(expected, 3),
            },
          ]}
        />
      </Card>
      <Card title={ui.t('signal.designs')} flush>
        <DataTable<RunFigures['designs'][number]>
          ui={ui}
          caption={ui.t('signal.designs')}
          rows={figures.designs}
          rowKey={({ p0 }) => String(p0)}
          empty={ui.t('signal.noStreams')}
          columns={[
            { key: 'p0', head: ui.t('signal.p0'), unit: '%', numeric: true, cell: ({ p0 }) => figure(100 * p0) },
            { key: 'p1', head: ui.t('signal.p1'), unit: '%', numeric: true, cell: ({ p1 }) => figure(100 * p1) },
            { key: 'm', head: 'm', numeric: true, cell: ({ m }) => m },
            { key: 'h', head: 'h', numeric: true, cell: ({ h }) => h },
            { key: 'arl0', head: 'ARL₀', numeric: true, cell: ({ arl0 }) => Math.round(arl0) },
            { key: 'delay', head: ui.t('signal.delay'), numeric: true, cell: ({ delay }) => delay ?? '> 2000' },
            { key: 'streams', head: ui.t('signal.streams'), numeric: true, cell: ({ streams }) => streams },
          ]}
        />
        <p class="quiet p-3 mb-0">{ui.t('signal.designsSay')}</p>
      </Card>
    </>
  );
}
