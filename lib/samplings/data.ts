import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = new Map<string, unknown>();

/** A data file of the program (patterns of numbers, words of storage conditions), read once; `path` is relative to the project's root. */
export function dataFile<T>(root: string, path: string): T {
  const file = join(root, path);
  if (!read.has(file)) read.set(file, JSON.parse(readFileSync(file, 'utf8')));
  return read.get(file) as T;
}
