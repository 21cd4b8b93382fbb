import type { Knex } from 'knex';
import { chinaDate } from '../core/deadlines.ts';
import { next } from '../core/machine.ts';
import { Refusal, refuse } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import type { Caller } from '../kernel/routes.ts';
import { decode, find, list } from '../kernel/tables.ts';
import { stopClocks } from '../kernel/terms.ts';
import type { Act, App, Query } from '../kernel/types.ts';
import { type SampleRow, sampleMachine } from '../samples/index.ts';
import type { SamplingRow } from '../samplings/index.ts';
import { signaturesOf, type TestRow } from '../testing/index.ts';
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

export async function reportOf(db: Knex, id: string): Promise<ReportRow> {
  return (await find<ReportRow>(db, 'reports', { id })) ?? refuse('record.missing', { what: id }, undefined, 'missing');
}

/** Draws the issued paper with the signatory's name and the time of signing; characters that cannot be printed stop the issue here. */
export async function drawIssue({ app, session }: Caller, { id }: IssueInput): Promise<Drawn> {
  const report = await reportOf(app.db.read, id);
  const at = app.clock.now().toISOString();
  const name = session?.user.name ?? '';
  const content: ReportContent = {
    ...report.content,
    signatures: { ...report.content.signatures, issue: { meaning: 'issue', name, at } },
    issuedOn: chinaDate(at),
    state: 'issued',
    frozenAt: at,
  };
  const { reportPdf } = await import('./report.pdf.ts');
  return { content, body: await reportPdf(content), draftHash: report.content_hash };
}

/** Who acted on the batch before, and what is still open: what the gates of a report look at. */
export async function subjectOf(
  { app, db, today }: Pick<Query, 'app' | 'db' | 'today'>,
  report: ReportRow,
): Promise<ReportSubject & { state: ReportRow['state']; outside: string[] }> {
  const sample = await find<SampleRow>(db, 'samples', { id: report.sample_id });
  const sampling = await find<SamplingRow>(db, 'samplings', { id: sample?.sampling_id ?? '' });
  const tests = await list<TestRow>(db, 'tests', { sample_id: report.sample_id }, 'seq');
  const signed = await signaturesOf(
    db,
    'tests',
    tests.map(({ id }) => id),
  );
  const people = [
    ...(sampling?.officers ?? []),
    ...tests.flatMap((test) => [test.analyst_id, test.reviewer_id]),
    sample?.approved_by ?? null,
    // Whoever signed a record that was given back since has acted on the batch as well.
    ...signed.map(({ user_id }) => user_id),
  ];
  const scope = sample && report.state === 'drafted' ? await scopeOf(app, db, sample, today) : undefined;
  return {
    state: report.state,
    returned_reason: report.returned_reason,
    chain: people.filter((id) => id !== null),
    openItems: tests.filter((test) => test.state !== 'locked').length,
    outside: scope?.outside ?? [],
    refusals: scope?.refusals ?? [],
  };
}

/**
 * Issues a report: signature bound to the content, the file stored for ever, the sample closed, its clock stopped, and for a
 * nonconforming batch the disposal case opened, all in one transaction.
 * @throws Refusal `report.open`, `report.chain`, `report.returned`, `sign.changed`, `record.stale`
 */
export async function issue(
  act: Act,
  input: IssueInput,
  drawn: Drawn,
  nonconforming?: Nonconforming,
): Promise<ReportRow> {
  const report = await heldReport(act, input.id);
  if (report.version !== input.version) throw new Refusal([{ id: 'record.stale' }], 'stale');
  if (report.content_hash !== input.hash || drawn.draftHash !== input.hash)
    refuse('report.changed', {}, undefined, 'conflict');
  const state = next(reportMachine, 'issue', await subjectOf(act, report), actorOf(act.user));
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
  // Risk monitoring states no conformity, so nothing of it is followed up as nonconforming (domain 1.2).
  const isJudged = drawn.content.workKind !== 'FX';
  if (isJudged && report.verdict === 'fails') await nonconforming?.(act, issued, sample, failedItems(drawn.content));
  return issued;
}

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
