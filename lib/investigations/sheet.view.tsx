import type { JSX } from 'preact';
import {
  Card,
  chinaTime,
  DataTable,
  Due,
  type Fact,
  Facts,
  PageHead,
  Pill,
  StateText,
  Steps,
  type Ui,
} from '../ui/index.ts';
import { Checklist } from './checklist.view.tsx';
import { NextSteps } from './forms.view.tsx';
import { FindingPill, InvestigationPill, RecordPill } from './marks.tsx';
import type { InvestigationRow, State } from './rows.ts';
import type { InvestigationSheet, ShownRecord } from './show.ts';

/** One investigation: every value, what was looked at, and what is to be done next. */
export function SheetView({ data, ui }: { data: InvestigationSheet; ui: Ui }): JSX.Element {
  const { row, sample, term } = data;
  return (
    <>
      <PageHead
        over={<a href="/investigations">{ui.t('investigation.title')}</a>}
        title={`${row.number} ${data.item[ui.lang]}`}
        note={
          <>
            <InvestigationPill ui={ui} state={row.state} />{' '}
            {term && row.due_on ? <Due ui={ui} date={row.due_on} {...term} /> : null}{' '}
            <a href={`/samples/${sample.id}`}>{sample.number}</a> <span>{sample.product_name}</span>{' '}
            <span>{sample.batch_no}</span>
          </>
        }
      >
        <a class="btn" href={`/investigations/${row.id}/record.pdf`}>
          {ui.t('investigation.pdf')}
        </a>
      </PageHead>
      <Steps label={ui.t('investigation.progress')} steps={stepLine(row, ui)} />
      <Urgent data={data} ui={ui} />
      <Card title={ui.t('investigation.about')}>
        <Facts facts={facts(data, ui)} />
      </Card>
      <Card title={ui.t('investigation.values')} flush>
        <Records records={data.records} ui={ui} />
      </Card>
      <NextSteps data={data} ui={ui} />
      <Checklist data={data} ui={ui} />
      <Files data={data} ui={ui} />
    </>
  );
}

const course = ['opened', 'laboratory', 'no-error', 'retesting', 'concluded', 'closed'] as const satisfies State[];

function stepLine(row: InvestigationRow, ui: Ui) {
  const skipped: readonly State[] =
    row.outcome === 'error' ? ['no-error', 'retesting'] : row.rules.forbidden ? ['retesting'] : [];
  const order = course.filter((state) => !skipped.includes(state));
  const known: readonly State[] = order;
  const at = known.indexOf(row.state);
  return order.map((state, i) => ({
    ...{ id: state, label: ui.t(`investigation.step.${state}`) },
    state:
      row.state === 'dropped'
        ? ('refused' as const)
        : i < at || row.state === 'closed'
          ? ('done' as const)
          : i === at
            ? ('now' as const)
            : ('todo' as const),
  }));
}

/** Who, and when. */
const by = (data: InvestigationSheet, id: string | null, at: string | null): string =>
  id === null ? '' : `${data.names[id] ?? ''} ${at === null ? '' : chinaTime(at)}`.trim();

function facts(data: InvestigationSheet, ui: Ui): Fact[] {
  const { row } = data;
  const cause = row.rules.causes.find(({ id }) => id === row.cause);
  const said = (label: string, value: string | null): Fact[] => (value === null ? [] : [{ label, value, wide: true }]);
  return [
    { label: ui.t('field.investigationKind'), value: ui.t(`investigation.kind.${row.kind}`) },
    {
      label: ui.t('investigation.openedBy'),
      value:
        row.automatic === 1
          ? `${ui.t('investigation.byItself')} ${chinaTime(row.created_at)}`
          : by(data, row.opened_by, row.created_at),
    },
    { label: ui.t('samples.limit'), value: data.limit },
    { label: ui.t('investigation.method'), value: data.method },
    { label: ui.t('field.situation'), value: row.situation, wide: true },
    ...(row.rules.forbidden
      ? [
          {
            label: ui.t('investigation.forbidden'),
            value: `${ui.t('investigation.forbiddenLong')}　${row.rules.basis}`,
            wide: true,
          },
        ]
      : []),
    ...said(
      ui.t('field.hypothesis'),
      row.hypothesis && `${row.hypothesis}（${by(data, row.hypothesis_by, row.hypothesis_at)}）`,
    ),
    ...(row.outcome === null
      ? []
      : [
          { label: ui.t('investigation.outcome'), value: ui.t(`investigation.outcome.${row.outcome}`) },
          { label: ui.t('investigation.decidedBy'), value: by(data, row.decided_by, row.decided_at) },
        ]),
    ...(cause ? [{ label: ui.t('field.errorCause'), value: cause[ui.lang], wide: true }] : []),
    ...said(ui.t('field.findingText'), row.finding),
    ...(row.n === null
      ? []
      : [
          { label: ui.t('field.retests'), value: String(row.n) },
          { label: ui.t('investigation.retestBy'), value: data.names[row.retest_analyst ?? ''] },
          { label: ui.t('investigation.plannedBy'), value: by(data, row.planned_by, row.planned_at) },
          { label: ui.t('field.restPortion'), value: row.portion, wide: true },
        ]),
    ...(row.conclusion === null
      ? []
      : [
          { label: ui.t('field.conclusion'), value: ui.t(`investigation.conclusion.${row.conclusion}`) },
          { label: ui.t('investigation.concludedBy'), value: by(data, row.concluded_by, row.concluded_at) },
          { label: ui.t('investigation.conclusionReason'), value: row.conclusion_reason, wide: true },
        ]),
    ...said(ui.t('investigation.returned'), row.returned_reason),
    ...(row.approved_by === null
      ? []
      : [{ label: ui.t('investigation.approvedBy'), value: by(data, row.approved_by, row.approved_at) }]),
    ...said(ui.t('investigation.approvalNote'), row.approval_note),
    ...(data.improvements.length === 0
      ? []
      : [
          {
            label: ui.t('investigation.improvement'),
            value: data.improvements.map(({ id, number }) => (
              <a key={id} href={`/nonconforming/${id}`}>
                {number}{' '}
              </a>
            )),
          },
        ]),
  ];
}

