import type { JSX } from 'preact';
import { Pill, type Ui } from '../ui/index.ts';
import type { Kind } from './rows.ts';
import type { ShownMaterial } from './show.ts';
import type { Standing } from './standing.ts';

export interface LotProps {
  data: ShownMaterial;
  ui: Ui;
}

const looks = {
  ready: { tone: 'green', shape: '●' },
  soon: { tone: 'amber', shape: '◷' },
  expired: { tone: 'red', shape: '▲' },
  parent: { tone: 'red', shape: '▲' },
  blocked: { tone: 'red', shape: '‖' },
  unstandardised: { tone: 'orange', shape: '◌' },
  unsuitable: { tone: 'orange', shape: '◌' },
  'used-up': { tone: 'grey', shape: '○' },
  closed: { tone: 'grey', shape: '■' },
} as const;

/** 在用, 临近有效期, 已过有效期 … */
export function StandingMark({ ui, standing }: { ui: Ui; standing: Standing }): JSX.Element {
  const { tone, shape } = looks[standing];
  return <Pill tone={tone} shape={shape} word={ui.t(`material.standing.${standing}`)} />;
}

/** The end of a lot in words: a date, or why there is none. */
export function endWord(ui: Pick<Ui, 't'>, kind: Kind, end: string | null): string {
  if (end !== null) return end;
  if (kind === 'titrant') return ui.t('material.endLater');
  return kind === 'reference' || kind === 'standard' || kind === 'herb' ? ui.t('material.noEnd') : '—';
}

export const kindWord = (ui: Ui, kind: Kind): string => ui.t(`material.kind.${kind}`);

/** 合格 or 不合格, of a suitability check or a standardisation. */
export function Judged({ ui, good }: { ui: Ui; good: boolean }): JSX.Element {
  return good ? (
    <Pill tone="green" shape="✔" word={ui.t('material.good')} />
  ) : (
    <Pill tone="red" shape="✗" word={ui.t('material.bad')} />
  );
}
