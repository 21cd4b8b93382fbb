export { sheetDate } from './dates.ts';
export { readSheet, type SheetRow, type SheetText } from './read.ts';
export { type ColumnWanted, readTable, type TableRow } from './table.ts';
export { type SheetColumn, type SheetPlan, writeSheet, XLSX } from './write.ts';
