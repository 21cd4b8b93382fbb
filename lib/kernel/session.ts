import type { Knex } from 'knex';
import { refuse } from '../core/refusal.ts';
import { t } from '../messages/index.ts';
import { perform } from './action.ts';
import { checkAddress, countAddress, inTurn, LOCK_MINUTES } from './attempts.ts';
import { sha256 } from './hash.ts';
import { hashPassword, passwordFits } from './passwords.ts';
import { decode, find } from './tables.ts';
import type { Act, App, Lang, Origin, Role, Row, User } from './types.ts';

export interface UserRow extends Row {
  login: string;
  name: string;
  employee_no: string | null;
  password_hash: string;
  roles: Role[];
  active: 0 | 1;
  must_change: 0 | 1;
  failed: number;
  locked_until: string | null;
  lang: Lang;
  organisation_id: string | null;
  created_at: string;
}

export interface Session {
  idHash: string;
  csrf: string;
  user: User;
  mustChange: boolean;
  locked: boolean;
}

/** Who acts when nobody is signed in yet: sign-in itself, the first set-up. */
export const systemUser: User = {
  id: 'system',
  login: 'system',
  name: t('zh', 'kernel.system'),
  roles: [],
  lang: 'zh',
};

const HOUR = 3_600_000;
const ABSOLUTE_HOURS = 12;
const WRONG_PASSWORDS = 5;

export const asUser = (row: UserRow): User => ({
  id: row.id,
  login: row.login,
  name: row.name,
  roles: row.roles,
  lang: row.lang,
  ...(row.organisation_id !== null && { organisation: row.organisation_id }),
});

let decoy: Promise<string> | undefined;

/**
 * Checks the password of an account; counts wrong ones and locks after five for 15 minutes (SE-08, DI-14).
 * @throws Refusal 'session.wrong' or 'session.account-locked'
 */
export function checkPassword(app: App, origin: Origin, login: string, password: string): Promise<UserRow> {
  return inTurn(login, () => judgePassword(app, origin, login, password));
}

async function judgePassword(app: App, origin: Origin, login: string, password: string): Promise<UserRow> {
  checkAddress(app, origin.ip);
  const row = await find<UserRow>(app.db.read, 'users', { login });
  const now = app.clock.now();
  if (row?.locked_until && row.locked_until > now.toISOString()) {
    refuse('session.account-locked', { minutes: LOCK_MINUTES }, 'password', 'locked');
  }
  // An unknown name costs as much time as a wrong password, so that names cannot be guessed by the clock.
  decoy ??= hashPassword('no account has this password');
  const fits = await passwordFits(row?.password_hash ?? (await decoy), password);
  if (row && fits && row.active === 1) {
    if (row.failed > 0) await rememberFailures(app, origin, row.id, () => ({ failed: 0, locked_until: null }));
    return row;
  }
  countAddress(app, origin.ip);
  const lock = new Date(now.getTime() + LOCK_MINUTES * 60_000).toISOString();
  await rememberFailures(app, origin, row?.id, (user) => {
    const failed = user.failed + 1;
    return {
      failed: failed >= WRONG_PASSWORDS ? 0 : failed,
      locked_until: failed >= WRONG_PASSWORDS ? lock : user.locked_until,
    };
  });
  return refuse('session.wrong', {}, 'password', 'unauthenticated');
}

/** Reads the account again inside the transaction: parallel attempts must all be counted. */
async function rememberFailures(
  app: App,
  origin: Origin,
  id: string | undefined,
  patch: (user: UserRow) => Partial<UserRow>,
): Promise<void> {
  await perform(
    {
      name: 'session.failures',
      needs: 'public',
      run: async (act) => {
        const user = id === undefined ? undefined : await locked(act.db, app, id);
        if (user) await act.update('users', user, patch(user));
        else act.record({ entity: 'users', id: 'unknown' });
      },
    },
    { app, user: systemUser, origin },
    {},
  );
}

