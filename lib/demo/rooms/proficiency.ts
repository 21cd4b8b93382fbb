import { addDays } from '../../core/deadlines.ts';
import { chinaMoment } from '../workdays.ts';
import { benchSteps } from './bench.ts';
import {
  dayBack,
  examplePaper,
  type Furnishing,
  onDay,
  QUALITY,
  roomData,
  type Saved,
  type Step,
  TECHNICAL,
} from './index.ts';

interface Line extends Saved {
  subfield: string;
  scheme: string;
  month: string;
  parameters: string[];
}

interface Item extends Saved {
  result: string;
}

/** A participation; days are working days before today (lib/demo/rooms/proficiency.json). */
interface Round {
  start: number;
  /** The line of the plan that it fulfils. */
  subfield: string;
  provider: number;
  scheme: string;
  schemeNo: string;
  codes: string[];
  labCode: string;
  cost: string;
  sample: { class: string; productName: string; batchNo: string; [field: string]: string };
  statement: string;
  until: 'results' | 'evaluated' | 'archived';
  /** Working days from the submission to the report. */
  report?: number;
  figures?: { assigned: string; uAssigned: string; ptSigma: string; others: string }[];
  evaluation?: string;
  measures?: string;
  steps?: { name: string; back: number; text: string }[];
}

interface Room {
  providers: { name: string }[];
  /** Schemes by the sub-fields that the plan takes up; what else is due waits for the next year, with that reason. */
  subfields: Record<string, string>;
  line: { sample: string; costs: string[]; dropped: string };
  rounds: Round[];
}

const MORNING = 540;
const NOON = 720;
const AFTERNOON = 960;
/** Days until the deadline of the round that is under way. */
const DEADLINE = 5;
const pdf = examplePaper('example.pdf');

/** The yearly plan, and participations in every stage. */
export function proficiencySteps(furnishing: Furnishing): Step[] {
  const room = roomData<Room>(furnishing, 'proficiency');
  const year = Number(dayBack(furnishing, furnishing.days.length - 1).slice(0, 4));
  const spring = chinaMoment(`${year}-01-12`, MORNING);
  return [
    { at: spring, run: () => drawPlan(furnishing, room, year) },
    ...room.rounds.flatMap((round) => roundSteps(furnishing, room, round)),
  ];
}

/** What the coverage asks for, with provider, cost and person; approved by another person. */
async function drawPlan(furnishing: Furnishing, room: Room, year: number): Promise<void> {
  const { player, catalogue } = furnishing;
  const { providers, subfields, line: own, rounds } = room;
  for (const provider of providers) await player.act(QUALITY, 'proficiency.add-provider', provider);
  const { id } = await player.act<Saved>(QUALITY, 'proficiency.open-plan', { year });
  const read = () => player.read<{ plan: Saved; lines: Line[] }>(QUALITY, 'proficiency.plan', { id });
  for (const [i, line] of (await read()).lines.entries()) {
    const round = rounds.find(({ subfield }) => subfield === line.subfield);
    const scheme = subfields[line.subfield];
    // What is not taken part in yet comes at the end of the year.
    const month = round ? dayBack(furnishing, round.start).slice(0, 7) : `${year}-12`;
    const codes = round?.codes.filter((code) => catalogue.parameter(code).competence === line.subfield.split('/')[1]);
    await player.act(QUALITY, 'proficiency.change-line', {
      ...{ id: line.id, version: line.version, month, dueOn: `${month}-25` },
      scheme: round?.scheme ?? scheme ?? line.scheme,
      ...(round && { schemeNo: round.schemeNo }),
      parameterCodes: (codes ?? line.parameters).join(' '),
      provider: providers[round?.provider ?? i % providers.length]?.name,
      ...{ sample: own.sample, cost: round?.cost ?? own.costs[i % own.costs.length] },
      responsible: player.user(QUALITY).name,
      ...(scheme === undefined && { drop: true, note: own.dropped }),
    });
  }
  const drafted = (await read()).plan;
  const proposed = await player.act<Saved>(QUALITY, 'proficiency.plan-propose', { id, version: drafted.version });
  await player.act(TECHNICAL, 'proficiency.plan-approve', { id, version: proposed.version });
}

async function plannedLines({ player }: Furnishing): Promise<Line[]> {
  const { plans } = await player.read<{ plans: Saved[] }>(QUALITY, 'proficiency.plans', {});
  const plan = await player.read<{ lines: Line[] }>(QUALITY, 'proficiency.plan', { id: plans[0]?.id ?? '' });
  return plan.lines;
}

