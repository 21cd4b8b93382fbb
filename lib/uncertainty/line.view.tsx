import type { JSX } from 'preact';
import type { Paper } from '../pdf/paper.ts';
import { Pill, type Ui } from '../ui/index.ts';
import type { ResultUncertainty } from './result.ts';

const looks = {
  conforms: { tone: 'green', shape: '✔' },
  'conditional-pass': { tone: 'orange', shape: '◔' },
  'conditional-fail': { tone: 'orange', shape: '◑' },
  fails: { tone: 'red', shape: '▲' },
} as const;

/** The uncertainty of one result as bench and review show it: U, the rule, the verdict by it, and that a limit is near. */
export function UncertaintyLine({ found, ui }: { found: ResultUncertainty; ui: Ui }): JSX.Element {
  const { decision, budget } = found;
  return (
    <div class="mb-2">
      <p class="mb-1">
        {found.words[ui.lang]}{' '}
        <a href={`/uncertainty/${budget.id}`}>{ui.t('uncertainty.byBudget', { number: budget.number })}</a>
      </p>
      {decision || found.near ? (
        <p class="mb-0">
          {decision ? <Pill {...looks[decision.word]} word={ui.t(`uncertainty.word.${decision.word}`)} /> : null}
          {found.near ? <span class="ms-2">{ui.t('uncertainty.near')}</span> : null}
        </p>
      ) : null}
    </div>
  );
}

/** The same on a paper, from the cursor on, in Chinese as papers are; returns the height used, points. */
export function drawUncertainty(paper: Paper, found: ResultUncertainty, size = 8.5): number {
  const height = paper.block(found.words.zh, paper.left, paper.y, paper.inner, { size });
  paper.y += height;
  return height;
}
