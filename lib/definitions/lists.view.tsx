import type { JSX } from 'preact';
import { DataTable, PageHead, type Ui } from '../ui/index.ts';
import type { ParameterLine, ParameterList, SpecificationLine, SpecificationList } from './lists.ts';
import { ConfidenceMark, ListFilters, listHref, termText, ValidityPill } from './marks.tsx';
import type { Listed } from './terms.ts';

/** Where the pages before and after begin. */
const paging = (path: string, { class: asked, q, from, next, total }: Listed) => ({
  first: from > 0 ? listHref(path, { class: asked, q }) : undefined,
  next: next === null ? undefined : listHref(path, { class: asked, q, from: next }),
  total,
});

/** The inspection parameters: what the institute can test, by class, found by code, name or initials. */
export function ParametersView({ data, ui }: { data: ParameterList; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('nav.parameters')} note={ui.t('definitions.parametersNote')}>
        <a class="btn" href="/specifications">
          {ui.t('nav.specifications')} ›
        </a>
      </PageHead>
      <ListFilters
        ui={ui}
        path="/parameters"
        listed={data}
        label={ui.t('definitions.search')}
        hint={ui.t('definitions.searchHint')}
      />
      <DataTable<ParameterLine>
        ui={ui}
        caption={ui.t('nav.parameters')}
        rows={data.parameters}
        rowKey={(row) => row.code}
        href={(row) => `/parameters/${row.code}`}
        empty={ui.t('definitions.none')}
        emptyAct={{ href: '/parameters', label: ui.t('definitions.showAll') }}
        {...paging('/parameters', data)}
        columns={[
          { key: 'code', head: ui.t('definitions.code'), cell: (row) => row.code },
          { key: 'name', head: ui.t('definitions.name'), cell: (row) => row.name[ui.lang], wrap: true },
          { key: 'class', head: ui.t('definitions.class'), cell: (row) => ui.t(`class.${row.class}`) },
          { key: 'group', head: ui.t('definitions.group'), cell: (row) => row.group },
          { key: 'basis', head: ui.t('definitions.basis'), cell: (row) => row.basis, wrap: true },
          { key: 'unit', head: ui.t('field.unit'), cell: (row) => row.unit ?? '—' },
          { key: 'method', head: ui.t('definitions.method'), cell: (row) => row.method[ui.lang], wrap: true },
          {
            key: 'confidence',
            head: ui.t('definitions.confidence'),
            cell: (row) => <ConfidenceMark ui={ui} confidence={row.confidence} />,
          },
        ]}
      />
    </>
  );
}

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
          { key: 'product', head: ui.t('definitions.product'), cell: (row) => row.product[ui.lang] },
          { key: 'class', head: ui.t('definitions.class'), cell: (row) => ui.t(`class.${row.class}`) },
          { key: 'standard', head: ui.t('definitions.standard'), cell: (row) => row.standard, wrap: true },
          {
            key: 'validity',
            head: ui.t('definitions.validity'),
            cell: (row) => <ValidityPill ui={ui} validity={row.validity} />,
          },
          { key: 'term', head: ui.t('definitions.termHead'), cell: (row) => termText(ui, row) || '—' },
          { key: 'items', head: ui.t('definitions.items'), numeric: true, cell: (row) => row.items },
          {
            key: 'uncertain',
            head: ui.t('definitions.uncertain'),
            numeric: true,
            cell: (row) => row.uncertain,
          },
          { key: 'code', head: ui.t('definitions.code'), cell: (row) => row.code, deskOnly: true },
        ]}
      />
    </>
  );
}
