import type { Upload } from '../kernel/request.ts';
import { file, page, post } from '../kernel/routes.ts';
import { boolean, integer, object, text, upload } from '../kernel/shapes.ts';
import type { Query } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import type { TableRow } from '../sheets/index.ts';
import { writeSheet, XLSX } from '../sheets/index.ts';
import { actWord, type ColumnKey, columns, sheetColumns } from './columns.ts';
import { MEGABYTES } from './documents.ts';
import { type Expiring, expiringOf } from './expiring.ts';
import { type Imported, importAuthorisations, readAuthorisations } from './import.ts';
import { cellText, type Matrix, type MatrixInput, matrixOf } from './matrix.ts';
import { MatrixView } from './matrix.view.tsx';
import { ExpiringView } from './people.view.tsx';
import { type AuthorisationRow, authorisationsOf, peopleOf } from './rows.ts';
import { classWord } from './scope.ts';
import { act, expiring, matrix, productClass } from './shapes.ts';

const asked = object({ class: productClass, act, q: text(100) });

export const matrixPage = page<MatrixInput, Matrix>({
  name: 'competence.matrix',
  path: '/competence',
  needs: 'competence.read',
  input: asked,
  answer: matrix,
  load: matrixOf,
  title: (_data, ui) => ui.t('competence.matrix'),
  view: (data, ui) => <MatrixView data={data} ui={ui} />,
});

/** The matrix as rows of text, heads first. */
async function asRows(query: Query, input: MatrixInput): Promise<string[][]> {
  const data = await matrixOf(query, input);
  const { lang } = query.user;
  const word = (own: string) => t(lang, `competence.mark.${own as AuthorisationRow['act']}`);
  return [
    [t(lang, 'field.personName'), t(lang, 'field.employeeNo'), ...data.columns.map(({ group }) => group)],
    ...data.lines.map(({ name, employeeNo, cells }) => [
      name,
      employeeNo ?? '',
      ...data.columns.map((column, i) => {
        const cell = cells[i];
        return cell ? cellText(cell, column, word) : '';
      }),
    ]),
  ];
}

const fileName = ({ user, today }: Query, input: MatrixInput, ending: string): string =>
  `${t(user.lang, 'competence.matrix')}-${classWord(input.class ?? 'drug', user.lang)}-${today}.${ending}`;

export const matrixFile = file<MatrixInput>({
  name: 'competence.matrix-file',
  path: '/competence/matrix.xlsx',
  needs: 'competence.read',
  input: asked,
  load: async (query, input) => {
    const [heads = [], ...rows] = await asRows(query, input);
    const body = await writeSheet({
      name: t(query.user.lang, 'competence.matrix'),
      lists: t(query.user.lang, 'capability.lists'),
      columns: heads.map((head) => ({ head, width: 14 })),
      rows,
      spare: 0,
    });
    return { body, type: XLSX, name: fileName(query, input, 'xlsx') };
  },
  event: () => ({ entity: 'authorisations', id: 'matrix' }),
});

/** A text that a spreadsheet program would take for a formula is marked as text. */
const csvCell = (value: string): string =>
  `"${(/^[=+\-@\t]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;

export const matrixCsv = file<MatrixInput>({
  name: 'competence.matrix-csv',
  path: '/competence/matrix.csv',
  needs: 'competence.read',
  input: asked,
  load: async (query, input) => {
    const lines = (await asRows(query, input)).map((row) => row.map(csvCell).join(','));
    // The mark at the start tells Excel that it is UTF-8.
    const body = Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`, 'utf8');
    return { body, type: 'text/csv; charset=utf-8', name: fileName(query, input, 'csv') };
  },
  event: () => ({ entity: 'authorisations', id: 'matrix' }),
});

/** The authorisations that were not ended as a workbook, or an empty one to fill in. */
export const authorisationsFile = file<{ template?: boolean }>({
  name: 'competence.export',
  path: '/competence/authorisations.xlsx',
  needs: 'competence.read',
  input: object({ template: boolean }),
  load: async ({ db }, { template = false }) => {
    const people = new Map((await peopleOf(db)).map((one) => [one.id, one]));
    const rows = template ? [] : (await authorisationsOf(db)).filter(({ state }) => state !== 'ended');
    const cells = (row: AuthorisationRow): Record<ColumnKey, string | null> => ({
      employee_no: people.get(row.user_id)?.employee_no ?? people.get(row.user_id)?.login ?? '',
      name: people.get(row.user_id)?.name ?? '',
      act: actWord(row.act),
      class: classWord(row.class, 'zh'),
      group: row.grp,
      parameter: row.parameter_code,
      field: row.field,
      from: row.from_on,
      to: row.to_on,
      certificate: row.certificate,
    });
    const body = await writeSheet({
      name: t('zh', 'competence.authorisations'),
      lists: t('zh', 'capability.lists'),
      columns: sheetColumns(),
      rows: rows.map((row) => {
        const line = cells(row);
        return columns.map(({ key }) => line[key] ?? '');
      }),
    });
    return { body, type: XLSX, name: `${t('zh', 'competence.authorisations')}.xlsx` };
  },
  event: () => ({ entity: 'authorisations', id: 'export' }),
});

export const importPost = post<{ file: Upload }, Imported, TableRow<ColumnKey>[]>({
  name: 'competence.import',
  path: '/competence/import',
  needs: 'competence.write',
  upload: MEGABYTES,
  input: object({ file: upload(MEGABYTES) }, ['file']),
  answer: object({ added: integer, changed: integer, same: integer }, ['added', 'changed', 'same']),
  prepare: async (_caller, input) => readAuthorisations(input.file),
  run: (own, _input, rows) => importAuthorisations(own, rows),
  then: () => '/competence',
  on: matrixPage,
});

export const expiringPage = page<{ within?: number }, Expiring>({
  name: 'competence.expiring',
  path: '/competence/expiring',
  needs: 'competence.read',
  input: object({ within: integer }),
  answer: expiring,
  load: expiringOf,
  title: (_data, ui) => ui.t('competence.tab.expiring'),
  view: (data, ui) => <ExpiringView data={data} ui={ui} />,
});