function roundSteps(furnishing: Furnishing, room: Room, round: Round): Step[] {
  const { player } = furnishing;
  const { start, codes, until } = round;
  let id = '';
  let sample = '';
  const take = async (login: string, step: string, input: object = {}) =>
    player.act<Saved>(login, `proficiency.${step}`, {
      ...(await readRound(furnishing, id)),
      ...input,
    });
  const end = until === 'results' ? addDays(furnishing.today, DEADLINE) : dayBack(furnishing, start - 9);
  const begun = [
    ...onDay(furnishing, start, MORNING, async () => {
      const { scheme, schemeNo, cost, subfield } = round;
      const line = (await plannedLines(furnishing)).find((one) => one.subfield === subfield)?.id;
      const named = { sample: room.line.sample, responsible: player.user(QUALITY).name };
      const opened = {
        ...named,
        ...(line && { line }),
        provider: room.providers[round.provider]?.name,
        scheme,
        schemeNo,
        cost,
      };
      const input = { ...opened, parameterCodes: codes.join(' '), deadline: `${end}T17:00` };
      ({ id } = await player.act<Saved>(QUALITY, 'proficiency.open', input));
      await take(QUALITY, 'register', { labCode: round.labCode, file: pdf });
    }),
    ...onDay(furnishing, start - 1, NOON, async (day) => {
      const receipt = { receivedOn: day, itemCondition: 'intact', statement: round.statement };
      await take(QUALITY, 'receive', { ...receipt, temperature: '18' });
      const { class: productClass, ...cover } = round.sample;
      await take(QUALITY, 'assign', { productClass, ...cover, dueOn: end, receptionist: 'shou' });
      const sheet = await player.read<{ sample: { id: string } }>(QUALITY, 'proficiency.round', { id });
      sample = sheet.sample.id;
    }),
    ...benchSteps(furnishing, start - 2, codes, () => sample),
  ];
  if (until === 'results') return begun;
  const reported = start - 5 - (round.report ?? 0);
  return [
    ...begun,
    ...onDay(furnishing, start - 5, MORNING, () => take(TECHNICAL, 'confirm')),
    ...onDay(furnishing, start - 5, NOON, async (day) => {
      await take(QUALITY, 'hand-in', { handedInAt: `${day}T11:40`, file: pdf });
    }),
    ...onDay(furnishing, reported, MORNING, async (day) => {
      await take(QUALITY, 'report', { reportOn: day, file: pdf });
      await enterFigures(furnishing, id, round);
    }),
    ...onDay(furnishing, reported, AFTERNOON, async () => {
      const { evaluation, measures } = round;
      await take(TECHNICAL, 'evaluate', { evaluation, ...(measures && { measures }) });
      if (until === 'archived') await take(TECHNICAL, 'archive');
    }),
    ...(round.steps ?? []).flatMap((step) =>
      onDay(furnishing, step.back, MORNING, async (day) => {
        const { correctives } = await player.read<{ correctives: Saved[] }>(QUALITY, 'proficiency.round', { id });
        const input = { stepName: step.name, doneOn: day, stepText: step.text };
        for (const { id: file } of correctives) {
          const sheet = await player.read<{ file: Saved }>(QUALITY, 'proficiency.corrective', { id: file });
          await player.act(QUALITY, 'proficiency.take-step', { id: file, version: sheet.file.version, ...input });
        }
      }),
    ),
  ];
}

const readRound = async ({ player }: Furnishing, id: string): Promise<Saved> => {
  const { round } = await player.read<{ round: Saved }>(QUALITY, 'proficiency.round', { id });
  return { id, version: round.version };
};

/** What the provider's report says, with the results of all participants under their codes. */
async function enterFigures({ player }: Furnishing, id: string, { figures = [], labCode }: Round): Promise<void> {
  const { items } = await player.read<{ items: Item[] }>(QUALITY, 'proficiency.round', { id });
  for (const [i, item] of items.entries()) {
    const { others = '', ...reported } = figures[i] ?? {};
    const values = others.split(' ').map((value, place) => `P${String(place + 1).padStart(2, '0')} ${value}`);
    await player.act(QUALITY, 'proficiency.figures', {
      ...{ id: item.id, version: item.version, ...reported, assignedSource: 'consensus', sigmaSource: 'prescribed' },
      values: [...values, `${labCode} ${item.result}`].join('\n'),
    });
  }
}