function Records({ records, ui }: { records: readonly ShownRecord[]; ui: Ui }): JSX.Element {
  return (
    <DataTable<ShownRecord>
      ui={ui}
      caption={ui.t('investigation.values')}
      rows={records}
      rowKey={({ id }) => id}
      href={({ id }) => `/tests/${id}`}
      empty={ui.t('samples.no-tests')}
      columns={[
        { key: 'title', head: ui.t('investigation.record'), cell: ({ title }) => title, wrap: true },
        {
          key: 'standing',
          head: ui.t('investigation.standing'),
          cell: (record) => <RecordPill ui={ui} record={record} />,
        },
        {
          key: 'result',
          head: ui.t('samples.result'),
          cell: ({ result, verdict }) => (
            <span class={verdict === 'fails' ? 'outside' : undefined}>{result ?? '—'}</span>
          ),
          wrap: true,
        },
        {
          key: 'exact',
          head: ui.t('investigation.exact'),
          cell: ({ exact }) => exact ?? '—',
          deskOnly: true,
        },
        {
          key: 'verdict',
          head: ui.t('field.verdict'),
          cell: ({ verdict }) => (verdict ? <StateText ui={ui} state={verdict} /> : ''),
        },
        { key: 'state', head: ui.t('field.state'), cell: ({ state }) => <StateText ui={ui} state={state} /> },
        { key: 'analyst', head: ui.t('samples.analyst'), cell: ({ analyst }) => analyst },
        {
          key: 'reviewer',
          head: ui.t('investigation.reviewer'),
          cell: ({ reviewer }) => reviewer || '—',
          deskOnly: true,
        },
        {
          key: 'at',
          head: ui.t('investigation.signedAt'),
          cell: ({ submittedAt }) => (submittedAt === null ? '—' : chinaTime(submittedAt)),
          deskOnly: true,
        },
      ]}
    />
  );
}

/** 紧急报告: why it is due, and whether it was told; it stands here until it was. */
function Urgent({ data, ui }: { data: InvestigationSheet; ui: Ui }): JSX.Element | null {
  const { row, sample, urgentCase } = data;
  if (row.urgent === null || row.state === 'dropped') return null;
  const isTold = urgentCase?.told === true;
  return (
    <Card
      title={
        <>
          {ui.t('investigation.urgent')}{' '}
          <Pill
            tone={isTold ? 'green' : 'orange'}
            shape={isTold ? '✔' : '!'}
            word={ui.t(isTold ? 'investigation.urgentTold' : 'investigation.urgentDue')}
          />
        </>
      }
    >
      {row.urgent.map((ground) => (
        <p key={ground.id} class="mb-1">
          {ground[ui.lang]}　<span class="quiet">{ground.basis}</span>
        </p>
      ))}
      <div class="moves">
        {urgentCase ? (
          ui.may('case.read') ? (
            <a class="btn" href={`/cases/${urgentCase.id}`}>
              {urgentCase.number}
            </a>
          ) : null
        ) : ui.may('case.write') ? (
          <a class="btn btn-primary" href={`/cases/urgent?sample=${encodeURIComponent(sample.number)}`}>
            {ui.t('investigation.urgentDo')}
          </a>
        ) : (
          <p class="quiet">{ui.t('investigation.urgentAsk')}</p>
        )}
        <a class="btn" href={`/investigations/${row.id}/urgent.pdf`}>
          {ui.t('investigation.urgentPdf')}
        </a>
      </div>
    </Card>
  );
}

function Files({ data, ui }: { data: InvestigationSheet; ui: Ui }): JSX.Element | null {
  const kept = [
    ...data.files.map(({ id, file, stage, added_by }) => ({
      ...{
        id,
        file,
        what: ui.t(`investigation.stage.${stage === 'error' ? 'error' : stage === 'clear' ? 'clear' : 'conclusion'}`),
      },
      ...{ by: data.names[added_by] ?? '', finding: null },
    })),
    ...data.answers.flatMap(({ id, file, point, by_id, finding }) =>
      file === null
        ? []
        : [
            {
              ...{ id, file, by: data.names[by_id] ?? '', finding },
              what: data.row.checklist.find((one) => one.id === point)?.[ui.lang] ?? point,
            },
          ],
    ),
  ];
  const shown = kept.filter(({ file }, i) => kept.findIndex((one) => one.file.hash === file.hash) === i);
  if (shown.length === 0) return null;
  return (
    <Card title={ui.t('investigation.files')} id="files">
      <ul class="plain-list">
        {shown.map(({ id, file, what, by: adder, finding }) => (
          <li key={id}>
            <a href={`/investigations/${data.row.id}/files/${file.hash}`}>{file.name}</a>　{what}{' '}
            {finding ? <FindingPill ui={ui} finding={finding} /> : null} <span class="quiet">{adder}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
