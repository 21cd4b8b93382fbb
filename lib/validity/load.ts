import type { Knex } from 'knex';
import { capabilitiesOf, standingOn } from '../capability/index.ts';
import type { Parameter } from '../catalogue/index.ts';
import { personFacts } from '../competence/index.ts';
import type { Facts, Need, Period } from '../core/validity.ts';
import { roomFacts, roomsOfKind } from '../environment/index.ts';
import { instrumentFacts } from '../equipment/index.ts';
import type { App } from '../kernel/types.ts';
import { materialFacts } from '../materials/index.ts';
import { dataFile } from '../samplings/index.ts';
import type { TestRow } from '../testing/index.ts';

/** The codes typed or scanned in a column of the record's head, each with the field where it stands. */
function codes(test: Pick<TestRow, 'readings'>, table: string, column: string): { code: string; field: string }[] {
  const { common } = test.readings;
  const head = typeof common === 'object' && !Array.isArray(common) ? common : {};
  const rows = head[table];
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row, i) => {
    const code = row[column];
    return typeof code === 'string' && code.trim() !== ''
      ? [{ code: code.trim(), field: `common.${table}.${i}.${column}` }]
      : [];
  });
}

/** What a test names: its instruments and lots, who tested it, its parameter. Capability is asked for where the annex speaks of the parameter. */
export async function needOf(
  db: Knex,
  test: TestRow,
  parameter: Parameter,
  people: NonNullable<Need['people']>,
): Promise<Need> {
  const kind = parameter.environment?.room;
  const rooms = kind === undefined ? [] : await roomsOfKind(db, kind);
  const lines = await capabilitiesOf(db, { parameter_code: parameter.code });
  return {
    parameter: parameter.code,
    groups: [parameter.competence, parameter.group].filter((one) => one !== undefined),
    class: parameter.class,
    instruments: codes(test, 'instruments', 'no').map(({ code, field }) => ({ no: code, field })),
    materials: codes(test, 'materials', 'lot').map(({ code, field }) => ({ lot: code, field })),
    people,
    marks: [...new Set(lines.map(({ scheme }) => scheme))],
    // Of several rooms of a kind the record does not say which; then none is asked.
    ...(rooms.length === 1 && { room: rooms[0] ?? '' }),
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
    practice: dataFile<Facts['practice']>(app.config.root, 'lib/rules/validity.json'),
  };
}
