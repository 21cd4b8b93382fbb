import { expect } from 'chai';
import { workDaily } from '../../lib/kernel/daily.ts';
import type { Alerts } from '../../lib/signals/alerts.ts';
import { watchDaily } from '../../lib/signals/index.ts';
import { eachEngine } from '../support/engines.ts';
import { type Lab, signIn, startLab } from '../support/lab.ts';
import { type Fact, putFacts } from './arrange.ts';

/** Three failures of the same item at the same producer within a year. */
const failures: Fact[] = [1, 2, 3].map((n) => ({
  ...{ id: String(n).padStart(26, '0'), on: `2026-0${n}-10`, product: '示例片', producer: '示例制药有限公司' },
  items: [{ code: 'I1', fails: true }],
}));

eachEngine('N14 signals are watched by the program itself', (engine) => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(engine, '2026-11-22T09:00:00+08:00');
  });
  after(() => lab.close());

  it('once a day, in nobody’s name; nothing is kept where nothing was issued', async () => {
    await watchDaily(lab.app);
    expect(await lab.app.db.read('signal_runs')).to.deep.equal([]);
    await putFacts(lab, failures);
    lab.at('2026-11-23T06:00:00+08:00');
    const daily = workDaily(lab.app, [{ name: 'signals', run: watchDaily }]);
    await daily.tick();
    await daily.tick();
    await daily.stop();
    const runs = await lab.app.db.read('signal_runs');
    expect(runs.map(({ on_day, run_by }) => [on_day, run_by])).to.deep.equal([['2026-11-23', null]]);
    const quality = await signIn(lab.url, 'quality', lab.app);
    const { lines, run } = (await quality.get('/signals/alerts')).json<Alerts>();
    expect(lines.map(({ kind }) => kind)).to.include('repeat');
    expect(run).to.include({ by: null });
    expect((await quality.page('/signals/alerts')).text).to.include('系统每日自动');
    const [event] = await lab.app.db.read('audit').where({ action: 'signal.watch' }).limit(1);
    expect(event).to.include({ user_id: 'system' });
  });
});
