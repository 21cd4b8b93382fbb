import { expect } from 'chai';
import fc from 'fast-check';
import type { TestRow } from '../../lib/testing/index.ts';
import { eachEngine } from '../support/engines.ts';
import { bound, drying, failing, type Oos, PASSWORD, proof, save, startOos } from './rig.ts';

/** What people may try, whoever they are and in whatever order; most of it is refused. */
const acts = [
  ...['answer', 'suppose', 'error', 'clear', 'plan', 'pass', 'fail', 'original', 'retest', 'mean'],
  ...['approve', 'sendBack', 'drop', 'reviewFirst', 'returnFirst', 'changeFirst', 'approveBatch', 'reviewRest'],
] as const;
type Name = (typeof acts)[number];

/** A course that leads somewhere, into which chance puts other acts. */
const course: readonly Name[] = [
  'answer',
  'suppose',
  'clear',
  'plan',
  'pass',
  'fail',
  'pass',
  'retest',
  'original',
  'approve',
];

eachEngine('investigations under any sequence of acts', (engine) => {
  let lab: Oos;
  before(async () => {
    lab = await startOos(engine);
  });
  after(() => lab.close());

  const rowsOf = (sample: string): Promise<TestRow[]> =>
    lab.app.db.read('tests').where({ sample_id: sample }).orderBy('id');

  async function attempt(name: Name, batch: { id: string; test: string; investigation: string }): Promise<void> {
    const { investigation: id } = batch;
    const { id: second } = await lab.user('analyst2');
    const next = async () =>
      (await rowsOf(batch.id)).find(({ attempt: n, state }) => n > 0 && ['assigned', 'testing'].includes(state))?.id;
    const work = async (readings: object) => {
      const test = await next();
      if (test) await lab.worked(test, 'analyst2', readings).catch(() => undefined);
    };
    const conclude = (conclusion: string, reportedValue?: string) =>
      lab.on('technical', id, 'conclusion', {
        conclusion,
        reason: '结论依据',
        ...(reportedValue && { reportedValue }),
      });
    const rest = async () =>
      (await rowsOf(batch.id))
        .filter(({ state, standing }) => state === 'submitted' && standing === 'counts')
        .map((row) => row.id);
    const does: Record<Name, () => Promise<unknown>> = {
      answer: () => lab.answered(id).catch(() => undefined),
      suppose: () => lab.on('head', id, 'hypothesis', { hypothesis: '可能称量差错' }),
      error: () =>
        lab.on('head', id, 'error', { errorCause: 'sample', findingText: '取样错误', analyst: second, file: proof }),
      clear: () => lab.on('head', id, 'clearance', { findingText: '未发现差错' }),
      plan: () => lab.on('head', id, 'retests', { retests: 2, analyst: second, restPortion: '剩余 3 g' }),
      pass: () => work(drying),
      fail: () => work(failing),
      original: () => conclude('original'),
      retest: () => conclude('retest'),
      mean: () => conclude('retest', '0.5%'),
      approve: () => lab.on('quality', id, 'approval'),
      sendBack: () => lab.on('quality', id, 'return', { reason: '重新调查' }),
      drop: () => lab.on('quality', id, 'drop', { reason: '误发起' }),
      reviewFirst: () => lab.review([batch.test]),
      returnFirst: async () => {
        const { version } = await lab.record(batch.test);
        return (await lab.as('reviewer')).post(`/tests/${batch.test}/return`, { version, reason: '请修改数值' });
      },
      changeFirst: async () => save(await lab.as('analyst'), await lab.record(batch.test), drying, '重新录入'),
      reviewRest: async () => {
        for (const test of await rest()) await lab.review([test]);
      },
      approveBatch: async () => {
        const head = await lab.as('head');
        const { tests = [] } = (await head.get(`/samples/${batch.id}/approval`)).json<{
          tests?: { id: string; hash: string }[];
        }>();
        return head.post(`/samples/${batch.id}/approval`, { hashes: bound(tests as never), password: PASSWORD });
      },
    };
    await does[name]();
  }

  it('loses no value, averages nothing, and never approves a batch that is asked about', async () => {
    const ends: string[] = [];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ at: fc.nat({ max: course.length }), act: fc.constantFrom(...acts) }), { maxLength: 8 }),
        async (chance) => {
          const batch = await lab.opened();
          const seen = new Map<string, string | null>();
          const steps = course.flatMap((name, i) => [
            ...chance.filter(({ at }) => at === i).map(({ act }) => act),
            name,
          ]);
          for (const name of [...steps, 'reviewRest', 'approveBatch'] as const) {
            await attempt(name, batch);
            const rows = await rowsOf(batch.id);
            for (const [id, result] of seen)
              expect(rows.find((row) => row.id === id)?.result_text, `${name}: a signed value stays`).to.equal(result);
            for (const row of rows) if (row.submitted_at !== null) seen.set(row.id, row.result_text);
            const counting = rows.filter(({ standing, seq }) => standing === 'counts' && seq % 100_000 === 2);
            expect(counting, `${name}: one record counts`).to.have.length(1);
            const sample = await lab.app.db
              .read('samples')
              .where({ id: batch.id })
              .first<{ state: string; verdict: string }>();
            const open = await lab.app.db
              .read('investigations')
              .where({ sample_id: batch.id })
              .whereNotIn('state', ['closed', 'dropped']);
            if (sample?.state === 'approved') {
              ends.push(counting[0]?.standing === 'counts' ? (sample.verdict ?? '') : '');
              expect(open, `${name}: approved while asked about`).to.have.length(0);
              const [counts] = counting;
              const invalid = rows.some(({ standing }) => standing === 'invalid');
              const retests = rows.filter(({ standing, attempt: n }) => standing === 'retest' && n > 0);
              if (counts && counts.attempt > 0 && !invalid)
                expect(
                  retests.map(({ verdict }) => verdict),
                  'retests stand only together',
                ).to.deep.equal(retests.map(() => 'conforms'));
              expect(sample.verdict).to.equal(counts?.verdict);
            }
          }
        },
      ),
      { numRuns: 10 },
    );
    expect(ends, 'some of them come to an end').not.to.have.length(0);
  }).timeout(240_000);
});
