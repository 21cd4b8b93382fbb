import { dec, toText } from '../core/decimal.ts';
import { placesOf, roundPlaces } from '../core/rounding.ts';
import {
  byConsensus,
  type Caution,
  cautions,
  type RobustMethod,
  sigmaHorwitz,
  sigmaPrescribed,
  sigmaRobust,
} from '../core/statistics/assigned.ts';
import { measured, notNegativeText, positiveText } from '../core/statistics/guard.ts';
import { identified } from '../core/statistics/qualitative.ts';
import {
  applicableScore,
  dPercent,
  enScore,
  paScore,
  qScore,
  ranks,
  type Score,
  type ScoreKind,
  verdictOfEn,
  verdictOfZ,
  zetaScore,
  zPrimeScore,
  zScore,
} from '../core/statistics/scores.ts';
import type { ItemRow, Verdict } from './rows.ts';
import type { Checked, Figures, OpenScore, Participant } from './score-types.ts';

type Given = Pick<ItemRow, 'kind' | 'result' | 'figures' | 'participants'>;
export type Judged = Checked & { cautions: Caution[] };

/** Order from good to bad. */
const order: readonly Verdict[] = ['satisfactory', 'questionable', 'unsatisfactory'];
const worse = (a: Verdict, b: Verdict): Verdict => (order.indexOf(a) > order.indexOf(b) ? a : b);
const rated = (verdict: Score['verdict']): Verdict | null => (verdict === 'none' ? null : verdict);

const half = (expanded: string, k: string): string =>
  toText(positiveText(expanded, 'U', 'expanded').div(positiveText(k, 'k', 'k')));
const twice = (u: string): string => toText(measured(u).times(2));

/**
 * What follows from the figures of a report, or null while they do not suffice: x_pt as given, else from the participants by the robust
 * method chosen (Algorithm A if none); σ_pt as given, by Horwitz, or robust; every score that the numbers allow; the verdict is the worse
 * of the provider's and the one computed by the same kind of score (domain 5.3; ISO 13528:2022 clause 9).
 * @throws Refusal `number.*`, `statistics.*` with the field at fault
 */
export function judge(item: Given): Judged | null {
  return item.kind === 'qualitative' ? judgeAnswer(item) : judgeNumber(item);
}

function judgeNumber({ result, figures, participants }: Given): Judged | null {
  const assigned = assignedOf(figures, participants);
  const provider = providerVerdict(figures);
  const sigma = assigned && sigmaOf(figures, assigned.value, participants);
  const scores = result === null || assigned === null ? [] : scoresOf(figures, result, assigned, sigma?.value ?? null);
  const by = judging(figures, scores, sigma?.value ?? null, assigned?.u ?? null);
  const own = scores.find(({ kind }) => kind === by);
  const computed = own ? rated(own.verdict) : null;
  if (computed === null && provider === null) return null;
  const reported = figures.providerScore;
  const differs =
    own !== undefined && reported !== undefined && roundPlaces(own.value, placesOf(reported)) !== plain(reported);
  return {
    assigned,
    sigma,
    scores: scores.map((score) => opened(score, score.kind === by ? reported : undefined)),
    qualitative: null,
    by: by ?? 'provider',
    computed,
    provider,
    disagrees: differs || (computed !== null && provider !== null && computed !== provider),
    verdict: computed && provider ? worse(computed, provider) : (computed ?? provider ?? 'unsatisfactory'),
    rank: assigned && rankOf(participants, assigned.value),
    cautions: assigned ? cautionsOf(figures, participants, assigned, sigma) : [],
  };
}

const plain = (text: string): string => roundPlaces(toText(measured(text, 'providerScore')), placesOf(text));

