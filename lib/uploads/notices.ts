import { next } from '../core/machine.ts';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { caseWithin, noteEvent } from '../disposals/index.ts';
import { actorOf, may } from '../kernel/access.ts';
import { recordHash } from '../kernel/hash.ts';
import { find } from '../kernel/tables.ts';
import { startClock, stopClocks } from '../kernel/terms.ts';
import type { Act, Query, Row } from '../kernel/types.ts';
import { reasonText, t } from '../messages/index.ts';
import { type OrganisationRow, readInstitute } from '../people/index.ts';
import { reportOf } from '../reports/index.ts';
import { lineOf, namedIn, notFinal, sentences } from './candidates.ts';
import { noticeMachine } from './machine.ts';
import type { NoticeRow } from './rows.ts';
import type { Read } from './steps.ts';
import { held, keep } from './store.ts';

interface NamedCase extends Row {
  notice_id: string;
  case_id: string;
  created_at: string;
}

export interface NoticeText {
  noticeTitle: string;
  noticeScope: string;
  lead: string;
  closing: string;
}

const textOf = ({ noticeTitle, noticeScope, lead, closing }: NoticeText) => ({
  ...{ title: noticeTitle.trim(), scope: noticeScope.trim(), lead: lead.trim(), closing: closing.trim() },
});

const nothingYet = {
  ...{ submitted_by: null, submitted_at: null, returned_reason: null, released_by: null, released_at: null },
  ...{ organisation_id: null, published_on: null, published_where: null, pdf_hash: null },
};

/**
 * Drafts a notice of final cases. The institute prepares; only the authority publishes (domain 1.10).
 * @throws Refusal `notice.none`, `notice.not-final`, `record.missing`
 */
export async function draftNotice(
  act: Act,
  input: NoticeText & { cases: string[]; region: string },
): Promise<NoticeRow> {
  const ids = [...new Set(input.cases)];
  if (ids.length === 0) refuse('notice.none', {}, 'cases');
  const lines: NoticeRow['lines'] = [];
  const reasons: Reason[] = [];
  for (const id of ids) {
    const row = (await caseWithin(act, id)) ?? refuse('record.missing', { what: id }, 'cases', 'missing');
    const why = [...(await notFinal(act, row)), ...(await namedIn(act.db, id))];
    reasons.push(...why.map((one) => notFinalReason(row.number, one)));
    if (why.length === 0 && row.report_id !== null) lines.push(lineOf(row, await reportOf(act.db, row.report_id)));
  }
  refuseAll(reasons);
  const notice = await act.insert<NoticeRow>('public_notices', {
    ...{ number: await act.number('notice', 'GG{year}-{serial:3}'), kind: 'notice', state: 'draft', ...textOf(input) },
    ...{ lines, corrects_id: null, reason: null, region: input.region.trim(), drafted_by: act.user.id, ...nothingYet },
  });
  for (const case_id of ids) await act.insert<NamedCase>('public_notice_cases', { notice_id: notice.id, case_id });
  return notice;
}

const notFinalReason = (number: string, why: Reason): Reason => ({
  ...{ id: 'notice.not-final', field: 'cases', params: { number, why: reasonText('zh', why) } },
});

/** @throws those of the machine */
export async function editNotice(act: Act, { id, version, ...input }: Read & NoticeText): Promise<NoticeRow> {
  const row = await held<NoticeRow>(act, 'public_notices', id, version);
  const state = next(noticeMachine, 'edit', row, actorOf(act.user));
  const text = textOf(input);
  // What was published in one place is put right in the same place.
  if (row.kind === 'correction' && text.scope !== row.scope)
    refuse('notice.scope', { scope: row.scope }, 'noticeScope');
  return act.update<NoticeRow>('public_notices', row, { state, ...text });
}

/** Hands the draft to the authority; looks once more whether each case is final. @throws Refusal `notice.not-final` */
export async function submitNotice(act: Act, { id, version }: Read): Promise<NoticeRow> {
  const row = await held<NoticeRow>(act, 'public_notices', id, version);
  const state = next(noticeMachine, 'submit', row, actorOf(act.user));
  await refuseUnfinal(act, row);
  return act.update<NoticeRow>('public_notices', row, {
    ...{ state, submitted_by: act.user.id, submitted_at: act.now, returned_reason: null },
  });
}

