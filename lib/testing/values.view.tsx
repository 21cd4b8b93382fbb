import type { JSX } from 'preact';
import {
  FieldHead,
  type GridField,
  type InputField,
  type Readings,
  rowLabel,
  type TestItem,
  unitOf,
} from '../forms/index.ts';
import { chinaTime, type Ui } from '../ui/index.ts';
import { type ReadingChange, replaced } from './history.ts';
import { readingText } from './reading-text.ts';
import type { RecordAnswer } from './record-answer.ts';
import { anchorOf } from './unusual.view.tsx';

/** What the parts of a shown record share: the changes by dot path. */
interface Shown {
  ui: Ui;
  item: Pick<TestItem, 'unit' | 'constants'>;
  after: ReadonlyMap<string, ReadingChange[]>;
  /** What the reviewer wrote to the cells that he gave back, by dot path. */
  returned: ReadonlyMap<string, string>;
  /** The form to which a ticked cell belongs. */
  tickFor?: string | undefined;
}

interface Part {
  title: string;
  /** In front of the ids: `common.` or nothing. */
  path: string;
  fields: [string, InputField | GridField][];
  readings: Readings;
}

/** A record as it stands, under the headings of its form: readings with their units, repeated ones as tables, changed ones marked Δ with what stood before. */
export function RecordValues({ data, ui, tickFor }: { data: RecordAnswer; ui: Ui; tickFor?: string }): JSX.Element {
  const after = new Map<string, ReadingChange[]>();
  for (const change of replaced(data.changes)) after.set(change.path, [...(after.get(change.path) ?? []), change]);
  const returned = new Map(data.returnedCells.map(({ path, reason }) => [path, reason]));
  const shown: Shown = { ui, item: data.test.item, after, returned, tickFor };
  const parts = partsOf(data, ui).filter((part) => part.fields.some(([id]) => isTouched(shown, part, id)));
  if (parts.length === 0) return <p class="quiet">{ui.t('testing.noReadings')}</p>;
  return (
    <>
      {parts.map((part) => (
        <section key={part.title} class="values-part">
          <h3>{part.title}</h3>
          <Singles shown={shown} part={part} />
          {part.fields.map(([id, field]) =>
            field.type === 'array' && isTouched(shown, part, id) ? (
              <Grid key={id} shown={shown} path={`${part.path}${id}`} grid={field} rows={rowsOf(part.readings[id])} />
            ) : null,
          )}
        </section>
      ))}
    </>
  );
}

function partsOf({ form, readings }: RecordAnswer, ui: Ui): Part[] {
  const { common } = form.properties;
  const header = readings['common'];
  const known = (ids: string[]): Part['fields'] =>
    ids.flatMap((id) => {
      const field = form.properties[id];
      return field === undefined || field.type === 'object' ? [] : [[id, field] as [string, InputField | GridField]];
    });
  const head: Part[] =
    common?.type === 'object'
      ? [
          {
            title: ui.t('record.header'),
            path: 'common.',
            fields: Object.entries(common.properties),
            readings: typeof header === 'object' && !Array.isArray(header) ? header : {},
          },
        ]
      : [];
  return [
    ...head,
    ...form['x-groups'].map((group) => ({
      title: group.title[ui.lang],
      path: '',
      fields: known(group.fields),
      readings,
    })),
  ];
}

/** Whether something stands there, or once stood there. */
function isTouched({ after }: Shown, { path, readings }: Part, id: string): boolean {
  const value = readings[id];
  const filled = Array.isArray(value) ? value.some((row) => Object.values(row).some(Boolean)) : Boolean(value);
  return filled || [...after.keys()].some((key) => key === path + id || key.startsWith(`${path}${id}.`));
}

