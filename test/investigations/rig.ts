import type { InvestigationSheet } from '../../lib/investigations/show.ts';
import type { Engine } from '../../lib/kernel/database.ts';
import type { TestAnswer } from '../../lib/testing/answers.ts';
import type { Asked } from '../../lib/testing/index.ts';
import type { Answer, Client } from '../support/lab.ts';
import { reviewEach } from '../support/review.ts';
import { appearance, bound, disintegration, drying, ok, PASSWORD, type Rig, save, startRig } from '../testing/rig.ts';

export type { Asked };
export { appearance, bound, drying, ok, PASSWORD, save };

/** Loss on drying 0.90 %: the limit is 0.5 %. */
export const failing = {
  ...drying,
  samples: [
    { m_1: '20.3158', m: '1.0042', m_p: '21.3110', m_2: '21.3109' },
    { m_1: '21.0876', m: '1.0015', m_p: '22.0801', m_2: '22.0800' },
  ],
};

export const proof = {
  name: '天平打印记录.pdf',
  data: Buffer.from('%PDF-1.4 balance').toString('base64'),
  type: 'application/pdf',
};

export interface Batch {
  id: string;
  tests: TestAnswer[];
  /** The test of the loss on drying. */
  test: string;
}

/** Investigations through the interface that everybody uses. */
export interface Oos extends Rig {
  /** A batch with all records signed; the loss on drying fails unless told otherwise. */
  signed(readings?: object): Promise<Batch>;
  /** The same with an investigation that the head opened. */
  opened(): Promise<Batch & { investigation: string }>;
  sheet(id: string): Promise<InvestigationSheet>;
  /** Posts to a path of an investigation with the version as it stands. */
  on(login: string, id: string, path: string, body?: object): Promise<Answer>;
  /** Answers every point of the checklist as normal. */
  answered(id: string): Promise<void>;
  /** The same with a hypothesis, and no error found. */
  cleared(id: string): Promise<void>;
  /** Two retests by the second analyst. */
  retests(id: string, n?: number): Promise<string[]>;
  /** Works, signs and reviews one record. */
  worked(test: string, login: string, readings?: object, reviewer?: string): Promise<void>;
  review(tests: readonly string[], login?: string): Promise<Answer>;
  record(test: string): Promise<TestAnswer>;
}

export async function startOos(engine: Engine): Promise<Oos> {
  const rig = await startRig(engine);
  const record = async (id: string) =>
    ok<{ test: TestAnswer }>(await (await rig.as('quality')).get(`/tests/${id}`)).test;
  const sheet = async (id: string) =>
    ok<InvestigationSheet>(await (await rig.as('auditor')).get(`/investigations/${id}`));
  const on: Oos['on'] = async (login, id, path, body = {}) => {
    const { row } = await sheet(id);
    return (await rig.as(login)).post(`/investigations/${id}/${path}`, { version: row.version, ...body });
  };
  const review: Oos['review'] = async (tests, login = 'reviewer') => {
    const named = await Promise.all(tests.map(record));
    return reviewEach(await rig.as(login), named);
  };
  const oos: Oos = {
    ...rig,
    record,
    sheet,
    on,
    review,
    signed: async (readings = failing) => {
      const batch = await rig.assigned('analyst');
      const analyst = await rig.as('analyst');
      for (const [i, given] of [appearance, readings, disintegration].entries())
        ok(await save(analyst, batch.tests[i], given));
      const tests = await rig.tests(batch.id);
      ok(await analyst.post('/submissions', { tests: bound(tests), password: PASSWORD }));
      return { id: batch.id, tests: await rig.tests(batch.id), test: tests[1]?.id ?? '' };
    },
    opened: async () => {
      const batch = await oos.signed();
      const body = { testId: batch.test, investigationKind: 'oos', situation: '干燥失重超出限度，两份平行一致' };
      const { id } = ok<{ id: string }>(await (await rig.as('head')).post('/investigations', body));
      return { ...batch, investigation: id };
    },
    answered: async (id) => {
      const { row } = await sheet(id);
      const answers = row.checklist.map(({ id: point }) => ({ point, pointFinding: 'normal' }));
      ok(await on('analyst2', id, 'answers', { answers }));
    },
    cleared: async (id) => {
      await oos.answered(id);
      ok(await on('head', id, 'hypothesis', { hypothesis: '供试品吸潮或称量瓶未恒重' }));
      ok(await on('head', id, 'clearance', { findingText: '核查各项均正常，未发现差错' }));
    },
    retests: async (id, n = 2) => {
      const { id: analyst } = await rig.user('analyst2');
      ok(await on('head', id, 'retests', { retests: n, analyst, restPortion: 'Y2026-P1 剩余 3 g' }));
      return (await sheet(id)).records.slice(1).map((one) => one.id);
    },
    worked: async (id, login, readings = drying, reviewer = 'reviewer') => {
      const client: Client = await rig.as(login);
      ok(await save(client, await record(id), readings));
      ok(await client.post('/submissions', { tests: bound([await record(id)]), password: PASSWORD }));
      ok(await review([id], reviewer));
    },
  };
  return oos;
}
