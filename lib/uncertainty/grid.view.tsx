import type { ComponentChildren, JSX } from 'preact';
import { fieldId, type Ui } from '../ui/index.ts';

/** Empty rows that stand ready beneath what is filled in. */
const SPARE = 3;

/** A column: a choice where it has options, else a text or a decimal. */
export interface Cell {
  key: string;
  head?: string;
  options?: readonly { value: string; label: string }[];
  decimal?: boolean;
}

/** Rows as `name.0.key`; those left empty are passed over. */
export function Rows({
  ui,
  name,
  cells,
  rows,
}: {
  ui: Ui;
  name: string;
  cells: Cell[];
  rows: readonly object[];
}): JSX.Element {
  return (
    <div
      class="record-grid-frame budget-rows"
      id={fieldId(name)}
      tabIndex={0}
      role="region"
      aria-label={ui.t('uncertainty.rowsOf')}
    >
      <table class="record-grid">
        <thead>
          <tr>
            <th scope="col">{ui.t('uncertainty.row')}</th>
            {cells.map((cell) => (
              <th key={cell.key} scope="col">
                {heading(ui, cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: rows.length + SPARE }, (_, row) => (
            <tr key={String(row)}>
              <th scope="row">{row + 1}</th>
              {cells.map((cell) => (
                <td key={cell.key}>
                  <RowCell
                    ui={ui}
                    path={`${name}.${row}.${cell.key}`}
                    row={row}
                    cell={cell}
                    value={textOf(rows[row], cell.key)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const heads = {
  symbol: 'field.symbol',
  name: 'field.name',
  unit: 'field.unit',
  estimate: 'field.estimate',
  kind: 'uncertainty.evaluation',
  spread: 'field.spread',
  scale: 'field.scale',
  factor: 'uncertainty.factorHead',
  dof: 'field.dof',
  readings: 'uncertainty.readings',
  origin: 'uncertainty.origin',
  a: 'field.a',
  b: 'field.b',
  r: 'field.r',
  forSpecification: 'field.forSpecification',
  ruleKind: 'field.ruleKind',
  ruleOf: 'field.ruleOf',
  ruleBasis: 'field.ruleBasis',
} as const;

const isHead = (key: string): key is keyof typeof heads => Object.hasOwn(heads, key);

const heading = (ui: Ui, { key, head }: Cell): string => head ?? (isHead(key) ? ui.t(heads[key]) : key);

function RowCell({
  ui,
  path,
  row,
  cell,
  value,
}: {
  ui: Ui;
  path: string;
  row: number;
  cell: Cell;
  value: string;
}): JSX.Element {
  const problem = ui.problem(path);
  const shared = {
    id: fieldId(path),
    name: path,
    'aria-label': `${heading(ui, cell)} ${row + 1}`,
    'aria-invalid': problem ? ('true' as const) : undefined,
  };
  const current = ui.value(path, value);
  const control: ComponentChildren = cell.options ? (
    <select {...shared} class={`form-select${problem ? ' is-problem' : ''}`}>
      {cell.options.map((option) => (
        <option key={option.value} value={option.value} selected={option.value === current}>
          {option.label}
        </option>
      ))}
    </select>
  ) : (
    <input
      {...shared}
      type="text"
      class={`form-control${cell.decimal ? ' decimal' : ''}${problem ? ' is-problem' : ''}`}
      inputMode={cell.decimal ? 'decimal' : undefined}
      maxLength={cell.key === 'readings' ? 2000 : 200}
      value={current}
      autocomplete="off"
    />
  );
  return (
    <>
      {control}
      {problem ? <p class="cell-problem field-problem">{problem}</p> : null}
    </>
  );
}

function textOf(row: object | undefined, key: string): string {
  const found: unknown = row && Reflect.get(row, key);
  return typeof found === 'string' ? found : '';
}
