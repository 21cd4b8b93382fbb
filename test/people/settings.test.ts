import { expect } from 'chai';
import { eachEngine } from '../support/engines.ts';
import { type Lab, startLab } from '../support/lab.ts';

eachEngine('settings', (engine) => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(engine);
  });
  after(() => lab.close());

  it('DI-06 the administrator renames the institute with a reason; old and new stand in the trail', async () => {
    const admin = await lab.as('admin');
    const { version, phone } = (await admin.get('/settings')).json<{ version: number; phone: string }>();
    const change = { name: '示例市食品药品检验中心', phone, cma: '260000000001', reason: '机构更名' };
    const saved = await admin.post('/settings', change, { ifMatch: `"${version}"` });
    expect(saved.status).to.equal(200);
    expect(saved.json()).to.include({ name: change.name, cma: change.cma, address: '', version: version + 1 });
    const event = await lab.app.db.read('audit').orderBy('seq', 'desc').first<{ body: string }>();
    const body = JSON.parse(event.body) as { reason: string; changes: { field: string; new: string }[] };
    expect(body.reason).to.equal('机构更名');
    expect(body.changes.map(({ field }) => field)).to.include('value.name');
  });

  it('DI-03 refuses a change without a reason, FT-06 one on a stale page, DI-09 anybody else', async () => {
    const admin = await lab.as('admin');
    const refusals = async (body: object, version: number) =>
      (await admin.post('/settings', body, { ifMatch: `"${version}"` })).refusals();
    expect(await refusals({ name: '某所' }, 9)).to.deep.equal(['schema.required']);
    expect(await refusals({ name: '某所', reason: '试' }, 9)).to.deep.equal(['schema.minLength']);
    expect(await refusals({ name: '某所', reason: '改错' }, 99)).to.deep.equal(['record.stale']);
    expect((await (await lab.as('head')).get('/settings')).status).to.equal(403);
  });
});
