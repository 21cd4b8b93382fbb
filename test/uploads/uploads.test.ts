import { expect } from 'chai';
import type { InternalRow } from '../../lib/samples/index.ts';
import { uploadClosing } from '../../lib/uploads/index.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, signIn, startLab } from '../support/lab.ts';
import { asking, complete, handedOver, issuedBatch, sheetOf } from './arrange.ts';

interface Preview {
  batches: {
    open: { sampleId: string; sampleNumber: string };
    faults: { kind: string; field: string }[];
    content: { batch: Record<string, string>; items: Record<string, string>[] };
  }[];
}
interface Waiting {
  counts: { open: number; late: number };
  batches: { sampleId: string; returned: string | null; state: string }[];
}

const PDF = Buffer.from('%PDF-1.4 receipt').toString('base64');

eachEngine('uploads', (engine) => {
  let lab: Lab;
  let reception: Client;
  let quality: Client;

  before(async () => {
    lab = await startLab(engine, '2026-03-02T09:00:00+08:00');
    reception = await signIn(lab.url, 'reception', lab.app);
    quality = await signIn(lab.url, 'quality', lab.app);
  });
  after(() => lab.close());

  const waiting = async (scope = 'open'): Promise<Waiting> =>
    (await reception.get(`/uploads?scope=${scope}`)).json<Waiting>();
  const preview = async (layout = 'national-drug'): Promise<Preview> =>
    (await reception.get(`/uploads/new?layout=${layout}&from=2026-01-01&to=2026-12-31`)).json<Preview>();

  it('8.1 only issued reports of the level and the classes of the layout are offered', async () => {
    const national = await issuedBatch(lab);
    await issuedBatch(lab, { level: 'municipal' });
    await issuedBatch(lab, { level: 'provincial' });
    await issuedBatch(lab, { productClass: 'device', fields: { ...complete, registrationNo: '国械注准20203140001' } });
    await issuedBatch(lab, { workKind: 'WT' });
    expect((await preview()).batches.map(({ open }) => open.sampleId)).to.deep.equal([national.sampleId]);
    expect((await waiting()).counts).to.deep.equal({ open: 3, late: 0 });
  });

  it('8.1 a file tells of each batch what its records say, in the words of the receiving system, and leaves blank what nobody knows', async () => {
    const [only] = (await preview()).batches;
    expect(only?.content.batch).to.include({
      ...{ level: '国家级', purpose: '监督抽检', samplingLink: '零售', productName: '示例片', verdict: '符合规定' },
      ...{ lab: '示例市药品检验所', signatory: '陈签', issuedOn: '2026-03-02', confirmed: '', approvalNo: '' },
    });
    expect(only?.content.items[1]).to.include({
      ...{
        item: '总灰分',
        result: '3.2',
        resultUnit: '%',
        itemVerdict: '符合规定',
        standardMax: '5.0',
        standardMaxUnit: '%',
      },
      ...{ standardMin: '', standardLod: '', lod: '', min: '' },
    });
  });

  it('8.1 a missing required field is refused by batch and field', async () => {
    const { sampledUnitRegion: _gone, ...fields } = complete;
    const bad = await issuedBatch(lab, { fields });
    const found = (await preview()).batches.find(({ open }) => open.sampleId === bad.sampleId);
    expect(found?.faults).to.deep.include({ kind: 'missing', field: '被抽样单位所在省市县', value: '' });
    const answer = await reception.post('/uploads', asking([bad.sampleId]));
    expect(answer.refusals()).to.deep.equal(['upload.missing']);
    expect(answer.text).to.include(found?.open.sampleNumber).and.to.include('被抽样单位所在省市县');
  });

  it('8.1 refuses a period that runs backwards, no batch, and a batch that is not open', async () => {
    const other = await issuedBatch(lab, { level: 'municipal' });
    for (const [change, id] of [
      [{ from: '2026-05-01', to: '2026-04-01' }, 'upload.period'],
      [{ samples: [] }, 'upload.none'],
      [{ samples: [other.sampleId] }, 'upload.not-open'],
    ] as const)
      expect((await reception.post('/uploads', asking([other.sampleId], change))).refusals()).to.deep.equal([id]);
  });

  it('10.28 a file leaves only after somebody else approved it, and says for what and by whom', async () => {
    const batch = await issuedBatch(lab);
    const made = await quality.post('/uploads', asking([batch.sampleId], { purpose: '国抽数据报送' }));
    const { id } = made.json<{ id: string }>();
    expect((await quality.get(`/uploads/${id}/file`)).refusals()).to.deep.equal(['upload.not-approved']);
    expect((await quality.post(`/uploads/${id}/approval`, { version: 1 })).refusals()).to.deep.equal(['upload.own']);
    expect(
      (
        await quality.post(`/uploads/${id}/hand-over`, { version: 1, handedOn: '2026-03-02', handedHow: '导入' })
      ).refusals(),
    ).to.deep.equal(['machine.state']);
    const technical = await signIn(lab.url, 'technical', lab.app);
    expect((await technical.post(`/uploads/${id}/approval`, { version: 1 })).status).to.equal(200);
    const file = await quality.get(`/uploads/${id}/file`);
    expect(file.headers.get('content-disposition')).to.include('SB2026-');
    expect(file.text).to.include('示例片').and.to.include('总灰分');
    const trail: { body: string }[] = await lab.app.db
      .read('audit')
      .where({ entity: 'uploads', entity_id: id, action: 'upload.download' });
    expect(trail).to.have.length(1);
    // Nobody else of the laboratory comes to the file.
    for (const login of ['analyst', 'signatory', 'sampler', 'authority', 'admin'])
      expect((await (await signIn(lab.url, login, lab.app)).get(`/uploads/${id}/file`)).status, login).to.equal(403);
    await quality.post(`/uploads/${id}/withdrawal`, { version: 2, reason: '改期报送' });
    expect((await sheetOf(quality, id)).batches.map(({ state }) => state)).to.deep.equal(['void']);
    expect((await preview()).batches.map(({ open }) => open.sampleId)).to.include(batch.sampleId);
  });

  it('8.1 a returned batch is open again until another file with it was accepted', async () => {
    const first = await issuedBatch(lab);
    const second = await issuedBatch(lab);
    const id = await handedOver(lab, [first.sampleId, second.sampleId]);
    expect((await preview()).batches.map(({ open }) => open.sampleId)).to.not.include(first.sampleId);
    const { row, batches } = await sheetOf(reception, id);
    const [one, two] = batches;
    const answered = (answers: object[], change: object = {}) =>
      reception.post(`/uploads/${id}/acknowledgement`, {
        version: row.version,
        acknowledgedOn: '2026-03-02',
        systemNo: 'GC26-0001',
        answers,
        ...change,
      });
    const good = { batch: one?.id, batchState: 'accepted' };
    expect((await answered([good])).refusals()).to.deep.equal(['upload.unanswered']);
    expect((await answered([good, { batch: two?.id, batchState: 'returned' }])).refusals()).to.deep.equal([
      'upload.return-reason',
    ]);
    const all = [good, { batch: two?.id, batchState: 'returned', reason: '批准文号格式不符' }];
    expect((await answered(all, { acknowledgedOn: '2026-03-09' })).refusals()).to.deep.equal(['upload.day']);
    expect((await answered(all, { receipt: { name: 'a.exe', data: 'TVqQAAMA' } })).refusals()).to.deep.equal([
      'upload.receipt-type',
    ]);
    expect((await answered(all, { receipt: { name: '回执.pdf', data: PDF } })).status).to.equal(200);
    expect((await reception.get(`/uploads/${id}/receipt`)).bytes.toString()).to.include('%PDF');
    const open = (await waiting()).batches;
    expect(open.find(({ sampleId }) => sampleId === second.sampleId)).to.include({ returned: '批准文号格式不符' });
    expect(open.map(({ sampleId }) => sampleId)).to.not.include(first.sampleId);
    const again = await handedOver(lab, [second.sampleId]);
    const sheet = await sheetOf(reception, again);
    const done = await reception.post(`/uploads/${again}/acknowledgement`, {
      ...{ version: sheet.row.version, acknowledgedOn: '2026-03-02', systemNo: 'GC26-0002' },
      answers: [{ batch: sheet.batches[0]?.id, batchState: 'accepted' }],
    });
    expect(done.status).to.equal(200);
    expect((await waiting()).batches.map(({ sampleId }) => sampleId)).to.not.include(second.sampleId);
  });

  it('8.1 days of the hand-over: not in the future, not before the approval', async () => {
    const batch = await issuedBatch(lab);
    const made = await reception.post('/uploads', asking([batch.sampleId]));
    const { id } = made.json<{ id: string }>();
    await quality.post(`/uploads/${id}/approval`, { version: 1 });
    for (const handedOn of ['2026-03-03', '2026-03-01'])
      expect(
        (await reception.post(`/uploads/${id}/hand-over`, { version: 2, handedOn, handedHow: '导入' })).refusals(),
        handedOn,
      ).to.deep.equal(['upload.day']);
    await reception.post(`/uploads/${id}/withdrawal`, { version: 2, reason: '测试' });
  });

  it('5.4 a sample of the institute itself is never offered', async () => {
    const batch = await issuedBatch(lab);
    await lab.act('quality', (act) =>
      act.insert<InternalRow>('internal_samples', {
        ...{
          sample_id: batch.sampleId,
          purpose: 'blind',
          owner_kind: 'x',
          owner_id: 'x',
          note: null,
          completed_at: null,
        },
        prepared_by: act.user.id,
      }),
    );
    expect((await preview()).batches.map(({ open }) => open.sampleId)).to.not.include(batch.sampleId);
  });

  it('10.26 a case of a national batch does not close before the upload is accepted; a municipal one needs none', async () => {
    const national = await issuedBatch(lab, { fails: true });
    const municipal = await issuedBatch(lab, { fails: true, level: 'municipal' });
    const db = lab.app.db.read;
    const ids = async (caseId: string | null) => (await uploadClosing(db, caseId ?? '')).map(({ id }) => id);
    expect(await ids(municipal.caseId)).to.deep.equal([]);
    expect(await ids(national.caseId)).to.deep.equal(['upload.open']);
    const id = await handedOver(lab, [national.sampleId]);
    expect(await ids(national.caseId)).to.deep.equal(['upload.open']);
    const { row, batches } = await sheetOf(reception, id);
    await reception.post(`/uploads/${id}/acknowledgement`, {
      ...{ version: row.version, acknowledgedOn: '2026-03-02', systemNo: 'GC26-0003' },
      answers: [{ batch: batches[0]?.id, batchState: 'accepted' }],
    });
    expect(await ids(national.caseId)).to.deep.equal([]);
  });

  it('8.1 what is past its five working days is listed as late', async () => {
    lab.at('2026-03-10T09:00:00+08:00');
    const fresh = await signIn(lab.url, 'reception', lab.app);
    const late = (await fresh.get('/uploads?scope=late')).json<Waiting>();
    expect(late.counts.late).to.be.greaterThan(0);
    expect(late.batches.every(({ state }) => state === 'late')).to.equal(true);
    lab.at('2026-03-09T09:00:00+08:00');
    expect(
      (await (await signIn(lab.url, 'reception', lab.app)).get('/uploads?scope=late')).json<Waiting>().counts.late,
    ).to.equal(0);
  });

  it('the pages open', async () => {
    const again = await signIn(lab.url, 'quality', lab.app);
    for (const path of [
      '/uploads',
      '/uploads?scope=files',
      '/uploads?scope=late',
      '/uploads/layouts',
      '/uploads/new?from=2026-01-01&to=2026-12-31',
    ])
      expect((await again.page(path)).status, path).to.equal(200);
  });
});
