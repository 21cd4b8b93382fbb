import type { Injection, Reading, ValueFlag } from './formats/types.ts';
import type { Figure, Found, LineRow, ReadingHead } from './rows.ts';

/** A line as it was read, before anybody knows whose it is. */
export type ReadLine = Pick<LineRow, 'n' | 'sample' | 'kind' | 'injection' | 'payload' | 'flags'> & {
  names: Record<'name' | 'id' | 'vial', string>;
};

const plain = (text: string | undefined): string => (text ?? '').trim().replace(/\s+/g, ' ');

const figureOf = ({ name, field, text, unit, signal, flags, line }: Injection['values'][number]): Figure => ({
  ...{ name: plain(name), field, text, flags, line },
  ...(unit !== undefined && unit !== '' && { unit }),
  ...(signal !== undefined && signal !== '' && { signal }),
});

/**
 * The injections of a file as lines. An injection is known again in another file by its time, vial and sample; where the file says no time, by
 * the sample and how often it stood before, within the same run.
 */
export function linesOf({ injections }: Reading, worksheetId: string): ReadLine[] {
  const before = new Map<string, number>();
  return injections.map((injection, at) => {
    const { sampleName, sampleId, vial, kind, method } = injection;
    const names = { name: plain(sampleName), id: plain(sampleId), vial: plain(vial) };
    const who = [names.name, names.id, names.vial].join('|');
    const times = (before.get(who) ?? 0) + 1;
    before.set(who, times);
    return {
      n: at + 1,
      sample: names.name || names.id || names.vial,
      kind,
      injection: injection.at === undefined ? `${worksheetId}|${who}|${times}` : `${who}|${injection.at}`,
      payload: {
        ...(injection.at !== undefined && { at: injection.at }),
        ...(names.name !== '' && { name: names.name }),
        ...(names.vial !== '' && { vial: names.vial }),
        ...(names.id !== '' && { sampleId: names.id }),
        ...(method !== undefined && { method }),
        values: injection.values.map(figureOf),
      },
      flags: [...new Set(injection.values.flatMap(({ flags }): ValueFlag[] => flags))],
      names,
    };
  });
}

/** A kept line as it was read. */
export const asRead = ({ n, sample, kind, injection, payload, flags }: LineRow): ReadLine => ({
  ...{ n, sample, kind, injection, payload, flags },
  names: { name: payload.name ?? '', id: payload.sampleId ?? '', vial: payload.vial ?? '' },
});

/** What can be mapped: every column or peak once, in the order of the file. */
export function foundIn(lines: readonly Pick<ReadLine, 'payload'>[]): Found[] {
  const found = new Map<string, Found>();
  for (const { payload } of lines)
    for (const { name, field, signal, unit, text } of payload.values) {
      const key = [name, field, signal ?? ''].join('|');
      const known = found.get(key);
      if (known) {
        known.count += 1;
        if (known.example === '') known.example = text;
      } else
        found.set(key, {
          ...{ name, field, example: text, count: 1 },
          ...(signal !== undefined && { signal }),
          ...(unit !== undefined && { unit }),
        });
    }
  return [...found.values()].slice(0, MOST_FOUND);
}

/** A table of a hundred columns can still be mapped; more are not drawn. */
const MOST_FOUND = 100;

export function headOf(reading: Reading, lines: readonly ReadLine[]): ReadingHead {
  const { title, instrument, software, acquired, warnings, spectrum } = reading;
  return {
    ...{ title, warnings, curve: spectrum !== undefined, found: foundIn(lines) },
    ...(instrument !== undefined && { instrument }),
    ...(software !== undefined && { software }),
    ...(acquired !== undefined && { acquired }),
  };
}

/** What two readings of one injection are compared by. */
export const valuesOf = (figures: readonly Figure[]): Map<string, string> => {
  const seen = new Map<string, number>();
  return new Map(
    figures.map(({ name, field, signal = '', text }) => {
      const key = [name, field, signal].join('|');
      const times = (seen.get(key) ?? 0) + 1;
      seen.set(key, times);
      return [times === 1 ? key : `${key}|${times}`, text];
    }),
  );
};
