import { expect } from 'chai';
import { verifyTrail } from '../lib/kernel/verify.ts';
import { type BatchName, batchFile, playBatch } from './scenario.ts';
import { eachEngine } from './support/engines.ts';
import { type Lab, startLab } from './support/lab.ts';

const names: BatchName[] = ['paracetamol-tablet', 'sanqi', 'surgical-mask', 'face-cream'];

eachEngine('the main job with real readings', (engine) => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(engine);
  });
  after(() => lab.close());

  for (const name of names) {
    it(`takes ${name} from sampling to its issued report with the verdict its file expects`, async () => {
      const { reportId, caseId, sampleId } = await playBatch(lab, 'issued', { batch: name });
      const { conclusion } = batchFile(name).expect;
      const report = (await (await lab.as('signatory')).get(`/reports/${reportId}`)).json<{
        state: string;
        verdict: string;
      }>();
      expect(report).to.include({ state: 'issued', verdict: conclusion });
      expect(caseId !== null).to.equal(conclusion === 'fails');
      const clocks: { state: string }[] = await lab.app.db
        .read('clocks')
        .where({ entity: 'samples', entity_id: sampleId });
      expect(clocks.map(({ state }) => state)).to.deep.equal(['done']);
    });
  }

  it('LG-08 the trail is without a fault after all of it', async () => {
    expect((await verifyTrail(lab.app.db.read)).faults).to.deep.equal([]);
  });
});
