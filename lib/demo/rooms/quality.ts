import { addDays } from '../../core/deadlines.ts';
import { examplePaper, type Furnishing, onDay, QUALITY, roomData, type Saved, type Step, TECHNICAL } from './index.ts';

interface Budget {
  start: number;
  until: 'proposed' | 'confirmed';
  parameterCode: string;
  budgetTitle: string;
  body: object;
}

/** A step of a record of nonconforming work, by the person whose it is. */
interface Taken {
  back: number;
  login: string;
  act: 'step' | 'acknowledge' | 'plan' | 'finish';
  input: object;
  /** Who carries an action out, and within how many days. */
  handler?: string;
  days?: number;
  paper?: boolean;
}

interface Record {
  open: object;
  handler: string;
  start: number;
  steps: Taken[];
}

interface Room {
  budgets: Budget[];
  records: Record[];
}

const MORNING = 550;
const NOON = 730;
const TRIALS = 10_000;
const AUTHOR = 'jian1';
const pdf = examplePaper('example.pdf');

/** Uncertainty budgets, and nonconforming work, a complaint and a finding of the internal audit on their way. */
export function qualitySteps(furnishing: Furnishing): Step[] {
  const { budgets, records } = roomData<Room>(furnishing, 'quality');
  return [
    ...budgets.flatMap((budget) => budgetSteps(furnishing, budget)),
    ...records.flatMap((record) => recordSteps(furnishing, record)),
  ];
}

/** Written and propagated by an analyst, confirmed by the technical manager some days later. */
function budgetSteps(furnishing: Furnishing, { start, until, body, ...opened }: Budget): Step[] {
  const { player } = furnishing;
  let row = { id: '', version: 0 };
  const take = async (login: string, step: string, input: object = {}) => {
    const { id, version } = row;
    row = await player.act<Saved>(login, `uncertainty.${step}`, { id, version, ...input });
  };
  return [
    ...onDay(furnishing, start, MORNING, async () => {
      row = await player.act<Saved>(AUTHOR, 'uncertainty.open', opened);
      await take(AUTHOR, 'save', body);
      await take(AUTHOR, 'simulate', { trials: TRIALS, seed: 1 });
      await take(AUTHOR, 'propose');
    }),
    ...(until === 'confirmed' ? onDay(furnishing, start - 2, MORNING, () => take(TECHNICAL, 'confirm')) : []),
  ];
}

function recordSteps(furnishing: Furnishing, { open, handler, start, steps }: Record): Step[] {
  const { player } = furnishing;
  let id = '';
  const sheet = () =>
    player.read<{ row: Saved; actions: (Saved & { state: string })[] }>(QUALITY, 'nonconforming.show', { id });
  const take = async ({ act, login, input, handler: who, days, paper }: Taken, day: string): Promise<void> => {
    const { row, actions } = await sheet();
    const action = actions.find(({ state }) => state === 'open');
    const target = act === 'finish' && action ? action : row;
    await player.act(login, `nonconforming.${act}`, {
      ...{ id: target.id, version: target.version, ...input },
      ...(who && { handlerId: player.user(who).id, dueOn: addDays(day, days ?? 1) }),
      ...(act === 'finish' && { doneOn: day }),
      ...(act === 'acknowledge' && { onDay: day }),
      ...(paper && { file: pdf }),
    });
  };
  return [
    ...onDay(furnishing, start, MORNING, async (day) => {
      const given = { ...open, foundOn: day, handlerId: player.user(handler).id };
      ({ id } = await player.act<Saved>(QUALITY, 'nonconforming.open', given));
    }),
    ...steps.flatMap((step) => onDay(furnishing, step.back, NOON, (day) => take(step, day))),
  ];
}
