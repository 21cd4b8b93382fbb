import type { JSX } from 'preact';
import { Pill, type Ui } from '../ui/index.ts';

export function VerdictPill({ ui, verdict }: { ui: Ui; verdict: 'conforms' | 'fails' }): JSX.Element {
  return verdict === 'fails' ? (
    <Pill tone="red" shape="▲" word={ui.t('report.fails')} />
  ) : (
    <Pill tone="green" shape="✔" word={ui.t('report.conforms')} />
  );
}