/** A correction names cases that may have been overturned since: just that it puts right. */
async function refuseUnfinal(act: Act, notice: NoticeRow): Promise<void> {
  if (notice.kind === 'correction') return;
  const reasons: Reason[] = [];
  for (const { caseId } of notice.lines) {
    const row = await caseWithin(act, caseId);
    if (!row) reasons.push({ id: 'notice.outside' });
    else reasons.push(...(await notFinal(act, row)).map((why) => notFinalReason(row.number, why)));
  }
  refuseAll(reasons);
}

/**
 * The authority that may publish: an account of an active authority of a city or province. Staff of the institute never do (domain 10, 28).
 * @throws Refusal `notice.authority`
 */
async function authorityOf(act: Act): Promise<OrganisationRow> {
  const { organisation, roles } = act.user;
  const own = organisation ? await find<OrganisationRow>(act.db, 'organisations', { id: organisation }) : undefined;
  const isFit = own?.kind === 'authority' && own.active === 1 && own.level !== 'county';
  return own && isFit && may(roles, 'notice.release') ? own : refuse('notice.authority', {}, undefined, 'forbidden');
}

/** What is signed at the release. */
export const noticeHash = ({ number, title, scope, lead, closing, lines }: NoticeRow): string =>
  recordHash({ number, title, scope, lead, closing, lines });

export interface ReleaseInput extends Read {
  hash: string;
  publishedOn: string;
  publishedWhere: string;
}

/**
 * The authority publishes: signed, frozen as a paper, noted in each case.
 * @throws Refusal `notice.authority`, `notice.not-final`, `notice.outside`, `notice.changed`, `notice.day` and those of the machine
 */
export async function releaseNotice(act: Act, input: ReleaseInput): Promise<NoticeRow> {
  const authority = await authorityOf(act);
  const row = await held<NoticeRow>(act, 'public_notices', input.id, input.version);
  const state = next(noticeMachine, 'release', row, actorOf(act.user));
  await refuseOutside(act, row);
  await refuseUnfinal(act, row);
  const hash = noticeHash(row);
  refuseAll([
    ...(input.hash === hash ? [] : [{ id: 'notice.changed', field: 'hash' }]),
    ...(input.publishedOn > act.today
      ? [{ id: 'notice.day', field: 'publishedOn', params: { day: input.publishedOn, today: act.today } }]
      : []),
  ]);
  await act.sign('release', [{ entity: 'public_notices', id: row.id, hash }]);
  const released: NoticeRow = {
    ...{ ...row, state, released_by: act.user.id, released_at: act.now, organisation_id: authority.id },
    ...{ published_on: input.publishedOn, published_where: input.publishedWhere.trim() },
  };
  const { noticePdf } = await import('./notice.pdf.ts');
  const body = await noticePdf(released, { ...(await papersOf(act, released)), authority: authority.name });
  const done = await act.update<NoticeRow>('public_notices', row, {
    ...{ state, released_by: act.user.id, released_at: act.now, organisation_id: authority.id },
    ...{ published_on: released.published_on, published_where: released.published_where },
    pdf_hash: await keep(act, { body, type: 'application/pdf', name: `${row.number}.pdf` }),
  });
  for (const { caseId } of row.lines)
    await noteEvent(
      act,
      caseId,
      row.kind === 'notice' ? 'notice-published' : 'notice-corrected',
      { number: row.number },
      {
        ...{ ref: { entity: 'public_notices', id: row.id }, on: input.publishedOn },
      },
    );
  await stopClocks(act, 'public_notices', row.id, 'done', undefined, { on: input.publishedOn });
  return done;
}

/** Who publishes sees every case that the notice names. */
async function refuseOutside(act: Act, row: NoticeRow): Promise<void> {
  for (const { caseId } of row.lines)
    if (!(await caseWithin(act, caseId))) refuse('notice.outside', {}, undefined, 'forbidden');
}

