import { anyObject, list, object } from '../kernel/shapes.ts';
import type { Query } from '../kernel/types.ts';
import { findingsOf } from './plausible.ts';
import type { ImplausibilityRow } from './plausible-rows.ts';
import { loadRecord, type RecordAnswer, recordSchema } from './record-answer.ts';
import { type RawFile, rawFiles } from './review-files.ts';
import { testOf } from './store.ts';
import { type Oddity, rank } from './unusual.ts';
import { odditiesOf } from './unusual-now.ts';

/** A record as its reviewer sees it: with the files behind it, and what is unusual, ranked. */
export interface ReviewAnswer extends RecordAnswer {
  oddities: Oddity[];
  files: RawFile[];
  /** Implausible times and places that nobody has explained yet. */
  implausible: Pick<ImplausibilityRow, 'id' | 'kind'>[];
}

export const reviewSchema = object(
  {
    ...(recordSchema.properties as object),
    oddities: list(anyObject),
    files: list(anyObject),
    implausible: list(anyObject),
  },
  [...(recordSchema.required as string[]), 'oddities', 'files', 'implausible'],
);

/** @throws Refusal `record.missing` */
export async function loadReview(query: Query, testId: string): Promise<ReviewAnswer> {
  const { app, db, today } = query;
  const record = await loadRecord(query, testId);
  const test = await testOf(db, testId);
  const found = (await odditiesOf(app, db, [test], today)).get(testId) ?? [];
  const held = new Set(found.flatMap(({ reason }) => reason?.id ?? []));
  // What the registers say stands ranked among the rest, unless a chart or a run says it already.
  const registers = record.validity.flatMap(({ reason, override }): Oddity[] =>
    override?.state === 'approved' || held.has(reason.id)
      ? []
      : [{ id: 'register', params: {}, reason, href: '#validity' }],
  );
  const open = (await findingsOf(db, [testId])).filter(({ state }) => state === 'open');
  return {
    ...record,
    oddities: rank([...found, ...registers]),
    files: await rawFiles(query, test),
    implausible: open.map(({ id, kind }) => ({ id, kind })),
  };
}
