import type { Catalogue } from '../catalogue/index.ts';
import { normalise } from '../core/decimal.ts';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import type { AssignedSource, RobustMethod } from '../core/statistics/assigned.ts';
import { assignedBy, sigmaBy } from './assigned.ts';
import type { Design, ItemRow, SampleName, ScoreWanted, SigmaWay, Target } from './rows.ts';

/** An item as it is typed: numbers as decimal text, lists separated by commas, semicolons or lines. */
export interface ItemInput {
  itemName: string;
  parameterCode?: string;
  itemKind: 'number' | 'text';
  itemUnit?: string;
  itemDecimals?: number;
  assignedSource?: AssignedSource;
  robustMethod?: RobustMethod;
  coverage?: string;
  valueA?: string;
  valueB?: string;
  uncertaintyA?: string;
  uncertaintyB?: string;
  expertsA?: string;
  expertsB?: string;
  expectedA?: string;
  expectedB?: string;
  sigmaWay?: SigmaWay;
  sigmaValue?: string;
  massFactor?: string;
  earlierRounds?: string;
  scoreWanted?: ScoreWanted;
  scoreLimit?: string;
  answerOptions?: string;
  several?: boolean;
}

type Designed = Pick<ItemRow, 'name' | 'parameter_code' | 'kind' | 'unit' | 'decimals' | 'design'>;

/** Splits a typed list; in `names` a comma may stand between the parts too. */
export const listed = (text: string | undefined, by = /[;；,，、\n]/): string[] =>
  (text ?? '')
    .split(by)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/**
 * The item with the design of its evaluation, tried out at once so that nothing fails when the results are in.
 * @throws Refusal `comparison.design-*`, `comparison.parameter`, `number.*`, `statistics.*`
 */
export function designOf(catalogue: Catalogue, input: ItemInput, samples: readonly SampleName[]): Designed {
  const code = input.parameterCode?.trim() || null;
  if (code !== null && !catalogue.parameters.has(code)) refuse('comparison.parameter', { code }, 'parameterCode');
  const common = { name: input.itemName.trim(), parameter_code: code, kind: input.itemKind };
  if (input.itemKind === 'text') return { ...common, unit: null, decimals: null, design: wordDesign(input, samples) };
  refuseAll([
    ...needed(input, 'itemUnit'),
    ...needed(input, 'itemDecimals'),
    ...needed(input, 'assignedSource'),
    ...needed(input, 'sigmaWay'),
  ]);
  const design = numberDesign(input, samples);
  tryOut(design, samples);
  return { ...common, unit: input.itemUnit?.trim() ?? null, decimals: input.itemDecimals ?? null, design };
}

const needed = (input: ItemInput, field: keyof ItemInput): Reason[] =>
  input[field] === undefined || input[field] === '' ? [{ id: 'comparison.design-needed', field }] : [];

function wordDesign(input: ItemInput, samples: readonly SampleName[]): Design {
  refuseAll(samples.flatMap((sample) => needed(input, `expected${sample}`)));
  const options = listed(input.answerOptions);
  const several = input.several ?? false;
  const targets: Design['targets'] = {};
  for (const sample of samples) {
    const expected = (input[`expected${sample}`] ?? '').trim();
    const strange = (several ? listed(expected) : [expected]).find((one) => !options.includes(one));
    if (options.length > 0 && strange !== undefined)
      refuse('comparison.design-option', { given: strange }, `expected${sample}`);
    targets[sample] = { expected };
  }
  return { targets, several, ...(options.length > 0 && { options }) };
}

function numberDesign(input: ItemInput, samples: readonly SampleName[]): Design {
  const { assignedSource: source, robustMethod, sigmaWay: way = 'sigma', scoreWanted: score = 'z' } = input;
  const targets: Design['targets'] = {};
  for (const sample of samples) targets[sample] = targetOf(input, sample);
  const usesRobust = source === 'consensus' || way === 'robust';
  if (score === 'd-percent') refuseAll(needed(input, 'scoreLimit'));
  return {
    ...(source && { source }),
    ...(usesRobust && { method: robustMethod ?? 'algorithm-a' }),
    targets,
    sigma: sigmaDesign(input, way),
    score,
    ...(input.scoreLimit && { limit: normalise(input.scoreLimit, {}, 'scoreLimit').decimal }),
  };
}

function targetOf(input: ItemInput, sample: SampleName): Target {
  const [valueField, uField, expertField] = [`value${sample}`, `uncertainty${sample}`, `experts${sample}`] as const;
  const decimal = (field: keyof ItemInput) => normalise(String(input[field] ?? ''), {}, field).decimal;
  switch (input.assignedSource) {
    case 'formulation':
      refuseAll([...needed(input, valueField), ...needed(input, uField)]);
      return { value: decimal(valueField), contributions: contributionsOf(input[uField] ?? '', uField) };
    case 'crm':
      refuseAll([...needed(input, valueField), ...needed(input, uField), ...needed(input, 'coverage')]);
      return { value: decimal(valueField), expanded: decimal(uField), k: decimal('coverage') };
    case 'expert':
      refuseAll(needed(input, expertField));
      return { experts: listed(input[expertField]).map((one) => normalise(one, {}, expertField).decimal) };
    default:
      return {};
  }
}

/** '0.02; 0.01' or '称量 0.02; 纯度 0.01': one standard uncertainty a part, its name before it. */
const contributionsOf = (text: string, field: string): { name: string; u: string }[] =>
  listed(text).map((part, at) => {
    const words = part.split(/\s+/);
    const u = normalise(words.at(-1) ?? '', {}, field).decimal;
    return { name: words.slice(0, -1).join(' ') || `u${at + 1}`, u };
  });

function sigmaDesign(input: ItemInput, way: SigmaWay): NonNullable<Design['sigma']> {
  const value = () => normalise(input.sigmaValue ?? '', {}, 'sigmaValue').decimal;
  switch (way) {
    case 'sigma':
    case 'percent':
      refuseAll(needed(input, 'sigmaValue'));
      return { way, value: value() };
    case 'horwitz':
      refuseAll(needed(input, 'massFactor'));
      return { way, factor: normalise(input.massFactor ?? '', { exponent: true }, 'massFactor').decimal };
    case 'rounds':
      refuseAll(needed(input, 'earlierRounds'));
      return { way, rounds: roundsOf(input.earlierRounds ?? '') };
    case 'robust':
      return { way };
  }
}

/** '0.12 (15); 0.10 (18)': spread and number of each earlier round. */
const roundsOf = (text: string): { sd: string; n: number }[] =>
  listed(text).map((part) => {
    const found = /^([^()（）\s]+)\s*[(（]\s*(\d{1,4})\s*[)）]$/.exec(part);
    if (!found) return refuse('comparison.design-rounds', { given: part }, 'earlierRounds');
    return { sd: normalise(found[1] ?? '', {}, 'earlierRounds').decimal, n: Number(found[2]) };
  });

/** Carries the design out as far as it goes without results. */
function tryOut(design: Design, samples: readonly SampleName[]): void {
  const { way } = design.sigma ?? {};
  for (const sample of samples) {
    const assigned = design.source === 'consensus' ? null : assignedBy(design, sample, []).value;
    if (way === 'robust' || (assigned === null && way !== 'sigma' && way !== 'rounds')) continue;
    sigmaBy(design, assigned ?? '1', []);
  }
}
