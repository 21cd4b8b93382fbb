import type { Reason } from '../../core/refusal.ts';
import { valueOf } from './figures.ts';
import { isObject, type Json, type JsonObject, listOf, objectsOf, readJson, textOf } from './json.ts';
import { broken, draft, flagWarnings, known, rowKind, timed } from './layout.ts';
import type { Draft, Injection, Layout, Source, Spectrum, Value } from './types.ts';

const FIELD: Record<string, string> = {
  'peak area': 'area',
  'peak height': 'height',
  'retention time': 'rt',
  'relative peak area': 'area-percent',
  'relative peak height': 'height-percent',
  'relative retention time': 'rrt',
  'peak start': 'start',
  'peak end': 'end',
  'chromatographic peak resolution': 'resolution',
  'number of theoretical plates': 'plates',
  'peak width at half height': 'width',
  'mass concentration': 'amount',
  'molar concentration': 'amount',
  concentration: 'amount',
  amount: 'amount',
  absorbance: 'absorbance',
  'sample weight': 'mass',
  'gross weight': 'gross',
  'tare weight': 'tare',
  mass: 'mass',
  ph: 'ph',
  pH: 'ph',
};

/** Allotrope Simple Model (any technique): documents of measurements with `{value, unit}` pairs, peaks and data cubes. */
export const asm: Layout = {
  id: 'asm',
  fits: ({ text }) =>
    /^\s*\{/.test(text.slice(0, 200)) &&
    (/"\$asm\.manifest"/.test(text) || /"[a-z -]+ aggregate document"\s*:/.test(text)),
  read,
};

interface Context {
  sample: JsonObject;
  at: string;
  analyst: string;
  method: string;
}

function read({ text }: Source): Draft {
  const root = readJson(text);
  if (!isObject(root)) return broken(1, 'instrument-file.json');
  const result = draft('', { software: 'Allotrope Simple Model' });
  const curves: Spectrum[] = [];
  walk(root, { sample: {}, at: '', analyst: '', method: '' }, result.injections, curves, result.warnings);
  if (result.injections.length === 0) broken(1, 'instrument-file.no-rows');
  flagWarnings(
    result.injections.flatMap(({ values }) => values),
    result.warnings,
  );
  const manifest = textOf(root['$asm.manifest']);
  const [device] = deepObjects(root, 'device system document');
  const [data] = deepObjects(root, 'data system document');
  if (manifest !== '') result.meta.push({ line: 1, name: '$asm.manifest', value: manifest });
  const [spectrum, ...moreSpectra] = curves;
  const instrument = ['model number', 'asset management identifier', 'equipment serial number', 'device serial number']
    .map((key) => textOf(device?.[key]))
    .filter(Boolean)
    .join(' ');
  const acquired = result.injections[0]?.at;
  return {
    ...result,
    title: result.injections[0]?.sampleName ?? '',
    ...(textOf(data?.['software name']) !== '' && {
      software: [textOf(data?.['software name']), textOf(data?.['software version'])].join(' ').trim(),
    }),
    ...(instrument !== '' && { instrument }),
    ...(acquired !== undefined && { acquired }),
    ...(spectrum !== undefined && { spectrum }),
    ...(moreSpectra.length > 0 && { moreSpectra }),
  };
}

/** Down to each measurement document; what stands above it (sample, analyst, time) holds for all below. */
function walk(value: Json, above: Context, injections: Injection[], curves: Spectrum[], warnings: Reason[]): void {
  if (Array.isArray(value)) {
    for (const one of value) walk(one, above, injections, curves, warnings);
    return;
  }
  if (!isObject(value)) return;
  const sample = value['sample document'];
  const here: Context = {
    sample: isObject(sample) ? { ...above.sample, ...sample } : above.sample,
    at:
      textOf(value['measurement time']) ||
      textOf(value['injection time']) ||
      textOf(isObject(value['injection document']) ? value['injection document']['injection time'] : undefined) ||
      above.at,
    analyst: textOf(value['analyst']) || above.analyst,
    method: textOf(value['method name']) || textOf(value['experimental data identifier']) || above.method,
  };
  for (const [key, one] of Object.entries(value)) {
    if (key === 'measurement document' || key === 'measurement')
      for (const document of Array.isArray(one) ? objectsOf(one) : [one].filter(isObject))
        measurement(document, here, injections, curves, warnings);
    else walk(one, here, injections, curves, warnings);
  }
}

function measurement(
  document: JsonObject,
  above: Context,
  injections: Injection[],
  curves: Spectrum[],
  warnings: Reason[],
): void {
  const own = document['sample document'];
  const sample = isObject(own) ? { ...above.sample, ...own } : above.sample;
  const injection = isObject(document['injection document']) ? document['injection document'] : {};
  const name = textOf(sample['sample identifier']) || textOf(sample['written name']);
  const values: Value[] = [];
  collect(document, '', '', values, curves, name);
  injections.push({
    line: 1,
    sampleName: textOf(sample['written name']) || name,
    kind: rowKind(
      textOf(sample['sample role type'])
        .replace(/ role$/, '')
        .replace(/ sample$/, ''),
      name,
    ),
    ...known('sampleId', textOf(sample['sample identifier'])),
    ...known(
      'vial',
      textOf(sample['location identifier']) ||
        textOf(sample['well location identifier']) ||
        textOf(sample['vial location identifier']),
    ),
    ...timed(textOf(document['measurement time']) || textOf(injection['injection time']) || above.at, 1, warnings),
    ...known('method', above.method),
    ...known('operator', above.analyst),
    values,
  });
}

/** Every `{value, unit}` below; a peak or analyte names what stands in its object. */
function collect(value: Json, key: string, name: string, values: Value[], curves: Spectrum[], sample: string): void {
  if (Array.isArray(value)) {
    for (const one of value) collect(one, key, name, values, curves, sample);
    return;
  }
  if (!isObject(value)) return;
  if ('value' in value && !('cube-structure' in value)) {
    const peak = name !== '' && key !== name;
    const found = valueOf(textOf(value['value']), {
      name: peak ? name : key,
      field: FIELD[key] ?? key,
      unit: unitOf(value),
      line: 1,
    });
    if (found) values.push(found);
    return;
  }
  if (isObject(value['cube-structure'])) {
    curves.push(...cube(value, key, sample));
    return;
  }
  const called =
    [value['written name'], value['analyte name'], key === 'peak' ? value['identifier'] : undefined]
      .map(textOf)
      .find((text) => text !== '') ?? name;
  for (const [next, one] of Object.entries(value)) collect(one, next, called, values, curves, sample);
}

const unitOf = (value: JsonObject): string => textOf(value['unit']).replace(/^\(unitless\)$/, '');

function cube(value: JsonObject, key: string, sample: string): Spectrum[] {
  const structure = isObject(value['cube-structure']) ? value['cube-structure'] : {};
  const data = isObject(value['data']) ? value['data'] : {};
  const [dimension] = objectsOf(structure['dimensions']);
  const [x] = listOf(data['dimensions']).map(listOf);
  if (x === undefined || dimension === undefined) return [];
  return listOf(data['measures'] ?? data['points']).flatMap((measure, n): Spectrum[] => {
    const y = listOf(measure);
    if (y.length !== x.length) return broken(1, 'instrument-file.curve', { x: x.length, y: y.length });
    const yUnit = textOf(objectsOf(structure['measures'])[n]?.['unit']);
    const title = [sample, textOf(value['label']) || key].filter(Boolean).join(' ');
    return [
      {
        title,
        xUnit: textOf(dimension['unit']),
        yUnit,
        points: x.map((at, i): [string, string] => [textOf(at), textOf(y[i])]),
      },
    ];
  });
}

function deepObjects(value: Json, key: string): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap((one) => deepObjects(one, key));
  if (!isObject(value)) return [];
  const own = value[key];
  return [...(isObject(own) ? [own] : []), ...Object.values(value).flatMap((one) => deepObjects(one, key))];
}
