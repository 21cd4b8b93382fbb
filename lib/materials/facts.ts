import type { Knex } from 'knex';
import type { MaterialFact } from '../core/validity.ts';
import { decode } from '../kernel/tables.ts';
import { reasonText } from '../messages/index.ts';
import { type ContentInUse, contentInUse } from './content.ts';
import type { MaterialRow, StandardisationRow } from './rows.ts';
import { type Lot, reasonsAgainst, withAncestors } from './standing.ts';
import { byNumbers } from './store.ts';

/** The end of a lot that nothing ends: the last day that the calendar knows. */
const NEVER = '2099-12-31';

/**
 * The facts of lots by their numbers (`common.materials[].lot`), parents nested; unknown numbers are left out. A titrant carries the
 * F that was in force on `on`, the day of the test.
 */
export async function materialFacts(db: Knex, lots: readonly string[], on: string): Promise<MaterialFact[]> {
  const found = await byNumbers(
    db,
    lots.map((lot) => lot.trim().toUpperCase()),
  );
  const titrants = found.flatMap(withAncestors).filter(({ kind }) => kind === 'titrant');
  const rows: object[] = await db('standardisations')
    .whereIn(
      'material_id',
      titrants.map(({ id }) => id),
    )
    .whereNotNull('factor')
    .where('done_on', '<=', on)
    .orderBy('id');
  const inForce = new Map(
    rows.map((row) => decode<StandardisationRow>('standardisations', row)).map((row) => [row.material_id, row]),
  );
  return found.map((lot) => factOf(lot, on, inForce, true));
}

function factOf(
  { row, parents }: Lot,
  on: string,
  inForce: ReadonlyMap<string, StandardisationRow>,
  top: boolean,
): MaterialFact {
  const standard = inForce.get(row.id);
  // What a lot was made from may be used up and closed long before it.
  const closed = top ? row.closed_on : null;
  const ends = [standard ? row.expiry : row.valid_to, standard?.valid_to ?? null, closed];
  const why = blockOf(row, on, standard !== undefined || top);
  return {
    lot: row.number,
    name: row.name,
    kind: row.kind,
    from: row.received_on,
    ...(row.opened_on !== null && { openedOn: row.opened_on }),
    validTo: ends.filter((end) => end !== null).sort()[0] ?? NEVER,
    ...(standard && {
      standardised: { F: standard.factor ?? '', from: standard.done_on, validTo: standard.valid_to ?? NEVER },
    }),
    ...(why !== undefined && { blocked: why }),
    parents: parents.map((parent) => factOf(parent, on, inForce, false)),
  };
}

/** Why nobody may use it: blocked, a medium without a check that fits; a titrant without F, where it is not the titrant of the test itself. */
function blockOf(row: MaterialRow, on: string, standardised: boolean): string | undefined {
  const [own] = reasonsAgainst({ row, parents: [] }, on).filter(
    ({ id }) => id !== 'material.expired' && !(id === 'material.unstandardised' && standardised),
  );
  if (!own) return undefined;
  return own.id === 'material.blocked' ? row.blocked?.reason : reasonText('zh', own);
}

/** Contents as weighed of the lots that have one, for the record to take over; a lot whose loss is needed and unknown is left out. */
export async function materialContents(
  db: Knex,
  lots: readonly string[],
  driedBeforeUse: boolean,
): Promise<Map<string, ContentInUse>> {
  const contents = new Map<string, ContentInUse>();
  for (const { row } of await byNumbers(db, lots)) {
    const { content, basis, loss } = row;
    if (content === null || basis === null) continue;
    if (loss === null && (basis === 'anhydrous' || (basis === 'dried' && !driedBeforeUse))) continue;
    contents.set(row.number, contentInUse({ content, basis, loss, driedBeforeUse }));
  }
  return contents;
}
