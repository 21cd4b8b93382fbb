import { expect } from 'chai';
import { playBatch } from '../scenario.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';

interface Shown {
  test: { id: string; version: number };
  readings: { common?: { materials?: Record<string, string>[] } };
}

eachEngine('values of the register on the bench', (engine) => {
  let lab: Lab;
  let analyst: Client;
  let testId = '';
  let lot = '';
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine);
    analyst = await lab.as('analyst');
    const { tests } = await playBatch(lab, 'planned');
    testId = tests[0]?.id ?? '';
    const made = await (await lab.as('material')).post('/materials', {
      ...{ kind: 'reference', name: '示例对照品', content: '98.2', basis: 'dried', loss: '4.0' },
      ...{ unit: 'mg', amount: '50', receivedOn: '2026-11-01', expiry: '2027-06-30' },
    });
    lot = made.json<{ number: string }>().number;
  });
  after(() => lab.close());

  const shown = async () => (await analyst.get(`/tests/${testId}`)).json<Shown>();
  const take = async (who = analyst) =>
    who.post(`/tests/${testId}/registered`, { version: (await shown()).test.version });

  it('has nothing to fill in before a lot is named', async () => {
    expect((await take()).refusals()).to.deep.equal(['validity.nothing-registered']);
  });

  it('fills the blanks of the record from the lot in its head, each as a reading with its event', async () => {
    const { version } = (await shown()).test;
    const typed = await analyst.post(`/tests/${testId}/readings`, {
      version,
      field: 'common.materials.0.lot',
      value: lot,
    });
    expect(typed.status, typed.text).to.equal(200);
    expect((await analyst.page(`/tests/${testId}`)).text).to.include(`/tests/${testId}/registered`);
    const taken = await take();
    expect(taken.status, taken.text).to.equal(200);
    const [line] = (await shown()).readings.common?.materials ?? [];
    // 98.2 × (100 − 4.0) ÷ 100
    expect(line).to.deep.include({ lot, name: '示例对照品', F: '94.272', validTo: '2027-06-30' });
    const events = await lab.app.db.read('audit').where({ entity_id: testId, action: 'test.take-registered' });
    expect(events.length).to.equal(taken.json<{ filled: string[] }>().filled.length);
    expect((await take()).refusals()).to.deep.equal(['validity.nothing-registered']);
  });

  it('is the analyst’s own act', async () => {
    const { version } = (await shown()).test;
    await analyst.post(`/tests/${testId}/readings`, {
      ...{ version, field: 'common.materials.0.name', value: '', reason: '重新填写' },
    });
    expect((await take(await lab.as('analyst2'))).refusals()).to.deep.equal(['test.not-mine']);
  });
});
