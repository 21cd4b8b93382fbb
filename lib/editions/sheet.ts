import { type Catalogue, limitFields, limitFrom, limitKinds, limitTexts, openFields } from '../catalogue/index.ts';
import { type Reason, refuseAll } from '../core/refusal.ts';
import { type Lang, lookUp, messages, reasonText, t } from '../messages/index.ts';
import { readSheet, readTable, type SheetColumn, type TableRow, writeSheet } from '../sheets/index.ts';
import { parameterCode, proposed } from './edit-specification.ts';
import { labelOf } from './facts.ts';
import type { Unfinished } from './rows.ts';
import { settled } from './typed.ts';

const columns = [
  { key: 'seq', width: 6, optional: true },
  { key: 'group', width: 12, optional: true },
  { key: 'zh', width: 24, optional: true },
  { key: 'en', width: 24, optional: true },
  { key: 'parameter', width: 20, optional: false },
  { key: 'kind', width: 14, optional: true },
  { key: 'value', width: 10, optional: true },
  { key: 'low', width: 10, optional: true },
  { key: 'high', width: 10, optional: true },
  { key: 'more', width: 24, optional: true },
  { key: 'limitText', width: 36, optional: true },
  { key: 'unit', width: 10, optional: true },
  { key: 'places', width: 8, optional: true },
  { key: 'significant', width: 8, optional: true },
  { key: 'compare', width: 12, optional: true },
  { key: 'constants', width: 18, optional: true },
  { key: 'when', width: 18, optional: true },
  { key: 'method', width: 24, optional: true },
  { key: 'confidence', width: 10, optional: true },
] as const;

type Key = (typeof columns)[number]['key'];

const head = (key: Key, lang: Lang): string => t(lang, `editions.column.${key}`);
const NUMBERS: readonly string[] = ['value', 'low', 'high'];
const COMPARES = ['rounded', 'full'];
const CONFIDENCES = ['high', 'medium', 'low'];

/** The items of a specification as an XLSX file: one line an item, lists for what may be chosen. */
export function itemsSheet(body: Unfinished, catalogue: Catalogue, lang: Lang): Promise<Buffer> {
  const items = Array.isArray(body['items']) ? (body['items'] as Unfinished[]) : [];
  const offered: Partial<Record<Key, string[]>> = {
    parameter: [...catalogue.parameters.values()].map(({ code, name }) => `${code} ${name.zh}`),
    kind: limitKinds.map((kind) => lookUp(lang, `editions.kind.${kind}`)),
    compare: COMPARES.map((one) => lookUp(lang, `editions.value.compare.${one}`)),
    confidence: CONFIDENCES.map((one) => lookUp(lang, `editions.value.confidence.${one}`)),
  };
  const written = columns.map(({ key, width, optional }): SheetColumn => {
    const options = offered[key];
    return { head: head(key, lang), width, required: !optional, ...(options ? { options } : {}) };
  });
  return writeSheet({
    name: t(lang, 'editions.sheet'),
    lists: t(lang, 'editions.lists'),
    columns: written,
    rows: items.map((item) => {
      const cells = cellsOf(item, lang);
      return columns.map(({ key }) => cells[key]);
    }),
  });
}

function cellsOf(item: Unfinished, lang: Lang): Record<Key, string> {
  const limit = (item['limit'] ?? {}) as Unfinished;
  const texts = limitTexts(limit);
  const words = (item['name'] ?? {}) as Unfinished;
  const chosen = (name: 'compare' | 'confidence') =>
    item[name] === undefined ? '' : lookUp(lang, `editions.value.${name}.${String(item[name])}`);
  const plain = (value: unknown) => (value === undefined || value === null ? '' : String(value));
  return {
    seq: plain(item['seq']),
    group: plain(item['group']),
    zh: plain(words['zh']),
    en: plain(words['en']),
    parameter: plain(item['parameter']),
    kind: limit['kind'] === undefined ? '' : lookUp(lang, `editions.kind.${String(limit['kind'])}`),
    value: texts['value'] ?? '',
    low: texts['low'] ?? '',
    high: texts['high'] ?? '',
    more: Object.entries(texts)
      .filter(([name, text]) => !NUMBERS.includes(name) && text !== '')
      .map(([name, text]) => `${labelOf(`limit.${name}`, lang)}=${text.replaceAll('\n', ' / ')}`)
      .join('\n'),
    limitText: plain(item['limitText']),
    unit: item['unit'] === null ? '—' : plain(item['unit']),
    places: plain(item['places']),
    significant: plain(item['significant']),
    compare: chosen('compare'),
    constants: pairsText((item['constants'] ?? {}) as Unfinished),
    when: pairsText((item['when'] ?? {}) as Unfinished),
    method: plain(item['method']),
    confidence: chosen('confidence'),
  };
}

