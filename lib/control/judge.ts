import { add, type Decimal, dec, normalise, settle, toText } from '../core/decimal.ts';
import { refuse } from '../core/refusal.ts';
import { enScore } from '../core/statistics/scores.ts';

export const criterionKinds = ['root2u', 'cr', 'relative', 'en', 'recovery', 'same'] as const;
export type CriterionKind = (typeof criterionKinds)[number];

/** The criterion of a line as planned. Decimal texts. */
export interface Criterion {
  kind: CriterionKind;
  /** Expanded uncertainty U (k = 2) of the result: root2u, en. */
  expanded?: string;
  /** Critical difference, in the unit of the result. */
  critical?: string;
  /** Most relative difference in per cent of the mean. */
  most?: string;
  /** Window of the recovery in per cent. */
  low?: string;
  high?: string;
  /** Assigned value and its U, where they are known when the plan is made. */
  assigned?: string;
  expandedAssigned?: string;
}

/** What was measured: the two results that are compared, or amounts of a spiked recovery. */
export interface Measured {
  x1?: string;
  x2?: string;
  unspiked?: string;
  spiked?: string;
  added?: string;
  /** How they came about, for whoever reads it later. */
  from1?: string;
  from2?: string;
  /** A result that is no number: judged by a person, with reason. */
  words?: string;
}

/** How a criterion was met or not, so that it can be done again by hand. */
export interface Judgement {
  kind: CriterionKind | 'person';
  ok: boolean;
  /** The formula with names, and with numbers. */
  formula: string;
  numbers: string;
  value: string;
  limit: string;
}

const shown = (value: Decimal): string => toText(settle(value).toSignificantDigits(6));

function numberOf(text: string | undefined, field: string): Decimal {
  if (text === undefined || text.trim() === '') return refuse('control.value-missing', {}, field);
  const { decimal, qualifier } = normalise(text, {}, field);
  return qualifier === '=' ? dec(decimal) : refuse('control.value-bound', { text: text.slice(0, 40) }, field);
}

function positive(text: string | undefined, field: string): Decimal {
  const value = numberOf(text, field);
  return value.gt(0) ? value : refuse('control.positive', { text: text ?? '' }, field);
}

/**
 * What a criterion needs before it can judge anything. @throws Refusal at the field: `control.value-missing`, `control.positive`,
 * `control.window`
 */
export function checkCriterion(criterion: Criterion): void {
  const { kind, expanded, critical, most, low, high, assigned, expandedAssigned } = criterion;
  if (kind === 'root2u' || kind === 'en') positive(expanded, 'expanded');
  if (kind === 'cr') positive(critical, 'critical');
  if (kind === 'relative') positive(most, 'most');
  if (kind === 'recovery' && numberOf(low, 'low').gte(numberOf(high, 'high')))
    refuse('control.window', { low: low ?? '', high: high ?? '' }, 'high');
  if (assigned !== undefined) numberOf(assigned, 'assigned');
  if (expandedAssigned !== undefined) positive(expandedAssigned, 'expandedAssigned');
}

/**
 * Judges what was measured. Compared exactly: |x1 − x2| ≤ √2·U is held as (x1 − x2)² ≤ 2·U² (domain 5.4; GB/T 27025 7.7.1).
 * @throws Refusal `control.value-missing`, `control.value-bound` for what is no plain number, `control.zero`
 */
