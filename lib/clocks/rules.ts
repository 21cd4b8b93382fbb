import type { Knex } from 'knex';
import { addDays } from '../core/deadlines.ts';
import { next } from '../core/machine.ts';
import { Refusal, refuse } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { type ClockRule, type Confidence, loadRules, type PauseKind } from '../kernel/rules.ts';
import { find, list } from '../kernel/tables.ts';
import type { Act, App } from '../kernel/types.ts';
import { type RuleMove, ruleMachine } from './machine.ts';
import type { RuleRow } from './rows.ts';

export interface Proposal {
  ruleId: string;
  termAmount: number;
  unit: ClockRule['unit'];
  basis: string;
  confidence: Confidence;
  termFrom: string;
  pauseKinds?: PauseKind[];
  extensionAmount?: number;
  extensionApproval?: string;
  reason: string;
}

/**
 * Proposes another term for a rule from a day on. Clocks that run keep the rule with which they started.
 * @throws Refusal `clock.rule-missing`, `clock.rule-past` for a first day before tomorrow, `clock.rule-same` when nothing changes,
 * `clock.extension-approval` for an extension that nobody approves
 */
export async function propose(act: Act, input: Proposal): Promise<RuleRow> {
  const now = act.app.rules.all().find(({ id }) => id === input.ruleId);
  if (!now) return refuse('clock.rule-missing', { rule: input.ruleId }, 'ruleId', 'missing');
  if (input.termFrom <= act.today) refuse('clock.rule-past', { today: act.today }, 'termFrom');
  const approval = input.extensionApproval?.trim() ?? '';
  if (input.extensionAmount !== undefined && approval === '')
    refuse('clock.extension-approval', {}, 'extensionApproval');
  const { pauses: _pauses, extension: _extension, ...kept } = now;
  const body: ClockRule = {
    ...kept,
    amount: input.termAmount,
    unit: input.unit,
    basis: input.basis.trim(),
    confidence: input.confidence,
    validFrom: input.termFrom,
    validTo: null,
    ...(input.pauseKinds && input.pauseKinds.length > 0 && { pauses: input.pauseKinds }),
    ...(input.extensionAmount !== undefined && { extension: { amount: input.extensionAmount, approval } }),
  };
  if (JSON.stringify(termsOf(body)) === JSON.stringify(termsOf(now))) refuse('clock.rule-same', {}, 'termAmount');
  return act.insert<RuleRow>('clock_rules', {
    rule: input.ruleId,
    body,
    reason: input.reason.trim(),
    state: 'proposed',
    proposed_by: act.user.id,
    proposed_at: act.now,
    decided_by: null,
    decided_at: null,
    decision: null,
  });
}

const termsOf = ({ amount, unit, basis, confidence, pauses = [], extension }: ClockRule) => ({
  amount,
  unit,
  basis,
  confidence,
  pauses: [...pauses].sort(),
  extension: extension ?? null,
});

export interface Decision {
  id: string;
  version: number;
  ruleMove: RuleMove;
  ruleNote?: string;
}

/** Confirms or declines a proposal. @throws Refusal `clock.own-proposal`, `machine.state`, `record.stale`, `clock.decline-reason` */
export async function decide(act: Act, { id, version, ruleMove, ruleNote }: Decision): Promise<RuleRow> {
  const row = await find<RuleRow>(act.db, 'clock_rules', { id });
  if (!row) return refuse('record.missing', { what: id }, undefined, 'missing');
  if (row.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale', row);
  const state = next(ruleMachine, ruleMove, row, actorOf(act.user));
  const why = ruleNote?.trim() ?? '';
  if (ruleMove === 'decline' && why.length < 2) refuse('clock.decline-reason', {}, 'ruleNote');
  const decided = await act.update<RuleRow>(
    'clock_rules',
    row,
    { state, decided_by: act.user.id, decided_at: act.now, decision: why || null },
    { reason: why || undefined },
  );
  act.after(() => applyRules(act.app, act.app.db.read));
  return decided;
}

/** Puts what the institute confirmed over the rules that came with the program. */
export async function applyRules(app: App, db: Knex): Promise<void> {
  const confirmed = await list<RuleRow>(db, 'clock_rules', { state: 'confirmed' }, 'decided_at');
  app.rules = loadRules(
    app.config.root,
    confirmed.map(({ body }, i) => {
      const later = confirmed.slice(i + 1).find((one) => one.rule === body.id && one.body.validFrom > body.validFrom);
      return later ? { ...body, validTo: addDays(later.body.validFrom, -1) } : body;
    }),
  );
}
