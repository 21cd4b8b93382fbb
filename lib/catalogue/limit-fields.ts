import { dec } from '../core/decimal.ts';
import type { Limit } from '../core/limits.ts';
import type { Reason } from '../core/refusal.ts';

/** One field of a limit as people fill it: its dot path in the limit and what it takes. */
export interface LimitField {
  name: string;
  as: 'decimal' | 'text' | 'flag' | 'lines' | 'count' | 'bands' | 'choice';
  optional?: true;
  options?: readonly string[];
}

/** A limit on its way: shaped like one, but anything may still be missing or wrong. */
export type LooseLimit = { [name: string]: unknown };

const decimal = (name: string): LimitField => ({ name, as: 'decimal' });
const flag = (name: string): LimitField => ({ name, as: 'flag', optional: true });
const choice = (name: string, ...options: string[]): LimitField => ({ name, as: 'choice', options });
const maybe = (field: LimitField): LimitField => ({ ...field, optional: true });
const ends = [decimal('low'), decimal('high')];

/** The fields of every kind of limit: forms, sheets and checks read the same table. */
export const limitFields: Record<Limit['kind'], readonly LimitField[]> = {
  max: [decimal('value'), flag('open'), maybe(choice('as', 'acceptance'))],
  min: [decimal('value'), flag('open'), maybe(choice('as', 'Q'))],
  range: [...ends, flag('openLow'), flag('openHigh')],
  equals: [decimal('value')],
  text: [{ name: 'requirement', as: 'text' }],
  'one-of': [{ name: 'values', as: 'lines' }],
  criteria: [{ name: 'criteria', as: 'lines' }],
  'not-deeper': [{ name: 'than', as: 'text' }, maybe(decimal('value'))],
  'not-detected': [choice('at', 'LOD', 'LOQ'), { name: 'per', as: 'text', optional: true }],
  'each-max': [decimal('value')],
  'each-min': [decimal('value')],
  'each-range': ends,
  microbial: [decimal('value'), decimal('factor')],
  'label-claim': [...ends.map(maybe), flag('openLow'), flag('openHigh')],
  declared: [
    decimal('declared'),
    decimal('below'),
    decimal('above'),
    choice('by', 'percent', 'absolute'),
    choice('on', 'label', 'filing'),
  ],
  derived: [
    choice('by', 'sum', 'mean', 'max', 'min', 'median', 'spread'),
    choice('limit.kind', 'max', 'min', 'range'),
    maybe(decimal('limit.value')),
    maybe(decimal('limit.low')),
    maybe(decimal('limit.high')),
  ],
  attribute: [decimal('accept'), maybe(decimal('n')), maybe(decimal('aql'))],
  deviation: [
    { name: 'bands', as: 'bands' },
    { name: 'allowOutside', as: 'count' },
    maybe(decimal('nominal')),
    { name: 'retest.first', as: 'count', optional: true },
    { name: 'retest.further', as: 'count', optional: true },
  ],
  none: [],
  longest: [
    decimal('minutes'),
    { name: 'retestUnits', as: 'count' },
    maybe(choice('as', 'disintegrate', 'disperse', 'dissolve', 'melt')),
  ],
};

const everyKind = Object.keys(limitFields) as Limit['kind'][];

/** The kinds that a standard can set; that nothing is judged belongs to a test without one. */
export const limitKinds = everyKind.filter((kind) => kind !== 'none');

/** The fields to fill where no kind was chosen yet: the kind follows from which of them were filled. */
export const openFields: readonly LimitField[] = [
  ...ends.map(maybe),
  { name: 'requirement', as: 'text', optional: true },
];

const kindOf = (given: unknown): Limit['kind'] | undefined => everyKind.find((kind) => kind === given);

/** A limit from the texts of a form or sheet, by field (`limit.low` for a nested one). What does not read stays as it was typed. */
export function limitFrom(kind: string, texts: Readonly<Record<string, string>>): LooseLimit {
  const known = kindOf(kind);
  if (known === undefined) return kind === '' ? guessed(texts) : { kind };
  const limit: LooseLimit = { kind };
  for (const { name, as } of limitFields[known]) {
    const text = (texts[name] ?? '').trim();
    if (text !== '') put(limit, name, valueOf(text, as));
  }
  return limit;
}

/** The texts of a limit by field, as forms and sheets show them. */
export function limitTexts(limit: LooseLimit): Record<string, string> {
  const kind = kindOf(limit['kind']);
  const fields = kind === undefined ? openFields : limitFields[kind];
  return Object.fromEntries(fields.map(({ name }) => [name, textOf(get(limit, name))]));
}

