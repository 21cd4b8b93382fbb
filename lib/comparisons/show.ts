import type { Knex } from 'knex';
import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { actorOf, may } from '../kernel/access.ts';
import type { Query } from '../kernel/types.ts';
import { sigmaBefore } from './assigned.ts';
import { signedHash } from './evaluate.ts';
import type { Evaluation } from './evaluation.ts';
import { type ComparisonMove, comparisonMachine } from './machine.ts';
import {
  type ActionState,
  type CheckResult,
  type ComparisonRow,
  type ComparisonState,
  type Design,
  type ItemRow,
  type ParticipantRow,
  type ParticipantState,
  type SampleName,
  samplesOf,
  unsealed,
} from './rows.ts';
import { comparisonRules } from './rules.ts';
import { openResults, type Submission } from './sealed.ts';
import { subjectOf } from './steps.ts';
import {
  actionsOf,
  checksOf,
  comparisonOf,
  itemsOf,
  laboratories,
  namesOf,
  organisationNames,
  participantsOf,
  submittedOf,
  unitsOf,
} from './store.ts';

export interface Signed {
  by: string;
  at: string;
}

/** The plain facts of a comparison; nothing here gives away a target or a result. */
export interface Facts {
  id: string;
  version: number;
  schemeNo: string;
  name: string;
  state: ComparisonState;
  samples: SampleName[];
  method: string | null;
  storage: string | null;
  instructions: string | null;
  invitedOn: string;
  dispatchedOn: string;
  closesAt: string;
  reportOn: string;
}

export const factsOf = (row: ComparisonRow): Facts => ({
  id: row.id,
  version: row.version,
  schemeNo: row.scheme_no,
  name: row.name,
  state: row.state,
  samples: [...samplesOf(row)],
  method: row.method,
  storage: row.storage,
  instructions: row.instructions,
  invitedOn: row.invited_on,
  dispatchedOn: row.dispatched_on,
  closesAt: row.closes_at,
  reportOn: row.report_on,
});

export interface ItemSheet {
  id: string;
  version: number;
  position: number;
  name: string;
  parameter: string | null;
  kind: ItemRow['kind'];
  unit: string | null;
  decimals: number | null;
  design: Design;
}

export interface CheckSheet {
  id: string;
  item: string;
  name: string;
  sample: SampleName;
  kind: 'homogeneity' | 'stability';
  data: string[][];
  result: CheckResult;
  note: string | null;
  by: string;
  at: string;
}

export interface ParticipantSheet {
  id: string;
  version: number;
  organisation: string;
  labCode: string;
  state: ParticipantState;
  reason: string | null;
  condition: 'good' | 'damaged' | null;
  receiptNote: string | null;
  receivedAt: string | null;
  submitted: boolean;
  exclusion: string | null;
  late: string | null;
  /** Null before the closing time. */
  result: { at: string; late: boolean; method: string; equipment: string; testedOn: string; remark: string } | null;
}

export interface ActionSheet {
  id: string;
  version: number;
  participant: string;
  about: string;
  state: ActionState;
  asked: string;
  dueOn: string;
  reply: string | null;
  repliedAt: string | null;
  file: string | null;
  judgement: string | null;
}

export interface ComparisonSheet extends Facts {
  items: ItemSheet[];
  /** What the checks have to be made for, with σ_pt where it is known before the results. */
  targets: { item: string; sample: SampleName; name: string; sigma: string | null; checked: boolean }[];
  checks: CheckSheet[];
  units: { sample: SampleName; free: number; given: number }[];
  participants: ParticipantSheet[];
  /** Laboratories that may still be invited. */
  laboratories: { id: string; name: string; region: string }[];
  actions: ActionSheet[];
  evaluation: Evaluation | null;
  author: string;
  started: Signed | null;
  decision: (Signed & { reason: string }) | null;
  evaluated: Signed | null;
  confirmed: Signed | null;
  endedReason: string | null;
  /** SHA-256 of the record to be signed. */
  hash: string;
  replyDays: number;
  writes: boolean;
  moves: { move: ComparisonMove; obstacles: Reason[] }[];
}

