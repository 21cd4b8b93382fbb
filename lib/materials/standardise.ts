import { addMonths } from '../core/deadlines.ts';
import { dec, normalise } from '../core/decimal.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import { list } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { contentInUse } from './content.ts';
import type { MaterialRow, Reading, StandardisationRow, Way } from './rows.ts';
import { titrantRule, validTo } from './rules.ts';
import { refuseDay } from './steps.ts';
import { heldMaterial, usable } from './store.ts';
import { concluded, type Outcome, standardised } from './titrant.ts';

export interface StandardisationInput {
  id: string;
  doneOn: string;
  /** 直接标定 without a word. */
  way?: Way;
  /** ℃ */
  atTemperature: string;
  /** Number of the lot of the base substance, or of the titrant to compare with. */
  base: string;
  /** mg of base substance for each mL of titrant of the nominal concentration; by comparison mL of this titrant for each mL of the other. */
  titre: string;
  readings: Reading[];
}

/** Whose turn it is: first the titrations of one person, then those of another; a conclusion, whichever, ends the round. */
export function turnOf(rows: readonly StandardisationRow[]): { round: number; part: 'first' | 'second' } {
  const last = rows.at(-1);
  if (!last) return { round: 1, part: 'first' };
  if (last.part === 'first') return { round: last.round, part: last.accepted === 1 ? 'second' : 'first' };
  return last.agreement === null ? { round: last.round, part: 'second' } : { round: last.round + 1, part: 'first' };
}

/**
 * Records the titrations of one person (初标, then 复标 by another) and, with the second, F or the reasons why there is none.
 * Titrations outside the limits stay on record with their reasons, the titrant stays without F (domain 6.3).
 * @throws Refusal `material.not-titrant`, `material.readings`, `material.same-person`, `material.no-content`, `material.not-standard`, `material.other-way`, `material.volume`, days and numbers
 */
export async function standardise(act: Act, input: StandardisationInput): Promise<StandardisationRow> {
  const lot = await heldMaterial(act, input.id);
  if (lot.kind !== 'titrant') refuse('material.not-titrant', { lot: lot.number });
  refuseDay(act, lot, input.doneOn, 'doneOn');
  const rule = titrantRule(act.app.config.root, input.doneOn);
  if (input.readings.length < rule.readings)
    refuse('material.readings', { given: input.readings.length, least: rule.readings }, 'readings');
  const read = numbers(input);
  const rows = await list<StandardisationRow>(act.db, 'standardisations', { material_id: lot.id }, 'id');
  const turn = turnOf(rows);
  const first = turn.part === 'second' ? rows.findLast((row) => row.part === 'first') : undefined;
  if (first?.by_id === act.user.id) throw new Refusal([{ id: 'material.same-person' }], 'conflict');
  const { way = 'direct' } = input;
  if (first && first.way !== way) refuse('material.other-way', { way: t('zh', `material.way.${first.way}`) }, 'way');
  const base = await (way === 'comparison' ? comparedWith(act, input, lot) : purityOf(act, input));
  const part = standardised(read.readings, { purity: base.purity, titre: read.titre, way }, rule);
  const outcome = first && part.reasons.length === 0 ? concluded(first.mean, part.mean, rule) : null;
  const reasons = [...part.reasons, ...(outcome?.reasons ?? [])];
  const standardisedOn = first && first.done_on > input.doneOn ? first.done_on : input.doneOn;
  const row = await act.insert<StandardisationRow>('standardisations', {
    material_id: lot.id,
    ...turn,
    way,
    by_id: act.user.id,
    done_on: input.doneOn,
    temperature: read.temperature,
    base_id: base.id,
    purity: base.purity,
    titre: read.titre,
    readings: read.readings,
    factors: part.factors,
    mean: part.mean,
    deviation: part.deviation,
    accepted: reasons.length === 0 ? 1 : 0,
    reasons: reasons.map(({ id, params }) => ({ id, ...(params && { params }) })),
    factor: outcome?.factor ?? null,
    agreement: outcome?.between ?? null,
    valid_to: outcome?.factor ? addMonths(standardisedOn, rule.months) : null,
  });
  if (outcome) await conclude(act, lot, outcome, standardisedOn);
  return row;
}

/** The lot takes its F; where a new round failed, the F of an earlier one is trusted no longer. */
function conclude(act: Act, lot: MaterialRow, { factor }: Outcome, on: string): Promise<MaterialRow> {
  const standardised_on = factor === null ? null : on;
  const valid_to = validTo(act.app.config.root, { ...lot, standardised_on });
  return act.update<MaterialRow>('materials', lot, { factor, standardised_on, valid_to });
}

function numbers(input: StandardisationInput): { temperature: string; titre: string; readings: Reading[] } {
  const reasons: Reason[] = [];
  const value = (typed: string, field: string): string => {
    try {
      const { decimal, qualifier } = normalise(typed, {}, field);
      if (qualifier !== '=') refuse('material.amount', { text: typed }, field);
      return decimal;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      reasons.push(...error.reasons);
      return '1';
    }
  };
  const readings = input.readings.map(({ mass, volume, blank }, i) => ({
    mass: value(mass, `readings.${i}.mass`),
    volume: value(volume, `readings.${i}.volume`),
    blank: value(blank, `readings.${i}.blank`),
  }));
  const read = {
    temperature: value(input.atTemperature, 'atTemperature'),
    titre: value(input.titre, 'titre'),
    readings,
  };
  refuseAll(reasons);
  if (!dec(read.titre).greaterThan('0')) refuse('material.amount', { text: input.titre }, 'titre');
  for (const [i, { mass, volume, blank }] of readings.entries()) {
    if (!dec(mass).greaterThan('0')) refuse('material.amount', { text: mass }, `readings.${i}.mass`);
    if (dec(blank).isNegative() || !dec(volume).greaterThan(dec(blank)))
      refuse('material.volume', { volume, blank }, `readings.${i}.volume`);
  }
  return read;
}

/** Purity of the base substance as weighed: dried before use where its content is stated so. */
async function purityOf(act: Act, input: StandardisationInput): Promise<{ id: string; purity: string }> {
  const { row } = await usable(act.db, input.base.trim().toUpperCase(), input.doneOn, 'base');
  const { content, basis, loss } = row;
  if (content === null || basis === null) return refuse('material.no-content', { lot: row.number }, 'base');
  return { id: row.id, purity: contentInUse({ content, basis, loss, driedBeforeUse: true }).percent };
}

/** F of the titrant to compare with, standardised directly and in force on the day. */
async function comparedWith(
  act: Act,
  input: StandardisationInput,
  lot: MaterialRow,
): Promise<{ id: string; purity: string }> {
  const { row } = await usable(act.db, input.base.trim().toUpperCase(), input.doneOn, 'base');
  if (row.kind !== 'titrant' || row.factor === null || row.id === lot.id)
    return refuse('material.not-standard', { lot: row.number }, 'base');
  return { id: row.id, purity: row.factor };
}
