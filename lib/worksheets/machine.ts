import type { Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import type { Permission } from '../kernel/access.ts';
import type { WorksheetRow } from './rows.ts';

export type RunMove = 'fill' | 'compose' | 'finish' | 'reopen' | 'drop';

type Subject = Pick<WorksheetRow, 'analyst_id' | 'members'>;

const notOurs = ({ analyst_id, members }: Subject, actor: { id: string }): Reason | null =>
  analyst_id === actor.id || members.includes(actor.id) ? null : { id: 'run.not-ours' };
const notMine = ({ analyst_id }: Subject, actor: { id: string }): Reason | null =>
  analyst_id === actor.id ? null : { id: 'run.not-mine' };

/** 进行中 → 已完成 (the sequence is over; opened again for a correction) or 已取消 (the records of its tests stay). */
export const runMachine = {
  name: 'run',
  initial: 'open',
  states: ['open', 'finished', 'dropped'],
  moves: {
    fill: { from: ['open'], to: 'open', needs: 'run.write', unless: [notOurs] },
    compose: { from: ['open'], to: 'open', needs: 'run.write', unless: [notMine] },
    finish: { from: ['open'], to: 'finished', needs: 'run.write', unless: [notMine] },
    reopen: { from: ['finished'], to: 'open', needs: 'run.write', unless: [notMine] },
    drop: { from: ['open'], to: 'dropped', needs: 'run.write', unless: [notMine] },
  },
} as const satisfies Machine<WorksheetRow['state'], RunMove, Subject> & {
  moves: Record<RunMove, { needs: Permission }>;
};
