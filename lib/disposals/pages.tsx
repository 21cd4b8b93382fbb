import type { JSX } from 'preact';
import { state as termState, workingDaysBetween } from '../core/deadlines.ts';
import { obstacles } from '../core/machine.ts';
import { refuse } from '../core/refusal.ts';
import { file, page, post } from '../kernel/routes.ts';
import { date, id, integer, list as listOf, long, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { decode, find, list } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { readInstitute } from '../people/index.ts';
import { reportOf } from '../reports/index.ts';
import { actorOf } from '../testing/index.ts';
import { lookUp } from '../messages/index.ts';
import { Card, chinaTime, DataTable, DateField, Due, Facts, Form, FormFoot, PageHead, Pill, SelectField, Steps, Tabs, TextArea, TextField, type Ui } from '../ui/index.ts';
import { caseMachine } from './machine.ts';
import { noticePdf } from './notice.pdf.ts';
import { notify, type NotifyInput, ways } from './notify.ts';
import type { CaseRow, CaseState, ClockRow } from './rows.ts';

const PAGE = 50;

/** A term as a page shows it. */
interface Term {
  rule: string;
  basis: string;
  startedOn: string;
  dueOn: string;
  provisional: boolean;
  running: boolean;
  state: 'on-time' | 'amber' | 'late';
  days: number;
}

const term = object(
  { rule: text(), basis: text(), startedOn: date, dueOn: date, provisional: { type: 'boolean' }, running: { type: 'boolean' }, state: text(), days: { type: 'integer' } },
  ['rule', 'basis', 'startedOn', 'dueOn', 'provisional', 'running', 'state', 'days'],
);

function termOf({ app, today }: Query, clock: ClockRow): Term {
  const isLate = today > clock.due_on;
  const days = isLate ? workingDaysBetween(app.calendar, clock.due_on, today) : workingDaysBetween(app.calendar, today, clock.due_on);
  return {
    rule: clock.rule,
    basis: clock.basis,
    startedOn: clock.started_on,
    dueOn: clock.due_on,
    provisional: clock.provisional === 1,
    running: clock.state === 'running',
    state: termState(app.calendar, clock.due_on, today, app.rules.amberWorkingDays),
    days,
  };
}

interface CaseLine {
  id: string;
  number: string;
  sampleNumber: string;
  productName: string;
  items: string;
  state: CaseState;
  term: Term | null;
}

const caseLine = object(
  { id, number: text(), sampleNumber: text(), productName: text(), items: long, state: text(), term: { anyOf: [term, { type: 'null' }] } },
  ['id', 'number', 'sampleNumber', 'productName', 'items', 'state', 'term'],
);

export const casesPage = page<{ state?: CaseState; before?: string }, { state: CaseState; cases: CaseLine[]; next: string | null }>({
  name: 'case.list',
  path: '/cases',
  needs: 'case.read',
  input: object({ state: oneOf('opened', 'notified'), before: id }),
  answer: object({ state: text(), cases: listOf(caseLine, PAGE), next: nullable(id) }, ['state', 'cases', 'next']),
  load: async (query, { state = 'opened', before }) => {
    const { db } = query;
    const select = db('cases')
      .join('samples', 'samples.id', 'cases.sample_id')
      .where({ 'cases.state': state })
      .orderBy('cases.id', 'desc')
      .limit(PAGE + 1)
      .select<(CaseRow & { sample_number: string; product_name: string })[]>('cases.*', 'samples.number as sample_number', 'samples.product_name');
    if (before !== undefined) select.where('cases.id', '<', before);
    const rows = (await select).map((row) => decode<CaseRow & { sample_number: string; product_name: string }>('cases', row));
    const shown = rows.slice(0, PAGE);
    const clocks: ClockRow[] = await db('clocks').where({ entity: 'case' }).whereIn('entity_id', shown.map((row) => row.id));
    const cases = shown.map((row) => {
      const clock = clocks.find((own) => own.entity_id === row.id);
      return {
        id: row.id,
        number: row.number,
        sampleNumber: row.sample_number,
        productName: row.product_name,
        items: row.items.map((item) => item.name).join('、'),
        state: row.state,
        term: clock ? termOf(query, clock) : null,
      };
    });
    return { state, cases, next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null };
  },
  title: (_data, ui) => ui.t('nav.cases'),
  view: ({ state, cases, next }, ui) => (
    <>
      <PageHead title={ui.t('nav.cases')} note={ui.t('case.note')} />
      <Tabs
        label={ui.t('nav.cases')}
        tabs={[
          { href: '/cases', label: ui.t('case.opened'), active: state === 'opened' },
          { href: '/cases?state=notified', label: ui.t('case.notified'), active: state === 'notified' },
        ]}
      />
      <Card flush>
        <DataTable
          ui={ui}
          caption={ui.t('nav.cases')}
          rows={cases}
          rowKey={(row) => row.id}
          href={(row) => `/cases/${row.id}`}
          empty={ui.t(state === 'opened' ? 'case.noneOpened' : 'case.noneNotified')}
          next={next === null ? undefined : `/cases?state=${state}&before=${next}`}
          tone={(row) => (row.term?.running && row.term.state !== 'on-time' ? row.term.state : undefined)}
          columns={[
            { key: 'number', head: ui.t('case.number'), cell: (row) => row.number },
            { key: 'sample', head: ui.t('report.sampleNumber'), cell: (row) => row.sampleNumber },
            { key: 'product', head: ui.t('report.product'), cell: (row) => row.productName, wrap: true },
            { key: 'items', head: ui.t('case.items'), cell: (row) => row.items, wrap: true },
            { key: 'state', head: ui.t('field.state'), cell: (row) => <CaseStatePill ui={ui} state={row.state} /> },
            { key: 'due', head: ui.t('field.due'), cell: (row) => (row.term?.running ? <Due ui={ui} date={row.term.dueOn} state={row.term.state} days={row.term.days} provisional={row.term.provisional} /> : '—') },
          ]}
        />
      </Card>
    </>
  ),
});

function CaseStatePill({ ui, state }: { ui: Ui; state: CaseState }): JSX.Element {
  return state === 'opened' ? <Pill tone="red" shape="▲" word={ui.t('case.opened')} /> : <Pill tone="green" shape="✔" word={ui.t('case.notified')} />;
}

interface CaseData {
  id: string;
  version: number;
  number: string;
  state: CaseState;
  sampleId: string;
  sampleNumber: string;
  reportId: string;
  reportNumber: string;
  productName: string;
  batchNo: string;
  producer: string;
  sampledUnit: string;
  openedAt: string;
  items: CaseRow['items'];
  notified: { on: string; to: string; how: string; receiptNo: string | null; note: string | null } | null;
  term: Term | null;
  mayNotify: boolean;
}

const caseAnswer = object(
  {
    id,
    version: integer,
    number: text(),
    state: text(),
    sampleId: id,
    sampleNumber: text(),
    reportId: id,
    reportNumber: text(),
    productName: text(),
    batchNo: text(),
    producer: text(),
    sampledUnit: text(),
    openedAt: text(),
    items: listOf(object({ name: text(), requirement: long, result: long }, ['name', 'requirement', 'result'])),
    notified: {
      anyOf: [object({ on: date, to: text(), how: text(), receiptNo: nullable(text()), note: nullable(long) }, ['on', 'to', 'how', 'receiptNo', 'note']), { type: 'null' }],
    },
    term: { anyOf: [term, { type: 'null' }] },
    mayNotify: { type: 'boolean' },
  },
  ['id', 'version', 'number', 'state', 'reportId', 'items', 'notified', 'term', 'mayNotify'],
);

async function caseOf(query: Query, caseId: string): Promise<CaseData> {
  const row = await find<CaseRow>(query.db, 'cases', { id: caseId });
  if (!row) return refuse('record.missing', { what: caseId }, undefined, 'missing');
  const { content, number: reportNumber } = await reportOf(query.db, row.report_id);
  const [clock] = await list<ClockRow>(query.db, 'clocks', { entity: 'case', entity_id: caseId }, 'id');
  const { on, to, how } = { on: row.notified_on, to: row.notified_to, how: row.notified_how };
  return {
    id: row.id,
    version: row.version,
    number: row.number,
    state: row.state,
    sampleId: row.sample_id,
    sampleNumber: content.sampleNo,
    reportId: row.report_id,
    reportNumber,
    productName: content.product.name,
    batchNo: content.product.batchNo,
    producer: content.product.producer,
    sampledUnit: content.client.name,
    openedAt: row.opened_at,
    items: row.items,
    notified: on && to && how ? { on, to, how, receiptNo: row.receipt_no, note: row.note } : null,
    term: clock ? termOf(query, clock) : null,
    mayNotify: obstacles(caseMachine, 'notify', row, actorOf(query.user)).length === 0,
  };
}

export const casePage = page<{ id: string }, CaseData>({
  name: 'case.show',
  path: '/cases/:id',
  needs: 'case.read',
  input: object({ id }, ['id']),
  answer: caseAnswer,
  load: (query, input) => caseOf(query, input.id),
  title: (data) => data.number,
  view: (data, ui) => <CaseView data={data} ui={ui} />,
});

function CaseView({ data, ui }: { data: CaseData; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead over={<a href={`/samples/${data.sampleId}`}>{data.sampleNumber}</a>} title={`${data.number} ${data.productName}`} note={`${ui.t('report.batchNo')} ${data.batchNo} · ${data.producer}`}>
        <CaseStatePill ui={ui} state={data.state} />
        {data.term?.running ? <Due ui={ui} date={data.term.dueOn} state={data.term.state} days={data.term.days} provisional={data.term.provisional} /> : null}
        <a class="btn" href={`/cases/${data.id}/notice.pdf`} target="_blank" rel="noopener">
          {ui.t('case.notice')}
        </a>
      </PageHead>
      <Steps
        label={ui.t('nav.cases')}
        steps={[
          { id: 'opened', label: ui.t('case.stepOpened'), state: 'done', note: chinaTime(data.openedAt) },
          { id: 'notify', label: ui.t('case.stepNotify'), state: data.state === 'opened' ? 'now' : 'done', note: data.notified?.on },
        ]}
      />
      <div class="split">
        <Card title={ui.t('case.items')} flush>
          <DataTable
            ui={ui}
            caption={ui.t('case.items')}
            rows={data.items}
            rowKey={(item) => item.name}
            empty={ui.t('table.empty')}
            tone={() => 'fails'}
            columns={[
              { key: 'name', head: ui.t('report.item'), cell: (item) => item.name, wrap: true },
              { key: 'requirement', head: ui.t('report.requirement'), cell: (item) => item.requirement, wrap: true },
              { key: 'result', head: ui.t('report.result'), cell: (item) => <strong>▲ {item.result}</strong>, wrap: true },
            ]}
          />
        </Card>
        <div>
          <Card title={ui.t('case.facts')}>
            <Facts
              facts={[
                { label: ui.t('report.number'), value: <a href={`/reports/${data.reportId}`}>{data.reportNumber}</a> },
                { label: ui.t('case.sampledUnit'), value: data.sampledUnit },
                { label: ui.t('case.producer'), value: data.producer, wide: true },
                { label: ui.t('case.term'), value: data.term ? `${data.term.dueOn}（${data.term.rule}）` : '—' },
                { label: ui.t('case.basis'), value: data.term?.basis, wide: true },
              ]}
            />
          </Card>
          {data.notified ? (
            <Card title={ui.t('case.stepNotify')}>
              <Facts
                facts={[
                  { label: ui.t('field.notifiedOn'), value: data.notified.on },
                  { label: ui.t('field.notifiedTo'), value: data.notified.to, wide: true },
                  { label: ui.t('field.notifiedHow'), value: lookUp(ui.lang, `case.way.${data.notified.how}`) },
                  { label: ui.t('field.receiptNo'), value: data.notified.receiptNo },
                  { label: ui.t('field.note'), value: data.notified.note, wide: true },
                ]}
              />
            </Card>
          ) : data.mayNotify ? (
            <NotifyForm data={data} ui={ui} />
          ) : null}
        </div>
      </div>
    </>
  );
}

function NotifyForm({ data, ui }: { data: CaseData; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('case.record')}>
      <Form ui={ui} action={`/cases/${data.id}/notification`} version={data.version}>
        <div class="fields-grid">
          <DateField ui={ui} name="notifiedOn" label={ui.t('field.notifiedOn')} value={ui.today} max={ui.today} width="half" required />
          <SelectField
            ui={ui}
            name="notifiedHow"
            label={ui.t('field.notifiedHow')}
            width="half"
            required
            options={ways.map((way) => ({ value: way, label: lookUp(ui.lang, `case.way.${way}`) }))}
          />
          <TextField ui={ui} name="notifiedTo" label={ui.t('field.notifiedTo')} required maxLength={200} hint={ui.t('case.toHint')} />
          <TextField ui={ui} name="receiptNo" label={ui.t('field.receiptNo')} maxLength={100} />
          <TextArea ui={ui} name="note" label={ui.t('field.note')} rows={2} maxLength={2000} />
        </div>
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('case.record')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}

export const notifyPost = post<NotifyInput, { id: string; version: number; state: string }>({
  name: 'case.notify',
  path: '/cases/:id/notification',
  needs: 'case.notify',
  versioned: true,
  input: object(
    { id, version: integer, notifiedOn: date, notifiedTo: { ...text(), minLength: 2 }, notifiedHow: oneOf(...ways), receiptNo: text(100), note: long },
    ['id', 'version', 'notifiedOn', 'notifiedTo', 'notifiedHow'],
  ),
  answer: object({ id, version: integer, state: text() }, ['id', 'version', 'state']),
  run: async (act, input) => {
    const row = await notify(act, input);
    return { id: row.id, version: row.version, state: row.state };
  },
  then: (row) => `/cases/${row.id}`,
  on: casePage,
});

export const noticeFile = file<{ id: string }>({
  name: 'case.print',
  path: '/cases/:id/notice.pdf',
  needs: 'case.read',
  input: object({ id }, ['id']),
  load: async (query, input) => {
    const data = await caseOf(query, input.id);
    const report = await reportOf(query.db, data.reportId);
    const institute = await readInstitute(query.db);
    const rule = data.term && query.app.rules.clock('nonconforming-issued', report.content.productClass, data.term.startedOn);
    const body = await noticePdf({
      institute: { name: institute?.name ?? '', phone: institute?.phone ?? '' },
      number: data.number,
      to: data.notified?.to ?? '',
      basis: data.term?.basis ?? '',
      issuedOn: report.content.issuedOn ?? '',
      due: data.term?.dueOn ?? '',
      workingDays: rule?.days ?? 0,
      samples: [
        {
          reportNo: report.number,
          sampleNo: data.sampleNumber,
          product: { name: data.productName, batchNo: data.batchNo, spec: report.content.product.spec, producer: data.producer },
          sampledUnit: data.sampledUnit,
          basis: report.content.basis,
          failed: data.items,
        },
      ],
      frozenAt: data.openedAt,
    });
    return { body, type: 'application/pdf', name: `${data.number}.pdf`, inline: true };
  },
  event: (input) => ({ entity: 'cases', id: input.id }),
});
