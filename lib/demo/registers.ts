import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, addMonths } from '../core/deadlines.ts';
import type { Readings } from '../forms/index.ts';
import type { Player } from './player.ts';
import type { Step } from './rooms/index.ts';
import { chinaMoment } from './workdays.ts';

/** What is typed of a lot; `endsIn`: the last day on its label, in days from today. */
interface Lot {
  name: string;
  endsIn?: number;
  [field: string]: string | number | undefined;
}

/** The registers of the demo institute (lib/demo/registers.json). Days count from the day on which the demo is loaded. */
export interface Registers {
  /** Stands in the note of every lot. */
  mark: string;
  calibrator: string;
  instruments: {
    /** As the records of the examples call it; the register's own number can be printed as a barcode. */
    inRecords: string;
    ledger: { number: string; interval_months?: number; traceability: string };
    dueIn?: number;
    points?: object[];
    limits?: object[];
    stopped?: { cause: string; reason: string };
  }[];
  materials: Lot[];
  media: { names: string[]; amount: string; unit: string; note: string; disposal: string };
  titrant: {
    base: Lot;
    lot: Lot;
    titre: string;
    temperature: string;
    parts: { login: string; readings: object[] }[];
  };
  rooms: {
    room: { code: string; name: string };
    readings: [temperature: string, humidity: string];
    excursion?: { humidity: string; within: string; cause: string; judgement: string; measures: string };
  }[];
  letter: string;
  areas: string[];
  people: {
    login: string;
    authorisedActs: string[];
    signField?: string;
    [field: string]: string | string[] | undefined;
  }[];
}

export const readRegisters = (root: string): Registers =>
  JSON.parse(readFileSync(join(root, 'lib', 'demo', 'registers.json'), 'utf8')) as Registers;

interface Known {
  id: string;
  number: string;
  from: string;
  to: string | null;
}

/** What the registers hold when a record names it, so that its head has the lot of the day and the last day of the certificate. */
export interface InUse {
  lots: Map<string, Known[]>;
  /** By the number in the examples. */
  instruments: Map<string, { no: string; validTo?: string }>;
}

export const nothingInUse = (): InUse => ({ lots: new Map(), instruments: new Map() });

/** The head of a record with the lots that were in use on a day, by their names, and the instruments' last days. */
function headOn({ lots, instruments: known }: InUse, common: Readings, day: string): Readings {
  const { instruments, materials } = common;
  return {
    ...common,
    ...(Array.isArray(instruments) && {
      instruments: instruments.map((row) => ({ ...row, ...known.get(String(row.no)) })),
    }),
    ...(Array.isArray(materials) && {
      materials: materials.map((row) => {
        const lot = lots.get(String(row.name))?.findLast(({ from, to }) => from <= day && (to === null || day <= to));
        return lot ? { ...row, lot: lot.number, ...(lot.to !== null && { validTo: lot.to }) } : row;
      }),
    }),
  };
}

/** The readings of a day's work with their head. */
export const headed = (inUse: InUse, readings: Readings, portion: string, day: string): Readings => ({
  ...readings,
  common: {
    ...headOn(inUse, readings.common as Readings, day),
    ...{ portion, started: `${day}T09:00`, finished: `${day}T16:30` },
  },
});

/** When the registers are filled: working days, oldest first, of which `first` is the place of the first day of the batches. */
export interface Setting {
  player: Player;
  registers: Registers;
  inUse: InUse;
  days: string[];
  first: number;
  today: string;
}

interface Saved {
  id: string;
  version: number;
}

const EQUIPMENT = 'shebei';
const MATERIALS = 'shiji';
const TECHNICAL = 'jishu';
const MORNING = 540;
/** Media are made so many working days apart, the first two days before the first batch. */
const MEDIA_EVERY = 12;
const READ_DAYS = 10;
const LEAD = 2;

