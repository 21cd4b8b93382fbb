import { chinaDate } from '../core/deadlines.ts';
import type { Ui } from '../ui/context.ts';
import { Page, renderPage } from '../ui/layout.tsx';
import { type NavEntry, navGroups, type PageRoute, type Slice } from './routes.ts';
import type { App, Query, User } from './types.ts';

/** What a page may read with. */
export const queryOf = (app: App, user: User): Query => {
  const now = app.clock.now().toISOString();
  return { app, db: app.db.read, user, now, today: chinaDate(now) };
};

/** A whole page: the view of its data within the navigation of its reader. */
export function drawPage(route: PageRoute, data: unknown, ui: Ui, slices: Slice[], app: App): string {
  const nav = route.bare
    ? []
    : slices
        .flatMap((slice) => slice.nav)
        .filter((entry) => (entry.needs === 'signed-in' ? ui.user !== null : ui.may(entry.needs)))
        .sort((a, b) => place(a) - place(b))
        .map((entry) => ({
          group: entry.group ?? 'work',
          href: entry.href,
          label: ui.t(entry.label as Parameters<Ui['t']>[0]),
          active: isWithin(ui.path, entry.href),
        }));
  return renderPage(
    <Page
      ui={ui}
      title={route.title(data, ui)}
      nav={nav}
      bare={route.bare}
      wide={route.wide}
      idleMinutes={app.config.idleMinutes}
    >
      {route.view(data, ui)}
    </Page>,
  );
}

const place = ({ group = 'work' }: NavEntry): number => navGroups.indexOf(group);

const isWithin = (path: string, href: string): boolean => {
  const [bare = ''] = path.split('?');
  return bare === href || (href !== '/' && bare.startsWith(`${href}/`));
};
