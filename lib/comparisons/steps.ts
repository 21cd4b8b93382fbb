import type { Knex } from 'knex';
import { next } from '../core/machine.ts';
import { actorOf } from '../kernel/access.ts';
import type { Act, App } from '../kernel/types.ts';
import { sigmaBefore } from './assigned.ts';
import { type ComparisonMove, type ComparisonSubject, comparisonMachine } from './machine.ts';
import { type CheckRow, type ComparisonRow, type ItemRow, type SampleName, samplesOf } from './rows.ts';
import { comparisonRules } from './rules.ts';
import { actionsOf, checksOf, comparisonOf, itemsOf, participantsOf, unitsOf } from './store.ts';
import { localTime } from './times.ts';

export interface Read {
  id: string;
  version: number;
}

/** Items × samples in the words of the page: name, and the sample where there are two. */
const targetsOf = (row: ComparisonRow, items: readonly ItemRow[]) =>
  items.flatMap((item) =>
    samplesOf(row).map((sample) => ({
      item,
      sample,
      words: row.samples === 1 ? item.name : `${item.name} ${sample}`,
    })),
  );

/** The homogeneity test of a target; one that was judged by another σ_pt than the design now has does not stand. */
function standing(checks: readonly CheckRow[], { item, sample }: { item: ItemRow; sample: SampleName }) {
  const sigma = item.kind === 'number' ? sigmaBefore(item.design, sample) : null;
  return checks.find(
    (check) =>
      check.kind === 'homogeneity' &&
      check.item_id === item.id &&
      check.sample === sample &&
      (sigma === null || check.result.sigma === sigma),
  );
}

/** The comparison as its machine asks for it. */
export async function subjectOf(
  app: App,
  db: Knex,
  row: ComparisonRow,
  now: string,
): Promise<ComparisonSubject & { state: ComparisonRow['state'] }> {
  const [items, checks, participants, units, actions] = [
    await itemsOf(db, row.id),
    await checksOf(db, row.id),
    await participantsOf(db, row.id),
    await unitsOf(db, row.id),
    await actionsOf(db, row.id),
  ];
  const targets = targetsOf(row, items);
  const joined = participants.filter(({ state }) => state === 'joined').length;
  const free = samplesOf(row).map(
    (sample) => units.filter((unit) => unit.sample === sample && unit.participant_id === null).length,
  );
  const failed = targets.filter((target) => standing(checks, target)?.result.passes === false);
  return {
    state: row.state,
    author_id: row.author_id,
    evaluated_by: row.evaluated_by,
    items: items.length,
    unchecked: targets.filter((target) => !standing(checks, target)).map(({ words }) => words),
    inhomogeneous: row.decision === null ? failed.map(({ words }) => words) : [],
    joined,
    least: comparisonRules(app, row.invited_on).participants.value,
    unitsShort: Math.max(0, ...free.map((count) => joined - count)),
    openUntil: now < row.closes_at ? localTime(row.closes_at) : null,
    unsettled: actions.filter(({ state }) => state !== 'settled').length,
  };
}

/** Reads a comparison and asks its machine for a move. @throws Refusal `comparison.*`, `machine.*` */
export async function moving(
  act: Act,
  { id, version }: Read,
  move: ComparisonMove,
): Promise<{ row: ComparisonRow; state: ComparisonRow['state'] }> {
  const row = await comparisonOf(act.db, id);
  const subject = await subjectOf(act.app, act.db, row, act.now);
  return { row: { ...row, version }, state: next(comparisonMachine, move, subject, actorOf(act.user)) };
}
