import { type Reason, refuseAll } from '../core/refusal.ts';
import { columnLetters } from './parts.ts';
import type { SheetText } from './read.ts';

/** A column to look for: `heads` are the names by which it is known, the first is told when it is missing. */
export interface ColumnWanted<K extends string> {
  key: K;
  heads: readonly string[];
  optional?: boolean;
}

/** A row below the heads; a cell that is not there is ''. `calculated`: columns whose value a formula gave. */
export interface TableRow<K extends string> {
  row: number;
  cells: Record<K, string>;
  calculated: K[];
}

/**
 * Reads a sheet by the names in its first row that holds anything. Unknown columns are passed over.
 * @throws Refusal `sheet.header-merged`, `sheet.column-missing`, `sheet.column-twice`, `sheet.no-rows`
 */
export function readTable<K extends string>(sheet: SheetText, columns: readonly ColumnWanted<K>[]): TableRow<K>[] {
  const [head, ...rows] = sheet.rows;
  const row = head?.row ?? 1;
  const names = (head?.cells ?? []).map(bare);
  const placed = columns.map((column) => {
    const known = column.heads.map(bare);
    return { column, places: names.flatMap((name, i) => (known.includes(name) ? [i] : [])) };
  });
  const merged = sheet.merged.filter((area) => touches(area, row));
  refuseAll([
    ...merged.map((cells): Reason => ({ id: 'sheet.header-merged', field: 'file', params: { cells } })),
    ...placed.flatMap(({ column, places }): Reason[] => {
      const params = { column: column.heads[0] ?? column.key, row };
      if (places.length > 1) return [{ id: 'sheet.column-twice', field: 'file', params }];
      return places.length === 0 && !column.optional ? [{ id: 'sheet.column-missing', field: 'file', params }] : [];
    }),
    ...(rows.length === 0 ? [{ id: 'sheet.no-rows', field: 'file', params: { row } }] : []),
  ]);
  return rows.map(({ row: number, cells }) => ({
    row: number,
    cells: Object.fromEntries(
      placed.map(({ column, places: [at] }) => [column.key, at === undefined ? '' : (cells[at] ?? '')]),
    ) as Record<K, string>,
    calculated: placed.flatMap(({ column, places: [at] }) =>
      at !== undefined && sheet.formulas.has(`${columnLetters(at + 1)}${number}`) ? [column.key] : [],
    ),
  }));
}

/** Heads are compared without blanks, brackets' width, the star of a required column, and case. */
const bare = (head: string): string => head.normalize('NFKC').replace(/[\s*]/g, '').toLowerCase();

function touches(area: string, row: number): boolean {
  const [from, to] = [...area.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  return from !== undefined && from <= row && row <= (to ?? from);
}