const pairsText = (values: Unfinished): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${Array.isArray(value) ? value.join(',') : String(value)}`)
    .join('\n');

/**
 * The items of a specification from an XLSX file.
 * @throws Refusal `sheet.*` for the file, or `import.row` for every cell that does not read, with row, column and reason
 */
export async function itemsFromSheet(file: Buffer, catalogue: Catalogue, lang: Lang): Promise<Unfinished[]> {
  const wanted = columns.map(({ key, optional }) => ({
    key,
    heads: [head(key, lang), messages.zh[`editions.column.${key}`], messages.en[`editions.column.${key}`], key],
    optional,
  }));
  const read = readTable(await readSheet(file), wanted).map((row) => itemOf(row, catalogue, lang));
  refuseAll(read.flatMap(({ faults }) => faults));
  return read.map(({ item }, i) => ({ ...item, seq: i + 1 }));
}

function itemOf(
  { row, cells, calculated }: TableRow<Key>,
  catalogue: Catalogue,
  lang: Lang,
): { item: Unfinished; faults: Reason[] } {
  const fault = (key: Key, reason: Reason): Reason => ({
    id: 'import.row',
    field: 'file',
    params: { row, column: head(key, lang), detail: reasonText(lang, reason) },
  });
  const code = parameterCode(cells.parameter, catalogue);
  const parameter = catalogue.parameters.get(code);
  const kind = chosenWord('editions.kind', cells.kind, limitKinds);
  const compare = chosenWord('editions.value.compare', cells.compare, COMPARES);
  const confidence = chosenWord('editions.value.confidence', cells.confidence, CONFIDENCES);
  const limit = limitFrom(kind ?? '', {
    ...moreOf(cells.more, kind, lang),
    ...Object.fromEntries(NUMBERS.map((name) => [name, cells[name as 'value']])),
    ...(kind === '' && cells.value === '' ? { requirement: cells.limitText } : {}),
  });
  const counted = (key: 'places' | 'significant') =>
    cells[key] === '' ? undefined : /^\d{1,2}$/.test(cells[key]) ? Number(cells[key]) : cells[key];
  const unit = /^[-—–/]$/.test(cells.unit) ? null : cells.unit;
  const faults = [
    ...calculated.map((key) => fault(key, { id: 'import.calculated', params: { value: cells[key] } })),
    ...(parameter ? [] : [fault('parameter', { id: 'definition.no-parameter', params: { code: cells.parameter } })]),
    ...(kind === undefined ? [fault('kind', { id: 'import.word', params: { value: cells.kind } })] : []),
    ...(compare === undefined ? [fault('compare', { id: 'import.word', params: { value: cells.compare } })] : []),
    ...(confidence === undefined
      ? [fault('confidence', { id: 'import.word', params: { value: cells.confidence } })]
      : []),
    ...NUMBERS.filter((name) => !/^(-?\d+(\.\d+)?)?$/.test(cells[name as 'value'])).map((name) =>
      fault(name as 'value', { id: 'import.number', params: { value: cells[name as 'value'] } }),
    ),
    ...(['places', 'significant'] as const)
      .filter((key) => typeof counted(key) === 'string')
      .map((key) => fault(key, { id: 'import.number', params: { value: cells[key] } })),
  ];
  const name = settled({}, { zh: cells.zh || parameter?.name.zh, en: cells.en || parameter?.name.en });
  const item = settled(
    {},
    {
      group: cells.group || parameter?.group,
      name,
      parameter: code,
      limit,
      limitText: cells.limitText || proposed(limit, unit || (parameter?.unit ?? null)),
      unit,
      places: counted('places'),
      significant: counted('significant'),
      constants: pairs(cells.constants),
      compare,
      method: cells.method,
      confidence,
      when: whenOf(cells.when),
    },
  );
  return { item, faults };
}

/** A word of a list in either language, or its key; undefined for one that is not on the list, '' for none. */
function chosenWord(area: string, text: string, options: readonly string[]): string | undefined {
  if (text === '') return '';
  return options.find((one) => [one, lookUp('zh', `${area}.${one}`), lookUp('en', `${area}.${one}`)].includes(text));
}

/** `检出标准=LOD`, one a line, by the label of the field in either language. */
function moreOf(text: string, kind: string | undefined, lang: Lang): Record<string, string> {
  const fields = limitKinds.find((one) => one === kind);
  const known = fields === undefined ? openFields : limitFields[fields];
  return Object.fromEntries(
    Object.entries(pairs(text) ?? {}).flatMap(([label, value]) => {
      const field = known.find(({ name }) =>
        [name, labelOf(`limit.${name}`, lang), labelOf(`limit.${name}`, 'zh')].includes(label),
      );
      return field ? [[field.name, ['lines', 'bands'].includes(field.as) ? value.replaceAll(' / ', '\n') : value]] : [];
    }),
  );
}

function pairs(text: string): Record<string, string> | undefined {
  const found = text.split('\n').flatMap((line) => {
    const [, name = '', value = ''] = /^\s*([^=＝]+?)\s*[=＝]\s*(.*?)\s*$/.exec(line) ?? [];
    return name === '' || value === '' ? [] : [[name, value] as const];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

function whenOf(text: string): Unfinished | undefined {
  const found = pairs(text);
  return (
    found &&
    Object.fromEntries(
      Object.entries(found).map(([id, values]) => [id, values.split(/[,，]/).map((one) => one.trim())]),
    )
  );
}
