import type { JSX } from 'preact';
import { Card, Counts, DataTable, Due, PageHead, SearchBar, Tabs, type Ui } from '../ui/index.ts';
import type { ImprovementLine, ImprovementList, ListInput } from './list.ts';
import { ImprovementPill, Repeated, Weight } from './marks.tsx';
import { categories, sources } from './rows.ts';

type Asked = { [K in keyof ListInput]?: ListInput[K] | null };

/** The address of the list with its filters; empty ones are left out. */
export function listAddress(asked: Asked, path = '/nonconforming'): string {
  const pairs = Object.entries(asked).flatMap(([name, value]) =>
    value === null || value === undefined || value === '' || (name === 'scope' && value === 'open')
      ? []
      : [[name, String(value)]],
  );
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`;
}

/** 不符合工作与纠正措施: what is open, late, mine; by kind, source and cause. */
export function ListView({ data, ui }: { data: ImprovementList; ui: Ui }): JSX.Element {
  const { scope, kind, source, category, age, q } = data;
  const asked: Asked = { scope, kind, source, category, age, q };
  const count = (one: string) => data.counts.find((row) => row.scope === one)?.count ?? 0;
  const chosen = kind !== null || source !== null || category !== null || age !== null;
  return (
    <>
      <PageHead title={ui.t('nav.nonconforming')} note={ui.t('improvement.lead')}>
        {ui.may('nonconforming.write') ? (
          <a class="btn btn-primary" href="/nonconforming/new">
            {ui.t('improvement.new')}
          </a>
        ) : null}
        <a class="btn" href="/nonconforming/analysis">
          {ui.t('improvement.analysis')}
        </a>
        <a
          class="btn"
          href={listAddress({ ...asked, scope: scope === 'open' ? null : scope }, '/nonconforming/list.xlsx')}
        >
          {ui.t('improvement.export')}
        </a>
      </PageHead>
      <Counts
        counts={[
          {
            label: ui.t('improvement.scope.late'),
            value: count('late'),
            href: listAddress({ scope: 'late' }),
            tone: 'late',
          },
          {
            label: ui.t('improvement.scope.amber'),
            value: count('amber'),
            href: listAddress({ scope: 'amber' }),
            tone: 'amber',
          },
          { label: ui.t('improvement.scope.mine'), value: count('mine'), href: listAddress({ scope: 'mine' }) },
          {
            label: ui.t('improvement.scope.verify'),
            value: count('verify'),
            href: listAddress({ scope: 'verify' }),
            tone: 'amber',
          },
        ]}
      />
      <Tabs
        label={ui.t('field.state')}
        tabs={data.counts.map((row) => ({
          href: listAddress({ ...asked, scope: row.scope }),
          label: ui.t(`improvement.scope.${row.scope}`),
          active: row.scope === scope,
          count: row.count,
        }))}
      />
      <Tabs
        label={ui.t('improvement.kind')}
        tabs={[
          { href: listAddress({ ...asked, kind: null }), label: ui.t('improvement.allKinds'), active: kind === null },
          ...data.kinds.map((row) => ({
            href: listAddress({ ...asked, kind: row.kind }),
            label: ui.t(`improvement.kind.${row.kind}`),
            active: kind === row.kind,
            count: row.count,
          })),
        ]}
      />
      <SearchBar
        ui={ui}
        action="/nonconforming"
        q={q}
        label={ui.t('improvement.search')}
        kept={{ scope: scope === 'open' ? null : scope, kind, age }}
        chosen={chosen}
      >
        <select class="form-select register-choice" name="source" aria-label={ui.t('improvement.source')}>
          <option value="">{ui.t('improvement.anySource')}</option>
          {sources.map((one) => (
            <option key={one} value={one} selected={one === source}>
              {ui.t(`improvement.source.${one}`)}
            </option>
          ))}
        </select>
        <select class="form-select register-choice" name="category" aria-label={ui.t('improvement.category')}>
          <option value="">{ui.t('improvement.anyCategory')}</option>
          {categories.map((one) => (
            <option key={one} value={one} selected={one === category}>
              {ui.t(`improvement.category.${one}`)}
            </option>
          ))}
        </select>
      </SearchBar>
      <Card flush>
        <Lines
          ui={ui}
          lines={data.lines}
          caption={ui.t('nav.nonconforming')}
          empty={ui.t(q !== '' || chosen ? 'improvement.noneFound' : `improvement.none.${scope}`)}
          first={data.first ? undefined : listAddress(asked)}
          next={data.next === null ? undefined : listAddress({ ...asked, after: data.next })}
        />
      </Card>
    </>
  );
}

/** Records as a table: of the register, and of the ageing list. */
export function Lines(props: {
  ui: Ui;
  lines: readonly ImprovementLine[];
  caption: string;
  empty: string;
  first?: string | undefined;
  next?: string | undefined;
}): JSX.Element {
  const { ui, lines, caption, empty, first, next } = props;
  return (
    <DataTable<ImprovementLine>
      ui={ui}
      caption={caption}
      rows={lines}
      rowKey={({ id }) => id}
      href={({ id }) => `/nonconforming/${id}`}
      tone={({ term }) => (term?.state === 'late' || term?.state === 'amber' ? term.state : undefined)}
      empty={empty}
      first={first}
      next={next}
      columns={[
        { key: 'number', head: ui.t('field.number'), cell: (row) => row.number },
        {
          key: 'title',
          head: ui.t('field.improvementTitle'),
          wrap: true,
          cell: (row) => (
            <div>
              {row.title} {row.repeated ? <Repeated ui={ui} /> : null}
            </div>
          ),
        },
        { key: 'source', head: ui.t('improvement.source'), cell: (row) => ui.t(`improvement.source.${row.source}`) },
        { key: 'weight', head: ui.t('field.significance'), cell: (row) => <Weight ui={ui} value={row.significance} /> },
        { key: 'state', head: ui.t('field.state'), cell: (row) => <ImprovementPill ui={ui} state={row.state} /> },
        {
          key: 'due',
          head: ui.t('improvement.nextTerm'),
          cell: (row) =>
            row.term === null || row.due_on === null ? (
              <span class="quiet">
                {row.elsewhere && row.state === 'found' ? ui.t('improvement.elsewhereShort') : '—'}
              </span>
            ) : (
              <Due ui={ui} date={row.due_on} {...row.term} />
            ),
        },
        { key: 'owner', head: ui.t('field.handlerId'), cell: (row) => row.owner },
        {
          key: 'age',
          head: ui.t('improvement.age'),
          cell: (row) => ui.t('improvement.days', { days: row.age }),
          numeric: true,
        },
        { key: 'found', head: ui.t('field.foundOn'), cell: (row) => row.found_on, deskOnly: true },
      ]}
    />
  );
}

/** A choice of people. */
export const peopleOptions = (people: readonly { id: string; name: string }[]) =>
  people.map(({ id, name }) => ({ value: id, label: name }));
