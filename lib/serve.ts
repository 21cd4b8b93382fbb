import { createServer as createHttp, type Server } from 'node:http';
import { createServer } from './app.ts';
import type { Clock } from './kernel/clock.ts';
import type { Config } from './kernel/config.ts';
import { workDaily } from './kernel/daily.ts';
import { holdDataDir } from './kernel/lock.ts';
import { sweepDaily } from './kernel/sweep.ts';
import type { App } from './kernel/types.ts';
import { openApp } from './open.ts';
import { watchDaily } from './signals/index.ts';

export interface Running {
  app: App;
  url: string;
  /** Finishes what is in flight (at most 10 s), closes the database, releases the data folder (FT-11). */
  stop(): Promise<void>;
}

const DRAIN = 10_000;

const listening = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });

/** Opens the data folder and serves it. */
export async function serve(config: Config, clock?: Clock): Promise<Running> {
  const release = holdDataDir(config.dataDir);
  const app = await openApp(config, clock).catch((error: unknown) => {
    release();
    throw error;
  });
  const server = createHttp({ requestTimeout: 60_000, headersTimeout: 10_000 }, createServer(app).callback());
  const port = await listening(server, config.port, config.host);
  const stopSweeping = sweepDaily(app);
  const daily = workDaily(app, [{ name: 'signals', run: watchDaily }]);
  const stop = async () => {
    stopSweeping();
    const settled = daily.stop();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    const cut = setTimeout(() => server.closeAllConnections(), DRAIN);
    await closed;
    clearTimeout(cut);
    await settled;
    await app.db.close();
    release();
  };
  return { app, url: `http://${config.host}:${port}`, stop };
}

/** Ends the process in order on SIGTERM or SIGINT; a second signal ends it at once. */
export function stopOnSignal(running: Running): void {
  let isStopping = false;
  const end = () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    running.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}