/** The registers as the house filled them: most before the first batch, media and room readings as the month went on. */
export function registerSteps(setting: Setting): Step[] {
  const { registers, days, first } = setting;
  const on = (place: number, minutes: number, run: (day: string) => Promise<unknown>): Step[] => {
    const day = days[place];
    return day === undefined ? [] : [{ at: chinaMoment(day, minutes), run: () => run(day) }];
  };
  const media = days.flatMap((_, place) =>
    place >= first - LEAD && (place - first + LEAD) % MEDIA_EVERY === 0
      ? on(place, MORNING, (day) => makeMedia(setting, day))
      : [],
  );
  return [
    ...on(0, MORNING, async (day) => {
      await setting.player.act(TECHNICAL, 'standard.take', {});
      for (const one of registers.people) await authorise(setting, one, day);
    }),
    ...on(1, MORNING, async (day) => {
      for (const one of registers.instruments) await enterInstrument(setting, one, day);
    }),
    ...on(2, MORNING, async (day) => {
      for (const one of registers.materials) await enterLot(setting, MATERIALS, one, day);
    }),
    ...on(3, MORNING, async (day) => {
      for (const one of registers.rooms) await openRoom(setting, one, day);
    }),
    ...on(first - LEAD, MORNING, (day) => standardise(setting, day)),
    ...on(first - 1, MORNING, () => stopFaulty(setting)),
    ...media,
    ...days.flatMap((_, place) =>
      place >= days.length - READ_DAYS ? on(place, MORNING - 30, (day) => readRooms(setting, day, place)) : [],
    ),
  ];
}

async function authorise(
  { player, registers }: Setting,
  { login, authorisedActs, signField, ...file }: Registers['people'][number],
  day: string,
): Promise<void> {
  const { id } = player.user(login);
  await player.act(TECHNICAL, 'competence.file', { id, version: 0, ...file });
  const scope = {
    id,
    authorisedActs,
    authorisedFrom: day,
    letterNo: registers.letter,
    ...(signField && { signField }),
  };
  for (const authorisedArea of registers.areas)
    await player.act(TECHNICAL, 'competence.grant', { ...scope, authorisedArea });
}

const checks = { identity: 'ok', range: 'ok', points: 'ok', uncertainty: 'ok', factors: 'na' };

/** Into the ledger, accepted, its certificate confirmed by a second person, released for use. */
async function enterInstrument(
  { player, registers, inUse, today }: Setting,
  { inRecords, ledger, dueIn, points, limits }: Registers['instruments'][number],
  day: string,
): Promise<void> {
  const { id, version } = await player.act<Saved>(EQUIPMENT, 'equipment.create', ledger);
  inUse.instruments.set(inRecords, { no: ledger.number });
  await player.act(EQUIPMENT, 'equipment.move', { id, version, move: 'inspect' });
  if (dueIn !== undefined) {
    const doneOn = addMonths(addDays(today, dueIn), -(ledger.interval_months ?? 0));
    const event = await player.act<Saved>(EQUIPMENT, 'equipment.record', {
      ...{ id, kind: ledger.traceability, done_on: doneOn, unit: registers.calibrator },
      certificate_no: `${ledger.number}-${day.slice(0, 4)}`,
      ...(points && { points }),
    });
    const { due_on } = await player.act<{ due_on: string }>(TECHNICAL, 'equipment.confirm', {
      ...{ id: event.id, version: event.version, checks, conclusion: 'fit' },
    });
    inUse.instruments.set(inRecords, { no: ledger.number, validTo: due_on });
  }
  const now = await player.read<Saved>(EQUIPMENT, 'equipment.show', { id });
  await player.act(TECHNICAL, 'equipment.release', {
    ...{ id, version: now.version, move: limits ? 'limit' : 'enable' },
    ...(limits && { limits }),
  });
}

async function stopFaulty({ player, registers }: Setting): Promise<void> {
  const { lines } = await player.read<{ lines: (Saved & { number: string })[] }>(EQUIPMENT, 'equipment.list', {});
  for (const { ledger, stopped } of registers.instruments) {
    const id = lines.find(({ number }) => number === ledger.number)?.id;
    if (!stopped || id === undefined) continue;
    const { version } = await player.read<Saved>(EQUIPMENT, 'equipment.show', { id });
    await player.act(EQUIPMENT, 'equipment.move', { id, version, move: 'stop', ...stopped });
  }
}

