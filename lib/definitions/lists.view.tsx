import type { JSX } from 'preact';
import { DataTable, PageHead, type Ui } from '../ui/index.ts';
import type { SpecificationLine, SpecificationList } from './lists.ts';
import { ListFilters, listHref, termText, ValidityPill } from './marks.tsx';
import { Incomplete } from './specification.view.tsx';
import type { Listed } from './terms.ts';

/** Where the pages before and after begin. */
const paging = (path: string, { class: asked, q, from, next, total }: Listed) => ({
  first: from > 0 ? listHref(path, { class: asked, q }) : undefined,
  next: next === null ? undefined : listHref(path, { class: asked, q, from: next }),
  total,
});

/** The product standards by class, with how each stands today. */
export function SpecificationsView({ data, ui }: { data: SpecificationList; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('nav.specifications')} note={ui.t('definitions.specificationsNote', { today: data.today })}>
        <a class="btn" href="/parameters">
          {ui.t('nav.parameters')} ›
        </a>
      </PageHead>
      <ListFilters
        ui={ui}
        path="/specifications"
        listed={data}
        label={ui.t('definitions.search')}
        hint={ui.t('definitions.searchProductHint')}
      />
      <DataTable<SpecificationLine>
        ui={ui}
        caption={ui.t('nav.specifications')}
        rows={data.specifications}
        rowKey={(row) => row.code}
        href={(row) => `/specifications/${row.code}`}
        empty={ui.t('definitions.none')}
        emptyAct={{ href: '/specifications', label: ui.t('definitions.showAll') }}
        {...paging('/specifications', data)}
        columns={[
          {
            key: 'product',
            head: ui.t('definitions.product'),
            cell: (row) => (
              <>
                {row.product[ui.lang]}
                <small class="also">{row.code}</small>
              </>
            ),
          },
          ...(data.class === null
            ? [
                {
                  key: 'class',
                  head: ui.t('definitions.class'),
                  cell: (row: SpecificationLine) => ui.t(`class.${row.class}`),
                },
              ]
            : []),
          { key: 'standard', head: ui.t('definitions.standard'), cell: (row) => row.standard, wrap: true },
          {
            key: 'validity',
            head: ui.t('definitions.validity'),
            cell: (row) => <ValidityPill ui={ui} validity={row.validity} />,
          },
          { key: 'term', head: ui.t('definitions.termHead'), cell: (row) => termText(ui, row) || '—' },
          {
            key: 'complete',
            head: ui.t('definitions.completeness'),
            cell: (row) =>
              row.complete ? <span class="quiet">{ui.t('definitions.complete')}</span> : <Incomplete ui={ui} />,
          },
          { key: 'items', head: ui.t('definitions.items'), numeric: true, cell: (row) => row.items },
          {
            key: 'uncertain',
            head: ui.t('definitions.uncertain'),
            numeric: true,
            cell: (row) => row.uncertain,
          },
        ]}
      />
    </>
  );
}
