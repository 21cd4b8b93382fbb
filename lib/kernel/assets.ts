import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Middleware } from 'koa';
import { sha256 } from './hash.ts';

interface Asset {
  body: Buffer;
  /** Packed when first asked for. */
  gzip(): Buffer;
  type: string;
  version: string;
}

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

function read(path: string): Asset {
  const body = readFileSync(path);
  let packed: Buffer | undefined;
  return {
    body,
    gzip: () => {
      packed ??= gzipSync(body);
      return packed;
    },
    type: types[extname(path)] ?? 'application/octet-stream',
    version: sha256(body).slice(0, 10),
  };
}

/** The few static files: our style and islands, and the pinned style of @tabler/core from node_modules; held in memory, addressed by content. */
export interface Assets {
  address(name: string): string;
  serve: Middleware;
}

export function loadAssets(root: string): Assets {
  const require = createRequire(join(root, 'package.json'));
  const assets = new Map<string, Asset>();
  const tabler = join(require.resolve('@tabler/core/package.json'), '..', 'dist', 'css', 'tabler.min.css');
  assets.set('tabler.min.css', read(tabler));
  const sources = join(root, 'lib', 'public');
  for (const file of readdirSync(sources)) {
    if (['.css', '.svg'].includes(extname(file))) assets.set(file, read(join(sources, file)));
  }
  const built = join(root, 'dist', 'public');
  if (!existsSync(built)) throw new Error('the page scripts are not built: run `npm run build`');
  for (const file of readdirSync(built)) {
    if (extname(file) === '.js') assets.set(file, read(join(built, file)));
  }
  return {
    address: (name) => `/assets/${name}?v=${assets.get(name)?.version ?? '0'}`,
    serve: async (ctx, next) => {
      if (!ctx.path.startsWith('/assets/') || !['GET', 'HEAD'].includes(ctx.method)) return next();
      const asset = assets.get(ctx.path.slice('/assets/'.length));
      if (!asset) return next();
      const isCurrent = ctx.query.v === asset.version;
      ctx.set('Cache-Control', isCurrent ? 'public, max-age=31536000, immutable' : 'no-cache');
      ctx.set('ETag', `"${asset.version}"`);
      ctx.set('Vary', 'Accept-Encoding');
      ctx.type = asset.type;
      if (ctx.get('If-None-Match') === `"${asset.version}"`) {
        ctx.status = 304;
        return undefined;
      }
      const zipped = ctx.acceptsEncodings('gzip', 'identity') === 'gzip';
      if (zipped) ctx.set('Content-Encoding', 'gzip');
      ctx.body = zipped ? asset.gzip() : asset.body;
      return undefined;
    },
  };
}
