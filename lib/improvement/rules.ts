import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Due } from '../core/deadlines.ts';
import type { ClockRule, Confidence } from '../kernel/rules.ts';
import { dueBy, startClock, stopClocks } from '../kernel/terms.ts';
import type { Act, App } from '../kernel/types.ts';
import type { ImprovementRow, Kind, Significance, State } from './rows.ts';

export type Stage = 'acknowledge' | 'answer' | 'evaluate' | 'correct' | 'analyse' | 'carry' | 'verify' | 'close';

interface TermRule extends Pick<ClockRule, 'id' | 'amount' | 'unit' | 'title' | 'basis' | 'validFrom' | 'validTo'> {
  stage: Stage;
  kinds: Kind[];
  confidence: Confidence;
}

interface ImprovementRules {
  terms: TermRule[];
  /** Calendar days after the last action before its effect can be judged. */
  observation: Record<Significance, number> & { basis: string; confidence: Confidence };
  /** How far back a like finding counts as a repetition. */
  repeatMonths: { amount: number; basis: string; confidence: Confidence };
  /** Bounds of the classes of age, in days. */
  ageing: number[];
}

const read = new Map<string, ImprovementRules>();

/** lib/rules/improvement.json: the institute's terms, each with its basis and how sure that is. */
export function improvementRules({ config: { root } }: Pick<App, 'config'>): ImprovementRules {
  const known =
    read.get(root) ??
    (JSON.parse(readFileSync(join(root, 'lib', 'rules', 'improvement.json'), 'utf8')) as ImprovementRules);
  read.set(root, known);
  return known;
}

/** The term of a step as a rule of the clocks; undefined where none is in force. */
function termOf(app: App, stage: Stage, kind: Kind, on: string): ClockRule | undefined {
  const found = improvementRules(app).terms.find(
    (term) =>
      term.stage === stage &&
      term.kinds.includes(kind) &&
      term.validFrom <= on &&
      (term.validTo === null || on <= term.validTo),
  );
  if (!found) return undefined;
  const { id, amount, unit, title, basis, confidence, validFrom, validTo } = found;
  return {
    ...{ id, amount, unit, title, basis, confidence, validFrom, validTo },
    ...{
      productClasses: [],
      event: 'nonconforming-found',
      until: `nonconforming-${stage}`,
      ownerRole: 'quality-manager',
    },
  };
}

/** The last day of a step that begins on a day. */
export const termEnds = (app: App, stage: Stage, kind: Kind, on: string): Due | undefined => {
  const rule = termOf(app, stage, kind, on);
  return rule && dueBy(app, rule, on);
};

/** The step that comes next in a state; undefined at the end. */
export function stageOf({
  state,
  kind,
  corrective,
}: Pick<ImprovementRow, 'state' | 'kind' | 'corrective'>): Stage | undefined {
  const stages: Partial<Record<State, Stage>> = {
    found: 'evaluate',
    evaluated: kind === 'preventive' ? 'analyse' : 'correct',
    corrected: corrective === 0 ? 'close' : 'analyse',
    analysed: 'carry',
    carried: 'verify',
    verified: 'close',
  };
  return stages[state];
}

const steps: readonly Stage[] = ['evaluate', 'correct', 'analyse', 'carry', 'verify', 'close'];
const idsOf = (app: App, stages: readonly Stage[]): string[] =>
  improvementRules(app)
    .terms.filter(({ stage }) => stages.includes(stage))
    .map(({ id }) => id);

/** Ends the clock of the step before and starts that of the next, from a day on; returns its last day. */
export async function nextTerm(
  act: Act,
  row: Pick<ImprovementRow, 'id' | 'state' | 'kind' | 'corrective' | 'elsewhere'>,
  from: string = act.today,
): Promise<string | null> {
  await stopClocks(act, 'improvements', row.id, 'done', undefined, { rules: idsOf(act.app, steps) });
  const stage = row.elsewhere === 1 ? undefined : stageOf(row);
  return stage === undefined ? null : startTerm(act, row, stage, from);
}

/** Starts the clock of one step; returns its last day, null where the institute has set no term. */
export async function startTerm(
  act: Act,
  { id, kind }: Pick<ImprovementRow, 'id' | 'kind'>,
  stage: Stage,
  from: string,
): Promise<string | null> {
  const rule = termOf(act.app, stage, kind, from);
  if (!rule) return null;
  return (await startClock(act, 'improvements', id, rule, from)).date;
}

/** Ends the clock of one step. */
export const endTerm = (act: Act, id: string, stage: Stage): Promise<void> =>
  stopClocks(act, 'improvements', id, 'done', undefined, { rules: idsOf(act.app, [stage]) });
