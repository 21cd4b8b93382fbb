import type { JSX } from 'preact';
import { EditionLinks } from '../editions/index.ts';
import { RecordInputs, SymbolView, type TestItem } from '../forms/index.ts';
import { Card, DataTable, Facts, PageHead, type Ui } from '../ui/index.ts';
import type { FieldLine, FormLine, FormList, FormSheet } from './forms.ts';
import { Bounds, Formulas } from './formulas.view.tsx';

/** The record forms with how many parameters use each. */
export function FormsView({ data, ui }: { data: FormList; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead
        title={ui.t('definitions.forms')}
        note={ui.t('definitions.formsNote')}
        over={<a href="/parameters">{ui.t('nav.parameters')}</a>}
      />
      <DataTable<FormLine>
        ui={ui}
        caption={ui.t('definitions.forms')}
        rows={data.forms}
        rowKey={(row) => row.code}
        href={(row) => `/forms/${row.code}`}
        empty={ui.t('table.empty')}
        total={data.forms.length}
        columns={[
          { key: 'title', head: ui.t('definitions.form'), cell: (row) => row.title[ui.lang], wrap: true },
          { key: 'code', head: ui.t('definitions.code'), cell: (row) => row.code },
          { key: 'fields', head: ui.t('definitions.fields'), numeric: true, cell: (row) => row.fields },
          { key: 'formulas', head: ui.t('definitions.formulas'), numeric: true, cell: (row) => row.formulas },
          {
            key: 'parameters',
            head: ui.t('definitions.formUsers'),
            numeric: true,
            cell: (row) => (row.parameters === 0 ? '0' : <a href={`/parameters?form=${row.code}`}>{row.parameters}</a>),
          },
        ]}
      />
    </>
  );
}

/** One record form: as it stands on the screen, and what it asks, calculates and demands. */
export function FormView({ data, ui }: { data: FormSheet; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead
        over={<a href="/forms">{ui.t('definitions.forms')}</a>}
        title={data.title[ui.lang]}
        note={
          <>
            <strong>{data.code}</strong>
            <span>{ui.t('definitions.usedBy', { count: data.parameters.length })}</span>
          </>
        }
      >
        {ui.may('test.read') ? (
          <a class="btn btn-primary" href={`/forms/${data.code}/blank.pdf`} target="_blank" rel="noopener">
            {ui.t('definitions.blank')}
          </a>
        ) : null}
        <EditionLinks ui={ui} kind="form" code={data.code} />
      </PageHead>
      <div class="split">
        <div>
          <Card title={ui.t('definitions.preview')} aside={ui.t('definitions.previewNote')}>
            <form class="bench" data-draft="off" data-scratch autocomplete="off">
              <RecordInputs form={data.form} item={blankItem(data)} readings={{}} ui={ui} />
            </form>
          </Card>
          <Card title={ui.t('definitions.formula')}>
            <p class="judged">{ui.t(`definitions.judged.${data.judged}`)}</p>
            <Formulas data={{ ...data, rules: null }} ui={ui} />
          </Card>
          <Bounds data={data} ui={ui} />
          <Fields data={data} ui={ui} />
        </div>
        <div>
          <Card title={ui.t('definitions.formUsers')}>
            <ul class="plain-list">
              {data.parameters.map((one) => (
                <li key={one.code}>
                  <a href={`/parameters/${encodeURIComponent(one.code)}`}>{one.name[ui.lang]}</a>{' '}
                  <span class="quiet">{one.code}</span>
                </li>
              ))}
            </ul>
          </Card>
          {data.constants.length === 0 ? null : (
            <Card title={ui.t('definitions.origin.constant')}>
              <Facts
                facts={data.constants.map((one) => ({
                  label: `${one.label[ui.lang]} ${one.symbol.replace('_', '')}${one.unit ? ` / ${one.unit}` : ''}`,
                  value: one.value,
                  wide: true,
                }))}
              />
            </Card>
          )}
          <Card title={ui.t('definitions.edition')}>
            <Facts
              facts={[{ label: ui.t('definitions.hash'), value: <code class="digest">{data.hash}</code>, wide: true }]}
            />
          </Card>
        </div>
      </div>
    </>
  );
}

function Fields({ data, ui }: { data: FormSheet; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('definitions.fields')} flush>
      <DataTable<FieldLine & { i: number }>
        ui={ui}
        caption={ui.t('definitions.fields')}
        rows={data.fields.map((field, i) => ({ ...field, i }))}
        rowKey={(row) => String(row.i)}
        empty={ui.t('table.empty')}
        total={data.fields.length}
        columns={[
          { key: 'label', head: ui.t('definitions.meaning'), cell: (row) => row.label[ui.lang], wrap: true },
          {
            key: 'symbol',
            head: ui.t('definitions.symbol'),
            cell: (row) => (row.symbol ? <SymbolView symbol={row.symbol} /> : '—'),
          },
          { key: 'unit', head: ui.t('field.unit'), cell: (row) => row.unit || '—' },
          {
            key: 'kind',
            head: ui.t('definitions.fieldKind'),
            cell: (row) =>
              row.kind === 'choice'
                ? row.options.map((option) => option[ui.lang]).join(' / ')
                : ui.t(`definitions.fieldKind.${row.kind}`),
            wrap: true,
          },
          {
            key: 'grid',
            head: ui.t('definitions.rows'),
            cell: (row) => (row.grid ? `${row.grid[ui.lang]} × ${row.rows ?? ''}` : '—'),
            wrap: true,
          },
          {
            key: 'needed',
            head: ui.t('definitions.needed'),
            cell: (row) => ui.t(row.optional ? 'record.optional' : 'definitions.mandatory'),
          },
        ]}
      />
    </Card>
  );
}

/** An item that fixes nothing, so that every field of the form is drawn. */
function blankItem({ title }: FormSheet): TestItem {
  return {
    ...{ group: '', name: title, parameter: '', limitText: '', method: '', unit: null, places: null },
    ...{ rule: 'half-even', compare: 'rounded', constants: {} },
    limit: { kind: 'text', requirement: '' },
  };
}
