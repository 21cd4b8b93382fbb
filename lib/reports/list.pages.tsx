import { page } from '../kernel/routes.ts';
import { id, list as listOf, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { Card, chinaTime, DataTable, PageHead, StatePill, Tabs } from '../ui/index.ts';
import { type Became, reinspectedOf } from './reinspected.ts';
import { type ReportRow, type ShownVerdict, shownVerdict } from './rows.ts';
import { VerdictPill } from './verdict.tsx';

const PAGE = 50;

interface Line {
  id: string;
  number: string;
  sampleNumber: string;
  productName: string;
  batchNo: string;
  state: ReportRow['state'];
  verdict: ShownVerdict;
  issuedAt: string | null;
  returned: boolean;
  reinspected: Became | null;
}

interface ReportList {
  state: 'drafted' | 'issued';
  reports: Line[];
  next: string | null;
}

const line = object(
  {
    id,
    number: text(),
    sampleNumber: text(),
    productName: text(),
    batchNo: text(),
    state: text(),
    verdict: text(),
    issuedAt: nullable(text()),
    returned: { type: 'boolean' },
    reinspected: { type: ['object', 'null'], additionalProperties: true },
  },
  ['id', 'number', 'sampleNumber', 'productName', 'batchNo', 'state', 'verdict', 'issuedAt', 'returned'],
);

type Joined = ReportRow & { sample_number: string; product_name: string; batch_no: string; work_kind: string };

/** Reports by state, the newest first, paged by key. */
export const reportsPage = page<{ state?: 'drafted' | 'issued'; before?: string }, ReportList>({
  name: 'report.list',
  path: '/reports',
  needs: 'report.read',
  input: object({ state: oneOf('drafted', 'issued'), before: id }),
  answer: object({ state: text(), reports: listOf(line, PAGE), next: nullable(id) }, ['state', 'reports', 'next']),
  load: async ({ db }, { state = 'drafted', before }) => {
    const query = db('reports')
      .join('samples', 'samples.id', 'reports.sample_id')
      .join('samplings', 'samplings.id', 'samples.sampling_id')
      .where({ 'reports.state': state })
      .orderBy('reports.id', 'desc')
      .limit(PAGE + 1)
      .select<Joined[]>(
        'reports.id',
        'reports.number',
        'reports.state',
        'reports.verdict',
        'reports.issued_at',
        'reports.returned_reason',
        'samples.number as sample_number',
        'samples.product_name',
        'samples.batch_no',
        'samplings.work_kind',
      );
    if (before !== undefined) query.where('reports.id', '<', before);
    const rows = await query;
    const shown = rows.slice(0, PAGE);
    const outcomes = await reinspectedOf(
      db,
      shown.map((row) => row.id),
    );
    const reports = shown.map((row) => ({
      id: row.id,
      number: row.number,
      sampleNumber: row.sample_number,
      productName: row.product_name,
      batchNo: row.batch_no,
      state: row.state,
      verdict: shownVerdict(row.verdict, row.work_kind),
      issuedAt: row.issued_at,
      returned: row.returned_reason !== null,
      reinspected: outcomes.get(row.id) ?? null,
    }));
    return { state, reports, next: rows.length > PAGE ? (reports.at(-1)?.id ?? null) : null };
  },
  title: (_data, ui) => ui.t('nav.reports'),
  view: ({ state, reports, next }, ui) => (
    <>
      <PageHead title={ui.t('nav.reports')} />
      <Tabs
        label={ui.t('nav.reports')}
        tabs={[
          { href: '/reports', label: ui.t('report.toIssue'), active: state === 'drafted' },
          { href: '/reports?state=issued', label: ui.t('state.issued'), active: state === 'issued' },
        ]}
      />
      <Card flush>
        <DataTable
          ui={ui}
          caption={ui.t('nav.reports')}
          rows={reports}
          rowKey={(row) => row.id}
          href={(row) => `/reports/${row.id}`}
          empty={ui.t(state === 'drafted' ? 'report.noneToIssue' : 'report.noneIssued')}
          next={next === null ? undefined : `/reports?state=${state}&before=${next}`}
          tone={(row) => (row.verdict === 'fails' ? 'fails' : undefined)}
          columns={[
            { key: 'number', head: ui.t('report.number'), cell: (row) => row.number },
            { key: 'sample', head: ui.t('report.sampleNumber'), cell: (row) => row.sampleNumber },
            { key: 'product', head: ui.t('report.product'), cell: (row) => row.productName, wrap: true },
            { key: 'batch', head: ui.t('report.batchNo'), cell: (row) => row.batchNo },
            {
              key: 'verdict',
              head: ui.t('report.verdict'),
              cell: (row) => (
                <>
                  <VerdictPill ui={ui} verdict={row.verdict} />
                  {row.reinspected ? (
                    <div class="quiet">
                      {ui.t(`reinspection.by.${row.reinspected.outcome}`, { number: row.reinspected.number })}
                    </div>
                  ) : null}
                </>
              ),
              wrap: true,
            },
            {
              key: 'state',
              head: ui.t('field.state'),
              cell: (row) =>
                row.returned ? <StatePill ui={ui} state="returned" /> : <StatePill ui={ui} state={row.state} />,
            },
            {
              key: 'issued',
              head: ui.t('report.issuedAt'),
              cell: (row) => (row.issuedAt ? chinaTime(row.issuedAt) : '—'),
              deskOnly: true,
            },
          ]}
        />
      </Card>
    </>
  ),
});
