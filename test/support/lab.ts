import { type AddressInfo, createServer as createNet } from 'node:net';
import { perform } from '../../lib/kernel/action.ts';
import type { Clock } from '../../lib/kernel/clock.ts';
import { readConfig } from '../../lib/kernel/config.ts';
import type { Engine } from '../../lib/kernel/database.ts';
import { hashPassword } from '../../lib/kernel/passwords.ts';
import { systemUser } from '../../lib/kernel/session.ts';
import type { Act, App, Role, User } from '../../lib/kernel/types.ts';
import { createOrganisation, createUser, nameInstitute } from '../../lib/people/index.ts';
import { serve } from '../../lib/serve.ts';
import { freshDatabase } from './engines.ts';

/** Everybody's password in the test laboratory. */
export const PASSWORD = 'autumn rain on the roof 7';

/** login → name and roles; two of those whose duties must be separated. */
export const people: Record<string, { name: string; roles: Role[]; organisation?: string }> = {
  sampler: { name: '孙采', roles: ['sampler'] },
  sampler2: { name: '周样', roles: ['sampler'] },
  reception: { name: '钱收', roles: ['reception'] },
  custodian: { name: '冯管', roles: ['custodian'] },
  analyst: { name: '李检', roles: ['analyst'] },
  analyst2: { name: '吴验', roles: ['analyst', 'reviewer'] },
  reviewer: { name: '郑核', roles: ['reviewer'] },
  head: { name: '王主任', roles: ['department-head'] },
  signatory: { name: '陈签', roles: ['signatory'] },
  quality: { name: '褚质', roles: ['quality-manager'] },
  technical: { name: '许技', roles: ['technical-manager'] },
  equipment: { name: '秦仪', roles: ['equipment-manager'] },
  material: { name: '尤试', roles: ['material-manager'] },
  auditor: { name: '卫审', roles: ['auditor'] },
  authority: { name: '蒋监', roles: ['authority'] },
  admin: { name: '沈管', roles: ['administrator'] },
  participant: { name: '贾参一', roles: ['participant'], organisation: '甲县检验检测中心' },
  participant2: { name: '路参二', roles: ['participant'], organisation: '乙县检验检测中心' },
  // Holds nearly every duty: for the tests of separation by person, not by role.
  many: { name: '韩多', roles: ['sampler', 'reception', 'analyst', 'reviewer', 'department-head', 'signatory'] },
};

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The JSON body; a test that asks for one where there is none fails. */
  json<T = Record<string, unknown>>(): T;
  /** Ids of the refusals in a problem document. */
  refusals(): string[];
  bytes: Buffer;
}

export interface PostOptions {
  key?: string | null;
  ifMatch?: string | undefined;
  headers?: Record<string, string>;
}

/** A signed-in caller over real HTTP. */
export interface Client {
  login: string;
  csrf: string;
  cookie: string;
  /** GET /api/v1 + path */
  get(path: string): Promise<Answer>;
  /** POST /api/v1 + path with JSON; carries CSRF token and a fresh Idempotency-Key unless told otherwise. */
  post(path: string, body: object, options?: PostOptions): Promise<Answer>;
  /** GET of the page as a browser does. */
  page(path: string): Promise<Answer>;
  /** POST of a form as a browser does; redirects are not followed. */
  form(path: string, fields: Record<string, string> | [string, string][]): Promise<Answer>;
}

export interface Lab {
  app: App;
  engine: Engine;
  url: string;
  /** Moves the laboratory's clock, e.g. `lab.at('2026-11-21T09:00:00+08:00')`. */
  at(time: string): void;
  as(login: string): Promise<Client>;
  /** A caller without a session. */
  stranger: Client;
  user(login: string): Promise<User>;
  /** Runs an act directly, for arranging what is not under test. */
  act<O>(login: string, run: (act: Act) => Promise<O>): Promise<O>;
  close(): Promise<void>;
}

let passwordHash: Promise<string> | undefined;

