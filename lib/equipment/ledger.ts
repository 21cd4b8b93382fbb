import type { Catalogue } from '../catalogue/index.ts';
import { validDate } from '../core/deadlines.ts';
import { dec, normalise } from '../core/decimal.ts';
import { type Reason, Refusal, refuseAll } from '../core/refusal.ts';
import type { Act, App } from '../kernel/types.ts';
import { dueAfter } from './due.ts';
import type { InstrumentRow, InstrumentState, Ledger, StateRow } from './rows.ts';
import { mostIntervalMonths } from './rules.ts';
import { eventsOf, heldInstrument, plainNumber } from './store.ts';

/** What people type of an instrument: as the ledger, but what is left empty is absent. */
export type LedgerInput = { [K in keyof Ledger]?: NonNullable<Ledger[K]> } & {
  number: string;
  name: string;
  traceability: Ledger['traceability'];
};

const texts = [
  ...['maker', 'model', 'serial', 'software', 'range', 'accuracy', 'custodian', 'department', 'room'],
  ...['factors', 'note'],
] as const;

/** Codes, families, groups, competences and kinds of instrument by which parameters of the catalogue can be named. */
export function servable({ parameters }: Catalogue): Set<string> {
  return new Set(
    [...parameters.values()].flatMap(({ code, family, group, competence, instruments }) => [
      ...[code, family, group, ...instruments],
      ...(competence === undefined ? [] : [competence]),
    ]),
  );
}

/**
 * What is wrong with a line of the ledger: `equipment.number`, `equipment.interval`, `equipment.interval-range`, `equipment.value`,
 * `equipment.serves`, `equipment.dates-crossed`, `equipment.mandatory-exempt`, and dates that no calendar has
 */
export function ledgerFaults(app: App, input: LedgerInput): Reason[] {
  const { interval_months: interval, traceability, mandatory } = input;
  const most = mostIntervalMonths(app);
  const known = input.serves?.length ? servable(app.catalogue) : new Set<string>();
  const fault = (wrong: boolean, field: keyof Ledger, id: string, params: Reason['params'] = {}): Reason[] =>
    wrong ? [{ id, field, params }] : [];
  return [
    ...fault(!/^[0-9A-Z][0-9A-Z-]{0,29}$/.test(plainNumber(input.number)), 'number', 'equipment.number', {
      text: input.number,
    }),
    ...fault(interval === undefined && traceability !== 'exempt', 'interval_months', 'equipment.interval'),
    ...fault(
      interval !== undefined && (interval < 1 || interval > most),
      'interval_months',
      'equipment.interval-range',
      {
        most,
      },
    ),
    ...fault(mandatory === 1 && traceability !== 'verification', 'traceability', 'equipment.mandatory'),
    ...fault(input.value !== undefined && !isAmount(input.value), 'value', 'equipment.value', {
      text: input.value ?? '',
    }),
    ...(input.serves ?? []).flatMap((text) => fault(!known.has(text), 'serves', 'equipment.serves', { text })),
    ...dateFaults(input),
  ];
}

function dateFaults(input: LedgerInput): Reason[] {
  const names = ['purchased_on', 'accepted_on', 'enabled_on'] as const;
  const wrong = names.flatMap((field) => {
    const text = input[field];
    if (text === undefined) return [];
    try {
      validDate(text, undefined, field);
      return [];
    } catch (error) {
      if (error instanceof Refusal) return error.reasons;
      throw error;
    }
  });
  if (wrong.length > 0) return wrong;
  return names.flatMap((field, i) => {
    const [own, before] = [input[field], names.slice(0, i).findLast((name) => input[name] !== undefined)];
    const earlier = before && input[before];
    return own !== undefined && earlier !== undefined && own < earlier
      ? [{ id: 'equipment.dates-crossed', field, params: { text: own, from: earlier } }]
      : [];
  });
}

function isAmount(text: string): boolean {
  try {
    const { decimal, qualifier } = normalise(text);
    return qualifier === '=' && dec(decimal).gte(0);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** The columns of a line, empty ones as null. */
export function ledgerRow(input: LedgerInput): Ledger {
  const text = (value: string | undefined): string | null => value?.trim() || null;
  const given = Object.fromEntries(texts.map((name) => [name, text(input[name])])) as Pick<
    Ledger,
    (typeof texts)[number]
  >;
  return {
    ...given,
    number: plainNumber(input.number),
    name: input.name.trim(),
    traceability: input.traceability,
    interval_months: input.interval_months ?? null,
    value: text(input.value),
    purchased_on: input.purchased_on ?? null,
    accepted_on: input.accepted_on ?? null,
    enabled_on: input.enabled_on ?? null,
    mandatory: input.mandatory ?? 0,
    serves: input.serves ?? [],
  };
}

/** A new line in the state 在库. @throws Refusal `equipment.twice` and what `ledgerFaults` lists */
export async function createInstrument(act: Act, input: LedgerInput): Promise<InstrumentRow> {
  refuseAll([...ledgerFaults(act.app, input), ...(await taken(act, input.number, null))]);
  const [row] = await insertInstruments(act, [{ line: ledgerRow(input), state: 'stocked' }]);
  if (!row) throw new Error('the ledger took no line');
  return row;
}

/** Writes lines, each with the first entry of its history. */
export async function insertInstruments(
  act: Act,
  lines: { line: Ledger; state: InstrumentState }[],
): Promise<InstrumentRow[]> {
  const rows = await act.insertAll<InstrumentRow>(
    'instruments',
    lines.map(({ line, state }) => ({ ...line, state, limits: null, cause: null, due_on: null })),
  );
  await act.insertAll<StateRow>(
    'instrument_states',
    rows.map(({ id, state }) => firstState(act, id, state)),
  );
  return rows;
}

const firstState = ({ now, user }: Act, instrument_id: string, state: InstrumentState) => ({
  ...{ instrument_id, state, limits: null, cause: null, reason: null },
  from_at: now,
  to_at: null,
  by_id: user.id,
});

/** Changes what the ledger says; another interval moves the due date. @throws Refusal `equipment.scrapped`, `equipment.twice`, `record.stale` and what `ledgerFaults` lists */
export async function changeInstrument(
  act: Act,
  { id, version, ...input }: LedgerInput & { id: string; version: number },
): Promise<InstrumentRow> {
  const row = await heldInstrument(act, id, version);
  const closed: Reason[] = row.state === 'scrapped' ? [{ id: 'equipment.scrapped' }] : [];
  refuseAll([...closed, ...ledgerFaults(act.app, input), ...(await taken(act, input.number, id))]);
  const line = ledgerRow(input);
  const due_on = dueAfter(line, await eventsOf(act.db, id));
  return act.update<InstrumentRow>('instruments', row, { ...line, due_on });
}

async function taken({ db }: Act, typed: string, own: string | null): Promise<Reason[]> {
  const number = plainNumber(typed);
  const row = await db('instruments').where({ number }).first<{ id: string } | undefined>('id');
  return row && row.id !== own ? [{ id: 'equipment.twice', field: 'number', params: { number } }] : [];
}
