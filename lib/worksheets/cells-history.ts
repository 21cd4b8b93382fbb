import type { Knex } from 'knex';
import type { Change } from '../core/change.ts';
import { Refusal, refuse } from '../core/refusal.ts';
import { t } from '../messages/index.ts';

/** Where a cell is kept: the record of a sample, a row of quality control, or the readings of the whole run. */
export interface CellPlace {
  entity: 'tests' | 'worksheet_rows' | 'worksheets';
  id: string;
  /** The column of that table: `readings`, `shared`. */
  column: string;
  /** Dot path within it. */
  path: string;
}

/** One change of one cell as the trail holds it; `''` is nothing. Time UTC ISO. */
export interface CellChange {
  old: string;
  new: string;
  at: string;
  userId: string;
  by: string;
  reason: string | null;
}

interface Body {
  changes: Change[];
  reason: string | null;
  user_name: string;
}

const text = (value: Change['old'] | undefined): string =>
  value === null || value === undefined || value === '{}' || value === '[]' ? '' : String(value);

/** Every change of a cell in the order in which it was made (DI-04). */
export async function cellChanges(db: Knex, { entity, id, column, path }: CellPlace): Promise<CellChange[]> {
  const rows: { utc: string; user_id: string; body: string }[] = await db('audit')
    .where({ entity, entity_id: id })
    .orderBy('seq')
    .select('utc', 'user_id', 'body');
  const field = `${column}.${path}`;
  return rows.flatMap(({ utc, user_id, body }) => {
    // Most events of a record are about its other cells: a look at the text spares reading them.
    if (!body.includes(field)) return [];
    const { changes, reason, user_name } = JSON.parse(body) as Body;
    return changes
      .filter((change) => change.field === field)
      .map((change) => ({
        old: text(change.old),
        new: text(change.new),
        at: utc,
        userId: user_id,
        by: user_name,
        reason,
      }));
  });
}

/** The reason that an undone change bears in the trail, in the language of whoever undid it. */
export const undoReason = (lang: 'zh' | 'en'): string => t(lang, 'sheet.undone');

const isUndo = ({ reason }: CellChange): boolean => reason === undoReason('zh') || reason === undoReason('en');

/**
 * What stood in the cell before this person's last change of it that was not undone yet.
 * @throws Refusal `sheet.undo-none` when he changed nothing, `sheet.undo-other` when somebody else changed it since
 */
export function undone(changes: readonly CellChange[], userId: string): string {
  let taken = 0;
  for (const change of [...changes].reverse()) {
    if (change.userId !== userId) return refuse('sheet.undo-other', { name: change.by }, 'value', 'conflict');
    if (isUndo(change)) taken += 1;
    else if (taken > 0) taken -= 1;
    else return change.old;
  }
  return refuse('sheet.undo-none', {}, 'value', 'conflict');
}

/** Somebody else was faster in this very cell. @throws Refusal `record.stale` with the value, its author and its time */
export async function refuseTaken(db: Knex, place: CellPlace, current: string): Promise<never> {
  const last = (await cellChanges(db, place)).at(-1);
  throw new Refusal([{ id: 'record.stale' }], 'stale', {
    values: { [place.path]: current },
    ...(last && { by: last.by, at: last.at }),
  });
}
