import { systemUser } from '../kernel/session.ts';
import type { Act } from '../kernel/types.ts';
import type { Found, Watch } from './detect.ts';
import type { RunRow, SignalRow } from './rows.ts';

const PATTERN = 'XH{year}-{serial:4}';

/** Keeps what a watch found: the run with its stated false-alarm rate, and each signal once. */
export async function keepWatch(act: Act, { from, figures, found }: Watch): Promise<RunRow> {
  const run = await act.insert<RunRow>('signal_runs', {
    ...{ on_day: act.today, from_day: from, figures, found: 0 },
    run_by: act.user.id === systemUser.id ? null : act.user.id,
  });
  let kept = 0;
  for (const one of found) if (await keepSignal(act, run.id, one)) kept++;
  return kept === 0 ? run : act.update<RunRow>('signal_runs', run, { found: kept });
}

async function keepSignal(act: Act, run_id: string, { kind, stream, at, figures }: Found): Promise<boolean> {
  const { family, key, parts, productClass } = stream;
  const known: object | undefined = await act
    .db('signals')
    .where({ kind, stream: key })
    .where((same) => same.where({ sample_id: at.sampleId }).orWhere({ state: 'open' }))
    .first('id');
  if (known) return false;
  await act.insert<SignalRow>('signals', {
    ...{ number: await act.number('signal', PATTERN), run_id, kind, family, stream: key, parts },
    ...{ product_class: productClass, region: placeOf(stream, at), sample_id: at.sampleId, signalled_on: at.on },
    ...{ figures, state: 'open', reviewed_by: null, reviewed_at: null, reason: null },
  });
  return true;
}

/** The place that a signal is about: of the producer, or of the region watched; a product lies in no one place. */
const placeOf = ({ family, parts }: Found['stream'], at: Found['at']): string | null =>
  family === 'region-class'
    ? (parts.region ?? null)
    : family === 'producer-item'
      ? (at.producerRegion ?? at.region)
      : null;
