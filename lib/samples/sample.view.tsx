import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { PortionTable } from '../samplings/index.ts';
import {
  Card,
  Code,
  DataTable,
  Facts,
  type MoveButton,
  Moves,
  PageHead,
  Pill,
  StatePill,
  StateText,
  Timeline,
  type Ui,
} from '../ui/index.ts';
import { answersText } from './goods.ts';
import type { SampleMove } from './machine.ts';
import { DueOf } from './samples.view.tsx';
import type { ShownSample } from './show.ts';
import type { ReportLine, TestLine } from './store.ts';

/** One object, one page, one timeline. */
export function sampleView(sample: ShownSample, ui: Ui): JSX.Element {
  return (
    <>
      <PageHead over={sample.number} title={sample.productName} note={<Note sample={sample} ui={ui} />}>
        <Moves ui={ui} moves={buttons(sample, ui)} />
      </PageHead>
      <Card title={ui.t('samples.about')}>
        <div class="with-code">
          <Facts facts={facts(sample, ui)} />
          <Code src={`/samples/${sample.id}/code.svg`} text={sample.number} />
        </div>
      </Card>
      <Card
        title={ui.t('samples.tests')}
        flush
        aside={
          ['assigned', 'testing', 'tested'].includes(sample.state) && ui.may('task.plan') ? (
            <a class="btn btn-sm" href={`/samples/${sample.id}/supplements`}>
              {ui.t('supplement.title')}
            </a>
          ) : null
        }
      >
        <Tests sample={sample} ui={ui} />
      </Card>
      <div class="halves">
        <Card title={ui.t('samplings.group.portions')} id="portions" flush aside={<Labels sample={sample} ui={ui} />}>
          <PortionTable
            ui={ui}
            portions={sample.portions}
            label={(portion) =>
              ui.may('label.print') && portion.code ? `/portions/${portion.id}/label.png` : undefined
            }
          />
        </Card>
        <Card title={ui.t('samples.history')}>
          <Timeline
            ui={ui}
            entries={sample.history.map(({ id, at, since, title, by, reason, note }) => ({
              id,
              at,
              since,
              title,
              by,
              reason: reason ?? undefined,
              detail: note ?? undefined,
            }))}
          />
        </Card>
      </div>
    </>
  );
}

function Note({ sample, ui }: { sample: ShownSample; ui: Ui }): JSX.Element {
  return (
    <>
      <StatePill ui={ui} state={sample.state} />
      {sample.verdict ? <StatePill ui={ui} state={sample.verdict} /> : null}
      <DueOf ui={ui} sample={sample} />
      {sample.priority === 'urgent' ? <Pill tone="orange" shape="!" word={ui.t('priority.urgent')} /> : null}
      <span>{sample.batchNo}</span>
      <span>{sample.producer}</span>
    </>
  );
}

function facts(sample: ShownSample, ui: Ui) {
  const { sampling, receipt } = sample;
  const links = (lines: ReportLine[], path: string) =>
    lines.map(({ id, number, state }) => (
      <span key={id}>
        <a href={`/${path}/${id}`}>{number}</a> <StateText ui={ui} state={state} />{' '}
      </span>
    ));
  return [
    { label: ui.t('field.class'), value: ui.t(`class.${sample.class}`) },
    {
      label: ui.t('samplings.number'),
      value: ui.may('sampling.read') ? <a href={`/samplings/${sampling.id}`}>{sampling.number}</a> : sampling.number,
    },
    { label: ui.t('field.sampledUnit'), value: sampling.sampledUnit },
    { label: ui.t('field.sampledOn'), value: sampling.sampledOn },
    { label: ui.t('field.quantity'), value: sampling.quantity },
    { label: ui.t('field.receivedOn'), value: sample.receivedOn },
    { label: ui.t('field.decision'), value: lookUp(ui.lang, `decision.${receipt.decision}`) },
    { label: ui.t('field.temperature'), value: receipt.temperature === null ? '' : `${receipt.temperature} ℃` },
    { label: ui.t('samples.basis'), value: <Basis sample={sample} ui={ui} />, wide: sample.answers.length > 0 },
    { label: ui.t('samples.clock'), value: sample.clockBasis },
    ...(receipt.deviation ? [{ label: ui.t('field.deviation'), value: receipt.deviation, wide: true }] : []),
    ...(receipt.failed.length > 0
      ? [
          {
            label: ui.t('receipts.failed'),
            value: receipt.failed.map((name) => ui.t(`check.${name}`)).join(' / '),
            wide: true,
          },
        ]
      : []),
    ...(sample.reports.length > 0 && ui.may('report.read')
      ? [{ label: ui.t('nav.reports'), value: links(sample.reports, 'reports'), wide: true }]
      : []),
    ...(sample.investigations.length > 0 && ui.may('investigation.read')
      ? [
          {
            label: ui.t('investigation.title'),
            value: sample.investigations.map(({ id, number, state }) => (
              <span key={id}>
                <a href={`/investigations/${id}`}>{number}</a> {lookUp(ui.lang, `investigation.state.${state}`)}{' '}
              </span>
            )),
            wide: true,
          },
        ]
      : []),
    ...(sample.cases.length > 0 && ui.may('case.read')
      ? [{ label: ui.t('nav.cases'), value: links(sample.cases, 'cases'), wide: true }]
      : []),
  ];
}

