import type { JSX } from 'preact';
import type { Confidence } from '../catalogue/types.ts';
import { Pill, Tabs, type Ui } from '../ui/index.ts';
import type { Mark } from './search.ts';
import type { Listed } from './terms.ts';
import type { Validity } from './validity.ts';

/** 待确认 for what is not yet read from the standard itself, with its source as the tip; what a source backs stays quiet. */
export function ConfidenceMark({
  ui,
  confidence,
  source,
}: {
  ui: Ui;
  confidence: Confidence;
  source?: string | undefined;
}): JSX.Element {
  if (confidence === 'high') return <span class="quiet">{ui.t('definitions.confidence.high')}</span>;
  const [tone, shape] = confidence === 'low' ? (['orange', '!'] as const) : (['amber', '?'] as const);
  const pill = <Pill tone={tone} shape={shape} word={ui.t(`definitions.confidence.${confidence}`)} />;
  if (source === undefined) return pill;
  return (
    <a href="#source" title={source}>
      {pill}
    </a>
  );
}

/** Beside a fact that rests on memory: it has still to be read from the standard itself. */
export function DoubtMark({ ui }: { ui: Ui }): JSX.Element {
  return (
    <a class="doubt" href="#source" title={ui.t('definitions.doubtNote')}>
      <Pill tone="amber" shape="?" word={ui.t('definitions.confidence.medium')} />
    </a>
  );
}

const looks = {
  'in-force': { tone: 'green', shape: '●' },
  ended: { tone: 'orange', shape: '!' },
  'not-yet': { tone: 'blue', shape: '◔' },
} as const;

/** 现行, 已废止 or 未实施. */
export function ValidityPill({ ui, validity }: { ui: Ui; validity: Validity }): JSX.Element {
  const { tone, shape } = looks[validity];
  return <Pill tone={tone} shape={shape} word={ui.t(`definitions.validity.${validity}`)} />;
}

/** From when to when, as far as it is known. */
export function termText(ui: Ui, { validFrom, validTo }: { validFrom: string | null; validTo: string | null }): string {
  if (validFrom !== null && validTo !== null) return ui.t('definitions.term', { from: validFrom, to: validTo });
  if (validFrom !== null) return ui.t('definitions.from', { from: validFrom });
  return validTo === null ? '' : ui.t('definitions.until', { to: validTo });
}

/** The address of a list with what was asked for; empty parts are left out. */
export function listHref(path: string, asked: Record<string, string | number | null | undefined>): string {
  const pairs = Object.entries(asked).flatMap(([name, value]) => (value ? [[name, String(value)]] : []));
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`;
}

/** A text with the parts marked by which the search found it. */
export function Marked({ text, marks }: { text: string; marks: readonly Mark[] }): JSX.Element {
  const own = marks.filter((mark) => mark.text === text).sort((a, b) => a.from - b.from);
  const parts: (JSX.Element | string)[] = [];
  let at = 0;
  for (const { from, to } of own) {
    if (from < at) continue;
    parts.push(text.slice(at, from), <mark key={from}>{text.slice(from, to)}</mark>);
    at = to;
  }
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  );
}

/** Tabs by class with their counts, and a search that works without a script. */
export function ListFilters({
  ui,
  path,
  listed,
  label,
  hint,
}: {
  ui: Ui;
  path: string;
  listed: Listed;
  label: string;
  hint: string;
}): JSX.Element {
  const { q } = listed;
  const all = listed.counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <Tabs
        label={ui.t('definitions.class')}
        tabs={[
          { href: listHref(path, { q }), label: ui.t('definitions.all'), active: listed.class === null, count: all },
          ...listed.counts.map(({ class: name, count }) => ({
            href: listHref(path, { class: name, q }),
            label: ui.t(`class.${name}`),
            active: listed.class === name,
            count,
          })),
        ]}
      />
      <form class="d-flex gap-2 mb-3" action={path} method="get" role="search">
        {listed.class === null ? null : <input type="hidden" name="class" value={listed.class} />}
        <input
          class="form-control flex-fill"
          type="search"
          name="q"
          value={q}
          maxLength={100}
          aria-label={label}
          placeholder={hint}
          autocomplete="off"
        />
        <button class="btn flex-shrink-0">{ui.t('act.search')}</button>
        {q === '' ? null : (
          <a class="btn flex-shrink-0" href={listHref(path, { class: listed.class })}>
            {ui.t('act.clear')}
          </a>
        )}
      </form>
    </>
  );
}
