import type { Knex } from 'knex';
import { chinaDate } from '../core/deadlines.ts';
import { next, obstacles } from '../core/machine.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import { openNonconformities } from '../equipment/index.ts';
import { actorOf, may } from '../kernel/access.ts';
import type { Caller } from '../kernel/routes.ts';
import { decode, find } from '../kernel/tables.ts';
import { stopClocks } from '../kernel/terms.ts';
import type { Act, App, Query } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { type SampleRow, sampleMachine, setTerms } from '../samples/index.ts';
import type { SamplingRow } from '../samplings/index.ts';
import { attemptsOf, namesOf, signaturesOf, signFor, type TestRow, type ToldOf, testTitle } from '../testing/index.ts';
import { contentHash } from './draft.ts';
import { type ReportSubject, reportMachine } from './machine.ts';
import type { ReportContent } from './report.pdf.ts';
import type { ReportRow } from './rows.ts';
import { scopeOf } from './scope.ts';

export interface IssueInput {
  id: string;
  version: number;
  /** Hash of the draft as the signatory saw it. */
  hash: string;
  /** The authorised signatory in whose place a deputy signs. */
  standsInFor?: string;
}

/** The paper, drawn before the transaction opens: drawing takes longer than a write lock should be held. */
export interface Drawn {
  content: ReportContent;
  body: Buffer;
  draftHash: string;
}

/** Runs when a report that does not conform is issued: the disposals slice opens its case. */
export type Nonconforming = (
  act: Act,
  report: ReportRow,
  sample: SampleRow,
  items: { name: string; requirement: string; result: string }[],
) => Promise<void>;

/** Runs when any report is issued, in the same transaction: what waited for it goes on. */
export type Issued = (act: Act, report: ReportRow) => Promise<void>;

export async function reportOf(db: Knex, id: string): Promise<ReportRow> {
  return (await find<ReportRow>(db, 'reports', { id })) ?? refuse('record.missing', { what: id }, undefined, 'missing');
}

/** Draws the issued paper with the signatory's name and the time of signing; characters that cannot be printed stop the issue here. */
export async function drawIssue({ app, session }: Caller, { id, standsInFor }: IssueInput): Promise<Drawn> {
  const report = await reportOf(app.db.read, id);
  const at = app.clock.now().toISOString();
  const name = session?.user.name ?? '';
  const principal = standsInFor ? (await namesOf(app.db.read, [standsInFor]))[standsInFor] : undefined;
  const content: ReportContent = {
    ...report.content,
    signatures: {
      ...report.content.signatures,
      issue: { meaning: 'issue', name, at, ...(principal && { for: principal }) },
    },
    issuedOn: chinaDate(at),
    state: 'issued',
    frozenAt: at,
  };
  const { reportPdf } = await import('./report.pdf.ts');
  return { content, body: await reportPdf(content), draftHash: report.content_hash };
}

/** Who acted on the batch before, and what is still open: what the gates of a report look at. */
export async function subjectOf(
  { app, db, today, user }: Pick<Query, 'app' | 'db' | 'today' | 'user'>,
  report: ReportRow,
): Promise<ReportSubject & { state: ReportRow['state']; outside: string[]; told: ToldOf[] }> {
  const sample = await find<SampleRow>(db, 'samples', { id: report.sample_id });
  const sampling = await find<SamplingRow>(db, 'samplings', { id: sample?.sampling_id ?? '' });
  const all = await attemptsOf(db, report.sample_id);
  const tests = all.filter(({ standing }) => standing === 'counts');
  const signed = await signaturesOf(
    db,
    'tests',
    all.map(({ id }) => id),
  );
  const people = [
    ...(sampling?.officers ?? []),
    ...all.flatMap((test) => [test.analyst_id, test.reviewer_id, ...(test.hands ?? [])]),
    sample?.approved_by ?? null,
    // Whoever signed a record that was given back since has acted on the batch as well.
    ...signed.map(({ user_id }) => user_id),
  ];
  const isDraft = report.state === 'drafted';
  const testIds = all.map(({ id }) => id);
  const holds = isDraft ? await app.holdReasons?.(db, testIds) : undefined;
  const scope = sample && isDraft ? await scopeOf(app, db, sample, today, report.content) : undefined;
  const told = isDraft ? await toldOf({ app, db, user }, tests) : [];
  return {
    state: report.state,
    returned_reason: report.returned_reason,
    chain: people.filter((id) => id !== null),
    openItems: tests.filter((test) => test.state !== 'locked').length,
    outside: scope?.outside ?? [],
    told,
    refusals: [
      ...[...(holds?.values() ?? [])].flat(),
      ...(scope?.refusals ?? []),
      ...(isDraft ? await nonconforming(db, tests, user.lang) : []),
      ...told
        .filter((one) => one.told.refuses)
        .map(({ item = '', told: { reason } }) => ({ ...reason, params: { ...reason.params, item } })),
    ],
  };
}

