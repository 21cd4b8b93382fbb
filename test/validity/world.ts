import type { CapabilityRow } from '../../lib/capability/index.ts';
import type { AuthorisationRow } from '../../lib/competence/rows.ts';
import type { RoomRow } from '../../lib/environment/rows.ts';
import type { EventRow, InstrumentRow, StateRow } from '../../lib/equipment/rows.ts';
import { encode, find, type TableName } from '../../lib/kernel/tables.ts';
import type { Act, Told } from '../../lib/kernel/types.ts';
import type { MaterialRow, StandardisationRow } from '../../lib/materials/rows.ts';
import type { StandardRow } from '../../lib/methods/rows.ts';
import type { TestAnswer } from '../../lib/testing/answers.ts';
import type { TestRow } from '../../lib/testing/index.ts';
import type { Mode, Modes } from '../../lib/validity/modes.ts';
import type { Client } from '../support/lab.ts';
import { bound, common, drying, ok, PASSWORD, type Rig, save } from '../testing/rig.ts';

/** The same mode for every register. */
export const all = (mode: Mode): Modes => ({
  instruments: mode,
  materials: mode,
  people: mode,
  methods: mode,
  capability: mode,
  rooms: mode,
});

/** The parameter of the record, and the standard that it cites. */
export const PARAMETER = 'D-LIM-LOD';
const STANDARD = '《中国药典》2025年版四部';
const ROOM_KIND = '天平室';

/** The rows on which the one record rests; each fault spoils one of them. */
export interface World {
  rig: Rig;
  testId: string;
  sampleId: string;
  instrument: string;
  state: string;
  event: string;
  lot: string;
  parent: string;
  standard: string;
  cma: string;
  /** The authorisations of analyst, reviewer and signatory. */
  tests: string;
  reviews: string;
  signs: string;
  analyst: string;
  reviewer: string;
  signatory: string;
  /** Writes a row anew, whatever the program would say to it, and gives back what takes it back. */
  spoil(table: TableName, id: string, change: object): Promise<Undo>;
  add(table: TableName, row: object): Promise<Undo>;
  told(): Promise<Told[]>;
  set(modes: Modes): Promise<void>;
}

export type Undo = () => Promise<void>;

/** A drying of tablets in the balance room, weighed on a balance in date with a lot in date by people who may: nothing stands against it. */
export async function arrangeWorld(rig: Rig): Promise<World> {
  const { db } = rig.app;
  const ids = new Map<string, string>();
  for (const login of ['analyst', 'reviewer', 'signatory', 'technical'] as const)
    ids.set(login, (await rig.user(login)).id);
  const rows = await rig.act('quality', (act) => insertRegisters(act, ids));
  const batch = await rig.recorded();
  const own = batch.tests.find(({ item }) => item.parameter === PARAMETER);
  const head = {
    ...common,
    room: 'R-301',
    instruments: [{ no: 'YQ-301', name: '电子天平', validTo: '2027-01-10' }],
    materials: [{ name: '五氧化二磷', lot: 'SJ-301', validTo: '2027-06-30' }],
  };
  ok(await save(await rig.as('analyst'), own, { ...drying, common: head }, '补记仪器、物料与房间'));
  const add: World['add'] = async (table, row) => {
    const id = rig.app.ids.next();
    const whole = { id, version: 1, created_at: '2026-11-01T00:00:00.000Z', ...row };
    await db.write(table).insert(encode(table, whole));
    return async () => void (await db.write(table).where({ id }).delete());
  };
  return {
    ...rows,
    rig,
    testId: own?.id ?? '',
    sampleId: batch.id,
    analyst: ids.get('analyst') ?? '',
    reviewer: ids.get('reviewer') ?? '',
    signatory: ids.get('signatory') ?? '',
    add,
    spoil: async (table, id, change) => {
      const before: Record<string, unknown> = await db.read(table).where({ id }).first();
      await db.write(table).where({ id }).update(encode(table, change));
      const old = Object.fromEntries(Object.keys(change).map((column) => [column, before[column] as string]));
      return async () => void (await db.write(table).where({ id }).update(old));
    },
    told: async () => ok<{ validity: Told[] }>(await (await rig.as('analyst')).get(`/tests/${own?.id ?? ''}`)).validity,
    set: async (modes) => void ok(await (await rig.as('quality')).post('/validity', modes)),
  };
}

