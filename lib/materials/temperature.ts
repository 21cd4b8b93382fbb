import { add, type Decimal, dec, settle, toText } from '../core/decimal.ts';
import { refuse } from '../core/refusal.ts';
import { roundSignificant } from '../core/rounding.ts';
import { lookUp } from '../messages/index.ts';
import type { MaterialRow, StandardisationRow } from './rows.ts';
import { type TemperatureRule, temperatureRule, titrantRule } from './rules.ts';

/** F as it holds at another temperature than that of the standardisation. */
export interface TemperatureShown {
  /** ℃ of the standardisation. */
  at: string;
  differs: string;
  /** From here to here F may be used without standardising again. */
  low: string;
  high: string;
  /** Whether F is recalculated inside these ends; otherwise it stands as it is. */
  corrects: boolean;
  table: { celsius: string; factor: string }[];
  basis: string;
  confidence: string;
}

/** Perchloric acid in glacial acetic acid expands ten times as much as water: its F goes by the temperature. Told by the name. */
const solventOf = ({ name }: Pick<MaterialRow, 'name'>): TemperatureRule['solvent'] =>
  ['zh', 'en'].some((lang) =>
    name.toLowerCase().includes(lookUp(lang === 'zh' ? 'zh' : 'en', 'material.perchloric').toLowerCase()),
  )
    ? 'acetic-acid'
    : 'water';

/** N1 = N0 ÷ [1 + 0.0011 (t1 − t0)] (ChP 通则0702), unrounded. */
const corrected = (factor: string, expansion: string, at: Decimal, used: Decimal): Decimal =>
  settle(dec(factor).div(add(dec('1'), dec(expansion).times(used.minus(at)))));

/**
 * F of a titrant at the temperature of the titration: as standardised, or recalculated where the rule says so.
 * @throws Refusal `material.temperature` when the temperatures differ by more than the rule allows (ends included are fine)
 */
export function factorAt(
  root: string,
  lot: Pick<MaterialRow, 'name' | 'number'>,
  standard: Pick<StandardisationRow, 'factor' | 'temperature' | 'done_on'>,
  celsius: string,
): string {
  const rule = temperatureRule(root, solventOf(lot), standard.done_on);
  const [at, used] = [dec(standard.temperature), dec(celsius)];
  if (used.minus(at).abs().greaterThan(dec(rule.differs)))
    refuse('material.temperature', { lot: lot.number, at: standard.temperature, celsius, differs: rule.differs });
  if (rule.expansion === null) return standard.factor ?? '';
  const { digits } = titrantRule(root, standard.done_on);
  return roundSignificant(toText(corrected(standard.factor ?? '', rule.expansion, at, used)), digits);
}

/** What the page of a titrant says about temperatures; null before there is an F. */
export function temperatureShown(
  root: string,
  lot: Pick<MaterialRow, 'name' | 'number'>,
  standard: StandardisationRow | undefined,
): TemperatureShown | null {
  if (!standard || standard.factor === null) return null;
  const rule = temperatureRule(root, solventOf(lot), standard.done_on);
  const at = dec(standard.temperature);
  const [low, high] = [at.minus(dec(rule.differs)), add(at, dec(rule.differs))];
  const steps = rule.expansion === null ? [] : ['-10', '-5', '0', '5', '10'].map((step) => toText(add(at, dec(step))));
  return {
    ...{ at: standard.temperature, differs: rule.differs, low: toText(low), high: toText(high) },
    corrects: rule.expansion !== null,
    table: steps.map((celsius) => ({ celsius, factor: factorAt(root, lot, standard, celsius) })),
    ...{ basis: rule.basis, confidence: rule.confidence },
  };
}
