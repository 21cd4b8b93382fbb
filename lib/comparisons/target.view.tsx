import type { JSX } from 'preact';
import type { Score } from '../core/statistics/scores.ts';
import { lookUp } from '../messages/index.ts';
import { Picture } from '../plots/svg.tsx';
import { Card, DataTable, Facts, PageHead, type Ui } from '../ui/index.ts';
import type { ScoredLine, TargetEvaluation } from './evaluation.ts';
import { assignedText } from './evaluation.view.tsx';
import { shortFigure, shortParams, shortScore } from './figures.ts';
import { VerdictMark } from './marks.tsx';
import { type Shown, targetScenes } from './pictures.ts';
import type { TargetSheet } from './target.ts';

/** All scores of one item: how the values they rest on came about, what they cannot show, and each with its inputs and formula. */
function TargetView({ data, ui }: { data: TargetSheet; ui: Ui }): JSX.Element {
  const { target } = data;
  const names = new Map(data.organisations.map(({ participant, name }) => [participant, name]));
  const title = data.samples.length === 1 ? target.name : `${target.name} ${target.sample}`;
  return (
    <>
      <PageHead
        over={<a href={`/comparisons/${data.id}#evaluation`}>{`${data.schemeNo} ${data.name}`}</a>}
        title={title}
        note={assignedText(target)}
      />
      <BasisCard target={target} ui={ui} />
      <CautionsCard target={target} ui={ui} />
      <Pictures target={target} shown={target.lines.map((line) => shownOf(target, line))} ui={ui} />
      <Card title={ui.t('comparison.scores')} flush>
        <DataTable<ScoredLine>
          ui={ui}
          caption={ui.t('comparison.scores')}
          rows={target.lines}
          rowKey={(row) => row.participant}
          empty={ui.t('comparison.noResults')}
          columns={[
            { key: 'code', head: ui.t('comparison.labCode'), cell: (row) => <code>{row.code}</code> },
            { key: 'name', head: ui.t('comparison.laboratory'), cell: (row) => names.get(row.participant), wrap: true },
            { key: 'value', head: ui.t('comparison.result'), cell: resultText, wrap: true },
            {
              key: 'verdict',
              head: ui.t('comparison.verdict'),
              cell: (row) => <VerdictMark ui={ui} verdict={row.verdict} />,
            },
            {
              key: 'scores',
              head: ui.t('comparison.scores'),
              cell: (row) => <Scores line={row} ui={ui} />,
              wrap: true,
            },
            { key: 'flags', head: ui.t('comparison.remarks'), cell: (row) => flagText(ui, row), wrap: true },
          ]}
        />
      </Card>
    </>
  );
}

/** What a picture shows of a line. */
export function shownOf({ by }: Pick<TargetEvaluation, 'by'>, { code, value, scores, counted }: ScoredLine): Shown {
  const score = by.kind === 'number' ? scores.find(({ kind }) => kind === by.judged) : undefined;
  return { code, value, counted, score: score?.value ?? null };
}

export const resultText = ({ value, unit, u }: ScoredLine): string =>
  [value, unit, u === null ? '' : `(u ${u})`].filter((part) => part !== '').join(' ');

export function flagText(ui: Ui, { flags, why }: ScoredLine): string {
  const parts = [
    ...(why === null ? [] : [ui.t(`comparison.why.${why}`)]),
    ...flags.map(({ id, params }) => ui.t(id, params)),
  ];
  return parts.join('；') || '—';
}

/** Each score with the formula it comes from and the numbers that went in. */
export function Scores({ line, ui }: { line: ScoredLine; ui: Ui }): JSX.Element {
  if (line.scores.length === 0) return <>{line.share ?? '—'}</>;
  const short = ({ kind, value }: Score) => `${ui.t(`comparison.score.${kind}`)} = ${shortScore(value)}`;
  return (
    <details class="more m-0">
      <summary class="m-0">{line.scores.map(short).join('　')}</summary>
      {line.scores.map((score) => (
        <div key={score.kind} class="mt-2">
          <strong>{short(score)}</strong>
          <p class="quiet mb-0">{ui.t(`comparison.formula.${score.kind}`)}</p>
          <p class="mb-0">{inputsText(ui, score)}</p>
        </div>
      ))}
    </details>
  );
}

