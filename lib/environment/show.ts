import type { Knex } from 'knex';
import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { actorOf, may } from '../kernel/access.ts';
import type { Query } from '../kernel/types.ts';
import { type Missing, missingToday } from './facts.ts';
import { affectedBy } from './impact.ts';
import { type Suggestion, suggestions } from './limits.ts';
import { type ExcursionMove, excursionMachine } from './machine.ts';
import { benchTime, later } from './moments.ts';
import type { Affected, ExcursionRow, Quantity, ReadingRow, RoomLimits, RoomRow } from './rows.ts';
import { freshToken } from './sensors.ts';
import { excursionOf, excursionsWhere, latestReadings, readingsBetween, roomOf, roomsOf, sensorsOf } from './store.ts';

const DAY = 24 * 60;
/** How far back the list of rooms looks for the latest reading, and how many readings a page of a room lists. */
const LOOK_BACK_DAYS = 7;
const MOST_LISTED = 30;

export interface RoomLine {
  id: string;
  code: string;
  name: string;
  kind: string | null;
  limits: RoomLimits;
  active: boolean;
  latest: { quantity: Quantity; value: string; at: string; outside: boolean }[];
  /** Excursions that are not yet decided. */
  open: number;
}

export interface ExcursionLine {
  id: string;
  room: string;
  roomName: string;
  quantity: Quantity;
  began: string;
  ended: string | null;
  worst: string;
  bounds: ExcursionRow['bounds'];
  state: ExcursionRow['state'];
  deviation: string | null;
}

export interface EnvironmentSheet {
  now: string;
  rooms: RoomLine[];
  open: ExcursionLine[];
  missing: Missing[];
  suggestions: Suggestion[];
}

const lineOf = (row: ExcursionRow, { id, name }: Pick<RoomRow, 'id' | 'name'>): ExcursionLine => ({
  id: row.id,
  room: id,
  roomName: name,
  quantity: row.quantity,
  began: row.began,
  ended: row.ended,
  worst: row.worst,
  bounds: row.bounds,
  state: row.state,
  deviation: row.deviation_no,
});

const valueOf = ({ quantity, value, at, outside }: ReadingRow) => ({ quantity, value, at, outside: outside === 1 });

/** All rooms as they stand now, the excursions that wait for somebody, and which rooms were not read today. */
export async function showEnvironment({ app, db, now }: Query): Promise<EnvironmentSheet> {
  const rooms = await roomsOf(db);
  const latest = await latestReadings(db, later(benchTime(now), -LOOK_BACK_DAYS * DAY));
  const waiting = [
    ...(await excursionsWhere(db, { state: 'open' })),
    ...(await excursionsWhere(db, { state: 'assessed' })),
  ];
  const byId = new Map(rooms.map((room) => [room.id, room]));
  return {
    now: benchTime(now),
    rooms: rooms.map(({ id, code, name, kind, limits, active }) => ({
      id,
      code,
      name,
      kind,
      limits,
      active: active === 1,
      latest: latest.filter(({ room_id }) => room_id === id).map(valueOf),
      open: waiting.filter(({ room_id }) => room_id === id).length,
    })),
    open: waiting.flatMap((row) => {
      const room = byId.get(row.room_id);
      return room ? [lineOf(row, room)] : [];
    }),
    missing: await missingToday(app, db, now),
    suggestions: suggestions(app.catalogue),
  };
}

/** What one source read at one moment. */
export interface ReadingLine {
  at: string;
  values: { quantity: Quantity; value: string; outside: boolean }[];
  /** Hand, file, or the name of the sensor. */
  source: string;
  by: string;
  recorded: string;
}

export interface RoomSheet extends Omit<RoomLine, 'latest' | 'open'> {
  version: number;
  basis: string;
  now: string;
  days: number;
  from: string;
  points: { at: string; quantity: Quantity; value: string; outside: boolean }[];
  readings: ReadingLine[];
  excursions: ExcursionLine[];
  sensors: { id: string; name: string; active: boolean; version: number }[];
  /** A fresh one for a sensor to be registered; null for who may not. */
  token: string | null;
}

