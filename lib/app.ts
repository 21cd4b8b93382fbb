import Koa from 'koa';
import { errors } from './kernel/errors.tsx';
import { csrf, headers, origin, sessions } from './kernel/guard.ts';
import { mount } from './kernel/mount.ts';
import type { App } from './kernel/types.ts';
import { slices } from './slices.ts';

/** The way of a request, in order. `X-Forwarded-*` is ignored: the address comes from PUBLIC_URL (B091). */
export function createServer(app: App): Koa {
  const koa = new Koa();
  koa.proxy = false;
  koa.use(headers(app));
  koa.use(origin(app));
  koa.use(errors(app));
  koa.use(app.assets.serve);
  koa.use(sessions(app));
  koa.use(csrf);
  for (const middleware of mount(app, slices)) koa.use(middleware);
  koa.on('error', (error) => app.log.error({ err: error }, 'answer failed'));
  return koa;
}