async function insertRegisters(act: Act, ids: ReadonlyMap<string, string>) {
  const user = (login: string): string => ids.get(login) ?? '';
  const instrument = await act.insert<InstrumentRow>('instruments', {
    ...{ number: 'YQ-301', name: '电子天平', maker: null, model: null, serial: null, software: null, range: null },
    ...{ accuracy: null, traceability: 'verification', interval_months: 12, custodian: null, department: null },
    ...{ room: null, value: null, purchased_on: null, accepted_on: null, enabled_on: null, mandatory: 1 },
    ...{ serves: [], factors: null, note: null, state: 'enabled', limits: null, cause: null, due_on: '2027-01-10' },
  } as Omit<InstrumentRow, 'id' | 'version' | 'created_at'>);
  const state = await act.insert<StateRow>('instrument_states', {
    ...{ instrument_id: instrument.id, state: 'enabled', limits: null, cause: null, reason: null },
    ...{ from_at: '2026-01-12T00:00:00.000Z', to_at: null, by_id: user('technical') },
  } as Omit<StateRow, 'id' | 'version' | 'created_at'>);
  const event = await act.insert<EventRow>('instrument_events', {
    ...{ instrument_id: instrument.id, kind: 'verification', done_on: '2026-01-11', unit: '示例省计量院' },
    ...{ certificate_no: 'JD-1', result: null, range: null, points: [], file: null, note: null, stated_to: null },
    ...{ origin: 'typed', state: 'confirmed', recorded_by: user('analyst'), checks: null, conclusion: 'fit' },
    ...{ limits: null, due_on: '2027-01-10', remark: null, confirmed_by: user('technical') },
    confirmed_at: '2026-01-12T00:00:00.000Z',
  } as Omit<EventRow, 'id' | 'version' | 'created_at'>);
  const lot = await act.insert<MaterialRow>('materials', { ...material, number: 'SJ-301' });
  const parent = await act.insert<MaterialRow>('materials', { ...material, number: 'SJ-300' });
  const authorised = (login: string, does: AuthorisationRow['act']) =>
    act.insert<AuthorisationRow>('authorisations', {
      ...{ user_id: user(login), act: does, class: 'drug', grp: null, parameter_code: null, field: '药品' },
      ...{ from_on: '2025-01-01', to_on: null, certificate: null, document: null, granted_by: user('technical') },
      ...{ state: 'granted', pauses: [], ended_on: null, ended_reason: null },
    } as Omit<AuthorisationRow, 'id' | 'version' | 'created_at'>);
  const tests = await authorised('analyst', 'test');
  const reviews = await authorised('reviewer', 'review');
  const signs = await authorised('signatory', 'sign');
  const standard = await act.insert<StandardRow>('standards', {
    ...{ number: STANDARD, series: '《中国药典》四部', title: null, edition: '2025年版', issued_on: null },
    ...{ valid_from: '2025-10-01', valid_to: null, applies_by: 'test', replaces_id: null, origin: 'hand' },
    ...{ file_hash: null, file_name: null, file_type: null },
  } as Omit<StandardRow, 'id' | 'version' | 'created_at'>);
  const lines = [];
  for (const { code, basis = [] } of [...act.app.catalogue.parameters.values()].filter(({ code }) =>
    ['D-ID-APPEAR', PARAMETER, 'D-FORM-DISINT'].includes(code),
  ))
    lines.push(
      await act.insert<CapabilityRow>('capabilities', {
        ...{ scheme: 'CMA', annex_no: null, parameter_code: code, object: null, item: code, scope: null, note: null },
        ...{ standards: basis.map((one) => one.standard).join('；'), certificate: '230012340001' },
        ...{ approved_on: '2025-01-01', valid_to: '2031-01-01', site: '本所', state: 'held', project: null },
      } as Omit<CapabilityRow, 'id' | 'version' | 'created_at'>),
    );
  for (const code of ['R-301', 'R-302'])
    await act.insert<RoomRow>('rooms', {
      ...{ code, name: `天平室${code.slice(-1)}`, kind: ROOM_KIND, limits: { temperature: { high: '30' } } },
      ...{ basis: 'CX-20', active: 1 },
    });
  await act.insert<RoomRow>('rooms', {
    ...{ code: 'R-201', name: '微生物室', kind: '微生物实验室', limits: {}, basis: 'CX-20', active: 1 },
  });
  return {
    instrument: instrument.id,
    state: state.id,
    event: event.id,
    lot: lot.id,
    parent: parent.id,
    standard: standard.id,
    cma: lines.find(({ parameter_code }) => parameter_code === PARAMETER)?.id ?? '',
    tests: tests.id,
    reviews: reviews.id,
    signs: signs.id,
  };
}

const material: Omit<MaterialRow, 'id' | 'version' | 'created_at' | 'number'> = {
  ...{ kind: 'reagent', name: '五氧化二磷', maker: null, catalogue_no: null, lot_no: null, content: null, basis: null },
  ...{ loss: null, treatment: null, purpose: null, storage: null, concentration: null, unit: 'g', balance: '500' },
  ...{ made_on: null, received_on: '2026-01-05', opened_on: null, expiry: '2027-06-30', valid_to: '2027-06-30' },
  ...{ factor: null, standardised_on: null, passage: null, suitability: [], blocked: null, closed_on: null },
  ...{ certificate: null, made_by: null, note: null },
};

