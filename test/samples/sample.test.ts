import { expect } from 'chai';
import { misfits } from '../../lib/kernel/schema.ts';
import { listAnswer, sampleAnswer } from '../../lib/samples/schema.ts';
import { sunscreen, tabletSampling } from '../samplings/arrange.ts';
import { readCodes } from '../support/barcode.ts';
import { eachEngine } from '../support/engines.ts';
import { type Lab, startLab } from '../support/lab.ts';
import { accepted, allOk } from './arrange.ts';

eachEngine('batches', (engine) => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(engine);
  });
  after(() => lab.close());

  it('shows one batch: facts, portions, terms, moves and its history', async () => {
    const { sample } = await accepted(lab, {}, { priority: 'urgent' });
    const head = await lab.as('head');
    const answer = await head.get(`/samples/${sample.id}`);
    expect(misfits(sampleAnswer, answer.json())).to.deep.equal([]);
    const shown = answer.json<{
      history: { action: string; by: string }[];
      moves: { move: string }[];
      due: { days: number };
      priority: string;
    }>();
    expect(shown.history.map(({ action, by }) => [action, by])).to.deep.equal([
      ['sample.receive', '钱收'],
      ['sampling.register', '孙采'],
    ]);
    expect(shown.moves.map(({ move }) => move)).to.deep.equal(['assign', 'terminate']);
    expect([shown.due.days, shown.priority]).to.deep.equal([25, 'urgent']);
    const page = await head.page(`/samples/${sample.id}`);
    for (const word of [sample.number, `${sample.number}-P3`, '对乙酰氨基酚片', '下达检验任务', '留样室', '加急'])
      expect(page.text).to.include(word);
    const code = await head.page(`/samples/${sample.id}/code.svg`);
    expect([code.status, code.headers.get('content-type')?.startsWith('image/svg')]).to.deep.equal([200, true]);
  });

  it('lists by due date, 50 a page by key, by state and by beginning', async () => {
    const sampler = await lab.as('sampler');
    const rows = await Promise.all(
      Array.from({ length: 53 }, (_, i) =>
        tabletSampling(lab, { productName: '列表品', ...(i % 2 && { class: 'cosmetic', fields: sunscreen }) }),
      ),
    );
    const { accepted: written } = (await sampler.post('/samplings/import', { rows })).json<{
      accepted: { id: string }[];
    }>();
    const reception = await lab.as('reception');
    for (const { id } of written) {
      const answer = await reception.post(
        `/samplings/${id}/receipt`,
        { checks: allOk, decision: 'accepted' },
        { ifMatch: '"1"' },
      );
      expect(answer.status, answer.text).to.equal(200);
    }
    const read = async (query: string) => {
      const answer = await reception.get(`/samples?${query}`);
      expect(misfits(listAnswer, answer.json()), answer.text.slice(0, 300)).to.deep.equal([]);
      return answer.json<{ rows: { id: string; dueOn: string; number: string }[]; next: string | null }>();
    };
    const walk = async (query: string) => {
      const first = await read(query);
      const second = await read(`${query}&after=${first.next}`);
      expect([first.rows.length, second.next]).to.deep.equal([50, null]);
      return [...first.rows, ...second.rows];
    };
    for (const query of ['state=accepted', '']) {
      const all = await walk(query);
      expect(new Set(all.map(({ id }) => id)).size)
        .to.equal(all.length)
        .and.to.be.at.least(53);
      expect(all.map(({ dueOn }) => dueOn)).to.deep.equal(all.map(({ dueOn }) => dueOn).toSorted());
    }
    expect(await walk(`q=${encodeURIComponent('列表')}`)).to.have.length(53);
    const [one] = (await read('state=accepted')).rows;
    expect((await read(`q=${one?.number}`)).rows.map(({ id }) => id)).to.deep.equal([one?.id]);
    expect((await read('state=issued')).rows).to.have.length(0);
    const page = await reception.page('/samples?state=accepted');
    expect(page.text).to.include('工作日').and.to.include('下一页');
  });

  it('B107, DI-06: prints labels that a scanner reads; a reprint is the same code and another event', async () => {
    const { sample, portions } = await accepted(lab, { productName: '复方甘草酸苷注射液（20ml:40mg）' });
    const reception = await lab.as('reception');
    for (const { id, code } of portions) {
      const label = await reception.page(`/portions/${id}/label.png`);
      expect([label.status, label.headers.get('content-type')], label.text.slice(0, 200)).to.deep.equal([
        200,
        'image/png',
      ]);
      expect((await readCodes(label.bytes)).map(({ text }) => text)).to.include(code);
    }
    for (let i = 0; i < 2; i += 1)
      expect((await reception.page(`/samples/${sample.id}/labels.pdf`)).bytes.subarray(0, 5).toString()).to.equal(
        '%PDF-',
      );
    expect(await lab.app.db.read('audit').where({ entity_id: sample.id, action: 'label.print-sheet' })).to.have.length(
      2,
    );
    expect((await (await lab.as('analyst')).page(`/portions/${portions[0]?.id}/label.png`)).status).to.equal(403);
  });

  it('ends the testing of a batch with a reason; its clock stops and its number stays', async () => {
    const { sample } = await accepted(lab);
    const head = await lab.as('head');
    const asked = {
      ...{ terminationCause: 'withdrawn', reason: '委托撤回' },
      file: { name: '撤回函.pdf', data: Buffer.from('%PDF-1.4 letter').toString('base64') },
    };
    const path = `/samples/${sample.id}/termination`;
    expect((await (await lab.as('reception')).post(path, asked, { ifMatch: '"1"' })).status).to.equal(403);
    const proposed = await head.post(path, asked, { ifMatch: '"1"' });
    expect([proposed.status, proposed.json<{ state: string }>().state], proposed.text).to.deep.equal([200, 'proposed']);
    const { id } = proposed.json<{ id: string }>();
    const answer = await (await lab.as('technical')).post(
      `/terminations/${id}/decision`,
      { approved: true, decision: '同意' },
      { ifMatch: '"1"' },
    );
    expect([answer.status, answer.json<{ state: string }>().state], answer.text).to.deep.equal([200, 'approved']);
    const clock = await lab.app.db.read('clocks').where({ entity_id: sample.id }).first<{ state: string }>();
    expect(clock?.state).to.equal('cancelled');
    expect((await head.get(`/samples/${sample.id}`)).text).to.include('委托撤回');
    const again = await head.post(path, asked, { ifMatch: '"2"' });
    expect([again.status, again.refusals()]).to.deep.equal([409, ['termination.state']]);
  });

  it('SE-03: neither a sampler nor the administrator reads batches', async () => {
    const { sample } = await accepted(lab);
    for (const login of ['sampler', 'admin']) {
      expect((await (await lab.as(login)).get('/samples')).status, login).to.equal(403);
      expect((await (await lab.as(login)).get(`/samples/${sample.id}`)).status, login).to.equal(403);
    }
  });
});
