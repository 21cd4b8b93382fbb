import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { Picture } from '../plots/index.ts';
import {
  Card,
  chinaTime,
  DataTable,
  Due,
  Facts,
  NonconformingLink,
  PageHead,
  Pill,
  Steps,
  type Ui,
} from '../ui/index.ts';
import type { CaseData } from './data.ts';
import { NotifyForm, TellForm } from './forms.view.tsx';
import { ClocksCard, DocumentsCard, EventsCard } from './history.view.tsx';
import { MovesCard, PartiesCard, TracksCard } from './parties.view.tsx';
import { NOTABLE } from './repeats.ts';
import { CaseStatePill } from './state.tsx';
import { sceneOf } from './timeline.ts';

/** A case from the signed report to its end: what failed, whom it concerns, what is due, and what stands in the way of closing it. */
export function CaseView({ data, ui }: { data: CaseData; ui: Ui }): JSX.Element {
  return (
    <>
      <Head data={data} ui={ui} />
      <Steps label={ui.t('nav.cases')} steps={stepsOf(data, ui)} />
      <Notes data={data} ui={ui} />
      <div class="split">
        <div>
          <ItemsCard data={data} ui={ui} />
          {data.urgent && !data.urgent.told && data.mayWrite ? <TellForm data={data} ui={ui} /> : null}
          {data.mayNotify ? <NotifyForm data={data} ui={ui} /> : null}
          <TracksCard data={data} ui={ui} />
          <DocumentsCard data={data} ui={ui} />
          <RepeatsCard data={data} ui={ui} />
          <RelatedCard data={data} ui={ui} />
        </div>
        <div>
          <MovesCard data={data} ui={ui} />
          <FactsCard data={data} ui={ui} />
        </div>
      </div>
      <PartiesCard data={data} ui={ui} />
      <Card title={ui.t('case.timeline')}>
        <Picture scene={sceneOf(data, ui)} compact={sceneOf(data, ui, 340)} lang={ui.lang} />
      </Card>
      <ClocksCard data={data} ui={ui} />
      <EventsCard data={data} ui={ui} />
    </>
  );
}

function Head({ data, ui }: { data: CaseData; ui: Ui }): JSX.Element {
  const next = data.clocks
    .filter(({ kind, running }) => kind === 'duty' && running)
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1))[0];
  return (
    <PageHead
      over={ui.may('sample.read') ? <a href={`/samples/${data.sampleId}`}>{data.sampleNumber}</a> : data.sampleNumber}
      title={`${data.number} ${data.productName}`}
      note={`${ui.t('report.batchNo')} ${data.batchNo} · ${data.producer}`}
    >
      <CaseStatePill ui={ui} state={data.state} />
      {data.supervision > 0 ? (
        <Pill tone="violet" shape="◆" word={ui.t(data.supervision === 2 ? 'case.key' : 'case.supervised')} />
      ) : null}
      {next ? (
        <Due ui={ui} date={next.dueOn} state={next.state} days={next.days} provisional={next.provisional} />
      ) : null}
      {data.reportId && ui.may('reinspection.write') && data.state !== 'closed' && data.state !== 'revoked' ? (
        <>
          <a class="btn" href={`/reinspections/new?case=${data.id}`}>
            {ui.t('reinspection.new')}
          </a>
          <a class="btn" href={`/objections/new?case=${data.id}`}>
            {ui.t('objection.new')}
          </a>
        </>
      ) : null}
      {data.reportId ? (
        <a class="btn" href={`/cases/${data.id}/notice.pdf`} target="_blank" rel="noopener">
          {ui.t('case.notice')}
        </a>
      ) : null}
    </PageHead>
  );
}

function stepsOf(data: CaseData, ui: Ui) {
  const { state, recipients } = data;
  const served = recipients.filter(({ delivered }) => delivered).length;
  const isOver = state === 'closed' || state === 'revoked';
  const isServed = served === recipients.length && served > 0;
  const reported = data.reportId !== null;
  const windows = recipients.every(({ window }) => window && (!window.running || window.state === 'late'));
  const mark = (done: boolean, now: boolean) => (done ? 'done' : now ? 'now' : 'todo');
  const sent = data.notified !== null && state !== 'opened';
  return [
    {
      id: 'opened',
      label: ui.t(reported || !data.urgent ? 'case.stepOpened' : 'case.stepUrgent'),
      state: mark(reported, true),
      note: chinaTime(data.openedAt),
    },
    { id: 'notify', label: ui.t('case.stepNotify'), state: mark(sent, reported), note: data.notified?.on },
    {
      id: 'deliver',
      label: ui.t('case.stepDeliver'),
      state: mark(isServed, sent),
      note: `${served} / ${recipients.length}`,
    },
    { id: 'window', label: ui.t('case.stepWindow'), state: mark(isServed && windows, isServed) },
    {
      id: 'tracks',
      label: ui.t('case.stepTracks'),
      state: mark(
        data.tracks.every((track) => track.state === 'passed' || track.state === 'cancelled'),
        state === 'handling',
      ),
    },
    {
      id: 'closed',
      label: ui.t(state === 'revoked' ? 'case.state.revoked' : 'case.stepClosed'),
      state: mark(isOver, false),
      note: data.closedAt ? chinaTime(data.closedAt) : undefined,
    },
  ] as const;
}