/** An open judgement that a bad calibration touched a record stops its report until it is settled (GB/T 27025 7.10.1). */
async function nonconforming(db: Knex, tests: readonly TestRow[], lang: Query['user']['lang']): Promise<Reason[]> {
  const open = await openNonconformities(
    db,
    tests.map(({ id }) => id),
  );
  return tests.flatMap((test) => {
    const numbers = open.get(test.id);
    const params = { item: testTitle(test, lang), numbers: numbers?.join(t(lang, 'report.comma')) ?? '' };
    return numbers ? [{ id: 'report.nonconforming', params }] : [];
  });
}

/** What the registers say against the records of a report; of a signatory also whether all of it lies in his fields (domain 4; 10, item 9). */
async function toldOf({ app, db, user }: Pick<Query, 'app' | 'db' | 'user'>, tests: TestRow[]): Promise<ToldOf[]> {
  const by = may(user.roles, 'report.issue') ? { by: { user, act: 'sign' as const } } : {};
  const found: ToldOf[] = [];
  for (const test of tests) {
    const told = (await app.testReasons?.(app, db, test.id, by)) ?? [];
    found.push(...told.map((one) => ({ testId: test.id, item: testTitle(test, user.lang), told: one })));
  }
  return found;
}

/**
 * Issues a report: signature bound to the content, the file stored for ever, the sample closed, its clock stopped, and for a
 * nonconforming batch the disposal case opened, all in one transaction.
 * @throws Refusal `report.open`, `report.chain`, `report.returned`, `sign.changed`, `record.stale`, `report.scope-changed`, `report.nonconforming`, `validity.*` for all
 * that an applied register has against it, `delegation.*` when he is not the deputy of whom he signs for
 */
export async function issue(act: Act, input: IssueInput, drawn: Drawn, openCase?: Nonconforming): Promise<ReportRow> {
  const report = await heldReport(act, input.id);
  if (report.version !== input.version) throw new Refusal([{ id: 'record.stale' }], 'stale');
  if (report.content_hash !== input.hash || drawn.draftHash !== input.hash)
    refuse('report.changed', {}, undefined, 'conflict');
  const subject = await subjectOf(act, report);
  // The machine names the first obstacle of a kind; whoever must mend them needs them all.
  if (subject.refusals.length > 1)
    refuseAll(
      unique([...obstacles(reportMachine, 'issue', subject, actorOf(act.user)), ...subject.refusals]),
      'conflict',
    );
  const state = next(reportMachine, 'issue', subject, actorOf(act.user));
  if (input.standsInFor)
    await signFor(act, {
      duty: 'signatory',
      principal: input.standsInFor,
      entity: 'reports',
      id: report.id,
      chain: subject.chain,
    });
  const pdf_hash = act.app.files.put(drawn.body);
  await act
    .db('files')
    .insert({
      hash: pdf_hash,
      name: `${report.number}.pdf`,
      type: 'application/pdf',
      size: drawn.body.length,
      created_at: act.now,
    })
    .onConflict('hash')
    .ignore();
  const content_hash = contentHash(drawn.content);
  const issued = await act.update<ReportRow>('reports', report, {
    state,
    content: drawn.content,
    content_hash,
    pdf_hash,
    // The moment that the paper prints, which was drawn before this transaction opened.
    issued_at: drawn.content.frozenAt,
    signatory_id: act.user.id,
  });
  await act.sign('issue', [{ entity: 'reports', id: report.id, hash: content_hash }], drawn.content.frozenAt);
  const sample = await closeSample(act, report.sample_id);
  await stopClocks(act, 'samples', sample.id);
  // The sealed portions are kept from the day of the report on (domain 1.9).
  await setTerms(act, sample, chinaDate(drawn.content.frozenAt));
  // Risk monitoring states no conformity, so nothing of it is followed up as nonconforming (domain 1.2).
  const isJudged = drawn.content.workKind !== 'FX';
  if (isJudged && report.verdict === 'fails') await openCase?.(act, issued, sample, failedItems(drawn.content));
  return issued;
}

const unique = (reasons: readonly Reason[]): Reason[] => [
  ...new Map(reasons.map((reason) => [JSON.stringify(reason), reason])).values(),
];

const failedItems = (content: ReportContent) =>
  content.rows
    .filter((row) => row.verdict === 'fails')
    .map(({ name, requirement, result }) => ({ name, requirement, result }));

async function heldReport(act: Act, id: string): Promise<ReportRow> {
  const query = act.db('reports').where({ id }).first();
  const row: object | undefined = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  return row ? decode<ReportRow>('reports', row) : refuse('record.missing', { what: id }, undefined, 'missing');
}

async function closeSample(act: Act, id: string): Promise<SampleRow> {
  const sample = await find<SampleRow>(act.db, 'samples', { id });
  if (!sample) throw new Error(`no sample ${id}`);
  const state = next(sampleMachine, 'issue', sample, actorOf(act.user));
  return act.update<SampleRow>('samples', sample, { state });
}

/** The stored file of an issued report, or a drawing of the draft; a stored file that is gone is said so. */
export async function paperOf(app: App, report: ReportRow): Promise<Buffer> {
  if (report.pdf_hash === null) {
    const { reportPdf } = await import('./report.pdf.ts');
    return reportPdf(report.content);
  }
  return app.files.get(report.pdf_hash) ?? refuse('paper.missing', {}, undefined, 'missing');
}
