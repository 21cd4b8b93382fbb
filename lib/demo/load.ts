import type { Slice } from '../kernel/routes.ts';
import type { Act } from '../kernel/types.ts';
import { createOrganisation, createUser, nameInstitute } from '../people/index.ts';
import { loadAnnex, readAnnex } from './annex.ts';
import { chanceFrom } from './chance.ts';
import { type Cast, failing, headerOf, type Product, type ProductClass, products } from './materials.ts';
import { playerIn } from './player.ts';
import { nothingInUse, readRegisters, registerSteps } from './registers.ts';
import { roomSteps } from './rooms/all.ts';
import { type BatchPlan, holdsFor, type Scene, storyOf, type Turn } from './story.ts';
import { workdaysUntil } from './workdays.ts';

export interface Loaded {
  samplings: number;
  issued: number;
  cases: number;
}

/** Working days that the demo looks back on: long enough for a batch to run past its term. */
const DAYS = 32;
/** Working days before those in which the registers were filled. */
const BEFORE = 20;
const SEED = 20_261_121;
/** Shares of the classes among ten batches (domain 7: mostly drugs). */
const classes: ProductClass[] = ['drug', 'tcm', 'drug', 'device', 'drug', 'cosmetic', 'drug', 'tcm', 'drug', 'device'];

/**
 * Fills a new installation with an institute, its people and a month of work, all marked as examples. Everything is played
 * through the declared acts in the order of time and lands in the open transaction.
 */
export async function loadDemo(
  act: Act,
  slices: Slice[],
  cast: Cast,
  passwordHash: string,
  size: number,
): Promise<Loaded> {
  await nameInstitute(act, cast.institute);
  const organisations = new Map<string, string>();
  for (const { name, kind, level, region } of cast.organisations) {
    const { id } = await createOrganisation(act, { name, organisationKind: kind, organisationLevel: level, region });
    organisations.set(name, id);
  }
  for (const { organisation = '', ...user } of cast.users) {
    const id = organisations.get(organisation);
    const account = { ...user, password: cast.password, ...(id && { organisation: id }) };
    await createUser(act, account, passwordHash, false);
  }
  const player = await playerIn(act, slices);
  await player.prepare((own) => loadAnnex(own, readAnnex(act.app.config.root)));
  const days = workdaysUntil(act.app.calendar, act.today, DAYS);
  const inUse = nothingInUse();
  const scene: Scene = { player, cast, chance: chanceFrom(SEED), days, inUse };
  const now = Date.parse(act.now);
  const all = products(act.app.config.root, act.app.catalogue).filter((product) => holdsFor(product, days));
  const plans = plansOf(all, size);
  const whole = workdaysUntil(act.app.calendar, act.today, BEFORE + DAYS);
  const registers = registerSteps({
    ...{ player, registers: readRegisters(act.app.config.root), inUse, today: act.today, first: BEFORE },
    days: whole,
  });
  const rooms = roomSteps({
    ...{
      player,
      cast,
      inUse,
      db: act.db,
      days: whole,
      today: act.today,
      head: headerOf(all.map(({ example }) => example)),
      products: all,
    },
    ...{ root: act.app.config.root, catalogue: act.app.catalogue },
  });
  const story = plans.flatMap((plan) => storyOf(scene, plan));
  const steps = [...registers, ...rooms, ...story].filter(({ at }) => at < now);
  for (const { at, run } of steps.sort((a, b) => a.at - b.at)) {
    player.at(at);
    await run();
  }
  act.record({ action: 'demo.load', entity: 'settings', id: 'institute', note: `${size}` });
  return {
    // Samples of the institute's own look like any other: they are not counted here.
    samplings: (await count(act, 'samplings', {})) - (await count(act, 'internal_samples', {})),
    issued: await count(act, 'reports', { state: 'issued' }),
    cases: await count(act, 'cases', {}),
  };
}

async function count(act: Act, table: string, where: object): Promise<number> {
  const [row] = await act.db(table).where(where).count<{ n: number | string }[]>({ n: '*' });
  return Number(row?.n ?? 0);
}

/** The batches: spread over the days and the classes, with a few that are out of the ordinary. */
export function plansOf(all: Product[], size: number): BatchPlan[] {
  const turns = turnsOf(size);
  const taken = new Map<string, number>();
  const next = (list: Product[], key: string): Product => {
    const n = taken.get(key) ?? 0;
    taken.set(key, n + 1);
    return list[n % list.length] as Product;
  };
  return Array.from({ length: size }, (_, index) => {
    const turn = turns.get(index) ?? 'plain';
    const own = classes[index % classes.length] as ProductClass;
    const ofClass = all.filter(({ specification }) => specification.class === own);
    const isFailing = turn === 'fails' || turn === 'asked';
    const fit = isFailing ? all.filter((product) => failing(product)) : ofClass;
    return {
      index,
      turn,
      start: Math.floor((index * DAYS) / size),
      product: next(fit.length > 0 ? fit : all, isFailing ? 'fails' : own),
    };
  });
}

/** About one batch in thirty is nonconforming; the first two never get on and run past their terms. */
function turnsOf(size: number): Map<number, Turn> {
  const turns: [number, Turn][] = [
    [0, 'stuck'],
    [2, 'stuck'],
    [Math.floor(size * 0.2), 'fails'],
    [Math.floor(size * 0.3), 'deviation'],
    [Math.floor(size * 0.4), 'returned'],
    [Math.floor(size * 0.5), 'asked'],
    [Math.floor(size * 0.6), 'fails'],
    [Math.floor(size * 0.69), 'fails'],
    [Math.floor(size * 0.75), 'returned'],
    [Math.floor(size * 0.8), 'asked'],
    [Math.floor(size * 0.9), 'refused'],
  ];
  return new Map(turns);
}

/** The demo as an act of its own, for a program that starts with it. */
export function loadAct(slices: Slice[], cast: Cast, hash: string, size: number) {
  return { name: 'demo.load', needs: 'public' as const, run: (act: Act) => loadDemo(act, slices, cast, hash, size) };
}
