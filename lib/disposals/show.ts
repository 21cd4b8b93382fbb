import { available, obstacles } from '../core/machine.ts';
import { actorOf, may } from '../kernel/access.ts';
import { find } from '../kernel/tables.ts';
import type { ClockRow } from '../kernel/terms.ts';
import type { Query } from '../kernel/types.ts';
import { lookUp, reasonText } from '../messages/index.ts';
import type { OrganisationRow } from '../people/index.ts';
import type { ReportRow } from '../reports/index.ts';
import { holdsOf, type SampleRow } from '../samples/index.ts';
import { authoritiesOf } from './concern.ts';
import type { CaseData, ShownClock, ShownDocument, ShownEvent, ShownRecipient, ShownTrack } from './data.ts';
import { documentsOf } from './documents.ts';
import { eventsOf } from './events.ts';
import { type CaseMove, type CaseSubject, caseMachine } from './machine.ts';
import { repeatsOf } from './repeats.ts';
import type { CaseRow, CaseState, DocumentRow, RecipientRow, TrackRow } from './rows.ts';
import { caseRow, clocksOfCase, recipientsOf, tracksOf } from './store.ts';
import { type Closing, subjectOf } from './subject.ts';
import { termOf } from './term.ts';

/** @throws Refusal `record.missing`, also for a case that this person may not see */
export async function caseOf(query: Query, caseId: string, closing: readonly Closing[] = []): Promise<CaseData> {
  const { db, user } = query;
  const row = await caseRow(query, caseId);
  const [sample, report] = [
    await find<SampleRow>(db, 'samples', { id: row.sample_id }),
    row.report_id === null ? undefined : await find<ReportRow>(db, 'reports', { id: row.report_id }),
  ];
  const [recipients, tracks] = [await recipientsOf(db, row.id), await tracksOf(db, row.id)];
  const clocks = await clocksOfCase(db, row.id, recipients, tracks);
  const authorities = await authoritiesOf(db);
  const nameOf = namer(authorities);
  const subject = await subjectOf(query, row, closing);
  const shown = clocks.map((clock) => shownClock(query, clock, recipients, tracks));
  const term = clocks.find(({ entity, event }) => entity === 'cases' && event !== 'serious-risk-found');
  const { notified_on: on, notified_to: to, notified_how: how } = row;
  const isOpen = row.state !== 'closed' && row.state !== 'revoked';
  return {
    id: row.id,
    version: row.version,
    number: row.number,
    state: row.state,
    conclusion: row.conclusion,
    sampleId: row.sample_id,
    sampleNumber: sample?.number ?? '',
    reportId: row.report_id,
    reportNumber: report?.number ?? null,
    conformingReport: subject.conforming ? await conformingNumber(query, row.sample_id) : null,
    productClass: row.product_class,
    productName: row.product_name,
    batchNo: row.batch_no,
    producer: row.producer,
    producerRegion: row.producer_region,
    sampledUnit: row.sampled_unit,
    sampledRegion: row.sampled_region,
    level: row.level,
    workKind: row.work_kind,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    reopened: row.reopened,
    supervision: row.supervision,
    urgent: row.urgent && shownUrgent(row.urgent),
    items: row.items,
    notified: on && to && how ? { on, to, how, receiptNo: row.receipt_no, note: row.note } : null,
    term: term ? termOf(query, term) : null,
    clocks: shown,
    recipients: recipients.map((one) => shownRecipient(query, one, shown, nameOf)),
    tracks: tracks.map((track) => shownTrack(track, nameOf)),
    documents: (await documentsOf(db, row.id)).map(shownDocument),
    events: await shownEvents(query, row.id),
    repeats: await repeatsOf(query, row),
    authorities: authorities.map(({ id, name }) => ({ id, name })),
    holds: (await holdsOf(db, row.sample_id, query.today)).map(({ kind, by, since }) => ({ kind, by, since })),
    moves: movesOf(query, subject),
    mayNotify: isOpen && obstacles(caseMachine, 'notify', subject, actorOf(user)).length === 0,
    mayWrite: isOpen && may(user.roles, 'case.write'),
  };
}

const namer = (authorities: readonly OrganisationRow[]) => (id: string | null) =>
  authorities.find((one) => one.id === id)?.name ?? null;

