import { refuse } from './refusal.ts';

export type NumberParts = Record<string, string | number>;

/** `{name}` or `{name:width}`; a width means digits with leading zeros. */
const PLACE = /\{([a-z]+)(?::(\d+))?\}/g;

/**
 * Writes a number by its pattern: `{class}{year}-{serial:5}` gives Y2026-00001. A serial beyond its width grows, it never wraps round.
 * @throws Refusal `numbering.missing` {name}, `numbering.value` {name, value}
 */
export function format(pattern: string, parts: NumberParts): string {
  return pattern.replace(PLACE, (_, name: string, width: string | undefined) => {
    const value = Object.hasOwn(parts, name) ? parts[name] : undefined;
    if (value === undefined || value === '') return refuse('numbering.missing', { name, pattern });
    const text = String(value);
    if (!(width ? /^\d+$/ : /^[0-9A-Z-]+$/).test(text)) return refuse('numbering.value', { name, value: text });
    return width ? text.padStart(Number(width), '0') : text;
  });
}

/** Reads a number back into the parts of its pattern; null when it does not follow the pattern. */
export function read(pattern: string, text: string): Record<string, string> | null {
  const names: string[] = [];
  let source = '';
  let end = 0;
  for (const match of pattern.matchAll(PLACE)) {
    const [place, name = '', width] = match;
    source += literal(pattern.slice(end, match.index)) + group(name, width);
    names.push(name);
    end = match.index + place.length;
  }
  const found = new RegExp(`^${source}${literal(pattern.slice(end))}$`).exec(text);
  return found ? Object.fromEntries(names.map((name, i) => [name, found[i + 1] ?? ''])) : null;
}

function group(name: string, width: string | undefined): string {
  // Exactly the width, or more figures without a leading zero: Y2026-000001 is not another way to write serial 1.
  if (width) return `([0-9]{${width}}|[1-9][0-9]{${width},})`;
  return name === 'year' ? '([0-9]{4})' : '([0-9A-Z-]+?)';
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
