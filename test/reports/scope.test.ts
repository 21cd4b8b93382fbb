import { expect } from 'chai';
import type { CapabilityRow } from '../../lib/capability/index.ts';
import type { ReportData } from '../../lib/reports/show.ts';
import { type Played, playBatch } from '../scenario.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';
import { pdfText } from '../support/pdf.ts';
import { sign } from './arrange.ts';

/** 条例 49: a cosmetics report needs CMA for every item on the day of issue. */
eachEngine('the scope of a report', (engine) => {
  let lab: Lab;
  let signatory: Client;
  let cream: Played;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine);
    signatory = await lab.as('signatory');
    cream = await playBatch(lab, 'approved', { batch: 'face-cream' });
  });
  after(() => lab.close());

  const shown = async () => (await signatory.get(`/reports/${cream.reportId}`)).json<ReportData>();
  const issue = () => sign(signatory, cream.reportId, signatory);
  const codes = async (): Promise<string[]> => [
    ...new Set<string>(await lab.app.db.read('tests').where({ sample_id: cream.sampleId }).pluck('parameter_code')),
  ];
  const accredit = (held: string[], scheme: 'CMA' | 'CNAS' = 'CMA', certificate = 'C1') =>
    lab.act('quality', (act) =>
      act.insertAll<CapabilityRow>(
        'capabilities',
        held.map((code) => ({
          scheme,
          annex_no: null,
          parameter_code: code,
          object: null,
          item: code,
          standards: (lab.app.catalogue.parameter(code).basis ?? []).map(({ standard }) => standard).join('；'),
          scope: null,
          note: null,
          certificate,
          approved_on: '2025-01-01',
          valid_to: '2031-01-01',
          site: '本所',
          state: 'held',
          project: null,
        })),
      ),
    );

  it('asks nothing while the annex is empty', async () => {
    expect((await shown()).outside).to.deep.equal([]);
  });

  const paper = async (): Promise<string> =>
    (await pdfText((await signatory.get(`/reports/${cream.reportId}/report.pdf`)).bytes)).join('').replace(/\s/g, '');
  const off = { instruments: 'off', materials: 'off', people: 'off', methods: 'off', rooms: 'off' };
  const apply = async (capability: string) => (await lab.as('quality')).post('/validity', { ...off, capability });

  it('report.scope-changed: a draft that claims more than the annex of the day is not issued', async () => {
    await accredit((await codes()).filter((code) => code !== 'C-EL-PB'));
    await apply('warn');
    const { outside, moves } = await shown();
    expect(outside).to.have.length(1);
    expect(outside[0]).to.contain('铅');
    const [own] = moves.find(({ move }) => move === 'issue')?.obstacles ?? [];
    expect(own).to.deep.equal({ id: 'report.scope-changed', params: { items: outside[0] } });
    expect((await issue()).refusals()).to.deep.equal(['report.scope-changed']);
  });

  it('drafts with the mark, its certificate and * beside what is outside, and says so', async () => {
    cream = await playBatch(lab, 'approved', { batch: 'face-cream' });
    const { outside, moves, rows, marks } = await shown();
    expect(outside).to.have.length(1);
    expect(rows.filter(({ mark }) => mark === '*').map(({ name }) => name)).to.deep.equal(['铅']);
    expect(marks.cma).to.be.a('string');
    expect(marks).not.to.have.property('cnas');
    expect(moves.find(({ move }) => move === 'issue')?.obstacles).to.deep.equal([]);
    expect((await signatory.page(`/reports/${cream.reportId}`)).text).to.contain('不在资质认定（CMA）能力范围内的项目');
    const text = await paper();
    expect(text).to.contain(`证书编号${marks.cma ?? ''}`);
    expect(text).to.contain('铅*');
    expect(text).to.contain('带“*”的项目未列入本机构资质认定（CMA）能力范围');
    expect(text).not.to.contain('CNAS');
  });

  it('capability.cosmetic-outside: refuses the issue where the annex may refuse, and lets it pass once the item is accredited', async () => {
    await apply('refuse');
    const refused = await issue();
    expect([refused.status, refused.refusals()]).to.deep.equal([409, ['capability.cosmetic-outside']]);
    expect((await shown()).state).to.equal('drafted');
    await accredit(['C-EL-PB']);
    expect((await issue()).status).to.equal(200);
  });

  it('bears the CNAS mark for what is accredited, with # beside what is not', async () => {
    const all = await codes();
    await accredit(all.slice(0, 2), 'CNAS', 'CNAS L00001');
    cream = await playBatch(lab, 'approved', { batch: 'face-cream' });
    const { rows, marks } = await shown();
    expect(marks.cnas).to.equal('CNAS L00001');
    expect(rows.filter(({ mark }) => mark === '#')).to.have.length(rows.length - 2);
    const text = await paper();
    expect(text).to.contain('证书编号CNASL00001').and.to.contain('带“#”的项目未列入本机构实验室认可（CNAS）范围');
  });

  it('bears no mark at all where every item is suspended, and says what it is good for', async () => {
    await lab.app.db.write('capabilities').update({ state: 'suspended' });
    await apply('warn');
    cream = await playBatch(lab, 'approved', { batch: 'face-cream' });
    const { rows, marks } = await shown();
    expect(marks).to.deep.equal({ unmarked: true });
    expect(rows.filter(({ mark }) => mark !== '')).to.deep.equal([]);
    const text = await paper();
    expect(text).to.contain('不带资质认定标志，结果仅供内部参考');
    expect(text).not.to.contain('证书编号');
  });
});
