import { expect } from 'chai';
import fc from 'fast-check';
import { addDays } from '../../lib/core/deadlines.ts';
import { concludeCase } from '../../lib/disposals/index.ts';
import { issued } from '../reports/arrange.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, signIn, startLab } from '../support/lab.ts';
import { arrangeGoods, caseBy, type ShownCase } from './arrange.ts';

/** What somebody may try at any moment, whether it is allowed or not. */
const steps = [
  'papers',
  'deliver0',
  'deliver1',
  'waive0',
  'waive1',
  'days',
  'track0',
  'track1',
  'close',
  'reopen',
  'overturn',
  'confirm',
] as const;
type Step = (typeof steps)[number];

eachEngine('no path of a case', (engine) => {
  let lab: Lab;
  let today: string;
  const clients = new Map<string, Client>();
  before(async () => {
    lab = await startLab(engine, '2026-03-02T09:00:00+08:00');
  });
  after(() => lab.close());

  /** Sessions end at night; each day has its own. */
  const as = async (login: string): Promise<Client> => {
    const key = `${login} ${today}`;
    const known = clients.get(key) ?? (await signIn(lab.url, login, lab.app));
    clients.set(key, known);
    return known;
  };
  const go = (on: string): void => {
    today = on;
    lab.at(`${on}T09:00:00+08:00`);
  };

  const attempt = async (id: string, step: Step): Promise<void> => {
    const [quality, reception] = [await as('quality'), await as('reception')];
    const { version, recipients, tracks } = await caseBy(quality, id);
    const party = recipients[step.endsWith('1') ? 1 : 0];
    const track = tracks[step.endsWith('1') ? 1 : 0];
    if (step === 'days') return go(addDays(today, 4));
    if (step === 'papers')
      await reception.post(`/cases/${id}/notification`, {
        version,
        notifiedOn: today,
        notifiedTo: '示例市局',
        notifiedHow: 'mail',
      });
    if (step.startsWith('deliver'))
      await reception.post(`/case-recipients/${party?.id}/delivery`, {
        version: party?.version,
        deliveredOn: today,
        deliveredHow: 'direct',
        receiver: '张某',
      });
    if (step.startsWith('waive'))
      await reception.post(`/case-recipients/${party?.id}/waiver`, {
        version: party?.version,
        waivedOn: today,
        reason: '不申请',
      });
    if (step.startsWith('track') && track) {
      const db = lab.app.db.write;
      await db('case_tracks')
        .where({ id: track.id, state: 'assigned' })
        .orWhere({ id: track.id, state: 'open' })
        .update({ state: 'passed' });
      await db('clocks').where({ entity_id: track.id, state: 'running' }).update({ state: 'done' });
    }
    if (step === 'close') await quality.post(`/cases/${id}/close`, { version, reason: '全部完成' });
    if (step === 'reopen') await quality.post(`/cases/${id}/reopening`, { version, reason: '补充核查' });
    if (step === 'overturn' || step === 'confirm')
      await lab
        .act('quality', (act) =>
          concludeCase(act, id, step === 'confirm' ? 'confirmed' : 'overturned', { reason: '复验结论' }),
        )
        .catch((error: { problems?: object }) => expect(error).to.have.property('reasons'));
  };

  /** What must hold after every step. */
  const check = (before: ShownCase, after: ShownCase, step: Step, report: string, pdf: string | null): void => {
    expect(after.reportId, 'the first report').to.equal(report);
    expect(pdf, 'its file').to.be.a('string');
    expect(after.events.slice(0, before.events.length), 'history only grows').to.deep.equal(before.events);
    if (after.state === 'closed' && before.state !== 'closed') {
      expect(step).to.equal('close');
      expect(
        after.recipients.every(({ delivered }) => delivered),
        'all served',
      ).to.equal(true);
      for (const { window, waivedOn } of after.recipients)
        expect(waivedOn !== null || (window?.dueOn ?? '9999') < today, 'window over or waived').to.equal(true);
      expect(after.clocks.filter(({ kind, clockState }) => kind === 'duty' && clockState === 'running')).to.deep.equal(
        [],
      );
      expect(
        after.tracks.every(({ state }) => state === 'passed' || state === 'cancelled'),
        'tracks',
      ).to.equal(true);
    }
    if (after.state === 'revoked') {
      expect(after.conclusion).to.equal('overturned');
      if (before.state !== 'revoked') expect(step).to.equal('overturn');
      expect(after.clocks.some(({ clockState }) => clockState === 'running')).to.equal(false);
    }
    if (before.state === 'revoked') expect(after.state, 'a revoked case stays so').to.equal('revoked');
    if (before.state === 'closed' && after.state !== 'closed')
      expect([step, after.reopened]).to.deep.equal(['reopen', before.reopened + 1]);
  };

  const walk = async (path: readonly Step[]): Promise<string> => {
    go('2026-03-02');
    const { reportId } = await arrangeGoods(lab);
    const { caseId } = await issued(await as('signatory'), reportId);
    const id = caseId ?? '';
    for (const step of path) {
      const before = await caseBy(await as('quality'), id);
      await attempt(id, step);
      const { pdf_hash } = await lab.app.db
        .read('reports')
        .where({ id: reportId })
        .first<{ pdf_hash: string | null }>('pdf_hash');
      check(before, await caseBy(await as('quality'), id), step, reportId, pdf_hash);
    }
    return (await caseBy(await as('quality'), id)).state;
  };

  const whole: Step[] = ['papers', 'deliver0', 'deliver1', 'days', 'days', 'days', 'track0', 'track1', 'close'];
  it('leads to the end but the whole one', async () => {
    expect(await walk(whole)).to.equal('closed');
    expect(await walk(['papers', 'deliver0', 'deliver1', 'waive0', 'waive1', 'track0', 'track1', 'close'])).to.equal(
      'closed',
    );
    for (const left of ['papers', 'deliver0', 'deliver1', 'track0', 'track1'] as const)
      expect(await walk(whole.filter((step) => step !== left)), `without ${left}`).to.not.equal('closed');
    expect(await walk(whole.filter((step) => step !== 'days')), 'within the windows').to.equal('handling');
  });

  it('closes it with something open, revokes it without ground, or loses the first report (random walks)', async function () {
    this.timeout(120_000);
    const path = fc.array(fc.constantFrom(...steps), { minLength: 6, maxLength: 14 });
    const near = fc
      .tuple(fc.shuffledSubarray(whole, { minLength: 7 }), path)
      .map(([first, then]) => [...first, ...then]);
    await fc.assert(
      fc.asyncProperty(fc.oneof(path, near), async (one) => void (await walk(one))),
      {
        numRuns: engine === 'sqlite' ? 25 : 8,
        seed: 20_260_302,
      },
    );
  });
});
