import { timingSafeEqual } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import { refuse } from '../core/refusal.ts';
import type { State } from './mount.ts';
import { readSession } from './session.ts';
import type { App } from './types.ts';

/** Browsers refuse a `__Host-` cookie without TLS, so on plain http (the default on one machine) the name carries no prefix. */
export const cookieName = (app: App): string =>
  app.config.publicUrl.startsWith('https:') ? '__Host-fx' : 'fx_session';

export function setSessionCookie(app: App, ctx: Context, token: string | null): void {
  const secure = app.config.publicUrl.startsWith('https:');
  const attributes = [
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    ...(secure ? ['Secure'] : []),
    ...(token === null ? ['Max-Age=0'] : []),
  ];
  ctx.append('Set-Cookie', [`${cookieName(app)}=${token ?? ''}`, ...attributes].join('; '));
}

const CSP = [
  "default-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers of every answer (SE-04): no inline script or style anywhere, nothing framed, nothing cached unless it says so itself. */
export const headers =
  (app: App): Middleware =>
  async (ctx, next) => {
    if (app.config.publicUrl.startsWith('https:')) ctx.set('Strict-Transport-Security', 'max-age=31536000');
    ctx.set({
      'Content-Security-Policy': CSP,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'X-Frame-Options': 'DENY',
      'Cache-Control': 'no-store',
    });
    await next();
  };

/** Names the request for the log and the trail. */
export const origin =
  (app: App): Middleware =>
  async (ctx, next) => {
    const state = ctx.state as State;
    state.origin = { ip: ctx.ip, station: ctx.get('User-Agent').slice(0, 200), session: '', request: app.ids.next() };
    const [, bearer] = /^Bearer ([\x21-\x7E]{16,200})$/.exec(ctx.get('Authorization')) ?? [];
    if (bearer !== undefined) state.bearer = bearer;
    await next();
  };

export const sessions =
  (app: App): Middleware =>
  async (ctx, next) => {
    const state = ctx.state as State;
    const session = await readSession(app, ctx.cookies.get(cookieName(app)));
    if (session) {
      state.session = session;
      state.origin.session = session.idHash.slice(0, 16);
    }
    await next();
  };

const same = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/**
 * Refuses what another site sends in the user's name (SE-05): a foreign Origin or Sec-Fetch-Site always; with a session
 * the X-CSRF-Token header, or for forms the field, which the form reader checks through `csrfOf`.
 */
export const csrf: Middleware = async (ctx, next) => {
  if (['GET', 'HEAD', 'OPTIONS'].includes(ctx.method)) return next();
  const site = ctx.get('Sec-Fetch-Site');
  if (site !== '' && site !== 'same-origin') refuse('session.foreign', {}, undefined, 'forbidden');
  const source = ctx.get('Origin');
  // An Origin that is no address at all (`null`, rubbish) is foreign as well.
  if (source !== '' && (!URL.canParse(source) || new URL(source).host !== ctx.host))
    refuse('session.foreign', {}, undefined, 'forbidden');
  const { session } = ctx.state as State;
  const takesJson = ctx.path.startsWith('/api/') || ctx.get('X-Fragment') !== '';
  const isForm = !takesJson && Boolean(ctx.is('application/x-www-form-urlencoded', 'multipart/form-data'));
  if (session && !isForm && !same(ctx.get('X-CSRF-Token'), session.csrf))
    refuse('session.csrf', {}, undefined, 'forbidden');
  return next();
};

/** The form's own token. @throws Refusal when a session exists and the token is not its own */
export function checkFormToken(ctx: Context, token: string | undefined): void {
  const { session } = ctx.state as State;
  if (session && !same(token ?? '', session.csrf)) refuse('session.csrf', {}, undefined, 'forbidden');
}
