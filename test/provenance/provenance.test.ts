import { expect } from 'chai';
import type { Provenance } from '../../lib/provenance/index.ts';
import { eachEngine } from '../support/engines.ts';
import { bound, ok, PASSWORD, type Rig, save, startRig } from '../testing/rig.ts';

eachEngine('provenance: where each digit of a result comes from (features N5)', (engine) => {
  let rig: Rig;
  before(async () => {
    rig = await startRig(engine);
  });
  after(() => rig.close());

  const drying = async () => {
    const { tests } = await rig.recorded();
    const test = tests[1];
    if (!test) throw new Error('no drying record');
    return test;
  };
  const provenance = async (id: string) =>
    ok<Provenance>(await (await rig.as('reviewer')).get(`/tests/${id}/provenance`));

  it('leads from the printed result over rounding and comparison to the calculation that it is', async () => {
    const { result, verdict, rounding, steps } = await provenance((await drying()).id);
    const mean = steps.find(({ key }) => key === result?.step);
    expect(result?.text).to.equal('0.4%');
    expect(mean?.exact).to.equal(result?.exact);
    expect(rounding).to.include({ rule: 'half-even', places: 1, compare: 'rounded' });
    expect(verdict).to.include({ verdict: 'conforms', compared: '0.4' });
  });

  it('names for every input of a calculation the reading, the earlier calculation or the constant, and where it stands', async () => {
    const { steps, readings } = await provenance((await drying()).id);
    const paths = new Set(readings.map(({ path }) => path));
    const keys = new Set(steps.map(({ key }) => key));
    for (const { key, inputs } of steps) {
      expect(inputs, key).to.not.have.length(0);
      for (const { from, refs, name } of inputs) {
        if (from === 'reading')
          expect(
            refs.every((ref) => paths.has(ref)),
            `${key} ${name}`,
          ).to.equal(true);
        if (from === 'calculated')
          expect(
            refs.every((ref) => keys.has(ref)),
            `${key} ${name}`,
          ).to.equal(true);
        if (from !== 'constant') expect(refs, `${key} ${name}`).to.not.have.length(0);
      }
    }
    const first = steps.find(({ row }) => row === 0);
    expect(first?.inputs.flatMap(({ refs }) => refs)).to.include('samples.0.m_p');
  });

  it('keeps with each reading who typed it when, and every value that stood there before with its reason', async () => {
    const test = await drying();
    const [other] = [await rig.as('analyst')];
    ok(await save(other, test, { hours: '4' }, '誊写错误'));
    const hours = (await provenance(test.id)).readings.find(({ path }) => path === 'hours');
    expect(hours).to.deep.include({ value: '4', by: '李检', reason: '誊写错误' });
    expect(hours?.earlier.map(({ value, by }) => [value, by])).to.deep.equal([['3', '李检']]);
  });

  it('says of each signature whether it still holds for the record', async () => {
    const test = await drying();
    ok(await (await rig.as('analyst')).post('/submissions', { tests: bound([test]), password: PASSWORD }));
    const signed = await provenance(test.id);
    expect(signed.people.map(({ meaning, name, holds }) => [meaning, name, holds])).to.deep.equal([
      ['test', '李检', true],
    ]);
    expect(signed.hash).to.equal(test.hash);
  });

  it('is a page and a paper too, for those who may see records, and for nobody else', async () => {
    const test = await drying();
    const reviewer = await rig.as('reviewer');
    const page = await reviewer.page(`/tests/${test.id}/provenance`);
    expect(page.status).to.equal(200);
    expect(page.text).to.include('GB/T 8170').and.include('reading-samples.0.m_1');
    const paper = await reviewer.page(`/tests/${test.id}/provenance.pdf`);
    expect(paper.bytes.subarray(0, 5).toString()).to.equal('%PDF-');
    for (const path of ['provenance', 'provenance.pdf'])
      expect((await (await rig.as('authority')).page(`/tests/${test.id}/${path}`)).status, path).to.equal(403);
    expect((await reviewer.get('/tests/01ARZ3NDEKTSV4RRFFQ69G5FAV/provenance')).refusals()).to.deep.equal([
      'record.missing',
    ]);
  });
});
