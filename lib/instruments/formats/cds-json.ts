import { isManual } from './columns.ts';
import { valueOf } from './figures.ts';
import { Digits, isObject, type Json, type JsonObject, listOf, objectsOf, readJson, textOf } from './json.ts';
import { broken, draft, flagWarnings, known, present, rowKind, timed } from './layout.ts';
import type { Draft, Layout, MetaLine, Source, Spectrum, Value } from './types.ts';

const looksJson = ({ text }: Source): boolean => /^\s*\{/.test(text.slice(0, 200));

const FIELD: Record<string, string> = {
  'retention time': 'rt',
  retentiontime: 'rt',
  rt: 'rt',
  'relative retention time': 'rrt',
  area: 'area',
  height: 'height',
  amount: 'amount',
  'relative peak area': 'area-percent',
  pctarea: 'area-percent',
  'relative peak height': 'height-percent',
  pctheight: 'height-percent',
  'start time': 'start',
  starttime: 'start',
  'end time': 'end',
  endtime: 'end',
  width: 'width',
  'capacity factor': 'capacity',
  'chromatographic peak resolution': 'resolution',
  usptailing: 'tailing',
  uspplatecount: 'plates',
  uspresolution: 'resolution',
  's/n': 'signal-to-noise',
};

/** Units that the program always uses for a fact and leaves out of the file. */
const UNIT: Record<string, string> = {
  rt: 'min',
  start: 'min',
  end: 'min',
  width: 'min',
  'area-percent': '%',
  'height-percent': '%',
  'wavelength setting': 'nm',
  'bandwidth setting': 'nm',
  'reference wavelength setting': 'nm',
  'reference bandwidth setting': 'nm',
};

/** Injections of Thermo Chromeleon as JSON: sequence, injections, signals with chromatogram and peaks. */
export const chromeleonJson: Layout = {
  id: 'chromeleon-json',
  fits: (source) => looksJson(source) && /"injections"\s*:/.test(source.text) && /"signals"\s*:/.test(source.text),
  read: (source) => {
    const root = rootOf(source);
    const sequence = isObject(root['sequence']) ? root['sequence'] : {};
    const result = draft(textOf(sequence['sequence name']), {
      meta: [...scalars(root['device information']), ...scalars(sequence)],
      software: 'Chromeleon',
    });
    const curves: Spectrum[] = [];
    for (const injection of objectsOf(root['injections'])) {
      const values = [
        ...settings(injection, ['injection volume setting'], ''),
        ...objectsOf(injection['signals']).flatMap((signal) => signalValues(signal, curves)),
      ];
      const name = textOf(injection['injection name']);
      result.injections.push({
        line: 1,
        sampleName: name,
        kind: rowKind(textOf(injection['injection type']), name),
        ...known('sampleId', textOf(injection['sample identifier'])),
        ...known('vial', textOf(injection['injection position'])),
        ...timed(textOf(injection['injection time']), 1, result.warnings),
        ...known('file', textOf(injection['injection identifier'])),
        ...known('operator', textOf(injection['last update user name'])),
        values,
      });
    }
    return finished(result, curves);
  },
};

/** Results of Waters Empower as JSON: every object with a SampleName and peaks is an injection. */
export const empowerJson: Layout = {
  id: 'empower-json',
  fits: (source) =>
    looksJson(source) && /"SampleName"\s*:/.test(source.text) && /"(peaks|InjectionId|chrom)"\s*:/.test(source.text),
  read: (source) => {
    const root = rootOf(source);
    const result = draft('', { software: 'Waters Empower', meta: Object.values(root).flatMap(scalars) });
    const curves: Spectrum[] = [];
    for (const injection of withSampleName(root)) {
      const name = textOf(injection['SampleName']);
      const [x, y] = listOf(injection['chrom']);
      if (x !== undefined && y !== undefined)
        curves.push(curve(name, listOf(x), listOf(y), 'min', textOf(injection['DetUnits'])));
      result.injections.push({
        line: 1,
        sampleName: name,
        kind: rowKind(textOf(injection['SampleType']), name),
        ...known('sampleId', textOf(injection['SampleId'])),
        ...known('vial', textOf(injection['Vial'])),
        ...timed(textOf(injection['DateAcquired']), 1, result.warnings),
        ...known('method', textOf(injection['MethodSetName']) || textOf(injection['InstrumentMethodName'])),
        ...known('file', textOf(injection['InjectionId'])),
        values: [
          ...settings(injection, ['InjectionVolume'], textOf(injection['Channel']) || textOf(injection['ChannelName'])),
          ...objectsOf(injection['peaks']).flatMap((peak) => peakValues(peak, textOf(injection['ChannelName']))),
        ],
      });
    }
    return finished(result, curves);
  },
};

function rootOf({ text }: Source): JsonObject {
  const root = readJson(text);
  return isObject(root) ? root : broken(1, 'instrument-file.json');
}

function finished(result: Draft, curves: Spectrum[]): Draft {
  if (result.injections.length === 0) broken(1, 'instrument-file.no-rows');
  flagWarnings(
    result.injections.flatMap(({ values }) => values),
    result.warnings,
  );
  const [spectrum, ...moreSpectra] = curves;
  const acquired = result.injections[0]?.at;
  return {
    ...result,
    ...(acquired !== undefined && { acquired }),
    ...(spectrum !== undefined && { spectrum }),
    ...(moreSpectra.length > 0 && { moreSpectra }),
  };
}

const scalars = (value: Json | undefined): MetaLine[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([name, one]) =>
        textOf(one) === '' ? [] : [{ line: 1, name, value: textOf(one) }],
      )
    : [];

function withSampleName(value: Json): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(withSampleName);
  if (!isObject(value)) return [];
  if ('SampleName' in value && ('peaks' in value || 'chrom' in value || 'InjectionId' in value)) return [value];
  return Object.values(value).flatMap(withSampleName);
}

