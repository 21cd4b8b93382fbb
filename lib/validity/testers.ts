import type { Knex } from 'knex';
import { personFacts, unauthorised } from '../competence/index.ts';
import type { App, Testers, TestersAsked } from '../kernel/types.ts';
import { modesOf } from './modes.ts';

/** Who may test what on a day: asked when work is given out and when a run is put together, before anything is done (domain 4, 6.5). */
export async function testers(app: App, db: Knex, { people, day }: TestersAsked): Promise<Testers> {
  const { people: mode } = await modesOf(db);
  if (mode === 'off') return { mode, against: () => null };
  const facts = await personFacts(db, people);
  return {
    mode,
    against: (person, code) => {
      const parameter = app.catalogue.parameters.get(code);
      if (!parameter) return null;
      const asked = { person, parameter: code, class: parameter.class, act: 'test' as const, from: day, to: day };
      const faults = [parameter.competence, parameter.group].map((group) => unauthorised(facts, { ...asked, group }));
      // Of two groups the one that comes nearest says why, as at the signature.
      return faults.includes(null) ? null : (faults.find((fault) => fault?.id !== 'person.never') ?? faults[0] ?? null);
    },
  };
}
