import type { Upload } from '../kernel/request.ts';
import { file, post } from '../kernel/routes.ts';
import { boolean, integer, object, upload } from '../kernel/shapes.ts';
import { list } from '../kernel/tables.ts';
import { t } from '../messages/index.ts';
import { type TableRow, writeSheet, XLSX } from '../sheets/index.ts';
import { basisName, type ColumnKey, columns, kindName, sheetColumns } from './columns.ts';
import { type Imported, importLots, readLots } from './import.ts';
import { materialsPage } from './pages.ts';
import type { MaterialRow } from './rows.ts';

const MEGABYTES = 5;

/** Every lot that is not closed as a workbook, or an empty one to fill in. */
export const lotsFile = file<{ template?: boolean }>({
  name: 'material.export',
  path: '/materials/lots.xlsx',
  needs: 'material.read',
  input: object({ template: boolean }),
  load: async ({ db }, { template = false }) => {
    const rows = template ? [] : await list<MaterialRow>(db, 'materials', { closed_on: null }, 'id');
    const name = t('zh', 'nav.materials');
    const body = await writeSheet({
      name,
      lists: t('zh', 'capability.lists'),
      columns: sheetColumns(),
      rows: rows.map(cellsOf),
    });
    return { body, type: XLSX, name: `${name}.xlsx` };
  },
  event: () => ({ entity: 'materials', id: 'export' }),
});

function cellsOf(row: MaterialRow): string[] {
  const cells: Record<ColumnKey, string | number | null> = {
    ...{
      number: row.number,
      kind: kindName(row.kind),
      name: row.name,
      maker: row.maker,
      catalogueNo: row.catalogue_no,
    },
    ...{ lotNo: row.lot_no, content: row.content, basis: row.basis && basisName(row.basis), loss: row.loss },
    ...{ treatment: row.treatment, purpose: row.purpose, concentration: row.concentration, passage: row.passage },
    ...{ amount: row.balance, unit: row.unit, storage: row.storage, receivedOn: row.received_on },
    ...{ openedOn: row.opened_on, expiry: row.expiry, note: row.note },
  };
  return columns.map(({ key }) => String(cells[key] ?? ''));
}

export const importPost = post<{ file: Upload }, Imported, TableRow<ColumnKey>[]>({
  name: 'material.import',
  path: '/materials/import',
  needs: 'material.write',
  upload: MEGABYTES,
  input: object({ file: upload(MEGABYTES) }, ['file']),
  answer: object({ added: integer, waiting: integer }, ['added', 'waiting']),
  prepare: async (_caller, input) => readLots(input.file),
  run: (act, _input, rows) => importLots(act, rows),
  then: () => '/materials',
  on: materialsPage,
});
