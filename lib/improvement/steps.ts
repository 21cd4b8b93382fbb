import { addDays } from '../core/deadlines.ts';
import { next } from '../core/machine.ts';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act } from '../kernel/types.ts';
import { keepEvidence } from './files.ts';
import { improvementMachine } from './machine.ts';
import { repeatsOf } from './repeats.ts';
import {
  type Category,
  categories,
  type ImprovementRow,
  type LinkRow,
  type Significance,
  type StepData,
} from './rows.ts';
import { improvementRules, nextTerm } from './rules.ts';
import { actionsOf, blank, dayFault, executing, linksOf, note, recordFor, stepsOf, subjectOf } from './store.ts';
import type { TakenMove } from './taken.ts';

export interface StepInput {
  id: string;
  version: number;
  stepMove: TakenMove;
  onDay?: string;
  stepText: string;
  lateReason?: string;
  significance?: Significance;
  risk?: string;
  acceptable?: boolean;
  stopWork?: boolean;
  recallReports?: boolean;
  tellCustomer?: boolean;
  corrective?: boolean;
  customerToldOn?: string;
  whys?: string[];
  bones?: string[];
  category?: Category;
  effectiveWay?: string;
  resumeOn?: string;
  file?: Upload;
}

interface Taking {
  act: Act;
  row: ImprovementRow;
  input: StepInput;
  onDay: string;
}

/** What a step asks besides its words, what it changes, and what it writes down. */
interface Step {
  faults(taking: Taking): Promise<Reason[]> | Reason[];
  patch?(taking: Taking): Partial<ImprovementRow>;
  data?(input: StepInput): StepData;
  /** Whoever takes the step is then an executor. */
  executes?: true;
  /** The step is the one that the running term waits for. */
  timed?: true;
}

/** What was given, without what was not. */
const kept = (data: { [K in keyof StepData]: StepData[K] | undefined }): StepData =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));

async function evaluateFaults({ act, row, input }: Taking): Promise<Reason[]> {
  const recalls = input.recallReports === true && !(await linksOf(act.db, row.id)).some(isReport);
  const repeats = await repeatsOf(act, row);
  return [
    ...(input.significance === undefined ? [{ id: 'improvement.significance', field: 'significance' }] : []),
    ...blank(input.risk, 'risk'),
    ...(recalls ? [{ id: 'improvement.recall-none', field: 'recallReports' }] : []),
    ...(input.recallReports === true && input.tellCustomer !== true
      ? [{ id: 'improvement.recall-untold', field: 'tellCustomer' }]
      : []),
    ...(input.corrective !== true && row.kind === 'preventive'
      ? [{ id: 'improvement.preventive', field: 'corrective' }]
      : []),
    ...(input.corrective !== true && input.significance === 'critical'
      ? [{ id: 'improvement.critical', field: 'corrective' }]
      : []),
    ...(input.corrective !== true && repeats.length > 0
      ? [
          {
            id: 'improvement.repeated',
            field: 'corrective',
            params: { numbers: repeats.map(({ number }) => number).join('、') },
          },
        ]
      : []),
  ];
}

const isReport = ({ entity }: LinkRow): boolean => entity === 'reports';

const evaluated = ({ input }: Taking): Partial<ImprovementRow> => ({
  significance: input.significance ?? null,
  corrective: input.corrective === true ? 1 : 0,
  stopped: input.stopWork === true ? 1 : 0,
  tell: input.tellCustomer === true ? 1 : 0,
});

const evaluation = (input: StepInput): StepData => ({
  ...kept({ significance: input.significance, risk: input.risk?.trim() }),
  ...{ acceptable: input.acceptable === true, stopWork: input.stopWork === true },
  ...{ recallReports: input.recallReports === true, tellCustomer: input.tellCustomer === true },
  corrective: input.corrective === true,
});

/** The customer was told by the day of the correction, where the evaluation decided so. */
const correctFaults = ({ row, input, onDay }: Taking): Reason[] =>
  row.tell === 1 && input.customerToldOn === undefined
    ? [{ id: 'improvement.customer', field: 'customerToldOn' }]
    : input.customerToldOn === undefined
      ? []
      : dayFault(input.customerToldOn, row.found_on, onDay, 'customerToldOn');

const whysOf = ({ whys = [] }: StepInput): string[] => whys.map((why) => why.trim()).filter((why) => why !== '');
const bonesOf = ({ bones = [] }: StepInput): { category: Category; words: string }[] =>
  bones.flatMap((words, i) => {
    const category = categories[i];
    return category === undefined || words.trim() === '' ? [] : [{ category, words: words.trim() }];
  });

/** A cause is asked for until it no longer is a symptom: at least two whys, or the bones of the fishbone that were looked at. */
function analyseFaults({ input }: Taking): Reason[] {
  const [whys, bones] = [whysOf(input), bonesOf(input)];
  return [
    ...(input.category === undefined ? [{ id: 'improvement.category', field: 'category' }] : []),
    ...(whys.length < 2 && bones.length === 0 ? [{ id: 'improvement.cause', field: 'whys' }] : []),
    ...(bones.length > 0 && input.category !== undefined && !bones.some(({ category }) => category === input.category)
      ? [{ id: 'improvement.bone', field: 'category' }]
      : []),
  ];
}