/** A real server with a database of its own, an institute, and one person of each role. */
export async function startLab(engine: Engine, start = '2026-11-23T09:00:00+08:00'): Promise<Lab> {
  const fresh = await freshDatabase(engine);
  let shift = Date.parse(start) - Date.now();
  // Time goes on from the set moment, so that ids and events keep rising.
  const clock: Clock = { now: () => new Date(Date.now() + shift) };
  const config = readConfig({ ...fresh.env, PORT: '0', LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent' });
  const running = await serve(config, clock);
  const { app, url } = running;
  await populate(app);
  const clients = new Map<string, Promise<Client>>();
  const userOf = async (login: string): Promise<User> => {
    const row = await app.db
      .read('users')
      .where({ login })
      .first<{ id: string; name: string; roles: string; organisation_id: string | null } | undefined>();
    return {
      id: row?.id ?? '',
      login,
      name: row?.name ?? '',
      roles: JSON.parse(row?.roles ?? '[]') as Role[],
      lang: 'zh',
      ...(row?.organisation_id && { organisation: row.organisation_id }),
    };
  };
  const origin = { ip: '127.0.0.1', station: 'test', session: 'test', request: 'test' };
  return {
    app,
    engine,
    url,
    at: (time) => {
      shift = Date.parse(time) - Date.now();
    },
    as: (login) => {
      const known = clients.get(login) ?? signIn(url, login, app);
      clients.set(login, known);
      return known;
    },
    stranger: client(url, app, { login: '', csrf: '', cookie: '' }),
    user: userOf,
    act: async (login, run) =>
      perform({ name: 'test.arrange', needs: 'signed-in', run }, { app, user: await userOf(login), origin }, {}),
    close: async () => {
      await running.stop();
      await fresh.drop();
    },
  };
}

async function populate(app: App): Promise<void> {
  passwordHash ??= hashPassword(PASSWORD);
  const hash = await passwordHash;
  const origin = { ip: '127.0.0.1', station: 'test', session: '', request: 'populate' };
  const run = async (act: Act) => {
    await nameInstitute(act, {
      name: '示例市药品检验所',
      address: '示例市检验路1号',
      phone: '0000-1234567',
      cma: '260000000000',
      demo: true,
    });
    const organisations = new Map<string, string>();
    for (const name of new Set(Object.values(people).flatMap(({ organisation = [] }) => organisation))) {
      const given = { organisationKind: 'laboratory', organisationLevel: 'county', region: name.slice(0, 2) } as const;
      organisations.set(name, (await createOrganisation(act, { name, ...given })).id);
    }
    for (const [login, { name, roles, organisation = '' }] of Object.entries(people)) {
      const id = organisations.get(organisation);
      const account = {
        login,
        name,
        roles,
        password: PASSWORD,
        employeeNo: `E-${login}`,
        ...(id && { organisation: id }),
      };
      await createUser(act, account, hash, false);
    }
  };
  await perform({ name: 'test.populate', needs: 'public', run }, { app, user: systemUser, origin }, {});
}

export async function signIn(url: string, login: string, app: App, password = PASSWORD): Promise<Client> {
  const response = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  if (response.status !== 200) throw new Error(`${login} cannot sign in: ${response.status} ${await response.text()}`);
  const { csrf } = (await response.json()) as { csrf: string };
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return client(url, app, { login, csrf, cookie });
}

function client(url: string, app: App, who: { login: string; csrf: string; cookie: string }): Client {
  const call = async (path: string, init: RequestInit): Promise<Answer> => {
    const headers = { ...(who.cookie && { cookie: who.cookie }), ...(init.headers as Record<string, string>) };
    const response = await fetch(url + path, { ...init, redirect: 'manual', headers });
    return answer(response, Buffer.from(await response.arrayBuffer()));
  };
  return {
    ...who,
    get: (path) => call(`/api/v1${path}`, { headers: { accept: 'application/json' } }),
    page: (path) => call(path, { headers: { accept: 'text/html' } }),
    post: (path, body, options = {}) => {
      const key = options.key === undefined ? app.ids.next() : options.key;
      const headers = {
        'content-type': 'application/json',
        'x-csrf-token': who.csrf,
        ...(key !== null && { 'idempotency-key': key }),
        ...(options.ifMatch !== undefined && { 'if-match': options.ifMatch }),
        ...options.headers,
      };
      return call(`/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    },
    form: (path, fields) => {
      const pairs: [string, string][] = [
        ...(Array.isArray(fields) ? fields : Object.entries(fields)),
        ['_csrf', who.csrf],
      ];
      if (!pairs.some(([name]) => name === '_key')) pairs.push(['_key', app.ids.next()]);
      const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
      return call(path, { method: 'POST', headers, body: new URLSearchParams(pairs).toString() });
    },
  };
}

function answer(response: Response, bytes: Buffer): Answer {
  const text = bytes.toString('utf8');
  const json = <T>(): T => JSON.parse(text) as T;
  return {
    status: response.status,
    headers: response.headers,
    text,
    bytes,
    json,
    refusals: () => json<{ problems?: { id: string }[] }>().problems?.map((problem) => problem.id) ?? [],
  };
}

/** A port that nothing listens on just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createNet();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
