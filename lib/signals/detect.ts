import type { Knex } from 'knex';
import { addDays, addMonths } from '../core/deadlines.ts';
import { atLeast, bernoulliCusum } from '../core/statistics/surveillance.ts';
import { figuresOf, inControl, type Watched } from './designs.ts';
import type { RunFigures, SignalFigures, SignalKind, SignalRow } from './rows.ts';
import type { SignalRules } from './rules.ts';
import { baselineIn, type Result, resultsOf, streamsIn } from './streams.ts';

/** A signal as it was found, not yet kept. */
export interface Found {
  kind: SignalKind;
  stream: Watched;
  at: Result;
  figures: SignalFigures;
}

export interface Watch {
  from: string;
  figures: RunFigures;
  found: Found[];
}

type Last = Pick<SignalRow, 'kind' | 'stream' | 'sample_id' | 'signalled_on' | 'state'>;

/**
 * Watches every stream of the window: a CUSUM for each, and the repetition of the same item at the same producer. A stream goes on after its
 * last signal; while that waits for review it gives no second one. Reads only.
 */
export async function watch(db: Knex, rules: SignalRules, today: string): Promise<Watch> {
  const from = addDays(addMonths(today, -rules.watch.months), 1);
  const baseline = await baselineIn(db, addMonths(from, -rules.baseline.months), from);
  const streams = (await streamsIn(db, from, today)).map((stream) => ({
    ...stream,
    p0: inControl(rules, stream, baseline),
  }));
  const { watched, figures } = figuresOf(rules, streams);
  const lasts: Last[] = await db('signals')
    .where('signalled_on', '>=', from)
    .orderBy('id')
    .select('kind', 'stream', 'sample_id', 'signalled_on', 'state');
  const found: Found[] = [];
  // One failure alone is never a signal, so only streams with more are read one result after the other.
  for (const stream of watched.filter(({ k }) => k >= rules.cusum.least)) {
    const results = await resultsOf(db, stream, from, today);
    const last = (kind: SignalKind) => lasts.findLast((one) => one.kind === kind && one.stream === stream.key);
    found.push(
      ...cusumOf(stream, after(results, last('cusum')), from),
      ...repeatOf(rules, stream, results, last('repeat'), today),
    );
  }
  return { from, figures, found };
}

/** The results after those that gave the last signal; none while it waits for review. */
function after(results: readonly Result[], last: Last | undefined): readonly Result[] {
  if (!last) return results;
  if (last.state === 'open') return [];
  const at = results.findIndex(({ sampleId }) => sampleId === last.sample_id);
  return at >= 0 ? results.slice(at + 1) : results.filter(({ on }) => on > last.signalled_on);
}

/** The latest signal of a CUSUM over the results, if there is one. */
function cusumOf(stream: Watched, results: readonly Result[], from: string): Found[] {
  const points = bernoulliCusum(
    results.map(({ failed }) => failed),
    stream.design,
  );
  const place = points.findIndex(({ out }) => out);
  const [point, at] = [points[place], results[place]];
  if (!point || !at) return [];
  const upTo = results.slice(0, place + 1);
  const figures = {
    ...{ n: upTo.length, k: upTo.filter(({ failed }) => failed).length, from: upTo[0]?.on ?? from },
    ...{ design: stream.design, value: point.value, run: point.run },
  };
  return [{ kind: 'cusum', stream, at, figures }];
}

/** Same producer, same item: so many failures within so many months, the rule is data. */
function repeatOf(
  rules: SignalRules,
  stream: Watched,
  all: readonly Result[],
  last: Last | undefined,
  today: string,
): Found[] {
  if (stream.family !== 'producer-item') return [];
  const { times, months } = rules.repeat;
  const since = addMonths(today, -months);
  const results = after(all, last).filter(({ on }) => on > since);
  const failures = results.filter(({ failed }) => failed);
  const at = failures.at(-1);
  if (failures.length < times || !at) return [];
  const chance = atLeast(times, results.length, stream.design.p0);
  const figures = { n: results.length, k: failures.length, from: results[0]?.on ?? since, times, months, chance };
  return [{ kind: 'repeat', stream, at, figures }];
}
