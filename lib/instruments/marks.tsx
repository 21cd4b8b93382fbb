import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { Pill, type ShapeName, type ToneName, type Ui } from '../ui/index.ts';
import type { FileState, LineState, ProfileState } from './rows.ts';

const lineLooks: Record<LineState, { tone: ToneName; shape: ShapeName }> = {
  matched: { tone: 'teal', shape: '●' },
  unmatched: { tone: 'orange', shape: '?' },
  duplicate: { tone: 'amber', shape: '‖' },
  'out-of-range': { tone: 'red', shape: '▲' },
  altered: { tone: 'red', shape: '!' },
  ignored: { tone: 'grey', shape: '✕' },
  taken: { tone: 'green', shape: '✔' },
};

export const LinePill = ({ ui, status }: { ui: Ui; status: LineState }): JSX.Element => (
  <Pill {...lineLooks[status]} word={ui.t(`instrument-file.status.${status}`)} struck={status === 'ignored'} />
);

const fileLooks: Record<FileState, { tone: ToneName; shape: ShapeName }> = {
  read: { tone: 'blue', shape: '◐' },
  taken: { tone: 'green', shape: '✔' },
  dropped: { tone: 'grey', shape: '✕' },
};

export const FilePill = ({ ui, state }: { ui: Ui; state: FileState }): JSX.Element => (
  <Pill {...fileLooks[state]} word={ui.t(`instrument-file.state.${state}`)} struck={state === 'dropped'} />
);

const profileLooks: Record<ProfileState, { tone: ToneName; shape: ShapeName }> = {
  active: { tone: 'green', shape: '●' },
  replaced: { tone: 'grey', shape: '◌' },
  retired: { tone: 'grey', shape: '✕' },
};

export const ProfilePill = ({ ui, state }: { ui: Ui; state: ProfileState }): JSX.Element => (
  <Pill {...profileLooks[state]} word={ui.t(`instrument-file.profileState.${state}`)} struck={state === 'retired'} />
);

/** The name of a layout as laboratories say it. */
export const formatName = (ui: Ui, format: string): string => lookUp(ui.lang, `instrument-format.${format}`);
/** Encodings are called alike in every language. */
export const encodingName = (encoding: string): string => encoding.toUpperCase();

/** What a figure is: the first of the words by which files call it. */
export function fieldWord(ui: Ui, field: string): string {
  const key = `instrument-field.${field}`;
  const words = lookUp(ui.lang, key);
  return words === key ? field : (words.split(' ')[0] ?? field);
}
