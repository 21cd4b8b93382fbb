import { readSheet } from '../../lib/sheets/index.ts';

/** The rows of a workbook as texts, the head first. */
export async function rowsOfSheet(body: Buffer): Promise<string[][]> {
  const { rows } = await readSheet(body);
  return rows.map(({ cells }) => cells);
}
