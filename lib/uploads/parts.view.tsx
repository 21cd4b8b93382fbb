import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { Pill, type ShapeName, Tabs, type ToneName, type Ui } from '../ui/index.ts';
import type { BatchState, NoticeState, StatisticsState, UploadState } from './rows.ts';

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

const rooms = [
  { href: '/uploads', label: 'nav.uploads', needs: 'upload.read' },
  { href: '/uploads/statistics', label: 'nav.statistics', needs: 'statistics.read' },
  { href: '/uploads/notices', label: 'nav.notices', needs: 'notice.read' },
] as const;

/** The three rooms of what leaves the institute. */
export function Rooms({ ui, here }: { ui: Ui; here: (typeof rooms)[number]['href'] }): JSX.Element | null {
  const open = rooms.filter(({ needs }) => ui.may(needs));
  return open.length < 2 ? null : (
    <Tabs
      label={ui.t('upload.rooms')}
      tabs={open.map(({ href, label }) => ({ href, label: ui.t(label), active: href === here }))}
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
