import { refuse } from '../../core/refusal.ts';
import { isNumber } from './figures.ts';
import { Digits, type Json, type JsonObject } from './json.ts';
import type { Injection, Value } from './types.ts';

export type AsmTechnique = 'liquid-chromatography' | 'balance';

export interface AsmExport {
  technique: AsmTechnique;
  /** Ledger number or name of the instrument. */
  device: string;
  model?: string;
  analyst: string;
  software: { name: string; version: string };
  injections: Injection[];
}

/** The published models that the answer follows (purl.allotrope.org). */
const MANIFEST: Record<AsmTechnique, string> = {
  'liquid-chromatography':
    'http://purl.allotrope.org/manifests/liquid-chromatography/REC/2023/09/liquid-chromatography.manifest',
  balance: 'http://purl.allotrope.org/manifests/balance/REC/2024/03/balance.manifest',
};

const PEAK: Record<string, { name: string; unit: string }> = {
  area: { name: 'peak area', unit: '' },
  height: { name: 'peak height', unit: '' },
  rt: { name: 'retention time', unit: 'min' },
  'area-percent': { name: 'relative peak area', unit: '%' },
  'height-percent': { name: 'relative peak height', unit: '%' },
  start: { name: 'peak start', unit: 'min' },
  end: { name: 'peak end', unit: 'min' },
  resolution: { name: 'chromatographic peak resolution', unit: '(unitless)' },
  plates: { name: 'number of theoretical plates', unit: '(unitless)' },
  amount: { name: 'amount', unit: '' },
};

/**
 * A simple Allotrope document of chromatography or weighing as JSON text; figures keep the digits they had.
 * @throws Refusal `instrument-file.asm-empty` when there is no value to write, `instrument-file.asm-figure` for a value that is no number
 */
export function toAsm(what: AsmExport): string {
  const documents = what.injections.filter(({ values }) => values.some(({ text }) => text !== ''));
  if (documents.length === 0) refuse('instrument-file.asm-empty', undefined, 'file');
  const technique = what.technique;
  const measured = documents.map((one) => ({
    analyst: what.analyst,
    'measurement aggregate document': {
      'measurement document': [technique === 'balance' ? weighing(one) : chromatogram(one)],
    },
  }));
  const data = { 'software name': what.software.name, 'software version': what.software.version };
  const device = {
    'asset management identifier': what.device,
    ...(what.model !== undefined && { 'model number': what.model }),
  };
  const root: JsonObject = {
    '$asm.manifest': MANIFEST[technique],
    [`${technique} aggregate document`]: {
      'device system document': device,
      'data system document': data,
      [`${technique} document`]: measured,
    },
  };
  return `${written(root, '')}\n`;
}

const sampleOf = ({ sampleName, sampleId, vial, kind }: Injection): JsonObject => ({
  'sample identifier': sampleId ?? sampleName,
  'written name': sampleName,
  'sample role type': `${{ sample: 'unknown', standard: 'standard', blank: 'blank', control: 'control', unknown: 'unknown' }[kind]} sample role`,
  ...(vial !== undefined && { 'location identifier': vial }),
});

const moment = ({ at }: Injection): JsonObject => (at === undefined ? {} : { 'measurement time': at });

function weighing(one: Injection): JsonObject {
  const weights = one.values.filter(({ field, text }) => field === 'mass' && text !== '');
  return {
    ...moment(one),
    'sample document': sampleOf(one),
    ...Object.fromEntries(weights.slice(0, 1).map((value) => ['sample weight', quantity(value, value.unit ?? 'g')])),
  };
}

function chromatogram(one: Injection): JsonObject {
  const peaks = new Map<string, JsonObject>();
  for (const value of one.values) {
    const known = PEAK[value.field];
    if (known === undefined || value.text === '') continue;
    const key = `${value.signal ?? ''}\u0001${value.peak ?? value.name}\u0001${value.line}`;
    const peak = peaks.get(key) ?? {
      ...(value.peak !== undefined && { identifier: value.peak }),
      ...(value.name !== '' && { 'written name': value.name }),
    };
    peak[known.name] = quantity(value, value.unit ?? known.unit);
    peaks.set(key, peak);
  }
  return {
    ...moment(one),
    'sample document': sampleOf(one),
    'peak list': { peak: [...peaks.values()] },
  };
}

function quantity(value: Value, unit: string): JsonObject {
  if (!isNumber(value.text))
    refuse('instrument-file.asm-figure', { name: value.name || value.field, text: value.text }, 'file');
  return { value: new Digits(jsonDigits(value.text)), unit: unit || '(unitless)' };
}

/** JSON writes no leading zeros, no bare point and no plus sign. */
const jsonDigits = (text: string): string =>
  text
    .replace(/^([+-]?)0+(?=\d)/, '$1')
    .replace(/^\+/, '')
    .replace(/^(-?)\./, '$10.')
    .replace(/\.$/, '');

function written(value: Json, indent: string): string {
  if (value instanceof Digits) return value.text;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return value.length === 0 ? '[]' : `[\n${value.map((one) => inner + written(one, inner)).join(',\n')}\n${indent}]`;
  const members = Object.entries(value).map(([key, one]) => `${inner}${JSON.stringify(key)}: ${written(one, inner)}`);
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
}
