import type { Actor, Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import {
  type NoticeState,
  noticeStates,
  type StatisticsState,
  statisticsStates,
  type UploadState,
  uploadStates,
} from './rows.ts';

interface Made {
  state: UploadState;
  made_by: string;
}

/** What leaves the institute is looked at by a second person (domain 10, 28). */
const neverMaker = ({ made_by }: Made, { id }: Actor): Reason | null => (made_by === id ? { id: 'upload.own' } : null);

export const uploadMachine: Machine<UploadState, 'approve' | 'hand' | 'acknowledge' | 'withdraw', Made> = {
  name: 'upload',
  initial: 'made',
  states: uploadStates,
  moves: {
    approve: { from: ['made'], to: 'approved', needs: 'upload.approve', unless: [neverMaker] },
    hand: { from: ['approved'], to: 'handed', needs: 'upload.write' },
    acknowledge: { from: ['handed'], to: 'acknowledged', needs: 'upload.write' },
    withdraw: { from: ['made', 'approved', 'handed'], to: 'void', needs: 'upload.write' },
  },
};

interface Written {
  state: StatisticsState;
  writers: readonly string[];
}

const neverWriter = ({ writers }: Written, { id }: Actor): Reason | null =>
  writers.includes(id) ? { id: 'statistics.own' } : null;

export const statisticsMachine: Machine<StatisticsState, 'edit' | 'release' | 'replace' | 'drop', Written> = {
  name: 'statistics',
  initial: 'draft',
  states: statisticsStates,
  moves: {
    edit: { from: ['draft'], to: 'draft', needs: 'statistics.write' },
    release: { from: ['draft'], to: 'released', needs: 'statistics.release', unless: [neverWriter] },
    replace: { from: ['released'], to: 'replaced', needs: 'statistics.release' },
    drop: { from: ['draft'], to: 'dropped', needs: 'statistics.write' },
  },
};

interface Drafted {
  state: NoticeState;
}

export const noticeMachine: Machine<NoticeState, 'edit' | 'submit' | 'return' | 'release' | 'drop', Drafted> = {
  name: 'notice',
  initial: 'draft',
  states: noticeStates,
  moves: {
    edit: { from: ['draft'], to: 'draft', needs: 'notice.write' },
    submit: { from: ['draft'], to: 'submitted', needs: 'notice.write' },
    return: { from: ['submitted'], to: 'draft', needs: 'notice.release' },
    release: { from: ['submitted'], to: 'released', needs: 'notice.release' },
    drop: { from: ['draft'], to: 'dropped', needs: 'notice.write' },
  },
};
