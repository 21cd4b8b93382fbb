import { chinaDate } from '../core/deadlines.ts';
import { refuse } from '../core/refusal.ts';
import { perform } from '../kernel/action.ts';
import { ulids } from '../kernel/clock.ts';
import type { PageRoute, PostRoute, Route, Slice } from '../kernel/routes.ts';
import { check } from '../kernel/schema.ts';
import { asUser, systemUser, type UserRow } from '../kernel/session.ts';
import { list } from '../kernel/tables.ts';
import type { Act, App, Origin, User } from '../kernel/types.ts';

/** Plays people at work through the declared routes: the same schemas, permissions, machines and trail as a request, at a time of the player's choice. */
export interface Player {
  /** Moves the clock of the demo to a UTC time in milliseconds. */
  at(time: number): void;
  act<O>(login: string, route: string, input: object): Promise<O>;
  read<D>(login: string, route: string, input: object): Promise<D>;
  user(login: string): User;
  /** Something that no route does, as an act of its own: what others change later stands in the trail before they do. */
  prepare(run: (act: Act) => Promise<void>): Promise<void>;
}

/**
 * A player inside an open act: everything it does lands in that one transaction, so a demo is loaded whole or not at all.
 * Signing routes are played without the password: there is nobody at a keyboard, and the data say that they are examples.
 */
export async function playerIn(act: Act, slices: Slice[]): Promise<Player> {
  let time = Date.parse(act.now);
  const clock = { now: () => new Date(time) };
  const app: App = { ...act.app, clock, ids: ulids(clock), db: { ...act.app.db, write: act.db, read: act.db } };
  const users = new Map((await list<UserRow>(act.db, 'users', {}, 'login')).map((row) => [row.login, asUser(row)]));
  const routes = new Map(
    slices.flatMap((slice) => slice.routes).map((route) => [`${route.kind} ${route.name}`, route]),
  );
  const origin: Origin = { ip: act.origin.ip, station: 'demo', session: 'demo', request: act.origin.request };
  const user = (login: string): User => users.get(login) ?? refuse('demo.incomplete', { detail: login });
  const route = <R extends Route>(kind: R['kind'], name: string): R =>
    (routes.get(`${kind} ${name}`) as R | undefined) ?? refuse('demo.incomplete', { detail: name });
  return {
    user,
    prepare: (run) =>
      perform(
        { name: 'demo.load', needs: 'public', run },
        { app: { ...app, ids: act.app.ids }, user: systemUser, origin },
        {},
      ),
    at: (next) => {
      time = next;
    },
    act: async <O>(login: string, name: string, input: object) => {
      const post = route<PostRoute>('post', name);
      check(post.input, post.signs ? { ...input, password: 'demo' } : input);
      const session = { idHash: '', csrf: '', user: user(login), mustChange: false, locked: false };
      const prepared = await post.prepare({ app, origin, session }, input);
      const spec = {
        name,
        needs: post.needs,
        signs: post.signs,
        run: (inner: Act, given: object) => post.run(inner, given, prepared),
      };
      return (await perform(spec, { app, user: user(login), origin }, input)) as O;
    },
    read: async <D>(login: string, name: string, input: object) => {
      const now = clock.now().toISOString();
      return (await route<PageRoute>('page', name).load(
        { app, db: act.db, user: user(login), now, today: chinaDate(now) },
        input,
      )) as D;
    },
  };
}
