import { expect } from 'chai';
import { eachEngine } from '../support/engines.ts';
import { ok, type Rig, specification, startRig } from './rig.ts';

eachEngine('testing: plan and assign', (engine) => {
  let rig: Rig;
  before(async () => {
    rig = await startRig(engine);
  });
  after(() => rig.close());

  it('makes the items of the specification the tests of the batch, frozen by their edition hash', async () => {
    const head = await rig.as('head');
    const batch = await rig.batch();
    const page = ok<{
      choices: { code: string; why: unknown; suggested: boolean }[];
      chosen: { code: string };
      version: number;
    }>(await head.get(`/samples/${batch.id}/plan`));
    expect(page.chosen.code).to.equal(specification.code);
    expect(page.choices.map((choice) => choice.code))
      .to.include('TEST-OLD')
      .and.not.to.include('TEST-CREAM');
    const answer = await head.post(
      `/samples/${batch.id}/plan`,
      { specification: specification.code },
      { ifMatch: `"${page.version}"` },
    );
    const { tests } = ok<{ tests: { seq: number; state: string; item: { limitText: string } }[] }>(answer);
    expect(tests.map(({ seq, state }) => [seq, state])).to.deep.equal([
      [1, 'unassigned'],
      [2, 'unassigned'],
      [3, 'unassigned'],
    ]);
    const row = await rig.app.db
      .read('samples')
      .where({ id: batch.id })
      .first<{ state: string; spec_hash: string; basis: string }>();
    expect(row).to.include({ state: 'assigned', basis: '示例标准 2025' });
    const kept: { kind: string }[] = await rig.app.db.read('definitions').whereIn('hash', [row.spec_hash]);
    expect(kept.map(({ kind }) => kind)).to.deep.equal(['specification']);
    const stored: { form_hash: string; parameter_hash: string }[] = await rig.app.db
      .read('tests')
      .where({ sample_id: batch.id });
    for (const { form_hash, parameter_hash } of stored) {
      expect(await rig.app.db.read('definitions').whereIn('hash', [form_hash, parameter_hash])).to.have.length(2);
    }
  });

  const refusals: [string, object, string, number, object?][] = [
    [
      '10.12 an edition that was withdrawn on the production date',
      { specification: 'TEST-OLD' },
      'plan.withdrawn',
      422,
    ],
    [
      '10.12 an edition that was not yet in force on the production date',
      { specification: 'TEST-TABLETS' },
      'plan.not-yet',
      422,
      { producedOn: '2025-09-30' },
    ],
    ['a specification of another class', { specification: 'TEST-CREAM' }, 'plan.class', 422],
    ['a specification that does not exist', { specification: 'NONE' }, 'plan.unknown', 422],
    [
      'goods made after they were received',
      { specification: 'TEST-TABLETS' },
      'plan.produced-later',
      422,
      { producedOn: '2026-11-22' },
    ],
    ['a standard that is bound to another approval number', { specification: 'TEST-BOUND' }, 'plan.registration', 422],
    ['a question left open', { specification: 'TEST-ASKED', answers: { coat: 'film' } }, 'plan.answer-missing', 422],
    [
      'an answer that is no option',
      { specification: 'TEST-ASKED', answers: { coat: 'none', label: ['none'] } },
      'plan.answer-unknown',
      422,
    ],
    [
      'two answers where one holds',
      { specification: 'TEST-ASKED', answers: { coat: ['film', 'sugar'], label: ['none'] } },
      'plan.answer-several',
      422,
    ],
    [
      'an answer to what the standard does not ask',
      { specification: 'TEST-TABLETS', answers: { coat: 'film' } },
      'plan.answer-unasked',
      422,
    ],
    ['answers of no shape', { specification: 'TEST-ASKED', answers: { coat: 7 } }, 'schema.type', 422],
    ['a batch that was already planned', { specification: 'TEST-TABLETS' }, 'plan.already', 409, { state: 'testing' }],
    ['a stale page', { specification: 'TEST-TABLETS', version: 7 }, 'record.stale', 412],
    [
      'a call without the version that was read',
      { specification: 'TEST-TABLETS', version: undefined },
      'request.precondition',
      428,
    ],
  ];
  for (const [what, body, id, status, change] of refusals) {
    it(`refuses ${what}: ${id}`, async () => {
      const batch = await rig.batch(change ?? {});
      const answer = await (await rig.as('head')).post(`/samples/${batch.id}/plan`, {
        version: batch.version,
        ...body,
      });
      expect(answer.refusals()).to.deep.equal([id]);
      expect(answer.status).to.equal(status);
      expect(await rig.app.db.read('tests').where({ sample_id: batch.id })).to.have.length(0);
    });
  }

  it('takes a standard that is bound to the approval number of the goods', async () => {
    const batch = await rig.batch({ approvalNo: '国药准字H00000001' });
    ok(
      await (await rig.as('head')).post(`/samples/${batch.id}/plan`, {
        version: batch.version,
        specification: 'TEST-BOUND',
      }),
    );
  });

  it('makes the lines that hold for the answers, and keeps the answers in words with the batch', async () => {
    const head = await rig.as('head');
    const plans: [Record<string, string | string[]>, [number, string][]][] = [
      [
        { coat: 'film', label: ['quick'] },
        [
          [1, '应为白色薄膜衣片'],
          [2, '不得过0.5%'],
          [3, '应在15分钟内全部崩解'],
        ],
      ],
      [
        { coat: 'sugar', label: ['none'] },
        [
          [1, '应为糖衣片'],
          [2, '不得过0.5%'],
        ],
      ],
    ];
    for (const [answers, lines] of plans) {
      const batch = await rig.batch();
      const planned = await head.post(`/samples/${batch.id}/plan`, {
        version: batch.version,
        specification: 'TEST-ASKED',
        answers,
      });
      const { tests } = ok<{ tests: { seq: number; item: { limitText: string } }[] }>(planned);
      expect(tests.map(({ seq, item }) => [seq, item.limitText])).to.deep.equal(lines);
      const shown = ok<{ basis: string; answers: { id: string; answers: { value: string }[] }[] }>(
        await head.get(`/samples/${batch.id}`),
      );
      expect(shown.answers.map(({ id, answers: given }) => [id, given.map(({ value }) => value)])).to.deep.equal(
        Object.entries(answers).map(([id, value]) => [id, [value].flat()]),
      );
      const words = answers['coat'] === 'film' ? '片型：薄膜衣片；标签标示：速崩' : '片型：糖衣片；标签标示：无';
      expect((await head.page(`/samples/${batch.id}`)).text).to.contain(words);
    }
  });

  it('asks in a plain form, tells what was left open and keeps what was ticked', async () => {
    const head = await rig.as('head');
    const batch = await rig.batch();
    const path = `/samples/${batch.id}/plan`;
    const page = (await head.page(`${path}?specification=TEST-ASKED`)).text;
    expect(page).to.contain('name="answers.coat"').and.to.contain('name="answers.label.1"');
    expect(page).to.contain('片型：糖衣片').and.to.contain('按所选情况下达检验任务');
    const form = { specification: 'TEST-ASKED', version: String(batch.version), 'answers.coat': 'sugar' };
    const open = await head.form(path, form);
    expect(open.status).to.equal(422);
    expect(open.text)
      .to.contain('请选定“标签标示”（速崩 / 无）')
      .and.match(/value="sugar"[^>]*checked/);
    const done = await head.form(path, { ...form, 'answers.label.1': 'none' });
    expect([done.status, done.headers.get('location')]).to.deep.equal([303, `/samples/${batch.id}/assignment`]);
    expect((await rig.tests(batch.id)).map(({ item }) => item.limitText)).to.deep.equal(['应为糖衣片', '不得过0.5%']);
  });

  it('offers the edition of the production date first, and says why another cannot be used', async () => {
    const head = await rig.as('head');
    for (const [producedOn, codes] of [
      ['2025-09-30', ['TEST-OLD', 'TEST-TABLETS']],
      ['2025-10-01', ['TEST-TABLETS', 'TEST-OLD']],
    ] as const) {
      const batch = await rig.batch({ producedOn });
      const { choices, chosen } = ok<{ choices: { code: string; why: unknown }[]; chosen: { code: string } }>(
        await head.get(`/samples/${batch.id}/plan`),
      );
      const own = choices.filter(({ code }) => ['TEST-OLD', 'TEST-TABLETS'].includes(code));
      expect(own.map(({ code, why }) => [code, why === null])).to.deep.equal([
        [codes[0], true],
        [codes[1], false],
      ]);
      expect(choices.findIndex(({ why }) => why !== null)).to.be.greaterThan(0);
      expect(chosen.code).to.equal(codes[0]);
    }
  });

  it('chooses by today when no production date is known', async () => {
    const batch = await rig.batch({ producedOn: null });
    const page = ok<{ on: string; producedOn: string | null }>(
      await (await rig.as('head')).get(`/samples/${batch.id}/plan`),
    );
    expect(page).to.include({ on: '2026-11-23', producedOn: null });
  });

  it('takes the edition that was in force on the production date', async () => {
    const batch = await rig.batch({ producedOn: '2025-09-30' });
    ok(
      await (await rig.as('head')).post(`/samples/${batch.id}/plan`, {
        version: batch.version,
        specification: 'TEST-OLD',
      }),
    );
  });

  it('gives many tests to an analyst in one call, and some of them to another', async () => {
    const head = await rig.as('head');
    const { id, tests } = await rig.assigned();
    const other = (await rig.user('analyst2')).id;
    expect(tests.map((test) => test.state)).to.deep.equal(['assigned', 'assigned', 'assigned']);
    ok(await head.post(`/samples/${id}/assignment`, { tests: [tests[2]?.id], analyst: other }));
    expect((await rig.tests(id)).map((test) => test.analyst_id === other)).to.deep.equal([false, false, true]);
  });

  const assignments: [string, string, string[], string][] = [
    ['10.7 an officer who drew the sample', 'many', ['many', 'sampler'], 'assign.sampler'],
    ['somebody who is no analyst', 'reception', ['sampler', 'sampler2'], 'assign.not-analyst'],
    ['an account that does not exist', 'nobody', ['sampler', 'sampler2'], 'assign.unknown'],
  ];
  for (const [what, analyst, officers, id] of assignments) {
    it(`refuses as analyst ${what}: ${id}`, async () => {
      const head = await rig.as('head');
      const batch = await rig.batch({ officers });
      ok(await head.post(`/samples/${batch.id}/plan`, { version: batch.version, specification: specification.code }));
      const tests = (await rig.tests(batch.id)).map((test) => test.id);
      const answer = await head.post(`/samples/${batch.id}/assignment`, {
        tests,
        analyst: (await rig.user(analyst)).id || 'nobody',
      });
      expect(answer.refusals()).to.deep.equal([id]);
      expect(answer.json<{ problems: { field: string }[] }>().problems[0]?.field).to.equal('analyst');
      expect((await rig.tests(batch.id)).every((test) => test.state === 'unassigned')).to.equal(true);
    });
  }

  it('assigns nothing when one of the tests is under way, or of another batch', async () => {
    const head = await rig.as('head');
    const one = await rig.recorded();
    const analyst = (await rig.user('analyst2')).id;
    const answer = await head.post(`/samples/${one.id}/assignment`, { tests: one.tests.map(({ id }) => id), analyst });
    expect(answer.refusals()).to.deep.equal(['machine.state']);
    const other = await rig.assigned();
    const foreign = await head.post(`/samples/${other.id}/assignment`, {
      tests: [...other.tests.map(({ id }) => id), one.tests[0]?.id],
      analyst,
    });
    expect(foreign.refusals()).to.deep.equal(['record.missing']);
    expect((await rig.tests(other.id)).some((test) => test.analyst_id === analyst)).to.equal(false);
  });

  it('is the department head’s: others get 403', async () => {
    const batch = await rig.batch();
    for (const login of ['analyst', 'reviewer', 'reception', 'admin']) {
      const answer = await (await rig.as(login)).post(`/samples/${batch.id}/plan`, {
        version: 1,
        specification: specification.code,
      });
      expect(answer.status, login).to.equal(403);
    }
  });

  it('works as a form: the page, the choice, the assignment by ticks', async () => {
    const head = await rig.as('head');
    const batch = await rig.batch();
    expect((await head.page(`/samples/${batch.id}/plan`)).text)
      .to.contain('示例标准 2025')
      .and.to.contain('按此标准下达 3 项检验任务');
    const planned = await head.form(`/samples/${batch.id}/plan`, {
      specification: specification.code,
      version: String(batch.version),
    });
    expect([planned.status, planned.headers.get('location')]).to.deep.equal([303, `/samples/${batch.id}/assignment`]);
    const tests = await rig.tests(batch.id);
    const analyst = (await rig.user('analyst')).id;
    expect((await head.page('/tasks')).text).to.contain(`/samples/${batch.id}/assignment`);
    const assigned = await head.form(`/samples/${batch.id}/assignment`, [
      ...tests.map(({ id }): [string, string] => ['tests', id]),
      ['analyst', analyst],
    ]);
    expect(assigned.status).to.equal(303);
    const none = await head.form(`/samples/${batch.id}/assignment`, { analyst });
    expect(none.status).to.equal(422);
    expect(none.text).to.contain('检验项目');
  });
});
