import type { Knex } from 'knex';
import type { Reason } from '../core/refusal.ts';
import { find, type TableName } from '../kernel/tables.ts';
import type { Act, Row } from '../kernel/types.ts';

/** The registers that a test is held against. */
export const kinds = ['instruments', 'materials', 'people', 'methods', 'capability', 'rooms'] as const;
export type Kind = (typeof kinds)[number];

/** Not asked; told on the record and at review; stops signing. */
export const modes = ['off', 'warn', 'refuse'] as const;
export type Mode = (typeof modes)[number];
export type Modes = Record<Kind, Mode>;

interface SettingRow extends Row {
  value: Partial<Modes>;
  secret: string | null;
  created_at: string;
}

const ID = 'validity.enforced';

/** The table that holds the register of each kind. */
const registers: Record<Kind, TableName> = {
  instruments: 'instruments',
  materials: 'materials',
  people: 'authorisations',
  methods: 'standards',
  capability: 'capabilities',
  rooms: 'rooms',
};

/**
 * What the institute decided. A register about which it has not decided is not asked while it is empty, and warns from its first entry:
 * work can begin before everything is entered, and an empty register does not cry at every test.
 */
export async function modesOf(db: Knex): Promise<Modes & { version: number }> {
  const row = await find<SettingRow>(db, 'settings', { id: ID });
  const chosen: Partial<Modes> = {};
  // One after the other: inside an act they share one connection.
  for (const kind of kinds) chosen[kind] = row?.value[kind] ?? (await undecided(db, kind));
  return { ...(chosen as Modes), version: row?.version ?? 0 };
}

/** Whether any register may refuse at all: only where the institute decided so. Asked before everything else, once a record that is signed. */
export async function someRefuse(db: Knex): Promise<boolean> {
  const row = await find<SettingRow>(db, 'settings', { id: ID });
  return Object.values(row?.value ?? {}).includes('refuse');
}

const undecided = async (db: Knex, kind: Kind): Promise<Mode> =>
  (await db(registers[kind]).first('id')) === undefined ? 'off' : 'warn';

export async function changeModes(act: Act, value: Modes): Promise<void> {
  const row = await find<SettingRow>(act.db, 'settings', { id: ID });
  if (row) await act.update<SettingRow>('settings', row, { value });
  else await act.insert<SettingRow>('settings', { id: ID, value, secret: null });
}

const starts: [prefix: RegExp, kind: Kind][] = [
  [/^validity\.instrument-/, 'instruments'],
  [/^validity\.(material|titrant)-/, 'materials'],
  [/^(validity\.method-|standard\.|method\.|edition\.)/, 'methods'],
  [/^validity\.capability-/, 'capability'],
  [/^validity\.room-/, 'rooms'],
];

/** Of which register a reason speaks; what is left is about people and their times. */
export const kindOf = ({ id }: Pick<Reason, 'id'>): Kind => starts.find(([prefix]) => prefix.test(id))?.[1] ?? 'people';
