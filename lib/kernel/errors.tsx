import type { Context, Middleware } from 'koa';
import { Refusal, type RefusalKind } from '../core/refusal.ts';
import { reasonText } from '../messages/index.ts';
import { ErrorPage, renderPage } from '../ui/layout.tsx';
import { drawUi } from './draw.ts';
import type { App } from './types.ts';

const statuses: Record<RefusalKind, number> = {
  invalid: 422,
  malformed: 400,
  'too-large': 413,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  stale: 412,
  precondition: 428,
  locked: 409,
  throttled: 429,
  busy: 503,
  full: 507,
};

export const statusOf = (kind: RefusalKind): number => statuses[kind];

/** The only renderer of errors: a page for browsers, application/problem+json (RFC 9457) for the API and for islands. */
export function errors(app: App): Middleware {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body == null) throw new Refusal([{ id: 'page.missing' }], 'missing');
      // The router says 501 for methods that it has never heard of (TRACE): to the caller it is the same.
      if ([405, 501].includes(ctx.status) && ctx.body == null)
        answer(app, ctx, 405, new Refusal([{ id: 'page.method' }], 'missing'));
    } catch (error) {
      if (error instanceof Refusal) answer(app, ctx, statuses[error.kind], error);
      else fault(app, ctx, error);
    }
  };
}

function fault(app: App, ctx: Context, error: unknown): void {
  const id = (ctx.state as { origin?: { request: string } }).origin?.request ?? '';
  app.log.error({ err: error, request: id, path: ctx.path }, 'unexpected error');
  answer(app, ctx, 500, new Refusal([{ id: 'page.fault', params: { id } }], 'missing'));
}

const wantsJson = (ctx: Context): boolean =>
  ctx.path.startsWith('/api/') || ctx.get('X-Fragment') !== '' || ctx.accepts('html', 'json') === 'json';

function answer(app: App, ctx: Context, status: number, refusal: Refusal): void {
  const ui = drawUi(app, ctx, { reasons: refusal.reasons });
  ctx.status = status;
  if (refusal.kind === 'busy') ctx.set('Retry-After', '1');
  if (refusal.kind === 'throttled') ctx.set('Retry-After', '900');
  const problems = refusal.reasons.map((reason) => ({
    id: reason.id,
    field: reason.field ?? null,
    text: reasonText(ui.lang, reason),
  }));
  if (!wantsJson(ctx)) {
    ctx.type = 'html';
    ctx.body = renderPage(<ErrorPage ui={ui} status={status} problems={problems.map((problem) => problem.text)} />);
    return;
  }
  ctx.body = {
    type: `urn:fangxin:${status === 500 ? 'fault' : refusal.kind}`,
    title: problems[0]?.text ?? refusal.kind,
    status,
    problems,
    ...(refusal.data !== undefined && { current: refusal.data }),
  };
  ctx.type = 'application/problem+json';
}
