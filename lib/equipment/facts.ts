import type { Knex } from 'knex';
import type { InstrumentState as FactState, InstrumentFact } from '../core/validity-types.ts';
import { decode } from '../kernel/tables.ts';
import { lookUp } from '../messages/index.ts';
import { traces } from './due.ts';
import { grouped } from './grouped.ts';
import type { EventRow, InstrumentRow, InstrumentState, StateRow } from './rows.ts';
import { plainNumber } from './store.ts';

/** What an instrument was and how it was calibrated, for the check at the bench; `no` as it was asked for. */
export interface InstrumentRecord extends InstrumentFact {
  id: string;
  /** Every confirmed calibration and check (期间核查), oldest first: since which day its results can be trusted. */
  checks: { on: string; kind: EventRow['kind']; conclusion: 'fit' | 'limited' | 'unfit' }[];
}

const shown: Record<InstrumentState, FactState> = {
  stocked: 'acceptance',
  acceptance: 'acceptance',
  enabled: 'enabled',
  limited: 'limited',
  stopped: 'stopped',
  // 降级: no longer for testing.
  downgraded: 'stopped',
  scrapped: 'scrapped',
};

const AT_ONCE = 500;

const byInstrument = ({ instrument_id }: { instrument_id: string }): string => instrument_id;

/**
 * The facts of instruments by the numbers that records name (case and blanks do not matter); an unknown number has none. States
 * count from bench time to bench time (China). A certificate counts from its confirmation to its last day, one that was judged
 * 不满足 from the day of the calibration itself (GB/T 27025 6.4.9).
 */
export async function instrumentFacts(db: Knex, numbers: readonly string[]): Promise<InstrumentRecord[]> {
  const asked = [...new Set(numbers)].map((no) => ({ no, plain: plainNumber(no) }));
  const rows = await rowsIn<InstrumentRow>(
    db,
    'instruments',
    'number',
    asked.map(({ plain }) => plain),
  );
  const ids = rows.map(({ id }) => id);
  const states = grouped(await rowsIn<StateRow>(db, 'instrument_states', 'instrument_id', ids), byInstrument);
  const events = grouped(await rowsIn<EventRow>(db, 'instrument_events', 'instrument_id', ids), byInstrument);
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  return asked.flatMap(({ no, plain }) => {
    const row = byNumber.get(plain);
    return row ? [factOf(no, row, states.get(row.id) ?? [], events.get(row.id) ?? [])] : [];
  });
}

function factOf(no: string, row: InstrumentRow, states: StateRow[], events: EventRow[]): InstrumentRecord {
  const confirmed = events
    .filter(({ state }) => state === 'confirmed')
    .toSorted((a, b) => (a.done_on === b.done_on ? (a.id < b.id ? -1 : 1) : a.done_on < b.done_on ? -1 : 1));
  return {
    ...{ id: row.id, no, name: row.name, serves: row.serves },
    ...(row.traceability === 'exempt' && { exempt: true }),
    history: states.map(historyEntry),
    calibrations: confirmed.flatMap((event, at) => calibrationOf(row, event, confirmed.slice(at + 1))),
    checks: confirmed.flatMap(({ done_on, kind, conclusion }) =>
      conclusion === null ? [] : [{ on: done_on, kind, conclusion }],
    ),
  };
}

function historyEntry({ state, from_at, to_at, limits, reason, cause }: StateRow): InstrumentFact['history'][number] {
  const why = reason ?? (cause && lookUp('zh', `equipment.cause.${cause}`));
  return {
    state: shown[state],
    from: benchTime(from_at),
    ...(to_at !== null && { to: benchTime(to_at) }),
    ...(limits && { limits }),
    ...(why && { reason: why }),
  };
}

/** What 不满足 says holds until another certificate is confirmed. */
const OPEN = '2099-12-31';

/** `later`: what was done after it; a certificate that was confirmed only when something newer had been found 不满足 never counted. */
function calibrationOf(row: InstrumentRow, event: EventRow, later: EventRow[]): InstrumentFact['calibrations'] {
  const { conclusion, confirmed_at, done_on, due_on, limits } = event;
  if (conclusion === null || confirmed_at === null) return [];
  if (conclusion === 'unfit') return [{ from: done_on, validTo: OPEN, conclusion }];
  if (!traces(row, event) || due_on === null) return [];
  const from = benchTime(confirmed_at);
  if (later.some((one) => one.conclusion === 'unfit' && one.done_on <= from)) return [];
  return [{ from, validTo: due_on, conclusion, ...(limits && { limits }) }];
}

const CHINA = 8 * 3_600_000;

/** UTC ISO → YYYY-MM-DDTHH:MM as the clock of the bench shows it. */
const benchTime = (utc: string): string => new Date(Date.parse(utc) + CHINA).toISOString().slice(0, 16);

async function rowsIn<T>(
  db: Knex,
  table: 'instruments' | 'instrument_states' | 'instrument_events',
  column: string,
  values: readonly string[],
): Promise<T[]> {
  const found: T[] = [];
  for (let at = 0; at < values.length; at += AT_ONCE) {
    const rows: object[] = await db(table)
      .whereIn(column, values.slice(at, at + AT_ONCE))
      .orderBy('id');
    found.push(...rows.map((row) => decode<T>(table, row)));
  }
  return found;
}
