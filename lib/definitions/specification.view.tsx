import type { JSX } from 'preact';
import { limitText } from '../core/limits.ts';
import { ConfirmedMark, EditionLinks } from '../editions/index.ts';
import { Card, Empty, type Fact, Facts, PageHead, Pill, type Ui } from '../ui/index.ts';
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
            {data.complete ? null : <Incomplete ui={ui} />}
          </>
        }
      >
        <EditionLinks ui={ui} kind="specification" code={data.code} />
      </PageHead>
      {data.complete ? null : <p class="problems tone-amber">{ui.t('definitions.incompleteNote')}</p>}
      <Questions data={data} ui={ui} />
      <Card
        title={ui.t('definitions.items')}
        aside={ui.t('definitions.uncertainCount', { count: data.uncertain, total: data.items.length })}
        flush
      >
        {data.items.length === 0 ? <Empty text={ui.t('table.empty')} /> : <Items data={data} ui={ui} />}
      </Card>
      <Editions data={data} ui={ui} />
      <Card title={ui.t('definitions.edition')} id="source">
        <Facts facts={facts(data, ui)} />
      </Card>
    </>
  );
}

/** Not every item of the standard stands here. */
export function Incomplete({ ui }: { ui: Ui }): JSX.Element {
  return <Pill tone="amber" shape="?" word={ui.t('definitions.incomplete')} />;
}

function facts(data: SpecificationSheet, ui: Ui): Fact[] {
  return [
    { label: ui.t('definitions.code'), value: data.code },
    ...(data.edition === null ? [] : [{ label: ui.t('definitions.editionName'), value: data.edition }]),
    { label: ui.t('definitions.compare'), value: ui.t(`definitions.compareLong.${data.compare}`) },
    { label: ui.t('definitions.confidence'), value: <ConfidenceMark ui={ui} confidence={data.confidence} /> },
    ...(data.registrations.length === 0
      ? []
      : [
          {
            label: ui.t('definitions.registrations'),
            value: data.registrations.join(ui.t('definitions.comma')),
            wide: true,
          },
        ]),
    { label: ui.t('definitions.hash'), value: <code class="digest">{data.hash}</code>, wide: true },
    { label: ui.t('definitions.source'), value: data.source, wide: true },
  ];
}

/** What must be known of the goods before it is clear which lines hold. */
function Questions({ data, ui }: { data: SpecificationSheet; ui: Ui }): JSX.Element | null {
  if (data.questions.length === 0) return null;
  return (
    <Card title={ui.t('definitions.questions')}>
      <Facts
        facts={data.questions.map(({ label, options, many }) => ({
          label: label[ui.lang],
          value: `${options.map((option) => option[ui.lang]).join(' / ')}${many ? ui.t('definitions.several') : ''}`,
          wide: true,
        }))}
      />
    </Card>
  );
}

function Editions({ data, ui }: { data: SpecificationSheet; ui: Ui }): JSX.Element | null {
  if (data.editions.length === 0) return null;
  return (
    <Card title={ui.t('definitions.otherEditions')}>
      <ul class="plain-list">
        {data.editions.map((one) => (
          <li key={one.code}>
            <a href={`/specifications/${one.code}`}>{one.edition ?? one.code}</a>{' '}
            <ValidityPill ui={ui} validity={one.validity} /> <span class="quiet">{termText(ui, one)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Items that follow each other in one group stand beneath its heading, as reports print them. */
function Items({ data, ui }: { data: SpecificationSheet; ui: Ui }): JSX.Element {
  const heads = ['item', 'required', 'confidence', 'parameter', 'methodBasis', 'compare'] as const;
  return (
    <div class="table-block">
      <div class="table-scroll" tabIndex={0} role="region" aria-label={ui.t('definitions.items')}>
        <table class="data">
          <caption class="visually-hidden">{ui.t('definitions.items')}</caption>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head === 'required' ? ui.t('record.limit') : ui.t(`definitions.${head}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.items.map((row, i) => (
              <ItemRows key={i} row={row} first={row.group !== data.items[i - 1]?.group} data={data} ui={ui} />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function ItemRows({
  row,
  first,
  data,
  ui,
}: {
  row: ItemLine;
  first: boolean;
  data: SpecificationSheet;
  ui: Ui;
}): JSX.Element {
  const { t } = ui;
  return (
    <>
      {first ? (
        <tr class="group-row">
          <th colSpan={6} scope="colgroup">
            {t('definitions.groupHead', { group: row.group })}
          </th>
        </tr>
      ) : null}
      <tr>
        <th scope="row" class="wrap" data-head={t('definitions.item')}>
          {`${row.seq}. ${row.name[ui.lang]}`}
        </th>
        <td class="wrap" data-head={t('record.limit')}>
          <Requirement row={row} ui={ui} />
        </td>
        <td data-head={t('definitions.confidence')}>
          {row.confirmation ? (
            <ConfirmedMark ui={ui} confirmation={row.confirmation} />
          ) : (
            <ConfidenceMark ui={ui} confidence={row.confidence} source={data.source} />
          )}
        </td>
        <td data-head={t('definitions.parameter')}>
          <a href={`/parameters/${encodeURIComponent(row.parameter)}`}>{row.parameter}</a>
        </td>
        <td class="wrap" data-head={t('definitions.methodBasis')}>
          {row.method}
        </td>
        <td data-head={t('definitions.compare')}>{t(`definitions.compare.${row.compare}`)}</td>
      </tr>
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
      {row.when.map((one) => (
        <div key={one.label.zh} class="when-line">
          {ui.t('definitions.onlyWhen', {
            label: one.label[ui.lang],
            answers: one.answers.map((answer) => answer[ui.lang]).join(ui.t('definitions.or')),
          })}
        </div>
      ))}
    </div>
  );
}
