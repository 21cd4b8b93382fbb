/** One reason why something is refused. `id` is the message key without `refusal.`; `field` is the dot path of the input at fault. */
export interface Reason {
  id: string;
  field?: string;
  params?: Record<string, string | number>;
}

export type RefusalKind =
  | 'invalid'
  | 'malformed'
  | 'too-large'
  | 'unauthenticated'
  | 'forbidden'
  | 'missing'
  | 'conflict'
  | 'stale'
  | 'precondition'
  | 'locked'
  | 'throttled'
  | 'busy'
  | 'full';

/** The one expected error: the user is told every reason. Anything else that is thrown is a defect. */
export class Refusal extends Error {
  readonly reasons: Reason[];
  readonly kind: RefusalKind;
  /** What the user needs beside the reasons, e.g. the values now stored when `kind` is `stale`. */
  readonly data?: unknown;

  constructor(reasons: Reason[], kind: RefusalKind = 'invalid', data?: unknown) {
    super(reasons.map((reason) => reason.id).join(', '));
    this.name = 'Refusal';
    this.reasons = reasons;
    this.kind = kind;
    this.data = data;
  }
}

/** Refuses for a single reason. @throws Refusal always */
export function refuse(
  id: string,
  params?: Record<string, string | number>,
  field?: string,
  kind: RefusalKind = 'invalid',
): never {
  const reason: Reason = { id };
  if (field !== undefined) reason.field = field;
  if (params !== undefined) reason.params = params;
  throw new Refusal([reason], kind);
}

/** Refuses with all the reasons at once; does nothing when there are none. @throws Refusal */
export function refuseAll(reasons: Reason[], kind: RefusalKind = 'invalid'): void {
  if (reasons.length > 0) throw new Refusal(reasons, kind);
}
