import { randomFrom } from '../core/statistics/random.ts';
import {
  atLeast,
  type BernoulliDesign,
  bernoulliCourse,
  bernoulliDelay,
  bernoulliDesign,
  type Course,
  simulatedSignals,
} from '../core/statistics/surveillance.ts';
import { families, type RunFigures } from './rows.ts';
import type { SignalRules } from './rules.ts';
import { type Baseline, itemKey, type Stream } from './streams.ts';

/** A stream with the design that watches it. */
export interface Watched extends Stream {
  design: BernoulliDesign;
}

/** The share in control: from earlier results of the same item (of the class for whole batches), else the stated one; then the next rate above. */
export function inControl(
  rules: SignalRules,
  { family, parts, productClass }: Pick<Stream, 'family' | 'parts' | 'productClass'>,
  baseline: { items: ReadonlyMap<string, Baseline>; classes: ReadonlyMap<string, Baseline> },
): number {
  const isBatch = family === 'region-class';
  const known = isBatch
    ? baseline.classes.get(productClass)
    : baseline.items.get(itemKey(productClass, parts.item ?? ''));
  const share =
    known && known.n >= rules.baseline.leastTests
      ? (known.k + 0.5) / (known.n + 1)
      : Number(rules.inControl[isBatch ? 'batch' : 'item'][productClass]);
  const rates = rules.rates.map(Number);
  return rates.find((rate) => rate >= share - 1e-12) ?? Math.max(...rates);
}

const HALVINGS = 6;

/**
 * A design for each share in control, all with the same length up to a false alarm: the shortest of a row of halvings with which all streams
 * together bring no more false alarms in a year than the rule bears. Mean numbers are exact (Markov chain from 0, back to 0 after a signal).
 */
export function designFor(
  rules: SignalRules,
  streams: readonly (Stream & { p0: number })[],
): { watched: Watched[]; expected: number; courses: Map<number, Course> } {
  const { oddsRatio, falseAlarmsPerYear } = rules.cusum;
  const results = streams.reduce((sum, { n }) => sum + yearly(n, rules), 0);
  const longest = Math.max(results / falseAlarmsPerYear, 100);
  let best: ReturnType<typeof designsAt> | undefined;
  for (let halving = 0; halving <= HALVINGS; halving++) {
    const tried = designsAt(rules, streams, oddsRatio, longest / 2 ** halving);
    if (best && tried.expected > falseAlarmsPerYear) break;
    best = tried;
  }
  return best ?? designsAt(rules, streams, oddsRatio, longest);
}

function designsAt(rules: SignalRules, streams: readonly (Stream & { p0: number })[], ratio: number, arl0: number) {
  const designs = new Map<number, BernoulliDesign>();
  const courses = new Map<number, Course>();
  for (const p0 of new Set(streams.map((stream) => stream.p0))) {
    const most = Math.max(...streams.flatMap((stream) => (stream.p0 === p0 ? [yearly(stream.n, rules)] : [])));
    const design = bernoulliDesign({ p0, ratio, arl0 });
    designs.set(p0, design);
    courses.set(p0, bernoulliCourse(p0, design, most));
  }
  const watched = streams.flatMap((stream) => {
    const design = designs.get(stream.p0);
    return design ? [{ ...stream, design }] : [];
  });
  const expected = watched.reduce((sum, own) => sum + expectedOf(own, courses, rules), 0);
  return { watched, expected, courses };
}

/** Results of a stream in a year as the window had them. */
const yearly = (n: number, { watch }: SignalRules): number => Math.max(1, Math.round((n * 12) / watch.months));

const expectedOf = ({ n, design }: Watched, courses: ReadonlyMap<number, Course>, rules: SignalRules): number =>
  courses.get(design.p0)?.expected[yearly(n, rules)] ?? 0;

/** What a run states of itself: streams, designs, delays, and the false alarms to be expected, exact and as simulated. */
export function figuresOf(
  rules: SignalRules,
  streams: readonly (Stream & { p0: number })[],
): {
  watched: Watched[];
  figures: RunFigures;
} {
  const { watched, expected, courses } = designFor(rules, streams);
  const designs = [...new Set(watched.map(({ design }) => design))].sort((a, b) => a.p0 - b.p0);
  const figures: RunFigures = {
    families: families.map((family) => {
      const own = watched.filter((stream) => stream.family === family);
      return {
        ...{ family, streams: own.length, results: own.reduce((sum, { n }) => sum + n, 0) },
        expected: own.reduce((sum, one) => sum + expectedOf(one, courses, rules), 0),
      };
    }),
    designs: designs.map((design) => ({
      ...design,
      streams: watched.filter((stream) => stream.design === design).length,
      delay: bernoulliDelay(FOUND_AT, design),
    })),
    expected,
    simulated: simulate(rules, watched),
    bound: rules.cusum.falseAlarmsPerYear,
    repeatsByChance: watched
      .filter(({ family }) => family === 'producer-item')
      .reduce((sum, { n, design }) => sum + atLeast(rules.repeat.times, yearly(n, rules), design.p0), 0),
  };
  return { watched, figures };
}

/** The raised share for which the delay is stated: three of ten results fail. */
const FOUND_AT = 0.3;

/** Whole years of all streams in control, from a stated seed. */
function simulate(rules: SignalRules, watched: readonly Watched[]): RunFigures['simulated'] {
  const { seed, years } = rules.simulation;
  const { uniform } = randomFrom(seed);
  let [sum, squares] = [0, 0];
  for (let year = 0; year < years; year++) {
    let signals = 0;
    for (const { n, design } of watched) signals += simulatedSignals(uniform, design.p0, design, yearly(n, rules));
    sum += signals;
    squares += signals * signals;
  }
  const mean = sum / years;
  return { mean, se: Math.sqrt(Math.max(0, squares / years - mean * mean) / years), years, seed };
}
