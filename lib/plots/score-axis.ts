import { dec } from '../core/decimal.ts';
import { linearScale, type Panel, type Scale, shownRange } from './axis.ts';
import { spreadOut } from './frame.ts';
import { drawn, label, TYPE } from './scene.ts';
import type { Item, ScoreVerdict } from './types.ts';

/** z, z′ and ζ: ISO 13528:2022, 9.4. */
export const zBounds = { warn: '2', act: '3' } as const;
export const allVerdicts = ['satisfactory', 'questionable', 'unsatisfactory', 'none'] as const;

/**
 * |score| ≤ warn satisfactory, < act questionable, else unsatisfactory; where both bounds are one (En) only ≤ 1 or not.
 * Compared as decimals, so that a tie is right. No number: none.
 */
export function scoreVerdict(score: string | null, bounds: { warn: string; act: string } = zBounds): ScoreVerdict {
  if (score === null || drawn(score) === null) return 'none';
  const size = dec(score).abs();
  if (size.lessThanOrEqualTo(dec(bounds.warn))) return 'satisfactory';
  return size.lessThan(dec(bounds.act)) ? 'questionable' : 'unsatisfactory';
}

/** Score axis: the bounds are always seen, what lies far out is cut. */
export function scoreScale(values: number[], act: number, panel: Panel): Scale {
  const reach = Math.max(act * 2, act + 1);
  const { low, high } = shownRange(values, [-act, act]);
  return linearScale([Math.max(low, -reach - act), Math.min(high, reach + act)], [panel.bottom, panel.top], {
    most: 8,
  });
}

export function boundLines(panel: Panel, scale: Scale, { warn, act }: { warn: string; act: string }): Item[] {
  const lines = ([1, -1] as const).flatMap((sign) =>
    [...(warn === act ? [] : [{ text: warn, tone: 'warn' as const }]), { text: act, tone: 'bad' as const }].map(
      (one) => ({
        ...one,
        said: `${sign < 0 ? '−' : '+'}${one.text}`,
        y: scale.at(sign * (drawn(one.text) ?? 0)),
      }),
    ),
  );
  const heights = spreadOut(
    lines.map(({ y }) => y),
    13,
    panel,
  );
  return lines.flatMap(({ said, tone, y }, n): Item[] => [
    {
      kind: 'line',
      x1: panel.left,
      x2: panel.right,
      y1: y,
      y2: y,
      stroke: { tone, thick: 1.5, dash: tone === 'bad' ? 'dashed' : 'dotted' },
    },
    label(panel.right + 4, (heights[n] ?? y) + 4, said, { size: TYPE.small, tone }),
  ]);
}
