import { file, post, type Route } from '../kernel/routes.ts';
import { boolean, id, integer, list, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import type { CellInput } from './cells.ts';
import { changesSince } from './cells-changes.ts';
import { type CellsAnswer, saveCells, saveOne } from './cells-set.ts';
import { originPage, rowId, sheetPage, submissionPage, wholePost } from './sheet.pages.tsx';

/** So many cells at most in one transaction. */
export const MOST_CELLS = 50;

const cellFields = {
  row: rowId,
  field: text(200),
  value: text(4000),
  from: text(4000),
  reason: text(2000),
  undo: boolean,
};
const asked = ['row', 'field', 'value'];

const problem = object({ id: text(), field: nullable(text()), text: text(4000) }, ['id', 'field', 'text']);
const cellAnswer = object(
  {
    ...{ row: rowId, field: text(200), saved: boolean, value: text(4000), problems: list(problem) },
    ...{ current: text(4000), by: text(), at: text() },
  },
  ['row', 'field', 'saved'],
);
const rowAnswer = object(
  {
    row: id,
    result: nullable(text(4000)),
    verdict: nullable(oneOf('conforms', 'fails', 'undecided', 'ok', 'not-ok')),
    complete: boolean,
    missing: integer,
    problems: list(text(4000)),
  },
  ['row', 'result', 'verdict', 'complete', 'missing', 'problems'],
);
const cellsAnswer = object({ cells: list(cellAnswer, MOST_CELLS), rows: list(rowAnswer) }, ['cells', 'rows']);

interface OneCell extends CellInput {
  id: string;
}

/** One cell, one event; a conflict answers 412 with what stands there now. */
export const cellPost = post<OneCell, CellsAnswer>({
  name: 'run.cell',
  path: '/runs/:id/cells',
  needs: 'run.write',
  creates: true,
  input: object({ id, ...cellFields }, ['id', ...asked, 'from']),
  answer: cellsAnswer,
  run: (act, { id: run, ...cell }) => saveOne(act, { run, ...cell }),
  then: (_answer, input) => `/runs/${input.id}`,
  on: sheetPage,
});

/** Cells that were pasted or that waited for the network: each is saved or refused by itself, up to fifty in one transaction. */
export const cellsPost = post<{ id: string; cells: CellInput[] }, CellsAnswer>({
  name: 'run.cells',
  path: '/runs/:id/cells-set',
  needs: 'run.write',
  creates: true,
  input: object({ id, cells: { ...list(object(cellFields, [...asked, 'from']), MOST_CELLS), minItems: 1 } }, [
    'id',
    'cells',
  ]),
  answer: cellsAnswer,
  run: (act, { id: run, cells }) => saveCells(act, { run, cells }),
  then: (_answer, input) => `/runs/${input.id}`,
  on: sheetPage,
});

/** What others changed since: asked by an open sheet now and then. */
export const changesFile = file<{ id: string; since: number }>({
  name: 'run.changes',
  path: '/runs/:id/changes',
  needs: 'run.read',
  input: object({ id, since: integer }, ['id', 'since']),
  load: async (query, { id: run, since }) => ({
    body: Buffer.from(JSON.stringify(await changesSince(query, run, since))),
    type: 'application/json',
    name: 'changes.json',
    inline: true,
  }),
});

/** The sheet of a run, for the table of contents of the slice. */
export const sheetRoutes: Route[] = [
  sheetPage,
  wholePost,
  originPage,
  submissionPage,
  cellPost,
  cellsPost,
  changesFile,
];
