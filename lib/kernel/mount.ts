import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import { render } from 'preact-render-to-string';
import { refuse } from '../core/refusal.ts';
import { may, permissions } from './access.ts';
import { perform } from './action.ts';
import { drawUi } from './draw.ts';
import { drawPage, queryOf } from './page.tsx';
import { checkText, nest, pairs } from './request.ts';
import type { FileRoute, PageRoute, Route, Slice } from './routes.ts';
import { check } from './schema.ts';
import { type Session, systemUser } from './session.ts';
import { servePost } from './submit.ts';
import type { App, Origin, User } from './types.ts';

/** What the session middleware leaves for the routes. */
export interface State {
  session?: Session;
  origin: Origin;
  /** What a device sent in its Authorization header; the act that takes it checks it. */
  bearer?: string;
}

export type Ctx = Context & { params: Record<string, string> };
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
  if (route.part && ctx.get('X-Fragment') !== '') {
    ctx.body = { html: render(route.part(data, drawUi(app, ctx))) };
    return;
  }
  ctx.type = 'html';
  ctx.body = drawPage(route, data, drawUi(app, ctx), slices, app);
}

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
