import { chinaDate } from '../core/deadlines.ts';
import { perform } from '../kernel/action.ts';
import { systemUser } from '../kernel/session.ts';
import type { Act, App } from '../kernel/types.ts';
import { watch } from './detect.ts';
import { signalRules } from './rules.ts';
import { keepWatch } from './run.ts';

/** Watches all streams of yesterday and before by the program itself, in nobody's name; where nothing was issued yet there is nothing to keep. */
export async function watchDaily(app: App): Promise<void> {
  const found = await watch(app.db.read, signalRules(app), chinaDate(app.clock.now().toISOString()));
  if (found.figures.families.every(({ streams }) => streams === 0)) return;
  const origin = { ip: '127.0.0.1', station: 'daily', session: '', request: app.ids.next() };
  const run = (act: Act) => keepWatch(act, found);
  const { found: kept } = await perform(
    { name: 'signal.watch', needs: 'public', run },
    { app, user: systemUser, origin },
    {},
  );
  app.log.info({ signals: kept }, 'signals watched');
}
