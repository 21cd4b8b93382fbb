import { expect } from 'chai';
import type { CaseRow } from '../../lib/disposals/index.ts';
import type { ClockRow } from '../../lib/kernel/terms.ts';
import type { ReportRow } from '../../lib/reports/index.ts';
import { arrangeBatch } from '../reports/arrange.ts';
import { clockRow } from '../support/clocks.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';

/** What a case copies of its batch. */
const about = {
  ...{ product_class: 'drug' as const, product_name: '示例片', batch_no: 'B1', producer: '示例制药有限公司' },
  ...{ producer_code: null, producer_region: '示例省乙县', sampled_unit: '示例大药房', sampled_code: null },
  ...{ sampled_region: '示例省甲县', level: 'municipal' as const, work_kind: 'JD' as const, urgent: null },
  ...{ supervision: 0 as const, closed_at: null, closed_by: null, reopened: 0, conclusion: null },
};

interface Listed {
  state: string;
  cases: { id: string; number: string; items: string; term: { state: string; dueOn: string } | null }[];
  next: string | null;
}

eachEngine('the list of disposal cases', (engine) => {
  let lab: Lab;
  let quality: Client;
  before(async () => {
    lab = await startLab(engine);
    quality = await lab.as('quality');
    const { reportId, sampleId } = await arrangeBatch(lab, { fails: true });
    await lab.act('signatory', async (act) => {
      const report = await act.db('reports').where({ id: reportId }).first<ReportRow>();
      const numbers = Array.from({ length: 61 }, (_, i) => String(i + 1).padStart(4, '0'));
      const reports = await act.insertAll<ReportRow>(
        'reports',
        numbers.map((n) => ({
          ...report,
          id: act.app.ids.next(),
          content: JSON.parse(String(report.content)) as ReportRow['content'],
          number: `RX-${n}`,
          verify_code: `X${n}`,
        })),
      );
      const cases = await act.insertAll<CaseRow>(
        'cases',
        reports.map(({ id }, i) => ({
          number: `HC2026-${numbers[i]}`,
          sample_id: sampleId,
          report_id: id,
          // The last one is notified already.
          state: i === 60 ? ('notified' as const) : ('opened' as const),
          items: [
            { name: '总灰分', requirement: '不得过5.0%', result: '8.1%' },
            { name: '浸出物', requirement: '不得少于16.0%', result: '12.0%' },
          ],
          ...about,
          opened_at: act.now,
          notified_on: null,
          notified_to: null,
          notified_how: null,
          receipt_no: null,
          note: null,
        })),
      );
      await act.insertAll<ClockRow>(
        'clocks',
        cases.map(({ id }, i) =>
          clockRow({
            entity: 'cases',
            entity_id: id,
            rule: 'D3',
            started_on: '2026-11-16',
            due_on: i === 0 ? '2026-11-18' : '2026-11-25',
          }),
        ),
      );
    });
  });
  after(() => lab.close());

  const list = async (query: string) => (await quality.get(`/cases${query}`)).json<Listed>();

  it('pages by key: sixty open cases come as fifty and ten, each once, the newest first', async () => {
    const first = await list('');
    expect([first.state, first.cases.length]).to.deep.equal(['opened', 50]);
    const second = await list(`?before=${first.next}`);
    expect([second.cases.length, second.next]).to.deep.equal([10, null]);
    const numbers = [...first.cases, ...second.cases].map(({ number }) => number);
    expect(numbers).to.deep.equal([...numbers].sort().reverse());
    expect(new Set(numbers).size).to.equal(60);
    expect((await quality.page('/cases')).text).to.include(`/cases?state=opened&amp;before=${first.next}`);
  });

  it('a case that opens meanwhile moves no line from one page to the other', async () => {
    const first = await list('');
    const { reportId, sampleId } = await arrangeBatch(lab, { fails: true });
    const [template] = (await lab.app.db.read('cases').limit(1)) as CaseRow[];
    const { id: _id, version: _version, created_at: _created, ...rest } = template as CaseRow;
    const items: CaseRow['items'] = [{ name: '总灰分', requirement: '不得过5.0%', result: '8.1%' }];
    await lab.act('signatory', (act) =>
      act.insert<CaseRow>('cases', {
        ...rest,
        items,
        number: 'HC2026-0099',
        report_id: reportId,
        sample_id: sampleId,
        state: 'opened',
      }),
    );
    const second = await list(`?before=${first.next}`);
    expect(second.cases).to.have.length(10);
    const seen = new Set(first.cases.map(({ id }) => id));
    expect(second.cases.some(({ id }) => seen.has(id))).to.equal(false);
  });

  it('notified cases stand apart; each line names its items and how its term stands', async () => {
    const notified = await list('?state=notified');
    expect(notified.cases.map(({ number, items }) => [number, items])).to.deep.equal([
      ['HC2026-0061', '总灰分、浸出物'],
    ]);
    const { next } = await list('');
    const old = (await list(`?before=${next}`)).cases.find(({ number }) => number === 'HC2026-0001');
    expect(old?.term).to.include({ state: 'late', dueOn: '2026-11-18' });
  });

  it('a state or a key that is none is refused by name; a key at the end gives an empty page', async () => {
    expect((await quality.get('/cases?state=gone')).refusals()).to.deep.equal(['schema.enum']);
    expect((await quality.get('/cases?before=x')).refusals()).to.deep.equal(['schema.pattern']);
    expect(await list(`?before=${'0'.repeat(26)}`)).to.deep.include({ state: 'opened', cases: [], next: null });
  });

  it('SE-11 who reads no cases gets no list', async () => {
    for (const login of ['sampler', 'analyst', 'custodian', 'admin'])
      expect((await (await lab.as(login)).get('/cases')).status, login).to.equal(403);
    expect((await (await lab.as('authority')).get('/cases')).status).to.equal(200);
  });
});
