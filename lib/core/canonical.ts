/**
 * The one JSON text of a value (JCS, RFC 8785): keys sorted by UTF-16 code units, no blanks, ECMAScript numbers. Hashes and signatures
 * are taken over it. Absent (`undefined`) properties are left out. @throws TypeError for what JSON cannot hold
 */
export function canonical(value: unknown): string {
  return write(value, '$');
}

function write(value: unknown, path: string): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return text(value, path);
  if (typeof value === 'number')
    return Number.isFinite(value) ? JSON.stringify(value) : refuseValue(path, String(value));
  if (Array.isArray(value)) return `[${value.map((item, i) => write(item, `${path}[${i}]`)).join(',')}]`;
  if (typeof value === 'object' && isPlain(value)) return record(value, path);
  return refuseValue(path, typeof value);
}

function record(value: object, path: string): string {
  const members = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${text(key, path)}:${write(item, `${path}.${key}`)}`);
  return `{${members.join(',')}}`;
}

function text(value: string, path: string): string {
  return /\p{Surrogate}/u.test(value) ? refuseValue(path, 'lone surrogate') : JSON.stringify(value);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function refuseValue(path: string, what: string): never {
  throw new TypeError(`${path}: ${what} has no canonical JSON`);
}
