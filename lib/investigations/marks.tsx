import type { JSX } from 'preact';
import { Pill, type Ui } from '../ui/index.ts';
import type { Finding, State } from './rows.ts';
import type { ShownRecord } from './show.ts';

const looks = {
  opened: { tone: 'red', shape: '▲' },
  laboratory: { tone: 'amber', shape: '◔' },
  'no-error': { tone: 'amber', shape: '◑' },
  retesting: { tone: 'blue', shape: '◐' },
  concluded: { tone: 'violet', shape: '◕' },
  closed: { tone: 'green', shape: '✔' },
  dropped: { tone: 'grey', shape: '✕' },
} as const;

/** 初检异常 … 已批准 as word, shape and colour. */
export const InvestigationPill = ({ ui, state }: { ui: Ui; state: State }): JSX.Element => (
  <Pill {...looks[state]} word={ui.t(`investigation.state.${state}`)} struck={state === 'dropped'} />
);

const found = {
  normal: { tone: 'green', shape: '✔' },
  abnormal: { tone: 'red', shape: '▲' },
  'not-applicable': { tone: 'grey', shape: '○' },
} as const;

export const FindingPill = ({ ui, finding }: { ui: Ui; finding: Finding }): JSX.Element => (
  <Pill {...found[finding]} word={ui.t(`investigation.finding.${finding}`)} />
);

const standings = {
  counts: { tone: 'teal', shape: '◉' },
  retest: { tone: 'violet', shape: '↩' },
  invalid: { tone: 'grey', shape: '✕' },
} as const;

/** How a record stands to the report: 计入报告, 复测, 初检值, 判定无效. */
export const RecordPill = ({
  ui,
  record,
}: {
  ui: Ui;
  record: Pick<ShownRecord, 'standing' | 'attempt'>;
}): JSX.Element => (
  <Pill
    {...standings[record.standing]}
    word={ui.t(
      record.standing === 'retest' && record.attempt === 0 ? 'standing.first' : `standing.${record.standing}`,
      {
        n: record.attempt,
      },
    )}
  />
);
