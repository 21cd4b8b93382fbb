import type { JSX } from 'preact';
import {
  Card,
  Counts,
  DataTable,
  Due,
  Form,
  FormFoot,
  PageHead,
  Pill,
  SearchBar,
  SelectField,
  Tabs,
  type Ui,
} from '../ui/index.ts';
import type { InvestigationLine, InvestigationList, Scope } from './list.ts';
import { InvestigationPill } from './marks.tsx';
import { modes } from './rules.ts';

const address = (scope: Scope, q = '', after?: string | null): string =>
  `/investigations?${new URLSearchParams({ scope, ...(q && { q }), ...(after && { after }) }).toString()}`;

/** 检验结果异常调查: what is open, late, waits for approval, or has to be told at once. */
export function ListView({ data, ui }: { data: InvestigationList; ui: Ui }): JSX.Element {
  const count = (one: Scope) => data.counts.find(({ scope }) => scope === one)?.count ?? 0;
  return (
    <>
      <PageHead title={ui.t('investigation.title')} note={ui.t('investigation.lead')} />
      <Counts
        counts={(['urgent', 'late', 'concluded', 'open'] as const).map((scope) => ({
          ...{ label: ui.t(`investigation.scope.${scope}`), value: count(scope), href: address(scope) },
          tone: scope === 'urgent' || scope === 'late' ? 'late' : scope === 'concluded' ? 'amber' : 'plain',
        }))}
      />
      <Tabs
        label={ui.t('field.state')}
        tabs={data.counts.map((row) => ({
          ...{ href: address(row.scope, data.q), label: ui.t(`investigation.scope.${row.scope}`) },
          ...{ active: row.scope === data.scope, count: row.count },
        }))}
      />
      <SearchBar
        ui={ui}
        action="/investigations"
        q={data.q}
        label={ui.t('investigation.search')}
        kept={{ scope: data.scope }}
      />
      <Card flush>
        <DataTable<InvestigationLine>
          ui={ui}
          caption={ui.t('nav.investigations')}
          rows={data.lines}
          rowKey={({ id }) => id}
          href={({ id }) => `/investigations/${id}`}
          tone={({ term }) => (term?.state === 'late' || term?.state === 'amber' ? term.state : undefined)}
          empty={ui.t(data.q === '' ? `investigation.none.${data.scope}` : 'investigation.noneFound')}
          next={data.next === null ? undefined : address(data.scope, data.q, data.next)}
          columns={[
            { key: 'number', head: ui.t('field.number'), cell: ({ number }) => number },
            {
              key: 'kind',
              head: ui.t('field.investigationKind'),
              cell: ({ kind }) => ui.t(`investigation.short.${kind}`),
            },
            { key: 'sample', head: ui.t('report.sampleNumber'), cell: ({ sample }) => sample },
            { key: 'product', head: ui.t('field.productName'), cell: ({ product }) => product, wrap: true },
            { key: 'item', head: ui.t('samples.item'), cell: ({ item }) => item[ui.lang], wrap: true },
            { key: 'result', head: ui.t('investigation.firstResult'), cell: ({ result }) => result ?? '—', wrap: true },
            { key: 'analyst', head: ui.t('samples.analyst'), cell: ({ analyst }) => analyst ?? '—', deskOnly: true },
            {
              key: 'state',
              head: ui.t('field.state'),
              cell: ({ state, urgent }) => (
                <>
                  <InvestigationPill ui={ui} state={state} />{' '}
                  {urgent ? <Pill tone="orange" shape="!" word={ui.t('investigation.urgentDue')} /> : null}
                </>
              ),
            },
            {
              key: 'due',
              head: ui.t('field.dueOn'),
              cell: ({ dueOn, term }) =>
                dueOn === null || term === null ? <span class="quiet">—</span> : <Due ui={ui} date={dueOn} {...term} />,
            },
          ]}
        />
      </Card>
      <Card title={ui.t('investigation.mode')}>
        <p class="mb-2">{ui.t(`investigation.modeLong.${data.mode}`)}</p>
        {ui.may('investigation.approve') ? (
          <Form ui={ui} action="/investigations/mode" draft="off">
            <div class="fields-grid">
              <SelectField
                ui={ui}
                name="requiredMode"
                label={ui.t('field.requiredMode')}
                value={data.mode}
                empty={false}
                width="half"
                options={modes.map((value) => ({ value, label: ui.t(`investigation.modeName.${value}`) }))}
              />
            </div>
            <FormFoot>
              <button class="btn">{ui.t('investigation.save')}</button>
            </FormFoot>
          </Form>
        ) : null}
      </Card>
    </>
  );
}
