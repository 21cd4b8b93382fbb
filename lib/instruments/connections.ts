import { dec, normalise } from '../core/decimal.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import { inUnit } from '../core/unit-shift.ts';
import { find, list } from '../kernel/tables.ts';
import type { Act, Query } from '../kernel/types.ts';
import type { ConnectionRow } from './rows.ts';

export interface ConnectionInput {
  number: string;
  /** Of the connection as it was read; absent for a new one. */
  version?: number;
  host: string;
  port: number;
  unit: string;
  low: string;
  high: string;
  active?: boolean;
}

export interface ConnectionLine extends ConnectionRow {
  name: string;
}

/** Balances of the ledger that are connected. */
export async function connectionList({
  db,
}: Query): Promise<{ lines: ConnectionLine[]; instruments: { number: string; name: string }[] }> {
  const rows = await list<ConnectionRow>(db, 'instrument_connections', {}, 'number');
  const instruments: { number: string; name: string }[] = await db('instruments')
    .whereNot({ state: 'scrapped' })
    .orderBy('number')
    .limit(500)
    .select('number', 'name');
  const names = new Map(instruments.map(({ number, name }) => [number, name]));
  return { lines: rows.map((row) => ({ ...row, name: names.get(row.number) ?? '' })), instruments };
}

const isLoopback = (host: string): boolean =>
  host === '::1' || host === 'localhost' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);

function plain(text: string): string | null {
  try {
    const { decimal, qualifier } = normalise(text);
    return qualifier === '=' ? decimal : null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/**
 * Says where a balance answers and within which span it is calibrated. @throws Refusal `instrument-file.instrument`, `instrument-file.loopback`,
 * `instrument-file.port`, `instrument-file.span`, `record.stale`
 */
export async function saveConnection(act: Act, input: ConnectionInput): Promise<ConnectionRow> {
  const number = input.number.normalize('NFKC').trim().toUpperCase();
  if (!(await act.db('instruments').where({ number }).first('number')))
    refuse('instrument-file.instrument', { number }, 'number');
  const [low, high] = [plain(input.low), plain(input.high)];
  refuseAll([
    ...(isLoopback(input.host.trim())
      ? []
      : [{ id: 'instrument-file.loopback', field: 'host', params: { host: input.host } }]),
    ...(input.port >= 1 && input.port <= 65_535 ? [] : [{ id: 'instrument-file.port', field: 'port' }]),
    ...spanFaults(low, high, input.unit),
  ]);
  const row = {
    ...{ number, protocol: 'mt-sics' as const, host: input.host.trim(), port: input.port, unit: input.unit },
    ...{ low: low ?? '', high: high ?? '', active: input.active === false ? (0 as const) : (1 as const) },
  };
  const before = await find<ConnectionRow>(act.db, 'instrument_connections', { number });
  if (!before) return act.insert<ConnectionRow>('instrument_connections', row);
  if (input.version !== undefined && input.version !== before.version)
    throw new Refusal([{ id: 'record.stale' }], 'stale', { version: before.version });
  return act.update<ConnectionRow>('instrument_connections', before, row);
}

function spanFaults(low: string | null, high: string | null, unit: string): Reason[] {
  const isSpan = low !== null && high !== null && inUnit(low, unit, 'g') !== null && dec(low).lt(dec(high));
  return isSpan ? [] : [{ id: 'instrument-file.span', field: 'low' }];
}
