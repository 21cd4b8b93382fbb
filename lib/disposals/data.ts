import type { JsonSchema } from '../kernel/request.ts';
import { boolean, date, id, integer, list as listOf, long, nullable, object, text } from '../kernel/shapes.ts';
import type { ClockRow } from '../kernel/terms.ts';
import type { CaseMove } from './machine.ts';
import type { Repeat } from './repeats.ts';
import type { CaseRow, CaseState, EventRow, RecipientRow, TrackRow } from './rows.ts';
import { type Term, term, termFields } from './term.ts';

/** A clock of a case, with whom it binds. */
export interface ShownClock extends Term {
  id: string;
  title: string;
  kind: ClockRow['kind'];
  clockState: ClockRow['state'];
  /** What it runs for: a party, a track, or the case itself. */
  entityId: string;
  about: string;
  doneOn: string | null;
  dueAt: string | null;
}

export interface ShownRecipient {
  id: string;
  version: number;
  role: RecipientRow['role'];
  name: string;
  creditCode: string | null;
  region: string | null;
  organisationId: string | null;
  organisation: string | null;
  papers: { on: string; to: string; how: string; no: string | null } | null;
  delivered: {
    on: string;
    how: string;
    place: string | null;
    receiver: string | null;
    witness: string | null;
    agent: string | null;
    receiptNo: string | null;
    proof: boolean;
  } | null;
  waivedOn: string | null;
  /** Its own window for an objection. */
  window: ShownClock | null;
  mayServe: boolean;
}

export interface ShownTrack {
  id: string;
  kind: TrackRow['kind'];
  unitName: string;
  region: string | null;
  organisation: string | null;
  state: TrackRow['state'];
  handler: string | null;
  doneOn: string | null;
}

export interface ShownEvent {
  id: string;
  kind: string;
  on: string;
  at: string;
  by: string;
  params: EventRow['params'];
}

export interface ShownDocument {
  id: string;
  kind: string;
  number: string;
  title: string;
  recipientId: string | null;
  issuedOn: string;
  hash: string;
}

/** A case as its page and its JSON show it. */
export interface CaseData {
  id: string;
  version: number;
  number: string;
  state: CaseState;
  conclusion: CaseRow['conclusion'];
  sampleId: string;
  sampleNumber: string;
  reportId: string | null;
  reportNumber: string | null;
  /** A report that conforms, of a case that an urgent report opened. */
  conformingReport: string | null;
  productClass: string;
  productName: string;
  batchNo: string;
  producer: string;
  producerRegion: string | null;
  sampledUnit: string;
  sampledRegion: string | null;
  level: string;
  workKind: string;
  openedAt: string;
  closedAt: string | null;
  reopened: number;
  supervision: 0 | 1 | 2;
  urgent: { finding: string; foundAt: string; told: { to: string; how: string; at: string } | null } | null;
  items: CaseRow['items'];
  notified: { on: string; to: string; how: string; receiptNo: string | null; note: string | null } | null;
  term: Term | null;
  clocks: ShownClock[];
  recipients: ShownRecipient[];
  tracks: ShownTrack[];
  documents: ShownDocument[];
  events: ShownEvent[];
  repeats: Repeat[];
  authorities: { id: string; name: string }[];
  holds: { kind: string; by: string; since: string }[];
  moves: { move: CaseMove; obstacles: string[] }[];
  mayNotify: boolean;
  mayWrite: boolean;
}

const all = (properties: Record<string, JsonSchema>): JsonSchema => object(properties, Object.keys(properties));
const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
const words = nullable(text(2000));

export const clockSchema = all({
  ...termFields,
  ...{ id, title: text(), kind: text(), clockState: text(), entityId: id, about: text(), doneOn: nullable(date) },
  dueAt: nullable(text()),
});

export const recipientSchema = all({
  ...{ id, version: integer, role: text(), name: text(), creditCode: words, region: words },
  ...{ organisationId: nullable(id), organisation: words, waivedOn: nullable(date), mayServe: boolean },
  papers: orNull(all({ on: date, to: text(), how: text(), no: words })),
  delivered: orNull(
    all({
      ...{ on: date, how: text(), place: words, receiver: words, witness: words, agent: words },
      ...{ receiptNo: words, proof: boolean },
    }),
  ),
  window: orNull(clockSchema),
});

export const documentSchema = all({
  ...{ id, kind: text(), number: text(), title: text(), recipientId: nullable(id), issuedOn: date, hash: text() },
});

export const caseAnswer = all({
  ...{ id, version: integer, number: text(), state: text(), conclusion: nullable(text()) },
  ...{ sampleId: id, sampleNumber: text(), reportId: nullable(id), reportNumber: nullable(text()) },
  ...{ conformingReport: nullable(text()), productClass: text(), productName: text(), batchNo: text() },
  ...{ producer: text(), producerRegion: words, sampledUnit: text(), sampledRegion: words, level: text() },
  ...{ workKind: text(), openedAt: text(), closedAt: nullable(text()), reopened: integer, supervision: integer },
  urgent: orNull(all({ finding: long, foundAt: text(), told: orNull(all({ to: text(), how: text(), at: text() })) })),
  items: listOf(all({ name: text(), requirement: long, result: long })),
  notified: orNull(all({ on: date, to: text(2000), how: text(), receiptNo: words, note: words })),
  term: orNull(term),
  clocks: listOf(clockSchema),
  recipients: listOf(recipientSchema),
  tracks: listOf(
    all({
      ...{ id, kind: text(), unitName: text(400), region: words, organisation: words, state: text() },
      ...{ handler: words, doneOn: nullable(date) },
    }),
  ),
  documents: listOf(documentSchema),
  events: listOf(
    all({
      ...{ id, kind: text(), on: date, at: text(), by: text() },
      params: { type: 'object', additionalProperties: { type: ['string', 'number'] } },
    }),
  ),
  repeats: listOf(all({ who: text(), name: text(), total: integer, sameItem: integer, sameClass: integer })),
  authorities: listOf(all({ id, name: text() })),
  holds: listOf(all({ kind: text(), by: text(2000), since: text() })),
  moves: listOf(all({ move: text(), obstacles: listOf(long) })),
  ...{ mayNotify: boolean, mayWrite: boolean },
});
