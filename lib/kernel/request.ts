import type { IncomingMessage } from 'node:http';
import { Refusal } from '../core/refusal.ts';

export type JsonSchema = { readonly [keyword: string]: unknown };

const MEGABYTE = 1024 * 1024;
/** Megabytes that a body may have where no file is asked for. */
const PLAIN = 2;

const malformed = (id: string, params?: Record<string, string | number>, field?: string): Refusal =>
  new Refusal([{ id, ...(params && { params }), ...(field && { field }) }], 'malformed');

/** The raw body. Compressed bodies are refused (a 291 kB gzip can unpack to 300 MB, B086). `most`: megabytes. */
async function readBody(request: IncomingMessage, most: number): Promise<Buffer> {
  if (request.headers['content-encoding'] && request.headers['content-encoding'] !== 'identity')
    throw malformed('request.encoding');
  const tooLarge = () => new Refusal([{ id: 'request.too-large', params: { limit: `${most} MB` } }], 'too-large');
  if (Number(request.headers['content-length'] ?? 0) > most * MEGABYTE) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop must not tear the connection down before the refusal is sent.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most * MEGABYTE) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The raw body as text; invalid UTF-8 is refused (B079). `files`: megabytes of files that it may carry in base64. */
export async function readText(request: IncomingMessage, files = 0): Promise<string> {
  const body = await readBody(request, PLAIN + Math.ceil((files * 4) / 3));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw malformed('request.utf8');
  }
}

/** A file as an input carries it: its bytes in base64. */
export interface Upload {
  name: string;
  type?: string;
  data: string;
}

/** The parts of a multipart/form-data body: its texts as of any form, and its files. A file field left empty is dropped. */
export async function readParts(
  request: IncomingMessage,
  files: number,
): Promise<{ texts: [string, string][]; uploads: [string, Upload][] }> {
  const body = await readBody(request, PLAIN + files);
  const type = request.headers['content-type'] ?? '';
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } })
    .formData()
    .catch(() => Promise.reject(malformed('request.multipart')));
  const texts: [string, string][] = [];
  const uploads: [string, Upload][] = [];
  for (const [name, value] of form.entries()) {
    if (typeof value === 'string') texts.push([name, value]);
    else if (value.size > 0)
      uploads.push([
        name,
        { name: value.name, type: value.type, data: Buffer.from(await value.arrayBuffer()).toString('base64') },
      ]);
  }
  if (texts.some(([name, value]) => name.includes('\uFFFD') || value.includes('\uFFFD')))
    throw malformed('request.utf8');
  return { texts, uploads };
}

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);

/** JSON.parse that refuses duplicate keys (B082) and keys that reach a prototype (B083); the body must be an object. */
export function parseJson(text: string): Record<string, unknown> {
  // Before it is parsed: the parser itself recurses, and how deep it may is not ours to say.
  if (depthOf(text) > DEEPEST) throw malformed('request.json');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed('request.json');
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw malformed('request.json');
  refuseKeys(text);
  return value as Record<string, unknown>;
}