/** 下限 alone is 不小于, 上限 alone 不大于, both a range; words alone are a requirement. */
function guessed({ low = '', high = '', requirement = '' }: Readonly<Record<string, string>>): LooseLimit {
  if (low !== '' && high !== '') return { kind: 'range', low, high };
  if (high !== '') return { kind: 'max', value: high };
  if (low !== '') return { kind: 'min', value: low };
  return requirement === '' ? {} : { kind: 'text', requirement };
}

function valueOf(text: string, as: LimitField['as']): unknown {
  if (as === 'flag') return text === 'on' || text === 'true' ? true : text;
  if (as === 'count') return /^\d{1,6}$/.test(text) ? Number(text) : text;
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (as === 'lines') return lines;
  return as === 'bands' ? lines.map(bandOf) : text;
}

/** `<0.30 10`: below 0.30 ±10 %; `0.30 7.5`: up to and with it; `* 7.5`: every larger one. */
function bandOf(line: string): LooseLimit | string {
  const [, below, upto = '', percent = ''] = /^(<?)\s*(\*|\d+(?:\.\d+)?)\s+±?(\d+(?:\.\d+)?)\s*%?$/.exec(line) ?? [];
  if (upto === '') return line;
  return { upto: upto === '*' ? null : upto, percent, ...(below === '<' ? { open: true } : {}) };
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (value === true) return 'on';
  if (!Array.isArray(value)) return String(value);
  return value.map((one: unknown) => (typeof one === 'string' ? one : bandText(one as LooseLimit))).join('\n');
}

const bandText = ({ upto, percent, open }: LooseLimit): string =>
  `${open === true ? '<' : ''}${upto === null ? '*' : String(upto)} ${String(percent)}`;

function get(limit: LooseLimit, name: string): unknown {
  return name.split('.').reduce<unknown>((at, part) => (at as LooseLimit | undefined)?.[part], limit);
}

function put(limit: LooseLimit, name: string, value: unknown): void {
  const [first = '', second] = name.split('.');
  if (second === undefined) limit[first] = value;
  else limit[first] = { ...(limit[first] as LooseLimit | undefined), [second]: value };
}

const DECIMAL = /^-?\d+(\.\d+)?$/;

/** A limit of which every field is there and reads. */
export const isLimit = (limit: unknown): limit is Limit => limitFaults(limit, 'limit').length === 0;

/** What a limit lacks or gets wrong, by its kind; `field` is the path of the limit. */
export function limitFaults(limit: unknown, field: string): Reason[] {
  const given = (limit ?? {}) as LooseLimit;
  const kind = kindOf(given['kind']);
  if (kind === undefined) return [{ id: 'definition.limit-kind', field: `${field}.kind` }];
  const faults = limitFields[kind].flatMap((one) => fieldFault(one, get(given, one.name), `${field}.${one.name}`));
  if (faults.length > 0) return faults;
  if (kind === 'derived') return limitFaults(given['limit'], `${field}.limit`);
  const { low, high } = given;
  if (kind === 'label-claim' && low === undefined && high === undefined)
    return [{ id: 'definition.limit-number', field: `${field}.low` }];
  const turned = typeof low === 'string' && typeof high === 'string' && dec(low).greaterThan(dec(high));
  return turned ? [{ id: 'definition.limit-order', field: `${field}.low`, params: { low, high } }] : [];
}

function fieldFault({ as, optional, options = [] }: LimitField, value: unknown, field: string): Reason[] {
  if (value === undefined) return optional ? [] : [{ id: asked[as], field }];
  const fits = {
    decimal: () => typeof value === 'string' && DECIMAL.test(value),
    text: () => typeof value === 'string',
    flag: () => typeof value === 'boolean',
    lines: () => Array.isArray(value) && value.length > 0,
    count: () => typeof value === 'number',
    bands: () => Array.isArray(value) && value.length > 0 && value.every((band) => typeof band === 'object'),
    choice: () => options.includes(String(value)),
  };
  return fits[as]() ? [] : [{ id: asked[as], field }];
}

const asked = {
  decimal: 'definition.limit-number',
  text: 'definition.limit-words',
  flag: 'definition.limit-words',
  lines: 'definition.limit-words',
  count: 'definition.limit-count',
  bands: 'definition.limit-bands',
  choice: 'definition.limit-choice',
} as const;
