import { postJson, type Refused, randomKey, refusedOf } from './page.js';

/** One value on its way to the server. */
export interface Change {
  field: string;
  value: string;
  reason?: string;
}

/** What stands there now, and who wrote it when, as the server tells whoever was slower. */
export interface Current {
  version: number;
  values: Record<string, string>;
  by?: string;
  /** UTC ISO time. */
  at?: string;
}

export type Answer =
  | { kind: 'saved'; version: number; html?: string; value?: string }
  | { kind: 'refused'; problems: Refused['problems']; title: string }
  | { kind: 'reason' }
  | { kind: 'stale'; current?: Current }
  | { kind: 'locked' }
  | { kind: 'offline' };

/** Waits between attempts when the server is busy or out of reach, ms. */
export const RETRY_MS = 4_000;

/** Posts one cell. The key stays with the change, so that an attempt repeated after a lost answer is written once (FT-05). */
export async function saveCell(
  url: string,
  version: number,
  change: Change,
  key: string = randomKey(),
): Promise<Answer> {
  let response: Response;
  try {
    response = await postJson(url, change, {
      'If-Match': `"${version}"`,
      'Idempotency-Key': key,
      'X-Fragment': 'outcome',
    });
  } catch {
    return { kind: 'offline' };
  }
  if (response.ok)
    return { kind: 'saved', ...((await response.json()) as { version: number; html?: string; value?: string }) };
  if (response.status >= 500) return { kind: 'offline' };
  const refused = await refusedOf(response);
  if (refused.problems.some(({ id }) => id.startsWith('session.'))) return { kind: 'locked' };
  if (response.status === 412) {
    const { current } = refused as { current?: Partial<Current> };
    // An act that does not name its cells tells the page of the record instead: then the page is read again.
    const isByCell = Object.values(current?.values ?? {}).every((value) => typeof value === 'string');
    return current?.values && current.version !== undefined && isByCell
      ? { kind: 'stale', current: { ...current, version: current.version, values: current.values } }
      : { kind: 'stale' };
  }
  if (refused.problems.some(({ field }) => field === 'reason')) return { kind: 'reason' };
  return { kind: 'refused', problems: refused.problems, title: refused.title };
}
