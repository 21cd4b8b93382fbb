/** Whether a standard holds on a day. */
export type Validity = 'in-force' | 'ended' | 'not-yet';

export const validities: readonly Validity[] = ['in-force', 'ended', 'not-yet'];

/** Dates are `YYYY-MM-DD`, both ends included; a date that is not known does not limit. */
export function validityOn(today: string, term: { validFrom?: string; validTo?: string }): Validity {
  if (term.validTo !== undefined && today > term.validTo) return 'ended';
  return term.validFrom !== undefined && today < term.validFrom ? 'not-yet' : 'in-force';
}
