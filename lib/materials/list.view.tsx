import type { JSX } from 'preact';
import { Card, DataTable, ImportCard, PageHead, Pill, SearchBar, Tabs, type Ui } from '../ui/index.ts';
import type { MaterialLine, MaterialList } from './list.ts';
import { endWord, kindWord, StandingMark } from './parts.tsx';

type Asked = Partial<Pick<MaterialList, 'view' | 'kind' | 'q'>> & { after?: string };

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
        <a class="btn" href="/materials/lots.xlsx">
          {ui.t('material.export')}
        </a>
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
      {ui.may('material.write') ? (
        <ImportCard
          ui={ui}
          action="/materials/import"
          title={ui.t('material.import')}
          lead={ui.t('material.importLead')}
          workbook="/materials/lots.xlsx"
        />
      ) : null}
      <SearchBar
        ui={ui}
        action="/materials"
        q={q}
        label={ui.t('material.search')}
        kept={{ view: view === 'in-use' ? null : view }}
        chosen={kind !== null}
      >
        <select class="form-select register-choice" name="kind" aria-label={ui.t('field.kind')}>
          <option value="">{ui.t('material.allKinds')}</option>
          {data.kinds.map(({ kind: own, count }) => (
            <option key={own} value={own} selected={own === kind}>
              {`${kindWord(ui, own)} ${count}`}
            </option>
          ))}
        </select>
      </SearchBar>
      <Card flush>
        <DataTable<MaterialLine>
          ui={ui}
          caption={ui.t('nav.materials')}
          rows={data.lines}
          rowKey={(row) => row.id}
          href={(row) => `/materials/${row.id}`}
          empty={ui.t('material.none')}
          next={data.next ? href({ view, kind, q, after: data.next }) : undefined}
          first={data.first ? undefined : href({ view, kind, q })}
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
