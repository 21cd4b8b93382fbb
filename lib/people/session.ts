import { Refusal } from '../core/refusal.ts';
import { post } from '../kernel/routes.ts';
import {
  asUser,
  checkPassword,
  closeSession,
  openSession,
  type Session,
  type UserRow,
  unlockSession,
} from '../kernel/session.ts';
import { object, text } from '../kernel/shapes.ts';
import { ownPath } from './own-path.ts';
import { type SignInInput, signInPage, unlockPage } from './session.pages.tsx';

const none = (): never => {
  throw new Refusal([{ id: 'session.none' }], 'unauthenticated');
};

const whole = (session: Session | undefined): Session => session ?? none();

export const signIn = post<
  SignInInput,
  { csrf: string; id: string; name: string; roles: string[] },
  { row: UserRow; token: string }
>({
  name: 'session.open',
  path: '/session',
  needs: 'public',
  input: object({ login: text(60), password: text(200), next: text(500) }, ['login', 'password']),
  answer: object({ csrf: text(), id: text(), name: text(), roles: { type: 'array', items: text() } }, [
    'csrf',
    'id',
    'name',
    'roles',
  ]),
  prepare: async ({ app, origin }, { login, password }) => ({
    row: await checkPassword(app, origin, login.trim(), password),
    token: app.ids.secret(32),
  }),
  run: async (act, _input, { row, token }) => {
    const { id, name, roles } = asUser(row);
    return { ...(await openSession(act, row, token)), id, name, roles };
  },
  cookie: ({ token }) => token,
  then: (_output, { next }) => ownPath(next),
  on: signInPage,
});

export const signOut = post<object, object, Session>({
  name: 'session.close',
  path: '/session/end',
  needs: 'public',
  input: object({}),
  answer: object({}),
  prepare: async ({ session }) => whole(session),
  run: async (act, _input, session) => {
    await closeSession(act, session);
    return {};
  },
  cookie: () => null,
  then: () => '/session/new',
  on: signInPage,
});

export const unlock = post<{ password: string; next?: string }, object, Session>({
  name: 'session.unlock',
  path: '/session/unlock',
  needs: 'public',
  input: object({ password: text(200), next: text(500) }, ['password']),
  answer: object({}),
  prepare: async ({ app, origin, session }, { password }) => {
    const own = whole(session);
    await checkPassword(app, origin, own.user.login, password);
    return own;
  },
  run: async (act, _input, session) => {
    await unlockSession(act, session);
    return {};
  },
  then: (_output, { next }) => ownPath(next),
  on: unlockPage,
});