/** The standard, and beneath it the answers by which its lines were chosen. */
function Basis({ sample, ui }: { sample: ShownSample; ui: Ui }): JSX.Element {
  const answers = answersText(sample.answers, ui.lang);
  return (
    <>
      {sample.basis ?? '—'}
      {answers ? <div class="quiet">{answers}</div> : null}
    </>
  );
}

function Tests({ sample, ui }: { sample: ShownSample; ui: Ui }): JSX.Element {
  return (
    <DataTable<TestLine>
      ui={ui}
      caption={ui.t('samples.tests')}
      rows={sample.tests}
      rowKey={(row) => row.id}
      href={(row) => (ui.may('test.read') ? `/tests/${row.id}` : undefined)}
      empty={ui.t('samples.no-tests')}
      tone={(row) => (row.verdict === 'fails' && row.standing === 'counts' && !row.reference ? 'fails' : undefined)}
      columns={[
        { key: 'name', head: ui.t('samples.item'), cell: (row) => <ItemName row={row} ui={ui} />, wrap: true },
        { key: 'limit', head: ui.t('samples.limit'), cell: (row) => row.limitText, wrap: true, deskOnly: true },
        {
          key: 'result',
          head: ui.t('samples.result'),
          cell: (row) => <span class={row.verdict === 'fails' ? 'outside' : undefined}>{row.result ?? ''}</span>,
          wrap: true,
        },
        {
          key: 'verdict',
          head: ui.t('field.verdict'),
          cell: (row) => (row.verdict ? <StateText ui={ui} state={row.verdict} /> : ''),
        },
        { key: 'analyst', head: ui.t('samples.analyst'), cell: (row) => row.analyst ?? '' },
        { key: 'state', head: ui.t('field.state'), cell: (row) => <StateText ui={ui} state={row.state} /> },
      ]}
    />
  );
}

/** An item, and beside a further attempt, a record set aside or a mere clue what it is. */
function ItemName({ row, ui }: { row: TestLine; ui: Ui }): JSX.Element {
  const { standing, attempt } = row;
  const isPlain = standing === 'counts' && attempt === 0;
  return (
    <>
      {row.name[ui.lang]}{' '}
      {isPlain ? null : (
        <Pill
          tone={standing === 'invalid' ? 'grey' : 'violet'}
          shape={standing === 'invalid' ? '✕' : '↩'}
          word={ui.t(standing === 'retest' && attempt === 0 ? 'standing.first' : `standing.${standing}`, {
            n: attempt,
          })}
        />
      )}
      {row.reference ? <Pill tone="grey" shape="○" word={ui.t('standing.reference')} /> : null}
    </>
  );
}

function Labels({ sample, ui }: { sample: ShownSample; ui: Ui }): JSX.Element | null {
  if (!ui.may('label.print')) return null;
  return (
    <a class="btn btn-sm" href={`/samples/${sample.id}/labels.pdf`}>
      {ui.t('samples.labels')}
    </a>
  );
}

/** The moves of a batch are made on pages of other slices, but for its termination. */
function buttons(sample: ShownSample, ui: Ui): MoveButton[] {
  const links: Partial<Record<SampleMove, { label: string; href: string | undefined }>> = {
    assign: { label: ui.t('samples.plan'), href: `/samples/${sample.id}/plan` },
    start: { label: ui.t('act.start'), href: sample.tests[0] && '/tests' },
    approve: { label: ui.t('act.approve'), href: `/samples/${sample.id}/approval` },
    issue: { label: ui.t('act.issue'), href: sample.reports.at(-1) && `/reports/${sample.reports.at(-1)?.id}` },
  };
  const made = sample.moves.flatMap(({ move, obstacles }): MoveButton[] => {
    if (move === 'terminate') {
      return [
        {
          move,
          obstacles,
          label: ui.t('act.terminate'),
          href: `/samples/${sample.id}/termination`,
          kind: 'danger',
        },
      ];
    }
    const link = links[move];
    return link?.href ? [{ move, obstacles, kind: 'primary', label: link.label, href: link.href }] : [];
  });
  const assignable = sample.state === 'assigned' && ui.may('task.plan');
  return assignable
    ? [
        {
          move: 'assignment',
          obstacles: [],
          kind: 'primary',
          label: ui.t('act.assign'),
          href: `/samples/${sample.id}/assignment`,
        },
        ...made,
      ]
    : made;
}
