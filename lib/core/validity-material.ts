import { dec } from './decimal.ts';
import { covers, type Span, spanOf, until } from './period.ts';
import type { Reason } from './refusal.ts';
import type { Facts, MaterialFact, Need } from './validity-types.ts';

type Used = NonNullable<Need['materials']>[number];

/** Why a lot could not be used at any moment of the test (domain 6.3, 6.5): itself, and what it was made of. */
export function materialReasons(
  used: Used,
  fact: MaterialFact | undefined,
  at: Span,
  practice: Facts['practice'],
): Reason[] {
  const at_field = used.field === undefined ? {} : { field: used.field };
  if (!fact) return [{ id: 'validity.material-unknown', ...at_field, params: { lot: used.lot } }];
  const own = [...lotReasons(fact, at), ...titrantReasons(fact, at, practice)];
  const inherited = ancestors(fact).flatMap(({ lot, name, validTo, blocked }): Reason[] => [
    ...(until(validTo).to < at.to
      ? [{ id: 'validity.material-parent-expired', params: { parent: lot, parentName: name, validTo } }]
      : []),
    ...(blocked === undefined
      ? []
      : [{ id: 'validity.material-parent-blocked', params: { parent: lot, parentName: name, why: blocked } }]),
  ]);
  return [...own, ...inherited].map(({ id, params }) => ({
    id,
    ...at_field,
    params: { lot: fact.lot, name: fact.name, ...params },
  }));
}

function lotReasons({ from, validTo, openedOn, openedTo, blocked }: MaterialFact, at: Span): Reason[] {
  const reasons: Reason[] = [];
  if (blocked !== undefined) reasons.push({ id: 'validity.material-blocked', params: { why: blocked } });
  if (from !== undefined && spanOf({ from }).from > at.from)
    reasons.push({ id: 'validity.material-not-yet', params: { from } });
  if (until(validTo).to < at.to) reasons.push({ id: 'validity.material-expired', params: { validTo } });
  if (openedTo !== undefined && until(openedTo).to < at.to)
    reasons.push({ id: 'validity.material-open-long', params: { openedOn: openedOn ?? '—', openedTo } });
  return reasons;
}

function titrantReasons({ kind, standardised }: MaterialFact, at: Span, { factor }: Facts['practice']): Reason[] {
  if (kind !== 'titrant') return [];
  if (!standardised) return [{ id: 'validity.titrant-not-standardised', params: {} }];
  const { F, from, validTo } = standardised;
  const reasons: Reason[] = [];
  if (!covers(spanOf({ from, to: validTo }), at))
    reasons.push({ id: 'validity.titrant-standardisation', params: { from, validTo } });
  if (dec(F).lt(dec(factor.low)) || dec(F).gt(dec(factor.high)))
    reasons.push({ id: 'validity.titrant-factor', params: { F, low: factor.low, high: factor.high } });
  return reasons;
}

/** Everything that went into a lot, each once; a register that names a lot as its own parent does not turn forever. */
function ancestors(fact: MaterialFact): MaterialFact[] {
  const found = new Map<string, MaterialFact>();
  const walk = (lot: MaterialFact): void => {
    for (const parent of lot.parents) {
      if (found.has(parent.lot) || parent.lot === fact.lot) continue;
      found.set(parent.lot, parent);
      walk(parent);
    }
  };
  walk(fact);
  return [...found.values()];
}
