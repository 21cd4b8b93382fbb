import { limitFrom, limitTexts } from '../catalogue/index.ts';
import type { RowAct } from './edit-specification.ts';
import type { Unfinished } from './rows.ts';
import {
  at,
  constantsAt,
  limitTyped,
  linesAt,
  rowsAt,
  settled,
  type Typed,
  textAt,
  wholeAt,
  wordsAt,
} from './typed.ts';

/** The parameter of a draft after the editor was saved; its examples stay, but for the one that a button copies or takes away. */
export function parameterFrom(typed: Typed, stored: Unfinished, act: RowAct): Unfinished {
  const rounding = settled((stored['rounding'] ?? {}) as Unfinished, {
    places: wholeAt(typed, 'rounding.places') ?? null,
    significant: wholeAt(typed, 'rounding.significant'),
    individualPlaces: wholeAt(typed, 'rounding.individualPlaces'),
    rule: textAt(typed, 'rounding.rule'),
  });
  const reported = {
    item: wordsAt(typed, 'report.item'),
    conforms: textAt(typed, 'report.conforms'),
    fails: textAt(typed, 'report.fails'),
    notDetected: textAt(typed, 'report.notDetected'),
  };
  const method = wordsAt(typed, 'method');
  return {
    ...settled(stored, {
      code: textAt(typed, 'code').toUpperCase(),
      name: wordsAt(typed, 'name'),
      aliases: linesAt(typed, 'aliases'),
      class: textAt(typed, 'class'),
      group: textAt(typed, 'group'),
      family: textAt(typed, 'family'),
      form: textAt(typed, 'form'),
      method: Object.keys(method).length === 0 ? undefined : method,
      basis: basisFrom(typed),
      limits: some(Object.keys((at(typed, 'limits') ?? {}) as Typed)),
      unit: textAt(typed, 'unit') || null,
      result: textAt(typed, 'result'),
      rounding,
      compare: textAt(typed, 'compare'),
      replicates: wholeAt(typed, 'replicates'),
      precision: precisionFrom(typed) ?? null,
      lod: textAt(typed, 'lod') || null,
      loq: textAt(typed, 'loq') || null,
      constants: constantsAt(typed, stored['constants']),
      stages: wholeAt(typed, 'stages'),
      retest: at(typed, 'retest') === 'yes',
      reinspection: at(typed, 'reinspection') === 'yes',
      instruments: linesAt(typed, 'instruments'),
      materials: linesAt(typed, 'materials'),
      environment: environmentFrom(typed) ?? null,
      competence: textAt(typed, 'competence'),
      workingDays: wholeAt(typed, 'workingDays'),
      report: Object.keys(reported.item).length === 0 ? undefined : settled({}, reported),
      typicalLimit: textAt(typed, 'typicalLimit'),
      confidence: textAt(typed, 'confidence'),
      uncertain: some(Object.keys((at(typed, 'uncertain') ?? {}) as Typed)),
      source: textAt(typed, 'source'),
    }),
    examples: examplesAfter(examplesOf(stored), act),
  };
}

export const examplesOf = (body: Unfinished): Unfinished[] =>
  Array.isArray(body['examples']) ? (body['examples'] as Unfinished[]) : [];

/** A copied example comes last, so that the others keep their numbers; the first one is begun empty. */
function examplesAfter(examples: Unfinished[], { act, row }: RowAct): Unfinished[] {
  if (act === 'remove') return examples.filter((_, i) => i !== row);
  if (act !== 'copy') return examples;
  const { seal: _seal, ...copy } = examples[row] ?? { kind: 'typical', item: { limit: {} }, readings: {}, expect: {} };
  return [...examples, copy];
}

/** A worked example after its page was saved. */
export function exampleFrom(typed: Typed, stored: Unfinished): Unfinished {
  const old = (stored['item'] ?? {}) as Unfinished;
  const unit = textAt(typed, 'item.unit');
  const item = settled(old, {
    limit: limitFrom(textAt(typed, 'item.limit.kind'), limitTyped(at(typed, 'item'))),
    limitText: textAt(typed, 'item.limitText'),
    unit: /^[-—–/]$/.test(unit) ? null : unit,
    places: wholeAt(typed, 'item.places'),
    constants: constantsAt(at(typed, 'item'), old['constants']),
    compare: textAt(typed, 'item.compare'),
  });
  const expect = settled(
    {},
    {
      result: textAt(typed, 'expect.result'),
      exact: textAt(typed, 'expect.exact'),
      text: textAt(typed, 'expect.text'),
      verdict: textAt(typed, 'expect.verdict'),
      refused: textAt(typed, 'expect.refused'),
    },
  );
  const { seal: _seal, ...rest } = stored;
  return {
    ...settled(rest, { kind: textAt(typed, 'kind'), note: textAt(typed, 'note') }),
    item,
    readings: withoutEmpty((at(typed, 'readings') ?? {}) as Typed),
    expect,
  };
}

/** Readings as a record keeps them: rows at the end of a grid that were left empty are not rows. */
function withoutEmpty(readings: Typed): Unfinished {
  return Object.fromEntries(
    Object.entries(readings).flatMap(([name, value]) => {
      if (!Array.isArray(value))
        return value !== null && typeof value === 'object' && Object.keys(value).length === 0 ? [] : [[name, value]];
      const last = value.findLastIndex(
        (row: unknown) => row !== null && typeof row === 'object' && Object.keys(row).length > 0,
      );
      return last < 0 ? [] : [[name, value.slice(0, last + 1)]];
    }),
  );
}

function basisFrom(typed: Typed): Unfinished[] {
  return rowsAt(typed, 'basis')
    .map((row) =>
      settled(
        {},
        Object.fromEntries(
          ['standard', 'edition', 'clause', 'scope', 'validFrom', 'validTo'].map((name) => [name, textAt(row, name)]),
        ),
      ),
    )
    .filter((basis) => Object.keys(basis).length > 0);
}

function precisionFrom(typed: Typed): Unfinished | undefined {
  const [kind, max] = [textAt(typed, 'precision.kind'), textAt(typed, 'precision.max')];
  return kind === '' && max === '' ? undefined : settled({}, { kind, max });
}

function environmentFrom(typed: Typed): Unfinished | undefined {
  const bounds = (name: string) => {
    const both = settled(
      {},
      { low: textAt(typed, `environment.${name}.low`), high: textAt(typed, `environment.${name}.high`) },
    );
    return Object.keys(both).length === 0 ? undefined : both;
  };
  const all = settled(
    {},
    { room: textAt(typed, 'environment.room'), temperature: bounds('temperature'), humidity: bounds('humidity') },
  );
  return Object.keys(all).length === 0 ? undefined : all;
}

const some = <T>(list: T[]): T[] | undefined => (list.length === 0 ? undefined : list);

/** The limit of an example or item as its editor shows it: kind and texts by field. */
export function limitShown(holder: Unfinished): { kind: string; texts: Record<string, string> } {
  const limit = (holder['limit'] ?? {}) as Unfinished;
  return { kind: typeof limit['kind'] === 'string' ? limit['kind'] : '', texts: limitTexts(limit) };
}
