import type { Row } from '../kernel/types.ts';

/** 温度, 相对湿度, 压差. */
export const quantities = ['temperature', 'humidity', 'pressure'] as const;
export type Quantity = (typeof quantities)[number];

export const units: Record<Quantity, string> = { temperature: '℃', humidity: '%', pressure: 'Pa' };

/** The ends of what is allowed, decimal text, both included. */
export interface Ends {
  low?: string;
  high?: string;
}

export type RoomLimits = Partial<Record<Quantity, Ends>>;

/** A room of the laboratory. `kind`: the word by which parameters ask for it, e.g. the balance room. */
export interface RoomRow extends Row {
  code: string;
  name: string;
  kind: string | null;
  limits: RoomLimits;
  /** Where the limits stand. */
  basis: string;
  active: number;
  created_at: string;
}

export interface SensorRow extends Row {
  room_id: string;
  name: string;
  token_hash: string;
  active: number;
  created_at: string;
}

/** One value of one moment. `at`: the clock of the laboratory, YYYY-MM-DDTHH:MM. `source`: hand, file, or the id of a sensor. */
export interface ReadingRow {
  id: string;
  room_id: string;
  source: string;
  at: string;
  quantity: Quantity;
  value: string;
  /** Judged by the limits that held when it was written. */
  outside: number;
  by_id: string | null;
  recorded_at: string;
}

export const excursionStates = ['open', 'assessed', 'closed', 'deviated'] as const;
export type ExcursionState = (typeof excursionStates)[number];

/** A test that was under way in the room meanwhile. */
export interface Affected {
  id: string;
  sample: string;
  number: string;
  item: string;
  from: string;
  to: string;
}

/** The time during which one source read values outside: from the first such reading to the next good one (null: none yet). */
export interface ExcursionRow extends Row {
  room_id: string;
  source: string;
  quantity: Quantity;
  began: string;
  ended: string | null;
  /** The value farthest from the limits. */
  worst: string;
  bounds: Ends;
  state: ExcursionState;
  impact: Affected[] | null;
  cause: string | null;
  judgement: string | null;
  assessed_by: string | null;
  assessed_at: string | null;
  measures: string | null;
  decided_by: string | null;
  decided_at: string | null;
  /** An approved deviation, and the last moment for which it was given. */
  deviation_no: string | null;
  deviation_to: string | null;
  created_at: string;
}
