import type { JSX } from 'preact';
import { Picture } from '../plots/index.ts';
import type { Scene } from '../plots/types.ts';
import { productClasses } from '../samplings/index.ts';
import { Card, Counts, chinaTime, DataTable, PageHead, Tabs, type Ui } from '../ui/index.ts';
import { address, batchesAddress } from './addresses.ts';
import { type Dimension, dimensions, levels, namesParties, steps, workKinds } from './facts.ts';
import { Against, Sections } from './marks.tsx';
import { funnelScene, heatScene, paretoScene, regionScene, trendScene } from './pictures.ts';
import type { Statistics, StatisticsLine } from './statistics.ts';

const WIDE = 860;
const NARROW = 340;

/** 不合格统计: rates with exact intervals, by any dimension, each figure leading to its batches. */
export function StatisticsView({ data, ui }: { data: Statistics; ui: Ui }): JSX.Element {
  const { filters, by, step, total } = data;
  const asked = { ...filters, by: by === 'product' ? null : by, every: step === 'month' ? null : step };
  return (
    <>
      <PageHead title={ui.t('nav.signals')} note={ui.t('signal.lead')}>
        {namesParties(by) && !ui.may('notice.release') ? null : (
          <a class="btn" href={address('/signals/statistics.xlsx', asked)}>
            {ui.t('signal.export')}
          </a>
        )}
      </PageHead>
      <Sections ui={ui} here="statistics" />
      <FilterForm data={data} ui={ui} />
      <Counts
        counts={[
          { label: ui.t('signal.n'), value: total.n, href: batchesAddress(filters) },
          {
            label: ui.t('signal.k'),
            value: total.k,
            href: batchesAddress({ ...filters, failed: true }),
            tone: total.k > 0 ? 'amber' : 'plain',
          },
        ]}
      />
      <p class="quiet">
        {total.rate === null
          ? ui.t('signal.noBatches')
          : ui.t('signal.totalSays', { rate: total.rate, low: total.low ?? '', high: total.high ?? '' })}{' '}
        {ui.t('signal.counted')}
      </p>
      {total.n === 0 ? null : <Figures data={data} ui={ui} asked={asked} />}
      <p class="quiet">
        {ui.t('signal.basis', { basis: data.basis, least: data.least })}{' '}
        {data.watched === null
          ? ui.t('signal.neverWatched')
          : ui.t('signal.lastWatched', { at: chinaTime(data.watched) })}
      </p>
    </>
  );
}

function Figures({ data, ui, asked }: { data: Statistics; ui: Ui; asked: object }): JSX.Element {
  const { filters } = data;
  const draw = (make: (drawn: { lang: 'zh' | 'en'; width: number }) => Scene) => (
    <Picture
      scene={make({ lang: ui.lang, width: WIDE })}
      compact={make({ lang: ui.lang, width: NARROW })}
      lang={ui.lang}
    />
  );
  return (
    <>
      <Card>{draw((drawn) => trendScene(data, drawn))}</Card>
      <Tabs
        label={ui.t('signal.by')}
        tabs={dimensions.map((one) => ({
          href: `${address('/signals', { ...asked, by: one })}#by`,
          label: ui.t(`signal.by.${one}`),
          active: one === data.by,
        }))}
      />
      <Card title={ui.t('signal.byTitle', { by: ui.t(`signal.by.${data.by}`) })} id="by" flush>
        <Lines data={data} ui={ui} />
      </Card>
      {data.by === 'item' ? null : <Card>{draw((drawn) => funnelScene(data, drawn))}</Card>}
      <Card>
        {draw((drawn) =>
          paretoScene(
            data.items,
            {
              title: ui.t('signal.paretoItems'),
              href: ({ key }) => batchesAddress({ ...filters, item: key, failed: true }),
            },
            drawn,
          ),
        )}
      </Card>
      <Card>
        {draw((drawn) =>
          paretoScene(
            data.producers,
            {
              title: ui.t('signal.paretoProducers'),
              href: ({ key }) => batchesAddress({ ...filters, producer: key, failed: true }),
            },
            drawn,
          ),
        )}
      </Card>
      <Card>{draw((drawn) => heatScene(data, drawn))}</Card>
      <Card>{draw((drawn) => regionScene(data, drawn))}</Card>
    </>
  );
}

/** The name of a line in the words of the page. */
export function nameOf(ui: Pick<Ui, 't'>, by: Dimension, { key, name }: Pick<StatisticsLine, 'key' | 'name'>): string {
  if (key === null) return ui.t('signal.unstated');
  if (by === 'class') return ui.t(`class.${key as (typeof productClasses)[number]}`);
  if (by === 'level') return ui.t(`level.${key as (typeof levels)[number]}`);
  return by === 'workKind' ? ui.t(`kind.${key as (typeof workKinds)[number]}`) : name;
}

