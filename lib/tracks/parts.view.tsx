import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { Card, DataTable, Due, Facts, Pill, type ToneName, type Ui } from '../ui/index.ts';
import type { TrackHead } from './head.ts';
import type { RegisterLine } from './lines.ts';
import type { TrackClock } from './show.ts';

const looks: Record<string, { tone: ToneName; shape: '○' | '◔' | '◑' | '↩' | '✔' | '✕' | '◌' }> = {
  open: { tone: 'orange', shape: '◌' },
  assigned: { tone: 'blue', shape: '◔' },
  filled: { tone: 'violet', shape: '◑' },
  returned: { tone: 'orange', shape: '↩' },
  passed: { tone: 'green', shape: '✔' },
  cancelled: { tone: 'grey', shape: '✕' },
  empty: { tone: 'grey', shape: '○' },
  submitted: { tone: 'violet', shape: '◑' },
};

export function TrackPill({ ui, state }: { ui: Ui; state: string }): JSX.Element {
  const look = looks[state] ?? { tone: 'grey', shape: '○' };
  return <Pill tone={look.tone} shape={look.shape} word={lookUp(ui.lang, `track.state.${state}`)} />;
}

export function SectionPill({ ui, state }: { ui: Ui; state: string }): JSX.Element {
  const look = state === 'filled' ? looks.assigned : looks[state];
  return (
    <Pill tone={look?.tone ?? 'grey'} shape={look?.shape ?? '○'} word={lookUp(ui.lang, `track.section.${state}`)} />
  );
}

export const kindWord = (ui: Ui, kind: string): string => lookUp(ui.lang, `track.kind.${kind}`);

/** What the track is about, beside every form of it. */
export function HeadFacts({ data, ui }: { data: TrackHead; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('track.about')}>
      <Facts
        facts={[
          { label: ui.t('case.number'), value: <a href={`/cases/${data.caseId}`}>{data.caseNumber}</a> },
          { label: ui.t('report.number'), value: data.reportNumber },
          { label: ui.t('report.product'), value: [data.productName, data.spec].filter(Boolean).join(' '), wide: true },
          { label: ui.t('track.batch'), value: data.batchNo },
          { label: ui.t('track.supervision'), value: lookUp(ui.lang, `track.supervision.${data.supervision}`) },
          {
            label: ui.t('case.items'),
            value: data.items.map(({ name, result }) => `${name} ${result}`).join('；'),
            wide: true,
          },
          { label: ui.t('case.producer'), value: data.producer, wide: true },
          { label: ui.t('case.sampledUnit'), value: data.sampledUnit, wide: true },
          { label: ui.t('track.authority'), value: data.authority?.name, wide: true },
          {
            label: ui.t('track.handlerPhone'),
            value: [data.handler, data.phone].filter(Boolean).join(' '),
            wide: true,
          },
        ]}
      />
    </Card>
  );
}

export function ClocksCard({ clocks, ui }: { clocks: readonly TrackClock[]; ui: Ui }): JSX.Element | null {
  if (clocks.length === 0) return null;
  return (
    <Card title={ui.t('track.clocks')} flush>
      <DataTable
        ui={ui}
        caption={ui.t('track.clocks')}
        rows={clocks}
        rowKey={(row) => row.id}
        empty={ui.t('table.empty')}
        tone={(row) => (row.clockState === 'running' && row.state !== 'on-time' ? row.state : undefined)}
        columns={[
          {
            key: 'what',
            head: ui.t('clock.what'),
            cell: (row) => <a href={`/clocks/${row.id}`}>{row.title[ui.lang]}</a>,
            wrap: true,
          },
          {
            key: 'due',
            head: ui.t('field.due'),
            cell: (row) =>
              row.clockState === 'running' ? (
                <Due ui={ui} date={row.dueOn} state={row.state} days={row.days} provisional={row.provisional} />
              ) : (
                lookUp(ui.lang, `clock.state.${row.clockState}`)
              ),
          },
        ]}
      />
    </Card>
  );
}

export function LineFacts({ line }: { line: RegisterLine }): JSX.Element {
  return (
    <Facts
      facts={line.facts.map(({ label, value }, i) => ({
        label: `${label}${'\u200B'.repeat(i)}`,
        value,
        wide: value.length > 24,
      }))}
    />
  );
}
