import type { JSX } from 'preact';
import { limitText } from '../core/limits.ts';
import { Card, DataTable, Facts, PageHead, type Ui } from '../ui/index.ts';
import { ConfidenceMark, termText, ValidityPill } from './marks.tsx';
import type { ItemLine, SpecificationSheet } from './show-specification.ts';

/** A product standard: its items with the limits as printed, and beneath each the limit by which the program judges. */
export function SpecificationView({ data, ui }: { data: SpecificationSheet; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead
        over={
          <a
            href={`/specifications?class=${data.class}`}
          >{`${ui.t('nav.specifications')} · ${ui.t(`class.${data.class}`)}`}</a>
        }
        title={data.product[ui.lang]}
        note={
          <>
            <span>{data.standard}</span>
            <ValidityPill ui={ui} validity={data.validity} />
            <span>{termText(ui, data)}</span>
          </>
        }
      />
      <Card
        title={ui.t('definitions.items')}
        aside={ui.t('definitions.uncertainCount', { count: data.uncertain, total: data.items.length })}
        flush
      >
        <DataTable<ItemLine>
          ui={ui}
          caption={ui.t('definitions.items')}
          rows={data.items}
          rowKey={(row) => String(row.seq)}
          empty={ui.t('table.empty')}
          total={data.items.length}
          columns={[
            {
              key: 'name',
              head: ui.t('definitions.item'),
              cell: (row) => `${row.seq}. ${row.name[ui.lang]}`,
              wrap: true,
            },
            { key: 'group', head: ui.t('definitions.group'), cell: (row) => row.group },
            { key: 'limit', head: ui.t('record.limit'), cell: (row) => <Requirement row={row} ui={ui} />, wrap: true },
            {
              key: 'confidence',
              head: ui.t('definitions.confidence'),
              cell: (row) => <ConfidenceMark ui={ui} confidence={row.confidence} source={data.source} />,
            },
            {
              key: 'parameter',
              head: ui.t('definitions.parameter'),
              cell: (row) => <a href={`/parameters/${row.parameter}`}>{row.parameter}</a>,
            },
            { key: 'method', head: ui.t('definitions.methodBasis'), cell: (row) => row.method, wrap: true },
            {
              key: 'compare',
              head: ui.t('definitions.compare'),
              cell: (row) => ui.t(`definitions.compare.${row.compare}`),
            },
          ]}
        />
      </Card>
      <Card title={ui.t('definitions.edition')} id="source">
        <Facts
          facts={[
            { label: ui.t('definitions.code'), value: data.code },
            { label: ui.t('definitions.compare'), value: ui.t(`definitions.compareLong.${data.compare}`) },
            { label: ui.t('definitions.confidence'), value: <ConfidenceMark ui={ui} confidence={data.confidence} /> },
            { label: ui.t('definitions.hash'), value: <code class="digest">{data.hash}</code>, wide: true },
            { label: ui.t('definitions.source'), value: data.source, wide: true },
          ]}
        />
      </Card>
    </>
  );
}

function Requirement({ row, ui }: { row: ItemLine; ui: Ui }): JSX.Element {
  return (
    <div>
      <div>{row.limitText}</div>
      {row.limit.kind === 'text' ? null : (
        <div class="quiet">{ui.t('definitions.judgedBy', { limit: limitText(row.limit, row.unit, ui.lang) })}</div>
      )}
    </div>
  );
}
