import { expect } from 'chai';
import { workDaily } from '../../lib/kernel/daily.ts';
import { eachEngine } from '../support/engines.ts';
import { type Lab, startLab } from '../support/lab.ts';

eachEngine('what the program does once a day', (engine) => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(engine, '2026-11-22T04:00:00+08:00');
  });
  after(() => lab.close());

  const rows = (name: string) => lab.app.db.read('daily_runs').where({ name }).orderBy('on_day');

  it('is done at the start, and once for each day that begins at five in China, however many processes ask', async () => {
    const done: string[] = [];
    const work = {
      name: 'count',
      run: async () => {
        done.push(lab.app.clock.now().toISOString());
      },
    };
    const processes = [1, 2, 3].map(() => workDaily(lab.app, [work]));
    const tick = () => Promise.all(processes.map((one) => one.tick()));
    await tick();
    expect(done).to.have.length(1);
    lab.at('2026-11-22T04:59:00+08:00');
    await tick();
    expect(done, 'still yesterday').to.have.length(1);
    lab.at('2026-11-22T05:00:00+08:00');
    await tick();
    await tick();
    expect(done).to.have.length(2);
    lab.at('2026-11-25T23:00:00+08:00');
    await tick();
    expect(done, 'days without a process are not made up for').to.have.length(3);
    expect((await rows('count')).map(({ on_day, failed }) => [on_day, failed])).to.deep.equal([
      ['2026-11-21', null],
      ['2026-11-22', null],
      ['2026-11-25', null],
    ]);
    await Promise.all(processes.map((one) => one.stop()));
    lab.at('2026-11-26T23:00:00+08:00');
    await tick();
    expect(done, 'stopped').to.have.length(3);
  });

  it('that fails stops nothing else, and is tried again after an hour', async () => {
    lab.at('2026-11-27T09:00:00+08:00');
    let tries = 0;
    let others = 0;
    const daily = workDaily(lab.app, [
      {
        name: 'broken',
        run: async () => {
          tries += 1;
          if (tries === 1) throw new Error('no room');
        },
      },
      {
        name: 'other',
        run: async () => {
          others += 1;
        },
      },
    ]);
    await daily.tick();
    expect([tries, others, (await rows('broken'))[0]?.failed]).to.deep.equal([1, 1, 'Error: no room']);
    lab.at('2026-11-27T09:59:00+08:00');
    await daily.tick();
    expect(tries).to.equal(1);
    lab.at('2026-11-27T10:01:00+08:00');
    await daily.tick();
    await daily.tick();
    expect([tries, others]).to.deep.equal([2, 1]);
    const [row] = await rows('broken');
    expect([row.failed, row.done_at?.slice(0, 16)]).to.deep.equal([null, '2026-11-27T02:01']);
    await daily.stop();
  });

  it('is waited for when the program ends', async () => {
    let isOver = false;
    const daily = workDaily(lab.app, [
      {
        name: 'slow',
        run: async () => {
          await new Promise((resolve) => setTimeout(resolve, 50));
          isOver = true;
        },
      },
    ]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await daily.stop();
    expect(isOver).to.equal(true);
  });
});