const shownUrgent = ({ finding, foundAt, told }: NonNullable<CaseRow['urgent']>): CaseData['urgent'] => ({
  finding,
  foundAt,
  told: told && { to: told.to, how: told.how, at: told.at },
});

async function conformingNumber({ db }: Query, sample_id: string): Promise<string | null> {
  const where = { sample_id, state: 'issued', verdict: 'conforms' };
  const row = await db('reports').where(where).first<{ number: string } | undefined>('number');
  return row?.number ?? null;
}

function shownClock(
  query: Query,
  clock: ClockRow,
  recipients: readonly RecipientRow[],
  tracks: readonly TrackRow[],
): ShownClock {
  const { lang } = query.user;
  const track = tracks.find(({ id }) => id === clock.entity_id);
  const about =
    recipients.find(({ id }) => id === clock.entity_id)?.name ??
    (track ? lookUp(lang, `case.track.${track.kind}`) : '');
  return {
    ...termOf(query, clock),
    id: clock.id,
    title: clock.snapshot.title?.[lang] ?? clock.rule,
    kind: clock.kind,
    clockState: clock.state,
    entityId: clock.entity_id,
    about,
    doneOn: clock.done_on,
    dueAt: clock.due_at,
  };
}

function shownRecipient(
  { user }: Query,
  row: RecipientRow,
  clocks: readonly ShownClock[],
  nameOf: (id: string | null) => string | null,
): ShownRecipient {
  const { papers_on: on, delivered_on, delivered_how } = row;
  const windows = clocks.filter(({ kind, entityId }) => kind === 'right' && entityId === row.id);
  return {
    id: row.id,
    version: row.version,
    role: row.role,
    name: row.name,
    creditCode: row.credit_code,
    region: row.region,
    organisationId: row.organisation_id,
    organisation: nameOf(row.organisation_id),
    papers: on === null ? null : { on, to: row.papers_to ?? '', how: row.papers_how ?? '', no: row.papers_no },
    delivered:
      delivered_on === null || delivered_how === null
        ? null
        : {
            on: delivered_on,
            how: delivered_how,
            place: row.place,
            receiver: row.receiver,
            witness: row.witness,
            agent: row.agent,
            receiptNo: row.receipt_no,
            proof: row.proof_hash !== null,
          },
    waivedOn: row.waived_on,
    window: windows.at(-1) ?? null,
    mayServe: may(user.roles, 'case.deliver') && (!user.organisation || user.organisation === row.organisation_id),
  };
}

const shownTrack = (row: TrackRow, nameOf: (id: string | null) => string | null): ShownTrack => ({
  id: row.id,
  kind: row.kind,
  unitName: row.unit_name,
  region: row.region,
  organisation: nameOf(row.organisation_id),
  state: row.state,
  handler: row.handler,
  doneOn: row.done_on,
});

const shownDocument = (row: DocumentRow): ShownDocument => ({
  id: row.id,
  kind: row.kind,
  number: row.number,
  title: row.title,
  recipientId: row.recipient_id,
  issuedOn: row.issued_on,
  hash: row.file_hash,
});

async function shownEvents(query: Query, caseId: string): Promise<ShownEvent[]> {
  const events = await eventsOf(query.db, caseId);
  const people: { id: string; name: string }[] = await query
    .db('users')
    .whereIn('id', [...new Set(events.map(({ user_id }) => user_id))])
    .select('id', 'name');
  const nameOf = new Map(people.map(({ id, name }) => [id, name]));
  return events.map(({ id, kind, on_day, at, user_id, params }) => ({
    ...{ id, kind, on: on_day, at, params },
    by: nameOf.get(user_id) ?? '',
  }));
}

function movesOf({ user }: Query, subject: CaseSubject & { state: CaseState }): CaseData['moves'] {
  const own: CaseMove[] = ['close', 'settle', 'reopen'];
  return available(caseMachine, subject, actorOf(user))
    .filter(({ move }) => own.includes(move) && (move !== 'settle' || subject.conforming))
    .map(({ move, obstacles: found }) => {
      const all = move === 'close' ? [...subject.open, ...found] : found;
      return { move, obstacles: [...new Set(all.map((reason) => reasonText(user.lang, reason)))] };
    });
}
