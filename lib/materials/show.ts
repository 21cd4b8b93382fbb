import { addDays } from '../core/deadlines.ts';
import type { Reason } from '../core/refusal.ts';
import { roundSignificant } from '../core/rounding.ts';
import { type Use, usesOf } from '../equipment/index.ts';
import { may } from '../kernel/access.ts';
import { rowHash } from '../kernel/action.ts';
import { list } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { type Kind, type MaterialRow, type MoveRow, type StandardisationRow, traits, type Way } from './rows.ts';
import { soonDays, type TitrantRule, titrantRule } from './rules.ts';
import { turnOf } from './standardise.ts';
import { type Lot, lastDay, reasonsAgainst, type Standing, standingOn } from './standing.ts';
import { openLines } from './steps.ts';
import { descendantsOf, lotsOf, materialOf } from './store.ts';
import { type TemperatureShown, temperatureShown } from './temperature.ts';

export interface Relative {
  id: string;
  number: string;
  name: string;
  standing: Standing;
  end: string | null;
}

export interface ShownMove
  extends Pick<MoveRow, 'id' | 'seq' | 'kind' | 'state' | 'amount' | 'used' | 'balance' | 'purpose'> {
  on: string;
  by: string;
  second: string | null;
  /** An issue that somebody may account for now. */
  open: boolean;
  /** The lot that was made with it. */
  child: string | null;
  /** A line whose second key this person may turn. */
  mayConfirm: boolean;
  hash: string;
}

export interface ShownStandardisation
  extends Pick<StandardisationRow, 'id' | 'round' | 'part' | 'way' | 'temperature' | 'factors' | 'factor'> {
  /** Number of the base substance, or of the titrant that it was compared with. */
  base: string;
  by: string;
  on: string;
  mean: string;
  deviation: string;
  agreement: string | null;
  accepted: boolean;
  reasons: Reason[];
}

export interface ShownMaterial {
  id: string;
  version: number;
  kind: Kind;
  made: boolean;
  number: string;
  name: string;
  maker: string | null;
  catalogueNo: string | null;
  lotNo: string | null;
  content: string | null;
  basis: string | null;
  loss: string | null;
  treatment: string | null;
  purpose: string | null;
  storage: string | null;
  concentration: string | null;
  unit: string;
  balance: string;
  receivedOn: string;
  openedOn: string | null;
  expiry: string | null;
  end: string | null;
  factor: string | null;
  standardisedOn: string | null;
  passage: number | null;
  madeBy: string | null;
  note: string | null;
  standing: Standing;
  reasons: Reason[];
  blocked: MaterialRow['blocked'];
  closedOn: string | null;
  certificate: string | null;
  suitability: MaterialRow['suitability'];
  parents: Relative[];
  children: Relative[];
  moves: ShownMove[];
  standardisations: ShownStandardisation[];
  turn: 'first' | 'second';
  /** How the next titrations are done: the second person's as the first one's. */
  formWay: Way;
  rule: Pick<TitrantRule, 'readings' | 'within' | 'between' | 'basis' | 'confidence'>;
  temperature: TemperatureShown | null;
  /** The newest tests whose record names this lot, and how many there are. */
  uses: Use[];
  used: number;
  mayWrite: boolean;
  /** Nothing left, nothing open. */
  mayClose: boolean;
}

/** Uses shown; the others are counted. */
const USES = 50;

