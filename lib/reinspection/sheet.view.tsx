import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import { Card, DataTable, Due, Facts, PageHead, StateText, type Ui } from '../ui/index.ts';
import { Acts } from './acts.view.tsx';
import { CoursePill, OutcomePill } from './list.view.tsx';
import type { Objected } from './rows.ts';
import type { Sheet, ShownClock } from './show.ts';

/** One 复验/复检: whose application, what stands against it, where the portion is, what came of it. */
export function SheetView({ data, ui }: { data: Sheet; ui: Ui }): JSX.Element {
  const { row } = data;
  return (
    <>
      <PageHead
        over={<a href="/reinspections">{ui.t('nav.reinspections')}</a>}
        title={`${row.number} ${row.product.name}`}
        note={
          <>
            <CoursePill ui={ui} state={row.state} />
            {row.outcome ? <OutcomePill ui={ui} outcome={row.outcome} /> : null}
            <span>{row.applicant.name}</span>
          </>
        }
      />
      <Against data={data} ui={ui} />
      <Acts data={data} ui={ui} />
      <Card title={ui.t('reinspection.about')}>
        <Facts facts={facts(data, ui)} />
      </Card>
      <Card title={ui.t('field.items')} flush>
        <Items data={data} ui={ui} />
      </Card>
      <div class="halves">
        <Card title={ui.t('reinspection.papers')}>
          <ul class="plain-list">
            {data.papers.map((paper) => (
              <li key={paper.id}>
                {paper.title[ui.lang]}{' '}
                <strong>
                  {ui.t(
                    paper.there
                      ? 'reinspection.there'
                      : paper.required
                        ? 'reinspection.missing'
                        : 'reinspection.notGiven',
                  )}
                </strong>
              </li>
            ))}
          </ul>
        </Card>
        <Card title={ui.t('reinspection.custody')}>
          <Facts facts={custody(data, ui)} />
        </Card>
      </div>
      <Card title={ui.t('reinspection.clocks')} flush>
        <Clocks clocks={data.clocks} ui={ui} />
      </Card>
      <Documents data={data} ui={ui} />
    </>
  );
}

/** Everything that stands against the next step, before anybody tries it. */
function Against({ data, ui }: { data: Sheet; ui: Ui }): JSX.Element | null {
  if (data.against.length === 0) return null;
  return (
    <Card title={ui.t('reinspection.against')}>
      <ul>
        {data.against.map((reason) => (
          <li key={JSON.stringify(reason)}>{reasonText(ui.lang, reason)}</li>
        ))}
      </ul>
    </Card>
  );
}

function facts({ row, ...data }: Sheet, ui: Ui) {
  const { laboratory, fee, applicant } = row;
  const link = (may: string, href: string, text: string) => (ui.may(may) ? <a href={href}>{text}</a> : text);
  return [
    { label: ui.t('reinspection.firstLab'), value: row.first_lab },
    {
      label: ui.t('reinspection.firstReport'),
      value: row.report_id
        ? link('report.read', `/reports/${row.report_id}`, row.first_report_no)
        : row.first_report_no,
    },
    ...(row.case_id && data.caseNumber
      ? [{ label: ui.t('reinspection.case'), value: link('case.read', `/cases/${row.case_id}`, data.caseNumber) }]
      : []),
    ...(data.sample
      ? [
          {
            label: ui.t('reinspection.firstSample'),
            value: link('sample.read', `/samples/${data.sample.id}`, data.sample.number),
          },
        ]
      : []),
    { label: ui.t('field.batchNo'), value: `${row.product.batchNo} ${row.product.spec}` },
    { label: ui.t('field.producer'), value: row.product.producer },
    { label: ui.t('samples.basis'), value: row.product.basis, wide: true },
    {
      label: ui.t('reinspection.applicant'),
      value: `${ui.t(`reinspection.role.${applicant.role}`)} ${applicant.name}`,
    },
    { label: ui.t('reinspection.contact'), value: `${applicant.contact} ${applicant.phone}` },
    { label: ui.t('reinspection.deliveredOn'), value: row.delivered_on },
    {
      label: ui.t('reinspection.appliedOn'),
      value: applicant.postedOn
        ? ui.t('reinspection.posted', { on: row.applied_on, posted: applicant.postedOn })
        : row.applied_on,
    },
    { label: ui.t('reinspection.windowEnd'), value: data.window ? `${data.window.dueOn} (${data.window.rule})` : null },
    { label: ui.t('reinspection.reason'), value: row.reason, wide: true },
    {
      label: ui.t('reinspection.laboratory'),
      value: [ui.t(`reinspection.way.${laboratory.way}`), laboratory.name, laboratory.drawnBy, laboratory.drawnOn]
        .filter(Boolean)
        .join(' · '),
      wide: true,
    },
    {
      label: ui.t('reinspection.fee'),
      value: [
        fee.amount && `¥${fee.amount}`,
        fee.paidOn && ui.t('reinspection.paid', { on: fee.paidOn, no: fee.receiptNo ?? '—' }),
        fee.borneBy && ui.t(`reinspection.borne.${fee.borneBy}`),
        fee.refundedOn && ui.t('reinspection.refunded', { on: fee.refundedOn }),
      ]
        .filter(Boolean)
        .join(' · '),
      wide: true,
    },
    ...(row.decided_on
      ? [
          {
            label: ui.t('reinspection.decision'),
            value: [
              row.receipt_no,
              row.decided_on,
              data.decidedBy,
              ...row.grounds.map(({ ground }) => ui.t(`reinspection.ground.${ground}`)),
              row.grounds[0]?.text,
            ]
              .filter(Boolean)
              .join(' · '),
            wide: true,
          },
        ]
      : []),
    ...row.sent.map((one) => ({
      label: ui.t(`reinspection.told.${one.about}`),
      value: `${one.on} ${one.how} ${one.to}`,
      wide: true,
    })),
  ];
}

