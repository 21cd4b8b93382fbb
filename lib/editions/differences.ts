import { type Lang, t } from '../messages/index.ts';
import type { Fact, Section } from './facts.ts';

/** A line of the comparison: an old and a new text; one of them is null where the fact or the section is only in the other edition. */
export interface DifferenceRow {
  section: string;
  label: string;
  old: string | null;
  new: string | null;
  changed: boolean;
}

export interface Comparison {
  /** What changed, one sentence each, in the order of the new edition. */
  sentences: string[];
  rows: DifferenceRow[];
}

/** Compares two editions of a definition in words. Sections are matched by their names, facts by their fields. */
export function compare(before: readonly Section[], after: readonly Section[], lang: Lang): Comparison {
  const old = new Map(before.map((section) => [section.id, section]));
  const now = new Map(after.map((section) => [section.id, section]));
  const removed = before.filter(({ id }) => !now.has(id));
  return {
    sentences: [
      ...after.flatMap((section) => {
        const earlier = old.get(section.id);
        return earlier ? changed(earlier, section, lang) : [whole('editions.added', section, lang)];
      }),
      ...removed.map((section) => whole('editions.removed', section, lang)),
      ...moved(before, after, lang),
    ],
    rows: [
      ...after.flatMap((section) => rowsOf(section.title, old.get(section.id)?.facts ?? [], section.facts)),
      ...removed.flatMap((section) => rowsOf(section.title, section.facts, [])),
    ],
  };
}

function rowsOf(section: string, before: readonly Fact[], after: readonly Fact[]): DifferenceRow[] {
  const old = new Map(before.map((fact) => [fact.key, fact]));
  const gone = before.filter(({ key }) => !after.some((fact) => fact.key === key));
  return [
    ...after.map(({ key, label, text }) => {
      const earlier = old.get(key)?.text ?? null;
      return { section, label, old: earlier, new: text, changed: earlier !== text };
    }),
    ...gone.map(({ label, text }) => ({ section, label, old: text, new: null, changed: true })),
  ];
}

function changed(before: Section, after: Section, lang: Lang): string[] {
  const place = after.title === '' ? '' : `${after.title}${t(lang, 'editions.colon')}`;
  return rowsOf(after.title, before.facts, after.facts)
    .filter((row) => row.changed)
    .map(({ label, old, new: now }) => {
      if (old === null) return `${place}${t(lang, 'editions.set', { label, new: now ?? '' })}`;
      if (now === null) return `${place}${t(lang, 'editions.unset', { label, old })}`;
      return `${place}${t(lang, 'editions.changed', { label, old, new: now })}`;
    });
}

/** 新增项目 溶出度：不得少于80%. What the section says stands with it as far as one line goes. */
function whole(key: 'editions.added' | 'editions.removed', { kind, title, facts }: Section, lang: Lang): string {
  const limit = facts.find((fact) => fact.key === 'items.limitText')?.text;
  const name = limit === undefined ? title : `${title}${t(lang, 'editions.colon')}${limit}`;
  return t(lang, key, { what: t(lang, `editions.section.${sectionKind(kind)}`), name });
}

/** The items of both editions in another order: said once, with the names that moved. */
function moved(before: readonly Section[], after: readonly Section[], lang: Lang): string[] {
  const common = (some: readonly Section[], other: readonly Section[]) =>
    some.filter(({ id, kind }) => kind === 'items' && other.some((one) => one.id === id));
  const [old, now] = [common(before, after), common(after, before)];
  const names = now.filter(({ id }, i) => old[i]?.id !== id).map(({ title }) => title);
  return names.length === 0 ? [] : [t(lang, 'editions.moved', { names: names.join(t(lang, 'editions.comma')) })];
}

const sections = [
  'basis',
  'questions',
  'items',
  'examples',
  'properties',
  'x-constants',
  'x-calc',
  'x-gates',
  'x-criteria',
  'x-groups',
] as const;
export type SectionKind = (typeof sections)[number];
const sectionKind = (kind: string): SectionKind => sections.find((one) => one === kind) ?? 'items';
