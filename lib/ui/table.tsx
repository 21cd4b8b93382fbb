import type { ComponentChildren, JSX } from 'preact';
import type { Ui } from './context.ts';

export interface Column<R> {
  key: string;
  head: string;
  /** Unit beneath the head, once for the column. */
  unit?: string | undefined;
  cell: (row: R) => ComponentChildren;
  /** Digits align at the right. */
  numeric?: boolean;
  /** Left out of the card on a phone. */
  deskOnly?: boolean;
  /** Long text may wrap; other cells stay on one line. */
  wrap?: boolean;
}

export interface TableProps<R> {
  ui: Ui;
  caption: string;
  columns: readonly Column<R>[];
  rows: readonly R[];
  rowKey: (row: R) => string;
  /** Where the first column leads. */
  href?: (row: R) => string | undefined;
  /** What to do when there is nothing: a sentence, and the next act. */
  empty: string;
  emptyAct?: { href: string; label: string } | undefined;
  /** Address of the next page by key; absent on the last. */
  next?: string | undefined;
  /** Address of the first page, shown when this is not the first. */
  first?: string | undefined;
  /** Marks a row, e.g. as late. */
  tone?: (row: R) => 'late' | 'amber' | 'fails' | undefined;
  /** Total, when it is known without counting for long. */
  total?: number | undefined;
}

/** A dense list: sticky head and first column on a desk, cards on a phone. */
export function DataTable<R>(props: TableProps<R>): JSX.Element {
  if (props.rows.length === 0 && !props.first) return <Empty text={props.empty} act={props.emptyAct} />;
  return (
    <div class="table-block">
      <div class="table-scroll" tabIndex={0} role="region" aria-label={props.caption}>
        <table class="data">
          <caption class="visually-hidden">{props.caption}</caption>
          <thead>
            <tr>
              {props.columns.map((column) => (
                <th key={column.key} scope="col" class={column.numeric ? 'numeric' : undefined}>
                  {column.head}
                  {column.unit ? <span class="head-unit">{column.unit}</span> : null}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {props.rows.map((row) => (
              <Row key={props.rowKey(row)} {...props} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      <Paging {...props} />
    </div>
  );
}

/** An empty list says what to do next. */
export function Empty({ text, act }: { text: string; act?: { href: string; label: string } | undefined }): JSX.Element {
  return (
    <div class="empty-state">
      <svg viewBox="0 0 64 40" width="64" height="40" aria-hidden="true" focusable="false">
        <path
          d="M6 22l8-14h36l8 14v12a3 3 0 0 1-3 3H9a3 3 0 0 1-3-3zM6 22h16l4 6h12l4-6h16"
          fill="none"
          stroke="currentColor"
          stroke-width="1.5"
          stroke-linejoin="round"
        />
      </svg>
      <p>{text}</p>
      {act ? (
        <a class="btn btn-primary" href={act.href}>
          {act.label}
        </a>
      ) : null}
    </div>
  );
}

function Row<R>(props: TableProps<R> & { row: R }): JSX.Element {
  const { row, columns } = props;
  const tone = props.tone?.(row);
  const href = props.href?.(row);
  return (
    <tr class={tone ? `row-${tone}` : undefined}>
      {columns.map((column, i) => {
        const content = i === 0 && href ? <a href={href}>{column.cell(row)}</a> : column.cell(row);
        const look =
          [column.numeric && 'numeric', column.wrap && 'wrap', column.deskOnly && 'desk-only']
            .filter(Boolean)
            .join(' ') || undefined;
        return i === 0 ? (
          <th key={column.key} scope="row" class={look} data-head={column.head}>
            {content}
          </th>
        ) : (
          <td key={column.key} class={look} data-head={column.head}>
            {content}
          </td>
        );
      })}
    </tr>
  );
}

function Paging<R>({ ui, rows, next, first, total }: TableProps<R>): JSX.Element {
  return (
    <nav class="paging" aria-label={ui.t('table.next')}>
      <span class="paging-count">
        {total === undefined ? ui.t('table.shown', { count: rows.length }) : ui.t('table.rows', { count: total })}
      </span>
      {first ? (
        <a class="btn btn-sm" href={first}>
          {ui.t('table.first')}
        </a>
      ) : null}
      {next ? (
        <a class="btn btn-sm" href={next} rel="next">
          {ui.t('table.next')} ›
        </a>
      ) : null}
    </nav>
  );
}
