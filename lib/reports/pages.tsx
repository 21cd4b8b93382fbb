import type { JSX } from 'preact';
import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { file, page, post } from '../kernel/routes.ts';
import { hash, id, integer, list as listOf, long, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { signaturesOf } from '../testing/index.ts';
import { actorOf } from '../testing/index.ts';
import { reasonText } from '../messages/index.ts';
import { Card, chinaTime, DataTable, Empty, Facts, Form, FormFoot, PageHead, Pill, SignBlock, StatePill, Tabs, TextArea, type Ui } from '../ui/index.ts';
import { drawIssue, type Drawn, issue, type IssueInput, type Nonconforming, paperOf, reportOf, subjectOf } from './issue.ts';
import { reportMachine } from './machine.ts';
import { returnReport, type ReturnInput } from './return.ts';
import type { ReportRow } from './rows.ts';

const PAGE = 50;

interface Line {
  id: string;
  number: string;
  sampleNumber: string;
  productName: string;
  batchNo: string;
  state: ReportRow['state'];
  verdict: ReportRow['verdict'];
  issuedAt: string | null;
  returned: boolean;
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
  },
  ['id', 'number', 'sampleNumber', 'productName', 'batchNo', 'state', 'verdict', 'issuedAt', 'returned'],
);

type Joined = ReportRow & { sample_number: string; product_name: string; batch_no: string };

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
      .where({ 'reports.state': state })
      .orderBy('reports.id', 'desc')
      .limit(PAGE + 1)
      .select<Joined[]>(
        'reports.id', 'reports.number', 'reports.state', 'reports.verdict', 'reports.issued_at', 'reports.returned_reason',
        'samples.number as sample_number', 'samples.product_name', 'samples.batch_no',
      );
    if (before !== undefined) query.where('reports.id', '<', before);
    const rows = await query;
    const reports = rows.slice(0, PAGE).map((row) => ({
      id: row.id,
      number: row.number,
      sampleNumber: row.sample_number,
      productName: row.product_name,
      batchNo: row.batch_no,
      state: row.state,
      verdict: row.verdict,
      issuedAt: row.issued_at,
      returned: row.returned_reason !== null,
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
            { key: 'verdict', head: ui.t('report.verdict'), cell: (row) => <VerdictPill ui={ui} verdict={row.verdict} /> },
            { key: 'state', head: ui.t('field.state'), cell: (row) => (row.returned ? <StatePill ui={ui} state="returned" /> : <StatePill ui={ui} state={row.state} />) },
            { key: 'issued', head: ui.t('report.issuedAt'), cell: (row) => (row.issuedAt ? chinaTime(row.issuedAt) : '—'), deskOnly: true },
          ]}
        />
      </Card>
    </>
  ),
});

export function VerdictPill({ ui, verdict }: { ui: Ui; verdict: 'conforms' | 'fails' }): JSX.Element {
  return verdict === 'fails' ? <Pill tone="red" shape="▲" word={ui.t('report.fails')} /> : <Pill tone="green" shape="✔" word={ui.t('report.conforms')} />;
}

interface ReportData {
  id: string;
  version: number;
  number: string;
  sampleId: string;
  state: ReportRow['state'];
  verdict: ReportRow['verdict'];
  conclusion: string;
  productName: string;
  sampleNumber: string;
  contentHash: string;
  pdfHash: string | null;
  verifyUrl: string;
  issuedAt: string | null;
  returnedReason: string | null;
  caseId: string | null;
  rows: { group: string; name: string; requirement: string; result: string; verdict: string }[];
  signatures: { meaning: string; name: string; at: string }[];
  moves: { move: 'issue' | 'return'; obstacles: Reason[] }[];
}

const reason = object({ id: text(), field: text(), params: { type: 'object', additionalProperties: true } }, ['id']);
const reportAnswer = object(
  {
    id,
    version: integer,
    number: text(),
    sampleId: id,
    state: text(),
    verdict: text(),
    conclusion: long,
    productName: text(),
    sampleNumber: text(),
    contentHash: hash,
    pdfHash: nullable(hash),
    verifyUrl: text(500),
    issuedAt: nullable(text()),
    returnedReason: nullable(long),
    caseId: nullable(id),
    rows: listOf(object({ group: text(), name: text(), requirement: long, result: long, verdict: text() }, ['name', 'requirement', 'result', 'verdict'])),
    signatures: listOf(object({ meaning: text(), name: text(), at: text() }, ['meaning', 'name', 'at'])),
    moves: listOf(object({ move: text(), obstacles: listOf(reason) }, ['move', 'obstacles'])),
  },
  ['id', 'version', 'number', 'state', 'verdict', 'conclusion', 'contentHash', 'pdfHash', 'moves', 'rows', 'signatures'],
);

