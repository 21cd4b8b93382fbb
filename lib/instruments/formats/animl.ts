import { dec, toText } from '../../core/decimal.ts';
import { isNumber, valueOf } from './figures.ts';
import { broken, draft, flagWarnings, rowKind } from './layout.ts';
import type { Draft, Injection, Layout, Source, Spectrum } from './types.ts';

interface Element {
  name: string;
  line: number;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

/** AnIML (ASTM E1947/E13.15): samples, steps of an experiment, series of values. */
export const animl: Layout = {
  id: 'animl',
  fits: ({ text }) =>
    /^\s*(<\?xml[^>]*\?>\s*)?(<!--[\s\S]{0,2000}?-->\s*)?<(\w+:)?AnIML[\s>]/.test(text.slice(0, 4000)),
  read,
};

function read({ text }: Source): Draft {
  const root = parse(text);
  const samples = new Map(
    find(root, 'Sample').map(({ attributes }) => [
      attributes['sampleID'] ?? attributes['id'] ?? '',
      attributes['name'] ?? '',
    ]),
  );
  const result = draft('', { software: 'AnIML' });
  const curves: Spectrum[] = [];
  for (const step of find(root, 'ExperimentStep')) {
    const reference = find(step, 'SampleReference')[0]?.attributes['sampleID'] ?? '';
    const name = samples.get(reference) ?? reference;
    const injection: Injection = {
      line: step.line,
      sampleName: name || (step.attributes['name'] ?? ''),
      kind: rowKind(undefined, name),
      values: [],
    };
    if (reference !== '') injection.sampleId = reference;
    for (const set of find(step, 'SeriesSet')) series(set, injection, curves);
    if (injection.values.length > 0 || find(step, 'SeriesSet').length > 0) result.injections.push(injection);
  }
  if (result.injections.length === 0) broken(1, 'instrument-file.no-rows');
  flagWarnings(
    result.injections.flatMap(({ values }) => values),
    result.warnings,
  );
  const [spectrum, ...moreSpectra] = curves;
  return { ...result, ...(spectrum !== undefined && { spectrum }), ...(moreSpectra.length > 0 && { moreSpectra }) };
}

/** Series of one set stand beside each other: an independent series of numbers makes curves, anything else names the values. */
function series(set: Element, injection: Injection, curves: Spectrum[]): void {
  const all = find(set, 'Series').map((one) => ({
    name: one.attributes['name'] ?? '',
    unit: find(one, 'Unit')[0]?.attributes['label'] ?? '',
    independent: one.attributes['dependency'] === 'independent',
    line: one.line,
    texts: textsOf(one, Number(set.attributes['length'] ?? 0)),
  }));
  const length = Number(set.attributes['length'] ?? Number.NaN);
  for (const { line, texts } of all)
    if (Number.isFinite(length) && texts.length !== length)
      broken(line, 'instrument-file.count', { section: 'SeriesSet', wanted: length, found: texts.length });
  const base = all.find(({ independent }) => independent);
  for (const one of all.filter((other) => other !== base)) {
    if (base && one.texts.length > 8 && base.texts.every((text) => /^-?[\d.]+(e[+-]?\d+)?$/i.test(text)))
      curves.push({
        title: one.name,
        xUnit: base.unit,
        yUnit: one.unit,
        points: base.texts.map((x, i): [string, string] => [x, one.texts[i] ?? '']),
      });
    one.texts.forEach((cell, i) => {
      const value = valueOf(cell, {
        name: base?.texts[i] ?? one.name,
        field: one.name.toLowerCase() || 'value',
        unit: one.unit,
        line: one.line,
      });
      if (value) injection.values.push(value);
    });
  }
}

function textsOf(one: Element, length: number): string[] {
  const increments = find(one, 'AutoIncrementedValueSet')[0];
  if (increments) {
    const [start = '', step = ''] = ['StartValue', 'Increment'].map(
      (name) => find(increments, name)[0]?.children[0]?.text ?? '',
    );
    if (!isNumber(start) || !isNumber(step) || length > 1_000_000) return [];
    const [from, by] = [dec(start), dec(step)];
    return Array.from({ length }, (_, i) => toText(from.plus(by.times(i))));
  }
  if (find(one, 'EncodedValueSet').length > 0) return broken(one.line, 'instrument-file.encoded');
  return find(one, 'IndividualValueSet').flatMap(({ children }) => children.map(({ text }) => text));
}

function find(element: Element, name: string): Element[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...find(child, name)]);
}

const TAG =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([\w.:-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/gy;

/** A small reader of XML: elements, attributes, texts; no document type, no entities of its own. @throws Refusal `instrument-file.xml` */
function parse(text: string): Element {
  const root: Element = { name: '', line: 1, attributes: {}, children: [], text: '' };
  const open = [root];
  let [at, line] = [text.startsWith('\ufeff') ? 1 : 0, 1];
  while (at < text.length) {
    TAG.lastIndex = at;
    const match = TAG.exec(text);
    if (match === null) return broken(line, 'instrument-file.xml');
    const [whole, cdata, closing, name = '', attributes = '', alone, plain] = match;
    const top = open.at(-1);
    if (top === undefined || open.length > 60) return broken(line, 'instrument-file.xml');
    if (plain !== undefined || cdata !== undefined) top.text += cdata ?? entities(plain ?? '').trim();
    else if (closing === '/') {
      if (top.name !== local(name)) return broken(line, 'instrument-file.xml');
      open.pop();
    } else if (name !== '') {
      const element = { name: local(name), line, attributes: attributesOf(attributes), children: [], text: '' };
      top.children.push(element);
      if (alone !== '/') open.push(element);
    }
    line += whole.split('\n').length - 1;
    at = TAG.lastIndex;
  }
  return open.length === 1 ? root : broken(line, 'instrument-file.xml');
}

const local = (name: string): string => name.replace(/^.*:/, '');

const attributesOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, name = '', a, b]) => [
      local(name),
      entities(a ?? b ?? ''),
    ]),
  );

const entities = (text: string): string =>
  text.replace(/&(lt|gt|quot|apos|amp|#\d{1,6});/g, (whole, name: string) =>
    name.startsWith('#')
      ? String.fromCodePoint(Math.min(Number(name.slice(1)), 0x10ffff))
      : ({ lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }[name] ?? whole),
  );
