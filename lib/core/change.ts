/** One value that changed, by dot path. What was or becomes absent is null. */
export interface Change {
  field: string;
  old: Leaf;
  new: Leaf;
}

export type Leaf = string | number | boolean | null;

/** The fields that differ between two states of a row, in the order of their names. `before` null: all fields of a new row. */
export function changes(before: object | null, after: object | null): Change[] {
  const [old, now] = [flat(before, after), flat(after, before)];
  const fields = [...new Set([...old.keys(), ...now.keys()])].sort();
  return fields
    .map((field) => ({ field, old: old.get(field) ?? null, new: now.get(field) ?? null }))
    .filter((change) => change.old !== change.new);
}

/** The leaves of one state; what is the very same value in the other one is left out, for it cannot differ. */
function flat(value: object | null, other: object | null): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  const known = new Map<string, unknown>(Object.entries(other ?? {}));
  for (const [key, item] of Object.entries(value ?? {}))
    if (!known.has(key) || known.get(key) !== item) walk(item, key, leaves);
  return leaves;
}

function walk(value: unknown, path: string, leaves: Map<string, Leaf>): void {
  if (value === undefined || value === null) return;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    leaves.set(path, value);
    return;
  }
  if (typeof value !== 'object') throw new TypeError(`${path}: a ${typeof value} cannot be recorded`);
  const entries = Object.entries(value);
  // An emptied list is a change too: it must not look like an absent one.
  if (entries.length === 0) leaves.set(path, Array.isArray(value) ? '[]' : '{}');
  for (const [key, item] of entries) walk(item, `${path}.${key}`, leaves);
}
