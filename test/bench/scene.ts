import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillWithDemo } from '../../lib/demo/index.ts';
import type { Readings } from '../../lib/forms/index.ts';
import { perform } from '../../lib/kernel/action.ts';
import { readConfig } from '../../lib/kernel/config.ts';
import { systemUser } from '../../lib/kernel/session.ts';
import type { Act, App } from '../../lib/kernel/types.ts';
import { type Running, serve } from '../../lib/serve.ts';
import { slices } from '../../lib/slices.ts';
import type { FreshDatabase } from '../support/engines.ts';
import type { Template } from './floor.ts';
import { call } from './http.ts';

interface BatchFile {
  sampling: {
    productClass: string;
    sampledOn: string;
    portions: { role: string; qty: string }[];
    [field: string]: unknown;
  };
  receipt: object;
  specification: string;
  answers?: Record<string, string | string[]>;
  readings: Record<string, Readings>;
}

export interface Test {
  id: string;
  seq: number;
  version: number;
  hash: string;
}

/** A demo institute at work over real HTTP. */
export interface Scene {
  app: App;
  engine: string;
  password: string;
  batch: BatchFile;
  /** A call by one of its people; answers with the parsed body. */
  act<T>(login: string, method: 'GET' | 'POST', path: string, body?: object): Promise<T>;
  raw(login: string, path: string): Promise<Buffer>;
  registration(): object;
  receipt(version: number): object;
  /** Rows and events of the trail since a sequence number, as a template for the floor. */
  since(seq: number): Promise<Template>;
  head(): Promise<number>;
  direct<O>(run: (act: Act) => Promise<O>): Promise<O>;
  close(): Promise<void>;
}

const DEMO_BATCHES = 12;
const origin = { ip: 'bench', station: 'bench', session: '', request: 'bench' };

/** Serves a small demo institute on a database of its own. */
export async function openScene(fresh: FreshDatabase): Promise<Scene> {
  const running: Running = await serve({ ...readConfig({ ...fresh.env, LOG_LEVEL: 'warn' }), port: 0 });
  const { app, url } = running;
  const { cast } = await fillWithDemo(app, slices, DEMO_BATCHES);
  const batch = JSON.parse(
    readFileSync(join(app.config.root, 'lib', 'demo', 'batches', 'paracetamol-tablet.json'), 'utf8'),
  ) as BatchFile;
  const seats = new Map<string, Record<string, string>>();
  const seat = async (login: string): Promise<Record<string, string>> => {
    const known = seats.get(login);
    if (known) return known;
    const response = await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login, password: cast.password }),
    });
    const { csrf } = (await response.json()) as { csrf: string };
    const made = { cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '', 'x-csrf-token': csrf };
    seats.set(login, made);
    return made;
  };
  const officers: string[] = await app.db.read('users').whereIn('login', ['cai1', 'cai2']).pluck('id');
  let serial = 0;
  const { productClass, portions, ...rest } = batch.sampling;
  const head = async () => (await app.db.read('audit_head').first<{ seq: number }>('seq'))?.seq ?? 0;
  return {
    app,
    engine: fresh.engine,
    password: cast.password,
    batch,
    act: async <T>(login: string, method: 'GET' | 'POST', path: string, body?: object) => {
      const headers = { ...(await seat(login)), ...(method === 'POST' && { 'idempotency-key': app.ids.next() }) };
      const reply = await call(`${url}/api/v1${path}`, method, headers, body && JSON.stringify(body));
      return JSON.parse(reply.body.toString('utf8')) as T;
    },
    raw: async (login, path) => (await call(url + path, 'GET', { ...(await seat(login)), accept: 'text/html' })).body,
    registration: () => {
      serial += 1;
      const parts = portions.map(({ role, qty }, i) => ({
        role,
        qty,
        sealNo: `B${serial}-${i + 1}-${fresh.engine.toUpperCase()}`,
      }));
      return { ...rest, class: productClass, number: `BENCH-${serial}`, officers, portions: parts };
    },
    receipt: (version) => ({
      ...batch.receipt,
      version,
      decision: 'accepted',
      specification: batch.specification,
      answers: batch.answers ?? {},
    }),
    head,
    since: async (seq) => {
      const events: { action: string; entity: string; entity_id: string; body: string }[] = await app.db
        .read('audit')
        .where('seq', '>', seq)
        .orderBy('seq');
      const writes: Template['writes'] = [];
      for (const { entity, entity_id, body } of events) {
        const row = await app.db.read(entity).where({ id: entity_id }).first<Record<string, unknown> | undefined>();
        if (row)
          writes.push({ table: entity, insert: (JSON.parse(body) as { version: number | null }).version === 1, row });
      }
      return { writes, events: events.map(({ action, entity, body }) => ({ action, entity, body })) };
    },
    direct: (run) => perform({ name: 'bench.fill', needs: 'public', run }, { app, user: systemUser, origin }, {}),
    close: async () => {
      await running.stop();
      await fresh.drop();
    },
  };
}
