import type { Blob } from 'node:buffer';
import type Stream from 'node:stream';
import writeXlsxFile, { type Feature } from 'write-excel-file/node';
import { columnLetters } from './parts.ts';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export interface SheetColumn {
  head: string;
  /** In characters. */
  width: number;
  /** The words that may stand in the column: offered as a list in each cell. */
  options?: readonly string[];
  required?: boolean;
}

export interface SheetPlan {
  /** Name of the sheet, at most 31 characters. */
  name: string;
  columns: readonly SheetColumn[];
  rows: readonly (readonly string[])[];
  /** Rows below the last one that still offer the lists. */
  spare?: number;
  /** Name of the second sheet, which holds the lists. */
  lists: string;
}

const HEAD = { fontWeight: 'bold', backgroundColor: '#E7EEF7', wrap: true, alignVertical: 'center' } as const;

/**
 * Writes rows of text as an XLSX file: heads marked (`*` for what must be filled), first row fixed, columns as wide as asked, lists to
 * choose from. Every cell is text, so that 95.0 keeps its zero and nothing is taken for a formula.
 */
export async function writeSheet({ name, columns, rows, spare = 100, lists }: SheetPlan): Promise<Buffer> {
  const cell = (value: string) => ({ value, type: String, format: '@', wrap: true, alignVertical: 'top' as const });
  const data = [
    columns.map(({ head, required }) => ({ value: required ? `${head} *` : head, type: String, ...HEAD })),
    ...rows.map((row) => row.map(cell)),
    ...Array.from({ length: spare }, () => columns.map(() => cell(''))),
  ];
  const offered = columns.flatMap(({ options }, i) => (options === undefined ? [] : [{ options, column: i + 1 }]));
  const main = {
    data,
    sheet: name,
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
    orientation: 'landscape' as const,
  };
  if (offered.length === 0) return await writeXlsxFile([main]).toBuffer();
  const longest = Math.max(...offered.map(({ options }) => options.length));
  const second = {
    sheet: lists,
    data: Array.from({ length: longest }, (_, i) => offered.map(({ options }) => cell(options[i] ?? ''))),
    columns: offered.map(() => ({ width: 30 })),
  };
  const rules = offered.map(({ options, column }, i) =>
    validation(
      column,
      1 + rows.length + spare,
      `'${lists}'!$${columnLetters(i + 1)}$1:$${columnLetters(i + 1)}$${options.length}`,
    ),
  );
  return await writeXlsxFile([main, second], { features: [listsOf(rules)] }).toBuffer();
}

const validation = (column: number, lastRow: number, range: string): string => {
  const letters = columnLetters(column);
  return `<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="${letters}2:${letters}${lastRow}"><formula1>${range}</formula1></dataValidation>`;
};

/** The library writes no lists of its own; they belong after the cells and before the margins of the page. */
function listsOf(rules: readonly string[]): Feature<Stream | Buffer | Blob> {
  const markup = `<dataValidations count="${rules.length}">${rules.join('')}</dataValidations>`;
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform: (content, _options, { sheetIndex }) =>
            sheetIndex === 0 ? content.replace('</sheetData>', `</sheetData>${markup}`) : content,
        },
      },
    },
  };
}