export const reportPage = page<{ id: string }, ReportData>({
  name: 'report.show',
  path: '/reports/:id',
  needs: 'report.read',
  input: object({ id }, ['id']),
  answer: reportAnswer,
  load: async ({ db, user }, input) => {
    const report = await reportOf(db, input.id);
    const subject = await subjectOf(db, report);
    const tests: { id: string }[] = await db('tests').where({ sample_id: report.sample_id }).select('id');
    const signed = [...(await signaturesOf(db, 'tests', tests.map((row) => row.id))), ...(await signaturesOf(db, 'reports', [report.id]))];
    const opened = await db('cases').where({ report_id: report.id }).first<{ id: string } | undefined>('id');
    return {
      id: report.id,
      version: report.version,
      number: report.number,
      sampleId: report.sample_id,
      state: report.state,
      verdict: report.verdict,
      conclusion: report.conclusion,
      productName: report.content.product.name,
      sampleNumber: report.content.sampleNo,
      contentHash: report.content_hash,
      pdfHash: report.pdf_hash,
      verifyUrl: report.content.verifyUrl,
      issuedAt: report.issued_at,
      returnedReason: report.returned_reason,
      caseId: opened?.id ?? null,
      rows: report.content.rows.map(({ group, name, requirement, result, verdict }) => ({ group, name, requirement, result, verdict })),
      signatures: oncePerPerson(signed.map(({ meaning, user_name, at }) => ({ meaning, name: user_name, at }))),
      moves: available(reportMachine, subject, actorOf(user)),
    };
  },
  title: (data) => data.number,
  view: (data, ui) => <ReportView data={data} ui={ui} />,
});

/** One line for each person and meaning: the last time. */
function oncePerPerson(signatures: ReportData['signatures']): ReportData['signatures'] {
  return [...new Map(signatures.map((signature) => [`${signature.meaning}/${signature.name}`, signature])).values()];
}

function ReportView({ data, ui }: { data: ReportData; ui: Ui }): JSX.Element {
  const issueMove = data.moves.find(({ move }) => move === 'issue');
  const returnMove = data.moves.find(({ move }) => move === 'return');
  return (
    <>
      <PageHead over={<a href={`/samples/${data.sampleId}`}>{data.sampleNumber}</a>} title={`${data.number} ${data.productName}`} note={data.conclusion}>
        <VerdictPill ui={ui} verdict={data.verdict} />
        <StatePill ui={ui} state={data.returnedReason === null ? data.state : 'returned'} />
        <a class="btn" href={`/reports/${data.id}/report.pdf`} target="_blank" rel="noopener">
          {ui.t(data.state === 'issued' ? 'report.open' : 'report.preview')}
        </a>
      </PageHead>
      <div class="split">
        <Card title={ui.t('report.results')} flush>
          <DataTable
            ui={ui}
            caption={ui.t('report.results')}
            rows={data.rows.map((row, i) => ({ ...row, i }))}
            rowKey={(row) => String(row.i)}
            empty={ui.t('table.empty')}
            tone={(row) => (row.verdict === 'fails' ? 'fails' : undefined)}
            columns={[
              { key: 'item', head: ui.t('report.item'), cell: (row) => row.name, wrap: true },
              { key: 'requirement', head: ui.t('report.requirement'), cell: (row) => row.requirement, wrap: true },
              { key: 'result', head: ui.t('report.result'), cell: (row) => (row.verdict === 'fails' ? <strong>▲ {row.result}</strong> : row.result), wrap: true },
            ]}
          />
        </Card>
        <div>
          {data.returnedReason !== null ? (
            <Card title={ui.t('state.returned')}>
              <p>{data.returnedReason}</p>
            </Card>
          ) : null}
          <Card title={ui.t('report.gates')}>
            <Gates data={data} issueMove={issueMove} ui={ui} />
          </Card>
          {issueMove?.obstacles.length === 0 ? (
            <Card title={ui.t('report.issue')}>
              <Form ui={ui} action={`/reports/${data.id}/issue`} version={data.version} draft="off">
                <input type="hidden" name="hash" value={data.contentHash} />
                <SignBlock ui={ui} meaning={ui.t('meaning.issue')} records={[{ id: data.id, label: data.number, hash: data.contentHash }]} />
                <FormFoot>
                  <button class="btn btn-primary btn-next">{ui.t('report.issue')}</button>
                </FormFoot>
              </Form>
            </Card>
          ) : null}
          {returnMove?.obstacles.length === 0 ? (
            <Card title={ui.t('report.return')}>
              <Form ui={ui} action={`/reports/${data.id}/return`} version={data.version}>
                <TextArea ui={ui} name="reason" label={ui.t('field.reason')} rows={2} required maxLength={2000} />
                <FormFoot>
                  <button class="btn btn-outline-danger">{ui.t('report.return')}</button>
                </FormFoot>
              </Form>
            </Card>
          ) : null}
          {data.caseId === null ? null : (
            <Card title={ui.t('nav.cases')}>
              <a class="btn btn-primary" href={`/cases/${data.caseId}`}>
                {ui.t('report.toCase')}
              </a>
            </Card>
          )}
        </div>
      </div>
    </>
  );
}

