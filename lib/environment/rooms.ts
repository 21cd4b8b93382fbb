import { dec, normalise } from '../core/decimal.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import type { Act } from '../kernel/types.ts';
import { suggestions } from './limits.ts';
import { type Ends, quantities, type RoomLimits, type RoomRow } from './rows.ts';
import { roomOf } from './store.ts';

/** The ends as a form has them: temperatureLow, temperatureHigh … */
export type TypedLimits = Partial<Record<`${(typeof quantities)[number]}${'Low' | 'High'}`, string>>;

export interface NewRoom extends TypedLimits {
  code: string;
  name: string;
  kind?: string;
  basis?: string;
}

/** What was typed → limits. @throws Refusal `number.*` at its field, `environment.crossed` */
export function limitsOf(typed: TypedLimits): RoomLimits {
  const reasons: Reason[] = [];
  const end = (field: keyof TypedLimits): string | undefined => {
    const text = typed[field];
    if (text === undefined || text.trim() === '') return undefined;
    try {
      return normalise(text, {}, field).decimal;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      reasons.push(...error.reasons);
      return undefined;
    }
  };
  const limits = quantities.flatMap((quantity): [string, Ends][] => {
    const [low, high] = [end(`${quantity}Low`), end(`${quantity}High`)];
    if (low !== undefined && high !== undefined && dec(low).gt(dec(high)))
      reasons.push({ id: 'environment.crossed', field: `${quantity}High`, params: { quantity, low, high } });
    return low === undefined && high === undefined
      ? []
      : [[quantity, { ...(low !== undefined && { low }), ...(high !== undefined && { high }) }]];
  });
  refuseAll(reasons);
  return Object.fromEntries(limits);
}

/**
 * Registers a room. Where no limits are typed it takes those that the parameters of its kind name.
 * @throws Refusal `environment.code-taken`, `environment.no-limits`, `environment.no-basis`, and as limitsOf
 */
export async function createRoom(act: Act, { code, name, kind, basis, ...typed }: NewRoom): Promise<RoomRow> {
  if (await act.db('rooms').where({ code }).first('id')) refuse('environment.code-taken', { code }, 'code', 'conflict');
  const own = limitsOf(typed);
  const suggested = suggestions(act.app.catalogue).find((one) => one.kind === kind);
  const isOwn = Object.keys(own).length > 0;
  const limits = isOwn ? own : (suggested?.limits ?? {});
  if (Object.keys(limits).length === 0) refuse('environment.no-limits', {}, 'temperatureLow');
  if (isOwn && basis === undefined) refuse('environment.no-basis', {}, 'basis');
  const named = [...act.app.catalogue.parameters.values()].filter(({ environment }) => environment?.room === kind);
  const from = named[0]?.basis[0]?.standard;
  return await act.insert<RoomRow>('rooms', {
    code,
    name,
    kind: kind ?? null,
    limits,
    basis: basis ?? from ?? refuse('environment.no-basis', {}, 'basis'),
    active: 1,
  });
}

/** Changes limits for readings to come; what was read before keeps its judgement. @throws Refusal `record.stale`, and as limitsOf */
export async function changeRoom(
  act: Act,
  input: { id: string; version: number; basis: string; active: boolean } & TypedLimits,
): Promise<RoomRow> {
  const room = await roomOf(act.db, input.id);
  if (room.version !== input.version) throw new Refusal([{ id: 'record.stale' }], 'stale', room);
  const limits = limitsOf(input);
  if (Object.keys(limits).length === 0) refuse('environment.no-limits', {}, 'temperatureLow');
  return await act.update<RoomRow>('rooms', room, { limits, basis: input.basis, active: input.active ? 1 : 0 });
}
