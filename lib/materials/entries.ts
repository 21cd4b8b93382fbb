import type { Knex } from 'knex';
import { dec, normalise } from '../core/decimal.ts';
import { type Reason, Refusal } from '../core/refusal.ts';
import { roundPlaces } from '../core/rounding.ts';
import { decode } from '../kernel/tables.ts';
import { contentInUse } from './content.ts';
import type { MaterialRow, StandardisationRow } from './rows.ts';
import { byNumbers } from './store.ts';
import { factorAt } from './temperature.ts';

/** A value of the record that should be what the register says: where it stands, and what was typed. */
interface Entry {
  field: string;
  value: string;
}

/** What a record takes over from the register, as it was typed. */
interface Taken {
  lots: { number: string; entry: Entry | null }[];
  /** F of the calculation. */
  factor: Entry | null;
  /** Purities of the calculation, of one reference substance or of several, each with the water that goes with it. */
  purities: (Entry & { water: string | null })[];
  temperature: Entry | null;
}

const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
const rowsOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.map(objectOf) : []);

/** A plain number as typed; null for anything else, which the form itself refuses. */
function plain(value: unknown): string | null {
  if (typeof value !== 'string' || value.trim() === '') return null;
  try {
    const { decimal, qualifier } = normalise(value, {}, '');
    return qualifier === '=' ? decimal : null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

const entryOf = (field: string, value: unknown): Entry | null => {
  const read = plain(value);
  return read === null ? null : { field, value: read };
};

function takenBy(readings: Record<string, unknown>): Taken {
  const common = objectOf(readings.common);
  const several = Object.entries(readings).flatMap(([name, value]) =>
    rowsOf(value).flatMap((row, i) => purityOf(`${name}.${i}.`, row)),
  );
  return {
    lots: rowsOf(common.materials).flatMap(({ lot, F }, i) =>
      typeof lot === 'string' && lot.trim() !== ''
        ? [{ number: lot.trim().toUpperCase(), entry: entryOf(`common.materials.${i}.F`, F) }]
        : [],
    ),
    factor: entryOf('F', readings.F),
    purities: [...purityOf('', readings), ...several],
    temperature: entryOf('common.temperature', common.temperature),
  };
}

function purityOf(path: string, { purity, water }: Record<string, unknown>): Taken['purities'] {
  const entry = entryOf(`${path}purity`, purity);
  return entry ? [{ ...entry, water: plain(water) }] : [];
}

/**
 * Where a record calculates with another F or content than the register has for the lots it names: F of a titrant in force on the day
 * (recalculated for the temperature where the rule says so), the content as stated or as converted from the dried or anhydrous basis.
 * Reasons: `validity.titrant-entered`, `validity.titrant-temperature`, `validity.material-content`, `validity.material-water`.
 */
export async function entryReasons(
  root: string,
  db: Knex,
  readings: Record<string, unknown> | null,
  on: string,
): Promise<Reason[]> {
  const taken = takenBy(readings ?? {});
  if (taken.lots.length === 0) return [];
  const rows = (
    await byNumbers(
      db,
      taken.lots.map(({ number }) => number),
    )
  ).map(({ row }) => row);
  const standards = await standardsOn(db, rows, on);
  return [
    ...titrantEntries(root, taken, rows, standards),
    ...contentEntries(
      taken,
      rows.filter(({ content, kind }) => content !== null && kind !== 'titrant'),
    ),
  ];
}

/** The standardisation in force on the day, by titrant. */
export async function standardsOn(
  db: Knex,
  rows: readonly MaterialRow[],
  on: string,
): Promise<Map<string, StandardisationRow>> {
  const titrants = rows.filter(({ kind }) => kind === 'titrant').map(({ id }) => id);
  if (titrants.length === 0) return new Map();
  const found: object[] = await db('standardisations')
    .whereIn('material_id', titrants)
    .whereNotNull('factor')
    .where('done_on', '<=', on)
    .orderBy('id');
  return new Map(
    found.map((row) => decode<StandardisationRow>('standardisations', row)).map((row) => [row.material_id, row]),
  );
}

const same = (a: string, b: string): boolean => dec(a).equals(dec(b));

/** Whether a value was typed as it is, or rounded to the places that were typed. */
const isRounded = (value: string, typed: string): boolean =>
  same(value, typed) || same(roundPlaces(value, typed.split('.')[1]?.length ?? 0), typed);

function titrantEntries(
  root: string,
  { lots, factor, temperature }: Taken,
  rows: readonly MaterialRow[],
  standards: ReadonlyMap<string, StandardisationRow>,
): Reason[] {
  const reasons: Reason[] = [];
  const known = rows.flatMap((row) => {
    const standard = standards.get(row.id);
    if (!standard) return [];
    const inForce = [standard.factor ?? ''];
    if (temperature !== null)
      try {
        inForce.push(factorAt(root, row, standard, temperature.value));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const [why] = error.reasons;
        if (why)
          reasons.push({
            id: 'validity.titrant-temperature',
            field: temperature.field,
            params: { ...why.params, name: row.name },
          });
      }
    return [{ row, factors: inForce }];
  });
  for (const { row, factors } of known) {
    const entry = lots.find(({ number }) => number === row.number)?.entry;
    if (entry && !factors.some((own) => same(own, entry.value))) reasons.push(entered(entry, row, factors));
  }
  const [only] = known;
  if (factor && only && !known.some(({ factors }) => factors.some((own) => same(own, factor.value))))
    reasons.push(entered(factor, only.row, only.factors));
  return reasons;
}

const entered = ({ field, value }: Entry, { number, name }: MaterialRow, factors: readonly string[]): Reason => ({
  id: 'validity.titrant-entered',
  field,
  params: { lot: number, name, typed: value, F: factors.at(-1) ?? '' },
});

function contentEntries({ lots, purities }: Taken, rows: readonly MaterialRow[]): Reason[] {
  const header = lots.flatMap(({ number, entry }): Reason[] => {
    const row = rows.find((one) => one.number === number);
    return row && entry && !contentsOf(row).some((own) => isRounded(own, entry.value)) ? [differs(entry, row)] : [];
  });
  const [first] = rows;
  if (first === undefined) return header;
  const used = purities.flatMap(({ water, ...entry }): Reason[] => {
    const row = rows.find((one) => contentsOf(one).some((own) => isRounded(own, entry.value)));
    if (!row) return [differs(entry, first)];
    const isStated = row.content !== null && same(row.content, entry.value);
    const isDry = row.loss !== null && same(row.loss, '0');
    return isStated && row.basis === 'anhydrous' && !isDry && (water === null || same(water, '0'))
      ? [
          {
            id: 'validity.material-water',
            field: entry.field,
            params: { lot: row.number, name: row.name, content: entry.value },
          },
        ]
      : [];
  });
  return [...header, ...used];
}

/** As stated, and where the loss is known as converted to what is weighed. */
export function contentsOf({ content, basis, loss }: MaterialRow): string[] {
  if (content === null || basis === null) return [];
  if (basis === 'as-is' || loss === null) return [content];
  return [content, contentInUse({ content, basis, loss, driedBeforeUse: false }).percent];
}

const differs = ({ field, value }: Entry, row: MaterialRow): Reason => ({
  id: 'validity.material-content',
  field,
  params: { lot: row.number, name: row.name, typed: value, content: contentsOf(row).at(-1) ?? '' },
});
