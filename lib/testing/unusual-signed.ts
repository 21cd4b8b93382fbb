import type { Act } from '../kernel/types.ts';
import { formOf } from './forms.ts';
import { settlePlausibility } from './plausible.ts';
import { reviewPractice } from './review-rules.ts';
import type { TestRow } from './test.ts';
import { type Oddity, ofChanges, ofOutcome, rank } from './unusual.ts';
import { ofCopies } from './unusual-copies.ts';
import { ofTimes } from './unusual-times.ts';
import { trailsOf } from './unusual-trail.ts';

/**
 * What is unusual in records at the moment of their signature, by record, ranked; kept with the record, so that a list over thousands reads
 * one column. Times and places of the work go to where implausible ones are found. A handful of queries however many records there are.
 */
export async function signedOddities(act: Act, tests: readonly TestRow[]): Promise<Map<string, Oddity[]>> {
  const ids = tests.map(({ id }) => id);
  const practice = reviewPractice(act.app);
  const trails = await trailsOf(act.db, ids);
  const copies = await ofCopies(act.db, tests, practice.copies);
  await settlePlausibility(act, tests, trails);
  const samples: { id: string; received_on: string }[] = await act
    .db('samples')
    .whereIn('id', [...new Set(tests.map(({ sample_id }) => sample_id))])
    .select('id', 'received_on');
  const received = new Map(samples.map(({ id, received_on }) => [id, received_on]));
  const found = new Map<string, Oddity[]>();
  for (const test of tests) {
    const form = await formOf(act.db, test.form_hash);
    const trail = trails.get(test.id) ?? [];
    const backs = trail.filter(({ returned }) => returned !== null);
    const times = ofTimes({
      readings: test.readings,
      form,
      trail,
      receivedOn: received.get(test.sample_id) ?? '',
      signedAt: act.now,
      isWorkday: (day) => act.app.calendar.isWorkday(day),
      practice,
    });
    found.set(
      test.id,
      rank([
        ...(test.outcome ? ofOutcome(test, test.outcome) : []),
        ...ofChanges(trail.flatMap(({ changes }) => changes)),
        ...backs.slice(-1).map(
          (event): Oddity => ({
            id: 'returned',
            params: { reason: event.returned ?? '', count: backs.length },
          }),
        ),
        ...(copies.get(test.id) ?? []),
        ...times,
      ]),
    );
  }
  return found;
}
