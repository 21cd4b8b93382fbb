import type { Knex } from 'knex';
import { capabilitiesOf, standingOn } from '../capability/index.ts';
import type { Parameter } from '../catalogue/index.ts';
import { personFacts } from '../competence/index.ts';
import type { Facts, Need, Period } from '../core/validity.ts';
import { roomFacts, roomsOfKind } from '../environment/index.ts';
import { instrumentFacts } from '../equipment/index.ts';
import { type Readings, takenOf } from '../forms/index.ts';
import type { App } from '../kernel/types.ts';
import { materialFacts } from '../materials/index.ts';
import { fieldName, formOf, roomOf, type TestRow } from '../testing/index.ts';
import { practiceOf } from './rules.ts';

/** The head of the record: what every form has in common. */
function headOf({ readings: { common } }: Pick<TestRow, 'readings'>): Readings {
  return typeof common === 'object' && !Array.isArray(common) ? common : {};
}

/** The codes typed or scanned in a column of the record's head, each with the field where it stands. */
function codes(test: Pick<TestRow, 'readings'>, table: string, column: string): { code: string; field: string }[] {
  const rows = headOf(test)[table];
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row, i) => {
    const code = row[column];
    return typeof code === 'string' && code.trim() !== ''
      ? [{ code: code.trim(), field: `common.${table}.${i}.${column}` }]
      : [];
  });
}

/** What was read on instruments, as the edition of the form that was frozen into the test says it. */
async function readingsOf(db: Knex, { form_hash, item, readings }: TestRow) {
  const form = await formOf(db, form_hash);
  return takenOf(form, item, readings).map((taken) => ({ ...taken, label: fieldName(form, taken.field, 'zh') }));
}

/** What a test names: its instruments with what was read, its lots, its room, who tested it, its parameter. Capability is asked for where the annex speaks of the parameter. */
export async function needOf(
  db: Knex,
  test: TestRow,
  parameter: Parameter,
  people: NonNullable<Need['people']>,
): Promise<Need> {
  const kind = parameter.environment?.room;
  const rooms = kind === undefined ? [] : await roomsOfKind(db, kind);
  const room = roomOf(test) ?? (rooms.length === 1 ? rooms[0] : undefined);
  const lines = await capabilitiesOf(db, { parameter_code: parameter.code });
  // Of several instruments the one whose limits speak of a quantity is the one that it was read on.
  const instruments = codes(test, 'instruments', 'no');
  const readings = instruments.length === 0 ? [] : await readingsOf(db, test);
  return {
    parameter: parameter.code,
    groups: [parameter.competence, parameter.group].filter((one) => one !== undefined),
    instrumentKinds: [parameter.family, ...parameter.instruments],
    class: parameter.class,
    instruments: instruments.map(({ code, field }) => ({ no: code, readings, field })),
    materials: codes(test, 'materials', 'lot').map(({ code, field }) => ({ lot: code, field })),
    people,
    marks: [...new Set(lines.map(({ scheme }) => scheme))],
    ...(room !== undefined && { room }),
    rooms,
  };
}

/** What the registers know of all that for the time of the test. */
export async function factsFor(app: App, db: Knex, need: Need, at: Period): Promise<Facts> {
  const lots = (need.materials ?? []).map(({ lot }) => lot);
  const found = await materialFacts(db, lots, at.from.slice(0, 10));
  const room = need.room === undefined ? undefined : await roomFacts(db, need.room, at.from, at.to);
  const lines = await capabilitiesOf(db, { parameter_code: need.parameter });
  return {
    instruments: await instrumentFacts(
      db,
      (need.instruments ?? []).map(({ no }) => no),
    ),
    // A lot is known by its number whatever the case in which somebody typed it.
    materials: lots.flatMap((lot) => {
      const fact = found.find((one) => one.lot.toUpperCase() === lot.toUpperCase());
      return fact ? [{ ...fact, lot }] : [];
    }),
    people: await personFacts(
      db,
      (need.people ?? []).map(({ id }) => id),
    ),
    methods: [],
    capabilities: lines.map((line) => ({
      scheme: line.scheme,
      parameter: line.parameter_code,
      standing: standingOn(line, at.to.slice(0, 10)),
    })),
    rooms: room ? [room] : [],
    practice: practiceOf(app),
  };
}
