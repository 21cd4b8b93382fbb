/**
 * The one JSON text of a value (JCS, RFC 8785): keys sorted by UTF-16 code units, no blanks, ECMAScript numbers. Hashes and signatures
 * are taken over it. Absent (`undefined`) properties are left out. @throws TypeError for what JSON cannot hold
 */
export function canonical(value: unknown): string {
  return write(value, ['$']);
}

/** `path`: the keys on the way here, put together only when something is refused. */
function write(value: unknown, path: (string | number)[]): string {
  if (typeof value === 'string') return text(value, path);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number')
    return Number.isFinite(value) ? JSON.stringify(value) : refuseValue(path, String(value));
  if (Array.isArray(value)) return list(value, path);
  if (typeof value === 'object' && isPlain(value)) return record(value as Record<string, unknown>, path);
  return refuseValue(path, typeof value);
}

function list(items: unknown[], path: (string | number)[]): string {
  let out = '';
  for (let i = 0; i < items.length; i += 1) {
    path.push(i);
    out += `${i === 0 ? '' : ','}${write(items[i], path)}`;
    path.pop();
  }
  return `[${out}]`;
}

function record(value: Record<string, unknown>, path: (string | number)[]): string {
  let out = '';
  // Without a comparison of its own, sort() goes by UTF-16 code units, as RFC 8785 asks.
  for (const key of Object.keys(value).sort()) {
    const item = value[key];
    if (item === undefined) continue;
    path.push(key);
    out += `${out === '' ? '' : ','}${text(key, path)}:${write(item, path)}`;
    path.pop();
  }
  return `{${out}}`;
}

/** JSON.stringify escapes a lone surrogate as \ud8…; only where that stands is the slower question asked. */
function text(value: string, path: (string | number)[]): string {
  const json = JSON.stringify(value);
  return json.includes('\\ud') && /\p{Surrogate}/u.test(value) ? refuseValue(path, 'lone surrogate') : json;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function refuseValue(path: (string | number)[], what: string): never {
  const place = path.map((key, i) => (i === 0 ? key : typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  throw new TypeError(`${place}: ${what} has no canonical JSON`);
}