async function locked(db: Knex.Transaction, app: App, id: string): Promise<UserRow | undefined> {
  const query = db('users').where({ id }).first();
  const row: object | undefined = await (app.db.engine === 'postgres' ? query.forUpdate() : query);
  return row && decode<UserRow>('users', row);
}

/** Opens a session: a new token at each sign-in, hashed at rest; ends after 12 hours whatever happens (SE-10). */
export async function openSession(act: Act, row: UserRow, token: string): Promise<{ csrf: string }> {
  const csrf = act.app.ids.secret(18);
  const ends_at = new Date(act.app.clock.now().getTime() + ABSOLUTE_HOURS * HOUR).toISOString();
  await act.db('sessions').insert({
    id_hash: sha256(token),
    user_id: row.id,
    csrf,
    created_at: act.now,
    seen_at: act.now,
    ends_at,
    locked: 0,
    ip: act.origin.ip,
    agent: act.origin.station,
  });
  act.record({ entity: 'users', id: row.id, by: asUser(row) });
  return { csrf };
}

interface SessionRow {
  id_hash: string;
  csrf: string;
  seen_at: string;
  ends_at: string;
  locked: 0 | 1;
}

/** Last use of each session; written through at most once a minute, so that a page view is not a write. */
const seen = new Map<string, number>();
const WRITE_THROUGH = 60_000;

/** The session of a token, or undefined when it ended, was closed, or its account was disabled. */
export async function readSession(app: App, token: string | undefined): Promise<Session | undefined> {
  if (!token || token.length > 100) return undefined;
  const idHash = sha256(token);
  const now = app.clock.now();
  const row = await app.db
    .read('sessions')
    .join('users', 'users.id', 'sessions.user_id')
    .where({ 'sessions.id_hash': idHash, 'users.active': 1 })
    .first<(SessionRow & UserRow) | undefined>('sessions.*', 'users.*');
  if (!row || row.ends_at <= now.toISOString()) return undefined;
  const last = Math.max(seen.get(idHash) ?? 0, Date.parse(row.seen_at));
  const idle = now.getTime() - last > app.config.idleMinutes * 60_000;
  const isLocked = row.locked === 1 || idle;
  if (!isLocked) await touch(app, idHash, Date.parse(row.seen_at), now);
  const user = asUser(decode<UserRow>('users', row));
  return { idHash, csrf: row.csrf, user, mustChange: row.must_change === 1, locked: isLocked };
}

async function touch(app: App, idHash: string, written: number, now: Date): Promise<void> {
  seen.set(idHash, now.getTime());
  if (now.getTime() - written < WRITE_THROUGH) return;
  // Reading goes on while the disk is full (FT-03): the last use is then known in memory only.
  await app.db
    .write('sessions')
    .where({ id_hash: idHash })
    .update({ seen_at: now.toISOString() })
    .catch((error: unknown) => app.log.warn({ err: error }, 'the last use of a session was not stored'));
}

/** Unlocks an idle session; what was typed on the page stays where it is (DI-29). The caller has checked the password. */
export async function unlockSession(act: Act, session: Session): Promise<void> {
  await act.db('sessions').where({ id_hash: session.idHash }).update({ locked: 0, seen_at: act.now });
  act.record({ entity: 'users', id: session.user.id });
  act.after(async () => {
    seen.set(session.idHash, act.app.clock.now().getTime());
  });
}

/** Closes the session on the server; its token is worthless from now on. */
export async function closeSession(act: Act, session: Session): Promise<void> {
  await act.db('sessions').where({ id_hash: session.idHash }).delete();
  act.record({ entity: 'users', id: session.user.id });
  seen.delete(session.idHash);
}

/** Ends all sessions of a person: after a change of password, of roles, or when the account is disabled. */
export async function endSessions(db: Knex.Transaction, userId: string): Promise<void> {
  await db('sessions').where({ user_id: userId }).delete();
}