function Singles({ shown, part }: { shown: Shown; part: Part }): JSX.Element | null {
  const { ui, item, after } = shown;
  const singles = part.fields.flatMap(([id, field]) =>
    field.type === 'string' && isTouched(shown, part, id) ? [[id, field] as const] : [],
  );
  if (singles.length === 0) return null;
  return (
    <dl class="values">
      {singles.map(([id, field]) => {
        const changes = after.get(part.path + id);
        const value = part.readings[id];
        return (
          <div key={id} class={`value${field['x-lines'] ? ' value-wide' : ''}${changes ? ' value-changed' : ''}`}>
            <dt>{field['x-label'][ui.lang]}</dt>
            <dd id={anchorOf(part.path + id)}>
              <Tick shown={shown} path={part.path + id} label={field['x-label'][ui.lang]} />
              {readingText(field, typeof value === 'string' ? value : '', ui.lang)}
              {unitOf(field, item) && value ? <span class="unit"> {unitOf(field, item)}</span> : null}
              <Back shown={shown} path={part.path + id} />
              <Before ui={ui} field={field} changes={changes} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Grid({
  shown,
  path,
  grid,
  rows,
}: {
  shown: Shown;
  path: string;
  grid: GridField;
  rows: Record<string, string>[];
}): JSX.Element {
  const { ui, item, after } = shown;
  const touched = (index: number, column: string): boolean =>
    Boolean(rows[index]?.[column]) || after.has(`${path}.${index}.${column}`);
  const all = Object.entries(grid.items.properties);
  const last = Math.max(rows.length, ...[...after.keys()].map((key) => rowAfter(key, path)));
  const indices = Array.from({ length: last }, (_, index) => index).filter((index) =>
    all.some(([column]) => touched(index, column)),
  );
  const columns = all.filter(([column]) => indices.some((index) => touched(index, column)));
  return (
    <div class="record-grid-frame">
      <table class="record-grid record-grid-read">
        <caption>{grid['x-label'][ui.lang]}</caption>
        <thead>
          <tr>
            <th scope="col">{ui.t('record.row')}</th>
            {columns.map(([column, field]) => (
              <th scope="col" key={column}>
                <FieldHead field={{ ...field, 'x-optional': false }} item={item} ui={ui} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {indices.map((index) => (
            <tr key={index}>
              <th scope="row">{rowLabel(grid, index)[ui.lang]}</th>
              {columns.map(([column, field]) => {
                const at = `${path}.${index}.${column}`;
                const changes = after.get(at);
                return (
                  <td key={column} id={anchorOf(at)} class={changes ? 'value-changed' : undefined}>
                    <Tick
                      shown={shown}
                      path={at}
                      label={`${rowLabel(grid, index)[ui.lang]} ${field['x-label'][ui.lang]}`}
                    />
                    {readingText(field, rows[index]?.[column], ui.lang)}
                    <Back shown={shown} path={at} />
                    <Before ui={ui} field={field} changes={changes} />
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

/** The box by which the reviewer names a cell that goes back. */
function Tick({
  shown: { ui, tickFor },
  path,
  label,
}: {
  shown: Shown;
  path: string;
  label: string;
}): JSX.Element | null {
  return tickFor === undefined ? null : (
    <input
      class="form-check-input cell-tick"
      type="checkbox"
      name="cells"
      value={path}
      form={tickFor}
      aria-label={ui.t('review.tickCell', { cell: label })}
    />
  );
}

/** What the reviewer asked about this cell. */
function Back({ shown: { ui, returned }, path }: { shown: Shown; path: string }): JSX.Element | null {
  const reason = returned.get(path);
  return reason === undefined ? null : <small class="back-mark">{ui.t('review.cellBack', { reason })}</small>;
}

/** The number of rows that a change at `samples.4.m` proves there to have been: 5; 0 for another path. */
function rowAfter(key: string, path: string): number {
  return key.startsWith(`${path}.`) ? Number(key.slice(path.length + 1).split('.')[0]) + 1 : 0;
}

/** What stood there before, when, by whom and why it was changed (DI-04). */
function Before({
  ui,
  field,
  changes = [],
}: {
  ui: Ui;
  field: InputField;
  changes: ReadingChange[] | undefined;
}): JSX.Element | null {
  if (changes.length === 0) return null;
  return (
    <>
      {changes.map((change) => (
        <small key={`${change.at}${change.old}`} class="was">
          Δ <del>{readingText(field, change.old, ui.lang)}</del> {chinaTime(change.at)} {change.by}
          {change.reason ? <> {ui.t('timeline.reason', { reason: change.reason })}</> : null}
        </small>
      ))}
    </>
  );
}

function rowsOf(typed: Readings[string]): Record<string, string>[] {
  return Array.isArray(typed) ? typed : [];
}
