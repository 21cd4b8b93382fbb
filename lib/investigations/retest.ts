import { authorised, personFacts } from '../competence/index.ts';
import { type Reason, refuseAll } from '../core/refusal.ts';
import type { Act } from '../kernel/types.ts';
import { giveAttempt, type TestRow } from '../testing/index.ts';
import { modesOf } from '../validity/index.ts';
import { moved } from './laboratory.ts';
import type { InvestigationRow } from './rows.ts';
import { heldInvestigation, recordsOf, wordless } from './store.ts';

export interface RetestInput {
  id: string;
  version: number;
  retests: number;
  analyst: string;
  restPortion: string;
}

/** Whether the register of people knows him for this item today; nothing is asked while the register is not in use. */
async function unknown(act: Act, analyst: string, test: TestRow): Promise<boolean> {
  if ((await modesOf(act.db)).people === 'off') return false;
  const parameter = act.app.catalogue.parameters.get(test.parameter_code);
  const groups = [parameter?.competence, parameter?.group].filter((one) => one !== undefined);
  const facts = await personFacts(act.db, [analyst]);
  return !groups.some((group) =>
    authorised(facts, {
      ...{ person: analyst, parameter: test.parameter_code, group, class: parameter?.class ?? '', act: 'test' },
      ...{ from: act.today, to: act.today },
    }),
  );
}

/**
 * Sets the retests: how many is fixed before any of them, by a second analyst, on what is left of the portion for testing. Each becomes a
 * record of its own that is worked, signed and reviewed like any other and stays beside the first (domain 3.5).
 * @throws Refusal `investigation.no-retest`, `investigation.own`, `investigation.count`, `investigation.same-analyst`,
 * `investigation.unauthorised`, `investigation.words`, `assign.sampler`, `assign.not-analyst`, `assign.unknown`
 */
export async function planRetests(act: Act, input: RetestInput): Promise<InvestigationRow> {
  const row = await heldInvestigation(act, input.id, input.version);
  const state = await moved(act, row, 'retest');
  const { least, most } = row.rules;
  const { first } = await recordsOf(act.db, row);
  const isFirst = first.analyst_id === input.analyst || (first.hands ?? []).includes(input.analyst);
  const faults: (Reason | false)[] = [
    (input.retests < least || input.retests > most) && {
      ...{ id: 'investigation.count', field: 'retests', params: { least, most } },
    },
    isFirst && { id: 'investigation.same-analyst', field: 'analyst' },
    !isFirst && (await unknown(act, input.analyst, first)) && { id: 'investigation.unauthorised', field: 'analyst' },
    ...wordless(input.restPortion, 'restPortion'),
  ];
  refuseAll(
    faults.filter((fault) => fault !== false),
    'conflict',
  );
  for (let i = 0; i < input.retests; i += 1)
    await giveAttempt(act, first, { standing: 'retest', investigation: row.id, analyst: input.analyst });
  return act.update<InvestigationRow>('investigations', row, {
    ...{ state, n: input.retests, retest_analyst: input.analyst, portion: input.restPortion.trim() },
    ...{ planned_by: act.user.id, planned_at: act.now },
  });
}
