import { expect } from 'chai';
import type { Reminder } from '../../lib/dashboards/reminders.ts';
import { Instrument } from '../equipment/arrange.ts';
import { eachEngine } from '../support/engines.ts';
import { type Lab, PASSWORD, startLab } from '../support/lab.ts';

const TODAY = '2026-11-23';

eachEngine('what the registers remind of', (engine) => {
  let lab: Lab;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine, `${TODAY}T09:00:00+08:00`);
  });
  after(() => lab?.close());

  const reminders = async (login: string) =>
    (await (await lab.as(login)).get('/')).json<{ reminders: Reminder[] }>().reminders;
  const one = async (login: string, kind: string) => (await reminders(login)).find((own) => own.kind === kind);

  it('counts calibrations by 60, 30 and 7 days and those past, for the keeper of the ledger', async () => {
    expect(await one('equipment', 'calibration')).to.equal(undefined);
    const days = ['2026-11-22', '2026-11-23', '2026-11-30', '2026-12-01', '2026-12-23', '2027-01-22', '2027-01-23'];
    for (const [i, due] of days.entries()) {
      const own = await Instrument.add(lab, `RM-${i}`);
      await lab.app.db.write('instruments').where({ id: own.id }).update({ state: 'enabled', due_on: due });
    }
    await Instrument.add(lab, 'RM-99');
    expect(await one('equipment', 'calibration')).to.deep.equal({
      ...{ kind: 'calibration', href: '/instruments?within=60', count: 6, late: 1, next: '2026-11-23' },
      within: [
        { days: 7, count: 2 },
        { days: 30, count: 4 },
        { days: 60, count: 5 },
      ],
    });
    const page = await (await lab.as('equipment')).page('/');
    expect(page.text).to.contain('仪器检定/校准到期').and.contain('已过期 1').and.contain('7 天内 2');
    expect(await one('analyst', 'calibration')).to.equal(undefined);
  });

  it('reminds of certificates, but not whoever recorded them', async () => {
    const own = await Instrument.add(lab, 'RM-CERT');
    await own.record();
    expect(await one('technical', 'certificate')).to.include({ count: 1, href: '/instruments/confirmations' });
    expect(await one('equipment', 'certificate')).to.equal(undefined);
  });

  it('reminds of lots, of the second key and of the second standardisation', async () => {
    const keeper = await lab.as('material');
    const lot = async (body: object) =>
      (await keeper.post('/materials', { unit: 'g', amount: '5', receivedOn: '2026-11-01', ...body })).json<{
        id: string;
        number: string;
      }>();
    await lot({ kind: 'reagent', name: '甲醇', expiry: '2026-12-01' });
    await lot({ kind: 'reagent', name: '乙腈', expiry: '2026-12-24' });
    const base = await lot({ kind: 'reference', name: '碳酸钠', content: '100', basis: 'as-is' });
    expect(await one('material', 'lot')).to.include({ count: 1, late: 0, next: '2026-12-01' });
    expect(await one('analyst', 'lot')).to.equal(undefined);
    await lot({ kind: 'controlled', name: '硫酸', expiry: '2028-01-01' });
    expect(await one('material', 'secondKey')).to.equal(undefined);
    expect(await one('analyst', 'secondKey')).to.include({ count: 1 });
    const titrant = await lot({ kind: 'titrant', name: '盐酸滴定液' });
    const reading = { mass: '0.2', volume: '20', blank: '0' };
    const body = {
      ...{ doneOn: TODAY, atTemperature: '25', base: base.number, titre: '10' },
      readings: [reading, reading, reading],
    };
    const send = async (who: string) => (await lab.as(who)).post(`/materials/${titrant.id}/standardisations`, body);
    expect((await send('analyst')).status).to.equal(201);
    expect(await one('analyst', 'titrant')).to.equal(undefined);
    expect(await one('analyst2', 'titrant')).to.include({ count: 1 });
    await send('analyst2');
    expect(await one('analyst2', 'titrant')).to.equal(undefined);
  });

  it('reminds of authorisations that run out until they are granted anew, the managers and the person', async () => {
    const { id } = await lab.user('analyst');
    const grant = (from: string, to?: string) =>
      lab.as('quality').then((quality) =>
        quality.post(`/competence/people/${id}/authorisations`, {
          ...{ authorisedActs: ['test'], authorisedArea: 'drug', authorisedFrom: from },
          ...(to && { authorisedTo: to }),
        }),
      );
    expect((await grant('2026-01-01', '2026-12-20')).status).to.equal(201);
    expect(await one('quality', 'authorisation')).to.include({ count: 1, next: '2026-12-20' });
    expect(await one('analyst', 'ownAuthorisation')).to.include({ count: 1, href: '/me/authorisations' });
    expect(await one('analyst2', 'ownAuthorisation')).to.equal(undefined);
    expect((await grant('2026-12-21')).status).to.equal(201);
    expect(await one('quality', 'authorisation')).to.equal(undefined);
    const plan = { trainingKind: 'training', topic: '新版药典宣贯', trainingPlanned: '2026-11-20' };
    await (await lab.as('quality')).post(`/competence/people/${id}/trainings`, plan);
    expect(await one('quality', 'training')).to.include({ count: 1, late: 1, next: null });
    expect(await one('analyst', 'ownTraining')).to.include({ count: 1, late: 1 });
  });

  it('reminds everybody of the documents to read, until they were', async () => {
    const technical = await lab.as('technical');
    const sop = (
      await technical.post('/methods/sops', { sopNo: 'SOP-1', docTitle: '天平操作', readers: ['analyst'] })
    ).json<{
      id: string;
    }>();
    const file = { name: 'sop.pdf', data: Buffer.from('%PDF-1.4 x').toString('base64') };
    const body = { versionLabel: 'A', inForceFrom: TODAY, changeNote: '首次发布', file };
    const version = (await technical.post(`/methods/sops/${sop.id}/versions`, body)).json<{
      id: string;
      version: number;
    }>();
    expect(await one('analyst', 'sop')).to.equal(undefined);
    const approval = { version: version.version, password: PASSWORD };
    const approved = await (await lab.as('quality')).post(`/methods/sop-versions/${version.id}/approval`, approval);
    expect(approved.status, approved.text).to.equal(200);
    expect(await one('analyst', 'sop')).to.include({ count: 1, href: '/methods/sops' });
    expect(await one('technical', 'sop')).to.equal(undefined);
    await (await lab.as('analyst')).post(`/methods/sop-versions/${version.id}/readings`, {});
    expect(await one('analyst', 'sop')).to.equal(undefined);
  });

  it('reminds of standards never looked up, and of nothing where nothing is due', async () => {
    const technical = await lab.as('technical');
    const added = await technical.post('/methods/standards', { standardNo: 'GB/T 8170-2008', appliesBy: 'test' });
    expect(added.status, added.text).to.equal(201);
    expect(await one('technical', 'standard')).to.include({ count: 1 });
    const { id } = added.json<{ id: string }>();
    const look = { standards: [id], checkedOn: TODAY, checkedAt: '标准公开系统', checkResult: 'unchanged' };
    const checked = await technical.post('/methods/checks', look);
    expect(checked.status, checked.text).to.be.within(200, 201);
    expect(await one('technical', 'standard')).to.equal(undefined);
    expect(await reminders('admin')).to.deep.equal([]);
  });

  it('leaves the reminders out where one kind of work is looked at', async () => {
    const home = (await (await lab.as('equipment')).get('/?kind=test')).json<{ reminders: Reminder[] }>();
    expect(home.reminders).to.deep.equal([]);
  });
});
