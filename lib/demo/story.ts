import { answered } from '../catalogue/index.ts';
import { addDays } from '../core/deadlines.ts';
import type { Readings } from '../forms/index.ts';
import { type Chance, varied } from './chance.ts';
import { type Cast, failing, type ItemReadings, type Product, verdictOf } from './materials.ts';
import type { Player } from './player.ts';
import { headed, type InUse } from './registers.ts';
import type { Step } from './rooms/index.ts';
import { chinaMoment } from './workdays.ts';

/** What makes a batch special; most are `plain`. `stuck`: its testing does not get on and its term passes; `asked`: its failing result is investigated. */
export type Turn = 'plain' | 'fails' | 'asked' | 'refused' | 'deviation' | 'returned' | 'stuck';

export interface BatchPlan {
  index: number;
  product: Product;
  /** Place of the day of sampling in `Scene.days`. */
  start: number;
  turn: Turn;
}

export interface Scene {
  player: Player;
  cast: Cast;
  chance: Chance;
  /** Working days of the month, oldest first; what would happen after the last one has not happened yet. */
  days: string[];
  /** What the registers hold for the heads of the records. */
  inUse: InUse;
}

interface Test {
  id: string;
  seq: number;
  version: number;
  hash: string;
}

interface Received {
  sample: { id: string; version: number } | null;
  portions: { code: string }[];
}

interface Shown {
  reports: { id: string }[];
  cases: { id: string }[];
}

/** Goods are sampled 40 to 99 days after they were made. */
const YOUNGEST = 40;
const AGES = 60;
const MORNING = 510;
const VERSION_OF_NEW = 1;
const CHECKS = {
  seal: 'ok',
  packaging: 'ok',
  amount: 'ok',
  condition: 'ok',
  papers: 'ok',
  details: 'ok',
  storage: 'ok',
};
const REVIEWER = 'fuhe';
const HEAD = 'zhuren';
const analysts = ['jian1', 'jian2', 'jian3'];