/** Nothing of ours is nested deeply. */
const DEEPEST = 32;

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [part] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]/gu)) {
    if (part === '{' || part === '[') depth += 1;
    else if (part === '}' || part === ']') depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** Walks the (already valid) JSON text once: no key twice within one object, and none that reaches a prototype. */
function refuseKeys(text: string): void {
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/gu;
  const open: (Set<string> | null)[] = [];
  let string = '';
  for (const [part] of text.matchAll(token)) {
    if (part === '{') open.push(new Set());
    else if (part === '[') open.push(null);
    else if (part === '}' || part === ']') open.pop();
    else if (part === ':') {
      const keys = open.at(-1);
      const key = JSON.parse(string) as string;
      if (forbiddenKeys.has(key)) throw malformed('request.key', { key });
      if (keys?.has(key)) throw malformed('request.duplicate', { key });
      keys?.add(key);
    } else if (part !== ',') string = part;
  }
}

/** Query or form text → pairs; a repeated key is kept as often as it came. */
export function pairs(text: string): [string, string][] {
  const list = [...new URLSearchParams(text)];
  if (list.some(([key, value]) => key.includes('\uFFFD') || value.includes('\uFFFD'))) throw malformed('request.utf8');
  return list;
}

const propertyOf = (schema: JsonSchema | undefined, key: string): JsonSchema | undefined => {
  if (!schema) return undefined;
  if (/^\d+$/.test(key) && schema.type === 'array') return schema.items as JsonSchema;
  return (schema.properties as Record<string, JsonSchema> | undefined)?.[key];
};

const typeOf = (schema: JsonSchema | undefined): unknown =>
  Array.isArray(schema?.type) ? schema.type[0] : schema?.type;

/** Text of a form field → the type that its schema names; what does not read stays text, and the schema then refuses it by name. */
function typed(text: string, schema: JsonSchema | undefined): unknown {
  const type = typeOf(schema);
  if (type === 'integer' && /^-?\d{1,9}$/.test(text.trim())) return Number(text);
  if (type === 'boolean') return text === 'on' || text === 'true' ? true : text === 'false' ? false : text;
  return text;
}

type Branch = { [key: string]: unknown };

/**
 * A form's flat fields (`portions.0.qty=10`) → the nested input that the JSON API takes. Empty fields are dropped;
 * a repeated name is refused unless its schema is a list.
 */
export function nest(fields: [string, string][], schema: JsonSchema): Branch {
  const root: Branch = {};
  const seen = new Set<string>();
  for (const [path, text] of fields) {
    const keys = path.split('.');
    if (keys.length > 8 || keys.some((key) => forbiddenKeys.has(key))) throw malformed('request.key', { key: path });
    const leaf = keys.reduce<JsonSchema | undefined>(propertyOf, schema);
    const isList = typeOf(leaf) === 'array';
    if (seen.has(path) && !isList) throw malformed('request.duplicate', { key: path });
    seen.add(path);
    if (text.trim() === '') continue;
    plant(root, keys, isList ? undefined : typed(text, leaf), isList ? text : undefined);
  }
  return arrays(root, schema) as Branch;
}

function plant(root: Branch, keys: string[], value: unknown, listItem: string | undefined): void {
  let branch = root;
  for (const key of keys.slice(0, -1)) {
    branch[key] ??= {};
    branch = branch[key] as Branch;
    if (typeof branch !== 'object') throw malformed('request.key', { key: keys.join('.') });
  }
  const last = keys.at(-1) ?? '';
  if (listItem === undefined) branch[last] = value;
  else branch[last] = [...((branch[last] as string[] | undefined) ?? []), listItem];
}

const MOST_ROWS = 1000;

/** Branches whose keys are all row numbers become lists; a row that was left empty stays in place as an empty one. */
function arrays(value: unknown, schema: JsonSchema | undefined): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const branch = value as Branch;
  const keys = Object.keys(branch);
  const isList = keys.length > 0 && keys.every((key) => /^\d{1,3}$/.test(key)) && typeOf(schema) !== 'object';
  if (!isList) {
    return Object.fromEntries(keys.map((key) => [key, arrays(branch[key], propertyOf(schema, key))]));
  }
  const length = Math.min(Math.max(...keys.map(Number)) + 1, MOST_ROWS);
  const rows = keys.map((key) => branch[key]);
  const empty = () => (rows.every((row) => typeof row === 'object') ? {} : '');
  return Array.from({ length }, (_, i) =>
    String(i) in branch ? arrays(branch[String(i)], schema?.items as JsonSchema) : empty(),
  );
}

// C0 controls but tab and line breaks, lone surrogates, and the override marks that turn text around.
const FORBIDDEN_TEXT = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u202A-\u202E\u2066-\u2069]|\p{Surrogate}/u;

/** Refuses text that the two databases would store differently, or that would read differently than it is (B061, B064, B065). */
export function checkText(value: unknown, path: string[] = []): void {
  if (typeof value === 'string') {
    if (FORBIDDEN_TEXT.test(value)) throw new Refusal([{ id: 'text.control', field: path.join('.') }], 'invalid');
  } else if (Array.isArray(value)) {
    value.forEach((item, i) => {
      checkText(item, [...path, String(i)]);
    });
  } else if (value !== null && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) {
      if (FORBIDDEN_TEXT.test(key))
        throw new Refusal([{ id: 'text.control', field: path.join('.') || 'key' }], 'invalid');
      checkText(item, [...path, key]);
    }
  }
}
