import type { JSX } from 'preact';
import type { Ui } from '../ui/context.ts';
import { mayApply } from './conditions.ts';
import { type Bench, Control, FieldProblem } from './control.tsx';
import { FieldHead, whenText } from './field-head.tsx';
import { gridRows, rowLabel } from './read.ts';
import type { GridField, Row, Words } from './types.ts';

/** A grid of readings as a table; the grid of a later stage stands folded until it is due. */
export function GridTable({
  bench,
  path,
  grid,
  rows,
  constants,
  needed,
}: {
  bench: Bench;
  path: string;
  grid: GridField;
  rows: Row[];
  constants: Record<string, string>;
  needed: boolean;
}): JSX.Element {
  const { ui } = bench;
  const columns = Object.entries(grid.items.properties).filter(([, field]) =>
    mayApply(field['x-when'], constants, bench.fields),
  );
  const { rows: count, prefill } = gridRows(grid, constants);
  const stage = bench.stages.find((one) => one.field === path);
  const spare = rows.length + (grid['x-grid'].min === undefined ? 0 : 1);
  const drawn = stage ? Math.max(stage.isDue ? stage.rows : 1, spare) : Math.max(count, spare);
  const table = (
    <div class={`record-grid-frame${needed ? '' : ' record-unneeded'}`} data-when={whenText(grid['x-when'])}>
      <table class="record-grid" data-grow={grid['x-grid'].min === undefined ? undefined : ''}>
        <caption>{grid['x-label'][ui.lang]}</caption>
        <thead>
          <tr>
            <th scope="col">{ui.t('record.row')}</th>
            {columns.map(([column, field]) => (
              <th scope="col" key={column}>
                <FieldHead field={field} item={bench.item} ui={ui} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: drawn }, (_, index) => (
            <tr key={index}>
              <th scope="row">{rowLabel(grid, index)[ui.lang]}</th>
              {columns.map(([column, field]) => (
                <td key={column}>
                  <Control
                    bench={bench}
                    path={`${path}.${index}.${column}`}
                    field={field}
                    current={
                      rows[index]?.[column] ?? (grid['x-grid'].prefill?.column === column ? (prefill[index] ?? '') : '')
                    }
                    label={cellLabel(rowLabel(grid, index), field['x-label'], ui)}
                  />
                  <FieldProblem bench={bench} path={`${path}.${index}.${column}`} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
  return stage ? (
    <details class="record-stage" data-stage={path} open={stage.isDue || rows.length > 0}>
      <summary>{ui.t('record.laterStage', { name: grid['x-label'][ui.lang] })}</summary>
      {table}
    </details>
  ) : (
    table
  );
}

function cellLabel(row: Words, field: Words, { lang }: Ui): string {
  return `${row[lang]} ${field[lang]}`;
}
