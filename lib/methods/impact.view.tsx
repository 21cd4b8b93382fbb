import type { JSX } from 'preact';
import { Card, DataTable, type Ui } from '../ui/index.ts';
import type { Impact } from './impact.ts';

interface Cited {
  key: string;
  kind: 'parameter' | 'specification' | 'capability' | 'verification';
  href: string;
  code: string;
  name: string;
  more: string;
}

/** Everything that has to be looked at when a standard changes, in one list with what each is. */
export function ImpactCards({ impact, ui, number }: { impact: Impact; ui: Ui; number: string }): JSX.Element {
  const rows: Cited[] = [
    ...impact.capabilities.map(({ id, code, item, scheme, state }) => ({
      key: id,
      kind: 'capability' as const,
      href: `/capability/lines/${id}`,
      code,
      name: item,
      more: `${scheme} ${ui.t(`state.${state}` as 'state.cancelled')}`,
    })),
    ...impact.parameters.map(({ code, name, clause }) => ({
      key: code,
      kind: 'parameter' as const,
      href: `/parameters/${code}`,
      code,
      name: name[ui.lang],
      more: clause ?? '',
    })),
    ...impact.specifications.map(({ code, product }) => ({
      key: code,
      kind: 'specification' as const,
      href: `/specifications/${code}`,
      code,
      name: product[ui.lang],
      more: '',
    })),
    ...impact.verifications.map(({ id, number: own, code }) => ({
      key: id,
      kind: 'verification' as const,
      href: `/methods/verifications/${id}`,
      code: own,
      name: code,
      more: '',
    })),
  ];
  return (
    <Card title={ui.t('methods.impact')} aside={ui.t('methods.impactCount', { count: rows.length })} flush id="impact">
      <DataTable<Cited>
        ui={ui}
        caption={ui.t('methods.impact')}
        rows={rows}
        rowKey={(row) => `${row.kind}-${row.key}`}
        href={(row) => row.href}
        empty={ui.t('methods.impactNone', { number })}
        total={rows.length}
        columns={[
          { key: 'code', head: ui.t('field.number'), cell: (row) => row.code },
          { key: 'kind', head: ui.t('field.kind'), cell: (row) => ui.t(`methods.cited.${row.kind}`) },
          { key: 'name', head: ui.t('field.name'), cell: (row) => row.name, wrap: true },
          { key: 'more', head: ui.t('methods.more'), cell: (row) => row.more || '—', wrap: true },
        ]}
      />
    </Card>
  );
}
