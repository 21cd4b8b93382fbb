import { t } from '../messages/index.ts';
import { axisRoom, footLabels, instant, type Panel, type Scale, timeScale, valueAxis } from './axis.ts';
import { markAt, placed, verdictLooks, verdictWords, widthOf, words } from './frame.ts';
import { drawKey, drawn, emptyScene, figure, markKey, Taken } from './scene.ts';
import { allVerdicts, boundLines, scoreScale, zBounds } from './score-axis.ts';
import type { Item, PlotOptions, Scene, ScoreHistoryData, ScoreVerdict } from './types.ts';

/** Scores of one laboratory over its rounds, with the bounds as bands; the mark says the verdict, a cross a round without a score. */
export function scoreHistory(data: ScoreHistoryData, options: PlotOptions): Scene {
  const { lang } = options;
  const width = widthOf(options);
  const bounds = data.bounds ?? zBounds;
  const table = {
    head: [t(lang, 'plot.round'), t(lang, 'plot.date'), data.axis, t(lang, 'plot.verdict')],
    rows: data.rounds.map(({ label: name, at, score, verdict }) => [
      name,
      at,
      score ?? t(lang, 'plot.noScore'),
      verdictWords(verdict, options),
    ]),
  };
  if (data.rounds.length === 0) return emptyScene({ title: data.title, table, width }, t(lang, 'plot.noData'));
  const panel: Panel = { left: 0, right: width - 34, top: 26, bottom: 210 };
  const act = drawn(bounds.act) ?? 3;
  const scale = scoreScale(
    data.rounds.flatMap(({ score }) => drawn(score) ?? []),
    act,
    panel,
  );
  panel.left = axisRoom(scale);
  const time = timeScale(
    data.rounds.map(({ at }) => instant(at)),
    [panel.left + 14, panel.right - 14],
  );
  const taken = new Taken({ left: panel.left, right: panel.right, top: 0, bottom: panel.bottom });
  const spots = data.rounds.map((round) => ({ ...round, x: time.at(instant(round.at)), value: drawn(round.score) }));
  const line = spots.flatMap(({ x, value }) => (value === null ? [] : [{ x, y: placed(value, scale, panel).y }]));
  const marks = spots.flatMap(({ x, value, score, verdict, label: name, at, hint, href }) =>
    markAt(
      {
        x,
        size: 5,
        ...verdictLooks[verdict],
        hint: words(
          name,
          at,
          score === null ? t(lang, 'plot.noScore') : figure(score),
          verdictWords(verdict, options),
          hint,
        ),
        ...(href !== undefined && { href }),
      },
      { number: value ?? 0, text: score ?? '' },
      scale,
      panel,
      taken,
    ),
  );
  const key = drawKey(
    allVerdicts
      .filter((verdict) => data.rounds.some((round) => round.verdict === verdict))
      .map((verdict) => {
        const { shape, tone, open } = verdictLooks[verdict];
        return markKey(shape, tone, verdictWords(verdict, options), open);
      }),
    { left: 4, top: panel.bottom + 28, right: width - 4 },
  );
  const count = (verdict: ScoreVerdict) => data.rounds.filter((round) => round.verdict === verdict).length;
  return {
    width,
    height: panel.bottom + 30 + key.height,
    title: data.title,
    description: t(lang, 'plot.historySays', {
      count: data.rounds.length,
      good: count('satisfactory'),
      warn: count('questionable'),
      bad: count('unsatisfactory'),
      none: count('none'),
    }),
    items: [
      ...bands(panel, scale, bounds),
      ...valueAxis(panel, scale, data.axis),
      ...boundLines(panel, scale, bounds),
      ...(line.length > 1 ? [{ kind: 'polyline' as const, points: line, stroke: { tone: 'muted' as const } }] : []),
      ...marks,
      ...footLabels(
        panel,
        width,
        time.ticks.map(({ value, label: text }) => ({ x: time.at(value), label: text })),
      ),
      { kind: 'line', x1: panel.left, x2: panel.right, y1: scale.at(0), y2: scale.at(0), stroke: { tone: 'ink' } },
      ...key.items,
    ],
    table,
  };
}

function bands(panel: Panel, scale: Scale, { warn, act }: { warn: string; act: string }): Item[] {
  const [inner, outer] = [drawn(warn) ?? 2, drawn(act) ?? 3];
  const band = (from: number, to: number, tone: 'good' | 'warn', strength: number): Item[] => {
    const [a, b] = [scale.at(from), scale.at(to)];
    return b === a
      ? []
      : [
          {
            kind: 'rect',
            x: panel.left,
            width: panel.right - panel.left,
            y: Math.min(a, b),
            height: Math.abs(a - b),
            fill: { tone, strength },
          },
        ];
  };
  return [
    ...band(-inner, inner, 'good', 0.1),
    ...band(inner, outer, 'warn', 0.16),
    ...band(-outer, -inner, 'warn', 0.16),
  ];
}
