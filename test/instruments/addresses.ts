import { type AddressInfo, createServer } from 'node:net';
import { prepared } from '../control/rig.ts';
import { Instrument } from '../equipment/arrange.ts';
import type { Lab } from '../support/lab.ts';
import { assayRun, importFile, injectionsOf, mapped, ok, peakTable } from './rig.ts';

export interface InstrumentAddresses {
  run: string;
  /** A file that was taken, and one that waits. */
  taken: string;
  waiting: string;
  version: number;
  profile: string;
  test: string;
  /** Stops the balance. */
  close(): void;
}

/** A run with two instrument files, the mapping of its kind, and a balance that always weighs 0.0250 g. */
export async function arrangeInstruments(lab: Lab): Promise<InstrumentAddresses> {
  const balance = createServer((socket) => socket.on('data', () => socket.write('S S     0.0250 g\r\n')));
  await new Promise<void>((resolve) => balance.listen(0, '127.0.0.1', resolve));
  await Instrument.inUse(lab, 'YQ-WEIGH');
  ok(
    await (await lab.as('equipment')).post('/instruments/connections', {
      ...{ number: 'YQ-WEIGH', host: '127.0.0.1', port: (balance.address() as AddressInfo).port },
      ...{ unit: 'g', low: '0.01', high: '220' },
    }),
  );
  const profile = await mapped(lab);
  const batch = async () => ({ id: (await prepared(lab)).sample, version: 1 });
  // The batches have a test already; the assay is a further one of theirs.
  const run = await assayRun({ ...lab, batch }, 2, 9);
  const analyst = await lab.as('analyst');
  const [first, second] = run.rows;
  const taken = await importFile(analyst, run.id, 'a.csv', peakTable(injectionsOf(first?.number ?? '', 1, 1000)));
  ok(await analyst.post(`/runs/${run.id}/files/${taken.id}/taking`, { version: taken.version }));
  const waiting = await importFile(analyst, run.id, 'b.csv', peakTable(injectionsOf(second?.number ?? '', 3, 2000)));
  return {
    ...{ run: run.id, taken: taken.id, waiting: waiting.id, version: waiting.version },
    ...{ profile: profile.id, test: first?.test ?? '', close: () => balance.close() },
  };
}
