import { expect } from 'chai';
import { readSheet } from '../../lib/sheets/index.ts';
import { eachEngine } from '../support/engines.ts';
import { type Lab, PASSWORD, startLab } from '../support/lab.ts';
import { pdfText } from '../support/pdf.ts';
import { identity, ok, plan, Round, type Sheet, water } from './arrange.ts';

const AFTER = '2026-12-10T17:00:01+08:00';

eachEngine('comparison between laboratories', (engine) => {
  let lab: Lab;
  let round: Round;

  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine);
    round = new Round(lab);
  });
  after(() => lab.close());

  it('is planned with days in order, a closing time to come, and a number of its own', async () => {
    const quality = await round.as('quality');
    const wrong = { ...plan, dispatchedOn: '2026-11-20', closesAt: '2026-11-22T17:00' };
    expect((await quality.post('/comparisons', wrong)).refusals()).to.include.members([
      'comparison.order',
      'comparison.past',
    ]);
    expect((await quality.post('/comparisons', { ...plan, closesAt: '2026-12-10 17:00' })).refusals()).to.deep.equal([
      'comparison.moment',
    ]);
    await round.planned([]);
    expect((await quality.post('/comparisons', plan)).refusals()).to.deep.equal(['comparison.taken']);
    expect((await round.as('auditor').then((who) => who.post('/comparisons', plan))).status).to.equal(403);
  });

  it('fixes the design of each item before any result', async () => {
    const quality = await round.as('quality');
    const add = (item: object) => quality.post(`/comparisons/${round.id}/items`, item);
    expect((await add({ itemName: '水分', itemKind: 'number' })).refusals()).to.deep.equal(
      Array(4).fill('comparison.design-needed'),
    );
    expect((await add({ ...water, parameterCode: 'NO-SUCH' })).refusals()).to.deep.equal(['comparison.parameter']);
    expect((await add({ ...water, sigmaWay: 'rounds', earlierRounds: '0.12' })).refusals()).to.deep.equal([
      'comparison.design-rounds',
    ]);
    expect((await add({ ...identity, expectedB: '党参' })).refusals()).to.deep.equal(['comparison.design-option']);
    expect((await round.move('checked')).refusals()).to.deep.equal(['comparison.no-items']);
    const { id, version } = await ok(add({ ...water, sigmaValue: '0.30' }));
    await ok(quality.post(`/comparisons/${round.id}/items/${id}`, { ...water, version }));
    await ok(add(identity));
  });

  it('judges homogeneity of ten units in duplicate, with the figures that lead to it', async () => {
    const { items } = await round.sheet();
    const [number] = items;
    const check = (readings: string) => round.check(number?.id ?? '', 'A', readings);
    expect((await round.move('checked')).refusals()).to.include('comparison.unchecked');
    expect((await check('10.00 10.01')).refusals()).to.deep.equal(['comparison.check-few']);
    expect((await check(Array(10).fill('10.00').join('\n'))).refusals()).to.deep.equal(['comparison.check-replicates']);
    expect((await round.check(number?.id ?? '', 'C', '1 2')).status).to.equal(422);
    await round.checked(20);
    const { checks } = await round.sheet();
    expect(checks.map(({ result }) => result.passes)).to.deep.equal([true, true, true, true]);
  });

  it('codes units at random: none alike, no order by sample or time', async () => {
    const rows: { code: string; sample: string }[] = await lab.app.db
      .read('comparison_units')
      .where({ comparison_id: round.id })
      .orderBy('id')
      .select('code', 'sample');
    expect(rows).to.have.length(40);
    expect(new Set(rows.map(({ code }) => code)).size).to.equal(40);
    for (const { code } of rows) expect(code).to.match(/^[0-9A-Z]{8}$/);
    const made = rows.map(({ code }) => code);
    expect(made).not.to.deep.equal([...made].sort());
    const samples = [...rows].sort((a, b) => (a.code < b.code ? -1 : 1)).map(({ sample }) => sample);
    expect(samples.join('')).not.to.match(/^(A+B+|B+A+|(AB)+|(BA)+)$/);
  });

  it('is approved by a second person, who then may invite', async () => {
    expect((await round.move('start')).refusals()).to.deep.equal(['comparison.own-start']);
    const quality = await round.as('quality');
    const { id } = (await lab.app.db.read('organisations').first('id')) as { id: string };
    const early = await quality.post(`/comparisons/${round.id}/participants`, { laboratories: [id] });
    expect(early.refusals()).to.deep.equal(['comparison.not-inviting']);
    await round.invited();
    const again = await quality.post(`/comparisons/${round.id}/participants`, { laboratories: [id] });
    expect(again.refusals()).to.deep.equal(['comparison.laboratory']);
  });

  it('goes out when enough laboratories take part; each confirms its own codes', async () => {
    expect((await round.move('dispatch')).refusals()).to.deep.equal(['comparison.few']);
    expect((await round.answer('participant', 'refusal')).refusals()).to.deep.equal(['comparison.reason-needed']);
    expect(
      (await round.answer('participant', 'receipt', { unitCodes: 'X', receiptCondition: 'good' })).refusals(),
    ).to.deep.equal(['comparison.not-dispatched']);
    await round.dispatched();
    expect((await round.answer('participant', 'acceptance')).refusals()).to.deep.equal(['comparison.answer-late']);
    expect((await round.own('participant')).codes).to.deep.equal([]);
    expect((await round.submit('participant', { '1A': '10.00' })).refusals()).to.deep.equal(['comparison.no-receipt']);
    const others = (await round.codes('participant2')).join(' ');
    const receipt = (unitCodes: string, more: object = {}) =>
      round.answer('participant', 'receipt', { unitCodes, receiptCondition: 'good', ...more });
    expect((await receipt(others)).refusals()).to.deep.equal(['comparison.codes']);
    const own = (await round.codes('participant')).join(' ');
    expect((await receipt(own, { receiptCondition: 'damaged' })).refusals()).to.deep.equal(['comparison.damage-note']);
    await round.received('participant');
    await round.received('participant2');
    expect((await round.own('participant')).codes).to.have.length(2);
  });

  const first = { '1A': '10.20', '1B': '8.11', '2A': '三七', '2B': '人参' };
  const second = { '1A': '10.77', '1B': '8.02', '2A': '三七', '2B': '西洋参' };

  it('takes results until the closing time; each change stays', async () => {
    const refused = async (values: Record<string, string>, more: object = {}, each: object = {}) =>
      (await round.submit('participant', { ...first, ...values }, more, each)).refusals();
    expect(await refused({ '1A': '10.2' })).to.deep.equal(['comparison.result-digits']);
    expect(await refused({ '2A': '党参' })).to.deep.equal(['comparison.result-option']);
    expect(await refused({ '9A': '1' })).to.deep.equal(['comparison.result-key']);
    expect(await refused({ '1A': '' })).to.deep.equal(['comparison.result-missing']);
    expect(await refused({}, { testedOn: '2026-12-30' })).to.deep.equal(['comparison.tested-on']);
    expect(await refused({}, {}, { standardU: '0' })).to.deep.equal(['comparison.result-u']);
    expect(await refused({}, {}, { unit: ' ' })).to.deep.equal(['comparison.result-unit']);
    await ok(round.submit('participant', { ...first, '1A': '10.91' }));
    await ok(round.submit('participant', first));
    const { submissions, entry } = await round.own('participant');
    const values = submissions.map(({ reported }) => Object.values(reported.values).map(({ value }) => value));
    const [one] = Object.keys(submissions[0]?.reported.values ?? {});
    expect(one).to.match(/^1-[0-9A-Z]{8}$/);
    expect(values.map((each) => each.find((value) => value.startsWith('10.')))).to.deep.equal(['10.91', '10.20']);
    expect(entry).to.equal('open');
    await ok(round.submit('participant2', second));
  });

  it('keeps the results sealed from the organiser, the auditor, the trail, exports and counts', async () => {
    const typed = ['10.91', '10.20', '10.77'];
    for (const login of ['quality', 'technical', 'auditor']) {
      const who = await round.as(login);
      for (const path of [`/comparisons/${round.id}`, '/comparisons', '/audit', '/trail', '/']) {
        const bodies = [await who.page(path), await who.get(path)];
        for (const { text } of bodies) for (const word of typed) expect(text, `${login} ${path}`).not.to.include(word);
      }
      const exported = await who.get(`/comparisons/${round.id}/results.xlsx`);
      expect(exported.status).to.equal(409);
      expect(exported.refusals()).to.deep.equal(['comparison.sealed']);
      expect((await who.get(`/comparisons/${round.id}/summary`)).refusals()).to.deep.equal([
        'comparison.not-evaluated',
      ]);
      expect((await who.get(`/comparisons/${round.id}/targets/1A`)).status).to.equal(404);
    }
    const trail: { body: string }[] = await lab.app.db
      .read('audit')
      .where({ entity: 'comparison_results' })
      .select('body');
    expect(trail).to.have.length(3);
    for (const { body } of trail)
      expect(body)
        .to.include('sha256:')
        .and.not.match(/10\.91|10\.20|10\.77/);
    const kept: { answer: string }[] = await lab.app.db.read('idempotency').select('answer');
    for (const { answer } of kept) expect(answer).not.to.match(/10\.91|10\.77/);
    const sheet = await round.sheet();
    expect(sheet.participants.map(({ submitted, result }) => ({ submitted, result }))).to.deep.equal(
      Array(2).fill({ submitted: true, result: null }),
    );
    expect((await round.move('closing')).refusals()).to.deep.equal(['comparison.still-open']);
    expect((await round.move('evaluation')).status).to.equal(409);
  });

  it('refuses after the closing time, with both times; a late result only by decision', async () => {
    round.at(AFTER);
    const late = await round.submit('participant2', first);
    expect(late.refusals()).to.deep.equal(['comparison.closed']);
    expect(late.text).to.include('2026-12-10 17:00');
    await ok(round.move('closing'));
    const { participants } = await round.sheet();
    const one = participants.find(({ organisation }) => organisation.startsWith('乙县'))!;
    const quality = await round.as('quality');
    await ok(
      quality.post(`/comparisons/${round.id}/participants/${one.id}/late`, {
        version: one.version,
        reason: '快递延误',
      }),
    );
    await ok(round.submit('participant2', second));
    const open = await round.sheet();
    expect(open.participants.map(({ result }) => result === null)).to.deep.equal([false, false]);
  });

  it('evaluates; the late one is scored and does not count; a second person confirms by signature', async () => {
    await ok(round.move('evaluation'));
    const { evaluation } = await round.sheet();
    const target = evaluation?.targets.find(({ key }) => key === '1A');
    expect(target?.by.assigned).to.include({ value: '10.02', u: '0.05' });
    expect(target?.counted).to.equal(1);
    const score = (value: string) => {
      const line = target?.lines.find((other) => other.value === value);
      return (
        line && { verdict: line.verdict, z: line.scores[0]?.value, kind: line.scores[0]?.kind, counted: line.counted }
      );
    };
    // (10.20 − 10.02) ÷ 0.20 = 0.9; (10.77 − 10.02) ÷ 0.20 = 3.75; u = √(0.03² + 0.04²) = 0.05 ≤ 0.3 × 0.20, so z.
    expect(score('10.20')).to.deep.equal({ verdict: 'satisfactory', z: '0.9', kind: 'z', counted: true });
    expect(score('10.77')).to.deep.equal({ verdict: 'unsatisfactory', z: '3.75', kind: 'z', counted: false });
    const kinds = target?.lines[0]?.scores.map(({ kind }) => kind);
    expect(kinds).to.deep.equal(['z', 'zeta', 'en', 'd-percent']);
    const words = evaluation?.targets.find(({ key }) => key === '2B');
    expect(words?.lines.map(({ verdict }) => verdict).sort()).to.deep.equal(['right', 'wrong']);
    expect(target?.cautions.map(({ id }) => id)).to.include.members([
      'statistics.caution.few',
      'comparison.caution.no-stability',
    ]);
    expect((await round.move('publication', 'quality', { password: PASSWORD })).refusals()).to.deep.equal([
      'comparison.own-evaluation',
    ]);
    const own = await round.own('participant');
    expect(own.targets).to.equal(null);
    const client = await round.as('participant');
    expect((await client.get(`/comparisons/own/${own.id}/report`)).refusals()).to.deep.equal([
      'comparison.not-published',
    ]);
    await ok(round.move('publication', 'technical', { password: PASSWORD }));
  });

  it('shows each laboratory its own scores and the others by code only', async () => {
    const own = await round.own('participant');
    expect(own.targets?.[0]?.line?.value).to.equal('10.20');
    expect(own.targets?.[0]?.others.map(({ value }) => value).sort()).to.deep.equal(['10.20', '10.77']);
    const client = await round.as('participant');
    for (const body of [
      await client.page(`/comparisons/own/${own.id}`),
      await client.get(`/comparisons/own/${own.id}`),
    ])
      expect(body.text).not.to.include('乙县');
    const paper = async (name: string) => {
      const found = await client.get(`/comparisons/own/${own.id}/${name}`);
      expect(found.status, found.text.slice(0, 300)).to.equal(200);
      return (await pdfText(found.bytes)).join('\n');
    };
    const report = await paper('report');
    for (const word of ['甲县检验检测中心', own.labCode, '10.20', '分值不能说明什么', '许技'])
      expect(report).to.include(word);
    expect(report).not.to.include('乙县');
    const summary = await paper('summary');
    expect(summary)
      .to.include('10.77')
      .and.not.match(/甲县|乙县/);
    const codes = [...(await round.codes('participant')), ...(await round.codes('participant2'))];
    for (const code of codes) expect(summary).not.to.include(code);
  });

  it('prints labels that bear the blind code only, and gives the organiser the results as a workbook', async () => {
    const quality = await round.as('quality');
    const labels = await pdfText((await quality.get(`/comparisons/${round.id}/labels`)).bytes);
    expect(labels).to.have.length(40);
    const codes = new Set([...(await round.codes('participant')), ...(await round.codes('participant2'))]);
    expect(labels.filter((text) => [...codes].some((code) => text.includes(code)))).to.have.length(4);
    for (const text of labels) expect(text).not.to.match(/甲县|乙县|水分|三七/);
    const packing = (await pdfText((await quality.get(`/comparisons/${round.id}/packing`)).bytes)).join('\n');
    for (const word of ['甲县检验检测中心', ...codes]) expect(packing).to.include(word);
    const sheet = await readSheet((await quality.get(`/comparisons/${round.id}/results.xlsx`)).bytes);
    const cells = sheet.rows.map((row) => row.cells);
    expect(cells).to.have.length(9);
    const [late] = cells.filter((row) => row.includes('10.77'));
    expect(late?.join(' ')).to.match(/乙县.* % 0\.10 .*水分 A.*不满意.*逾期/);
  });

  it('hides everything of one laboratory from the other', async () => {
    const own = await round.own('participant');
    const other = await round.as('participant2');
    const paths = [
      `/comparisons/own/${own.id}`,
      `/comparisons/own/${own.id}/report`,
      `/comparisons/own/${own.id}/summary`,
    ];
    for (const path of paths) expect((await other.get(path)).status, path).to.equal(404);
    for (const path of [
      `/comparisons/${round.id}`,
      '/comparisons',
      `/comparisons/${round.id}/packing`,
      `/comparisons/${round.id}/labels`,
      `/comparisons/${round.id}/summary`,
      `/comparisons/${round.id}/results.xlsx`,
      `/comparisons/${round.id}/targets/1A`,
    ])
      expect((await other.get(path)).status, path).to.equal(403);
    const codes = await round.codes('participant');
    const seen = [
      await other.get('/comparisons/own'),
      await other.page('/comparisons/own'),
      await other.page(`/comparisons/own/${(await round.own('participant2')).id}`),
    ];
    for (const { text } of seen) for (const word of ['甲县', ...codes]) expect(text).not.to.include(word);
    for (const code of codes) expect((await other.get(`/scan?code=${code}`)).text).not.to.include('甲县');
    const post = await other.post(`/comparisons/own/${own.id}/results`, {
      results: [],
      usedMethod: 'x',
      usedEquipment: 'x',
      testedOn: '2026-11-23',
    });
    expect(post.refusals()).to.deep.equal(['comparison.missing']);
    for (const login of ['analyst', 'admin', 'authority', 'head'])
      expect((await (await round.as(login)).get(`/comparisons/${round.id}`)).status, login).to.equal(403);
    const auditor = await round.as('auditor');
    expect((await auditor.get(`/comparisons/${round.id}/packing`)).status).to.equal(403);
  });

  it('asks an unsatisfactory laboratory for action, takes the answer with a file, settles and files', async () => {
    const quality = await round.as('quality');
    const { participants } = await round.sheet();
    const of = (name: string) => participants.find(({ organisation }) => organisation.startsWith(name))!;
    const ask = (id: string, dueOn: string) =>
      quality.post(`/comparisons/${round.id}/participants/${id}/actions`, { asked: '查明原因', dueOn });
    expect((await ask(of('乙县').id, '2026-12-01')).refusals()).to.deep.equal(['comparison.action-due']);
    expect((await ask(of('甲县').id, '2027-01-10')).refusals()).to.deep.equal(['comparison.action-good']);
    await ok(ask(of('乙县').id, '2027-01-10'));
    expect((await round.move('filing')).refusals()).to.deep.equal(['comparison.unsettled']);
    const own = await round.own('participant2');
    const [action] = own.actions;
    const client = await round.as('participant2');
    const reply = (name: string, data: Buffer) =>
      client.post(`/comparisons/own/${own.id}/actions/${action?.id}`, {
        version: action?.version,
        reply: '天平未校准，已更换',
        file: { name, type: 'application/pdf', data: data.toString('base64') },
      });
    expect((await reply('x.exe', Buffer.from('MZ'))).refusals()).to.deep.equal(['comparison.file-type']);
    await ok(reply('原因.pdf', Buffer.from('%PDF-1.7 reason')));
    const stranger = await round.as('participant');
    const mine = await round.own('participant');
    expect((await stranger.get(`/comparisons/own/${mine.id}/actions/${action?.id}/file`)).status).to.equal(404);
    const file = await quality.get(`/comparisons/${round.id}/actions/${action?.id}/file`);
    expect(file.bytes.toString()).to.equal('%PDF-1.7 reason');
    const judge = async (actionOutcome: string) => {
      const [now] = (await round.sheet()).actions;
      return quality.post(`/comparisons/${round.id}/actions/${now?.id}`, {
        version: now?.version,
        actionJudgement: '已核实',
        actionOutcome,
      });
    };
    await ok(judge('settle'));
    expect((await judge('return')).status).to.equal(409);
    await ok(round.move('filing'));
    const filed: Sheet = await round.sheet();
    expect(filed.state).to.equal('filed');
    expect((await round.move('cancellation', 'quality', { reason: '不需要' })).status).to.equal(409);
  });
});
