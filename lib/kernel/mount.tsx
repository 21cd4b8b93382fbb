import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import { render } from 'preact-render-to-string';
import { chinaDate } from '../core/deadlines.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import type { Ui } from '../ui/context.ts';
import { Page, renderPage } from '../ui/layout.tsx';
import { may, permissions } from './access.ts';
import { perform } from './action.ts';
import { drawUi } from './draw.ts';
import { statusOf } from './errors.tsx';
import { checkFormToken, setSessionCookie } from './guard.ts';
import { checkText, nest, pairs, parseJson, readText } from './request.ts';
import type { FileRoute, PageRoute, PostRoute, Route, Slice } from './routes.ts';
import { check } from './schema.ts';
import { checkPassword, type Session, systemUser } from './session.ts';
import type { Act, App, Origin, Query, User } from './types.ts';

/** What the session middleware leaves for the routes. */
export interface State {
  session?: Session;
  origin: Origin;
}

type Ctx = Context & { params: Record<string, string> };
export type Format = 'html' | 'json';

const API = '/api/v1';

/** Mounts every route of every slice twice: as a page or form, and as JSON under /api/v1. A permission that does not exist stops the start. */
export function mount(app: App, slices: Slice[]): Middleware[] {
  const router = new Router();
  for (const slice of slices) {
    for (const route of slice.routes) {
      if (route.needs !== 'public' && route.needs !== 'signed-in' && !permissions.includes(route.needs)) {
        throw new Error(`${route.name} needs '${String(route.needs)}', which no permission table knows`);
      }
      const method = route.kind === 'post' ? 'post' : 'get';
      router[method](route.path, (ctx) => serve(app, slices, route, ctx as Ctx, 'html'));
      router[method](API + route.path, (ctx) => serve(app, slices, route, ctx as Ctx, 'json'));
    }
  }
  return [router.routes() as Middleware, router.allowedMethods() as Middleware];
}

async function serve(app: App, slices: Slice[], route: Route, ctx: Ctx, format: Format): Promise<void> {
  const state = ctx.state as State;
  const user = admit(route, state, ctx, format);
  if (!user) return;
  if (route.kind === 'page') await servePage(app, slices, route, ctx, format, user);
  else if (route.kind === 'file') await serveFile(app, route, ctx, user);
  else await servePost(app, slices, route, ctx, format, user);
}

/** Deny by default: nobody passes without a session, an unlocked one, a changed password and the permission. */
function admit(route: Route, state: State, ctx: Ctx, format: Format): User | undefined {
  if (route.needs === 'public') return state.session?.user ?? systemUser;
  if (!state.session || state.session.locked) {
    if (format === 'html' && ctx.method === 'GET') {
      ctx.redirect(`${state.session ? '/session/unlock' : '/session/new'}?next=${encodeURIComponent(ctx.path)}`);
      ctx.status = 303;
      return undefined;
    }
    return refuse(state.session ? 'session.locked' : 'session.none', {}, undefined, 'unauthenticated');
  }
  if (state.session.mustChange && !route.path.startsWith('/me/') && !route.path.startsWith('/session')) {
    if (format === 'html' && ctx.method === 'GET') {
      ctx.redirect('/me/password');
      ctx.status = 303;
      return undefined;
    }
    return refuse('session.must-change', {}, undefined, 'forbidden');
  }
  const { user } = state.session;
  if (route.needs !== 'signed-in' && !may(user.roles, route.needs))
    refuse('access.denied', { permission: route.needs }, undefined, 'forbidden');
  return user;
}

const queryOf = (app: App, user: User): Query => {
  const now = app.clock.now().toISOString();
  return { app, db: app.db.read, user, now, today: chinaDate(now) };
};

function queryInput(route: Route, ctx: Ctx): Record<string, unknown> {
  const input = { ...nest(pairs(ctx.querystring), route.input), ...ctx.params };
  checkText(input);
  check(route.input, input);
  return input;
}

async function servePage(
  app: App,
  slices: Slice[],
  route: PageRoute,
  ctx: Ctx,
  format: Format,
  user: User,
): Promise<void> {
  const data = await route.load(queryOf(app, user), queryInput(route, ctx));
  if (format === 'json') {
    const version = (data as { version?: unknown } | null)?.version;
    if (typeof version === 'number') ctx.set('ETag', `"${version}"`);
    ctx.body = data;
    return;
  }
  const target = route.redirect(data);
  if (target !== undefined) {
    ctx.redirect(target);
    ctx.status = 303;
    return;
  }
  ctx.type = 'html';
  ctx.body = draw(route, data, drawUi(app, ctx), slices, app);
}