function signalValues(signal: JsonObject, curves: Spectrum[]): Value[] {
  const name = textOf(signal['signal name']);
  const chromatogram = signal['chromatogram'];
  const uv = /^UV/i.test(name) ? 'mAU' : '';
  if (isObject(chromatogram)) curves.push(curve(name, listOf(chromatogram['x']), listOf(chromatogram['y']), 'min', uv));
  return [
    ...settings(
      signal,
      ['wavelength setting', 'bandwidth setting', 'reference wavelength setting', 'reference bandwidth setting'],
      name,
    ),
    ...objectsOf(signal['peaks']).flatMap((peak) => peakValues(peak, name)),
  ];
}

const settings = (from: JsonObject, names: readonly string[], signal: string): Value[] =>
  present(
    names.map((name) =>
      from[name] instanceof Digits
        ? valueOf(textOf(from[name]), {
            name: '',
            field: name,
            unit: UNIT[name] ?? textOf(from[`${name} unit`]),
            line: 1,
            signal,
          })
        : undefined,
    ),
  );

function peakValues(peak: JsonObject, signal: string): Value[] {
  const name =
    ['name', 'PeakLabel', 'Name', 'PeakName'].map((key) => textOf(peak[key])).find((text) => text !== '') ?? '';
  const code = textOf(peak['IntType']) || textOf(peak['integration type']) || textOf(peak['ManualIntegration']);
  const uv = /^UV/i.test(signal);
  const about = {
    name,
    line: 1,
    signal,
    peak: textOf(peak['identifier']) || textOf(peak['PeakId']),
    flags: isManual(code, 'empower') ? (['manual-integration'] as const).slice() : [],
  };
  return present(
    Object.entries(peak).map(([key, one]) => {
      const numeric = one instanceof Digits || (typeof one === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(one));
      if (!numeric || /^(identifier|PeakId|name|PeakLabel|.*id)$/i.test(key)) return undefined;
      const field = FIELD[key.toLowerCase()] ?? key;
      const unit = UNIT[field] ?? (uv && field === 'area' ? 'mAU*min' : uv && field === 'height' ? 'mAU' : '');
      return valueOf(textOf(one), { ...about, field, unit });
    }),
  );
}

/** Points of two lists of equal length. @throws Refusal `instrument-file.point` */
function curve(title: string, x: readonly Json[], y: readonly Json[], xUnit: string, yUnit: string): Spectrum {
  if (x.length !== y.length) broken(1, 'instrument-file.curve', { x: x.length, y: y.length });
  return { title, xUnit, yUnit, points: x.map((at, i): [string, string] => [textOf(at), textOf(y[i])]) };
}
