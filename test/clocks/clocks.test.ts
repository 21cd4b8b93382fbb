import { expect } from 'chai';
import { calendarText } from '../../lib/clocks/ics.ts';
import type { ClockRow } from '../../lib/kernel/terms.ts';
import { arrangeBatch } from '../reports/arrange.ts';
import { clockRow } from '../support/clocks.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';

interface Listed {
  scope: string;
  counts: { scope: string; count: number }[];
  lines: { id: string; dueOn: string; state: string; about: string; title: { zh: string } }[];
  next: string | null;
}
interface Sheet {
  version: number;
  line: { clockState: string; dueOn: string };
  allowed: string[];
}

const tomorrow = '2026-11-24';

eachEngine('the statutory clocks', (engine) => {
  let lab: Lab;
  let [head, quality, technical, authority]: Client[] = [];
  const client = async (login: string) => lab.as(login);
  before(async () => {
    lab = await startLab(engine);
    [head, quality, technical, authority] = await Promise.all(
      ['head', 'quality', 'technical', 'authority'].map((login) => client(login)),
    );
  });
  after(() => lab.close());
  const by = (one: Client | undefined): Client => one ?? expect.fail('nobody signed in');

  /** A sample that has a clock of 25 working days by the rule of the program. */
  const received = async (startedOn: string): Promise<string> => {
    const { sampleId } = await arrangeBatch(lab, {});
    return lab.act('head', async (act) => {
      const { startClock } = await import('../../lib/kernel/terms.ts');
      const rule = act.app.rules.clock('received', 'drug', startedOn) ?? expect.fail('no rule');
      await startClock(act, 'samples', sampleId, rule, startedOn);
      const row = await act
        .db('clocks')
        .where({ entity_id: sampleId })
        .orderBy('id', 'desc')
        .first<{ id: string }>('id');
      return row.id;
    });
  };
  const sheet = async (id: string) => (await by(head).get(`/clocks/${id}`)).json<Sheet>();

  it('1.3 a pause and its end move the day, and the history says why', async () => {
    const id = await received('2026-11-02');
    const before = await sheet(id);
    expect(before.line).to.include({ clockState: 'running', dueOn: '2026-12-07' });
    expect(before.allowed).to.deep.equal(['supplement']);
    const paused = await by(head).post(`/clocks/${id}/pause`, {
      version: before.version,
      pauseKind: 'supplement',
      pauseFrom: '2026-11-09',
      reason: '缺少注册标准，已请补充',
    });
    expect(paused.status, paused.text).to.equal(200);
    expect((await sheet(id)).line.clockState).to.equal('paused');
    const resumed = await by(head).post(`/clocks/${id}/resume`, {
      version: before.version + 1,
      pauseTo: '2026-11-16',
    });
    expect(resumed.status, resumed.text).to.equal(200);
    // Five working days did not count: 10, 11, 12, 13 and 16 November.
    expect((await sheet(id)).line).to.include({ clockState: 'running', dueOn: '2026-12-14' });
    expect((await by(head).page(`/clocks/${id}`)).text).to.include('缺少注册标准，已请补充');
  });

  it('an extension is what the rule allows, once, with its approval', async () => {
    const id = await received('2026-11-02');
    const { version } = await sheet(id);
    const extend = (extensionAmount: number, at = version) =>
      by(head).post(`/clocks/${id}/extend`, {
        version: at,
        extensionAmount,
        approvedBy: '省药品监督管理局',
        approvalDocument: '延批〔2026〕12号',
        approvedOn: '2026-11-20',
      });
    expect((await extend(26)).refusals()).to.deep.equal(['clock.extension-long']);
    expect((await extend(10)).status).to.equal(200);
    expect((await sheet(id)).line.dueOn).to.equal('2026-12-21');
    expect((await extend(5, version + 1)).refusals()).to.deep.equal(['clock.extension-twice']);
  });

  it('refuses what the basis does not allow, each with its reason', async () => {
    const { sampleId } = await arrangeBatch(lab, {});
    const id = await lab.act('head', async (act) => {
      const row = clockRow({
        entity: 'samples',
        entity_id: sampleId,
        rule: 'D3',
        started_on: '2026-11-19',
        due_on: '2026-11-23',
      });
      return (await act.insert<ClockRow>('clocks', row)).id;
    });
    const { version } = await sheet(id);
    const pause = (pauseFrom: string, pauseKind = 'test') =>
      by(head).post(`/clocks/${id}/pause`, { version, pauseKind, pauseFrom, reason: '检验期间' });
    expect((await pause('2026-11-20')).refusals()).to.deep.equal(['clock.pause-kind']);
    expect((await pause(tomorrow)).refusals()).to.deep.equal(['clock.future']);
    const resume = await by(head).post(`/clocks/${id}/resume`, { version, pauseTo: '2026-11-20' });
    expect(resume.refusals()).to.deep.equal(['clock.not-paused']);
    const extend = await by(head).post(`/clocks/${id}/extend`, {
      version,
      extensionAmount: 1,
      approvedBy: '省局',
      approvalDocument: '文号',
      approvedOn: '2026-11-20',
    });
    expect(extend.refusals()).to.deep.equal(['clock.no-extension']);
    const own = await received('2026-11-02');
    const at = (await sheet(own)).version;
    const early = { version: at, pauseKind: 'supplement', pauseFrom: '2026-10-30', reason: '补充资料' };
    expect((await by(head).post(`/clocks/${own}/pause`, early)).refusals()).to.deep.equal(['clock.pause-early']);
    await by(head).post(`/clocks/${own}/pause`, { ...early, pauseFrom: '2026-11-10' });
    const back = await by(head).post(`/clocks/${own}/resume`, { version: at + 1, pauseTo: '2026-11-09' });
    expect(back.refusals()).to.deep.equal(['clock.resume-early']);
    const twice = await by(head).post(`/clocks/${own}/pause`, { ...early, version: at + 1, pauseFrom: '2026-11-12' });
    expect(twice.refusals()).to.deep.equal(['clock.not-running']);
  });

  it('lists the late, the near and the paused, by their end, page by page', async () => {
    await lab.act('head', async (act) => {
      const rows = Array.from({ length: 120 }, (_, i) =>
        clockRow({
          entity: 'samples',
          entity_id: act.app.ids.next(),
          rule: 'D2',
          owner_role: 'signatory',
          started_on: '2026-09-01',
          due_on: i < 60 ? '2026-11-13' : '2026-11-25',
        }),
      );
      await act.insertAll<ClockRow>('clocks', rows);
    });
    const ask = async (query: string) => (await by(quality).get(`/clocks${query}`)).json<Listed>();
    const late = await ask('?scope=late&role=signatory');
    expect([late.lines.length, late.counts.find(({ scope }) => scope === 'late')?.count]).to.deep.equal([50, 60]);
    const rest = await ask(`?scope=late&role=signatory&after=${late.next}`);
    expect([rest.lines.length, rest.next]).to.deep.equal([10, null]);
    const seen = new Set([...late.lines, ...rest.lines].map(({ id }) => id));
    expect(seen.size).to.equal(60);
    const near = await ask('?scope=amber&role=signatory');
    expect(near.lines.every(({ state, dueOn }) => state === 'amber' && dueOn === '2026-11-25')).to.equal(true);
  });

  it('shows an authority only the clocks that bind its own organisation', async () => {
    const { body } = await lab.act('admin', async (act) => {
      const { createOrganisation } = await import('../../lib/people/index.ts');
      const given = { organisationKind: 'authority', organisationLevel: 'county', region: '甲县' } as const;
      const body = await createOrganisation(act, { name: '甲县市场监督管理局', ...given });
      const user = await act.db('users').where({ login: 'authority' }).first<{ id: string }>('id');
      await act.db('users').where({ id: user.id }).update({ organisation_id: body.id });
      await act.insert<ClockRow>(
        'clocks',
        clockRow({
          entity: 'cases',
          entity_id: act.app.ids.next(),
          rule: 'D4',
          owner_role: 'authority',
          owner_org: body.id,
          started_on: '2026-11-17',
          due_on: '2026-11-24',
        }),
      );
      return { body };
    });
    const own = (await by(authority).get('/clocks?scope=open')).json<Listed>();
    expect(own.lines.map(({ dueOn }) => dueOn)).to.deep.equal(['2026-11-24']);
    expect(own.counts.find(({ scope }) => scope === 'open')?.count).to.equal(1);
    const foreign = await received('2026-11-02');
    expect((await by(authority).get(`/clocks/${foreign}`)).status).to.equal(404);
    expect(body.name).to.equal('甲县市场监督管理局');
  });

  it('a rule changes by two persons from a day on; what runs keeps its rule', async () => {
    const running = await received('2026-11-16');
    const change = {
      termAmount: 30,
      unit: 'working',
      basis: '示例修订文件（2026年第1号）',
      confidence: 'V',
      termFrom: tomorrow,
      pauseKinds: ['supplement'],
      extensionAmount: 30,
      extensionApproval: '省级药品监督管理部门',
      reason: '按修订后的办法',
    };
    const propose = (given: object) => by(quality).post('/clocks/rules/D2', { ...change, ...given });
    expect((await propose({ termFrom: '2026-11-23' })).refusals()).to.deep.equal(['clock.rule-past']);
    expect((await propose({ extensionApproval: '' })).refusals()).to.deep.equal(['clock.extension-approval']);
    expect((await by(quality).post('/clocks/rules/ZZ', change)).refusals()).to.deep.equal(['clock.rule-missing']);
    const same = lab.app.rules.clock('received', 'drug', '2026-11-23') ?? expect.fail('no rule');
    const unchanged = {
      termAmount: same.amount,
      basis: same.basis,
      confidence: same.confidence,
      extensionAmount: same.extension?.amount,
      extensionApproval: same.extension?.approval,
    };
    expect((await propose(unchanged)).refusals()).to.deep.equal(['clock.rule-same']);
    const proposed = (await propose({})).json<{ id: string }>();
    const decide = (who: Client | undefined, ruleMove: string, ruleNote = '') =>
      by(who).post(`/clocks/rules/decisions/${proposed.id}`, { version: 1, ruleMove, ruleNote });
    expect((await decide(quality, 'confirm')).refusals()).to.deep.equal(['clock.own-proposal']);
    expect((await decide(technical, 'decline')).refusals()).to.deep.equal(['clock.decline-reason']);
    expect((await decide(technical, 'confirm')).status).to.equal(200);
    expect(lab.app.rules.clock('received', 'drug', tomorrow)?.amount).to.equal(30);
    expect(lab.app.rules.clock('received', 'drug', '2026-11-23')?.amount).to.equal(25);
    expect((await sheet(running)).line.dueOn).to.equal('2026-12-21');
    expect((await by(head).page('/clocks/rules/D2')).text).to.include('示例修订文件（2026年第1号）');
  });

  it('a secret address gives the own clocks as a calendar, until a new one replaces it', async () => {
    const signatory = await lab.as('signatory');
    const made = (await signatory.post('/clocks/feed', {})).json<{ url: string }>();
    const path = new URL(made.url).pathname + new URL(made.url).search;
    const calendar = await lab.stranger.page(path);
    expect([calendar.status, calendar.headers.get('content-type')]).to.deep.equal([
      200,
      'text/calendar; charset=utf-8',
    ]);
    expect(calendar.text.match(/BEGIN:VEVENT/g)?.length).to.equal(120);
    expect(calendar.text).to.include('DTSTART;VALUE=DATE:20261113');
    expect(calendar.text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).to.equal(true);
    await signatory.post('/clocks/feed', {});
    const old = await lab.stranger.page(path);
    expect(old.status).to.equal(404);
    expect((await lab.stranger.get(path)).refusals()).to.deep.equal(['clock.feed-unknown']);
  });
});

describe('the calendar text (RFC 5545)', () => {
  it('escapes what has a meaning, folds long lines between characters, and ends each with CRLF', () => {
    const entry = {
      uid: 'a@b',
      day: '2026-12-01',
      summary: `甲；乙,丙;丁\\${'戊'.repeat(60)}`,
      description: '一\n二',
      url: 'http://x/y',
    };
    const text = calendarText('时限', '2026-11-22T04:00:00.000Z', [entry]);
    const lines = text.split('\r\n');
    expect(lines.at(-1)).to.equal('');
    const unfolded = text.replaceAll('\r\n ', '');
    expect(unfolded).to.include(`SUMMARY:甲；乙\\,丙\\;丁\\\\${'戊'.repeat(60)}`);
    expect(unfolded).to.include('DESCRIPTION:一\\n二');
    expect(unfolded).to.include('DTSTAMP:20261122T040000Z');
    expect(lines.every((line) => Buffer.byteLength(line) <= 75)).to.equal(true);
    expect(text).to.not.include('\uFFFD');
  });
});
