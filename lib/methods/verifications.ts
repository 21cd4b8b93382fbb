import { next } from '../core/machine.ts';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { rowHash } from '../kernel/action.ts';
import type { Act } from '../kernel/types.ts';
import { figuresOf } from './figures.ts';
import { type VerificationMove, verificationMachine } from './machine.ts';
import type { Figures, VerificationData, VerificationLimits, VerificationRow } from './rows.ts';
import { rowAt } from './store.ts';

export interface NewVerification {
  parameterCode: string;
  /** Without it: the bases of the parameter as the catalogue cites them. */
  methodStandard?: string;
  kind: VerificationRow['kind'];
}

export interface Read {
  id: string;
  version: number;
}

export type Entered = VerificationData & VerificationLimits & { note?: string };

const measured = ['precision', 'recovery', 'linearity', 'blanks', 'sigma'] as const;
const accepted = ['rsdMost', 'recoveryLow', 'recoveryHigh', 'rLeast', 'lodMost', 'loqMost'] as const;

/** Opens the record of a verification. @throws Refusal `verification.parameter` */
export async function openVerification(
  act: Act,
  { parameterCode: code, methodStandard: standard, kind }: NewVerification,
): Promise<VerificationRow> {
  const parameter = act.app.catalogue.parameters.get(code);
  if (parameter === undefined) return refuse('verification.parameter', { code }, 'parameterCode');
  const cited = parameter.basis.map(({ standard: number, clause }) => [number, clause].filter(Boolean).join(' '));
  return await act.insert<VerificationRow>('verifications', {
    number: await act.number('verification', 'FV-{year}-{serial:3}'),
    parameter_code: code,
    standard: standard ?? [...new Set(cited)].join('; '),
    kind,
    state: 'draft',
    data: {},
    limits: {},
    computed: null,
    conclusion: null,
    note: null,
    author_id: act.user.id,
    proposed_at: null,
    decided_by: null,
    decided_at: null,
    reason: null,
  });
}

async function movable(act: Act, move: VerificationMove, { id, version }: Read) {
  const row = await rowAt<VerificationRow>(act.db, 'verifications', id, version);
  return { row, state: next(verificationMachine, move, row, actorOf(act.user)) };
}

/** Saves what was entered with what follows from it. @throws Refusal of `figuresOf`, the machine, `record.stale` */
export async function saveVerification(act: Act, input: Read & Entered): Promise<VerificationRow> {
  const { row, state } = await movable(act, 'save', input);
  const data: VerificationData = pick(input, measured);
  const limits: VerificationLimits = pick(input, accepted);
  const computed = figuresOf(data, limits);
  return await act.update<VerificationRow>('verifications', row, {
    data,
    limits,
    computed: computed.criteria.length === 0 ? null : computed,
    note: input.note ?? null,
    state,
  });
}

function pick<K extends string>(input: Partial<Record<K, string>>, keys: readonly K[]): Partial<Record<K, string>> {
  const out: Partial<Record<K, string>> = {};
  for (const key of keys) {
    const typed = input[key]?.trim();
    if (typed) out[key] = typed;
  }
  return out;
}

/** Hands the record to a second person. @throws Refusal `verification.nothing`, `verification.no-limit` */
export async function proposeVerification(act: Act, input: Read): Promise<VerificationRow> {
  const { row, state } = await movable(act, 'propose', input);
  refuseAll(unfinished(row.computed));
  return await act.update<VerificationRow>('verifications', row, { state, proposed_at: act.now, reason: null });
}

/** What still has to be entered before somebody can conclude. */
export function unfinished(computed: Figures | null): Reason[] {
  if (computed === null) return [{ id: 'verification.nothing', field: 'precision' }];
  return computed.criteria
    .filter(({ met }) => met === null)
    .map(({ id }) => ({ id: 'verification.no-limit', field: limitField[id], params: { criterion: id } }));
}

const limitField = { rsd: 'rsdMost', recovery: 'recoveryLow', r: 'rLeast', lod: 'lodMost', loq: 'loqMost' } as const;

/** Gives the record back, or gives it up. */
export async function declineVerification(
  act: Act,
  move: 'return' | 'drop',
  { reason, ...read }: Read & { reason: string },
): Promise<VerificationRow> {
  const { row, state } = await movable(act, move, read);
  const decided = move === 'return' ? { decided_by: act.user.id, decided_at: act.now } : {};
  return await act.update<VerificationRow>('verifications', row, { state, reason, ...decided }, { reason });
}

/**
 * Concludes, under a password: the method fits its use here, or not. @throws Refusal `method.own`, `verification.not-met`, `record.stale`
 */
export async function concludeVerification(
  act: Act,
  { fitness, decisionNote, ...read }: Read & { fitness: 'fit' | 'unfit'; decisionNote?: string },
): Promise<VerificationRow> {
  const { row, state } = await movable(act, 'conclude', read);
  const failed = row.computed?.criteria.filter(({ met }) => met !== true) ?? [];
  if (fitness === 'fit')
    refuseAll(
      failed.map(({ id, value }) => ({
        id: 'verification.not-met',
        field: 'fitness',
        params: { criterion: id, value },
      })),
    );
  const concluded = await act.update<VerificationRow>('verifications', row, {
    state,
    conclusion: fitness,
    decided_by: act.user.id,
    decided_at: act.now,
    reason: decisionNote ?? null,
  });
  await act.sign('approve', [{ entity: 'verifications', id: row.id, hash: signedHash(row) }]);
  return concluded;
}

/** What the second person signs: the record as it was handed over. */
export const signedHash = (row: VerificationRow): string => rowHash('verifications', row);
