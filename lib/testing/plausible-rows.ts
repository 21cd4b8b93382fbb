import type { Words } from '../forms/index.ts';
import type { Row } from '../kernel/types.ts';

/** One instrument in two sequences; one person, or one balance, in two rooms within a minute. */
export const implausibleKinds = ['sequence', 'rooms', 'balance'] as const;
export type ImplausibleKind = (typeof implausibleKinds)[number];

/** Found; explained by a person; no longer so after a correction. */
export const implausibleStates = ['open', 'explained', 'gone'] as const;

/** What the sentence about two records says of each of them. */
export interface Side {
  number: string;
  item: Words;
  /** Times by the clock of the laboratory, YYYY-MM-DDTHH:MM; the room where rooms are compared. */
  from: string;
  to: string;
  room?: string;
}

/** Two records that cannot both be true; `subject` is the number of the instrument or the account of the person. */
export interface ImplausibilityRow extends Row {
  kind: ImplausibleKind;
  subject: string;
  subject_name: string;
  day: string;
  from_at: string;
  to_at: string;
  test_id: string;
  other_id: string;
  params: { first: Side; second: Side };
  state: (typeof implausibleStates)[number];
  explanation: string | null;
  explained_by: string | null;
  explained_name: string | null;
  explained_at: string | null;
  created_at: string;
}

/** When an instrument that runs one sequence was busy for a record. */
export interface InstrumentTime {
  test_id: string;
  number: string;
  from_at: string;
  to_at: string;
  worksheet_id: string | null;
  analyst_id: string;
}

/** In which minute a mass was entered by whom, where the record says that it was weighed. */
export interface WeighingMinute {
  test_id: string;
  user_id: string;
  minute: string;
  room: string;
  /** The balance of the record; empty when it names none. */
  number: string;
}
