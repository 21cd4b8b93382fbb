import { expect } from 'chai';
import type { Parameter, Specification } from '../../lib/catalogue/index.ts';
import { catalogue } from '../../lib/catalogue/index.ts';
import { confirmationsOf, keepProgram } from '../../lib/editions/index.ts';
import { recordHash } from '../../lib/kernel/hash.ts';
import { misfits } from '../../lib/kernel/schema.ts';
import { readSheet, writeSheet } from '../../lib/sheets/index.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, PASSWORD, startLab } from '../support/lab.ts';

const CODE = 'D-LIM-LOD';

eachEngine('editions that came with the program', (engine) => {
  let lab: Lab;
  let analyst: Client;
  let head: Client;

  before(async () => {
    lab = await startLab(engine);
    [analyst, head] = await Promise.all([lab.as('analyst'), lab.as('head')]);
  });
  after(() => lab.close());

  /** The program with a new file for one parameter, started again. */
  const bring = async (digest: string, change: Partial<Parameter>) => {
    const { app } = lab;
    const parameters = [...app.program.parameters.values()].map((one) =>
      one.code === CODE ? { ...one, ...change } : one,
    );
    app.program = catalogue(
      [...app.program.forms.values()],
      parameters,
      [...app.program.specifications.values()],
      digest,
    );
    await keepProgram(app);
  };
  const count = async (table: string) => (await lab.app.db.read(table).select('*')).length;

  it('keeps every edition of the files at the first start, with one event of the trail', async () => {
    const { app } = lab;
    const rows: { kind: string; code: string; hash: string; origin: string }[] = await app.db
      .read('releases')
      .select('*');
    expect(rows.length).to.equal(app.program.editions().length);
    for (const { kind, code, hash } of rows) expect(hash).to.equal(app.program.edition(kind as 'parameter', code).hash);
    const events = await app.db.read('audit').where({ action: 'definition.take' }).select('*');
    expect(events.length).to.equal(1);
    expect(events[0]).to.include({ entity: 'releases', entity_id: app.program.digest, user_id: 'system' });
  });

  it('starts again without writing, and takes only what differs of another set of files', async () => {
    const [releases, events] = [await count('releases'), await count('audit')];
    await keepProgram(lab.app);
    expect([await count('releases'), await count('audit')]).to.deep.equal([releases, events]);
    await bring('second set', { workingDays: 11 });
    expect([await count('releases'), await count('audit')]).to.deep.equal([releases + 1, events + 1]);
    expect(lab.app.catalogue.parameter(CODE).workingDays).to.equal(11);
    const list = (await analyst.get(`/editions/parameter/${CODE}`)).json<{
      editions: { current: boolean; origin: string }[];
      comparison: { sentences: string[] };
    }>();
    expect(list.editions.map(({ current }) => current)).to.deep.equal([true, false]);
    expect(list.comparison.sentences).to.have.length(1);
    expect(list.comparison.sentences[0]).to.match(/^检验时间（工作日）由 \d+ 改为 11$/);
  });

  it('the editions cannot be changed or taken away', async () => {
    for (const run of [
      lab.app.db.write('releases').update({ note: 'x' }),
      lab.app.db.write('releases').where({ code: CODE }).delete(),
    ]) {
      const told = await run.then(
        () => 'done',
        (error: Error) => error.message,
      );
      expect(told).to.include('append-only');
    }
  });

  it('an edition of the institute stays in force when the program brings another; the newer one waits to be adopted', async () => {
    const body = { ...lab.app.catalogue.parameter(CODE), workingDays: 5 };
    await lab.act('head', async (act) => {
      const { addRelease } = await import('../../lib/editions/draft.ts');
      await act.keep('parameter', CODE, recordHash(body), body);
      act.record({
        entity: 'releases',
        id: await addRelease(act, {
          kind: 'parameter',
          code: CODE,
          hash: recordHash(body),
          base_hash: null,
          draft_id: null,
          note: '本所缩短时限',
        }),
      });
    });
    expect(lab.app.catalogue.parameter(CODE).workingDays).to.equal(5);
    await bring('third set', { workingDays: 12 });
    expect(lab.app.catalogue.parameter(CODE).workingDays, 'that of the institute').to.equal(5);
    const hash = lab.app.program.edition('parameter', CODE).hash;
    const list = (await head.get(`/editions/parameter/${CODE}`)).json<{
      newer: string;
      comparison: { sentences: string[] };
    }>();
    expect(list.newer).to.equal(hash);
    expect(list.comparison.sentences).to.deep.equal(['检验时间（工作日）由 5 改为 12']);
    expect((await head.page('/drafts')).text).to.include('程序带来了新版本（1）');
    expect((await head.page(`/editions/parameter/${CODE}`)).text).to.include('采用为现行版本');
    const adopted = await head.post(`/editions/parameter/${CODE}/adoption`, { hash, password: PASSWORD });
    expect(adopted.status, adopted.text).to.equal(200);
    expect(lab.app.catalogue.parameter(CODE).workingDays).to.equal(12);
    expect((await head.get('/drafts')).json<{ newer: unknown[] }>().newer).to.deep.equal([]);
    const again = await head.post(`/editions/parameter/${CODE}/adoption`, { hash, password: PASSWORD });
    expect(again.refusals()).to.deep.equal(['edition.nothing-newer']);
  });

  it('a doubtful fact is confirmed against the standard, by who may release', async () => {
    const specification = 'ChP2025-AMOXICILLIN-CAPSULES';
    const { hash } = lab.app.catalogue.edition('specification', specification);
    const path = `/editions/specification/${specification}`;
    const input = { hash, seq: 5, source: '《中国药典》2025年版二部', page: '120', seenBy: '李检' };
    expect((await analyst.post(`${path}/confirmations`, input)).refusals()).to.deep.equal(['access.denied']);
    expect((await head.post(`${path}/confirmations`, { ...input, seq: 99 })).refusals()).to.deep.equal([
      'confirm.item',
    ]);
    expect((await head.post(`${path}/confirmations`, { ...input, hash: '0'.repeat(64) })).refusals()).to.deep.equal([
      'edition.missing',
    ]);
    const confirmed = await head.post(`${path}/confirmations`, input);
    expect(confirmed.status, confirmed.text).to.equal(201);
    const [first] = await confirmationsOf(lab.app.db.read, 'specification', specification, hash);
    expect(first).to.include({ seq: 5, source: input.source, page: '120', seenBy: '李检', by: '王主任' });
    expect((await analyst.page(`${path}/${hash}`)).text).to.include('第 120 页，李检 核对，王主任');
  });

  it('shows every kind of definition whole, forms too', async () => {
    const form = [...lab.app.catalogue.forms.keys()][0] ?? '';
    const { hash } = lab.app.catalogue.edition('form', form);
    const page = await analyst.page(`/editions/form/${form}/${hash}`);
    expect(page.status).to.equal(200);
    const file = JSON.parse((await analyst.get(`/editions/form/${form}/${hash}/definition.json`)).text) as {
      properties: { common: object };
    };
    expect(file.properties.common).to.deep.equal({ $ref: 'common' });
  });

  const CARRIED = 'ChP2025-VITAMIN-C-TABLETS';
  const heads = [
    '参数编码',
    '项目名称（中文）',
    '项目名称（英文）',
    '限度类型',
    '限值',
    '下限',
    '上限',
    '标准规定',
    '单位',
  ];
  const sheetOf = (rows: string[][]) =>
    writeSheet({ name: '项目', lists: '选项', columns: heads.map((head) => ({ head, width: 12 })), rows });
  const upload = (file: Buffer) => ({ name: 'items.xlsx', data: file.toString('base64') });

  it('a specification goes out as XLSX and comes back the same', async () => {
    const { body, hash } = lab.app.catalogue.edition('specification', CARRIED);
    const file = await analyst.get(`/editions/specification/${CARRIED}/${hash}/items.xlsx`);
    expect(file.headers.get('content-type')).to.include('spreadsheetml');
    const sheet = await readSheet(file.bytes);
    expect(sheet.rows.length).to.equal((body as Specification).items.length + 1);
    const draft = (await analyst.post('/drafts', { kind: 'specification', from: CARRIED })).json<{
      id: string;
      version: number;
    }>();
    const back = await analyst.post(`/drafts/${draft.id}/items`, { version: draft.version, file: upload(file.bytes) });
    expect(back.status, back.text).to.equal(200);
    const { changes, version } = (await analyst.get(`/drafts/${draft.id}`)).json<{
      changes: { sentences: string[] };
      version: number;
    }>();
    expect(changes.sentences).to.deep.equal([]);
    await analyst.post(`/drafts/${draft.id}/drop`, { version, reason: '只是试验' });
  });

  it('names row, column and reason of each cell that does not read, and imports nothing', async () => {
    const file = await sheetOf([
      ['D-LIM-KF-VOL', '水分', 'Water', '不大于', '16.O', '', '', '', '%'],
      ['NO-SUCH', '含量', 'Assay', '至少', '', '', '', '', '%'],
    ]);
    const answer = await analyst.post('/drafts', { kind: 'specification', code: 'Q-SFDA-1', file: upload(file) });
    expect(answer.status).to.equal(422);
    const told = answer.json<{ problems: { text: string }[] }>().problems.map(({ text }) => text);
    expect(told).to.deep.equal([
      '第 2 行“限值”：“16.O”不是数字；请写成 95.0 这样的数字，单位写在“单位”列。',
      '第 3 行“参数编码”：检验参数：没有编码为“NO-SUCH”的参数，请从列表中选择。',
      '第 3 行“限度类型”：“至少”不是可选的用语，请从下拉列表中选择。',
    ]);
    const none = await analyst.get('/drafts');
    expect(none.text).not.to.include('Q-SFDA-1');
  });

  it('every page answers as its schema says, in both languages and without a hole in a sentence', async () => {
    const { editionsSlice } = await import('../../lib/editions/index.ts');
    const draft = (
      await analyst.post('/drafts', { kind: 'parameter', from: 'D-ASSAY-HPLC', code: 'D-ASSAY-HPLC-9' })
    ).json<{ id: string }>();
    const { hash } = lab.app.catalogue.edition('specification', CARRIED);
    for (const route of editionsSlice.routes) {
      if (route.kind !== 'page') continue;
      const path = route.path
        .replace(':kind', 'specification')
        .replace(':code', CARRIED)
        .replace(':hash', hash)
        .replace(':id', draft.id)
        .replace(':n', '1');
      const answer = await analyst.get(path);
      expect(answer.status, `${path} ${answer.text.slice(0, 300)}`).to.equal(200);
      expect(misfits(route.answer, answer.json()), path).to.deep.equal([]);
      for (const lang of ['en', 'zh']) {
        await lab.app.db.write('users').where({ login: 'analyst' }).update({ lang });
        const page = await analyst.page(path);
        expect(page.status, path).to.equal(200);
        expect(page.text.replace(/data-words="[^"]*"/, ''), path).not.to.match(
          /undefined|\[object Object\]|NaN|>\{\w+\}<|editions\.[a-z]/,
        );
      }
    }
  });

  it('a new specification begins with a sheet', async () => {
    const file = await sheetOf([
      ['D-LIM-KF-VOL', '', '', '', '', '', '16.0', '', '%'],
      ['D-ASSAY-HPLC', '含量', 'Assay', '', '', '95.0', '105.0', '', '%'],
    ]);
    const answer = await analyst.post('/drafts', { kind: 'specification', code: 'Q-SFDA-2', file: upload(file) });
    expect(answer.status, answer.text).to.equal(201);
    const { id } = answer.json<{ id: string }>();
    const { body } = (await analyst.get(`/drafts/${id}`)).json<{ body: Specification }>();
    expect(body.items.map(({ limit, limitText, name }) => [name.zh, limit.kind, limitText])).to.deep.equal([
      [lab.app.catalogue.parameter('D-LIM-KF-VOL').name.zh, 'max', '≤16.0%'],
      ['含量', 'range', '95.0%～105.0%'],
    ]);
    const missing = (await analyst.get(`/drafts/${id}`))
      .json<{ faults: { field: string }[] }>()
      .faults.map(({ field }) => field);
    expect(missing).to.include.members(['product', 'class', 'standard', 'source']);
    expect((await analyst.page(`/drafts/${id}`)).status).to.equal(200);
  });
});
