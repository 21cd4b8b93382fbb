import { type Decimal, dec, normalise, settle, toText } from '../core/decimal.ts';
import { callFunction, divide } from '../core/formula-functions.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import type { Criterion, Figures, VerificationData, VerificationLimits } from './rows.ts';

const HUNDRED = dec('100');
/** Factors of the limits of detection and of quantitation from σ and the slope: ICH Q2, ChP general chapter 9101. */
const DETECTION = dec('3.3');
const QUANTITATION = dec('10');
const DIGITS = 15;
const LEAST_PRECISION = 2;

type Field = keyof VerificationData;

/**
 * The figures of a verification, by the functions that the record forms use, on exact decimals: mean, SD (n − 1) and RSD % of the precision;
 * recovery % = (found − background) ÷ added × 100; slope, intercept and r of the line; LOD = 3.3 σ ÷ S, LOQ = 10 σ ÷ S with S the slope and
 * σ as entered or the SD of the blanks. Limits are held against the unrounded figures.
 * @throws Refusal `verification.row`, `verification.censored`, `verification.few`, `verification.slope`, `verification.limits-crossed`, `verification.sigma-twice`, number.*, formula.*
 */
export function figuresOf(data: VerificationData, limits: VerificationLimits = {}): Figures {
  const precision = list(data, 'precision');
  const recovery = rows(data, 'recovery', [2, 3]);
  const linearity = rows(data, 'linearity', [2, 2]);
  const sigma = sigmaOf(data);
  const line = linearity.length === 0 ? undefined : about('linearity', () => lineOf(linearity));
  const found = {
    precision: precision.length === 0 ? undefined : about('precision', () => precisionOf(precision)),
    recovery: recovery.length === 0 ? undefined : about('recovery', () => recoveryOf(recovery)),
    linearity: line,
    detection: sigma === undefined ? undefined : detectionOf(sigma, line?.slope),
  };
  const criteria = criteriaOf(found, limits);
  return {
    ...(found.precision && {
      precision: {
        n: precision.length,
        mean: shown(found.precision.mean),
        sd: shown(found.precision.sd),
        rsd: shown(found.precision.rsd),
      },
    }),
    ...(found.recovery && {
      recovery: {
        each: found.recovery.each.map(shown),
        mean: shown(found.recovery.mean),
        rsd: found.recovery.rsd && shown(found.recovery.rsd),
      },
    }),
    ...(line && {
      linearity: { n: linearity.length, slope: shown(line.slope), intercept: shown(line.intercept), r: shown(line.r) },
    }),
    ...(found.detection && {
      detection: {
        sigma: shown(found.detection.sigma),
        slope: shown(found.detection.slope),
        lod: shown(found.detection.lod),
        loq: shown(found.detection.loq),
      },
    }),
    criteria,
  };
}

const shown = (value: Decimal): string => toText(settle(value).toSignificantDigits(DIGITS));

interface Found {
  precision: { mean: Decimal; sd: Decimal; rsd: Decimal } | undefined;
  recovery: { each: Decimal[]; mean: Decimal; rsd: Decimal | null } | undefined;
  linearity: { slope: Decimal; intercept: Decimal; r: Decimal } | undefined;
  detection: { sigma: Decimal; slope: Decimal; lod: Decimal; loq: Decimal } | undefined;
}

function precisionOf(values: Decimal[]): NonNullable<Found['precision']> {
  if (values.length < LEAST_PRECISION) refuse('verification.few', { least: LEAST_PRECISION }, 'precision');
  return {
    mean: callFunction('mean', [values]),
    sd: callFunction('sd', [values]),
    rsd: callFunction('rsd', [values]),
  };
}

function recoveryOf(table: Decimal[][]): NonNullable<Found['recovery']> {
  const each = table.map(([added = dec('0'), found = dec('0'), before = dec('0')]) =>
    divide(found.minus(before), added).times(HUNDRED),
  );
  return {
    each,
    mean: callFunction('mean', [each]),
    rsd: each.length < 2 ? null : callFunction('rsd', [each]),
  };
}