/** One thing that is wrong, of which register, and what is then said. */
export interface Fault {
  says: string;
  kind: keyof Modes;
  ids: string[];
  spoil(world: World): Promise<Undo>;
}

const standardisation = ({ lot, analyst, parent }: World, change: object) => ({
  ...{ material_id: lot, round: 1, part: 'second', by_id: analyst, done_on: '2026-11-01', temperature: '25' },
  ...{ base_id: parent, purity: '100', titre: '1', readings: [], factors: [], mean: '1.000', deviation: '0.0' },
  ...{ accepted: 1, reasons: [], factor: '1.002', agreement: '0.0', valid_to: '2027-01-31', ...change },
});

const both =
  (...undos: Undo[]): Undo =>
  async () => {
    for (const undo of undos.reverse()) await undo();
  };

/** The head of the record with one of its fields changed behind the program's back. */
export async function head(world: World, change: Record<string, string>): Promise<Undo> {
  const test = await find<TestRow>(world.rig.app.db.read, 'tests', { id: world.testId });
  const readings = test?.readings ?? {};
  return world.spoil('tests', world.testId, {
    readings: { ...readings, common: { ...(readings['common'] as object), ...change } },
  });
}

const inst = (says: string, id: string, spoil: Fault['spoil']): Fault => ({
  ...{ says, kind: 'instruments', ids: [`validity.instrument-${id}`], spoil },
});
const lots = (says: string, id: string, spoil: Fault['spoil']): Fault => ({
  ...{ says, kind: 'materials', ids: [`validity.${id}`], spoil },
});
const yellow =
  (limits: object[]): Fault['spoil'] =>
  ({ spoil, state }) =>
    spoil('instrument_states', state, { state: 'limited', limits });
const blockedBy = { reason: '供应商召回', by: '尤试', on: '2026-11-02' };