function Lines({ data, ui }: { data: Statistics; ui: Ui }): JSX.Element {
  const { filters, by } = data;
  const narrowed = (line: StatisticsLine) => ({ ...filters, [by]: line.key });
  return (
    <>
      <DataTable<StatisticsLine>
        ui={ui}
        caption={ui.t('signal.byTitle', { by: ui.t(`signal.by.${by}`) })}
        rows={data.lines}
        rowKey={({ key }) => key ?? '-'}
        tone={({ standing }) => (standing === 'high' ? 'late' : undefined)}
        empty={ui.t('signal.noBatches')}
        columns={[
          {
            key: 'name',
            head: ui.t(`signal.by.${by}`),
            wrap: true,
            cell: (line) =>
              line.key === null ? (
                <span class="quiet">{ui.t('signal.unstated')}</span>
              ) : (
                <a href={address('/signals', narrowed(line))}>{nameOf(ui, by, line)}</a>
              ),
          },
          {
            key: 'n',
            head: ui.t('signal.n'),
            numeric: true,
            cell: (line) => (line.key === null ? line.n : <a href={batchesAddress(narrowed(line))}>{line.n}</a>),
          },
          {
            key: 'k',
            head: ui.t('signal.k'),
            numeric: true,
            cell: (line) =>
              line.key === null || line.k === 0 ? (
                line.k
              ) : (
                <a href={batchesAddress({ ...narrowed(line), failed: true })}>{line.k}</a>
              ),
          },
          { key: 'rate', head: ui.t('signal.rate'), unit: '%', numeric: true, cell: ({ rate }) => rate ?? '—' },
          {
            key: 'interval',
            head: ui.t('signal.interval'),
            unit: '%',
            numeric: true,
            cell: ({ low, high }) => `${low ?? ''} – ${high ?? ''}`,
          },
          {
            key: 'standing',
            head: ui.t('signal.standing'),
            cell: ({ standing }) => <Against ui={ui} value={standing} />,
          },
        ]}
      />
      {data.cut ? <p class="quiet p-3 mb-0">{ui.t('signal.cut', { count: data.lines.length })}</p> : null}
    </>
  );
}

function Choice(props: {
  ui: Ui;
  name: string;
  label: string;
  value: string | undefined;
  any?: string;
  options: [string, string][];
}) {
  return (
    <select class="form-select register-choice" name={props.name} aria-label={props.label}>
      {props.any === undefined ? null : <option value="">{props.any}</option>}
      {props.options.map(([value, words]) => (
        <option key={value} value={value} selected={value === props.value}>
          {words}
        </option>
      ))}
    </select>
  );
}

function FilterForm({ data: { filters, by, step, names }, ui }: { data: Statistics; ui: Ui }): JSX.Element {
  const day = (name: 'sinceDay' | 'untilDay') => (
    <input
      class="form-control register-choice"
      type="date"
      name={name}
      value={filters[name]}
      max={ui.today}
      aria-label={ui.t(`field.${name}`)}
    />
  );
  const chosen = [
    ...(['product', 'region', 'seller', 'item'] as const).map((name) => ({ name, words: filters[name] })),
    { name: 'producer', words: filters.producer && (names.producer ?? filters.producer) },
  ].filter(({ words }) => words !== undefined);
  const { class: cls, level, workKind } = filters;
  return (
    <form class="d-flex flex-wrap gap-2 mb-3" action="/signals" method="get">
      {day('sinceDay')}
      {day('untilDay')}
      <Choice
        {...{ ui, name: 'every', label: ui.t('signal.every'), value: step }}
        options={steps.map((one) => [one, ui.t(`signal.every.${one}`)])}
      />
      <Choice
        {...{ ui, name: 'class', label: ui.t('signal.by.class'), value: cls, any: ui.t('signal.anyClass') }}
        options={productClasses.map((one) => [one, ui.t(`class.${one}`)])}
      />
      <Choice
        {...{ ui, name: 'level', label: ui.t('signal.by.level'), value: level, any: ui.t('signal.anyLevel') }}
        options={levels.map((one) => [one, ui.t(`level.${one}`)])}
      />
      <Choice
        {...{ ui, name: 'workKind', label: ui.t('signal.by.workKind'), value: workKind, any: ui.t('signal.anyKind') }}
        options={workKinds.map((one) => [one, ui.t(`kind.${one}`)])}
      />
      <input type="hidden" name="by" value={by} />
      {chosen.map(({ name }) => (
        <input key={name} type="hidden" name={name} value={filters[name as 'product']} />
      ))}
      <button class="btn flex-shrink-0">{ui.t('signal.show')}</button>
      {chosen.map(({ name, words }) => (
        <a
          key={name}
          class="btn flex-shrink-0"
          href={address('/signals', { ...filters, by, every: step, [name]: null })}
          aria-label={ui.t('signal.without', { words: words ?? '' })}
        >
          {`${words ?? ''} ×`}
        </a>
      ))}
    </form>
  );
}
