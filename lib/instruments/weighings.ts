import type { Knex } from 'knex';
import { dec } from '../core/decimal.ts';
import { obstacles } from '../core/machine.ts';
import { type Reason, refuse } from '../core/refusal.ts';
import { inUnit } from '../core/unit-shift.ts';
import { instrumentFacts } from '../equipment/index.ts';
import { constantsOf, type FormDefinition, gridRows, type InputField, unitOf } from '../forms/index.ts';
import { actorOf } from '../kernel/access.ts';
import { decode, find, list } from '../kernel/tables.ts';
import type { Act, App, Query } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { fieldName, formOf, namesOf, record, type TestRow, testMachine } from '../testing/index.ts';
import { type BalanceReading, readStable } from './balance.ts';
import { fieldAt, valueAt } from './fields.ts';
import type { ConnectionRow, WeighingRow } from './rows.ts';
import { connectionOf, connectionsOf } from './store.ts';

export interface WeighInput {
  id: string;
  field: string;
  /** Ledger number of the balance. */
  instrument: string;
  /** Why an existing value is changed. */
  reason?: string;
}

export interface WeighPrepared {
  connection: ConnectionRow;
  reading: BalanceReading;
}

/** Reads the balance before the record is held. @throws Refusal `instrument-file.not-connected`, and `balance.*` when no stable weight comes */
export async function readBalance(app: App, { instrument }: Pick<WeighInput, 'instrument'>): Promise<WeighPrepared> {
  const number = instrument.normalize('NFKC').trim().toUpperCase();
  const connection = await connectionOf(app.db.read, number);
  if (!connection || connection.active === 0) return refuse('instrument-file.not-connected', { number }, 'instrument');
  return { connection, reading: await readStable(connection.host, connection.port) };
}

const massUnit = (field: InputField, item: TestRow['item']): string => field['x-quantity-unit'] ?? unitOf(field, item);

export interface Weighed {
  id: string;
  version: number;
  field: string;
  value: string;
  unit: string;
  raw: string;
}

/**
 * Puts a stable weight into a cell, in the unit of the cell, with balance and answer in the trail.
 * @throws Refusal `instrument-file.not-mass`, `…weight-unit`, `…weight-span`, `…weight-limits`, `…weight-state`, `record.reason`, and what `record` refuses
 */
export async function weigh(
  act: Act,
  { id, field, reason }: WeighInput,
  { connection, reading }: WeighPrepared,
): Promise<Weighed> {
  const path = field.replace(/^readings\./, '');
  const test =
    (await find<TestRow>(act.db, 'tests', { id })) ?? refuse('record.missing', { what: id }, undefined, 'missing');
  const form = await formOf(act.db, test.form_hash);
  const at = fieldAt(form, path);
  if (at?.field['x-quantity'] !== 'mass')
    return refuse('instrument-file.not-mass', { field: fieldName(form, path, act.user.lang) }, 'field');
  const unit = massUnit(at.field, test.item);
  const value = inUnit(reading.text, reading.unit, unit);
  if (value === null || unit === '')
    return refuse('instrument-file.weight-unit', { has: reading.unit, wanted: unit || '—' }, 'field');
  await refuseBalance(act, connection, reading);
  const raw = `${reading.text} ${reading.unit}`;
  const { number } = connection;
  const told = t(act.user.lang, 'instrument-file.weighed', { instrument: number, value, unit, raw });
  const has = valueAt(test.readings, path);
  const why = reason?.trim() ?? '';
  if (has !== '' && has !== value && [...why].length < 2) refuse('record.reason', {}, 'reason');
  const saved = await record(act, {
    id,
    field: path,
    value,
    from: has,
    reason: why === '' ? told : `${why} (${told})`,
  });
  await act.insert<WeighingRow>('weighings', {
    test_id: id,
    field: path,
    instrument: number,
    value,
    unit,
    raw,
    by_id: act.user.id,
  });
  return { id, version: saved.test.version, field: path, value, unit, raw };
}

