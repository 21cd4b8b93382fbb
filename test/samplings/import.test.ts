import { expect } from 'chai';
import { misfits } from '../../lib/kernel/schema.ts';
import type { Imported } from '../../lib/samplings/import.ts';
import { importAnswer } from '../../lib/samplings/schema.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';
import { registered, tabletSampling } from './arrange.ts';

eachEngine('importing many samplings', (engine) => {
  let lab: Lab;
  let sampler: Client;
  before(async () => {
    lab = await startLab(engine);
    sampler = await lab.as('sampler');
  });
  after(() => lab.close());

  const send = async (rows: object[]): Promise<Imported> => {
    const answer = await sampler.post('/samplings/import', { rows });
    expect(answer.status, answer.text).to.equal(201);
    expect(misfits(importAnswer, answer.json())).to.deep.equal([]);
    return answer.json<Imported>();
  };

  it('B058: writes the right rows and reports the others by row and field', async () => {
    const { number: taken } = await registered(lab);
    const twin = await tabletSampling(lab);
    const { accepted, refused } = await send([
      twin,
      { nonsense: true },
      await tabletSampling(lab, { quantity: '29' }),
      await tabletSampling(lab, { number: taken }),
      await tabletSampling(lab, { number: twin.number }),
      await tabletSampling(lab),
    ]);
    expect(accepted.map(({ row }) => row)).to.deep.equal([0, 5]);
    expect(refused.map(({ row }) => row)).to.deep.equal([1, 2, 3, 4]);
    expect(refused[1]?.problems.map(({ id, field }) => [id, field])).to.deep.equal([
      ['sampling.portions-sum', 'portions.0.qty'],
    ]);
    expect(refused[2]?.problems[0]?.text).to.include(taken);
    expect(refused[3]?.problems[0]?.id).to.equal('sampling.number-taken');
    const written = await lab.app.db.read('samplings').whereIn(
      'number',
      accepted.map(({ number }) => number),
    );
    expect(written).to.have.length(2);
  });

  it('answers when no row is right, and that is an event too', async () => {
    const { accepted, refused } = await send([{}, { number: 5 }]);
    expect([accepted.length, refused.length, refused[1]?.number]).to.deep.equal([0, 2, null]);
    const events: { body: string }[] = await lab.app.db
      .read('audit')
      .where({ action: 'sampling.import', entity_id: 'import' })
      .orderBy('seq', 'desc');
    expect(events[0]?.body).to.include('accepted 0, refused 2');
  });

  it('takes 200 rows in one call', async () => {
    const rows = await Promise.all(Array.from({ length: 200 }, () => tabletSampling(lab)));
    const { accepted } = await send(rows);
    expect(accepted).to.have.length(200);
  });

  it('refuses an empty list and more than a thousand rows', async () => {
    expect((await sampler.post('/samplings/import', { rows: [] })).status).to.equal(422);
    expect((await sampler.post('/samplings/import', { rows: Array(1001).fill({}) })).status).to.equal(422);
  });
});
