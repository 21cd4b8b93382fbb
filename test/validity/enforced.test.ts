import { expect } from 'chai';
import { addDays } from '../../lib/core/deadlines.ts';
import type { RoomRow } from '../../lib/environment/rows.ts';
import { decode } from '../../lib/kernel/tables.ts';
import type { Told } from '../../lib/kernel/types.ts';
import { type TestRow, timeOf } from '../../lib/testing/index.ts';
import { kindOf, type Modes } from '../../lib/validity/modes.ts';
import { batchFile, playBatch } from '../scenario.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, PASSWORD, startLab } from '../support/lab.ts';
import { all } from './world.ts';

const spoken: [id: string, kind: string][] = [
  ['validity.instrument-overdue', 'instruments'],
  ['validity.titrant-factor', 'materials'],
  ['validity.material-expired', 'materials'],
  ['validity.analyst-not-authorised', 'people'],
  ['validity.authorisation-ended', 'people'],
  ['validity.method-withdrawn', 'methods'],
  ['validity.capability-suspended', 'capability'],
  ['validity.room-out', 'rooms'],
];

describe('the register of which a reason speaks', () => {
  for (const [id, kind] of spoken) it(`${id}: ${kind}`, () => expect(kindOf({ id })).to.equal(kind));
});

eachEngine('validity before a signature', (engine) => {
  let lab: Lab;
  let quality: Client;
  let analyst: Client;
  let test: string;
  before(async function () {
    this.timeout(120_000);
    lab = await startLab(engine);
    [quality, analyst] = await Promise.all([lab.as('quality'), lab.as('analyst')]);
    await playBatch(lab, 'tested');
    const row: { id: string } = await lab.app.db.read('tests').whereNotNull('submitted_at').orderBy('seq').first('id');
    test = row.id;
  });
  after(() => lab?.close());

  const told = async () => (await analyst.get(`/tests/${test}`)).json<{ validity: Told[] }>().validity;
  const set = (modes: Modes) => quality.post('/validity', modes);
  const failure = (): Promise<string> =>
    playBatch(lab, 'tested', { batch: 'face-cream' }).then(
      () => '',
      (error: unknown) => String(error),
    );

  it('is silent about an empty register until the institute decides, and warns from its first entry', async () => {
    expect((await quality.get('/validity')).json<Modes>()).to.include(all('off'));
    expect(await told()).to.deep.equal([]);
    await lab.act('quality', (act) =>
      act.insert<RoomRow>('rooms', { code: 'R-0', name: '空房间', kind: null, limits: {}, basis: '示例', active: 1 }),
    );
    expect((await quality.get('/validity')).json<Modes>()).to.include({ ...all('off'), rooms: 'warn' });
  });

  it('only warns where the institute says so, so that work can go on while registers are filled', async () => {
    await set(all('warn'));
    const found = await told();
    expect(found.map(({ reason }) => reason.id)).to.include('validity.analyst-not-authorised');
    expect(found.some(({ refuses }) => refuses)).to.equal(false);
    for (const path of [`/tests/${test}`, `/tests/${test}/review`])
      expect((await (await lab.as('reviewer')).page(path)).text, path).to.contain('未获参数');
  });

  it('says nothing of a register that is set aside', async () => {
    await set({ ...all('warn'), people: 'off' });
    expect((await told()).filter(({ reason }) => kindOf(reason) === 'people')).to.deep.equal([]);
  });

  it('refuses to give work out and to submit it where the institute lets a register refuse, and says why', async () => {
    await set(all('off'));
    const { tests } = await playBatch(lab, 'planned', { batch: 'face-cream' });
    const [own] = tests;
    const { common, ...rest } = batchFile('face-cream').readings[String(own?.seq)] ?? { common: {} };
    const saved = await analyst.post(`/tests/${own?.id}/readings`, {
      version: own?.version,
      readings: { common: { ...common, portion: 'P1' }, ...rest },
    });
    await set({ ...all('off'), people: 'refuse' });
    expect((await told()).every(({ refuses }) => refuses)).to.equal(true);
    expect(await failure(), 'assignment').to.contain('assign.unauthorised');
    const submitted = await analyst.post(`/tests/${own?.id}/submission`, {
      version: saved.json<{ version: number }>().version,
      password: PASSWORD,
    });
    expect(submitted.refusals()).to.include('validity.analyst-not-authorised');
    expect(submitted.text).to.contain('未获参数');
    const [{ count } = { count: 0 }]: { count: number }[] = await lab.app.db
      .read('tests')
      .whereIn('sample_id', lab.app.db.read('samples').where('product_class', 'cosmetic').select('id'))
      .whereNotNull('submitted_at')
      .count({ count: '*' });
    expect(Number(count)).to.equal(0);
  });

  it('refuses the review of what was submitted before the register refused', async () => {
    await set({ ...all('off'), instruments: 'off' });
    const reviewer = await lab.user('reviewer');
    const asked = { by: { user: reviewer, act: 'review' as const }, onlyRefusing: true };
    const ids = async () =>
      ((await lab.app.testReasons?.(lab.app, lab.app.db.read, test, asked)) ?? []).map(({ reason }) => reason.id);
    expect(await ids()).to.deep.equal([]);
    await set({ ...all('off'), people: 'refuse' });
    expect(await ids()).to.include.members(['validity.analyst-not-authorised', 'validity.reviewer-not-authorised']);
  });

  it('finds the test that was under way while its room was out, from both sides', async () => {
    await set(all('warn'));
    const stored: object[] = await lab.app.db.read('tests').whereNotNull('submitted_at').orderBy('seq');
    const rows = stored.map((row) => decode<TestRow>('tests', row));
    const own = rows.find(({ parameter_code }) => lab.app.catalogue.parameter(parameter_code).environment?.room);
    const kind = lab.app.catalogue.parameter(own?.parameter_code ?? '').environment?.room ?? '';
    const limits = { temperatureHigh: '30', basis: 'CX-20' };
    const technical = await lab.as('technical');
    const made = await technical.post('/environment/rooms', { code: 'R-1', name: kind, kind, ...limits });
    const room = made.json<{ id: string }>().id;
    const read = (at: string, temperature: string) =>
      analyst.post(`/environment/rooms/${room}/readings`, { at, temperature });
    const speaks = async () =>
      (await analyst.get(`/tests/${own?.id}`)).json<{ validity: Told[] }>().validity.map(({ reason }) => reason.id);
    const { from } = (own && timeOf(own)) ?? { from: '' };
    const [before, day] = [addDays(from.slice(0, 10), -1), from.slice(0, 10)];
    await read(`${before}T10:00`, '31');
    await read(`${before}T11:00`, '29');
    expect(await speaks()).not.to.include('validity.room-out');
    await read(from, '31');
    await read(`${day}T23:00`, '29');
    expect(await speaks()).to.include('validity.room-out');
    const { excursions } = (await analyst.get(`/environment/rooms/${room}?days=60`)).json<{
      excursions: { id: string }[];
    }>();
    const impacts = await Promise.all(
      excursions.map(async ({ id }) =>
        (await analyst.get(`/environment/excursions/${id}`))
          .json<{ impact: { id: string }[] }>()
          .impact.map((one) => one.id),
      ),
    );
    expect(impacts.map((ids) => ids.includes(own?.id ?? ''))).to.deep.equal([true, false]);
  });

  it('lets the same work through when nothing refuses', async () => {
    await set(all('off'));
    expect(await failure()).to.equal('');
    expect(await told()).to.deep.equal([]);
  });

  it('is set by those who answer for the system, and by nobody else', async () => {
    expect((await analyst.post('/validity', all('off'))).status).to.equal(403);
    expect((await analyst.get('/validity')).status).to.equal(403);
    expect((await quality.post('/validity', { ...all('off'), people: 'sometimes' })).status).to.equal(422);
    expect((await quality.page('/validity')).text).to.contain('结果有效性');
  });
});
