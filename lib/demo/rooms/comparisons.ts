import { addDays } from '../../core/deadlines.ts';
import { dayBack, type Furnishing, onDay, QUALITY, roomData, type Saved, type Step, TECHNICAL } from './index.ts';

/** A comparison; steps in working days before today (lib/demo/rooms/comparisons.json). */
interface Comparison {
  start: number;
  invite: number;
  dispatch: number;
  receive: number;
  /** Where it is over; `closesIn`: calendar days from today until it closes, where it is not. */
  close?: number;
  closesIn?: number;
  evaluate?: number;
  publish?: number;
  settle?: number;
  plan: Record<string, string>;
  items: { itemName: string; itemUnit?: string }[];
  /** Readings of the units, by item. */
  homogeneity: string[];
  stability: string[];
  /** By laboratory as the cast names them, an answer an item; null: not handed in yet. */
  results: (string[] | null)[];
  method: string;
  equipment: string;
  asked?: string;
  reply?: string;
}

interface Sheet extends Saved {
  items: { id: string }[];
  laboratories: { id: string }[];
  evaluation: { targets: { lines: { participant: string; verdict: string; scores: unknown[] }[] }[] } | null;
}

interface Own extends Saved {
  wanted: { key: string; unit: string | null }[];
  actions: Saved[];
}

const MORNING = 540;
const NOON = 720;
const EVENING = 1040;
const UNITS = 16;
/** Calendar days that a laboratory has to answer. */
const REPLY = 20;

/** A comparison that is over, with a laboratory that had to act, and one that laboratories report to now. */
export const comparisonSteps = (furnishing: Furnishing): Step[] =>
  roomData<{ comparisons: Comparison[] }>(furnishing, 'comparisons').comparisons.flatMap((one) =>
    stepsOf(furnishing, one),
  );

function stepsOf(furnishing: Furnishing, one: Comparison): Step[] {
  const { player, today } = furnishing;
  const logins = furnishing.cast.users.filter(({ roles }) => roles.includes('participant')).map(({ login }) => login);
  const last = one.close === undefined ? addDays(today, one.closesIn ?? 1) : dayBack(furnishing, one.close);
  let id = '';
  const sheet = () => player.read<Sheet>(QUALITY, 'comparison.show', { id });
  const move = async (login: string, step: string) =>
    player.act(login, `comparison.${step}`, { id, version: (await sheet()).version });
  const check = async (checkKind: string, readings: readonly string[]) => {
    const { items } = await sheet();
    for (const [i, checkReadings] of readings.entries())
      await player.act(QUALITY, 'comparison.enter-check', {
        ...{ id, checkItem: items[i]?.id, checkSample: 'A', checkKind, checkReadings },
      });
  };
  const begun = [
    ...onDay(furnishing, one.start, MORNING, async () => {
      const planned = {
        ...{ ...one.plan, invitedOn: dayBack(furnishing, one.invite), dispatchedOn: dayBack(furnishing, one.dispatch) },
        ...{ closesAt: `${last}T17:00`, reportOn: addDays(last, 10) },
      };
      ({ id } = await player.act<Saved>(QUALITY, 'comparison.create', planned));
      for (const item of one.items) await player.act(QUALITY, 'comparison.add-item', { id, ...item });
      await player.act(QUALITY, 'comparison.make-units', { id, unitCount: UNITS });
    }),
    ...onDay(furnishing, one.start - 1, MORNING, async () => {
      await check('homogeneity', one.homogeneity);
      await move(QUALITY, 'check');
    }),
    ...onDay(furnishing, one.invite, MORNING, async () => {
      await move(TECHNICAL, 'start');
      const laboratories = (await sheet()).laboratories.map((laboratory) => laboratory.id);
      await player.act(QUALITY, 'comparison.invite', { id, laboratories });
    }),
    ...onDay(furnishing, one.invite - 1, NOON, async () => {
      for (const login of logins) {
        const own = await ownOf(furnishing, login, one);
        await player.act(login, 'comparison.join', { id: own.id, version: own.version });
      }
    }),
    ...onDay(furnishing, one.dispatch, NOON, () => move(QUALITY, 'dispatch')),
    ...onDay(furnishing, one.receive, NOON, async (day) => {
      for (const [i, login] of logins.entries()) await report(furnishing, login, one, day, one.results[i] ?? null);
    }),
  ];
  if (one.close === undefined) return begun;
  return [
    ...begun,
    ...onDay(furnishing, one.close, NOON, () => check('stability', one.stability)),
    ...onDay(furnishing, one.close, EVENING, () => move(QUALITY, 'gather')),
    ...onDay(furnishing, one.evaluate ?? 0, MORNING, () => move(QUALITY, 'evaluate')),
    ...onDay(furnishing, one.publish ?? 0, MORNING, async () => {
      await move(TECHNICAL, 'publish');
      await ask(furnishing, id, one);
    }),
    ...onDay(furnishing, one.settle ?? 0, NOON, async () => {
      for (const login of logins) {
        const own = await ownOf(furnishing, login, one);
        const [action] = own.actions;
        if (!action || !one.reply) continue;
        const reply = { id: own.id, actionId: action.id, version: action.version, reply: one.reply };
        await player.act(login, 'comparison.reply', reply);
        break;
      }
    }),
  ];
}

/** The participation of a laboratory, as its own people see it. */
async function ownOf({ player }: Furnishing, login: string, { plan }: Comparison): Promise<Own> {
  const { lines } = await player.read<{ lines: { id: string; schemeNo: string }[] }>(login, 'comparison.own-list', {});
  const own = lines.find(({ schemeNo }) => schemeNo === plan.schemeNo);
  return player.read<Own>(login, 'comparison.own', { id: own?.id });
}

/** The box is opened, its codes are confirmed, and the results handed in where there are some. */
async function report(
  furnishing: Furnishing,
  login: string,
  one: Comparison,
  testedOn: string,
  values: string[] | null,
): Promise<void> {
  const { player, db } = furnishing;
  const { id, version } = await ownOf(furnishing, login, one);
  // As they stand on the labels in the box.
  const codes: string[] = await db('comparison_units').where({ participant_id: id }).pluck('code');
  const receipt = { id, version, unitCodes: codes.join(' '), receiptCondition: 'good' };
  await player.act(login, 'comparison.receive', receipt);
  if (!values) return;
  const { wanted } = await ownOf(furnishing, login, one);
  const results = wanted.map(({ key, unit }, i) => ({ key, value: values[i], ...(unit && { unit }) }));
  const used = { usedMethod: one.method, usedEquipment: one.equipment, testedOn };
  await player.act(login, 'comparison.submit', { id, results, ...used });
}

/** Corrective actions are asked of the laboratories whose result is unsatisfactory. */
async function ask({ player, today }: Furnishing, id: string, { asked }: Comparison): Promise<void> {
  const { evaluation } = await player.read<Sheet>(QUALITY, 'comparison.show', { id });
  const lines = (evaluation?.targets ?? []).flatMap((target) => target.lines);
  const bad = new Set(
    lines.filter(({ verdict }) => verdict === 'unsatisfactory').map(({ participant }) => participant),
  );
  for (const participantId of bad)
    await player.act(QUALITY, 'comparison.ask-action', { id, participantId, asked, dueOn: addDays(today, REPLY) });
}
