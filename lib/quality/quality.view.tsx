import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { Picture } from '../plots/index.ts';
import { Card, Empty, PageHead, Pill, Tabs, type Ui } from '../ui/index.ts';
import { periodName, scenesOf } from './scenes.ts';
import type { ComparedGroup, QualitySheet } from './show.ts';
import type { Figure, Section, Weight } from './standing.ts';

/** Never a colour alone: each weight has its word and shape. */
const looks = {
  good: { tone: 'green', shape: '✔' },
  watch: { tone: 'amber', shape: '◷' },
  act: { tone: 'red', shape: '▲' },
} as const satisfies Record<Weight, { tone: string; shape: string }>;

/** 质量总览: what asks for an act today, what stands behind every parameter, and what happened in the period of the next management review. */
export function QualityView({ data, ui }: { data: QualitySheet; ui: Ui }): JSX.Element {
  const [coverage, ...others] = scenesOf(data, ui.lang);
  const acts = data.sections.flatMap(({ figures }) => figures.filter(({ weight }) => weight === 'act'));
  return (
    <>
      <PageHead
        title={ui.t('nav.quality')}
        note={
          acts.length === 0
            ? ui.t('quality.allGood', { today: data.today })
            : ui.t('quality.lead', { today: data.today, count: acts.length })
        }
      >
        <a
          class="btn btn-primary"
          href={`/quality/review.pdf?period=${data.period.name}`}
          target="_blank"
          rel="noopener"
        >
          {ui.t('quality.pdf')}
        </a>
      </PageHead>
      {acts.length > 0 ? (
        <Card title={ui.t('quality.toAct')} flush>
          <Figures ui={ui} figures={acts} caption={ui.t('quality.toAct')} />
        </Card>
      ) : null}
      {coverage ? (
        <Card title={ui.t('quality.coverage')} aside={<a href="/capability/coverage">{ui.t('quality.toCoverage')}</a>}>
          {data.lines.length === 0 ? (
            <Empty text={ui.t('quality.noAnnex')} act={{ href: '/capability', label: ui.t('nav.capability') }} />
          ) : (
            <Picture scene={coverage.wide} compact={coverage.narrow} lang={ui.lang} />
          )}
        </Card>
      ) : null}
      <div class="halves">
        {data.sections.map((section) => (
          <SectionCard key={section.key} ui={ui} section={section} />
        ))}
      </div>
      <h2 class="mt-4 mb-2 fs-5" id="period">
        {ui.t('quality.periodHead', { period: periodName(ui.lang, data.period.name) })}
      </h2>
      <Tabs
        label={ui.t('field.period')}
        tabs={data.choices.map((name) => ({
          href: `/quality?period=${name}#period`,
          label: periodName(ui.lang, name),
          active: name === data.period.name,
        }))}
      />
      <div class="halves">
        {data.groups.map((group) => (
          <GroupCard key={group.key} ui={ui} group={group} data={data} />
        ))}
      </div>
      {others.map(({ wide, narrow }) => (
        <Card key={wide.title}>
          <Picture scene={wide} compact={narrow} lang={ui.lang} />
        </Card>
      ))}
    </>
  );
}

const SectionCard = ({ ui, section: { key, figures } }: { ui: Ui; section: Section }): JSX.Element => (
  <Card title={ui.t(`quality.section.${key}`)} flush>
    <Figures ui={ui} figures={figures} caption={ui.t(`quality.section.${key}`)} />
  </Card>
);

/** One line for each number, the whole line leads to its list; on a phone as on a desk. */
function Figures({ ui, figures, caption }: { ui: Ui; figures: readonly Figure[]; caption: string }): JSX.Element {
  return (
    <nav class="list-group list-group-flush" aria-label={caption}>
      {figures.map((row) => (
        <a
          key={row.key}
          class="list-group-item list-group-item-action d-flex gap-3 align-items-center py-2"
          href={row.href}
        >
          <span class="flex-fill">
            {lookUp(ui.lang, `quality.figure.${row.key}`)}
            {row.next === null ? null : <small class="quiet d-block">{ui.t('quality.next', { next: row.next })}</small>}
          </span>
          <strong class="text-end">{row.count}</strong>
          <Weighed ui={ui} row={row} />
        </a>
      ))}
    </nav>
  );
}

function Weighed({ ui, row: { weight, late } }: { ui: Ui; row: Figure }): JSX.Element {
  return (
    <span class="col-3 text-end flex-shrink-0">
      <Pill {...looks[weight]} word={late > 0 ? ui.t('quality.late', { late }) : ui.t(`quality.weight.${weight}`)} />
    </span>
  );
}

function GroupCard({ ui, group, data }: { ui: Ui; group: ComparedGroup; data: QualitySheet }): JSX.Element {
  return (
    <Card title={ui.t(`quality.group.${group.key}`)} flush>
      <nav class="list-group list-group-flush" aria-label={ui.t(`quality.group.${group.key}`)}>
        <div class="list-group-item d-flex gap-3 py-1 quiet">
          <span class="flex-fill" />
          <span class="col-3 text-end">{periodName(ui.lang, data.period.name)}</span>
          <span class="col-3 text-end">{periodName(ui.lang, data.last)}</span>
        </div>
        {group.facts.map((row) => (
          <a key={row.key} class="list-group-item list-group-item-action d-flex gap-3 py-2" href={row.href}>
            <span class="flex-fill">{lookUp(ui.lang, `quality.fact.${row.key}`)}</span>
            <strong class="col-3 text-end">{row.count}</strong>
            <span class="col-3 text-end">{row.before}</span>
          </a>
        ))}
      </nav>
    </Card>
  );
}
