import { refuse } from '../../core/refusal.ts';

/** A number of a JSON file with its digits as they stand: 8000.0 is not 8000. */
export class Digits {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Json = string | boolean | null | Digits | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

const DEEPEST = 60;
const SCALAR = /(true|false|null)|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y;
const BLANK = /[ \t\r\n]*/y;
const TEXT = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/** Reads JSON and keeps the digits of every number. @throws Refusal `instrument-file.json` with the line */
export function readJson(text: string): Json {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.blank();
  if (reader.at < text.length) reader.fail();
  return value;
}

class Reader {
  at = 0;
  private readonly text: string;
  constructor(text: string) {
    this.text = text;
  }

  fail(): never {
    const line = this.text.slice(0, this.at).split('\n').length;
    return refuse('instrument-file.json', { line }, 'file');
  }

  blank(): void {
    BLANK.lastIndex = this.at;
    this.at += BLANK.exec(this.text)?.[0].length ?? 0;
  }

  value(depth: number): Json {
    this.blank();
    if (depth > DEEPEST) this.fail();
    const char = this.text[this.at];
    if (char === '{') return this.object(depth);
    if (char === '[') return this.list(depth);
    if (char === '"') return this.string();
    SCALAR.lastIndex = this.at;
    const [whole = '', word, digits] = SCALAR.exec(this.text) ?? [];
    if (whole === '') this.fail();
    this.at += whole.length;
    if (digits !== undefined) return new Digits(digits);
    return word === 'null' ? null : word === 'true';
  }

  private string(): string {
    TEXT.lastIndex = this.at;
    const [quoted = ''] = TEXT.exec(this.text) ?? [];
    if (quoted === '') this.fail();
    this.at += quoted.length;
    return String(JSON.parse(quoted));
  }

  private list(depth: number): Json[] {
    const list: Json[] = [];
    this.at += 1;
    this.blank();
    if (this.take(']')) return list;
    for (;;) {
      list.push(this.value(depth + 1));
      this.blank();
      if (this.take(']')) return list;
      if (!this.take(',')) this.fail();
    }
  }

  private object(depth: number): JsonObject {
    const members: [string, Json][] = [];
    this.at += 1;
    this.blank();
    if (this.take('}')) return {};
    for (;;) {
      this.blank();
      if (this.text[this.at] !== '"') this.fail();
      const name = this.string();
      this.blank();
      if (!this.take(':')) this.fail();
      members.push([name, this.value(depth + 1)]);
      this.blank();
      if (this.take('}')) return Object.fromEntries(members);
      if (!this.take(',')) this.fail();
    }
  }

  private take(char: string): boolean {
    if (this.text[this.at] !== char) return false;
    this.at += 1;
    return true;
  }
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Digits);

export const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

export const objectsOf = (value: Json | undefined): JsonObject[] => listOf(value).filter(isObject);

/** Text, digits or truth as text; '' for null, lists and objects. */
export function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  if (value instanceof Digits) return value.text;
  return typeof value === 'boolean' ? String(value) : '';
}
