import { systemClock, ulids } from '../../lib/kernel/clock.ts';

const ids = ulids(systemClock);

/** A person at a browser: signed in over real HTTP, speaking the JSON twin of the pages. */
export interface Person {
  name: string;
  password: string;
  get<T>(path: string): Promise<T>;
  file(path: string): Promise<Buffer>;
  /** @throws Error with the answer's own words when it is not 2xx */
  post<T>(path: string, body: object): Promise<T>;
  /** The ids of the refusals that the answer gives; empty when it was accepted. */
  refused(path: string, body: object): Promise<string[]>;
}

interface Seat {
  url: string;
  csrf: string;
  cookie: string;
}

/** Signs in; without a login the person is a stranger. */
export async function person(url: string, login?: string, password = ''): Promise<Person> {
  if (login === undefined) return seated({ url, csrf: '', cookie: '' }, 'stranger', password);
  const response = await send({ url, csrf: '', cookie: '' }, '/session', { login, password });
  const { csrf } = (await accepted(response, '/session')) as { csrf: string };
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return seated({ url, csrf, cookie }, login, password);
}

const send = ({ url, csrf, cookie }: Seat, path: string, body: object): Promise<Response> =>
  fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': ids.next(), 'x-csrf-token': csrf, cookie },
    body: JSON.stringify(body),
  });

async function accepted(response: Response, path: string): Promise<unknown> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 600)}`);
  return JSON.parse(text);
}

function seated(seat: Seat, name: string, password: string): Person {
  const fetched = async (path: string): Promise<Response> => {
    const response = await fetch(`${seat.url}/api/v1${path}`, { headers: { cookie: seat.cookie } });
    if (!response.ok)
      throw new Error(`${name} GET ${path} answered ${response.status}: ${(await response.text()).slice(0, 600)}`);
    return response;
  };
  return {
    name,
    password,
    get: async <T>(path: string) => (await (await fetched(path)).json()) as T,
    file: async (path) => Buffer.from(await (await fetched(path)).arrayBuffer()),
    post: async <T>(path: string, body: object) =>
      (await accepted(await send(seat, path, body), `${name} POST ${path}`)) as T,
    refused: async (path, body) => {
      const response = await send(seat, path, body);
      if (response.ok) return [];
      return ((await response.json()) as { problems: { id: string }[] }).problems.map(({ id }) => id);
    },
  };
}
