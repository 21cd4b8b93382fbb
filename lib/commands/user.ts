import { perform } from '../kernel/action.ts';
import { systemClock } from '../kernel/clock.ts';
import type { Config } from '../kernel/config.ts';
import { hashPassword } from '../kernel/passwords.ts';
import { systemUser, type UserRow } from '../kernel/session.ts';
import { find, list } from '../kernel/tables.ts';
import type { Act, App } from '../kernel/types.ts';
import { openApp } from '../open.ts';
import { resetPassword } from '../people/index.ts';
import { both, consoleOrigin, openExisting, print, say } from './console.ts';

/** Accounts from the console, when nobody can sign in to help: list, unlock, reset. Each change is an act in the trail. */
export async function user(config: Config, [verb = 'list', login]: string[]): Promise<number> {
  const change = verb === 'unlock' ? unlock : verb === 'reset' ? reset : undefined;
  if (verb === 'list') return listed(config);
  if (!change || login === undefined) {
    say('cmd.user.usage');
    return 2;
  }
  await (await openExisting(config)).close();
  const app = await openApp(config);
  try {
    const row = await find<UserRow>(app.db.read, 'users', { login });
    if (!row) {
      say('cmd.user.missing', { login });
      return 1;
    }
    await change(app, row);
    return 0;
  } finally {
    await app.db.close();
  }
}

async function listed(config: Config): Promise<number> {
  const db = await openExisting(config);
  try {
    const now = systemClock.now().toISOString();
    for (const row of await list<UserRow>(db.read, 'users', {}, 'login')) {
      const isLocked = row.locked_until !== null && row.locked_until > now;
      const state = row.active === 0 ? 'cmd.user.disabled' : isLocked ? 'cmd.user.locked' : 'cmd.user.active';
      print(`${row.login}\t${row.name}\t${row.roles.join(',')}\t${both(state)}`);
    }
    return 0;
  } finally {
    await db.close();
  }
}

const act = (app: App, name: string, run: (act: Act) => Promise<unknown>): Promise<unknown> =>
  perform({ name, needs: 'public', run }, { app, user: systemUser, origin: consoleOrigin(name) }, {});

async function unlock(app: App, row: UserRow): Promise<void> {
  await act(app, 'user.unlock', (open) => open.update<UserRow>('users', row, { failed: 0, locked_until: null }));
  say('cmd.user.unlocked', { login: row.login });
}

async function reset(app: App, row: UserRow): Promise<void> {
  const password = app.ids.secret(12);
  const hash = await hashPassword(password);
  await act(app, 'user.reset-password', (open) => resetPassword(open, row.id, hash));
  say('cmd.user.reset', { login: row.login, password });
}
