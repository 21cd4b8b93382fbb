import type { DefinitionKind, Parameter, Specification } from '../catalogue/index.ts';
import type { Row } from '../kernel/types.ts';

export const kinds = ['parameter', 'form', 'specification'] as const satisfies readonly DefinitionKind[];

/** What the institute writes itself; forms come with the program. */
export const draftKinds = ['parameter', 'specification'] as const;
export type DraftKind = (typeof draftKinds)[number];

export const draftStates = ['draft', 'proposed', 'released', 'returned', 'dropped'] as const;
export type DraftState = (typeof draftStates)[number];

/** A definition on its way: shaped like one, but anything may still be missing or wrong. */
export type Unfinished = { [name: string]: unknown };
export type Definition = Parameter | Specification;

export interface DraftRow extends Row {
  kind: DraftKind;
  code: string;
  /** The edition from which it was made; null for one that was begun empty. */
  base_hash: string | null;
  body: Unfinished;
  state: DraftState;
  /** What is new and why, in the words of the author. */
  note: string | null;
  author_id: string;
  proposed_at: string | null;
  decided_by: string | null;
  decided_at: string | null;
  reason: string | null;
  created_at: string;
}

/** An edition that was released; `released_by` is the id of a person, or `system` for what came with the program. */
export interface ReleaseRow {
  id: string;
  kind: DefinitionKind;
  code: string;
  hash: string;
  origin: 'program' | 'institute';
  base_hash: string | null;
  draft_id: string | null;
  note: string | null;
  released_by: string;
  released_at: string;
}

/** Somebody held a doubtful fact against the standard. `seq`: one item of a specification; null: the whole. */
export interface ConfirmationRow extends Row {
  kind: DraftKind;
  code: string;
  hash: string;
  seq: number | null;
  source: string;
  page: string | null;
  seen_by: string;
  user_id: string;
  at: string;
  created_at: string;
}