function draw(route: PageRoute, data: unknown, ui: Ui, slices: Slice[], app: App): string {
  const nav = route.bare
    ? []
    : slices
        .flatMap((slice) => slice.nav)
        .filter((entry) => (entry.needs === 'signed-in' ? ui.user !== null : ui.may(entry.needs)))
        .map((entry) => ({
          href: entry.href,
          label: ui.t(entry.label as Parameters<Ui['t']>[0]),
          active: isWithin(ui.path, entry.href),
        }));
  return renderPage(
    <Page
      ui={ui}
      title={route.title(data, ui)}
      nav={nav}
      bare={route.bare}
      wide={route.wide}
      idleMinutes={app.config.idleMinutes}
    >
      {route.view(data, ui)}
    </Page>,
  );
}

const isWithin = (path: string, href: string): boolean => {
  const [bare = ''] = path.split('?');
  return bare === href || (href !== '/' && bare.startsWith(`${href}/`));
};

async function serveFile(app: App, route: FileRoute, ctx: Ctx, user: User): Promise<void> {
  const input = queryInput(route, ctx);
  const answer = await route.load(queryOf(app, user), input);
  const event = route.event?.(input, answer);
  if (event) {
    const spec = {
      name: route.name,
      needs: route.needs,
      run: async (act: { record(e: typeof event): void }) => act.record(event),
    };
    await perform(spec, { app, user, origin: (ctx.state as State).origin }, {});
  }
  ctx.type = answer.type;
  ctx.set('Content-Disposition', disposition(answer.name, answer.inline ?? false));
  ctx.set('Cache-Control', answer.immutable ? 'private, max-age=31536000, immutable' : 'no-store');
  ctx.body = answer.body;
}