/** The word of an input; what the scheme itself named (a contribution to u) stays as it is. */
function inputName(ui: Pick<Ui, 'lang'>, name: string): string {
  const key = `comparison.input.${name}`;
  const word = lookUp(ui.lang, key);
  return word === key ? name : word;
}

const inputsText = (ui: Pick<Ui, 'lang'>, { inputs, value }: Score): string =>
  [...Object.entries(inputs).map(([name, input]) => `${inputName(ui, name)} = ${input}`), `→ ${value}`].join('，');

/** Assigned value and σ_pt: source, formula, inputs; and the figures of the distribution. */
export function BasisCard({ target, ui }: { target: Pick<TargetEvaluation, 'by' | 'counted'>; ui: Ui }): JSX.Element {
  const { by } = target;
  if (by.kind === 'text')
    return (
      <Card title={ui.t('comparison.basis')}>
        <Facts
          facts={[
            { label: ui.t('comparison.expected'), value: by.expected },
            {
              label: ui.t('comparison.agreement'),
              value:
                by.agreement === null
                  ? '—'
                  : `${by.agreement.most} · ${by.agreement.count}/${by.agreement.of} (${shortFigure(by.agreement.rate)} %)`,
            },
          ]}
        />
      </Card>
    );
  const list = (inputs: Record<string, string>) =>
    Object.entries(inputs)
      .map(
        ([name, value]) =>
          `${inputName(ui, name)} = ${name === 'method' ? lookUp(ui.lang, `comparison.robust.${value}`) : value}`,
      )
      .join('，');
  return (
    <Card title={ui.t('comparison.basis')}>
      <Facts
        facts={[
          {
            label: ui.t('comparison.assigned'),
            value: `${shortFigure(by.assigned.value)}，u = ${shortFigure(by.assigned.u)}`,
          },
          { label: ui.t('comparison.sourceOf'), value: ui.t(`comparison.source.${by.assigned.source}`) },
          {
            label: ui.t('comparison.formula'),
            value: `${ui.t(`comparison.formula.${by.assigned.source}`)}　${list(by.assigned.inputs)}`,
            wide: true,
          },
          { label: ui.t('comparison.sigma'), value: shortFigure(by.sigma.value) },
          { label: ui.t('comparison.sourceOf'), value: ui.t(`comparison.sigmaSource.${by.sigma.source}`) },
          {
            label: ui.t('comparison.formula'),
            value: `${ui.t(`comparison.formula.sigma-${by.sigma.source}`)}　${list(by.sigma.inputs)}`,
            wide: true,
          },
          { label: ui.t('comparison.judgedBy'), value: ui.t(`comparison.formula.${by.judged}`), wide: true },
          ...by.summary.map(({ name, value }) => ({
            label: lookUp(ui.lang, `comparison.figure.${name}`),
            value: shortFigure(value),
          })),
        ]}
      />
    </Card>
  );
}

/** What the scores of this round cannot show. */
export function CautionsCard({
  target,
  ui,
}: {
  target: Pick<TargetEvaluation, 'cautions'>;
  ui: Ui;
}): JSX.Element | null {
  if (target.cautions.length === 0) return null;
  return (
    <Card title={ui.t('comparison.cautionsTitle')}>
      <ul class="mb-0">
        {target.cautions.map(({ id, params }, at) => (
          <li key={`${id}${at}`}>{lookUp(ui.lang, id, shortParams(params))}</li>
        ))}
      </ul>
    </Card>
  );
}

const NARROW = 340;

export function Pictures(props: {
  target: Omit<TargetEvaluation, 'lines'>;
  shown: readonly Shown[];
  ui: Ui;
  own?: string;
}): JSX.Element | null {
  const { target, shown, ui, own } = props;
  const wide = targetScenes(target, shown, { lang: ui.lang, own });
  const narrow = targetScenes(target, shown, { lang: ui.lang, own, width: NARROW });
  if (wide.length === 0) return null;
  return (
    <Card title={ui.t('comparison.pictures')}>
      {wide.map((scene, at) => {
        const compact = narrow[at];
        return <Picture key={scene.title} scene={scene} lang={ui.lang} {...(compact && { compact })} />;
      })}
    </Card>
  );
}

export const targetView = (data: TargetSheet, ui: Ui): JSX.Element => <TargetView data={data} ui={ui} />;
