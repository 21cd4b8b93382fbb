import { expect } from 'chai';
import { textOf } from '../pdf/read.ts';
import { arrangeBatch, issued } from '../reports/arrange.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';

interface Case {
  version: number;
  state: string;
  items: { name: string }[];
  notified: { on: string; to: string; how: string; receiptNo: string | null; note: string | null } | null;
  term: { dueOn: string; running: boolean; state: string } | null;
  mayNotify: boolean;
}

eachEngine('notifying the authority', (engine) => {
  let lab: Lab;
  let quality: Client;
  let id: string;
  before(async () => {
    lab = await startLab(engine);
    quality = await lab.as('quality');
    const { reportId } = await arrangeBatch(lab, { fails: true });
    id = (await issued(await lab.as('signatory'), reportId)).caseId ?? '';
  });
  after(() => lab.close());

  const read = async () => (await quality.get(`/cases/${id}`)).json<Case>();
  const told = { notifiedOn: '2026-11-23', notifiedTo: '示例市市场监督管理局', notifiedHow: 'delivery' };
  const notify = async (client: Client, change: object = {}) =>
    client.post(`/cases/${id}/notification`, { version: (await read()).version, ...told, ...change });
  const stored = async () => ({
    row: await lab.app.db.read('cases').where({ id }).first(),
    clock: await lab.app.db.read('clocks').where({ entity: 'cases', entity_id: id }).first(),
  });
  const refused = async (client: Client, change: object, status: number, reason: string) => {
    const before = await stored();
    const answer = await notify(client, change);
    expect([answer.status, answer.refusals()]).to.deep.equal([status, [reason]]);
    expect(await stored()).to.deep.equal(before);
  };

  it('10.23 B035 the day is neither ahead of today nor before the report, and it exists', async () => {
    await refused(quality, { notifiedOn: '2026-11-24' }, 422, 'case.future');
    await refused(quality, { notifiedOn: '2026-11-22' }, 422, 'case.before');
    await refused(quality, { notifiedOn: '2026-02-30' }, 422, 'schema.format');
  });

  it('1.10 somebody must be named who was notified, and a way that there is', async () => {
    await refused(quality, { notifiedTo: undefined }, 422, 'schema.required');
    await refused(quality, { notifiedTo: '局' }, 422, 'schema.minLength');
    await refused(quality, { notifiedTo: '\u3000 \u200b ' }, 422, 'case.addressee');
    await refused(quality, { notifiedHow: 'pigeon' }, 422, 'schema.enum');
  });

  it('SE-11 only reception and the quality manager record it', async () => {
    for (const login of ['sampler', 'analyst', 'reviewer', 'head', 'signatory', 'auditor', 'authority', 'admin'])
      await refused(await lab.as(login), {}, 403, 'access.denied');
    expect((await notify(lab.stranger)).status).to.equal(401);
  });

  it('FT-06 an old version is 412 with what stands there, on the page 409 with what was typed', async () => {
    await refused(quality, { version: 77 }, 412, 'record.stale');
    const page = await quality.form(`/cases/${id}/notification`, {
      ...told,
      notifiedTo: '另一个监管部门',
      version: '77',
    });
    expect([page.status, page.text.includes('另一个监管部门')]).to.deep.equal([409, true]);
  });

  it('no such case: 404', async () => {
    const answer = await quality.post(`/cases/${'0'.repeat(26)}/notification`, { ...told, version: 1 });
    expect([answer.status, answer.refusals()]).to.deep.equal([404, ['record.missing']]);
  });

  it('1.10 recorded, the first step is closed: state, clock, letter, and old and new of every field on the trail', async () => {
    expect(await read()).to.deep.include({ state: 'opened', mayNotify: true, notified: null });
    const answer = await notify(quality, { receiptNo: 'SD-1', notifiedTo: ' 示例市市场监督管理局 ' });
    expect([answer.status, answer.text]).to.deep.equal([200, answer.text]);
    const data = await read();
    expect(data).to.deep.include({ state: 'notified', mayNotify: false });
    expect(data.notified).to.deep.equal({
      on: '2026-11-23',
      to: '示例市市场监督管理局',
      how: 'delivery',
      receiptNo: 'SD-1',
      note: null,
    });
    expect(data.term?.running).to.equal(false);
    const { clock } = await stored();
    expect(clock.state).to.equal('done');
    expect(clock.done_at).to.match(/^2026-11-23T/);
    const [event] = (await lab.app.db
      .read('audit')
      .where({ entity: 'cases', entity_id: id })
      .orderBy('seq', 'desc')
      .limit(1)) as { action: string; body: string }[];
    expect(event?.action).to.equal('case.notify');
    const { changes } = JSON.parse(event?.body ?? '{}') as { changes: { field: string; old: unknown; new: unknown }[] };
    expect(changes).to.deep.include({ field: 'state', old: 'opened', new: 'notified' });
    expect(changes.map(({ field }) => field)).to.include.members(['notified_on', 'notified_to', 'receipt_no']);
    const letter = await quality.get(`/cases/${id}/notice.pdf`);
    expect((await textOf(letter.bytes)).join('')).to.include('示例市市场监督管理局');
  });

  it('10.34 it is recorded once', async () => {
    await refused(quality, {}, 409, 'machine.state');
    await refused(await lab.as('reception'), {}, 409, 'machine.state');
  });

  it('FT-06 two who record it at once: one is recorded, the other is told', async () => {
    const { reportId } = await arrangeBatch(lab, { fails: true });
    const { caseId } = await issued(await lab.as('signatory'), reportId);
    const record = (client: Client, notifiedTo: string) =>
      client.post(`/cases/${caseId}/notification`, { ...told, version: 1, notifiedTo });
    const reception = await lab.as('reception');
    const answers = await Promise.all([record(quality, '甲局甲局'), record(reception, '乙局乙局')]);
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses[0]).to.equal(200);
    expect(statuses[1]).to.be.oneOf([409, 412]);
    const row = await lab.app.db.read('cases').where({ id: caseId }).first('notified_to', 'version');
    const winner = answers[0]?.status === 200 ? '甲局甲局' : '乙局乙局';
    expect(row).to.deep.equal({ notified_to: winner, version: 2 });
  });
});
