import { page } from '../kernel/routes.ts';
import { boolean, date, id, integer, list, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import type { Query } from '../kernel/types.ts';
import { ClocksView } from './list.view.tsx';
import { type ClockLine, countClocks, listClocks, PAGE, type Scope, scopes } from './rows.ts';

export interface ClockList {
  scope: Scope;
  role: string | null;
  counts: { scope: Scope; count: number }[];
  lines: ClockLine[];
  next: string | null;
  feed: string | null;
}

const words = object({ zh: text(), en: text() }, ['zh', 'en']);
const lineFields = {
  id,
  rule: text(),
  title: words,
  basis: text(500),
  ownerRole: text(),
  startedOn: date,
  dueOn: date,
  dueAt: nullable(text()),
  clockState: text(),
  entity: text(),
  about: text(400),
  href: text(),
  state: oneOf('on-time', 'amber', 'late'),
  days: integer,
  provisional: boolean,
};
export const clockLine = object(lineFields, Object.keys(lineFields));

interface Asked {
  scope?: Scope;
  role?: string;
  after?: string;
  feed?: string;
}

/** 时限: what is late, what is near, and everything that runs. */
export const clocksPage = page<Asked, ClockList>({
  name: 'clock.list',
  path: '/clocks',
  needs: 'clock.read',
  input: object({ scope: oneOf(...scopes), role: text(40), after: text(60), feed: text(500) }),
  answer: object(
    {
      scope: oneOf(...scopes),
      role: nullable(text()),
      counts: list(object({ scope: text(), count: integer }, ['scope', 'count'])),
      lines: list(clockLine, PAGE),
      next: nullable(text()),
      feed: nullable(text(500)),
    },
    ['scope', 'role', 'counts', 'lines', 'next', 'feed'],
  ),
  load: async (query: Query, { scope, role, after, feed }) => {
    const counts = await countClocks(query, role);
    // What is late is asked for first, and where nothing is, what is near.
    const shown = scope ?? counts.find(({ count }) => count > 0)?.scope ?? 'late';
    const own = feed?.startsWith(`${query.app.config.publicUrl}/feeds/`) ? feed : null;
    return {
      scope: shown,
      role: role ?? null,
      counts,
      ...(await listClocks(query, { scope: shown, role, after })),
      feed: own,
    };
  },
  title: (_data, ui) => ui.t('nav.clocks'),
  view: (data, ui) => <ClocksView data={data} ui={ui} />,
});