function Notes({ data, ui }: { data: CaseData; ui: Ui }): JSX.Element | null {
  const { urgent } = data;
  const lines = [
    ...(urgent ? [ui.t('case.urgentSays', { finding: urgent.finding, at: chinaTime(urgent.foundAt) })] : []),
    ...(urgent?.told
      ? [
          ui.t('case.urgentTold', {
            to: urgent.told.to,
            at: chinaTime(urgent.told.at),
            how: lookUp(ui.lang, `case.way.${urgent.told.how}`),
          }),
        ]
      : []),
    ...(data.conformingReport ? [ui.t('case.conformingSays', { number: data.conformingReport })] : []),
    ...(data.conclusion ? [ui.t(`case.conclusion.${data.conclusion}`)] : []),
    ...(data.reopened > 0 ? [ui.t('case.reopenedSays', { count: data.reopened })] : []),
  ];
  if (lines.length === 0) return null;
  return (
    <Card>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </Card>
  );
}

/** What is begun from a case elsewhere: a risk to be listed, nonconforming work of the institute itself. */
function RelatedCard({ data, ui }: { data: CaseData; ui: Ui }): JSX.Element | null {
  if (!ui.may('signal.write') && !ui.may('nonconforming.write')) return null;
  return (
    <Card title={ui.t('case.related')}>
      <div class="page-acts">
        {ui.may('signal.write') ? (
          <a class="btn" href={`/signals/risks/new?caseId=${data.id}`}>
            {ui.t('case.toRisks')}
          </a>
        ) : null}
        <NonconformingLink ui={ui} entity="cases" id={data.id} />
      </div>
    </Card>
  );
}

function ItemsCard({ data, ui }: { data: CaseData; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('case.items')} flush>
      <DataTable
        ui={ui}
        caption={ui.t('case.items')}
        rows={data.items}
        rowKey={(item) => item.name}
        empty={ui.t(data.reportId ? 'table.empty' : 'case.noReportYet')}
        tone={() => 'fails'}
        columns={[
          { key: 'name', head: ui.t('report.item'), cell: (item) => item.name, wrap: true },
          { key: 'requirement', head: ui.t('report.requirement'), cell: (item) => item.requirement, wrap: true },
          {
            key: 'result',
            head: ui.t('report.result'),
            cell: (item) => <span class="outside">{item.result}</span>,
            wrap: true,
          },
        ]}
      />
    </Card>
  );
}

function FactsCard({ data, ui }: { data: CaseData; ui: Ui }): JSX.Element {
  const { reportId, notified } = data;
  const report =
    reportId === null ? null : (
      <a href={ui.may('report.read') ? `/reports/${reportId}` : `/cases/${data.id}/report.pdf`}>{data.reportNumber}</a>
    );
  return (
    <Card title={ui.t('case.facts')}>
      <Facts
        facts={[
          { label: ui.t('report.number'), value: report },
          { label: ui.t('field.class'), value: lookUp(ui.lang, `class.${data.productClass}`) },
          { label: ui.t('field.workKind'), value: lookUp(ui.lang, `kind.${data.workKind}`) },
          { label: ui.t('field.level'), value: lookUp(ui.lang, `level.${data.level}`) },
          { label: ui.t('case.sampledUnit'), value: placed(data.sampledUnit, data.sampledRegion), wide: true },
          { label: ui.t('case.producer'), value: placed(data.producer, data.producerRegion), wide: true },
          { label: ui.t('case.term'), value: data.term?.dueOn },
          { label: ui.t('field.notifiedOn'), value: notified?.on },
          { label: ui.t('field.notifiedTo'), value: notified?.to, wide: true },
          { label: ui.t('field.receiptNo'), value: notified?.receiptNo, wide: true },
          { label: ui.t('case.basis'), value: data.term?.basis, wide: true },
          {
            label: ui.t('case.holds'),
            value: data.holds
              .map(({ kind, by, since }) => `${lookUp(ui.lang, `case.hold.${kind}`)} ${by} ${since.slice(0, 10)}`)
              .join('；'),
            wide: true,
          },
        ]}
      />
    </Card>
  );
}

const placed = (name: string, region: string | null): string => (region === null ? name : `${name}（${region}）`);

function RepeatsCard({ data, ui }: { data: CaseData; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('case.repeats')}>
      {data.repeats.map((one) => (
        <p key={one.who}>
          {one.total >= NOTABLE ? <Pill tone="red" shape="▲" word={ui.t('case.repeatMark')} /> : null}{' '}
          {ui.t(one.who === 'producer' ? 'case.repeatProducer' : 'case.repeatSeller', {
            name: one.name,
            total: one.total,
            item: one.sameItem,
            class: one.sameClass,
          })}{' '}
          {one.who === 'producer' && one.total > 1 ? (
            <a href={`/cases?${new URLSearchParams({ state: 'all', producer: one.name }).toString()}`}>
              {ui.t('case.repeatShow')}
            </a>
          ) : null}
        </p>
      ))}
    </Card>
  );
}
