import { type Reason, refuse } from '../core/refusal.ts';
import type { Readings } from '../forms/index.ts';

/** Readings as a tree to walk: texts, rows, groups; never a JS number. */
type Reading = string | undefined | Reading[] | Group;
interface Group {
  [field: string]: Reading;
}

/** One typed value by its dot path. `''` stands for nothing. */
export interface Entry {
  path: string;
  old: string;
  new: string;
}

const MOST_ROWS = 400;
const MOST_LENGTH = 4000;
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);
const INVISIBLE = /[\p{Z}\p{C}\s\u200B-\u200F\u2060\uFEFF]/gu;

/** True when the text has at least two characters that can be seen; blanks and zero-width marks do not count (DI-03). */
export function isReason(text: string | undefined): text is string {
  return [...(text ?? '').replace(INVISIBLE, '')].length >= 2;
}

const isBlank = (text: string): boolean => text.replace(INVISIBLE, '') === '';

/**
 * The typed values of a patch by dot path; `null` and blank text both mean: nothing.
 * @throws Refusal `readings.text` for a value that is no text (a number loses its trailing zeros), `readings.rows` for row numbers beyond 400
 */
export function leaves(patch: unknown, path: string[] = []): [string[], string][] {
  if (patch === null) return [[path, '']];
  if (typeof patch === 'string') {
    if (patch.length > MOST_LENGTH) refuse('readings.long', { most: MOST_LENGTH }, path.join('.'));
    return [[path, isBlank(patch) ? '' : patch.trim()]];
  }
  if (typeof patch !== 'object') return refuse('readings.text', {}, path.join('.'));
  if (Array.isArray(patch) && patch.length > MOST_ROWS)
    return refuse('readings.rows', { most: MOST_ROWS }, path.join('.'));
  return Object.entries(patch).flatMap(([key, value]) => leaves(value, [...path, key]));
}

/** A single cell as the bench sends it, as a patch. @throws Refusal `readings.path` for a path that no form can have */
export function cell(path: string, value: string): [string[], string][] {
  const keys = path.split('.');
  const bad =
    keys.length > 6 ||
    keys.some((key) => key === '' || forbidden.has(key) || (/^\d+$/.test(key) && Number(key) >= MOST_ROWS));
  if (bad) refuse('readings.path', { path: path.slice(0, 60) }, 'field');
  return leaves(value).map(([, text]) => [keys, text]);
}

/** The typed value at a path, `''` when there is none. */
export function valueAt(readings: Readings, keys: readonly string[]): string {
  const found = keys.reduce<Reading | undefined>((branch, key) => {
    return branch === undefined || typeof branch === 'string' ? undefined : read(branch, key);
  }, readings);
  return typeof found === 'string' ? found : '';
}

/** What a patch changes in the saved readings; the same text again is no change. */
export function entries(saved: Readings, patch: [string[], string][]): Entry[] {
  return patch
    .map(([keys, text]) => ({ path: keys.join('.'), old: valueAt(saved, keys), new: text }))
    .filter((entry) => entry.old !== entry.new);
}

/** The saved readings with the entries put in. */
export function merge(saved: Readings, changed: readonly Entry[]): Readings {
  const merged = structuredClone(saved);
  for (const entry of changed) plant(merged, entry.path.split('.'), entry.new);
  return merged;
}

function plant(root: Group, keys: string[], text: string): void {
  let branch: Group | Reading[] = root;
  for (const [i, key] of keys.slice(0, -1).entries()) {
    const child = read(branch, key);
    const fresh: Group | Reading[] = /^\d+$/.test(keys[i + 1] ?? '') ? [] : {};
    const next: Group | Reading[] = typeof child === 'object' ? child : fresh;
    if (next !== child) write(branch, key, next);
    branch = next;
  }
  const last = keys.at(-1) ?? '';
  if (text === '' && !Array.isArray(branch)) delete branch[last];
  else write(branch, last, text);
}

function read(branch: Group | Reading[], key: string): Reading {
  if (Array.isArray(branch)) return branch[Number(key)];
  return Object.hasOwn(branch, key) ? branch[key] : undefined;
}

/** Rows that were jumped over stay in place as empty ones. */
function write(branch: Group | Reading[], key: string, value: Reading): void {
  if (!Array.isArray(branch)) {
    branch[key] = value;
    return;
  }
  while (branch.length < Number(key)) branch.push({});
  branch[Number(key)] = value;
}

/** Changing or clearing what was saved needs a reason (DI-03); typing into an empty field needs none. */
export function reasonsMissing(changed: readonly Entry[], reason: string | undefined): Reason[] {
  if (isReason(reason)) return [];
  return changed.filter((entry) => entry.old !== '').map((entry) => ({ id: 'record.reason', field: entry.path }));
}
