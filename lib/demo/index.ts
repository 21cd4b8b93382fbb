import { refuse } from '../core/refusal.ts';
import { perform } from '../kernel/action.ts';
import { hashPassword } from '../kernel/passwords.ts';
import { type PostRoute, post, type Slice } from '../kernel/routes.ts';
import { systemUser } from '../kernel/session.ts';
import { integer, object, text } from '../kernel/shapes.ts';
import type { App } from '../kernel/types.ts';
import { isFresh, setupPage, spendSetupCode } from '../people/index.ts';
import { type Loaded, loadAct, loadDemo } from './load.ts';
import { type Cast, readCast } from './materials.ts';
import { signInsPage } from './sign-ins.page.tsx';

export type { Loaded } from './load.ts';
export { type Cast, readCast } from './materials.ts';

/** Batches of the demo month. */
export const SIZE = 60;

/**
 * Loads the demo into a new installation, in one transaction.
 * @throws Refusal `setup.done` when it has users already
 */
export async function fillWithDemo(app: App, slices: Slice[], size = SIZE): Promise<Loaded & { cast: Cast }> {
  if (!(await isFresh(app))) refuse('setup.done', {}, undefined, 'missing');
  const cast = readCast(app.config.root);
  const hash = await hashPassword(cast.password);
  const origin = { ip: 'console', station: 'console', session: '', request: 'demo' };
  const loaded = await perform(loadAct(slices, cast, hash, size), { app, user: systemUser, origin }, {});
  return { ...loaded, cast };
}

/** `POST /setup/demo`: the other way through the first page, with the same one-time code. */
function demoPost(slices: Slice[]): PostRoute {
  return post<{ code: string }, Loaded, { cast: Cast; hash: string }>({
    name: 'demo.load',
    path: '/setup/demo',
    needs: 'public',
    input: object({ code: text(60) }, ['code']),
    answer: object({ samplings: integer, issued: integer, cases: integer }, ['samplings', 'issued', 'cases']),
    prepare: async ({ app }) => {
      const cast = readCast(app.config.root);
      return { cast, hash: await hashPassword(cast.password) };
    },
    run: async (act, { code }, { cast, hash }) => {
      if ((await act.db('users').select('id').limit(1)).length > 0) refuse('setup.done', {}, undefined, 'missing');
      await spendSetupCode(act, code);
      return loadDemo(act, slices, cast, hash, SIZE);
    },
    then: () => '/setup/demo',
    on: setupPage,
  });
}

/** The demo institute as a slice: it plays the routes of all the others. */
export const demoSlice = (slices: Slice[]): Slice => ({
  name: 'demo',
  routes: [demoPost(slices), signInsPage],
  nav: [],
});
