import { page } from '../kernel/routes.ts';
import { boolean, object, text } from '../kernel/shapes.ts';
import { Form, TextField } from '../ui/index.ts';
import { isFresh } from './setup.ts';

export interface SignInInput {
  login: string;
  password: string;
  next?: string;
}

const next = object({ next: text(500) });

export const signInPage = page<{ next?: string }, { next: string; institute: string; fresh: boolean }>({
  name: 'session.new',
  path: '/session/new',
  needs: 'public',
  input: next,
  answer: object({ next: text(500), institute: text(), fresh: boolean }, ['next', 'institute', 'fresh']),
  bare: true,
  // Nobody can sign in yet: the first page is the set-up.
  redirect: ({ fresh }) => (fresh ? '/setup' : undefined),
  load: async ({ app, db }, input) => {
    const row = await db('settings').where({ id: 'institute' }).first<{ value: string } | undefined>();
    const institute = row ? (JSON.parse(row.value) as { name: string }).name : '';
    return { next: input.next ?? '/', institute, fresh: await isFresh(app) };
  },
  title: (_data, ui) => ui.t('session.signIn'),
  view: (data, ui) => (
    <section class="panel sign-in">
      <div class="panel-body">
        <h1>{ui.t('session.signIn')}</h1>
        <p class="quiet">{data.institute}</p>
        <Form ui={ui} action="/session" draft="off">
          <input type="hidden" name="next" value={data.next} />
          <TextField ui={ui} name="login" label={ui.t('field.login')} autocomplete="username" required focus />
          <TextField
            ui={ui}
            name="password"
            label={ui.t('field.password')}
            type="password"
            autocomplete="current-password"
            required
          />
          <button class="btn btn-primary btn-next">{ui.t('session.signIn')}</button>
        </Form>
      </div>
    </section>
  ),
});

export const unlockPage = page<{ next?: string }, { next: string }>({
  name: 'session.locked',
  path: '/session/unlock',
  needs: 'public',
  input: next,
  answer: object({ next: text(500) }, ['next']),
  bare: true,
  load: async (_query, input) => ({ next: input.next ?? '/' }),
  title: (_data, ui) => ui.t('session.unlock'),
  view: (data, ui) => (
    <section class="panel sign-in">
      <div class="panel-body">
        <h1>{ui.t('session.unlock')}</h1>
        <p class="quiet">{ui.t('session.unlockNote', { name: ui.user?.name ?? '' })}</p>
        <Form ui={ui} action="/session/unlock" draft="off">
          <input type="hidden" name="next" value={data.next} />
          <TextField
            ui={ui}
            name="password"
            label={ui.t('field.password')}
            type="password"
            autocomplete="current-password"
            required
            focus
          />
          <button class="btn btn-primary btn-next">{ui.t('session.unlock')}</button>
        </Form>
      </div>
    </section>
  ),
});
