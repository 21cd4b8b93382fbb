import { render } from 'preact-render-to-string';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import { may } from './access.ts';
import { perform } from './action.ts';
import { drawUi } from './draw.ts';
import { statusOf } from './errors.tsx';
import { checkFormToken, setSessionCookie } from './guard.ts';
import type { Ctx, Format, State } from './mount.ts';
import { drawPage, queryOf } from './page.tsx';
import { checkText, nest, pairs, parseJson, readParts, readText, type Upload } from './request.ts';
import type { PageRoute, PostRoute, Slice } from './routes.ts';
import { check } from './schema.ts';
import { checkPassword } from './session.ts';
import type { Act, App, Origin, User } from './types.ts';

interface Posted {
  input: Record<string, unknown>;
  typed: [string, string][];
  key: string | undefined;
}

/**
 * One form or JSON call: reads it, checks it, has the act done, and answers with a 303, a fragment, JSON, or the page again.
 * @throws Refusal where no page can be shown again
 */
export async function servePost(
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
      const { version, view, value } = await route.fragment(queryOf(app, user), output, drawUi(app, ctx));
      ctx.body = { version, html: render(view), ...(value !== undefined && { value }) };
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

/**
 * Who was slower learns what stands there now, and who wrote it when (FT-06): `{version, by, at, values}`. The values are what the
 * page of the record shows, unless the act itself knew better (the bench names them by its cells).
 */
async function withCurrent(app: App, route: PostRoute, ctx: Ctx, user: User, refusal: Refusal): Promise<Refusal> {
  if (typeof refusal.data === 'object' && refusal.data !== null && 'values' in refusal.data) return refusal;
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
  const version = (values as { version?: number } | null)?.version;
  return new Refusal(refusal.reasons, 'stale', { version, ...changed, values });
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
  if (json) {
    const text = await readText(ctx.req, route.upload);
    if (!ctx.is('application/json') && text !== '')
      throw new Refusal([{ id: 'request.content-type', params: { wanted: 'application/json' } }], 'malformed');
    const body = text === '' ? {} : parseJson(text);
    refuseTwice(ctx, Object.keys(body));
    const input = withVersion(route, ctx, { ...body, ...ctx.params });
    return { input, typed: [], key: keyOf(ctx.get('Idempotency-Key') || undefined, route) };
  }
  const { all, uploads } = await readForm(route, ctx);
  checkFormToken(ctx, all.find(([name]) => name === '_csrf')?.[1]);
  const typed = all.filter(([name]) => !name.startsWith('_'));
  refuseTwice(
    ctx,
    [...typed, ...uploads].map(([name]) => name),
  );
  const key = keyOf(all.find(([name]) => name === '_key')?.[1], route);
  return {
    input: { ...nest(typed, route.input), ...Object.fromEntries(uploads), ...ctx.params },
    typed: typed.filter(([name]) => name !== 'password'),
    key,
  };
}

/** The fields of a form: url-encoded, or in parts where the act takes files. */
async function readForm(route: PostRoute, ctx: Ctx): Promise<{ all: [string, string][]; uploads: [string, Upload][] }> {
  if (route.upload > 0 && ctx.is('multipart/form-data')) {
    const { texts, uploads } = await readParts(ctx.req, route.upload);
    return { all: texts, uploads };
  }
  const wanted = 'application/x-www-form-urlencoded';
  if (!ctx.is(wanted)) throw new Refusal([{ id: 'request.content-type', params: { wanted } }], 'malformed');
  return { all: pairs(await readText(ctx.req)), uploads: [] };
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
  ctx.body = drawPage(
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
