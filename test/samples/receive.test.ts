import { expect } from 'chai';
import { misfits } from '../../lib/kernel/schema.ts';
import { receiptAnswer, received as receivedSchema, waitingAnswer } from '../../lib/samples/schema.ts';
import { registered, sunscreen, tablet } from '../samplings/arrange.ts';
import { eachEngine } from '../support/engines.ts';
import { type Lab, startLab } from '../support/lab.ts';
import { accepted, allOk, decide, type Received } from './arrange.ts';

eachEngine('receiving a sampling', (engine) => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(engine);
  });
  after(() => lab.close());

  it('accepts: batch number, portion codes, places, due date, clock and states, all in one act', async () => {
    const { id } = await registered(lab);
    const answer = await decide(lab, id);
    expect(answer.status, answer.text).to.equal(200);
    expect(misfits(receivedSchema, answer.json())).to.deep.equal([]);
    const { sample, portions, receiptId } = answer.json<Received>();
    expect(sample?.number).to.match(/^Y2026-\d{5}$/);
    expect(portions.map(({ code }) => code)).to.deep.equal([1, 2, 3].map((n) => `${sample?.number}-P${n}`));
    const { db } = lab.app;
    const rows: { role: string; state: string; place: string; sample_id: string }[] = await db
      .read('portions')
      .where({ sampling_id: id })
      .orderBy('n');
    expect(rows.map(({ role, state, place }) => [role, state, place])).to.deep.equal([
      ['test', 'received', 'reception'],
      ['check', 'retained', 'retention'],
      ['retain', 'retained', 'retention'],
    ]);
    expect(rows.every((row) => row.sample_id === sample?.id)).to.equal(true);
    expect((await db.read('samplings').where({ id }).first<{ state: string }>()).state).to.equal('received');
    const clock = await db
      .read('clocks')
      .where({ entity: 'samples', entity_id: sample?.id })
      .first<{ rule: string; due_on: string; state: string; provisional: number }>();
    expect([clock?.rule, clock?.state, clock?.due_on]).to.deep.equal(['D2', 'running', sample?.dueOn]);
    expect(
      await db.read('barcodes').whereIn('code', [sample?.number ?? '', ...portions.map(({ code }) => code)]),
    ).to.have.length(4);
    const actions: { action: string }[] = await db
      .read('audit')
      .whereIn('entity_id', [id, receiptId, sample?.id ?? ''])
      .select('action');
    expect(new Set(actions.map(({ action }) => action))).to.deep.equal(
      new Set(['sampling.register', 'sample.receive']),
    );
  });

  it('8.2: numbers each class of its own, without gap or twin under a rush', async () => {
    const waiting = await Promise.all(Array.from({ length: 8 }, () => registered(lab)));
    const answers = await Promise.all(waiting.map(({ id }) => decide(lab, id)));
    const serials = answers
      .map((answer) => Number(answer.json<Received>().sample?.number.slice(-5)))
      .toSorted((a, b) => a - b);
    expect(serials).to.deep.equal(Array.from({ length: 8 }, (_, i) => (serials[0] ?? 0) + i));
    const cosmetic = await accepted(lab, { class: 'cosmetic', productName: '防晒霜', fields: sunscreen });
    expect(cosmetic.sample.number).to.equal('H2026-00001');
  });

  it('10.4: refuses to accept a broken seal and names it; nothing is written, no number drawn', async () => {
    const { id } = await registered(lab);
    const counter = () =>
      lab.app.db.read('counters').where({ kind: 'sample-drug', year: 2026 }).first<{ last: number }>('last');
    const before = await counter();
    const answer = await decide(lab, id, { checks: { ...allOk, seal: 'not' } });
    expect([answer.status, answer.refusals()]).to.deep.equal([422, ['receipt.accepted-despite']]);
    expect(answer.text).to.include('封条');
    expect([await counter(), await lab.app.db.read('receipts').where({ sampling_id: id })]).to.deep.equal([before, []]);
  });

  it('takes a broken seal with a deviation and keeps its words', async () => {
    const { id } = await registered(lab);
    const deviation = '封签一角破损；询问抽样员孙采，答复为运输摩擦，封口完整';
    const answer = await decide(lab, id, {
      checks: { ...allOk, seal: 'not' },
      decision: 'deviation',
      deviation,
      note: '附照片',
    });
    expect(answer.json<Received>().decision).to.equal('deviation');
    const row = await lab.app.db
      .read('receipts')
      .where({ sampling_id: id })
      .first<{ deviation: string; checks: string }>();
    expect([row?.deviation, JSON.parse(row?.checks ?? '{}').seal]).to.deep.equal([deviation, 'not']);
  });

  it('refuses a sample with its grounds: no batch, portions go back, the sampler sees why', async () => {
    const { id } = await registered(lab);
    const answer = await decide(lab, id, {
      checks: { ...allOk, amount: 'not' },
      decision: 'refused',
      grounds: ['amount', 'late'],
    });
    expect([answer.status, answer.json<Received>().sample, answer.json<Received>().portions]).to.deep.equal([
      200,
      null,
      [],
    ]);
    const states: { state: string; place: string }[] = await lab.app.db
      .read('portions')
      .where({ sampling_id: id })
      .select('state', 'place');
    expect(states).to.deep.equal(Array(3).fill({ state: 'refused', place: 'returned' }));
    const page = await (await lab.as('sampler')).page(`/samplings/${id}`);
    expect(page.text).to.include('已拒收').and.to.include('数量明显不足');
    const again = await decide(lab, id, {}, 2);
    expect([again.status, again.refusals()]).to.deep.equal([409, ['machine.state']]);
  });

  it('10.5: receives a cold chain only with its temperature, and keeps it as read', async () => {
    const { id } = await registered(lab, { fields: { ...tablet, storageCondition: '2～8℃保存' } });
    expect((await decide(lab, id)).refusals()).to.deep.equal(['receipt.temperature-missing']);
    expect((await decide(lab, id, { temperature: '５.20' })).status).to.equal(200);
    expect(
      (await lab.app.db.read('receipts').where({ sampling_id: id }).first<{ temperature: string }>())?.temperature,
    ).to.equal('5.20');
  });

  it('FT-06: of ten decisions at once one counts', async () => {
    const { id } = await registered(lab);
    const answers = await Promise.all(Array.from({ length: 10 }, () => decide(lab, id)));
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses[0]).to.equal(200);
    expect(
      statuses.slice(1).every((status) => status === 409 || status === 412),
      String(statuses),
    ).to.equal(true);
    expect(await lab.app.db.read('samples').where({ sampling_id: id })).to.have.length(1);
  });

  it('B094: asks for the version that was read, and answers a stale one with the values that stand', async () => {
    const { id } = await registered(lab);
    const reception = await lab.as('reception');
    expect((await reception.post(`/samplings/${id}/receipt`, { checks: allOk, decision: 'accepted' })).status).to.equal(
      428,
    );
    const stale = await decide(lab, id, {}, 7);
    expect([
      stale.status,
      stale.json<{ current: { values: { sampling: { id: string } } } }>().current.values.sampling.id,
    ]).to.deep.equal([412, id]);
  });

  it('plans the tests at the counter when a specification is named, and refuses an unknown one as a whole', async () => {
    const { id } = await registered(lab);
    const unknown = await decide(lab, id, { specification: 'NONE-SUCH' });
    expect(unknown.status).to.equal(422);
    expect(await lab.app.db.read('receipts').where({ sampling_id: id })).to.have.length(0);
    const specification = lab.app.catalogue.specification('ChP2025-FERROUS-SULFATE-TABLETS');
    const answer = await decide(lab, id, { specification: specification.code });
    expect(answer.status, answer.text).to.equal(200);
    const { tests, sample } = answer.json<Received>();
    expect(tests).to.equal(specification.items.length);
    const stored = await lab.app.db
      .read('samples')
      .where({ id: sample?.id })
      .first<{ version: number; spec_code: string }>();
    expect([stored?.version, stored?.spec_code]).to.deep.equal([sample?.version, specification.code]);
  });

  it('asks at the counter what the specification asks, and keeps the answers', async () => {
    const { id } = await registered(lab);
    const reception = await lab.as('reception');
    const path = `/samplings/${id}/receipt`;
    const form: Record<string, string> = {
      ...Object.fromEntries(Object.entries(allOk).map(([name, value]) => [`checks.${name}`, value])),
      decision: 'accepted',
      specification: 'ChP2025-PARACETAMOL-TABLETS',
      version: '1',
    };
    expect((await reception.page(path)).text).to.not.contain('name="answers.');
    const open = await reception.form(path, form);
    expect(open.status).to.equal(422);
    expect(open.text).to.contain('请选定“规格”（0.3g / 0.5g）').and.to.contain('name="answers.strength"');
    expect(open.text, 'what was ticked is kept').to.match(/name="decision"[^>]*value="accepted"[^>]*checked/);
    expect(await lab.app.db.read('receipts').where({ sampling_id: id })).to.have.length(0);
    const done = await reception.form(path, { ...form, 'answers.strength': '0.5g' });
    expect(done.status, done.text).to.equal(303);
    const sample = await lab.app.db.read('samples').where({ sampling_id: id }).first<{ id: string }>();
    expect((await reception.page(`/samples/${sample.id}`)).text).to.contain('规格：0.5g');
    const other = await decide(lab, (await registered(lab)).id, {
      specification: 'ChP2025-PARACETAMOL-TABLETS',
      answers: { strength: '1g' },
    });
    expect(other.refusals()).to.deep.equal(['plan.answer-unknown']);
  });

  it('1.8: offers at the counter what holds for the production date, the goods of that name first', async () => {
    const reception = await lab.as('reception');
    const offered = async (productionDate: string) => {
      const { id } = await registered(lab, { productName: '布洛芬片', fields: { ...tablet, productionDate } });
      const page = await reception.get(`/samplings/${id}/receipt`);
      return page.json<{ specifications: { code: string }[] }>().specifications.map(({ code }) => code);
    };
    expect((await offered('2026-01-05'))[0]).to.equal('ChP2025-IBUPROFEN-TABLETS');
    expect(await offered('2025-09-30')).to.deep.equal([]);
  });

  it('SE-03: only reception receives', async () => {
    const { id } = await registered(lab);
    for (const login of ['sampler', 'analyst', 'custodian', 'admin']) {
      const answer = await (await lab.as(login)).post(
        `/samplings/${id}/receipt`,
        { checks: allOk, decision: 'accepted' },
        { ifMatch: '"1"' },
      );
      expect(answer.status, login).to.equal(403);
    }
  });

  it('lists what waits, oldest first, and shows the seven checks', async () => {
    const { id, number } = await registered(lab);
    const reception = await lab.as('reception');
    const list = await reception.get('/receipts');
    expect(misfits(waitingAnswer, list.json())).to.deep.equal([]);
    expect(list.json<{ rows: { id: string }[] }>().rows.at(-1)?.id).to.equal(id);
    expect((await reception.page('/receipts')).text).to.include(number);
    expect(misfits(receiptAnswer, (await reception.get(`/samplings/${id}/receipt`)).json())).to.deep.equal([]);
    const page = await reception.page(`/samplings/${id}/receipt`);
    for (const word of [
      '封条',
      '包装',
      '数量',
      '状态',
      '文书数量',
      '文书信息',
      '储运条件',
      '拒收',
      'name="version" value="1"',
    ])
      expect(page.text).to.include(word);
  });

  it('decides from the form, and shows it again with what was typed when it is refused', async () => {
    const { id } = await registered(lab);
    const reception = await lab.as('reception');
    const checks = Object.entries(allOk).map(([name, value]): [string, string] => [`checks.${name}`, value]);
    const wrong = await reception.form(`/samplings/${id}/receipt`, [
      ...checks.slice(1),
      ['checks.seal', 'not'],
      ['decision', 'accepted'],
      ['version', '1'],
      ['note', '记一笔'],
    ]);
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include('不能直接接受').and.to.include('记一笔');
    const right = await reception.form(`/samplings/${id}/receipt`, [
      ...checks,
      ['decision', 'accepted'],
      ['version', '1'],
      ['temperature', ''],
      ['priority', 'urgent'],
    ]);
    expect(
      [right.status, right.headers.get('location')?.startsWith('/samples/')],
      right.text.slice(0, 2000),
    ).to.deep.equal([303, true]);
  });
});

