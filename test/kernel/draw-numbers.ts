/** Run by database.test.ts in processes of their own: draws 100 numbers through `perform` and sends them back. */
import { Refusal } from '../../lib/core/refusal.ts';
import { perform } from '../../lib/kernel/action.ts';
import { readConfig } from '../../lib/kernel/config.ts';
import { systemUser } from '../../lib/kernel/session.ts';
import type { Act } from '../../lib/kernel/types.ts';
import { openApp } from '../../lib/open.ts';

const app = await openApp(readConfig({ ...process.env, LOG_LEVEL: 'silent' }));
const origin = { ip: '127.0.0.1', station: 'test', session: '', request: 'draw' };
const run = async (act: Act) => {
  const number = await act.number('test', 'T{year}-{serial:5}');
  act.record({ entity: 'counters', id: number });
  return number;
};
const numbers: string[] = [];
const refused: string[] = [];
for (let i = 0; i < 100; i += 1) {
  try {
    numbers.push(await perform({ name: 'test.draw', needs: 'public', run }, { app, user: systemUser, origin }, {}));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refused.push(error.kind);
  }
}
await app.db.close();
process.send?.({ numbers, refused }, () => process.exit(0));