/** RFC 6266: an ASCII fallback and the real name in UTF-8; no character of a name can end the header (B046). */
export function disposition(name: string, inline: boolean): string {
  const clean = name.replace(/[\u0000-\u001F\u007F/\\:*?"<>|]/g, '_');
  const ascii = clean.replace(/[^\x20-\x7E]/g, '_');
  const utf8 = encodeURIComponent(clean).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${inline ? 'inline' : 'attachment'}; filename="${ascii}"; filename*=UTF-8''${utf8}`;
}

interface Posted {
  input: Record<string, unknown>;
  typed: [string, string][];
  key: string | undefined;
}

async function servePost(
  app: App,
  slices: Slice[],
  route: PostRoute,
  ctx: Ctx,
  format: Format,
  user: User,
): Promise<void> {
  const { origin } = ctx.state as State;
  let typed: [string, string][] = [];
  const inPlace = ctx.get('X-Fragment') !== '';
  try {
    const posted = await readPost(route, ctx, format === 'json' || inPlace);
    typed = posted.typed;
    const input = signedInput(route, await guarded(app, route, posted.input, origin, user));
    const prepared = await route.prepare({ app, ...(ctx.state as State) }, input);
    const action = {
      name: route.name,
      needs: route.needs,
      signs: route.signs,
      run: (act: Act, given: unknown) => route.run(act, given, prepared),
    };
    const output = await perform(action, { app, user, origin, key: posted.key }, input);
    if (route.cookie) setSessionCookie(app, ctx, route.cookie(prepared));
    if (inPlace && route.fragment) {
      const { version, view } = route.fragment(output, drawUi(app, ctx));
      ctx.body = { version, html: render(view) };
    } else if (format === 'json') {
      ctx.status = route.creates ? 201 : 200;
      ctx.body = output;
    } else {
      ctx.redirect(route.then(output, input));
      ctx.status = 303;
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (format === 'json' || inPlace)
      throw error.kind === 'stale' ? await withCurrent(app, route, ctx, user, error) : error;
    await showAgain(app, slices, route, ctx, user, error, typed);
  }
}

/** Who was slower learns what stands there now, and who wrote it when (FT-06). */
async function withCurrent(app: App, route: PostRoute, ctx: Ctx, user: User, refusal: Refusal): Promise<Refusal> {
  if (refusal.data !== undefined) return refusal;
  const { id } = ctx.params;
  const { needs } = route.on;
  if (id === undefined || (needs !== 'public' && needs !== 'signed-in' && !may(user.roles, needs))) return refusal;
  const values = await route.on.load(queryOf(app, user), backInput(route.on, ctx, []));
  const last = await app.db
    .read('audit')
    .where({ entity_id: id })
    .orderBy('seq', 'desc')
    .first<{ utc: string; body: string } | undefined>('utc', 'body');
  const changed = last && { by: (JSON.parse(last.body) as { user_name: string }).user_name, at: last.utc };
  return new Refusal(refusal.reasons, 'stale', { ...(changed && { changed }), values });
}

/** A signature needs the password again; a wrong one counts like a wrong sign-in (DI-12, DI-14). */
async function guarded(
  app: App,
  route: PostRoute,
  input: Record<string, unknown>,
  origin: Origin,
  user: User,
): Promise<Record<string, unknown>> {
  checkText(input);
  check(route.input, input);
  if (route.signs) await checkPassword(app, origin, user.login, String(input.password ?? ''));
  return input;
}

/** The password itself goes no further: neither the act nor the idempotency hash sees it. */
function signedInput(route: PostRoute, input: Record<string, unknown>): Record<string, unknown> {
  if (!route.signs) return input;
  const { password: _password, ...rest } = input;
  return rest;
}

async function readPost(route: PostRoute, ctx: Ctx, json: boolean): Promise<Posted> {
  const text = await readText(ctx.req);
  if (json) {
    if (!ctx.is('application/json') && text !== '')
      throw new Refusal([{ id: 'request.content-type', params: { wanted: 'application/json' } }], 'malformed');
    const body = text === '' ? {} : parseJson(text);
    refuseTwice(ctx, Object.keys(body));
    const input = withVersion(route, ctx, { ...body, ...ctx.params });
    return { input, typed: [], key: keyOf(ctx.get('Idempotency-Key') || undefined, route) };
  }
  if (!ctx.is('application/x-www-form-urlencoded')) {
    throw new Refusal(
      [{ id: 'request.content-type', params: { wanted: 'application/x-www-form-urlencoded' } }],
      'malformed',
    );
  }
  const all = pairs(text);
  checkFormToken(ctx, all.find(([name]) => name === '_csrf')?.[1]);
  const typed = all.filter(([name]) => !name.startsWith('_'));
  refuseTwice(
    ctx,
    typed.map(([name]) => name),
  );
  const key = keyOf(all.find(([name]) => name === '_key')?.[1], route);
  return {
    input: { ...nest(typed, route.input), ...ctx.params },
    typed: typed.filter(([name]) => name !== 'password'),
    key,
  };
}

/** What the address says already (the id of a record) the body may not say again, in other words perhaps (B085). */
function refuseTwice(ctx: Ctx, names: string[]): void {
  const twice = names.filter((name) => Object.hasOwn(ctx.params, name));
  refuseAll(twice.map((field) => ({ id: 'schema.additionalProperties', field, params: { field } })));
}

/** If-Match carries the version that was read; without it a change could overwrite what somebody else wrote (FT-06, B094). */
function withVersion(route: PostRoute, ctx: Ctx, input: Record<string, unknown>): Record<string, unknown> {
  const match = ctx.get('If-Match');
  if (!route.versioned) return input;
  if (match === '' && input.version === undefined) refuse('request.precondition', {}, undefined, 'precondition');
  if (match === '') return input;
  const [, version] = /^"?(\d{1,9})"?$/.exec(match) ?? refuse('request.if-match', {}, undefined, 'malformed');
  return { ...input, version: Number(version) };
}

/** Before sign-in there is no person whose earlier answer could be repeated; a second sign-in is a second session. */
function keyOf(key: string | undefined, route: PostRoute): string | undefined {
  if (route.needs === 'public') return undefined;
  if (key === undefined && route.creates) refuse('request.key-missing', {}, undefined, 'malformed');
  if (key !== undefined && !/^[\x21-\x7E]{8,200}$/.test(key)) refuse('request.key-form', {}, undefined, 'malformed');
  return key;
}

/** The page again, with what was typed, and each reason at its field. */
async function showAgain(
  app: App,
  slices: Slice[],
  route: PostRoute,
  ctx: Ctx,
  user: User,
  refusal: Refusal,
  typed: [string, string][],
): Promise<void> {
  const back = route.on;
  if (
    ['unauthenticated', 'forbidden'].includes(refusal.kind) &&
    !route.signs &&
    route.needs !== 'public' &&
    refusal.reasons.every((r) => !r.field)
  )
    throw refusal;
  if (refusal.kind === 'missing' || refusal.kind === 'malformed') throw refusal;
  const data = await back.load(queryOf(app, user), backInput(back, ctx, typed));
  ctx.status = refusal.kind === 'stale' ? 409 : statusOf(refusal.kind);
  ctx.type = 'html';
  ctx.body = draw(
    back,
    data,
    drawUi(app, ctx, { typed, takes: Object.keys(route.input.properties ?? {}), reasons: refusal.reasons as Reason[] }),
    slices,
    app,
  );
}

/** Of what was typed and what the address says, that which the page to show again asks for. */
function backInput(back: PageRoute, ctx: Ctx, typed: [string, string][]): Record<string, string> {
  const known = Object.keys((back.input.properties as Record<string, unknown> | undefined) ?? {});
  return Object.fromEntries([...typed, ...Object.entries(ctx.params)].filter(([name]) => known.includes(name)));
}
