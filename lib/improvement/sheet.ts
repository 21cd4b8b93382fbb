import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { actorOf, may } from '../kernel/access.ts';
import { type Standing, standing } from '../kernel/terms.ts';
import type { Query } from '../kernel/types.ts';
import { type ImprovementMove, improvementMachine } from './machine.ts';
import { mayRefer, numberedEntities, type ShownLink, shownLink } from './refs.ts';
import { type Repeat, repeatsOf } from './repeats.ts';
import {
  type ActionRow,
  type FileRow,
  type ImprovementRow,
  type LinkEntity,
  openStates,
  type StepRow,
} from './rows.ts';
import { type Stage, stageOf } from './rules.ts';
import {
  actionsOf,
  filesOf,
  linksOf,
  ownPeople,
  type Person,
  peopleNamed,
  recordFor,
  stepsOf,
  subjectOf,
} from './store.ts';

export interface ImprovementSheet {
  row: ImprovementRow;
  stage: Stage | null;
  term: Standing | null;
  links: ShownLink[];
  actions: (ActionRow & { term: Standing | null; mine: boolean })[];
  steps: StepRow[];
  files: Pick<FileRow, 'id' | 'action_id' | 'stage' | 'file' | 'added_by' | 'created_at'>[];
  repeats: Repeat[];
  names: Record<string, string>;
  /** Whom an action or the record may be given to; empty for who only reads. */
  people: Person[];
  linkable: LinkEntity[];
  moves: { move: ImprovementMove; obstacles: Reason[] }[];
  /** Whether this person may change actions of others. */
  directs: boolean;
  /** The decision that work was stopped stands: closing says when it goes on. */
  stopped: boolean;
}

/** A record with its references, actions, course and files. @throws Refusal `improvement.missing` */
export async function showImprovement(query: Query, { id }: { id: string }): Promise<ImprovementSheet> {
  const { db, user, today } = query;
  const row = await recordFor(query, id);
  const [actions, steps, links, files] = [
    await actionsOf(db, id),
    await stepsOf(db, id),
    await linksOf(db, id),
    await filesOf(db, id),
  ];
  const isOpen = openStates.includes(row.state);
  const writes = may(user.roles, 'nonconforming.write');
  const { complaint } = row;
  return {
    ...{ row, steps, stage: stageOf(row) ?? null },
    term: isOpen && row.due_on !== null ? standing(query, row.due_on) : null,
    links: links.map((link) => shownLink(user, link)),
    actions: actions.map((action) => ({
      ...action,
      term: action.state === 'open' ? standing(query, action.due_on) : null,
      mine: action.owner_id === user.id,
    })),
    files: files.map(({ id: own, action_id, stage, file, added_by, created_at }) => ({
      ...{ id: own, action_id, stage, file, added_by, created_at },
    })),
    repeats: await repeatsOf(query, row),
    names: await peopleNamed(db, [
      ...[row.found_by, row.owner_id, row.person_id, row.closed_by, ...row.involved],
      ...[complaint?.acknowledged_by ?? null, complaint?.answered_by ?? null],
      ...actions.flatMap(({ owner_id, done_by }) => [owner_id, done_by]),
      ...steps.map(({ by_id }) => by_id),
      ...files.map(({ added_by }) => added_by),
    ]),
    people: writes ? await ownPeople(db) : [],
    linkable: writes && isOpen ? numberedEntities.filter((entity) => mayRefer(user, entity)) : [],
    moves: available(improvementMachine, subjectOf(row, actions, today), actorOf(user)).filter(
      ({ move }) => move !== 'settle' && move !== 'carry',
    ),
    directs: row.owner_id === user.id || may(user.roles, 'nonconforming.verify'),
    stopped: steps.findLast(({ move }) => move === 'evaluate')?.data.stopWork === true,
  };
}