interface SavedLot extends Saved {
  number: string;
  end: string | null;
}

async function enterLot(
  { player, inUse, registers, today }: Setting,
  login: string,
  { endsIn, ...lot }: Lot,
  day: string,
): Promise<SavedLot> {
  const saved = await player.act<SavedLot>(login, 'material.register', {
    ...lot,
    receivedOn: day,
    note: registers.mark,
    ...(endsIn !== undefined && { expiry: addDays(today, endsIn) }),
  });
  const known = { id: saved.id, number: saved.number, from: day, to: saved.end };
  inUse.lots.set(lot.name, [...(inUse.lots.get(lot.name) ?? []), known]);
  return saved;
}

/** Media are checked for their suitability before they are used; what is left of those before the last is disposed of. */
async function makeMedia(setting: Setting, day: string): Promise<void> {
  const { names, amount, unit, note, disposal } = setting.registers.media;
  const { player, inUse } = setting;
  for (const name of names) {
    const old = inUse.lots.get(name)?.at(-2);
    if (old) {
      await player.act(MATERIALS, 'material.move', { id: old.id, kind: 'disposal', amount, purpose: disposal });
      const { version } = await player.read<Saved>(MATERIALS, 'material.show', { id: old.id });
      await player.act(MATERIALS, 'material.close', { id: old.id, version, reason: disposal });
    }
    const { id, version } = await enterLot(setting, MATERIALS, { kind: 'media', name, amount, unit }, day);
    await player.act(MATERIALS, 'material.judge', { id, version, doneOn: day, conclusion: 'fit', note });
  }
}

/** A titrant with the titrations of two persons, and so with its F. */
async function standardise(setting: Setting, day: string): Promise<void> {
  const { base, lot, titre, temperature, parts } = setting.registers.titrant;
  const { number } = await enterLot(setting, MATERIALS, base, day);
  const { id } = await enterLot(setting, parts[0]?.login ?? MATERIALS, lot, day);
  for (const { login, readings } of parts)
    await setting.player.act(login, 'material.standardise', {
      ...{ id, doneOn: day, atTemperature: temperature, base: number, titre, readings },
    });
}

/** A room; where it was out of its limits once, the excursion was judged, and closed by another person. */
async function openRoom({ player }: Setting, { room, excursion }: Registers['rooms'][number], day: string) {
  const { id } = await player.act<Saved>(TECHNICAL, 'environment.add-room', room);
  if (!excursion) return;
  const { humidity, within, cause, judgement, measures } = excursion;
  await player.act(EQUIPMENT, 'environment.read', { id, at: `${day}T08:00`, humidity });
  await player.act(EQUIPMENT, 'environment.read', { id, at: `${day}T08:40`, humidity: within });
  const { excursions } = await player.read<{ excursions: { id: string }[] }>(EQUIPMENT, 'environment.room', { id });
  for (const found of excursions) {
    const open = await player.read<Saved>(EQUIPMENT, 'environment.excursion', { id: found.id });
    const { version } = await player.act<Saved>(EQUIPMENT, 'environment.assess', {
      ...{ id: found.id, version: open.version, cause, judgement },
    });
    await player.act(TECHNICAL, 'environment.close', { id: found.id, version, measures });
  }
}

/** A little different every day: tenths of a degree and whole per cent. */
async function readRooms({ player, registers }: Setting, day: string, place: number): Promise<void> {
  const { rooms } = await player.read<{ rooms: { id: string; code: string }[] }>(EQUIPMENT, 'environment.list', {});
  for (const [i, { room, readings }] of registers.rooms.entries()) {
    const id = rooms.find(({ code }) => code === room.code)?.id;
    const [degrees = '', tenths = '0'] = readings[0].split('.');
    await player.act(EQUIPMENT, 'environment.read', {
      ...{ id, at: `${day}T08:30` },
      temperature: `${degrees}.${(Number(tenths) + place * 3 + i) % 10}`,
      humidity: `${Number(readings[1]) + ((place * 2 + i) % 5)}`,
    });
  }
}