/** A balance weighs within its calibrated span, within the limits that the ledger sets for it, and only while it may be used. */
async function refuseBalance(
  { db, today, now }: Act,
  { number, low, high, unit: spanUnit }: ConnectionRow,
  { text: value, unit }: BalanceReading,
): Promise<void> {
  const measured = inUnit(value, unit, spanUnit);
  const isInside = measured !== null && dec(measured).gte(dec(low)) && dec(measured).lte(dec(high));
  if (!isInside) refuse('instrument-file.weight-span', { number, value, unit, low, high, spanUnit }, 'instrument');
  const [fact] = await instrumentFacts(db, [number]);
  const standing = fact?.history.find(({ to }) => to === undefined);
  const isUsable = standing?.state === 'enabled' || standing?.state === 'limited';
  const calibrated = fact?.calibrations.findLast(({ from, validTo }) => from.slice(0, 10) <= today && validTo >= today);
  const traced = fact?.exempt === true || (calibrated !== undefined && calibrated.conclusion !== 'unfit');
  if (!isUsable || !traced) refuse('instrument-file.weight-state', { number, at: now }, 'instrument');
  const limits = [...(standing?.limits ?? []), ...(calibrated?.limits ?? [])];
  const isOut = limits.some((limit) => {
    const within = inUnit(value, unit, limit.unit);
    return (
      within !== null &&
      ((limit.low !== undefined && dec(within).lt(dec(limit.low))) ||
        (limit.high !== undefined && dec(within).gt(dec(limit.high))))
    );
  });
  if (isOut) refuse('instrument-file.weight-limits', { number, value, unit }, 'instrument');
}

export interface MassField {
  field: string;
  name: string;
  unit: string;
  value: string;
}

export interface WeighAnswer {
  id: string;
  version: number;
  number: string;
  item: TestRow['item']['name'];
  fields: MassField[];
  balances: { number: string; name: string }[];
  weighings: (Pick<WeighingRow, 'field' | 'instrument' | 'value' | 'unit' | 'raw' | 'created_at'> & {
    name: string;
    by: string;
  })[];
  why: Reason[];
  /** The field that was asked for, as the bench calls it. */
  asked: string | null;
}

/** The weighings that a record asks for, and those that were done. */
export async function weighAnswer(query: Query, { id, field }: { id: string; field?: string }): Promise<WeighAnswer> {
  const { db, user } = query;
  const test =
    (await find<TestRow>(db, 'tests', { id })) ?? refuse('record.missing', { what: id }, undefined, 'missing');
  const form = await formOf(db, test.form_hash);
  const sample: { number: string } | undefined = await db('samples').where({ id: test.sample_id }).first('number');
  const rows = await list<WeighingRow>(db, 'weighings', { test_id: id }, 'id');
  const names = await namesOf(
    db,
    rows.map(({ by_id }) => by_id),
  );
  return {
    ...{
      id,
      version: test.version,
      number: sample?.number ?? '',
      item: test.item.name,
      fields: massFields(form, test, user.lang),
    },
    balances: await balancesOf(db),
    asked: field?.replace(/^readings\./, '') ?? null,
    weighings: rows.toReversed().map(({ field, instrument, value, unit, raw, created_at, by_id }) => ({
      ...{ field, instrument, value, unit, raw, created_at },
      ...{ name: fieldName(form, field, user.lang), by: names[by_id] ?? '' },
    })),
    why: obstacles(testMachine, 'record', { ...test, batch: 'testing', officers: [], chain: [] }, actorOf(user)),
  };
}

/** The balances that are connected, with their names in the ledger. */
export async function balancesOf(db: Knex): Promise<WeighAnswer['balances']> {
  const numbers = (await connectionsOf(db)).map(({ number }) => number);
  if (numbers.length === 0) return [];
  const rows: object[] = await db('instruments').whereIn('number', numbers).orderBy('number').select('number', 'name');
  return rows.map((row) => decode<WeighAnswer['balances'][number]>('instruments', row));
}

function massFields(form: FormDefinition, { item, readings }: TestRow, lang: 'zh' | 'en'): MassField[] {
  const one = (field: string, input: InputField): MassField[] =>
    input['x-quantity'] === 'mass' && massUnit(input, item) !== ''
      ? [{ field, name: fieldName(form, field, lang), unit: massUnit(input, item), value: valueAt(readings, field) }]
      : [];
  return Object.entries(form.properties).flatMap(([id, field]) => {
    if (field.type === 'object') return [];
    if (field.type === 'string') return one(id, field);
    const { rows } = gridRows(field, constantsOf(form, item));
    return Array.from({ length: rows }, (_, n) =>
      Object.entries(field.items.properties).flatMap(([column, input]) => one(`${id}.${n}.${column}`, input)),
    ).flat();
  });
}
