import { takenOf } from '../forms/index.ts';
import { decode } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { chinaTime } from '../ui/index.ts';
import { roomOf, timeOf } from './during.ts';
import { formOf } from './forms.ts';
import type { InstrumentTime, WeighingMinute } from './plausible-rows.ts';
import { reviewPractice } from './review-rules.ts';
import type { TestRow } from './test.ts';
import { headOf } from './unusual-times.ts';
import type { TrailEvent } from './unusual-trail.ts';

/** The run of a record as far as instrument time is concerned. */
interface Run {
  id: string;
  instrument: string | null;
  room: string | null;
  sequence: { from: string; to: string } | null;
}

interface Instrument {
  number: string;
  name: string;
  room: string | null;
}

export interface Facts {
  times: InstrumentTime[];
  minutes: WeighingMinute[];
  /** Names of instruments by their numbers. */
  names: Map<string, string>;
}

const plain = (number: string): string => number.trim().toUpperCase();

/** Numbers and names of the instruments that the head of a record names. */
function namedIn({ readings }: TestRow): { number: string; name: string }[] {
  const lines = headOf(readings)['instruments'];
  if (!Array.isArray(lines)) return [];
  return lines.flatMap((line: { no?: string; name?: string }) =>
    line.no === undefined || line.no.trim() === '' ? [] : [{ number: plain(line.no), name: line.name ?? '' }],
  );
}

async function ledgerOf({ db }: Act, numbers: readonly string[]): Promise<Map<string, Instrument>> {
  const rows: Instrument[] =
    numbers.length === 0
      ? []
      : await db('instruments')
          .whereIn('number', [...numbers])
          .select('number', 'name', 'room');
  return new Map(rows.map((row) => [plain(row.number), row]));
}

async function runsOf({ app, db }: Act, ids: readonly string[]): Promise<Map<string, Run>> {
  const found = (await app.runsOf?.(db, ids)) ?? new Map<string, { id: string }>();
  if (found.size === 0) return new Map();
  const rows: object[] = await db('worksheets')
    .whereIn('id', [...new Set([...found.values()].map(({ id }) => id))])
    .select('id', 'instrument', 'room', 'sequence');
  const runs = new Map(rows.map((row) => decode<Run>('worksheets', row)).map((run) => [run.id, run]));
  return new Map(
    [...found].flatMap(([test, { id }]) => {
      const run = runs.get(id);
      return run ? [[test, run] as const] : [];
    }),
  );
}

/** When the instruments of these records were busy, and in which minutes masses were entered for which room. */
export async function factsOf(
  act: Act,
  tests: readonly TestRow[],
  trails: ReadonlyMap<string, readonly TrailEvent[]>,
): Promise<Facts> {
  const practice = reviewPractice(act.app);
  const runs = await runsOf(
    act,
    tests.map(({ id }) => id),
  );
  const numbers = tests.flatMap((test) => [
    ...namedIn(test).map(({ number }) => number),
    ...[runs.get(test.id)?.instrument ?? ''].filter(Boolean).map(plain),
  ]);
  const ledger = await ledgerOf(act, [...new Set(numbers)]);
  const facts: Facts = { times: [], minutes: [], names: new Map() };
  for (const test of tests) {
    const run = runs.get(test.id);
    const used = new Map(namedIn(test).map(({ number, name }) => [number, ledger.get(number)?.name ?? name]));
    if (run?.instrument) used.set(plain(run.instrument), ledger.get(plain(run.instrument))?.name ?? '');
    const isKind = (name: string, names: readonly string[]) => names.some((one) => name.includes(one));
    const [balance] = [...used].find(([, name]) => isKind(name, practice.balances.names)) ?? [''];
    for (const [number, name] of used) {
      facts.names.set(number, name === '' ? number : `${name} ${number}`);
      const time = run?.sequence && run.instrument && plain(run.instrument) === number ? run.sequence : timeOf(test);
      if (!time?.to || time.from >= time.to || !isKind(name, practice.sequence.names)) continue;
      facts.times.push({
        ...{ test_id: test.id, number, from_at: time.from, to_at: time.to, worksheet_id: run?.id ?? null },
        analyst_id: test.analyst_id ?? '',
      });
    }
    const room = roomOf(test) ?? run?.room ?? ledger.get(balance)?.room ?? '';
    if (room !== '') facts.minutes.push(...(await minutesOf(act, test, trails.get(test.id) ?? [], room, balance)));
  }
  return facts;
}

async function minutesOf(
  act: Act,
  test: TestRow,
  trail: readonly TrailEvent[],
  room: string,
  number: string,
): Promise<WeighingMinute[]> {
  const form = await formOf(act.db, test.form_hash);
  const masses = new Set(
    takenOf(form, test.item, test.readings)
      .filter(({ quantity }) => quantity === 'mass')
      .map(({ field }) => field),
  );
  const weighed = trail.filter(({ changes }) =>
    changes.some((change) => change.new !== null && masses.has(change.path)),
  );
  const minutes = new Map(
    weighed.map(({ at, by }) => {
      const minute = chinaTime(at).replace(' ', 'T');
      return [`${by} ${minute}`, { test_id: test.id, user_id: by, minute, room, number }];
    }),
  );
  return [...minutes.values()];
}