function Items({ data, ui }: { data: Sheet; ui: Ui }): JSX.Element {
  const second = (item: Objected) => data.row.result?.items.find(({ name }) => name === item.name);
  return (
    <DataTable<Objected>
      ui={ui}
      caption={ui.t('field.items')}
      rows={data.row.items}
      rowKey={(item) => item.name}
      empty={ui.t('reinspection.noItems')}
      columns={[
        { key: 'name', head: ui.t('samples.item'), cell: (item) => item.name, wrap: true },
        { key: 'requirement', head: ui.t('samples.limit'), cell: (item) => item.requirement, wrap: true },
        {
          key: 'first',
          head: ui.t('reinspection.firstResult'),
          cell: (item) => <span class="outside">{item.result}</span>,
          wrap: true,
        },
        {
          key: 'second',
          head: ui.t('reinspection.secondResult'),
          cell: (item) => second(item)?.result ?? '—',
          wrap: true,
        },
        {
          key: 'verdict',
          head: ui.t('field.verdict'),
          cell: (item) => {
            const verdict = second(item)?.verdict;
            return verdict ? <StateText ui={ui} state={verdict} /> : '—';
          },
        },
      ]}
    />
  );
}

function custody({ row, second, holds }: Sheet, ui: Ui) {
  const { hand_over: given, request } = row;
  return [
    { label: ui.t('reinspection.request'), value: request && `${request.number} ${request.on}` },
    {
      label: ui.t('reinspection.handOver'),
      value: given && `${given.on} ${given.giver} → ${given.receiverUnit} ${given.receiver}`,
    },
    { label: ui.t('reinspection.storageLog'), value: given?.storageLog },
    ...(row.portion_id && ui.may('custody.read')
      ? [
          {
            label: ui.t('reinspection.portion'),
            value: <a href={`/custody/${row.portion_id}`}>{ui.t('reinspection.toPortion')}</a>,
          },
        ]
      : []),
    {
      label: ui.t('reinspection.second'),
      value: second && (
        <>
          {ui.may('sample.read') ? <a href={`/samples/${second.id}`}>{second.number}</a> : second.number}{' '}
          <StateText ui={ui} state={second.state} />
        </>
      ),
    },
    {
      label: ui.t('custody.holds'),
      value: holds.map(({ kind, by }) => `${ui.t(`custody.hold.${kind}`)} ${by}`).join('、'),
    },
  ];
}

function Clocks({ clocks, ui }: { clocks: readonly ShownClock[]; ui: Ui }): JSX.Element {
  return (
    <DataTable<ShownClock>
      ui={ui}
      caption={ui.t('reinspection.clocks')}
      rows={clocks}
      rowKey={(clock) => clock.id}
      href={(clock) => (ui.may('clock.read') ? `/clocks/${clock.id}` : undefined)}
      empty={ui.t('reinspection.noClocks')}
      columns={[
        {
          key: 'rule',
          head: ui.t('reinspection.clock'),
          cell: (clock) => `${clock.rule} ${clock.title[ui.lang]}`,
          wrap: true,
        },
        { key: 'from', head: ui.t('reinspection.from'), cell: (clock) => clock.startedOn },
        { key: 'due', head: ui.t('reinspection.until'), cell: (clock) => clock.dueOn },
        {
          key: 'state',
          head: ui.t('field.state'),
          cell: (clock) =>
            clock.clockState === 'running' ? (
              <Due ui={ui} date={clock.dueOn} state={clock.state} days={clock.days} provisional={clock.provisional} />
            ) : clock.clockState === 'paused' ? (
              ui.t('reinspection.paused')
            ) : (
              <StateText ui={ui} state={clock.clockState} />
            ),
        },
        { key: 'basis', head: ui.t('custody.basis'), cell: (clock) => clock.basis, wrap: true, deskOnly: true },
      ]}
    />
  );
}

/** The papers that follow from where it stands. */
function Documents({ data, ui }: { data: Sheet; ui: Ui }): JSX.Element {
  const { row } = data;
  const at = `/reinspections/${row.id}`;
  const papers = [
    { there: true, href: `${at}/application.pdf`, label: ui.t('reinspection.paper.application') },
    { there: row.receipt_no !== null, href: `${at}/receipt.pdf`, label: ui.t('reinspection.paper.receipt') },
    { there: row.request !== null && data.ours, href: `${at}/request.pdf`, label: ui.t('reinspection.paper.request') },
    { there: row.hand_over !== null, href: `${at}/hand-over.pdf`, label: ui.t('reinspection.paper.handOver') },
    { there: row.outcome !== null, href: `${at}/conclusion.pdf`, label: ui.t('reinspection.paper.conclusion') },
    { there: Boolean(row.result?.file), href: `${at}/report`, label: ui.t('reinspection.paper.report') },
  ];
  return (
    <Card title={ui.t('reinspection.documents')}>
      <p class="d-flex flex-wrap gap-2">
        {papers
          .filter(({ there }) => there)
          .map(({ href, label }) => (
            <a key={href} class="btn" href={href}>
              {label}
            </a>
          ))}
      </p>
    </Card>
  );
}
