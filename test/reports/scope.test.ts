import { expect } from 'chai';
import type { CapabilityRow } from '../../lib/capability/index.ts';
import type { ReportData } from '../../lib/reports/show.ts';
import { type Played, playBatch } from '../scenario.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';
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
  const accredit = (held: string[]) =>
    lab.act('quality', (act) =>
      act.insertAll<CapabilityRow>(
        'capabilities',
        held.map((code) => ({
          scheme: 'CMA',
          annex_no: null,
          parameter_code: code,
          object: null,
          item: code,
          standards: (lab.app.catalogue.parameter(code).basis ?? []).map(({ standard }) => standard).join('；'),
          scope: null,
          note: null,
          certificate: 'C1',
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

  it('names the items outside, and while the institute only wants to be warned the report may be issued', async () => {
    await accredit((await codes()).filter((code) => code !== 'C-EL-PB'));
    const { outside, moves } = await shown();
    expect(outside).to.have.length(1);
    expect(outside[0]).to.contain('铅');
    expect(moves.find(({ move }) => move === 'issue')?.obstacles).to.deep.equal([]);
    expect((await signatory.page(`/reports/${cream.reportId}`)).text).to.contain('不在资质认定（CMA）能力范围内的项目');
  });

  it('capability.cosmetic-outside: refuses the issue where the annex may refuse, and lets it pass once the item is accredited', async () => {
    const off = { instruments: 'off', materials: 'off', people: 'off', methods: 'off', rooms: 'off' };
    await (await lab.as('quality')).post('/validity', { ...off, capability: 'refuse' });
    const refused = await issue();
    expect([refused.status, refused.refusals()]).to.deep.equal([409, ['capability.cosmetic-outside']]);
    expect((await shown()).state).to.equal('drafted');
    await accredit(['C-EL-PB']);
    expect((await issue()).status).to.equal(200);
  });
});