/** The gates of issue as a checklist: green, or the sentence of why not. */
function Gates({ data, issueMove, ui }: { data: ReportData; issueMove: ReportData['moves'][number] | undefined; ui: Ui }): JSX.Element {
  const obstacles = issueMove?.obstacles ?? [];
  return (
    <>
      {obstacles.length > 0 ? (
        <ul class="gates">
          {obstacles.map((obstacle) => (
            <li key={obstacle.id}>▲ {reasonText(ui.lang, obstacle)}</li>
          ))}
        </ul>
      ) : null}
      {data.signatures.length === 0 ? <Empty text={ui.t('timeline.empty')} /> : null}
      <ul class="gates">
        {data.signatures.map((signature) => (
          <li key={`${signature.meaning}${signature.name}`}>
            ✔ {ui.t(`meaning.${signature.meaning}` as 'meaning.test')} {signature.name} {chinaTime(signature.at)}
          </li>
        ))}
      </ul>
      <Facts
        facts={[
          { label: ui.t('sign.hash'), value: <code>{data.contentHash}</code>, wide: true },
          { label: ui.t('report.pdfHash'), value: data.pdfHash ? <code>{data.pdfHash}</code> : ui.t('report.notIssued'), wide: true },
          { label: ui.t('report.verifyUrl'), value: data.pdfHash ? <a href={new URL(data.verifyUrl).pathname}>{data.verifyUrl}</a> : '—', wide: true },
        ]}
      />
    </>
  );
}

export const issuePost = (nonconforming?: Nonconforming) =>
  post<IssueInput, { id: string; number: string; state: string; pdfHash: string; version: number }, Drawn>({
    name: 'report.issue',
    path: '/reports/:id/issue',
    needs: 'report.issue',
    signs: true,
    versioned: true,
    input: object({ id, version: integer, hash, password: text() }, ['id', 'version', 'hash', 'password']),
    answer: object({ id, number: text(), state: text(), pdfHash: hash, version: integer }, ['id', 'number', 'state', 'pdfHash', 'version']),
    prepare: drawIssue,
    run: async (act, input, drawn) => {
      const report = await issue(act, input, drawn, nonconforming);
      return { id: report.id, number: report.number, state: report.state, pdfHash: report.pdf_hash ?? '', version: report.version };
    },
    then: (report) => `/reports/${report.id}`,
    on: reportPage,
  });

export const returnPost = post<ReturnInput, { id: string; version: number }>({
  name: 'report.return',
  path: '/reports/:id/return',
  needs: 'report.issue',
  versioned: true,
  input: object({ id, version: integer, reason: { ...long, minLength: 1 } }, ['id', 'version', 'reason']),
  answer: object({ id, version: integer }, ['id', 'version']),
  run: async (act, input) => {
    const report = await returnReport(act, input);
    return { id: report.id, version: report.version };
  },
  then: (report) => `/reports/${report.id}`,
  on: reportPage,
});

export const reportFile = file<{ id: string }>({
  name: 'report.print',
  path: '/reports/:id/report.pdf',
  needs: 'report.read',
  input: object({ id }, ['id']),
  load: async ({ app, db }, input) => {
    const report = await reportOf(db, input.id);
    return { body: await paperOf(app, report), type: 'application/pdf', name: `${report.number}.pdf`, inline: true, immutable: report.state === 'issued' };
  },
  event: (input) => ({ entity: 'reports', id: input.id }),
});