/** A lot with its ledger, its parents and children, and what can be done with it. @throws Refusal `record.missing` */
export async function showMaterial(query: Query, id: string, way: Way = 'direct'): Promise<ShownMaterial> {
  const { app, db, today, user } = query;
  const row = await materialOf(db, id);
  const [lot = { row, parents: [] }] = await lotsOf(db, [row]);
  const soonFrom = addDays(today, soonDays(app.config.root));
  const relative = (one: Lot): Relative => {
    const { id: own, number, name } = one.row;
    return { id: own, number, name, standing: standingOn(one, today, soonFrom), end: lastDay(one) };
  };
  const children = await lotsOf(db, await descendantsOf(db, id));
  const moves = await list<MoveRow>(db, 'material_moves', { material_id: id }, 'id');
  const standardisations = await list<StandardisationRow>(db, 'standardisations', { material_id: id }, 'id');
  const nameOf = await names(query, [
    ...moves.flatMap(({ by_id, second_id }) => [by_id, second_id ?? by_id]),
    ...standardisations.map(({ by_id }) => by_id),
    ...(row.made_by === null ? [] : [row.made_by]),
  ]);
  const baseOf = await numbersOf(
    db,
    standardisations.map(({ base_id }) => base_id),
  );
  const turn = turnOf(standardisations);
  const { total, uses } = await usesOf(db, row.number, USES, 'material_uses');
  const mayWrite = may(user.roles, 'material.write') && row.closed_on === null;
  const rule = titrantRule(app.config.root, today);
  return {
    ...facts(row),
    end: lastDay(lot),
    madeBy: row.made_by && nameOf(row.made_by),
    standing: standingOn(lot, today, soonFrom),
    reasons: reasonsAgainst(lot, today),
    parents: lot.parents.map(relative),
    children: children.map(relative),
    moves: moves.map((move) => shownMove(move, moves, mayWrite ? user.id : null, nameOf)),
    standardisations: standardisations.map((one) => shownStandardisation(one, nameOf, baseOf)),
    turn: turn.part,
    formWay: (turn.part === 'second' && standardisations.findLast((one) => one.part === 'first')?.way) || way,
    temperature: temperatureShown(
      app.config.root,
      row,
      row.factor === null ? undefined : standardisations.findLast((one) => one.factor !== null),
    ),
    ...{ uses, used: total },
    rule: {
      readings: rule.readings,
      within: rule.within,
      between: rule.between,
      basis: rule.basis,
      confidence: rule.confidence,
    },
    mayWrite,
    mayClose: mayWrite && /^[0.]+$/.test(row.balance) && openLines(row, moves).length === 0,
  };
}

const facts = (row: MaterialRow) => ({
  id: row.id,
  version: row.version,
  kind: row.kind,
  made: traits[row.kind].made === true,
  number: row.number,
  name: row.name,
  maker: row.maker,
  catalogueNo: row.catalogue_no,
  lotNo: row.lot_no,
  content: row.content,
  basis: row.basis,
  loss: row.loss,
  treatment: row.treatment,
  purpose: row.purpose,
  storage: row.storage,
  concentration: row.concentration,
  unit: row.unit,
  balance: row.balance,
  receivedOn: row.received_on,
  openedOn: row.opened_on,
  expiry: row.expiry,
  factor: row.factor,
  standardisedOn: row.standardised_on,
  passage: row.passage,
  note: row.note,
  blocked: row.blocked,
  closedOn: row.closed_on,
  certificate: row.certificate?.name ?? null,
  suitability: row.suitability,
});

const numbersOf = async (db: Query['db'], ids: readonly string[]): Promise<Map<string, string>> => {
  const rows: { id: string; number: string }[] = await db('materials')
    .whereIn('id', [...new Set(ids)])
    .select('id', 'number');
  return new Map(rows.map(({ id, number }) => [id, number]));
};

async function names({ db }: Query, ids: readonly string[]): Promise<(id: string) => string> {
  const rows: { id: string; name: string }[] = await db('users')
    .whereIn('id', [...new Set(ids)])
    .select('id', 'name');
  const known = new Map(rows.map(({ id, name }) => [id, name]));
  return (id) => known.get(id) ?? id;
}

function shownMove(
  move: MoveRow,
  all: readonly MoveRow[],
  person: string | null,
  nameOf: (id: string) => string,
): ShownMove {
  const { id, seq, kind, state, amount, used, balance, purpose } = move;
  const answered = all.some((one) => one.issue_id === id && one.state !== 'declined');
  return {
    ...{ id, seq, kind, state, amount, used, balance, purpose },
    on: move.moved_on,
    by: nameOf(move.by_id),
    second: move.second_id && nameOf(move.second_id),
    open: person !== null && kind === 'issue' && move.child_id === null && state === 'done' && !answered,
    child: move.child_id,
    mayConfirm: person !== null && state === 'waiting' && move.by_id !== person,
    hash: rowHash('material_moves', move),
  };
}

/** F and mean at six, deviations at two significant digits: what a person compares by eye; the record keeps all digits. */
function shownStandardisation(
  row: StandardisationRow,
  nameOf: (id: string) => string,
  baseOf: ReadonlyMap<string, string>,
): ShownStandardisation {
  const { id, round, part, way, temperature, factor } = row;
  return {
    ...{ id, round, part, way, temperature, factor, base: baseOf.get(row.base_id) ?? '' },
    by: nameOf(row.by_id),
    on: row.done_on,
    factors: row.factors.map((one) => roundSignificant(one, 6)),
    mean: roundSignificant(row.mean, 6),
    deviation: roundSignificant(row.deviation, 3),
    agreement: row.agreement === null ? null : roundSignificant(row.agreement, 3),
    accepted: row.accepted === 1,
    reasons: row.reasons,
  };
}
