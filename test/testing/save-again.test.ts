import { expect } from 'chai';
import { eachEngine } from '../support/engines.ts';
import { drying, type Rig, startRig } from './rig.ts';

eachEngine('testing: the same save again', (engine) => {
  let rig: Rig;
  before(async () => {
    rig = await startRig(engine);
  });
  after(() => rig.close());

  it('FT-05 draws the same result on the bench from what was kept, formulas included, after later changes too', async () => {
    const { tests } = await rig.assigned();
    const [, test] = tests;
    if (!test) throw new Error('no test');
    const analyst = await rig.as('analyst');
    const send = async (key: string, version: number, more: object) => {
      const options = { key, headers: { 'x-fragment': 'outcome' } };
      const answer = await analyst.post(`/tests/${test.id}/readings`, { version, ...more }, options);
      expect(answer.status, answer.text).to.equal(200);
      const { version: saved, html } = answer.json<{ version: number; html: string }>();
      // Each drawing of a form carries a key of its own.
      return { version: saved, html: html.replace(/name="_key" value="\w+"/g, '') };
    };
    const first = await send('drying-once-1', test.version, { readings: drying });
    expect(first.html).to.include('0.4%');
    expect(await send('drying-once-1', test.version, { readings: drying })).to.deep.equal(first);
    await send('drying-once-2', first.version, { readings: { hours: '4' }, reason: '示例：记录更正' });
    expect(await send('drying-once-1', test.version, { readings: drying })).to.deep.equal(first);
  });
});