/** The way of one batch through the house, each step by the person whose work it is and days after the one before. */
export function storyOf(scene: Scene, batch: BatchPlan): Step[] {
  const { player, cast } = scene;
  const { index, product, turn, start } = batch;
  const minute = MORNING + ((index * 37) % 90);
  let sampling = { id: '', version: VERSION_OF_NEW };
  let sample = { id: '', version: VERSION_OF_NEW };
  let portion = '';
  let tests: Test[] = [];
  const mine = analysts.filter((_, i) => i !== index % analysts.length);
  const analystOf = ({ seq }: Test): string => mine[seq % mine.length] as string;
  const named = (list: Test[]) => list.map(({ id, hash }) => ({ id, hash }));
  const by = (login: string) => named(tests.filter((test) => analystOf(test) === login));
  const step = (day: number, minutes: number, run: () => Promise<unknown>): Step[] => {
    const date = scene.days[start + day];
    return date === undefined ? [] : [{ at: chinaMoment(date, minutes), run }];
  };
  const shown = (): Promise<Shown> => player.read<Shown>(HEAD, 'sample.show', { id: sample.id });
  const record = async (test: Test, day: number): Promise<void> => {
    const entry = product.items.get(test.seq);
    if (!entry) return;
    const date = scene.days[start + day] ?? '';
    const wanted = (turn === 'fails' || turn === 'asked') && entry === failing(product) ? 'fails' : 'conforms';
    const readings = headed(scene.inUse, differing(scene, entry, wanted), portion, date);
    const saved = await player.act<{ version: number; test: Test }>(analystOf(test), 'test.record', {
      id: test.id,
      version: test.version,
      readings,
    });
    Object.assign(test, saved.test);
  };

  const first = [
    ...step(0, minute, async () => {
      sampling = await player.act('cai1', 'sampling.register', registration(scene, batch));
    }),
    ...step(1, minute, async () => {
      const input = {
        ...pickKeys(sampling),
        ...decision(cast, turn),
        temperature: '21.5',
        priority: index % 11 === 0 ? 'urgent' : 'normal',
      };
      const received = await player.act<Received>('shou', 'sample.receive', input);
      if (received.sample) sample = received.sample;
      portion =
        received.portions[product.example.sampling.portions.findIndex(({ role }) => role === 'test')]?.code ?? '';
    }),
  ];
  if (turn === 'refused') return first;
  const planned = [
    ...step(1, minute + 150, async () => {
      const { specification, answers } = product;
      const plan = { ...pickKeys(sample), specification: specification.code, answers };
      tests = (await player.act<{ tests: Test[] }>(HEAD, 'sample.plan', plan)).tests;
    }),
    ...step(1, minute + 160, async () => {
      for (const login of mine) {
        const ids = tests.filter((test) => analystOf(test) === login).map(({ id }) => id);
        if (ids.length === 0) continue;
        const given = await player.act<{ tests: Test[] }>(HEAD, 'test.assign', {
          id: sample.id,
          tests: ids,
          analyst: player.user(login).id,
        });
        for (const test of tests)
          Object.assign(
            test,
            given.tests.find(({ id }) => id === test.id),
          );
      }
    }),
  ];
  const total = product.items.size;
  const records = [...product.items.keys()].flatMap((seq, i) => {
    if (turn === 'stuck' && i > total / 2) return [];
    const day = 2 + Math.floor((i * 3) / total);
    return step(day, 1000 + ((index + i) % 30), async () => {
      const test = tests.find((one) => one.seq === seq);
      if (test) await record(test, day);
    });
  });
  if (turn === 'stuck') return [...first, ...planned, ...records];
  const late = turn === 'returned' ? 4 : 0;
  const corrected = async () => {
    const [test] = tests;
    const entry = test && product.items.get(test.seq);
    if (!test || !entry) return;
    const observation = { common: { note: cast.changeReason } };
    const saved = await player.act<{ test: Test }>(analystOf(test), 'test.record', {
      ...pickKeys(test),
      readings: observation,
      reason: cast.changeReason,
    });
    Object.assign(test, saved.test);
    await player.act(analystOf(test), 'test.submit-set', { tests: named([test]) });
  };
  const sendBack = async () => {
    const [test] = tests;
    if (test)
      Object.assign(
        test,
        await player.act<Test>(REVIEWER, 'test.return', {
          ...{ ...pickKeys(test), reason: cast.returnReason },
          cells: [{ path: 'common.started', reason: cast.returnReason }],
        }),
      );
  };
  const submitted = mine.flatMap((login, i) =>
    step(5, minute + i, async () => {
      const set = by(login);
      if (set.length === 0) return;
      const { tests: signed } = await player.act<{ tests: Test[] }>(login, 'test.submit-set', { tests: set });
      for (const test of tests)
        Object.assign(
          test,
          signed.find(({ id }) => id === test.id),
        );
    }),
  );
  if (turn === 'asked') return [...first, ...planned, ...records, ...submitted];
  return [
    ...first,
    ...planned,
    ...records,
    ...submitted,
    ...(turn === 'returned' ? [...step(6, minute, sendBack), ...step(9, minute, corrected)] : []),
    ...step(6 + late, minute + 60, async () => {
      for (const one of named(tests))
        await player.act(REVIEWER, 'test.review-one', { ...one, explanation: cast.explanation });
    }),
    ...step(7 + late, minute + 30, () => player.act(HEAD, 'sample.approve', { id: sample.id, hashes: named(tests) })),
    ...step(8 + late, minute + 90, async () => {
      const { reports } = await shown();
      const report = await player.read<{ version: number; contentHash: string }>('qianfa', 'report.show', {
        id: reports[0]?.id,
      });
      await player.act('qianfa', 'report.issue', {
        id: reports[0]?.id,
        version: report.version,
        hash: report.contentHash,
      });
    }),
    ...(turn === 'fails' && index % 2 === 0
      ? step(9, minute + 60, async () => notify(scene, (await shown()).cases[0]?.id ?? ''))
      : []),
  ];
}

const pickKeys = ({ id, version }: { id: string; version: number }) => ({ id, version });