eachEngine('the day of receipt', (engine) => {
  // A session does not outlive a jump of the clock, so each moment has a laboratory of its own.
  for (const [title, start, sampledOn, number, dueOn, provisional] of [
    [
      '1.3: the term counts working days, moved workdays included',
      '2026-02-10T01:00:00+08:00',
      '2026-02-09',
      'Y2026-00001',
      '2026-03-23',
      false,
    ],
    [
      '10.35: a term beyond the loaded calendar is provisional',
      '2026-12-20T10:00:00+08:00',
      '2026-12-18',
      'Y2026-00001',
      undefined,
      true,
    ],
    [
      '8.2: a new year in China begins at 1, though UTC still says the old one',
      '2027-01-01T00:30:00+08:00',
      '2026-12-31',
      'Y2027-00001',
      undefined,
      true,
    ],
  ] as const) {
    it(title, async () => {
      const lab = await startLab(engine, start);
      try {
        const { sample } = await accepted(lab, { sampledOn });
        expect([sample.number, sample.provisional]).to.deep.equal([number, provisional]);
        if (dueOn) expect(sample.dueOn).to.equal(dueOn);
        const row = await lab.app.db
          .read('samples')
          .where({ id: sample.id })
          .first<{ received_on: string }>('received_on');
        expect(row?.received_on).to.equal(start.slice(0, 10));
      } finally {
        await lab.close();
      }
    });
  }
});