/** What the paper says beside the row. */
export async function papersOf(
  { app, db, today }: Pick<Query, 'app' | 'db' | 'today'>,
  row: NoticeRow,
): Promise<{
  institute: string;
  sentences: string[];
  corrects: { number: string; title: string; publishedOn: string } | null;
}> {
  const former =
    row.corrects_id === null ? undefined : await find<NoticeRow>(db, 'public_notices', { id: row.corrects_id });
  return {
    institute: (await readInstitute(db))?.name ?? '',
    sentences: sentences(app.config.root, row.lines, row.published_on ?? today),
    corrects: former ? { number: former.number, title: former.title, publishedOn: former.published_on ?? '' } : null,
  };
}

/** The authority sends a draft back. @throws Refusal `notice.authority` and those of the machine */
export async function returnNotice(act: Act, { id, version, reason }: Read & { reason: string }): Promise<NoticeRow> {
  await authorityOf(act);
  const row = await held<NoticeRow>(act, 'public_notices', id, version);
  const state = next(noticeMachine, 'return', row, actorOf(act.user));
  await refuseOutside(act, row);
  return act.update<NoticeRow>('public_notices', row, { state, returned_reason: reason.trim() }, { reason });
}

/** A draft that is not needed; its cases are free again. @throws those of the machine */
export async function dropNotice(act: Act, { id, version, reason }: Read & { reason: string }): Promise<NoticeRow> {
  const row = await held<NoticeRow>(act, 'public_notices', id, version);
  const state = next(noticeMachine, 'drop', row, actorOf(act.user));
  await stopClocks(act, 'public_notices', row.id, 'cancelled', reason);
  return act.update<NoticeRow>('public_notices', row, { state, reason: reason.trim() }, { reason });
}

export interface CorrectInput extends Read {
  /** The lines that stay; the others were wrong. */
  stays: string[];
  foundOn: string;
  reason: string;
}

/**
 * A correction of a published notice in the same scope, within the term of D17; the notice itself stays as it was published.
 * @throws Refusal `notice.not-released`, `notice.correcting`, `notice.found-day`
 */
export async function correctNotice(act: Act, input: CorrectInput): Promise<NoticeRow> {
  const row = await held<NoticeRow>(act, 'public_notices', input.id, input.version);
  if (row.state !== 'released') refuse('notice.not-released', {}, undefined, 'conflict');
  const open: { number: string } | undefined = await act
    .db('public_notices')
    .where({ corrects_id: row.id })
    .whereIn('state', ['draft', 'submitted'])
    .first('number');
  if (open) refuse('notice.correcting', { number: open.number }, undefined, 'conflict');
  if (input.foundOn > act.today || input.foundOn < (row.published_on ?? ''))
    refuse('notice.found-day', { day: input.foundOn, from: row.published_on ?? '', to: act.today }, 'foundWrongOn');
  const lines = row.lines.filter(({ caseId }) => input.stays.includes(caseId));
  const wrong = row.lines.filter(({ caseId }) => !input.stays.includes(caseId));
  const params = { title: row.title, number: row.number, day: row.published_on ?? '' };
  const correction = await act.insert<NoticeRow>('public_notices', {
    ...{
      number: await act.number('notice', 'GG{year}-{serial:3}'),
      kind: 'correction',
      state: 'draft',
      scope: row.scope,
    },
    ...{ title: t('zh', 'notice.correctionTitle', params), lead: t('zh', 'notice.correctionLead', params) },
    closing: wrong
      .map((line) =>
        t('zh', 'notice.takenBack', { product: line.product, batch: line.batchNo, producer: line.producer }),
      )
      .join('\n'),
    ...{
      lines,
      corrects_id: row.id,
      reason: input.reason.trim(),
      region: row.region,
      drafted_by: act.user.id,
      ...nothingYet,
    },
  });
  for (const { caseId } of row.lines)
    await act.insert<NamedCase>('public_notice_cases', { notice_id: correction.id, case_id: caseId });
  const productClass = row.lines[0]?.productClass ?? 'drug';
  for (const rule of act.app.rules.clocks('notice-wrong', productClass, input.foundOn))
    await startClock(act, 'public_notices', correction.id, rule, input.foundOn, {
      ...{ ownerOrg: row.organisation_id, productClass },
    });
  return correction;
}