/** A room with what was read in it in the last days. */
export async function showRoom({ app, db, now, user }: Query, id: string, days = 7): Promise<RoomSheet> {
  const room = await roomOf(db, id);
  const until = benchTime(now);
  const from = later(until, -days * DAY);
  const readings = await readingsBetween(db, id, from, '9999-12-31T23:59');
  const sensors = await sensorsOf(db, id);
  const names = await namesOf(
    db,
    readings.flatMap(({ by_id }) => by_id ?? []),
  );
  const sensorNames = new Map(sensors.map((sensor) => [sensor.id, sensor.name]));
  return {
    id,
    version: room.version,
    code: room.code,
    name: room.name,
    kind: room.kind,
    limits: room.limits,
    basis: room.basis,
    active: room.active === 1,
    now: until,
    days,
    from,
    points: readings.map(valueOf),
    readings: linesOf(readings, sensorNames, names).slice(-MOST_LISTED).reverse(),
    excursions: (await excursionsWhere(db, { room_id: id }, 50)).map((row) => lineOf(row, room)),
    sensors: sensors.map(({ id: own, name, active, version }) => ({ id: own, name, active: active === 1, version })),
    token: may(user.roles, 'environment.confirm') ? freshToken(app) : null,
  };
}

function linesOf(
  readings: ReadingRow[],
  sensors: ReadonlyMap<string, string>,
  names: Record<string, string>,
): ReadingLine[] {
  const lines = new Map<string, ReadingLine>();
  for (const { at, source, by_id, recorded_at, quantity, value, outside } of readings) {
    const key = `${at} ${source}`;
    const line = lines.get(key) ?? {
      at,
      values: [],
      source: sensors.get(source) ?? source,
      by: (by_id && names[by_id]) ?? '',
      recorded: benchTime(recorded_at),
    };
    line.values.push({ quantity, value, outside: outside === 1 });
    lines.set(key, line);
  }
  return [...lines.values()];
}

async function namesOf(db: Knex, ids: (string | null)[]): Promise<Record<string, string>> {
  const wanted = [...new Set(ids.filter((one) => one !== null))];
  const rows: { id: string; name: string }[] = await db('users').whereIn('id', wanted).select('id', 'name');
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}

export interface ExcursionSheet extends ExcursionLine {
  version: number;
  source: string;
  impact: Affected[];
  cause: string | null;
  judgement: string | null;
  assessed: { by: string; at: string } | null;
  measures: string | null;
  decided: { by: string; at: string } | null;
  deviationTo: string | null;
  moves: { move: ExcursionMove; obstacles: Reason[] }[];
}

/** An excursion with the tests that it touches: as they are now until somebody has judged them, then as they were judged. */
export async function showExcursion({ app, db, user }: Query, id: string): Promise<ExcursionSheet> {
  const row = await excursionOf(db, id);
  const room = await roomOf(db, row.room_id);
  const names = await namesOf(db, [row.assessed_by, row.decided_by]);
  const sensor = (await sensorsOf(db, room.id)).find((one) => one.id === row.source);
  const signed = (by: string | null, at: string | null) =>
    by === null || at === null ? null : { by: names[by] ?? '', at: benchTime(at) };
  return {
    ...lineOf(row, room),
    version: row.version,
    source: sensor?.name ?? row.source,
    impact: row.state === 'open' ? await affectedBy(db, app.catalogue, room, row) : (row.impact ?? []),
    cause: row.cause,
    judgement: row.judgement,
    assessed: signed(row.assessed_by, row.assessed_at),
    measures: row.measures,
    decided: signed(row.decided_by, row.decided_at),
    deviationTo: row.deviation_to,
    moves: available(excursionMachine, row, actorOf(user)).filter(({ move }) => move !== 'reopen'),
  };
}
