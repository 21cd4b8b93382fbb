import type { JSX } from 'preact';
import { Picture, pareto } from '../plots/index.ts';
import { Card, Counts, DataTable, Facts, PageHead, type Ui } from '../ui/index.ts';
import type { Analysis } from './list.ts';
import { Lines, listAddress } from './list.view.tsx';
import { kinds } from './rows.ts';

/** The Pareto picture of causes, wide and for a phone. */
function causesScene(data: Analysis, ui: Ui, width: number) {
  return pareto(
    {
      title: ui.t('improvement.pareto'),
      axis: ui.t('improvement.paretoAxis'),
      causes: data.causes
        .filter(({ count }) => count > 0)
        .map(({ category, count }) => ({
          name: ui.t(`improvement.category.${category}`),
          count,
          href: listAddress({ scope: 'all', category, kind: data.kind }),
        })),
    },
    { lang: ui.lang, width },
  );
}

/** 原因分析: which causes weigh most, what has been open for long, what comes again. */
export function AnalysisView({ data, ui }: { data: Analysis; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead
        over={<a href="/nonconforming">{ui.t('nav.nonconforming')}</a>}
        title={ui.t('improvement.analysis')}
        note={ui.t('improvement.analysisLead', { from: data.from, to: data.to, count: data.total })}
      />
      <Period data={data} ui={ui} />
      <Counts
        counts={data.ages.map(({ from, to, count, late }) => ({
          label:
            (to === null
              ? ui.t('improvement.ageOver', { from })
              : ui.t('improvement.ageWithin', { from, to: to - 1 })) +
            (late > 0 ? ui.t('improvement.ageLate', { count: late }) : ''),
          value: count,
          href: listAddress({ age: from || null, kind: data.kind }),
          tone: late > 0 ? ('late' as const) : to === null ? ('amber' as const) : ('plain' as const),
        }))}
      />
      <Card>
        {data.causes.some(({ count }) => count > 0) ? (
          <Picture scene={causesScene(data, ui, 860)} compact={causesScene(data, ui, 340)} lang={ui.lang} />
        ) : (
          <p class="quiet">{ui.t('improvement.noCauses')}</p>
        )}
        <Facts
          facts={[
            { label: ui.t('improvement.unclassed'), value: String(data.unclassed) },
            { label: ui.t('improvement.closedCount'), value: String(data.closed) },
            {
              label: ui.t('improvement.median'),
              value: data.median === null ? null : ui.t('improvement.days', { days: data.median }),
            },
            {
              label: ui.t('improvement.bySource'),
              wide: true,
              value: data.sources
                .map(({ source, count }) => `${ui.t(`improvement.source.${source}`)} ${count}`)
                .join(ui.lang === 'zh' ? '，' : ', '),
            },
          ]}
        />
      </Card>
      <Card title={ui.t('improvement.repeats')} flush>
        <DataTable
          ui={ui}
          caption={ui.t('improvement.repeats')}
          rows={data.repeats}
          rowKey={({ kind, key }) => `${kind} ${key}`}
          href={({ kind, key }) =>
            kind === 'person'
              ? undefined
              : listAddress({ scope: 'all', q: kind === 'parameter' ? key.replace(/^\S+ /, '') : key })
          }
          empty={ui.t('improvement.noRepeats')}
          columns={[
            { key: 'key', head: ui.t('improvement.same'), cell: ({ key }) => key, wrap: true },
            { key: 'kind', head: ui.t('improvement.sameKind'), cell: ({ kind }) => ui.t(`improvement.same.${kind}`) },
            { key: 'count', head: ui.t('improvement.times'), cell: ({ count }) => count, numeric: true },
            { key: 'last', head: ui.t('improvement.last'), cell: ({ last }) => last },
          ]}
        />
      </Card>
      <Card title={ui.t('improvement.ageing')} flush>
        <Lines ui={ui} lines={data.open} caption={ui.t('improvement.ageing')} empty={ui.t('improvement.none.open')} />
      </Card>
    </>
  );
}

function Period({ data, ui }: { data: Analysis; ui: Ui }): JSX.Element {
  return (
    <form class="d-flex flex-wrap gap-2 mb-3" action="/nonconforming/analysis" method="get">
      <input
        class="form-control register-choice"
        type="date"
        name="from"
        value={data.from}
        aria-label={ui.t('improvement.from')}
      />
      <input
        class="form-control register-choice"
        type="date"
        name="to"
        value={data.to}
        aria-label={ui.t('improvement.to')}
      />
      <select class="form-select register-choice" name="kind" aria-label={ui.t('improvement.kind')}>
        <option value="">{ui.t('improvement.allKinds')}</option>
        {kinds.map((one) => (
          <option key={one} value={one} selected={one === data.kind}>
            {ui.t(`improvement.kind.${one}`)}
          </option>
        ))}
      </select>
      <button class="btn flex-shrink-0">{ui.t('improvement.show')}</button>
    </form>
  );
}
