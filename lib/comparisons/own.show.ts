import type { Query } from '../kernel/types.ts';
import type { ScoredLine, TargetEvaluation } from './evaluation.ts';
import { type Asked, askedOf, ownOf, ownUnits } from './own.ts';
import type { ActionRow, ComparisonRow, ItemRow, ParticipantRow, ParticipantState, Reported, UnitRow } from './rows.ts';
import { ownSubmissions } from './sealed.ts';
import { type ActionSheet, type Facts, factsOf } from './show.ts';
import { actionsOf, itemsOf, namesOf } from './store.ts';

/** A comparison as it stands in the list of one laboratory. */
export interface OwnLine {
  id: string;
  schemeNo: string;
  name: string;
  state: ParticipantState;
  /** How far the round is. */
  stage: ComparisonRow['state'];
  closesAt: string;
  submitted: boolean;
}

/** The comparisons of the reader's laboratory, the newest first, at most 200. */
export async function listOwn({ db, user }: Query): Promise<{ lines: OwnLine[] }> {
  if (user.organisation === undefined) return { lines: [] };
  const rows: (ParticipantRow &
    Pick<ComparisonRow, 'scheme_no' | 'name' | 'closes_at'> & { stage: ComparisonRow['state'] })[] = await db(
    'comparison_participants as p',
  )
    .join('comparisons as c', 'c.id', 'p.comparison_id')
    .where('p.organisation_id', user.organisation)
    .orderBy('p.id', 'desc')
    .limit(200)
    .select('p.*', 'c.scheme_no', 'c.name', 'c.closes_at', 'c.state as stage');
  const submitted: string[] = await db('comparison_results')
    .whereIn(
      'participant_id',
      rows.map(({ id }) => id),
    )
    .distinct('participant_id')
    .pluck('participant_id');
  return {
    lines: rows.map((row) => ({
      ...{ id: row.id, schemeNo: row.scheme_no, name: row.name, state: row.state, stage: row.stage },
      ...{ closesAt: row.closes_at, submitted: submitted.includes(row.id) },
    })),
  };
}

/** What is to be reported: one line an item and sample. */
export interface Wanted {
  key: string;
  name: string;
  kind: ItemRow['kind'];
  unit: string | null;
  decimals: number | null;
  options: string[];
  several: boolean;
}

/** One laboratory's own result of a target, with the anonymous distribution. */
export interface OwnTarget {
  target: Omit<TargetEvaluation, 'lines'>;
  /** The own unit that was this sample. */
  code: string;
  line: ScoredLine | null;
  /** Codes and values of all, for the pictures; codes stand for laboratories. */
  others: { code: string; value: string; score: string | null; verdict: string; counted: boolean }[];
}

export interface OwnSheet {
  id: string;
  version: number;
  state: ParticipantState;
  labCode: string;
  facts: Facts;
  /** Names of the items. */
  items: string[];
  /** One line an item and unit, once the units are received. */
  wanted: Wanted[];
  /** Codes of the own units, once their receipt is confirmed. */
  codes: string[];
  unitCount: number;
  condition: 'good' | 'damaged' | null;
  receiptNote: string | null;
  receivedAt: string | null;
  reason: string | null;
  submissions: { at: string; by: string; late: boolean; reported: Reported }[];
  /** Results can be handed in now; late: marked as such. */
  entry: 'open' | 'late' | 'closed';
  targets: OwnTarget[] | null;
  actions: ActionSheet[];
  moves: { answer: boolean; receive: boolean };
}