export function judge(criterion: Criterion, measured: Measured): Judgement {
  const x = () => ({ x1: numberOf(measured.x1, 'x1'), x2: numberOf(measured.x2 ?? criterion.assigned, 'x2') });
  switch (criterion.kind) {
    case 'root2u': {
      const { x1, x2 } = x();
      const u = positive(criterion.expanded, 'expanded');
      const d = add(x1, x2.negated()).abs();
      return {
        kind: 'root2u',
        ok: d.times(d).lte(u.times(u).times(2)),
        formula: '|x₁ − x₂| ≤ √2 · U',
        numbers: `|${toText(x1)} − ${bracket(x2)}| ≤ √2 × ${toText(u)}`,
        value: toText(d),
        limit: shown(u.times(dec('2').sqrt())),
      };
    }
    case 'cr': {
      const { x1, x2 } = x();
      const most = positive(criterion.critical, 'critical');
      const d = add(x1, x2.negated()).abs();
      return {
        kind: 'cr',
        ok: d.lte(most),
        formula: '|x₁ − x₂| ≤ CR',
        numbers: `|${toText(x1)} − ${bracket(x2)}| ≤ ${toText(most)}`,
        value: toText(d),
        limit: toText(most),
      };
    }
    case 'relative': {
      const { x1, x2 } = x();
      const most = positive(criterion.most, 'most');
      const sum = add(x1, x2).abs();
      if (sum.isZero()) return refuse('control.zero', {}, 'x1');
      const d = add(x1, x2.negated()).abs();
      return {
        kind: 'relative',
        // d ÷ (sum ÷ 2) × 100 ≤ most, without a division.
        ok: d.times(200).lte(most.times(sum)),
        formula: '|x₁ − x₂| ÷ x̄ × 100 % ≤ RD',
        numbers: `|${toText(x1)} − ${bracket(x2)}| ÷ ${shown(sum.div(2))} × 100 % ≤ ${toText(most)} %`,
        value: `${shown(d.times(200).div(sum))} %`,
        limit: `${toText(most)} %`,
      };
    }
    case 'en': {
      const { x1, x2 } = x();
      const expandedLab = positive(criterion.expanded, 'expanded');
      const expandedAssigned = positive(criterion.expandedAssigned ?? criterion.expanded, 'expandedAssigned');
      const given = {
        x: toText(x1),
        assigned: toText(x2),
        expandedLab: toText(expandedLab),
        expandedAssigned: toText(expandedAssigned),
      };
      const { value, verdict } = enScore(given);
      return {
        kind: 'en',
        ok: verdict === 'satisfactory',
        formula: '|En| = |x − X| ÷ √(U² + U_X²) ≤ 1',
        numbers: `|${given.x} − ${bracket(x2)}| ÷ √(${given.expandedLab}² + ${given.expandedAssigned}²) ≤ 1`,
        value: shown(dec(value).abs()),
        limit: '1',
      };
    }
    case 'recovery':
      return recovery(criterion, measured);
    case 'same': {
      const [a = '', b = ''] = [measured.x1?.trim(), (measured.x2 ?? criterion.assigned)?.trim()];
      if (a === '') refuse('control.value-missing', {}, 'x1');
      if (b === '') refuse('control.value-missing', {}, 'x2');
      return { kind: 'same', ok: a === b, formula: 'x₁ = x₂', numbers: `${a} / ${b}`, value: a, limit: b };
    }
  }
}

function recovery(criterion: Criterion, measured: Measured): Judgement {
  const [low, high] = [numberOf(criterion.low, 'low'), numberOf(criterion.high, 'high')];
  const limit = `${toText(low)} %–${toText(high)} %`;
  if (measured.x1 !== undefined && measured.x1.trim() !== '') {
    const r = numberOf(measured.x1, 'x1');
    return {
      kind: 'recovery',
      ok: r.gte(low) && r.lte(high),
      formula: 'L ≤ R ≤ H',
      numbers: `${toText(low)} % ≤ ${toText(r)} % ≤ ${toText(high)} %`,
      value: `${toText(r)} %`,
      limit,
    };
  }
  const [found, base] = [numberOf(measured.spiked, 'spiked'), numberOf(measured.unspiked, 'unspiked')];
  const added = positive(measured.added, 'added');
  const share = add(found, base.negated()).times(100);
  return {
    kind: 'recovery',
    ok: share.gte(low.times(added)) && share.lte(high.times(added)),
    formula: 'L ≤ (x_s − x_0) ÷ x_a × 100 % ≤ H',
    numbers: `${toText(low)} % ≤ (${toText(found)} − ${bracket(base)}) ÷ ${toText(added)} × 100 % ≤ ${toText(high)} %`,
    value: `${shown(share.div(added))} %`,
    limit,
  };
}

const bracket = (value: Decimal): string => (value.isNegative() ? `(${toText(value)})` : toText(value));
