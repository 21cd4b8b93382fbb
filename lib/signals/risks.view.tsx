import type { JSX } from 'preact';
import { productClasses } from '../samplings/index.ts';
import {
  Card,
  DataTable,
  Due,
  Form,
  FormFoot,
  PageHead,
  SearchBar,
  SelectField,
  Tabs,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { address } from './addresses.ts';
import { LevelPill, RiskPill, Sections } from './marks.tsx';
import type { NewRisk, RiskLine, Risks } from './risk-list.ts';
import { riskLevels } from './rows.ts';

/** 风险清单: what is open, late, closed. */
export function RisksView({ data, ui }: { data: Risks; ui: Ui }): JSX.Element {
  const { view, level, q } = data;
  const asked = { view: view === 'open' ? null : view, level, q };
  const href = (change: object) => address('/signals/risks', { ...asked, ...change });
  return (
    <>
      <PageHead title={ui.t('signal.section.risks')} note={ui.t('risk.lead')}>
        {ui.may('signal.write') ? (
          <a class="btn btn-primary btn-next" href="/signals/risks/new">
            {ui.t('risk.new')}
          </a>
        ) : null}
        <a class="btn" href={address('/signals/risks.xlsx', { view, level, q })}>
          {ui.t('risk.export')}
        </a>
      </PageHead>
      <Sections ui={ui} here="risks" />
      <Tabs
        label={ui.t('field.state')}
        tabs={data.counts.map((one) => ({
          href: href({ view: one.view === 'open' ? null : one.view }),
          label: ui.t(`risk.view.${one.view}`),
          active: one.view === view,
          count: one.count,
        }))}
      />
      <SearchBar
        ui={ui}
        action="/signals/risks"
        q={q}
        label={ui.t('risk.search')}
        kept={{ view: asked.view }}
        chosen={level !== null}
      >
        <select class="form-select register-choice" name="level" aria-label={ui.t('field.riskLevel')}>
          <option value="">{ui.t('risk.anyLevel')}</option>
          {riskLevels.map((one) => (
            <option key={one} value={one} selected={one === level}>
              {ui.t(`risk.level.${one}`)}
            </option>
          ))}
        </select>
      </SearchBar>
      <Card flush>
        <DataTable<RiskLine>
          ui={ui}
          caption={ui.t('signal.section.risks')}
          rows={data.lines}
          rowKey={({ id }) => id}
          href={({ id }) => `/signals/risks/${id}`}
          tone={({ term }) => (term?.state === 'late' || term?.state === 'amber' ? term.state : undefined)}
          empty={ui.t(
            q !== '' || level !== null ? 'risk.noneFound' : view === 'open' ? 'risk.noneOpen' : 'risk.noneHere',
          )}
          first={data.first ? undefined : href({})}
          next={data.next === null ? undefined : href({ after: data.next })}
          columns={[
            { key: 'number', head: ui.t('risk.column.number'), cell: ({ number }) => number },
            { key: 'level', head: ui.t('risk.column.level'), cell: (row) => <LevelPill ui={ui} level={row.level} /> },
            { key: 'words', head: ui.t('risk.column.words'), wrap: true, cell: ({ words }) => words },
            {
              key: 'about',
              head: ui.t('risk.about'),
              wrap: true,
              cell: ({ product_name, producer }) => [product_name, producer].filter(Boolean).join(' · ') || '—',
            },
            { key: 'region', head: ui.t('risk.column.region'), wrap: true, cell: ({ region }) => region ?? '—' },
            { key: 'state', head: ui.t('field.state'), cell: ({ state }) => <RiskPill ui={ui} state={state} /> },
            {
              key: 'due',
              head: ui.t('risk.column.dueOn'),
              cell: ({ term, due_on }) => (term && due_on ? <Due ui={ui} date={due_on} {...term} /> : '—'),
            },
          ]}
        />
      </Card>
    </>
  );
}

/** A risk is entered: from a signal, a case, or by hand. */
export function NewRiskView({ data, ui }: { data: NewRisk; ui: Ui }): JSX.Element {
  const { signal } = data;
  const source = signal ?? data.case;
  const text = (name: 'productName' | 'producer' | 'region', value: string | null) => (
    <TextField
      ui={ui}
      name={name}
      label={ui.t(`risk.field.${name}`)}
      value={value ?? ''}
      maxLength={200}
      width="half"
    />
  );
  return (
    <>
      <PageHead
        over={<a href="/signals/risks">{ui.t('signal.section.risks')}</a>}
        title={ui.t('risk.new')}
        note={source ? ui.t('risk.ofSource', { number: source.number }) : ui.t('risk.byHand')}
      />
      <Card>
        <Form ui={ui} action="/signals/risks" draft={`risk-new-${source?.id ?? ''}`}>
          {signal ? <input type="hidden" name="signalId" value={signal.id} /> : null}
          {data.case ? <input type="hidden" name="caseId" value={data.case.id} /> : null}
          <div class="fields-grid mb-3">
            <SelectField
              ui={ui}
              name="productClass"
              label={ui.t('field.productClass')}
              value={data.productClass ?? undefined}
              required
              width="half"
              options={productClasses.map((value) => ({ value, label: ui.t(`class.${value}`) }))}
            />
            <SelectField
              ui={ui}
              name="riskLevel"
              label={ui.t('field.riskLevel')}
              required
              width="half"
              options={riskLevels.map((value) => ({ value, label: ui.t(`risk.level.${value}`) }))}
            />
            {text('productName', data.product)}
            {text('producer', data.producer)}
            {text('region', data.region)}
            <TextArea
              ui={ui}
              name="riskText"
              label={ui.t('field.riskText')}
              hint={ui.t('risk.wordsHint')}
              value={
                data.item === null ? '' : ui.t(data.case ? 'risk.proposedCase' : 'risk.proposed', { item: data.item })
              }
              rows={4}
              maxLength={2000}
              required
              width="full"
            />
          </div>
          <FormFoot>
            <button class="btn btn-primary">{ui.t('risk.enter')}</button>
          </FormFoot>
        </Form>
      </Card>
    </>
  );
}
