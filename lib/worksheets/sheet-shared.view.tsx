import type { JSX } from 'preact';
import type { Ui } from '../ui/index.ts';
import type { SheetAnswer } from './sheet.ts';
import type { SheetColumn } from './sheet-columns.ts';
import { CellControl, ColumnHead, shownText } from './sheet-grid.view.tsx';

/** The readings of the whole run in small grids of their own: single ones side by side in one, each list in one. */
export function SharedGrid({ data, ui }: { data: SheetAnswer; ui: Ui }): JSX.Element | null {
  if (data.shared.length === 0) return null;
  const singles = data.shared.flatMap(({ columns }) => columns.filter(({ group }) => group === null));
  const lists = data.shared.filter(({ columns }) => columns.some(({ group }) => group !== null));
  return (
    <details class="sheet-shared" open>
      <summary>
        <strong>{ui.t('sheet.shared')}</strong> <span class="quiet">{ui.t('sheet.sharedNote')}</span>
      </summary>
      <div class="sheet-shared-grids">
        {singles.length > 0 && <SharedTable data={data} ui={ui} columns={singles} lines={[singles]} />}
        {lists.map(({ title, columns }) => {
          const lines = linesOf(columns);
          return (
            <SharedTable
              key={title.zh}
              data={data}
              ui={ui}
              title={title[ui.lang]}
              columns={lines[0] ?? []}
              lines={lines}
            />
          );
        })}
      </div>
    </details>
  );
}

/** The columns of a list, one array a row of it. */
function linesOf(columns: readonly SheetColumn[]): SheetColumn[][] {
  const lines = new Map<string, SheetColumn[]>();
  for (const column of columns) {
    const key = column.group?.zh ?? '';
    lines.set(key, [...(lines.get(key) ?? []), column]);
  }
  return [...lines.values()];
}

function SharedTable({
  data,
  ui,
  title,
  columns,
  lines,
}: {
  data: SheetAnswer;
  ui: Ui;
  title?: string;
  columns: readonly SheetColumn[];
  lines: readonly (readonly SheetColumn[])[];
}): JSX.Element {
  const { closed, sharedValues } = data;
  return (
    <div class="sheet-scroll">
      <table class="sheet-grid sheet-grid-shared" data-sheet-grid="shared">
        {title && <caption>{title}</caption>}
        <thead>
          <tr>
            {title && <th class="sheet-name">{ui.t('sheet.row')}</th>}
            {columns.map((column) => (
              <th key={column.field} scope="col" class={column.format}>
                <ColumnHead column={column} ui={ui} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line, i) => (
            <tr key={i} data-row="shared">
              {title && (
                <th class="sheet-name" scope="row">
                  {line[0]?.group?.[ui.lang]}
                </th>
              )}
              {line.map(({ field, group, label, format, options }) => {
                const stored = sharedValues[field] ?? '';
                const name = `rows.shared.${field}`;
                const spoken = `${group ? `${group[ui.lang]} ` : ''}${label[ui.lang]}`;
                return (
                  <td key={field}>
                    {closed ? (
                      <span>{shownText({ format, options }, stored, ui.lang)}</span>
                    ) : (
                      <CellControl
                        ui={ui}
                        name={name}
                        stored={stored}
                        label={spoken}
                        format={format}
                        options={options}
                      />
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
