import { type AddressInfo, createServer, type Server } from 'node:net';
import { expect } from 'chai';
import { Instrument } from '../equipment/arrange.ts';
import { eachEngine } from '../support/engines.ts';
import type { Client } from '../support/lab.ts';
import { assayRun, ok, type Rig, type Run, readingsAt, startInstruments } from './rig.ts';

/** A balance on a port of this machine; `says` is its next answer. */
async function aBalance(): Promise<{ port: number; says: (line: string) => void; server: Server }> {
  let answer = 'S S     12.3456 g';
  const server = createServer((socket) => socket.on('data', () => socket.write(`${answer}\r\n`)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const says = (line: string): void => {
    answer = line;
  };
  return { port: (server.address() as AddressInfo).port, server, says };
}

eachEngine('balances at the bench', (engine) => {
  let rig: Rig;
  let analyst: Client;
  let run: Run;
  let balance: Awaited<ReturnType<typeof aBalance>>;

  const connect = async (body: object) =>
    (await rig.as('equipment')).post('/instruments/connections', {
      ...{ number: 'YQ-001', host: '127.0.0.1', port: balance.port, unit: 'g', low: '0.01', high: '220' },
      ...body,
    });
  const weigh = (body: object) =>
    analyst.post(`/tests/${run.rows[0]?.test}/weighings`, { instrument: 'YQ-001', field: 'samples.0.m', ...body });

  before(async function () {
    this.timeout(60_000);
    rig = await startInstruments(engine);
    balance = await aBalance();
    analyst = await rig.as('analyst');
    await Instrument.inUse(rig, 'YQ-001');
    run = await assayRun(rig, 1);
  });
  after(async () => {
    balance.server.close();
    await rig.close();
  });

  it('connects a balance of the ledger on a port of this machine, with its calibrated span', async () => {
    expect((await weigh({})).refusals()).to.deep.equal(['instrument-file.not-connected']);
    const refused: [change: object, id: string][] = [
      [{ number: 'NO-SUCH' }, 'instrument-file.instrument'],
      [{ host: '10.0.0.7' }, 'instrument-file.loopback'],
      [{ port: 70_000 }, 'instrument-file.port'],
      [{ low: '300' }, 'instrument-file.span'],
      [{ low: 'abc' }, 'instrument-file.span'],
    ];
    for (const [change, id] of refused) expect((await connect(change)).refusals(), id).to.deep.equal([id]);
    expect((await analyst.post('/instruments/connections', { number: 'YQ-001' })).status).to.equal(403);
    ok(await connect({}));
    expect((await (await rig.as('equipment')).page('/instruments/connections')).text).to.contain('0.01–220 g');
  });

  it('writes a stable weight into the cell in the unit of the cell, and keeps balance and answer', async () => {
    balance.says('S S     0.02505 g');
    const weighed = ok<{ value: string; unit: string; raw: string }>(await weigh({}));
    expect(weighed).to.include({ value: '25.05', unit: 'mg', raw: '0.02505 g' });
    const test = run.rows[0]?.test ?? '';
    expect((await readingsAt(rig, test))['samples']).to.deep.equal([{ m: '25.05' }]);
    expect((await analyst.page(`/tests/${test}/weighings`)).text).to.contain('0.02505 g');
  });

  it('refuses what is outside the span, not stable, no weighing, or changes a value without a reason', async () => {
    balance.says('S S     230.0000 g');
    expect((await weigh({ field: 'samples.1.m' })).refusals()).to.deep.equal(['instrument-file.weight-span']);
    balance.says('S S     0.0099 g');
    expect((await weigh({ field: 'samples.1.m' })).refusals()).to.deep.equal(['instrument-file.weight-span']);
    balance.says('S D     1.0000 g');
    expect((await weigh({ field: 'samples.1.m' })).refusals()).to.deep.equal(['balance.unstable']);
    balance.says('S S     1.0000 oz');
    expect((await weigh({ field: 'samples.1.m' })).refusals()).to.deep.equal(['instrument-file.weight-unit']);
    balance.says('S S     0.0260 g');
    expect((await weigh({ field: 'samples.1.A_1' })).refusals()).to.deep.equal(['instrument-file.not-mass']);
    expect((await weigh({})).refusals()).to.deep.equal(['record.reason']);
    ok(await weigh({ reason: '重新称样' }));
    expect((await readingsAt(rig, run.rows[0]?.test ?? ''))['samples']).to.deep.equal([{ m: '26.0' }]);
  });

  it('refuses a balance that may not be used, and keeps to the limits of a yellow one', async () => {
    const { db } = rig.app;
    const row = await db.read('instruments').where({ number: 'YQ-001' }).first('id');
    const current = db.write('instrument_states').where({ instrument_id: row.id }).whereNull('to_at');
    await current
      .clone()
      .update({ state: 'limited', limits: JSON.stringify([{ quantity: '称量', unit: 'g', low: '1' }]) });
    balance.says('S S     0.0260 g');
    expect((await weigh({ field: 'samples.1.m' })).refusals()).to.deep.equal(['instrument-file.weight-limits']);
    await current.clone().update({ state: 'stopped', limits: null });
    expect((await weigh({ field: 'samples.1.m' })).refusals()).to.deep.equal(['instrument-file.weight-state']);
  });

  it('takes a weight that the balance types into a cell, in the unit of the cell', async () => {
    const test = run.rows[0]?.test ?? '';
    const type = async (value: string) => {
      const { version } = await rig.app.db.read('tests').where({ id: test }).first('version');
      return analyst.post(`/tests/${test}/readings`, { field: 'samples.1.m', value }, { ifMatch: `"${version}"` });
    };
    expect((await type('  12.5 mL')).refusals()).to.deep.equal(['instrument-file.weight-unit']);
    ok(await type('N     0.02511 g'));
    expect(((await readingsAt(rig, test))['samples'] as Record<string, string>[])[1]?.['m']).to.equal('25.11');
  });
});
