import { expect } from 'chai';
import { approve, cover, LEAD, ok, prepared, review, signed } from '../control/rig.ts';
import { eachEngine } from '../support/engines.ts';
import { type Lab, startLab } from '../support/lab.ts';

/** Words that would give an internal sample away; those of the cover are not among them. */
const traces = /盲样|留样再测|质控样|内部样品|比对|internal|blind|proficiency|prepared_by|owner_kind|秘密/;

const around = (text: string): string => {
  const at = text.search(traces);
  return at < 0 ? '' : text.slice(Math.max(0, at - 60), at + 40);
};

eachEngine('internal samples', (engine) => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(engine);
  });
  after(() => lab.close());

  it('are prepared by those entitled, with known parameters and a day to come', async () => {
    const quality = await lab.as('quality');
    const make = (more: object) => quality.post('/internal', { ...cover, purpose: 'blind', codes: LEAD, ...more });
    expect((await make({ codes: 'X-1' })).refusals()).to.deep.equal(['internal.code']);
    expect((await make({ codes: ' , ' })).refusals()).to.deep.equal(['internal.codes']);
    expect((await make({ dueOn: '2026-11-01' })).refusals()).to.deep.equal(['internal.due']);
    expect((await make({ purpose: 'proficiency' })).status).to.equal(422);
    for (const login of ['analyst', 'head', 'reception', 'auditor'])
      expect(
        (await (await lab.as(login)).post('/internal', { ...cover, purpose: 'blind', codes: LEAD })).status,
        login,
      ).to.equal(403);
  });

  it('show as receiver whoever took them at the counter, so that the preparer gives nothing away', async () => {
    const quality = await lab.as('quality');
    const make = (receptionist: string) =>
      quality.post('/internal', {
        ...cover,
        purpose: 'blind',
        codes: LEAD,
        batchNo: `收样${receptionist}`,
        receptionist,
      });
    for (const login of ['analyst', 'nobody'])
      expect((await make(login)).refusals(), login).to.deep.equal(['internal.receiver']);
    for (const named of ['reception', 'E-reception']) expect((await make(named)).status, named).to.equal(201);
    const rows: { name: string }[] = await lab.app.db
      .read('samples')
      .join('receipts', 'receipts.id', 'samples.receipt_id')
      .join('users', 'users.id', 'receipts.received_by')
      .where('samples.batch_no', 'like', '收样%')
      .select('users.name');
    expect(rows.map(({ name }) => name)).to.deep.equal(['钱收', '钱收']);
  });

  it('whoever prepared one is neither given it nor may he record it', async () => {
    const sample = await lab.act('many', async (act) => {
      const { prepareInternal } = await import('../../lib/internal/index.ts');
      return prepareInternal(act, {
        ...cover,
        purpose: 'blind',
        ownerKind: 'internal',
        ownerId: act.user.id,
        items: [{ parameter: LEAD }],
      });
    });
    const head = await lab.as('head');
    const { tests } = ok<{ tests: { id: string }[] }>(await head.get(`/samples/${sample.id}/assignment`));
    const refused = await head.post(`/samples/${sample.id}/assignment`, {
      tests: tests.map(({ id }) => id),
      analyst: (await lab.user('many')).id,
    });
    expect(refused.refusals()).to.deep.equal(['assign.sampler']);
    expect(refused.text).not.to.match(traces);
  });

  it('leave no trace of their purpose for bench, review, reception and signatory: pages, JSON, search, papers', async () => {
    const quality = await lab.as('quality');
    const batch = await prepared(lab);
    await lab.act('quality', async (act) => {
      const [row] = await act.db('internal_samples').where({ sample_id: batch.sample });
      await act.update('internal_samples', row, { note: '秘密：第三季度考核' } as object);
    });
    const test = await signed(lab, batch);
    const paths = [
      '/',
      '/samples',
      `/samples/${batch.sample}`,
      `/samples?q=${batch.number}`,
      `/tests/${batch.test}`,
      `/tests/${batch.test}/review`,
      '/tests',
      '/reviews',
      '/approvals',
      '/tasks',
      '/reports',
      '/samplings',
      `/scan?code=${batch.number}`,
    ];
    for (const login of ['analyst', 'analyst2', 'reviewer', 'head', 'reception', 'custodian', 'signatory']) {
      const client = await lab.as(login);
      for (const path of paths) {
        const [page, json] = [await client.page(path), await client.get(path)];
        if (json.status === 200)
          expect(traces.exec(json.text)?.[0] ?? '', `${login} JSON ${path} ${around(json.text)}`).to.equal('');
        // The manual and the navigation name the register only to those who may open it.
        if (page.status === 200)
          expect(around(page.text.replace(/<a class="nav-link[\s\S]*?<\/a>/g, '')), `${login} page ${path}`).to.equal(
            '',
          );
      }
      expect((await client.get('/internal')).status, login).to.equal(403);
    }
    const record = await (await lab.as('reviewer')).get(`/tests/${batch.test}/record.pdf`);
    expect(record.status).to.equal(200);
    ok(await review(lab, test));
    ok(await approve(lab, batch.sample));
    expect(await lab.app.db.read('reports').where({ sample_id: batch.sample })).to.deep.equal([]);
    const { lines } = ok<{ lines: { number: string; purpose: string; completed_at: string | null }[] }>(
      await quality.get('/internal?purpose=blind'),
    );
    const own = lines.find(({ number }) => number === batch.number);
    expect(own?.completed_at).to.be.a('string');
    // The administrator reads the trail without a gap, and nothing of this in it.
    const admin = await lab.as('admin');
    const { entries } = ok<{ entries: { seq: number; action: string }[] }>(await admin.get('/audit'));
    expect(entries.some(({ action }) => action === 'audit.sealed')).to.equal(true);
    expect(entries.every(({ seq }, i) => i === 0 || entries[i - 1]?.seq === seq + 1)).to.equal(true);
    for (const path of ['/audit', '/audit?entity=internal_samples', '/audit?entity=pt_rounds'])
      expect(around((await admin.get(path)).text), path).to.equal('');
    expect((await quality.page('/internal')).text)
      .to.include('秘密')
      .and.include(batch.number);
  });
});
