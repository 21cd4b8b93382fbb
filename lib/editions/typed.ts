import type { Unfinished } from './rows.ts';

/** The fields of an editor as they were typed: texts, nested by the dots of their names. */
export type Typed = { readonly [name: string]: unknown };

/** What stands at a dot path, as text without blanks at its ends; '' where nothing does. A whole number counts as its text. */
export function textAt(typed: unknown, path: string): string {
  const value = at(typed, path);
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}

export function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (here, name) => (here !== null && typeof here === 'object' ? (here as Typed)[name] : undefined),
      value,
    );
}

/** The elements of a list of the editor; one that is not there is empty. */
export const rowsAt = (typed: unknown, path: string): Typed[] => {
  const value = at(typed, path);
  return Array.isArray(value)
    ? value.map((row: unknown) => (row !== null && typeof row === 'object' ? (row as Typed) : {}))
    : [];
};

export const ticked = (typed: unknown, path: string): boolean =>
  [true, 'on', 'true'].includes(at(typed, path) as never);

/** Lines of a text field, the empty ones left out. */
export const linesAt = (typed: unknown, path: string): string[] =>
  textAt(typed, path)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** A whole number, or the text as it was typed: the check of the definition then names the field. */
export const wholeAt = (typed: unknown, path: string): number | string | undefined => {
  const text = textAt(typed, path);
  if (text === '') return undefined;
  return /^\d{1,6}$/.test(text) ? Number(text) : text;
};

/** Chinese and English words; one that is empty is left out, and the check asks for it. */
export function wordsAt(typed: unknown, path: string): Unfinished {
  const [zh, en] = [textAt(typed, `${path}.zh`), textAt(typed, `${path}.en`)];
  return { ...(zh === '' ? {} : { zh }), ...(en === '' ? {} : { en }) };
}

/** Sets what was given and takes away what was emptied; where null stood for nothing, it stands again. */
export function settled(stored: Unfinished, given: { [name: string]: unknown }): Unfinished {
  const out: Unfinished = { ...stored };
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && value !== '') out[name] = value;
    else if (stored[name] === null) out[name] = null;
    else delete out[name];
  }
  return out;
}

/** Constants by id, the empty ones left out; undefined when there is none and none stood there. */
export function constantsAt(typed: unknown, stored: unknown): Unfinished | undefined {
  const given = at(typed, 'constants');
  const filled = Object.entries((given ?? {}) as Typed).flatMap(([id, value]) => {
    const text = typeof value === 'string' ? value.trim() : '';
    return text === '' ? [] : [[id, text] as const];
  });
  return filled.length === 0 && stored === undefined ? undefined : Object.fromEntries(filled);
}

/** Texts of a limit by field, however deep it is nested. */
export function limitTyped(typed: unknown): Record<string, string> {
  const limit = (at(typed, 'limit') ?? {}) as Typed;
  const inner = Object.keys((at(limit, 'limit') ?? {}) as Typed).map((name) => `limit.${name}`);
  const names = [...Object.keys(limit).filter((name) => name !== 'limit'), ...inner];
  return Object.fromEntries(names.map((name) => [name, limitText(at(limit, name))]));
}

const limitText = (value: unknown): string =>
  value === true ? 'on' : typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