const causes = (input: StepInput): StepData => ({
  ...kept({ category: input.category }),
  whys: whysOf(input),
  bones: bonesOf(input),
});

const verifyFaults = ({ input }: Taking): Reason[] => [
  ...blank(input.effectiveWay, 'effectiveWay'),
  ...(input.file === undefined ? [{ id: 'improvement.evidence', field: 'file' }] : []),
];

/** Work that was stopped goes on only by a decision (GB/T 27025 7.10.1 f). */
async function closeFaults({ act, row, input }: Taking): Promise<Reason[]> {
  const stood = (await stepsOf(act.db, row.id)).findLast(({ move }) => move === 'evaluate');
  if (stood?.data.stopWork !== true) return [];
  return input.resumeOn === undefined
    ? [{ id: 'improvement.resume', field: 'resumeOn' }]
    : dayFault(input.resumeOn, row.found_on, addDays(act.today, 365), 'resumeOn');
}

const steps: Record<TakenMove, Step> = {
  evaluate: { faults: evaluateFaults, patch: evaluated, data: evaluation, timed: true },
  correct: {
    faults: correctFaults,
    data: ({ customerToldOn }) => kept({ customerToldOn }),
    executes: true,
    timed: true,
  },
  analyse: {
    faults: analyseFaults,
    patch: ({ input: { category } }) => ({ category: category ?? null, corrective: 1 }),
    data: causes,
    executes: true,
    timed: true,
  },
  verify: { faults: verifyFaults, data: ({ effectiveWay }) => kept({ effectiveWay }), timed: true },
  fail: { faults: () => [], patch: ({ row }) => ({ round: row.round + 1, corrective: 1, verify_from: null }) },
  close: {
    faults: closeFaults,
    patch: ({ act }) => ({ closed_by: act.user.id, closed_at: act.now, stopped: 0 }),
    data: ({ resumeOn }) => kept({ resumeOn }),
    timed: true,
  },
  reopen: {
    faults: () => [],
    patch: ({ row }) => ({
      ...{ round: row.round + 1, reopened: row.reopened + 1, closed_by: null, closed_at: null, verify_from: null },
    }),
  },
  drop: { faults: () => [], patch: ({ act }) => ({ closed_by: act.user.id, closed_at: act.now }) },
};

/**
 * Takes a step of a record.
 * @throws Refusal of the machine, `improvement.words`, `improvement.day`, `improvement.late`, of the step, `record.stale`
 */
export async function takeStep(act: Act, input: StepInput): Promise<ImprovementRow> {
  const row = await recordFor(act, input.id, input.version);
  const subject = subjectOf(row, await actionsOf(act.db, row.id), act.today);
  const state = next(improvementMachine, input.stepMove, subject, actorOf(act.user));
  const step = steps[input.stepMove];
  const onDay = input.onDay ?? act.today;
  const taking = { act, row, input, onDay };
  const isLate = step.timed === true && row.due_on !== null && onDay > row.due_on;
  refuseAll([
    ...blank(input.stepText, 'stepText'),
    ...dayFault(onDay, row.found_on, act.today, 'onDay'),
    ...(isLate && !input.lateReason?.trim()
      ? [{ id: 'improvement.late', field: 'lateReason', params: { day: row.due_on ?? '' } }]
      : []),
    ...(await step.faults(taking)),
  ]);
  const late = isLate && { lateReason: input.lateReason?.trim() ?? '', missed: row.due_on ?? '' };
  await note(act, row, {
    ...{ move: input.stepMove, on_day: onDay, words: input.stepText.trim() },
    data: { ...step.data?.(input), ...late },
  });
  if (input.file) await keepEvidence(act, row, input.file, { stage: input.stepMove });
  const patch = {
    ...{ state, ...step.patch?.(taking) },
    ...(step.executes && { executors: executing(row, act.user.id) }),
  };
  const due_on = await nextTerm(act, { ...row, ...patch });
  return act.update<ImprovementRow>('improvements', row, { ...patch, due_on }, { reason: input.stepText.trim() });
}

/** Days of waiting before the effect of an action can be judged. */
export const observationDays = (act: Act, { significance }: ImprovementRow): number =>
  improvementRules(act.app).observation[significance ?? 'minor'];

/** The complaint of a record. @throws Refusal `improvement.no-complaint`, `improvement.closed` */
export const complaintOf = (row: ImprovementRow): NonNullable<ImprovementRow['complaint']> => {
  if (row.state === 'closed' || row.state === 'dropped') refuse('improvement.closed', {}, undefined, 'conflict');
  return row.complaint ?? refuse('improvement.no-complaint', {}, undefined, 'conflict');
};
