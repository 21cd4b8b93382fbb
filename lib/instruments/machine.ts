import type { Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import type { Permission } from '../kernel/access.ts';
import { type FileState, fileStates, type ProfileState, profileStates } from './rows.ts';

export type FileMove = 'reread' | 'decide' | 'amend' | 'take' | 'drop';

/** What the guards ask: whether the run takes files, and whether the person works in it. */
export interface FileSubject {
  run: 'open' | 'finished' | 'dropped';
  people: readonly string[];
}

const closed = ({ run }: FileSubject): Reason | null => (run === 'open' ? null : { id: 'instrument-file.run-closed' });
const notOurs = ({ people }: FileSubject, { id }: { id: string }): Reason | null =>
  people.includes(id) ? null : { id: 'instrument-file.not-ours' };
const unless = [closed, notOurs];

/** 已读取 → 已采用 (more of its lines may follow), or 已作废 while nothing of it stands in a record. */
export const instrumentFileMachine = {
  name: 'instrument-file',
  initial: 'read',
  states: fileStates,
  moves: {
    reread: { from: ['read'], to: 'read', needs: 'instrument-file.write', unless },
    decide: { from: ['read'], to: 'read', needs: 'instrument-file.write', unless },
    amend: { from: ['taken'], to: 'taken', needs: 'instrument-file.write', unless },
    take: { from: ['read', 'taken'], to: 'taken', needs: 'instrument-file.write', unless },
    drop: { from: ['read'], to: 'dropped', needs: 'instrument-file.write', unless },
  },
} as const satisfies Machine<FileState, FileMove, FileSubject> & { moves: Record<FileMove, { needs: Permission }> };

export type ProfileMove = 'revise' | 'retire';

/** 使用中 → 已修订 (a newer revision took its place) or 已停用. */
export const instrumentProfileMachine = {
  name: 'instrument-profile',
  initial: 'active',
  states: profileStates,
  moves: {
    revise: { from: ['active'], to: 'replaced', needs: 'instrument-file.profile' },
    retire: { from: ['active'], to: 'retired', needs: 'instrument-file.profile' },
  },
} as const satisfies Machine<ProfileState, ProfileMove, object> & {
  moves: Record<ProfileMove, { needs: Permission }>;
};
