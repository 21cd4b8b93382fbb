import type { JSX } from 'preact';
import { compile, show } from '../core/formula.ts';
import { FormulaView } from '../forms/index.ts';
import { SearchLine } from '../samplings/index.ts';
import { Card, DataTable, Form, FormFoot, PageHead, Pill, SelectField, Tabs, TextField, type Ui } from '../ui/index.ts';
import type { BudgetLineShown, BudgetList } from './list.ts';
import type { BudgetState } from './rows.ts';
import type { NewSheet } from './show.ts';

const looks = {
  draft: { tone: 'grey', shape: '◌' },
  proposed: { tone: 'violet', shape: '◑' },
  confirmed: { tone: 'green', shape: '✔' },
  superseded: { tone: 'grey', shape: '↩' },
  dropped: { tone: 'grey', shape: '✕' },
} as const;

/** 草稿, 待确认, 有效, 已被代替, 已放弃 */
export function BudgetPill({ ui, state }: { ui: Ui; state: BudgetState }): JSX.Element {
  return <Pill {...looks[state]} word={ui.t(`uncertainty.state.${state}`)} />;
}

function href(asked: { state?: string | null; q?: string; after?: string | null }): string {
  const pairs = Object.entries(asked).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return pairs.length === 0 ? '/uncertainty' : `/uncertainty?${new URLSearchParams(pairs).toString()}`;
}

/** 测量不确定度: the budgets of all parameters. */
export function BudgetsView({ data, ui }: { data: BudgetList; ui: Ui }): JSX.Element {
  const { q, state } = data;
  const all = data.counts.reduce((sum, { count }) => sum + count, 0);
  const asked = q !== '' || state !== null;
  return (
    <>
      <PageHead title={ui.t('uncertainty.title')} note={ui.t('uncertainty.lead')}>
        {ui.may('uncertainty.write') ? (
          <a class="btn btn-primary" href="/uncertainty/new">
            {ui.t('uncertainty.new')}
          </a>
        ) : null}
      </PageHead>
      <Tabs
        label={ui.t('field.state')}
        tabs={[
          { href: href({ q }), label: ui.t('uncertainty.all'), active: state === null, count: all },
          ...data.counts.map(({ state: own, count }) => ({
            href: href({ q, state: own }),
            label: ui.t(`uncertainty.state.${own}`),
            active: state === own,
            count,
          })),
        ]}
      />
      <SearchLine
        ui={ui}
        path="/uncertainty"
        q={q === '' ? undefined : q}
        hidden={{ state: state ?? undefined }}
        label={ui.t('uncertainty.search')}
      />
      <DataTable<BudgetLineShown>
        ui={ui}
        caption={ui.t('uncertainty.title')}
        rows={data.lines}
        rowKey={(row) => row.id}
        href={(row) => `/uncertainty/${row.id}`}
        empty={ui.t(asked ? 'uncertainty.none' : 'uncertainty.empty')}
        emptyAct={
          !asked && ui.may('uncertainty.write')
            ? { href: '/uncertainty/new', label: ui.t('uncertainty.new') }
            : undefined
        }
        first={data.first ? undefined : href({ q, state })}
        next={data.next ? href({ q, state, after: data.next }) : undefined}
        columns={[
          { key: 'number', head: ui.t('field.number'), cell: (row) => row.number },
          {
            key: 'parameter',
            head: ui.t('field.parameterCode'),
            cell: (row) => `${row.code} ${row.name[ui.lang]}`,
            wrap: true,
          },
          { key: 'title', head: ui.t('field.budgetTitle'), cell: (row) => row.title, wrap: true, deskOnly: true },
          { key: 'result', head: ui.t('uncertainty.result'), cell: resultOf },
          {
            key: 'relative',
            head: ui.t('uncertainty.relative'),
            cell: (row) => (row.relative === null ? '—' : `${row.relative} %`),
            numeric: true,
          },
          { key: 'k', head: 'k', cell: (row) => row.k ?? '—', numeric: true, deskOnly: true },
          { key: 'from', head: ui.t('uncertainty.validFrom'), cell: (row) => row.validFrom ?? '—' },
          { key: 'state', head: ui.t('field.state'), cell: (row) => <BudgetPill ui={ui} state={row.state} /> },
        ]}
      />
    </>
  );
}

/** (1002.7 ± 1.8) mg/L */
export const resultOf = ({ y, U, unit }: Pick<BudgetLineShown, 'y' | 'U' | 'unit'>): string =>
  y === null || U === null ? '—' : unit === '' ? `${y} ± ${U}` : `(${y} ± ${U}) ${unit}`;

/** A new budget: the parameter first, then empty or with one of the formulas of its record. */
export function NewBudgetView({ data, ui }: { data: NewSheet; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead over={<a href="/uncertainty">{ui.t('uncertainty.title')}</a>} title={ui.t('uncertainty.new')} />
      <Card title={ui.t('uncertainty.chooseParameter')}>
        <form class="d-flex gap-2 align-items-end flex-wrap" action="/uncertainty/new" method="get">
          <SelectField
            ui={ui}
            name="parameter"
            label={ui.t('field.parameterCode')}
            value={data.parameter ?? ''}
            required
            options={data.choices.map(({ code, name }) => ({ value: code, label: `${code} ${name[ui.lang]}` }))}
          />
          <button class={data.parameter === null ? 'btn btn-primary' : 'btn'}>{ui.t('uncertainty.choose')}</button>
        </form>
      </Card>
      {data.parameter === null ? null : <Beginning data={data} code={data.parameter} ui={ui} />}
    </>
  );
}

function Beginning({ data, code, ui }: { data: NewSheet; code: string; ui: Ui }): JSX.Element {
  return (
    <Card title={`${code} ${data.name?.[ui.lang] ?? ''}`}>
      <Form ui={ui} action="/uncertainty">
        <input type="hidden" name="parameterCode" value={code} />
        <div class="fields-grid">
          <TextField
            ui={ui}
            name="budgetTitle"
            label={ui.t('field.budgetTitle')}
            hint={ui.t('uncertainty.titleHint')}
            maxLength={200}
            width="full"
          />
          <SelectField
            ui={ui}
            name="step"
            label={ui.t('field.step')}
            hint={ui.t('uncertainty.stepHint')}
            empty={ui.t('uncertainty.emptyModel')}
            width="full"
            options={data.steps.map(({ id, label, result }) => ({
              value: id,
              label: `${label[ui.lang]}${result ? ` · ${ui.t('uncertainty.isResult')}` : ''}`,
            }))}
          />
        </div>
        {data.steps.length === 0 ? null : (
          <ul class="list-unstyled mt-3">
            {data.steps.map(({ id, label, expr }) => (
              <li key={`${id} ${expr}`} class="mb-1">
                <span class="quiet">{label[ui.lang]}</span> <FormulaView node={show(compile(expr))} />
              </li>
            ))}
          </ul>
        )}
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('act.create')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}