/** One participation for the people of its laboratory, and for nobody else. @throws Refusal `comparison.missing` */
export async function showOwn({ db, user, now }: Query, id: string): Promise<OwnSheet> {
  const { participant, comparison } = await ownOf(db, user, id);
  const submissions = await ownSubmissions(db, participant);
  const names = await namesOf(
    db,
    submissions.map(({ by }) => by),
  );
  const units = await ownUnits(db, participant);
  const items = await itemsOf(db, comparison.id);
  const asked = askedOf(items, units);
  const dispatched = participant.state === 'delivered';
  const published = comparison.state === 'published' || comparison.state === 'filed';
  const actions = (await actionsOf(db, comparison.id)).filter((one) => one.participant_id === participant.id);
  return {
    ...{ id, version: participant.version, state: participant.state, labCode: participant.lab_code },
    facts: factsOf(comparison),
    items: items.map(({ name }) => name),
    wanted: dispatched ? wantedOf(asked, comparison) : [],
    codes: dispatched ? units.map(({ code }) => code) : [],
    unitCount: units.length,
    ...{ condition: participant.condition, receiptNote: participant.receipt_note, receivedAt: participant.received_at },
    reason: participant.reason,
    submissions: submissions.map(({ at, by, late, reported }) => ({
      ...{ at, by: names.get(by) ?? '', late },
      reported: byUnits(reported, asked),
    })),
    entry: entryOf(participant, comparison, now),
    targets: published ? ownTargets(comparison, participant.id, units) : null,
    actions: actions.map(actionSheet),
    moves: {
      answer: comparison.state === 'inviting' && ['invited', 'joined'].includes(participant.state),
      receive: comparison.state === 'dispatched' && participant.state === 'joined',
    },
  };
}

const wantedOf = (asked: readonly Asked[], { samples }: ComparisonRow): Wanted[] =>
  asked.map(({ item, code, unitKey }) => ({
    ...{ key: unitKey, name: samples === 1 ? item.name : `${item.name} ${code}`, kind: item.kind },
    ...{ unit: item.unit, decimals: item.decimals },
    ...{ options: item.design.options ?? [], several: item.design.several ?? false },
  }));

/** What was reported under the keys that the laboratory knows. */
function byUnits({ values, units, ...rest }: Reported, asked: readonly Asked[]): Reported {
  const renamed = <T>(from: Record<string, T>): Record<string, T> =>
    Object.fromEntries(
      asked.flatMap(({ key, unitKey }) => {
        const found = from[key];
        return found === undefined ? [] : [[unitKey, found]];
      }),
    );
  return { ...rest, values: renamed(values), units: renamed(units) };
}

function entryOf({ state, late_at }: ParticipantRow, comparison: ComparisonRow, now: string): OwnSheet['entry'] {
  if (state !== 'delivered') return 'closed';
  if (comparison.state === 'dispatched' && now < comparison.closes_at) return 'open';
  return comparison.state === 'gathered' && late_at !== null ? 'late' : 'closed';
}

const actionSheet = (action: ActionRow): ActionSheet => ({
  ...{ id: action.id, version: action.version, participant: action.participant_id, about: action.about },
  ...{ state: action.state, asked: action.asked, dueOn: action.due_on, reply: action.reply },
  ...{ repliedAt: action.replied_at, file: action.reply_file?.name ?? null, judgement: action.judgement },
});

/** The evaluation as one laboratory may see it: its own line whole, of the others code, value and score. */
const ownTargets = ({ evaluation }: ComparisonRow, participant: string, units: readonly UnitRow[]): OwnTarget[] =>
  (evaluation?.targets ?? []).map(({ lines, ...target }) => ({
    target,
    code: units.find(({ sample }) => sample === target.sample)?.code ?? '',
    line: lines.find((line) => line.participant === participant) ?? null,
    others: lines.map(({ code, value, scores, verdict, counted }) => ({
      ...{ code, value, verdict, counted },
      score: judgedScore(target, scores)?.value ?? null,
    })),
  }));

/** The score that gives the verdict. */
const judgedScore = ({ by }: Pick<TargetEvaluation, 'by'>, scores: ScoredLine['scores']) =>
  by.kind === 'number' ? scores.find(({ kind }) => kind === by.judged) : undefined;
