import { refuse } from '../core/refusal.ts';
import { page, post } from '../kernel/routes.ts';
import { checkPassword, type UserRow } from '../kernel/session.ts';
import { object, oneOf, text } from '../kernel/shapes.ts';
import { find } from '../kernel/tables.ts';
import type { Lang } from '../kernel/types.ts';
import { Form, TextField } from '../ui/index.ts';
import { ownPath } from './own-path.ts';
import { changeOwnPassword, freshHash } from './users.ts';

export const passwordPage = page<object, object>({
  name: 'me.password',
  path: '/me/password',
  needs: 'signed-in',
  input: object({}),
  answer: object({}),
  bare: true,
  load: async () => ({}),
  title: (_data, ui) => ui.t('shell.password'),
  view: (_data, ui) => (
    <section class="panel sign-in">
      <div class="panel-body">
        <h1>{ui.t('shell.password')}</h1>
        <p class="quiet">{ui.t('people.adminPasswordNote')}</p>
        <Form ui={ui} action="/me/password" draft="off">
          <TextField
            ui={ui}
            name="old"
            label={ui.t('people.oldPassword')}
            type="password"
            autocomplete="current-password"
            required
            focus
          />
          <TextField
            ui={ui}
            name="password"
            label={ui.t('people.newPassword')}
            type="password"
            autocomplete="new-password"
            required
          />
          <TextField
            ui={ui}
            name="again"
            label={ui.t('people.newPasswordAgain')}
            type="password"
            autocomplete="new-password"
            required
          />
          <button class="btn btn-primary btn-next">{ui.t('act.save')}</button>
        </Form>
      </div>
    </section>
  ),
});

export const languagePost = post<{ lang: Lang; next?: string }, object>({
  name: 'me.language',
  path: '/language',
  needs: 'signed-in',
  input: object({ lang: oneOf('zh', 'en'), next: text(500) }, ['lang']),
  answer: object({}),
  run: async (act, input) => {
    const row = await find<UserRow>(act.db, 'users', { id: act.user.id });
    if (!row) return refuse('people.missing', {}, undefined, 'missing');
    await act.update('users', row, { lang: input.lang });
    return {};
  },
  then: (_output, { next }) => ownPath(next),
  on: passwordPage,
});

export const changePasswordPost = post<
  { old: string; password: string; again: string },
  object,
  { hash: string; session: string }
>({
  name: 'me.change-password',
  path: '/me/password',
  needs: 'signed-in',
  input: object({ old: text(200), password: text(200), again: text(200) }, ['old', 'password', 'again']),
  answer: object({}),
  prepare: async ({ app, origin, session }, input) => {
    if (!session) return refuse('session.none', {}, undefined, 'unauthenticated');
    if (input.password !== input.again) refuse('people.again', {}, 'again');
    if (input.password === input.old) refuse('people.same', {}, 'password');
    await checkPassword(app, origin, session.user.login, input.old);
    return { hash: await freshHash(input.password, session.user.login), session: session.idHash };
  },
  run: async (act, _input, { hash, session }) => {
    await changeOwnPassword(act, hash, session);
    return {};
  },
  then: () => '/',
  on: passwordPage,
});
