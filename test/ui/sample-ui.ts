import { t } from '../../lib/messages/index.ts';
import type { Problem, Ui } from '../../lib/ui/index.ts';

/** A reader of the screens for tests: an analyst with a long name; `typed` is what a refused post left behind. */
export function sampleUi(
  over: { lang?: 'zh' | 'en'; typed?: Record<string, string | string[]>; problems?: Problem[] } = {},
): Ui {
  const { lang = 'zh', typed, problems = [] } = over;
  return {
    lang,
    t: (key, params) => t(lang, key, params),
    user: { id: 'u1', login: 'ouyang', name: '欧阳静怡', roles: ['analyst', 'reviewer'], lang },
    csrf: 'token-1',
    path: '/samples?state=testing',
    now: '2026-11-21T01:30:00.000Z',
    today: '2026-11-21',
    key: 'key-00000001',
    may: () => true,
    value: (field, current = '') => (typed ? ([typed[field] ?? ''].flat().at(-1) ?? '') : current),
    ticked: (field, value, current) => (typed ? [typed[field] ?? []].flat().includes(value) : current),
    problem: (field) => problems.find((problem) => problem.field === field)?.text,
    problems,
    asset: (name) => `/assets/${name}`,
  };
}
