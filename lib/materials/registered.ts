import type { Knex } from 'knex';
import { Refusal } from '../core/refusal.ts';
import { contentsOf, standardsOn } from './entries.ts';
import type { MaterialRow, StandardisationRow } from './rows.ts';
import { lastDay } from './standing.ts';
import { byNumbers } from './store.ts';
import { factorAt } from './temperature.ts';

/** A reading as the bench names it, and what the register says for it. */
export interface Registered {
  field: string;
  value: string;
}

type Cells = Record<string, unknown>;

const textAt = (cells: Cells, name: string): string => {
  const value = cells[name];
  return typeof value === 'string' ? value.trim() : '';
};
const cellsOf = (value: unknown): Cells => (typeof value === 'object' && value !== null ? { ...value } : {});

/**
 * What the register knows of the lots that a record names and the record leaves blank: name, last day, F in force (recalculated for the
 * temperature where the rule says so) or content of what is weighed (converted from the dried or anhydrous basis), and from them F and
 * purity of the calculation where one lot alone can be meant. Nothing that was typed is touched.
 * @param known the fields that the form has beside its head
 * @param on the day of the test
 */
export async function registeredEntries(
  root: string,
  db: Knex,
  { readings, known }: { readings: Record<string, unknown>; known: readonly string[] },
  on: string,
): Promise<Registered[]> {
  const common = cellsOf(readings.common);
  const lines = (Array.isArray(common.materials) ? common.materials : []).map(cellsOf);
  const lots = await byNumbers(
    db,
    lines.map((line) => textAt(line, 'lot').toUpperCase()).filter((number) => number !== ''),
  );
  const standards = await standardsOn(
    db,
    lots.map(({ row }) => row),
    on,
  );
  const celsius = textAt(common, 'temperature');
  const valueOf = (row: MaterialRow): string | undefined =>
    row.kind === 'titrant' ? factorOf(root, row, standards.get(row.id), celsius) : contentsOf(row).at(-1);
  const found: Registered[] = [];
  const put = (cells: Cells, path: string, name: string, value: string | null | undefined): void => {
    if (value && textAt(cells, name) === '') found.push({ field: `${path}${name}`, value });
  };
  lines.forEach((line, i) => {
    const lot = lots.find(({ row }) => row.number === textAt(line, 'lot').toUpperCase());
    if (!lot) return;
    put(line, `common.materials.${i}.`, 'name', lot.row.name);
    put(line, `common.materials.${i}.`, 'F', valueOf(lot.row));
    put(line, `common.materials.${i}.`, 'validTo', lastDay(lot));
  });
  const [titrant, ...titrants] = lots.filter(({ row }) => row.kind === 'titrant');
  if (titrant && titrants.length === 0 && known.includes('F')) put(readings, '', 'F', valueOf(titrant.row));
  const [reference, ...references] = lots.filter(({ row }) => row.kind !== 'titrant' && row.content !== null);
  if (!reference || references.length > 0 || !known.includes('purity')) return found;
  const { row } = reference;
  // A form that takes the water off itself gets the content as stated, and the water beside it.
  const isWatered = row.basis === 'anhydrous' && known.includes('water');
  put(readings, '', 'purity', isWatered ? row.content : valueOf(row));
  if (isWatered) put(readings, '', 'water', row.loss);
  return found;
}

/** F in force; none where the temperature forbids its use, which the check of the record says. */
function factorOf(
  root: string,
  row: MaterialRow,
  standard: StandardisationRow | undefined,
  celsius: string,
): string | undefined {
  if (!standard) return undefined;
  if (celsius === '') return standard.factor ?? undefined;
  try {
    return factorAt(root, row, standard, celsius);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