/** domain.md 6.5 and section 10 rows 9-13 and 32 as they come over HTTP; the numbers are those of section 10. */
export const faults: Fault[] = [
  inst('10 overdue at the time of the test', 'overdue', ({ spoil, event }) =>
    spoil('instrument_events', event, { due_on: '2026-11-22' }),
  ),
  inst('10 red', 'stopped', ({ spoil, state }) =>
    spoil('instrument_states', state, { state: 'stopped', reason: '称量不稳' }),
  ),
  inst('10 not in the ledger', 'unknown', ({ spoil, instrument }) =>
    spoil('instruments', instrument, { number: 'YQ-999' }),
  ),
  inst('10 no confirmed certificate', 'uncalibrated', ({ spoil, event }) =>
    spoil('instrument_events', event, { state: 'withdrawn' }),
  ),
  inst('10 found unfit', 'unfit', ({ spoil, event }) => spoil('instrument_events', event, { conclusion: 'unfit' })),
  inst('10 under acceptance', 'not-accepted', ({ spoil, state }) =>
    spoil('instrument_states', state, { state: 'acceptance' }),
  ),
  inst('10 scrapped', 'scrapped', ({ spoil, state }) =>
    spoil('instrument_states', state, { state: 'scrapped', reason: '报废单3号' }),
  ),
  inst('6.5 not registered for the method', 'not-serving', ({ spoil, instrument }) =>
    spoil('instruments', instrument, { serves: ['T-CHK-ASH'] }),
  ),
  inst('32 yellow, a weighing beyond its span', 'outside', yellow([{ quantity: '质量', high: '20', unit: 'g' }])),
  inst(
    '32 yellow, the span in milligrams',
    'outside',
    yellow([{ quantity: '质量', low: '10', high: '20000', unit: 'mg' }]),
  ),
  inst('32 yellow, the temperature beyond its range', 'outside', yellow([{ quantity: '温度', high: '80', unit: '℃' }])),
  inst('32 yellow without written limits', 'limits-missing', yellow([])),
  lots('11 expired', 'material-expired', ({ spoil, lot }) =>
    spoil('materials', lot, { expiry: '2026-11-22', valid_to: '2026-11-22' }),
  ),
  lots('11 not in the register', 'material-unknown', ({ spoil, lot }) => spoil('materials', lot, { number: 'SJ-999' })),
  lots('11 blocked', 'material-blocked', ({ spoil, lot }) => spoil('materials', lot, { blocked: blockedBy })),
  lots('11 received after the test', 'material-not-yet', ({ spoil, lot }) =>
    spoil('materials', lot, { received_on: '2026-11-24' }),
  ),
  lots('11 a medium without suitability', 'material-blocked', ({ spoil, lot }) =>
    spoil('materials', lot, { kind: 'media', made_on: '2026-11-01' }),
  ),
  lots('11 a titrant that nobody standardised', 'titrant-not-standardised', ({ spoil, lot }) =>
    spoil('materials', lot, { kind: 'titrant', made_on: '2026-11-01' }),
  ),
  lots('11 F of a titrant outside', 'titrant-factor', async (world) =>
    both(
      await world.spoil('materials', world.lot, { kind: 'titrant', made_on: '2026-11-01' }),
      await world.add('standardisations', standardisation(world, { factor: '1.051' }) as Partial<StandardisationRow>),
    ),
  ),
  lots('11 a solution whose parent has expired', 'material-parent-expired', async ({ spoil, add, lot, parent }) =>
    both(
      await spoil('materials', lot, { kind: 'solution', made_on: '2026-11-01' }),
      await spoil('materials', parent, { expiry: '2026-11-20', valid_to: '2026-11-20' }),
      await add('material_parents', { material_id: lot, parent_id: parent }),
    ),
  ),
  {
    ...{ says: '9 the analyst is authorised for another class', kind: 'people' },
    ids: ['validity.analyst-not-authorised'],
    spoil: ({ spoil, tests }) => spoil('authorisations', tests, { class: 'device' }),
  },
  {
    ...{ says: '9 the authorisation of the analyst ended before', kind: 'people' },
    ids: ['validity.authorisation-ended'],
    spoil: ({ spoil, tests }) => spoil('authorisations', tests, { to_on: '2026-11-22' }),
  },
  {
    ...{ says: '9 the authorisation of the analyst is suspended', kind: 'people' },
    ids: ['validity.authorisation-suspended'],
    spoil: ({ spoil, tests }) =>
      spoil('authorisations', tests, { pauses: [{ from: '2026-11-20', reason: '考核', by: '许技' }] }),
  },
  {
    ...{ says: '12 the standard was withdrawn before the test', kind: 'methods', ids: ['method.ended'] },
    spoil: ({ spoil, standard }) => spoil('standards', standard, { valid_to: '2026-10-31' }),
  },
  {
    ...{ says: '12 the standard was not yet in force', kind: 'methods', ids: ['method.not-yet'] },
    spoil: ({ spoil, standard }) => spoil('standards', standard, { valid_from: '2026-12-01' }),
  },
  {
    ...{ says: '13 the parameter is suspended', kind: 'capability', ids: ['validity.capability-suspended'] },
    spoil: ({ spoil, cma }) => spoil('capabilities', cma, { state: 'suspended' }),
  },
  {
    ...{ says: '13 the certificate ran out', kind: 'capability', ids: ['validity.capability-expired'] },
    spoil: ({ spoil, cma }) => spoil('capabilities', cma, { valid_to: '2026-11-22' }),
  },
  {
    ...{ says: '6.5 the room was out, without a deviation', kind: 'rooms', ids: ['validity.room-out'] },
    spoil: async ({ rig, add }) => add('excursions', await excursion(rig, 'R-301')),
  },
  {
    ...{ says: '6.4 the record does not say in which of two rooms', kind: 'rooms', ids: ['validity.room-unnamed'] },
    spoil: (world) => head(world, { room: '' }),
  },
  {
    ...{ says: '6.4 a room of another kind', kind: 'rooms', ids: ['validity.room-other'] },
    spoil: (world) => head(world, { room: 'R-201' }),
  },
  {
    ...{ says: '6.4 a room that is not registered', kind: 'rooms', ids: ['validity.room-unknown'] },
    spoil: (world) => head(world, { room: 'R-999' }),
  },
];

/** Out of its limits for an hour of the test. */
export async function excursion({ app }: Rig, code: string): Promise<object> {
  const room = await app.db.read('rooms').where({ code }).first<{ id: string }>('id');
  return {
    ...{ room_id: room.id, source: 'hand', quantity: 'temperature', began: '2026-11-23T10:00' },
    ...{ ended: '2026-11-23T11:00', worst: '31', bounds: { high: '30' }, state: 'open', impact: null, cause: null },
    ...{ judgement: null, assessed_by: null, assessed_at: null, measures: null, decided_by: null, decided_at: null },
    ...{ deviation_no: null, deviation_to: null },
  };
}

/** The record as its signer sees it now. */
export async function current({ rig, sampleId, testId }: World): Promise<TestAnswer> {
  const found = (await rig.tests(sampleId)).find(({ id }) => id === testId);
  if (!found) throw new Error('no such record');
  return found;
}

export const signed = async (client: Client, path: string, test: TestAnswer) =>
  client.post(path, { tests: bound([test]), password: PASSWORD });
