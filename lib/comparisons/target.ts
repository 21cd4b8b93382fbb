import { refuse } from '../core/refusal.ts';
import type { Query } from '../kernel/types.ts';
import type { TargetEvaluation } from './evaluation.ts';
import { unsealed } from './rows.ts';
import { type Facts, factsOf } from './show.ts';
import { comparisonOf, organisationNames, participantsOf } from './store.ts';

export interface TargetSheet extends Facts {
  target: TargetEvaluation;
  organisations: { participant: string; name: string }[];
}

/** One item of an evaluated comparison, for the organiser. @throws Refusal `comparison.not-evaluated` */
export async function showTarget({ db }: Query, { id, key }: { id: string; key: string }): Promise<TargetSheet> {
  const row = await comparisonOf(db, id);
  const evaluation = unsealed.includes(row.state) ? row.evaluation : null;
  const target = evaluation?.targets.find((one) => one.key === key);
  if (!target) return refuse('comparison.not-evaluated', {}, undefined, 'missing');
  const participants = await participantsOf(db, id);
  const names = await organisationNames(
    db,
    participants.map(({ organisation_id }) => organisation_id),
  );
  return {
    ...factsOf(row),
    target,
    organisations: participants.map((one) => ({
      participant: one.id,
      name: names.get(one.organisation_id) ?? '',
    })),
  };
}
