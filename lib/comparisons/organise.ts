import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { find } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { blindCode, distinct } from './codes.ts';
import { designOf, type ItemInput } from './design.ts';
import { type ComparisonRow, type ItemRow, samplesOf, type UnitRow } from './rows.ts';
import { moving, type Read } from './steps.ts';
import { checksOf, comparisonOf, itemOf, itemsOf, unitsOf } from './store.ts';
import { utcOf } from './times.ts';

export interface ComparisonInput {
  schemeNo: string;
  name: string;
  pairs?: boolean;
  methodNote?: string;
  storage?: string;
  instructions?: string;
  invitedOn: string;
  dispatchedOn: string;
  /** YYYY-MM-DDTHH:MM of a clock in China. */
  closesAt: string;
  reportOn: string;
}

/** @throws Refusal `comparison.order` when the days do not follow one another, `comparison.past`, `comparison.taken` */
async function columns(act: Act, input: ComparisonInput, own?: ComparisonRow) {
  const closes_at = utcOf(input.closesAt, 'closesAt');
  const days: [string, string][] = [
    ['invitedOn', input.invitedOn],
    ['dispatchedOn', input.dispatchedOn],
    ['closesAt', input.closesAt.slice(0, 10)],
    ['reportOn', input.reportOn],
  ];
  const wrong = days.flatMap(([field, day], at): Reason[] => {
    const before = days[at - 1]?.[1] ?? day;
    return day < before ? [{ id: 'comparison.order', field, params: { day, before } }] : [];
  });
  const past: Reason[] = closes_at <= act.now ? [{ id: 'comparison.past', field: 'closesAt' }] : [];
  refuseAll([...wrong, ...past]);
  const scheme_no = input.schemeNo.trim();
  const taken = await find<ComparisonRow>(act.db, 'comparisons', { scheme_no });
  if (taken && taken.id !== own?.id) refuse('comparison.taken', { number: scheme_no }, 'schemeNo', 'conflict');
  return {
    scheme_no,
    name: input.name.trim(),
    samples: input.pairs ? 2 : 1,
    method: input.methodNote?.trim() || null,
    storage: input.storage?.trim() || null,
    instructions: input.instructions?.trim() || null,
    invited_on: input.invitedOn,
    dispatched_on: input.dispatchedOn,
    closes_at,
    report_on: input.reportOn,
  };
}

const unborn = {
  ...{ started_by: null, started_at: null, decision: null, decided_by: null, decided_at: null, evaluation: null },
  ...{ evaluated_by: null, evaluated_at: null, confirmed_by: null, confirmed_at: null, ended_reason: null },
};

/** Plans a comparison. @throws Refusal as `columns` */
export async function createComparison(act: Act, input: ComparisonInput): Promise<ComparisonRow> {
  const planned = await columns(act, input);
  return act.insert<ComparisonRow>('comparisons', { ...planned, ...unborn, state: 'draft', author_id: act.user.id });
}

/** A comparison that may still be changed. @throws Refusal `comparison.fixed` */
async function draftOf(act: Act, id: string): Promise<ComparisonRow> {
  const row = await comparisonOf(act.db, id);
  return row.state === 'draft' ? row : refuse('comparison.fixed', {}, undefined, 'conflict');
}

/** @throws Refusal `comparison.fixed`, `comparison.samples-fixed` once units were made or checks entered, and as `columns` */
export async function changeComparison(
  act: Act,
  { id, version, ...input }: ComparisonInput & Read,
): Promise<ComparisonRow> {
  const row = await draftOf(act, id);
  const changed = await columns(act, input, row);
  const begun = (await unitsOf(act.db, id)).length > 0 || (await checksOf(act.db, id)).length > 0;
  if (changed.samples !== row.samples && begun) refuse('comparison.samples-fixed', {}, 'pairs', 'conflict');
  return act.update<ComparisonRow>('comparisons', { ...row, version }, changed);
}

const MOST_ITEMS = 8;

