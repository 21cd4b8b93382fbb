import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const require = createRequire(import.meta.url);
const types: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css' };

/** The policy that the product sends: no inline script, no inline style. */
const CSP = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'";

export type Answer = { status?: number; type?: string; body: string; location?: string };
export type Handler = (request: IncomingMessage, body: string) => Answer | undefined;

/** A small server for pages and islands as the product serves them; `handler` answers everything but /assets/. */
export async function openSite(handler: Handler): Promise<{ url: string; close(): void }> {
  const built = mkdtempSync(join(tmpdir(), 'lims-islands-'));
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  execFileSync(process.execPath, [tsc, '-p', join(root, 'lib', 'public', 'tsconfig.json'), '--outDir', built]);

  const asset = (name: string): string => {
    if (name === 'tabler.min.css') return require.resolve('@tabler/core/dist/css/tabler.min.css');
    return name.endsWith('.js') ? join(built, name) : join(root, 'lib', 'public', name);
  };
  const server = createServer((request, response) => void serve(request, response));
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    response.setHeader('Content-Security-Policy', CSP);
    if (pathname.startsWith('/assets/')) {
      const name = basename(pathname);
      response.setHeader('Content-Type', types[extname(name)] ?? 'application/octet-stream');
      response.end(readFileSync(asset(name)));
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const answer = handler(request, Buffer.concat(chunks).toString()) ?? { status: 404, body: '' };
    response.statusCode = answer.status ?? 200;
    if (answer.location) response.setHeader('Location', answer.location);
    response.setHeader('Content-Type', answer.type ?? 'text/html; charset=utf-8');
    response.end(answer.body);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
      rmSync(built, { recursive: true, force: true });
    },
  };
}