/** Whether the edition holds for goods made at any time before the days of the month (domain 1.8). */
export function holdsFor({ specification: { validFrom = '', validTo } }: Product, days: readonly string[]): boolean {
  const [first = '', last = ''] = [days[0], days.at(-1)];
  return (
    validFrom <= addDays(first, -YOUNGEST - AGES) && (validTo === undefined || validTo >= addDays(last, -YOUNGEST))
  );
}

/** The strength that was answered for, else that of the example where it is of this product. */
const strengthOf = ({ specification, answers, example }: Product, { otherSpec }: Cast): string =>
  answered(specification, answers).find(({ id }) => id === 'strength')?.answers[0]?.zh ??
  (example.specification === specification.code ? example.sampling.spec : otherSpec);

function registration({ cast, chance, days, player }: Scene, { index, product, start, turn }: BatchPlan): object {
  const { productClass: own, fields, quantity, unit, portions } = product.example.sampling;
  const sampledOn = days[start] ?? '';
  const serial = String(index + 1).padStart(4, '0');
  const number = `${cast.numbers[own]}-${sampledOn.slice(0, 4)}-9${serial}`;
  const madeOn = addDays(sampledOn, -YOUNGEST - chance.below(AGES));
  const sampled = chance.pick(cast.units);
  return {
    class: own,
    number,
    // Risk monitoring states no conformity, so nothing would follow from a batch that is out of its limits.
    workKind: chance.pick(turn === 'fails' ? ['JD', 'JD', 'JD', 'PJ', 'ZX'] : ['JD', 'JD', 'JD', 'PJ', 'FX', 'ZX']),
    level: chance.pick(['municipal', 'municipal', 'provincial', 'national']),
    productName: product.specification.product.zh,
    batchNo: `${madeOn.slice(2).replaceAll('-', '')}${chance.below(9) + 1}`,
    spec: strengthOf(product, cast),
    producer: cast.producers[chance.pick(cast.producersOf[own])],
    sampledUnit: sampled.name,
    sampledOn,
    quantity,
    unit,
    officers: ['cai1', index % 2 === 0 ? 'cai2' : 'cai3'].map((login) => player.user(login).id),
    portions: portions.map(({ role, qty }, i) => ({
      role,
      qty,
      sealNo: `F${sampledOn.slice(0, 4)}-9${serial}-${i + 1}`,
    })),
    fields: {
      ...fields,
      sampledUnitRegion: sampled.region,
      standard: product.specification.standard,
      ...dated(fields, madeOn),
    },
  };
}

/** Dates of the goods that fit the day of sampling. */
function dated(fields: Record<string, string>, madeOn: string): Record<string, string> {
  return {
    ...('productionDate' in fields && { productionDate: madeOn }),
    ...('expiryDate' in fields && { expiryDate: addDays(madeOn, 730) }),
  };
}

function decision(cast: Cast, turn: Turn): object {
  if (turn === 'refused')
    return { decision: 'refused', checks: { ...CHECKS, seal: 'not' }, grounds: ['seal'], note: cast.refusal };
  if (turn === 'deviation')
    return { decision: 'deviation', checks: { ...CHECKS, packaging: 'not' }, deviation: cast.deviation };
  return { decision: 'accepted', checks: CHECKS };
}

/** Readings of an item that come out as wanted, a little different in each batch. */
function differing({ chance }: Scene, entry: ItemReadings, wanted: 'conforms' | 'fails'): Readings {
  const given = wanted === 'fails' && entry.fails ? entry.fails : entry.conforms;
  const other = varied(given, chance);
  return verdictOf(entry, other) === wanted ? other : given;
}

async function notify({ player, cast, days }: Scene, id: string): Promise<void> {
  const { version, openedAt } = await player.read<{ version: number; openedAt: string }>('shou', 'case.show', { id });
  const on = days.find((day) => day > openedAt.slice(0, 10)) ?? openedAt.slice(0, 10);
  await player.act('shou', 'case.notify', {
    id,
    version,
    notifiedOn: on,
    notifiedTo: cast.authority,
    notifiedHow: 'system',
  });
}