/** A comparison for the organiser; results and what follows from them only after the closing time. @throws Refusal `comparison.missing` */
export async function showComparison(query: Query, id: string): Promise<ComparisonSheet> {
  const { app, db, user, now } = query;
  const row = await comparisonOf(db, id);
  const [items, checks, participants, actions] = [
    await itemsOf(db, id),
    await checksOf(db, id),
    await participantsOf(db, id),
    await actionsOf(db, id),
  ];
  const names = await namesOf(db, [
    ...[row.author_id, row.started_by, row.decided_by, row.evaluated_by, row.confirmed_by],
    ...checks.map(({ by_id }) => by_id),
  ]);
  const signed = (by: string | null, at: string | null): Signed | null =>
    by === null || at === null ? null : { by: names.get(by) ?? '', at };
  const writes = may(user.roles, 'comparison.write');
  const subject = await subjectOf(app, db, row, now);
  const nameOf = new Map(items.map((item) => [item.id, item.name]));
  return {
    ...factsOf(row),
    items: items.map(itemSheet),
    targets: items.flatMap((item) =>
      samplesOf(row).map((sample) => ({
        ...{ item: item.id, sample, name: targetName(row, item.name, sample) },
        sigma: item.kind === 'number' ? sigmaBefore(item.design, sample) : null,
        checked: !subject.unchecked.includes(targetName(row, item.name, sample)),
      })),
    ),
    checks: checks.map((check) => ({
      ...{ id: check.id, item: check.item_id, name: nameOf.get(check.item_id) ?? '', sample: check.sample },
      ...{ kind: check.kind, data: check.data, result: check.result, note: check.note },
      ...{ by: names.get(check.by_id) ?? '', at: check.created_at },
    })),
    units: await unitCounts(db, row),
    participants: await participantSheets(db, row, participants),
    laboratories: writes && row.state === 'inviting' ? await laboratories(db, id) : [],
    actions: actions.map((action) => ({
      ...{ id: action.id, version: action.version, participant: action.participant_id, about: action.about },
      ...{ state: action.state, asked: action.asked, dueOn: action.due_on, reply: action.reply },
      ...{ repliedAt: action.replied_at, file: action.reply_file?.name ?? null, judgement: action.judgement },
    })),
    evaluation: unsealed.includes(row.state) ? row.evaluation : null,
    author: names.get(row.author_id) ?? '',
    started: signed(row.started_by, row.started_at),
    decision: withReason(signed(row.decided_by, row.decided_at), row.decision),
    evaluated: signed(row.evaluated_by, row.evaluated_at),
    confirmed: signed(row.confirmed_by, row.confirmed_at),
    endedReason: row.ended_reason,
    hash: signedHash(row),
    replyDays: comparisonRules(app, row.invited_on).replyDays.value,
    writes,
    moves: writes ? available(comparisonMachine, subject, actorOf(user)) : [],
  };
}

const withReason = (signed: Signed | null, reason: string | null) =>
  signed === null || reason === null ? null : { ...signed, reason };

export const targetName = ({ samples }: Pick<ComparisonRow, 'samples'>, name: string, sample: SampleName): string =>
  samples === 1 ? name : `${name} ${sample}`;

export const itemSheet = (item: ItemRow): ItemSheet => ({
  id: item.id,
  version: item.version,
  position: item.position,
  name: item.name,
  parameter: item.parameter_code,
  kind: item.kind,
  unit: item.unit,
  decimals: item.decimals,
  design: item.design,
});

async function unitCounts(db: Knex, row: ComparisonRow): Promise<ComparisonSheet['units']> {
  const units = await unitsOf(db, row.id);
  return samplesOf(row).map((sample) => {
    const own = units.filter((unit) => unit.sample === sample);
    const given = own.filter(({ participant_id }) => participant_id !== null).length;
    return { sample, free: own.length - given, given };
  });
}

async function participantSheets(
  db: Knex,
  row: ComparisonRow,
  participants: readonly ParticipantRow[],
): Promise<ParticipantSheet[]> {
  const submitted = await submittedOf(db, row.id);
  const results = unsealed.includes(row.state) ? await openResults(db, row) : new Map<string, Submission>();
  const organisations = await organisationNames(
    db,
    participants.map(({ organisation_id }) => organisation_id),
  );
  return participants.map((one) => {
    const found = results.get(one.id);
    return {
      ...{ id: one.id, version: one.version, organisation: organisations.get(one.organisation_id) ?? '' },
      ...{ labCode: one.lab_code, state: one.state, reason: one.reason, condition: one.condition },
      ...{ receiptNote: one.receipt_note, receivedAt: one.received_at, submitted: submitted.has(one.id) },
      ...{ exclusion: one.exclusion, late: one.late_reason, result: found ? briefOf(found) : null },
    };
  });
}

const briefOf = ({ at, late, reported: { method, equipment, testedOn, remark } }: Submission) => ({
  ...{ at, late, method, equipment, testedOn, remark },
});
