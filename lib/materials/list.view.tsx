import type { JSX } from 'preact';
import { Card, DataTable, PageHead, Pill, Tabs, type Ui } from '../ui/index.ts';
import type { MaterialLine, MaterialList } from './list.ts';
import { endWord, kindWord, StandingMark } from './parts.tsx';

type Asked = Partial<Pick<MaterialList, 'view' | 'kind' | 'q'>>;

const href = (asked: Asked): string => {
  const pairs = Object.entries(asked).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return pairs.length === 0 ? '/materials' : `/materials?${new URLSearchParams(pairs).toString()}`;
};

/** 标准物质与耗材: what may be used, what ends soon, what has ended, what waits for somebody. */
export function MaterialsView({ data, ui }: { data: MaterialList; ui: Ui }): JSX.Element {
  const { view, kind, q } = data;
  return (
    <>
      <PageHead title={ui.t('nav.materials')} note={ui.t('material.lead', { days: data.soonDays })}>
        {ui.may('material.write') ? (
          <a class="btn btn-primary" href="/materials/new">
            {ui.t('material.new')}
          </a>
        ) : null}
      </PageHead>
      <Tabs
        label={ui.t('nav.materials')}
        tabs={data.counts.map(({ view: own, count }) => ({
          href: href({ view: own, kind, q }),
          label: ui.t(`material.view.${own}`),
          active: own === view,
          count,
        }))}
      />
      <form class="d-flex flex-wrap gap-2 mb-3" action="/materials" method="get" role="search">
        <input type="hidden" name="view" value={view} />
        <select class="form-select w-auto" name="kind" aria-label={ui.t('field.kind')}>
          <option value="">{ui.t('material.allKinds')}</option>
          {data.kinds.map(({ kind: own, count }) => (
            <option key={own} value={own} selected={own === kind}>
              {`${kindWord(ui, own)} ${count}`}
            </option>
          ))}
        </select>
        <input
          class="form-control flex-fill w-auto"
          type="search"
          name="q"
          value={q}
          maxLength={100}
          aria-label={ui.t('material.search')}
          placeholder={ui.t('material.search')}
          autocomplete="off"
        />
        <button class="btn flex-shrink-0">{ui.t('act.search')}</button>
      </form>
      <Card flush>
        <DataTable<MaterialLine>
          ui={ui}
          caption={ui.t('nav.materials')}
          rows={data.lines}
          rowKey={(row) => row.id}
          href={(row) => `/materials/${row.id}`}
          empty={ui.t('material.none')}
          emptyAct={ui.may('material.write') ? { href: '/materials/new', label: ui.t('material.new') } : undefined}
          tone={(row) =>
            row.standing === 'expired' || row.standing === 'parent'
              ? 'late'
              : row.standing === 'soon'
                ? 'amber'
                : undefined
          }
          columns={[
            { key: 'number', head: ui.t('material.number'), cell: (row) => row.number },
            { key: 'kind', head: ui.t('field.kind'), cell: (row) => kindWord(ui, row.kind) },
            { key: 'name', head: ui.t('field.name'), cell: (row) => row.name, wrap: true },
            { key: 'lot', head: ui.t('field.lotNo'), cell: (row) => row.lotNo ?? '—' },
            { key: 'left', head: ui.t('material.left'), cell: (row) => `${row.balance} ${row.unit}`, numeric: true },
            { key: 'end', head: ui.t('material.end'), cell: (row) => endWord(ui, row.kind, row.end) },
            {
              key: 'standing',
              head: ui.t('field.state'),
              cell: (row) => (
                <span>
                  <StandingMark ui={ui} standing={row.standing} />
                  {row.waiting ? <Pill tone="amber" shape="◷" word={ui.t('material.waiting')} /> : null}
                </span>
              ),
            },
          ]}
        />
      </Card>
    </>
  );
}
