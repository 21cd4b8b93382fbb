import type { JSX } from 'preact';
import { Pill, type Ui } from '../ui/index.ts';
import type { ShownVerdict } from './rows.ts';

export function VerdictPill({ ui, verdict }: { ui: Ui; verdict: ShownVerdict }): JSX.Element {
  if (verdict === 'none') return <Pill tone="grey" shape="○" word={ui.t('report.notJudged')} />;
  return verdict === 'fails' ? (
    <Pill tone="red" shape="▲" word={ui.t('report.fails')} />
  ) : (
    <Pill tone="green" shape="✔" word={ui.t('report.conforms')} />
  );
}
