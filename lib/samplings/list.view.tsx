import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { DataTable, PageHead, StatePill, Tabs, type Ui } from '../ui/index.ts';
import { samplingStates } from './rows.ts';
import type { SamplingLine } from './show.ts';

export interface ListInput {
  state?: (typeof samplingStates)[number];
  mine?: boolean;
  q?: string;
  after?: string;
}

export interface SamplingList {
  rows: SamplingLine[];
  next: string | null;
}

/** The address of a list with its filters; empty ones are left out. */
export function listHref(path: string, input: Record<string, string | boolean | undefined>): string {
  const pairs = Object.entries(input).flatMap(([name, value]) =>
    value ? [[name, value === true ? 'on' : value]] : [],
  );
  return pairs.length > 0 ? `${path}?${new URLSearchParams(pairs as [string, string][]).toString()}` : path;
}

/** What was asked for, read back from the address of the page. */
export function asked(ui: Ui): URLSearchParams {
  return new URL(ui.path, 'http://here').searchParams;
}

const states = samplingStates.filter((state) => state !== 'draft');

/** The list of samplings: tabs by state, a search by beginning, newest first. */
export function samplingListView(data: SamplingList, ui: Ui): JSX.Element {
  const query = asked(ui);
  const [state, mine, q, after] = [
    query.get('state') ?? undefined,
    query.get('mine') === 'on',
    query.get('q') ?? undefined,
    query.get('after'),
  ];
  const href = (change: Record<string, string | boolean | undefined>) =>
    listHref('/samplings', { state, mine, q, ...change });
  return (
    <>
      <PageHead title={ui.t('samplings.title')} note={ui.t('samplings.note')}>
        {ui.may('sampling.write') ? (
          <a class="btn btn-primary btn-next" href="/samplings/new">
            {ui.t('samplings.new')}
          </a>
        ) : null}
      </PageHead>
      <Tabs
        label={ui.t('field.state')}
        tabs={[
          { href: href({ state: undefined, mine: false }), label: ui.t('samplings.all'), active: !state && !mine },
          ...(ui.may('sampling.write')
            ? [{ href: href({ state: undefined, mine: true }), label: ui.t('samplings.mine'), active: mine }]
            : []),
          ...states.map((name) => ({
            href: href({ state: name, mine: false }),
            label: ui.t(`state.${name}`),
            active: state === name,
          })),
        ]}
      />
      <SearchLine
        ui={ui}
        path="/samplings"
        q={q}
        hidden={{ state, mine: mine ? 'on' : undefined }}
        label={ui.t('samplings.search')}
      />
      <DataTable
        ui={ui}
        caption={ui.t('samplings.title')}
        rows={data.rows}
        rowKey={(row) => row.id}
        href={(row) => `/samplings/${row.id}`}
        empty={ui.t(q ? 'samplings.none-found' : 'samplings.empty')}
        emptyAct={ui.may('sampling.write') && !q ? { href: '/samplings/new', label: ui.t('samplings.new') } : undefined}
        first={after ? href({}) : undefined}
        next={data.next ? href({ after: data.next }) : undefined}
        columns={[
          { key: 'number', head: ui.t('field.number'), cell: (row) => row.number },
          { key: 'class', head: ui.t('field.class'), cell: (row) => ui.t(`class.${row.class}`) },
          { key: 'product', head: ui.t('field.productName'), cell: (row) => row.productName, wrap: true },
          { key: 'batch', head: ui.t('field.batchNo'), cell: (row) => row.batchNo },
          { key: 'unit', head: ui.t('field.sampledUnit'), cell: (row) => row.sampledUnit, wrap: true, deskOnly: true },
          {
            key: 'kind',
            head: ui.t('field.workKind'),
            cell: (row) => lookUp(ui.lang, `kind.${row.workKind}`),
            deskOnly: true,
          },
          { key: 'on', head: ui.t('field.sampledOn'), cell: (row) => row.sampledOn },
          { key: 'state', head: ui.t('field.state'), cell: (row) => <StatePill ui={ui} state={row.state} /> },
        ]}
      />
    </>
  );
}

/** A search by beginning that works without a script. */
export function SearchLine(props: {
  ui: Ui;
  path: string;
  q: string | undefined;
  hidden: Record<string, string | undefined>;
  label: string;
}): JSX.Element {
  const { ui, path, q, hidden, label } = props;
  return (
    <div class="page-head">
      <form class="page-head-text with-unit" action={path} method="get" role="search">
        {Object.entries(hidden).map(([name, value]) =>
          value ? <input key={name} type="hidden" name={name} value={value} /> : null,
        )}
        <input
          class="form-control"
          type="search"
          name="q"
          value={q ?? ''}
          maxLength={100}
          aria-label={label}
          placeholder={label}
          autocomplete="off"
        />
        <button class="btn">{ui.t('act.search')}</button>
      </form>
    </div>
  );
}
