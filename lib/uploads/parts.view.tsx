import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { Pill, type ShapeName, Tabs, type ToneName, type Ui } from '../ui/index.ts';
import type { BatchState, NoticeState, StatisticsState, UploadState } from './rows.ts';
import { type Scope, scopes } from './show.ts';

interface Look {
  tone: ToneName;
  shape: ShapeName;
  struck?: boolean;
}

const looks: Record<UploadState | BatchState | StatisticsState | NoticeState, Look> = {
  made: { tone: 'amber', shape: '◔' },
  approved: { tone: 'teal', shape: '◉' },
  handed: { tone: 'blue', shape: '◐' },
  acknowledged: { tone: 'green', shape: '✔' },
  void: { tone: 'grey', shape: '✕', struck: true },
  waiting: { tone: 'blue', shape: '◐' },
  accepted: { tone: 'green', shape: '✔' },
  returned: { tone: 'orange', shape: '↩' },
  draft: { tone: 'grey', shape: '◌' },
  released: { tone: 'green', shape: '✔' },
  replaced: { tone: 'grey', shape: '○' },
  dropped: { tone: 'grey', shape: '✕', struck: true },
  submitted: { tone: 'violet', shape: '◑' },
};

/** A state as word, shape and colour; `of` names whose words it has. */
export function Mark({
  ui,
  of,
  state,
}: {
  ui: Ui;
  of: 'upload' | 'uploadBatch' | 'statistics' | 'notice';
  state: keyof typeof looks;
}): JSX.Element {
  const words = {
    upload: `upload.state.${state}`,
    uploadBatch: `uploadBatch.state.${state}`,
    statistics: `statistics.state.${state}`,
    notice: `notice.state.${state}`,
  };
  return <Pill {...looks[state]} word={lookUp(ui.lang, words[of])} />;
}

/** What leaves the institute as data: batches still to go, files, reports of figures. One row of tabs on each of their pages. */
export function Rooms({
  ui,
  here,
  counts = {},
}: {
  ui: Ui;
  here: Scope | 'statistics';
  counts?: Partial<Record<Scope, number>>;
}): JSX.Element {
  const batches = scopes.map((one) => ({
    ...{ href: `/uploads?scope=${one}`, label: ui.t(`upload.scope.${one}`), active: one === here, count: counts[one] },
  }));
  const figures = { href: '/uploads/statistics', label: ui.t('nav.statistics'), active: here === 'statistics' };
  return (
    <Tabs
      label={ui.t('upload.rooms')}
      tabs={[...(ui.may('upload.read') ? batches : []), ...(ui.may('statistics.read') ? [figures] : [])]}
    />
  );
}

/** How sure a layout is. */
export const Confidence = ({ ui, confidence }: { ui: Ui; confidence: string }): JSX.Element =>
  confidence === 'V' || confidence === 'M1' ? (
    <span>{lookUp(ui.lang, `clock.confidence.${confidence}`)}</span>
  ) : (
    <Pill tone="amber" shape="◔" word={lookUp(ui.lang, `clock.confidence.${confidence}`)} />
  );
