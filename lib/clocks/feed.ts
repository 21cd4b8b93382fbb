import type { Knex } from 'knex';
import { refuse } from '../core/refusal.ts';
import { sha256 } from '../kernel/hash.ts';
import { type FileAnswer, file, post } from '../kernel/routes.ts';
import { asUser, type UserRow } from '../kernel/session.ts';
import { object, text } from '../kernel/shapes.ts';
import { decode, find } from '../kernel/tables.ts';
import type { ClockRow } from '../kernel/terms.ts';
import type { Act, Query, Row } from '../kernel/types.ts';
import { lookUp } from '../messages/index.ts';
import { type CalendarEntry, calendarText } from './ics.ts';
import { clocksPage } from './list.pages.tsx';
import { linesOf, ownClocks } from './rows.ts';

interface FeedRow extends Row {
  user_id: string;
  token_hash: string;
  created_at: string;
}

const MOST = 500;

/** A new secret address; the former one stops to work. The token is hashed at rest. */
export async function newFeed(act: Act): Promise<{ url: string }> {
  const token = act.app.ids.secret(24);
  const row = await find<FeedRow>(act.db, 'calendar_feeds', { user_id: act.user.id });
  if (row) await act.update<FeedRow>('calendar_feeds', row, { token_hash: sha256(token) });
  else await act.insert<FeedRow>('calendar_feeds', { user_id: act.user.id, token_hash: sha256(token) });
  return { url: `${act.app.config.publicUrl}/feeds/clocks.ics?token=${token}` };
}

export const feedPost = post<object, { url: string }>({
  name: 'clock.feed',
  path: '/clocks/feed',
  needs: 'signed-in',
  input: object({}),
  answer: object({ url: text(500) }, ['url']),
  run: (act) => newFeed(act),
  then: ({ url }) => `/clocks?feed=${encodeURIComponent(url)}`,
  on: clocksPage,
});

/** The clocks of a person as a calendar that phones and mail programs subscribe to; whoever knows the address reads it, nothing else. */
export const feedFile = file<{ token: string }>({
  name: 'clock.calendar',
  path: '/feeds/clocks.ics',
  needs: 'public',
  input: object({ token: text(100) }, ['token']),
  load: async (query, { token }): Promise<FileAnswer> => {
    const user = await ownerOf(query.db, token);
    const own: Query = { ...query, user };
    const rows = (await ownClocks(own.db, user)
      .where({ state: 'running' })
      .whereIn('owner_role', [...user.roles])
      .orderBy(['due_on', 'id'])
      .limit(MOST)) as object[];
    const lines = await linesOf(
      own,
      rows.map((row) => decode<ClockRow>('clocks', row)),
    );
    const entries = lines.map(
      (line): CalendarEntry => ({
        uid: `${line.id}@fangxin`,
        day: line.dueOn,
        summary: `${line.title[user.lang]} ${line.about}`,
        description: line.provisional ? `${line.basis}\n${lookUp(user.lang, 'clock.provisional')}` : line.basis,
        url: `${query.app.config.publicUrl}${line.href}`,
      }),
    );
    const body = calendarText(lookUp(user.lang, 'nav.clocks'), query.now, entries);
    return { body: Buffer.from(body, 'utf8'), type: 'text/calendar; charset=utf-8', name: 'clocks.ics' };
  },
});

/** @throws Refusal `clock.feed-unknown` for an address that was never given or was replaced, or whose owner left */
async function ownerOf(db: Knex, token: string) {
  const row: object | undefined = await db('calendar_feeds')
    .join('users', 'users.id', 'calendar_feeds.user_id')
    .where({ 'calendar_feeds.token_hash': sha256(token), 'users.active': 1 })
    .first('users.*');
  return row ? asUser(decode<UserRow>('users', row)) : refuse('clock.feed-unknown', {}, undefined, 'missing');
}