function assignedOf(figures: Figures, participants: readonly Participant[]): Checked['assigned'] {
  const { assigned, uAssigned, assignedSource = 'consensus' } = figures;
  if (assigned !== undefined) {
    const u = uAssigned === undefined ? null : toText(notNegativeText(uAssigned, 'u(xpt)', 'uAssigned'));
    measured(assigned, 'assigned');
    return { value: assigned, u, source: assignedSource, method: null, inputs: {} };
  }
  if (participants.length < 2) return null;
  const found = byConsensus(
    participants.map(({ value }) => value),
    methodOf(figures),
  );
  const { value, u, inputs } = found;
  return { value, u, source: 'consensus', method: methodOf(figures), inputs };
}

const methodOf = ({ robust = 'algorithm-a' }: Figures): RobustMethod => robust;

function sigmaOf(figures: Figures, assigned: string, participants: readonly Participant[]): Checked['sigma'] {
  if (figures.ptSigma !== undefined) {
    const { value, inputs } = sigmaPrescribed({ sigma: figures.ptSigma });
    return { value, source: figures.sigmaSource ?? 'prescribed', inputs };
  }
  if (figures.fraction !== undefined) {
    const { value, source, inputs } = sigmaHorwitz(assigned, figures.fraction);
    return { value, source, inputs };
  }
  if (participants.length < 2) return null;
  const { value, source, inputs } = sigmaRobust(
    participants.map((one) => one.value),
    methodOf(figures),
  );
  return { value, source, inputs };
}

function scoresOf(
  { expanded, k = '2', deltaE, limit }: Figures,
  x: string,
  { value: assigned, u }: { value: string; u: string | null },
  sigma: string | null,
): Score[] {
  const scores: Score[] = [];
  if (sigma !== null) {
    scores.push(zScore({ x, assigned, sigma }));
    if (u !== null) scores.push(zPrimeScore({ x, assigned, sigma, uAssigned: u }));
  }
  if (expanded !== undefined && u !== null) {
    const uLab = half(expanded, k);
    scores.push(zetaScore({ x, assigned, uLab, uAssigned: u }));
    scores.push(enScore({ x, assigned, expandedLab: twice(uLab), expandedAssigned: twice(u) }));
  }
  if (!measured(assigned, 'assigned').isZero()) {
    scores.push(dPercent(limit === undefined ? { x, assigned } : { x, assigned, limit }));
    scores.push(qScore({ x, assigned }));
  }
  if (deltaE !== undefined) scores.push(paScore({ x, assigned, deltaE }));
  return scores;
}

/** The score that decides: the scheme's own, else z or z′ as ISO 13528 9.2.1 tells, else En, else whatever has a limit. */
function judging(
  { scoreKind }: Figures,
  scores: readonly Score[],
  sigma: string | null,
  u: string | null,
): ScoreKind | null {
  if (scoreKind !== undefined) return scoreKind;
  if (sigma !== null) return u === null ? 'z' : applicableScore(sigma, u);
  const en = scores.find(({ kind }) => kind === 'en');
  return en?.kind ?? scores.find(({ verdict }) => verdict !== 'none')?.kind ?? null;
}

function providerVerdict({ providerVerdict: said, providerScore, scoreKind = 'z' }: Figures): Verdict | null {
  if (said !== undefined) return said;
  if (providerScore === undefined) return null;
  if (scoreKind === 'en') return rated(verdictOfEn(providerScore));
  return scoreKind === 'z' || scoreKind === 'z-prime' || scoreKind === 'zeta' ? rated(verdictOfZ(providerScore)) : null;
}

const SYMBOLS = { z: 'z', 'z-prime': 'z′', zeta: 'ζ', en: 'En', 'd-percent': 'D', pa: 'PA', q: 'Q' } as const;
export const symbolOf = (kind: ScoreKind): string => SYMBOLS[kind];