/** Adds an item with the design of its evaluation. @throws Refusal `comparison.fixed`, `comparison.items-full`, `comparison.design*` */
export async function addItem(act: Act, { id, ...input }: ItemInput & { id: string }): Promise<ItemRow> {
  const row = await draftOf(act, id);
  const items = await itemsOf(act.db, id);
  if (items.length >= MOST_ITEMS) refuse('comparison.items-full', { most: MOST_ITEMS }, 'itemName', 'conflict');
  return act.insert<ItemRow>('comparison_items', {
    comparison_id: id,
    position: Math.max(0, ...items.map(({ position }) => position)) + 1,
    ...designOf(act.app.catalogue, input, samplesOf(row)),
  });
}

/** Changes an item; a homogeneity test that was judged by another σ_pt then has to be entered again. @throws Refusal as `addItem` */
export async function changeItem(
  act: Act,
  { id, itemId, version, ...input }: ItemInput & Read & { itemId: string },
): Promise<ItemRow> {
  const row = await draftOf(act, id);
  const own = await itemOf(act.db, itemId, id);
  const changed = designOf(act.app.catalogue, input, samplesOf(row));
  return act.update<ItemRow>('comparison_items', { ...own, version }, changed);
}

const MOST_UNITS = 500;

/** Makes units of each sample with random blind codes. @throws Refusal `comparison.units-late`, `comparison.units-many` */
export async function makeUnits(act: Act, { id, count }: { id: string; count: number }): Promise<UnitRow[]> {
  const row = await comparisonOf(act.db, id);
  if (!['draft', 'checked', 'inviting'].includes(row.state))
    refuse('comparison.units-late', {}, 'unitCount', 'conflict');
  const samples = samplesOf(row);
  const there = await unitsOf(act.db, id);
  if (there.length + count * samples.length > MOST_UNITS)
    refuse('comparison.units-many', { most: MOST_UNITS, n: there.length }, 'unitCount');
  const used: string[] = await act.db('comparison_units').pluck('code');
  const codes = distinct(count * samples.length, new Set(used), () => blindCode(act.app.ids));
  const rows = codes.map((code, at) => ({
    ...{ comparison_id: id, code, participant_id: null },
    sample: samples[at % samples.length] ?? ('A' as const),
  }));
  return act.insertAll<UnitRow>('comparison_units', rows);
}

/** The moves that need nothing but a click: homogeneity concluded, back to the draft, closed, filed. */
export async function step(act: Act, { move, ...read }: Read & { move: 'check' | 'revise' | 'gather' | 'file' }) {
  const { row, state } = await moving(act, read, move);
  return act.update<ComparisonRow>('comparisons', row, { state });
}

/** A second person agrees to the plan; the laboratories may then be invited. @throws Refusal `comparison.own-start` */
export async function start(act: Act, read: Read): Promise<ComparisonRow> {
  const { row, state } = await moving(act, read, 'start');
  return act.update<ComparisonRow>('comparisons', row, { state, started_by: act.user.id, started_at: act.now });
}

/** @throws Refusal `machine.state` once it is published */
export async function cancel(act: Act, { reason, ...read }: Read & { reason: string }): Promise<ComparisonRow> {
  const { row, state } = await moving(act, read, 'cancel');
  return act.update<ComparisonRow>('comparisons', row, { state, ended_reason: reason }, { reason });
}

/**
 * Dispatch although units are not homogeneous, with the reason: by somebody other than who planned it and who tested.
 * @throws Refusal `comparison.own-decision`, `comparison.nothing-to-decide`
 */
export async function decide(act: Act, { id, version, reason }: Read & { reason: string }): Promise<ComparisonRow> {
  const row = await comparisonOf(act.db, id);
  const failed = (await checksOf(act.db, id)).filter(({ kind, result }) => kind === 'homogeneity' && !result.passes);
  if (failed.length === 0 || !['checked', 'inviting'].includes(row.state))
    refuse('comparison.nothing-to-decide', {}, 'reason', 'conflict');
  if ([row.author_id, ...failed.map(({ by_id }) => by_id)].includes(act.user.id))
    refuse('comparison.own-decision', {}, 'reason', 'conflict');
  const decided = { decision: reason, decided_by: act.user.id, decided_at: act.now };
  return act.update<ComparisonRow>('comparisons', { ...row, version }, decided, { reason });
}
