import { chinaMoment } from '../workdays.ts';
import { dayBack, type Furnishing, onDay, QUALITY, roomData, type Saved, type Step, TECHNICAL } from './index.ts';

/** A line of the plan with what was found when its day came (lib/demo/rooms/control.json). */
interface Line {
  codes: string;
  /** MM-DD in the year of the plan. */
  on: string;
  values?: Record<string, string>;
  /** Judged by a person, where words were compared. */
  personal?: Record<string, string>;
  answer?: string;
  closing?: string;
  [field: string]: string | Record<string, string> | undefined;
}

interface Chart {
  chart: { chartTitle: string; [field: string]: string | number };
  by: string;
  /** Working days before today of its first point. */
  from: number;
  given?: { target: string; givenSd: string; reason: string };
  /** After so many points the limits are worked out. */
  baseline?: number;
  reason?: string;
  points: string[];
  notes?: { after: number; noteKind: string; words: string }[];
  alarm?: { at: number; cause: string; measures: string };
}

interface Room {
  plan: string;
  lines: Line[];
  charts: Chart[];
}

interface PlanSheet extends Saved {
  lines: { code: string; line: Saved }[];
}

const MORNING = 540;
const NOON = 780;
const HOUR = 60;

/** The yearly plan with its lines, and control charts with a warning and an alarm that was settled. */
export function controlSteps(furnishing: Furnishing): Step[] {
  const room = roomData<Room>(furnishing, 'control');
  const year = dayBack(furnishing, furnishing.days.length - 1).slice(0, 4);
  let plan = '';
  return [
    {
      at: chinaMoment(`${year}-01-13`, MORNING),
      run: async () => {
        plan = await drawPlan(furnishing, room, year);
      },
    },
    ...room.lines.map((line) => ({
      at: chinaMoment(`${year}-${line.on}`, NOON),
      run: () => carryOut(furnishing, plan, line, `${year}-${line.on}`),
    })),
    ...room.charts.flatMap((chart) => chartSteps(furnishing, chart)),
  ];
}

async function drawPlan({ player }: Furnishing, { plan, lines }: Room, year: string): Promise<string> {
  const { id } = await player.act<Saved>(QUALITY, 'control.open-plan', { planYear: Number(year), planTitle: plan });
  for (const { on, values: _values, personal: _personal, answer, closing: _closing, ...line } of lines) {
    const responsible = answer ? { responsible: player.user('jian1').id } : {};
    await player.act(QUALITY, 'control.add-lines', { id, ...line, plannedOn: `${year}-${on}`, ...responsible });
  }
  const { version } = await player.read<PlanSheet>(QUALITY, 'control.plan', { id });
  const proposed = await player.act<Saved>(QUALITY, 'control.move-plan', { id, version, planMove: 'propose' });
  await player.act(TECHNICAL, 'control.move-plan', { id, version: proposed.version, planMove: 'approve' });
  return id;
}

/** A line on its day; what did not meet its criterion was answered and closed. */
async function carryOut({ player }: Furnishing, plan: string, planned: Line, doneOn: string): Promise<void> {
  const { values, personal, answer, closing } = planned;
  const { lines } = await player.read<PlanSheet>(QUALITY, 'control.plan', { id: plan });
  const line = lines.find(({ code }) => code === planned.codes)?.line;
  if (!line || !(values ?? personal)) return;
  const { id, version } = line;
  await player.act(QUALITY, 'control.judge-line', { id, version, doneOn, ...values, ...personal });
  const { anomaly } = await player.read<{ anomaly: Saved | null }>(QUALITY, 'control.line', { id });
  if (!anomaly) return;
  const answered = { id: anomaly.id, version: anomaly.version, anomalyMove: 'answer', measures: answer };
  const next = await player.act<Saved>('jian1', 'control.move-anomaly', answered);
  const closed = { id: anomaly.id, version: next.version, anomalyMove: 'close', closing, resolved: true };
  await player.act(QUALITY, 'control.move-anomaly', closed);
}

/** A chart from its first point: its limits by two people, a point each working day, an alarm settled on the day. */
function chartSteps(furnishing: Furnishing, one: Chart): Step[] {
  const { player } = furnishing;
  const { by, from, points, alarm, notes = [] } = one;
  let id = '';
  // The point after an alarm is of the same day: the chart comes back.
  const backOf = (i: number) => from - i + (alarm && i > alarm.at ? 1 : 0);
  const minuteOf = (i: number) => NOON + (alarm && i === alarm.at + 1 ? HOUR : 0);
  const limit = async (input: object): Promise<void> => {
    const limits = await player.act<Saved>(by, 'control.propose-limits', { id, ...input });
    await player.act(TECHNICAL, 'control.approve-limits', { id: limits.id, version: limits.version });
  };
  return [
    ...onDay(furnishing, from, MORNING, async () => {
      ({ id } = await player.act<Saved>(by, 'control.open-chart', one.chart));
      if (one.given) await limit(one.given);
    }),
    ...points.flatMap((readings, i) =>
      onDay(furnishing, backOf(i), minuteOf(i), async (day) => {
        const time = `${String(minuteOf(i) / HOUR).padStart(2, '0')}:00`;
        await player.act(by, 'control.add-point', { id, at: `${day}T${time}`, readings });
        if (i + 1 === one.baseline) await limit({ reason: one.reason });
        const note = notes.find(({ after }) => after === i + 1);
        if (note) await player.act(by, 'control.annotate', { id, noteKind: note.noteKind, words: note.words });
      }),
    ),
    ...(alarm ? onDay(furnishing, backOf(alarm.at), NOON + HOUR * 2, () => settle(furnishing, id, alarm)) : []),
  ];
}

/** Cause, measure, and a word on each result that was held. */
async function settle(
  { player }: Furnishing,
  chart: string,
  { cause, measures }: NonNullable<Chart['alarm']>,
): Promise<void> {
  const { alarms } = await player.read<{ alarms: Saved[] }>(QUALITY, 'control.chart', { id: chart });
  for (const { id } of alarms) {
    const sheet = await player.read<Saved & { holds: { id: string }[] }>(QUALITY, 'control.alarm', { id });
    const verdicts = sheet.holds.map((held) => ({ hold: held.id, holdVerdict: 'released' }));
    await player.act(QUALITY, 'control.release', { id, version: sheet.version, cause, measures, verdicts });
  }
}
