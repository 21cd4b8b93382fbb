import type { Knex } from 'knex';
import type { Reason } from '../core/refusal.ts';
import { decode } from '../kernel/tables.ts';
import type { ClockRow } from '../kernel/terms.ts';
import type { Query } from '../kernel/types.ts';
import type { CaseSubject } from './machine.ts';
import type { CaseRow, CaseState, RecipientRow, TrackRow } from './rows.ts';
import { clocksOfCase, recipientsOf, tracksOf } from './store.ts';

/** What another part of the program has that is still open of a case: sections, objections, re-inspections, uploads. */
export type Closing = (db: Knex, caseId: string) => Promise<Reason[]>;

type Asked = Pick<Query, 'db' | 'user' | 'today'>;

/** A case as its machine looks at it, with everything that is open; `closing`: what the other parts of the program have to say. */
export async function subjectOf(
  query: Asked,
  row: CaseRow,
  closing: readonly Closing[] = [],
): Promise<CaseSubject & { state: CaseState }> {
  const { db } = query;
  const [recipients, tracks] = [await recipientsOf(db, row.id), await tracksOf(db, row.id)];
  const clocks = await clocksOfCase(db, row.id, recipients, tracks);
  const others: Reason[] = [];
  for (const ask of closing) others.push(...(await ask(db, row.id)));
  return {
    state: row.state,
    report_id: row.report_id,
    conclusion: row.conclusion,
    open: [...openOf(query, row, recipients, tracks, clocks).filter((own) => !isTold(own, others)), ...others],
    fillers: await fillersOf(db, tracks),
    tellers: [row.urgent?.foundBy, row.urgent?.told?.by].filter((id) => id !== undefined),
    conforming: await isConforming(db, row),
  };
}

/** The slice of the tracks says more exactly what is open there. */
const isTold = (own: Reason, others: readonly Reason[]): boolean =>
  own.id === 'case.track-open' && others.some(({ id }) => id.startsWith('track.'));

/** Everything of the case itself that is still open (domain 10, item 26). */
function openOf(
  { user, today }: Asked,
  row: CaseRow,
  recipients: readonly RecipientRow[],
  tracks: readonly TrackRow[],
  clocks: readonly ClockRow[],
): Reason[] {
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name).join('、');
  const unserved = recipients.filter(({ delivered_on }) => delivered_on === null);
  const unfinished = tracks.filter(({ state }) => state !== 'passed' && state !== 'cancelled');
  const running = clocks.filter(({ state }) => state === 'running' || state === 'paused');
  const windows = running.filter(({ kind, due_on }) => kind === 'right' && due_on >= today);
  const nameOf = (id: string) => recipients.find((one) => one.id === id)?.name ?? '';
  return [
    ...(row.report_id === null ? [{ id: 'case.no-report' }] : []),
    ...(row.urgent && row.urgent.told === null ? [{ id: 'case.urgent-untold' }] : []),
    ...(unserved.length > 0 ? [{ id: 'case.undelivered', params: { names: names(unserved) } }] : []),
    ...windows.map(({ entity_id, due_on }) => ({
      id: 'case.window-open',
      params: { name: nameOf(entity_id), due: due_on },
    })),
    ...running
      .filter(({ kind }) => kind === 'duty')
      .map(({ rule, due_on, snapshot }) => ({
        id: 'case.clock-open',
        params: { rule, title: snapshot.title?.[user.lang] ?? rule, due: due_on },
      })),
    ...(unfinished.length > 0
      ? [{ id: 'case.track-open', params: { names: unfinished.map(({ unit_name }) => unit_name).join('、') } }]
      : []),
  ];
}

/** Who ever filled a section of the tracks: none of them finishes the case. */
async function fillersOf(db: Knex, tracks: readonly { id: string }[]): Promise<string[]> {
  const ids = tracks.map(({ id }) => id);
  const rows: object[] = await db('track_sections').whereIn('track_id', ids).select('filled_by', 'fillers');
  return rows.flatMap((row) => {
    const { filled_by, fillers } = decode<{ filled_by: string | null; fillers: string[] }>('track_sections', row);
    return [...fillers, ...(filled_by === null ? [] : [filled_by])];
  });
}

/** Whether the batch of an urgent report got a report that conforms; such a case is settled by a person, never by itself. */
async function isConforming(db: Knex, row: CaseRow): Promise<boolean> {
  if (row.urgent === null || row.report_id !== null) return false;
  const found: object | undefined = await db('reports')
    .where({ sample_id: row.sample_id, state: 'issued', verdict: 'conforms' })
    .first('id');
  return found !== undefined;
}
