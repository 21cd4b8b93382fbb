import { expect } from 'chai';
import { bernoulliArl, bernoulliDelay } from '../../lib/core/statistics/surveillance.ts';
import type { Alert, Alerts } from '../../lib/signals/alerts.ts';
import { watch } from '../../lib/signals/detect.ts';
import { signalRules } from '../../lib/signals/rules.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, signIn, startLab } from '../support/lab.ts';
import { type Market, market, putFacts, run } from './arrange.ts';

const TODAY = '2026-11-23';
/** Two years of 5,000 batches each: the year before gives the shares in control. */
const calm: Market = { seed: 21, batches: 5000, from: '2024-11-24', days: 365, share: 0.004, prefix: '0' };
const outbreak = { producer: 5, item: 6, share: 0.3, after: 2500 };
const watched: Market = { seed: 22, batches: 5000, from: '2025-11-24', days: 365, share: 0.004, prefix: '1', outbreak };

eachEngine('N14 信号监视：5,000 批中的一次异常', (engine) => {
  let lab: Lab;
  let quality: Client;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine, `${TODAY}T09:00:00+08:00`);
    quality = await signIn(lab.url, 'quality', lab.app);
    await putFacts(lab, [...market(calm), ...market(watched)]);
  });
  after(() => lab.close());

  it('finds the producer and the item within the stated delay, and states the rate of false alarms', async function () {
    this.timeout(60_000);
    const answer = await run(quality);
    expect(answer.status, answer.text).to.equal(201);
    const { lines, run: kept } = (await quality.get('/signals/alerts')).json<Alerts>();
    const found = lines.find(({ kind, parts }) => kind === 'cusum' && parts.producer === '示例药业5厂');
    expect(found?.parts, JSON.stringify(lines.map(({ parts }) => parts))).to.include({ item: '项目I6' });
    // The delay is stated for a share of 30 % with 95 % chance, counted in results of the stream.
    const { design } = found?.figures ?? {};
    const delay = bernoulliDelay(0.3, design!, 0.95)!;
    const results = market(watched).filter(
      ({ producer, items }, n) =>
        n >= outbreak.after && producer === '示例药业5厂' && items.some(({ code }) => code === 'I6'),
    );
    const at = results.findIndex(({ on }) => on >= (found?.signalled_on ?? ''));
    expect(at, `${at} results, stated ${delay}`).to.be.within(0, delay);
    const { figures } = kept!;
    expect(figures.designs.find(({ p0 }) => p0 === design?.p0)?.delay).to.equal(delay);
    expect(figures.expected).to.be.within(0.05, figures.bound);
    // What is stated by the chain and what came out of 400 simulated years agree.
    expect(Math.abs(figures.simulated.mean - figures.expected)).to.be.below(4 * figures.simulated.se);
    for (const one of figures.designs) expect(bernoulliArl(one.p0, one)).to.be.closeTo(one.arl0, 1e-6 * one.arl0);
    // The rest of 5,000 batches is in control: hardly anything else stands out.
    const others = lines.filter(({ kind, parts }) => kind === 'cusum' && parts.item !== '项目I6');
    expect(others.length, JSON.stringify(others.map(({ parts }) => parts))).to.be.at.most(4);
    const repeat = lines.find(({ kind, parts }) => kind === 'repeat' && parts.producer === '示例药业5厂');
    expect(repeat?.figures).to.include({ times: 3, months: 12 });
  });

  it('gives no second signal of the same failures, whether the first waits or was reviewed', async function () {
    this.timeout(60_000);
    const before = (await quality.get('/signals/alerts?view=all')).json<Alerts>();
    expect((await run(quality)).json<{ found: number }>().found).to.equal(0);
    const [first] = before.lines;
    const { version } = (await quality.get(`/signals/alerts/${first!.id}`)).json<Alert>();
    const path = `/signals/alerts/${first!.id}/review`;
    await quality.post(path, { version, genuine: false, reviewText: '模拟数据，误报' });
    const again = (await run(quality)).json<{ found: number }>().found;
    // Only failures after the reviewed signal could give a new one of this stream.
    const after = (await quality.get('/signals/alerts?view=all')).json<Alerts>();
    expect(after.lines.length).to.equal(before.lines.length + again);
    const same = after.lines.filter(
      ({ kind, parts }) =>
        kind === first!.kind && parts.item === first!.parts.item && parts.producer === first!.parts.producer,
    );
    expect(new Set(same.map(({ signalled_on }) => signalled_on)).size).to.equal(same.length);
  });

  it('in control the share of false alarms holds: twelve calm years of the whole city', async function () {
    this.timeout(120_000);
    if (engine === 'postgres') return;
    const rules = signalRules(lab.app);
    const db = lab.app.db.write;
    let [signals, expected] = [0, 0];
    for (let seed = 100; seed < 112; seed++) {
      await db('item_facts').delete();
      await db('batch_facts').delete();
      const year = market({ seed, batches: 2000, from: '2025-11-24', days: 365, share: 0.004 });
      await putFacts(lab, year);
      const { found, figures } = await watch(db, { ...rules, inControl: known(rules) }, TODAY);
      signals += found.filter(({ kind }) => kind === 'cusum').length;
      expected += figures.expected;
    }
    // A calm region fails as its items do, so that the chain states the same that happens; 3 σ of a Poisson count.
    expect(signals, `${signals} of ${expected}`).to.be.at.most(expected + 3 * Math.sqrt(expected));
  });
});

/** The simulated city's own shares: an item fails in 0.4 %, a batch of six items in 2.4 %. */
const known = ({ inControl }: ReturnType<typeof signalRules>) => ({
  ...inControl,
  item: { drug: '0.004', tcm: '0.004', device: '0.004', cosmetic: '0.004' },
  batch: { drug: '0.0238', tcm: '0.0238', device: '0.0238', cosmetic: '0.0238' },
});