/** The formula with its numbers, as somebody would write it down by hand. */
function worked({ kind, inputs }: Score): string {
  const { x = '', assigned = '', sigma = '', uAssigned = '', uLab = '' } = inputs;
  const d = `(${x} − ${assigned})`;
  const formulas: Record<ScoreKind, string> = {
    z: `(x − xpt) ÷ σpt = ${d} ÷ ${sigma}`,
    'z-prime': `(x − xpt) ÷ √(σpt² + u²(xpt)) = ${d} ÷ √(${sigma}² + ${uAssigned}²)`,
    zeta: `(x − xpt) ÷ √(u²(x) + u²(xpt)) = ${d} ÷ √(${uLab}² + ${uAssigned}²)`,
    en: `(x − xpt) ÷ √(U²(x) + U²(xpt)) = ${d} ÷ √(${inputs.expandedLab ?? ''}² + ${inputs.expandedAssigned ?? ''}²)`,
    'd-percent': `100 (x − xpt) ÷ xpt = 100 × ${d} ÷ ${assigned}`,
    pa: `100 (x − xpt) ÷ δE = 100 × ${d} ÷ ${inputs.deltaE ?? ''}`,
    q: `(x − xpt) ÷ xpt = ${d} ÷ ${assigned}`,
  };
  return formulas[kind];
}

function opened(score: Score, reported: string | undefined): OpenScore {
  const places = Math.max(2, reported === undefined ? 2 : placesOf(reported));
  const shown = roundPlaces(score.value, score.kind === 'q' ? Math.max(3, places) : places);
  const { kind, value, verdict, inputs } = score;
  return { kind, shown, value, verdict, inputs, worked: `${SYMBOLS[kind]} = ${worked(score)} = ${shown}` };
}

function rankOf(participants: readonly Participant[], assigned: string): Checked['rank'] {
  const at = participants.findIndex(({ own }) => own);
  if (at < 0) return null;
  const centre = measured(assigned);
  const places = ranks(participants.map(({ value }) => toText(measured(value).minus(centre))));
  return { place: String(places[at] ?? ''), of: participants.length };
}

function cautionsOf(
  figures: Figures,
  participants: readonly Participant[],
  assigned: NonNullable<Checked['assigned']>,
  sigma: Checked['sigma'],
): Caution[] {
  const values = participants.map(({ value }) => value);
  const n = figures.participantCount === undefined ? values.length : Number(dec(figures.participantCount));
  const found = cautions({
    values,
    assignedSource: figures.assignedSource ?? 'consensus',
    sigmaSource: sigma?.source === 'robust' ? 'robust' : (figures.sigmaSource ?? 'prescribed'),
    assigned: assigned.value,
    ...(assigned.u !== null && { uAssigned: assigned.u }),
    ...(sigma !== null && { sigma: sigma.value }),
  });
  // Where only the number of participants is known, what depends on the number is said of that one.
  if (values.length > 0) return found;
  const shape = found.filter(({ id }) => id === 'statistics.caution.doubtful-value');
  if (figures.participantCount === undefined) return shape;
  return n < 5 ? [{ id: 'statistics.caution.few', params: { n, least: 5 } }, ...shape] : shape;
}

/** Answers are divided by commas and semicolons of either width. */
export const answersOf = (text: string): string[] =>
  text
    .split(/[、，,;；\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');

const ofAnswer = { right: 'satisfactory', 'partly-right': 'questionable', wrong: 'unsatisfactory' } as const;

/** A qualitative item: what was found against what was right; the provider's own verdict decides where it gives one. */
function judgeAnswer({ result, figures }: Given): Judged | null {
  const provider = figures.providerVerdict ?? null;
  const known = figures.expected !== undefined && result !== null;
  const qualitative = known ? identified(answersOf(result), answersOf(figures.expected ?? '')) : null;
  const computed = qualitative ? ofAnswer[qualitative.verdict] : null;
  if (computed === null && provider === null) return null;
  return {
    ...{ assigned: null, sigma: null, scores: [], qualitative, by: 'qualitative', computed, provider },
    disagrees: computed !== null && provider !== null && computed !== provider,
    verdict: provider ?? computed ?? 'unsatisfactory',
    ...{ rank: null, cautions: [] },
  };
}

/** The institute's own line among the participants where it is not the result that went out: somebody made a slip. */
export const ownDiffering = ({
  result,
  participants,
}: Pick<ItemRow, 'result' | 'participants'>): Participant | undefined =>
  participants.find(({ own, value }) => own && result !== null && !measured(value).eq(measured(result)));
