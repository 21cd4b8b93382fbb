import { expect } from 'chai';
import { misfits } from '../../lib/kernel/schema.ts';
import { registered as registeredSchema, samplingAnswer, samplingList } from '../../lib/samplings/schema.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';
import { officersOf, registered, tabletSampling } from './arrange.ts';

/** The body as the browser's form sends it. */
async function asForm(lab: Lab, change: Record<string, string> = {}): Promise<[string, string][]> {
  const { officers, portions, fields, ...head } = await tabletSampling(lab);
  const plain: Record<string, string> = { ...(head as Record<string, string>), ...change };
  const rows = portions.flatMap((portion, i) =>
    Object.entries(portion).map(([name, value]): [string, string] => [`portions.${i}.${name}`, value]),
  );
  return [
    ...Object.entries(plain),
    ...officers.map((id): [string, string] => ['officers', id]),
    ...rows,
    ['portions.3.role', ''],
    ['portions.3.qty', ''],
    ['portions.3.sealNo', ''],
    ...Object.entries(fields).map(([name, value]): [string, string] => [`fields.${name}`, value]),
    ['fields.remark', ''],
  ];
}

eachEngine('registering a sampling', (engine) => {
  let lab: Lab;
  let sampler: Client;
  before(async () => {
    lab = await startLab(engine);
    sampler = await lab.as('sampler');
  });
  after(() => lab.close());

  it('writes header, form, officers and portions in one call, as sampled, and shows them', async () => {
    const body = await tabletSampling(lab);
    const answer = await sampler.post('/samplings', body);
    expect(answer.status, answer.text).to.equal(201);
    expect(misfits(registeredSchema, answer.json())).to.deep.equal([]);
    const { id, state, warnings } = answer.json<{ id: string; state: string; warnings: [] }>();
    expect([state, warnings.length]).to.deep.equal(['sampled', 0]);
    const shown = await sampler.get(`/samplings/${id}`);
    expect(misfits(samplingAnswer, shown.json())).to.deep.equal([]);
    const { portions, officers, groups, fields } = shown.json<{
      portions: { qty: string; n: number; total: number; state: string }[];
      officers: { login: string }[];
      groups: object[];
      fields: object;
    }>();
    expect(portions.map(({ n, total, qty, state: at }) => [n, total, qty, at])).to.deep.equal(
      [1, 2, 3].map((n) => [n, 3, '10', 'sealed']),
    );
    expect(officers.map(({ login }) => login)).to.deep.equal(['sampler', 'sampler2']);
    expect(fields).to.deep.equal(body.fields);
    expect(groups.length).to.be.greaterThan(2);
  });

  it('DI-01: puts every field of the new rows into the trail, under the name of the act', async () => {
    const { id } = await registered(lab);
    const rows: { action: string; body: string }[] = await lab.app.db
      .read('audit')
      .where({ entity: 'samplings', entity_id: id });
    const { changes } = JSON.parse(rows[0]?.body ?? '{}') as { changes: { field: string; new: string }[] };
    expect(rows.map(({ action }) => action)).to.deep.equal(['sampling.register']);
    expect(changes.find(({ field }) => field === 'fields.dosageForm')?.new).to.equal('片剂');
  });

  it('10.1: refuses one officer alone, and somebody who is no sampler, with the field', async () => {
    const [officer] = await officersOf(lab);
    const alone = await sampler.post('/samplings', await tabletSampling(lab, { officers: [officer] }));
    expect([alone.status, alone.refusals()]).to.deep.equal([422, ['sampling.officers-two']]);
    const analyst = await lab.user('analyst');
    const unfit = await sampler.post('/samplings', await tabletSampling(lab, { officers: [officer, analyst.id] }));
    expect([unfit.status, unfit.refusals()]).to.deep.equal([422, ['sampling.officer-unfit']]);
  });

  it('10.3: refuses portions that do not sum, and writes nothing', async () => {
    const body = await tabletSampling(lab, { quantity: '31' });
    const answer = await sampler.post('/samplings', body);
    expect([answer.status, answer.refusals()]).to.deep.equal([422, ['sampling.portions-sum']]);
    expect(answer.text).to.include('30').and.to.include('31');
    expect(await lab.app.db.read('samplings').where({ number: body.number })).to.have.length(0);
  });

  it('10.6, N17: refuses a number and a seal in use with 409 and says where', async () => {
    const first = await tabletSampling(lab);
    expect((await sampler.post('/samplings', first)).status).to.equal(201);
    const number = await sampler.post('/samplings', await tabletSampling(lab, { number: first.number }));
    expect([number.status, number.refusals()]).to.deep.equal([409, ['sampling.number-taken']]);
    expect(number.text).to.include('对乙酰氨基酚片');
    const seal = await sampler.post(
      '/samplings',
      await tabletSampling(lab, { portions: [{ role: 'test', qty: '30', sealNo: first.portions[0]?.sealNo }] }),
    );
    expect([seal.status, seal.refusals()]).to.deep.equal([409, ['sampling.seal-taken']]);
    expect(seal.text).to.include(first.number);
  });

  it('FT-05: ten equal posts at once make one record; ten of one number with keys of their own too', async () => {
    const body = await tabletSampling(lab);
    const key = lab.app.ids.next();
    const same = await Promise.all(Array.from({ length: 10 }, () => sampler.post('/samplings', body, { key })));
    expect(same.map(({ status }) => status)).to.deep.equal(Array(10).fill(201));
    expect(new Set(same.map((answer) => answer.json<{ id: string }>().id)).size).to.equal(1);
    const rival = await tabletSampling(lab);
    const races = await Promise.all(Array.from({ length: 10 }, () => sampler.post('/samplings', rival)));
    expect(races.map(({ status }) => status).toSorted()).to.deep.equal([201, ...Array(9).fill(409)]);
  });

  it('8.3: takes a wrong approval number and credit code, with warnings in words', async () => {
    const { fields, ...body } = await tabletSampling(lab);
    const { warnings } = await registered(lab, {
      ...body,
      fields: { ...fields, approvalNo: '国药准字X1', producerCreditCode: '91350100M000100Y44' },
    });
    expect(warnings.map(({ id, field }) => [id, field])).to.deep.equal([
      ['warning.number-form', 'fields.approvalNo'],
      ['warning.credit-check', 'fields.producerCreditCode'],
    ]);
    expect(warnings[0]?.text).to.include('国药准字X1');
  });

  it('8.7: keeps a batch number as it is, inner blanks and case included', async () => {
    const { id } = await registered(lab, { batchNo: '00 12aB' });
    expect((await sampler.get(`/samplings/${id}`)).json<{ batchNo: string }>().batchNo).to.equal('00 12aB');
  });

  for (const [title, change] of [
    ['B085: an unknown field', { state: 'received' }],
    ['B077: a name of 10,000 characters', { productName: '长'.repeat(10_000) }],
    ['B061: a control character', { productName: 'a\u0001b' }],
    ['B065: a direction override', { producer: 'a\u202Eb' }],
    ['a number that no barcode can carry', { number: 'g/1 ②' }],
    ['no portions', { portions: [] }],
    ['a text for the officers', { officers: 'x' }],
    ['a number for a quantity', { quantity: 30 }],
  ] as [string, object][]) {
    it(`refuses ${title} with 422`, async () => {
      expect((await sampler.post('/samplings', await tabletSampling(lab, change))).status).to.equal(422);
    });
  }

  it('B062, B068, B073: keeps rare characters, quotes and tags as plain text, and escapes them on the page', async () => {
    const productName = `𠮷'; DROP TABLE samplings;--<script>alert(1)</script>`;
    const { id } = await registered(lab, { productName });
    expect((await sampler.get(`/samplings/${id}`)).json<{ productName: string }>().productName).to.equal(productName);
    const page = await sampler.page(`/samplings/${id}`);
    expect(page.text).to.include('𠮷').and.not.to.include('<script>alert(1)');
  });

  it('SE-03: only a sampler registers; reception reads, an analyst does neither', async () => {
    const body = await tabletSampling(lab);
    expect((await (await lab.as('reception')).post('/samplings', body)).status).to.equal(403);
    expect((await (await lab.as('admin')).post('/samplings', body)).status).to.equal(403);
    expect((await (await lab.as('reception')).get('/samplings')).status).to.equal(200);
    expect((await (await lab.as('analyst')).get('/samplings')).status).to.equal(403);
    expect((await lab.stranger.get('/samplings')).status).to.equal(401);
  });

  it('shows a form of each class, and the choice of a class', async () => {
    for (const [name, title] of [
      ['drug', '药品抽样记录及凭证'],
      ['tcm', '抽样'],
      ['device', '医疗器械抽样记录及凭证'],
      ['cosmetic', '化妆品抽样单'],
    ] as const) {
      const page = await sampler.page(`/samplings/new?class=${name}`);
      expect([page.status, page.text.includes(title), page.text.includes('name="portions.2.sealNo"')]).to.deep.equal([
        200,
        true,
        true,
      ]);
    }
    expect((await sampler.page('/samplings/new')).text).to.include('/samplings/new?class=cosmetic');
    expect((await sampler.page('/samplings/new?class=food')).status).to.equal(422);
  });

  it('registers from the form of the page and leads to the record', async () => {
    const answer = await sampler.form('/samplings', await asForm(lab));
    expect(answer.status, answer.text.slice(0, 3000)).to.equal(303);
    expect(answer.headers.get('location')).to.match(/^\/samplings\/[0-9A-Z]{26}$/);
    const page = await sampler.page(answer.headers.get('location') ?? '');
    expect(page.text).to.include('示例市第一大药房').and.to.include('已抽样').and.to.include('record.pdf');
  });

  it('shows the form again with every reason and everything that was typed', async () => {
    const answer = await sampler.form(
      '/samplings',
      await asForm(lab, { quantity: '31', sampledOn: '2026-12-24', productName: '某某片（typed）' }),
    );
    expect(answer.status).to.equal(422);
    expect(answer.text)
      .to.include('某某片（typed）')
      .and.to.include('value="31"')
      .and.to.include('必须相等')
      .and.to.include('晚于今天');
  });

  it('lists 50 a page by key, newest first, by state, by author and by beginning (B070, B071)', async () => {
    const rows = await Promise.all(
      Array.from({ length: 52 }, (_, i) => tabletSampling(lab, { productName: `列表_${i % 2}%` })),
    );
    expect((await sampler.post('/samplings/import', { rows })).status).to.equal(201);
    const read = async (query: string) => {
      const answer = await sampler.get(`/samplings?${query}`);
      expect(answer.status, answer.text).to.equal(200);
      expect(misfits(samplingList, answer.json())).to.deep.equal([]);
      return answer.json<{ rows: { id: string; number: string; productName: string }[]; next: string | null }>();
    };
    const first = await read(`q=${encodeURIComponent('列表_')}`);
    const second = await read(`q=${encodeURIComponent('列表_')}&after=${first.next}`);
    expect([first.rows.length, second.rows.length, second.next]).to.deep.equal([50, 2, null]);
    expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).to.equal(52);
    expect((await read(`q=${encodeURIComponent('列表%')}`)).rows).to.have.length(0);
    expect((await read(`q=${encodeURIComponent('列表_1%')}`)).rows).to.have.length(26);
    expect((await read(`q=${rows[7]?.number}`)).rows.map(({ number }) => number)).to.deep.equal([rows[7]?.number]);
    expect((await read('state=refused')).rows).to.have.length(0);
    expect((await read('mine=true')).rows).to.have.length(50);
    const other = (await lab.as('sampler2')).get('/samplings?mine=true');
    expect((await other).json<{ rows: [] }>().rows).to.have.length(0);
    for (const odd of ['state=x', 'filter[a]=1', `q=${'%'.repeat(200)}`])
      expect((await sampler.get(`/samplings?${odd}`)).status).to.be.oneOf([400, 422]);
    expect((await sampler.page('/samplings?state=sampled')).text).to.include('下一页');
  });

  it('DI-06: prints record and seals, and each print is an event', async () => {
    const { id } = await registered(lab);
    for (const paper of ['record', 'seals']) {
      const answer = await sampler.page(`/samplings/${id}/${paper}.pdf`);
      expect([answer.status, answer.headers.get('content-type'), answer.bytes.subarray(0, 5).toString()]).to.deep.equal(
        [200, 'application/pdf', '%PDF-'],
      );
      const events = await lab.app.db.read('audit').where({ entity_id: id, action: `sampling.print-${paper}` });
      expect(events).to.have.length(1);
    }
  });

  it('answers 404 for an id that is none', async () => {
    expect((await sampler.get('/samplings/01ARZ3NDEKTSV4RRFFQ69G5FAV')).status).to.equal(404);
    expect((await sampler.get('/samplings/x')).status).to.equal(422);
  });
});
