import type { Context } from 'koa';
import { chinaDate } from '../core/deadlines.ts';
import type { Reason } from '../core/refusal.ts';
import { type Lang, reasonText, t } from '../messages/index.ts';
import type { Ui } from '../ui/context.ts';
import { may } from './access.ts';
import type { State } from './mount.ts';
import type { App } from './types.ts';

interface Again {
  typed?: [string, string][];
  /** What the refused act takes: other forms of the page keep their stored values. */
  takes?: readonly string[];
  reasons?: Reason[];
}

/** What a view may know of its reader and of the request. */
export function drawUi(app: App, ctx: Context, { typed = [], takes = [], reasons = [] }: Again = {}): Ui {
  const { session } = ctx.state as State;
  const lang: Lang = session?.user.lang ?? (ctx.acceptsLanguages('zh', 'en') === 'en' ? 'en' : 'zh');
  const now = app.clock.now().toISOString();
  const typedValues = new Map(typed);
  const wasTyped = (field: string): boolean => typed.length > 0 && takes.includes(field.split('.')[0] ?? field);
  const problems = reasons.map((reason) => ({
    ...(reason.field !== undefined && { field: reason.field }),
    text: reasonText(lang, reason),
  }));
  return {
    lang,
    t: (key, params) => t(lang, key, params),
    user: session?.user ?? null,
    csrf: session?.csrf ?? '',
    path: ctx.url,
    now,
    today: chinaDate(now),
    key: app.ids.next(),
    may: (permission) => (session ? may(session.user.roles, permission) : false),
    value: (field, current = '') => (wasTyped(field) ? (typedValues.get(field) ?? '') : current),
    ticked: (field, value, current) =>
      wasTyped(field) ? typed.some((pair) => pair[0] === field && pair[1] === value) : current,
    problem: (field) => problems.find((problem) => problem.field === field)?.text,
    problems,
    asset: app.assets.address,
  };
}