function lineOf(table: Decimal[][]): NonNullable<Found['linearity']> {
  const column = (at: number) => table.map((row) => row[at] ?? dec('0'));
  const points = [column(0), column(1)];
  return {
    slope: callFunction('slope', points),
    intercept: callFunction('intercept', points),
    r: callFunction('r', points),
  };
}

function detectionOf(sigma: Decimal, slope: Decimal | undefined): NonNullable<Found['detection']> {
  if (slope === undefined) return refuse('verification.slope', {}, 'linearity');
  const by = (factor: Decimal) => about('linearity', () => divide(factor.times(sigma), slope.abs()));
  return { sigma, slope, lod: by(DETECTION), loq: by(QUANTITATION) };
}

function sigmaOf(data: VerificationData): Decimal | undefined {
  const blanks = list(data, 'blanks');
  const entered = list(data, 'sigma');
  if (blanks.length > 0 && entered.length > 0) refuse('verification.sigma-twice', {}, 'sigma');
  if (entered.length > 1 || entered.some((value) => !value.greaterThan(0))) refuse('verification.sigma', {}, 'sigma');
  if (blanks.length === 1) refuse('verification.few', { least: LEAST_PRECISION }, 'blanks');
  return entered[0] ?? (blanks.length === 0 ? undefined : callFunction('sd', [blanks]));
}

/** Whether each figure is acceptable; a figure without a limit is named all the same. */
function criteriaOf({ precision, recovery, linearity, detection }: Found, limits: VerificationLimits): Criterion[] {
  const bound = (name: keyof VerificationLimits): Decimal | null => {
    const typed = limits[name];
    return typed === undefined || typed.trim() === '' ? null : number(typed, name);
  };
  const judge = (id: Criterion['id'], value: Decimal, low: Decimal | null, high: Decimal | null): Criterion => {
    const exact = settle(value);
    const met = (low === null || exact.greaterThanOrEqualTo(low)) && (high === null || exact.lessThanOrEqualTo(high));
    return {
      id,
      value: shown(value),
      low: low && toText(low),
      high: high && toText(high),
      met: low === null && high === null ? null : met,
    };
  };
  const [low, high] = [bound('recoveryLow'), bound('recoveryHigh')];
  if (low && high?.lessThan(low)) refuse('verification.limits-crossed', {}, 'recoveryHigh');
  return [
    ...(precision ? [judge('rsd', precision.rsd, null, bound('rsdMost'))] : []),
    ...(recovery ? [judge('recovery', recovery.mean, low, high)] : []),
    ...(linearity ? [judge('r', linearity.r.abs(), bound('rLeast'), null)] : []),
    ...(detection ? [judge('lod', detection.lod, null, bound('lodMost'))] : []),
    ...(detection ? [judge('loq', detection.loq, null, bound('loqMost'))] : []),
  ];
}

/** Numbers as they are pasted: blanks, tabs, line ends, semicolons and the comma of lists set them apart. */
const cells = (text: string): string[] => text.split(/[\s;\uff1b\uff0c\u3001]+/).filter((cell) => cell !== '');

const list = (data: VerificationData, field: Field): Decimal[] =>
  cells(data[field] ?? '').map((typed) => number(typed, field));

function rows(data: VerificationData, field: Field, [least, most]: [number, number]): Decimal[][] {
  const lines = (data[field] ?? '').split(/\r?\n/).filter((line) => line.trim() !== '');
  refuseAll(
    lines.flatMap((line, i): Reason[] => {
      const count = cells(line).length;
      const params = { row: i + 1, count, least, most };
      return count < least || count > most ? [{ id: 'verification.row', field, params }] : [];
    }),
  );
  return lines.map((line) => cells(line).map((typed) => number(typed, field)));
}

function number(typed: string, field: string): Decimal {
  const { decimal, qualifier } = normalise(typed, { exponent: true }, field);
  return qualifier === '=' ? dec(decimal) : refuse('verification.censored', { text: typed }, field);
}

/** A refusal of the arithmetic (a slope of nothing, a division by zero) is told at the field whose numbers it came from. */
function about<T>(field: Field, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(
      error.reasons.map((reason) => ({ ...reason, field })),
      error.kind,
    );
  }
}
