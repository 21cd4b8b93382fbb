import { expect } from 'chai';
import type { CapabilityRow } from '../../lib/capability/index.ts';
import { type ParameterList, searchIndex } from '../../lib/definitions/browse.ts';
import type { FormList, FormSheet } from '../../lib/definitions/forms.ts';
import type { SpecificationList } from '../../lib/definitions/lists.ts';
import { find } from '../../lib/definitions/search.ts';
import {
  formAnswer,
  formsAnswer,
  parameterAnswer,
  parametersAnswer,
  specificationAnswer,
  specificationsAnswer,
} from '../../lib/definitions/shapes.ts';
import type { ParameterSheet } from '../../lib/definitions/show-parameter.ts';
import type { SpecificationSheet } from '../../lib/definitions/show-specification.ts';
import { misfits } from '../../lib/kernel/schema.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';
import { pdfText } from '../support/pdf.ts';

describe('definitions: pages', () => {
  let lab: Lab;
  let analyst: Client;

  before(async function () {
    this.timeout(60_000);
    lab = await startLab('sqlite', '2026-11-30T23:30:00+08:00');
    analyst = await lab.as('analyst');
  });
  after(() => lab?.close());

  const codes = () => [...lab.app.catalogue.parameters.keys()];

  it('lists every parameter, by page, and each class with its count', async () => {
    const first = (await analyst.get('/parameters')).json<ParameterList>();
    expect(misfits(parametersAnswer, first)).to.deep.equal([]);
    expect(first.total).to.equal(codes().length);
    expect(first.counts.reduce((sum, { count }) => sum + count, 0)).to.equal(first.total);
    const seen = [...first.parameters];
    for (let { next } = first; next !== null; ) {
      const more = (await analyst.get(`/parameters?from=${next}`)).json<ParameterList>();
      seen.push(...more.parameters);
      next = more.next;
    }
    expect(seen.map(({ code }) => code).sort()).to.deep.equal(codes().sort());
  });

  it('filters by class and finds by name, English name, code and pinyin initials', async () => {
    const tcm = (await analyst.get('/parameters?class=tcm')).json<ParameterList>();
    expect(new Set(tcm.parameters.map((row) => row.class))).to.deep.equal(new Set(['tcm']));
    const find = async (q: string) =>
      (await analyst.get(`/parameters?q=${encodeURIComponent(q)}`))
        .json<ParameterList>()
        .parameters.map(({ code }) => code);
    expect((await find('d-assay-hplc'))[0]).to.equal('D-ASSAY-HPLC');
    for (const q of ['含量测定（HPLC', 'assay external', 'hlcdhplc'])
      expect(await find(q), q).to.include('D-ASSAY-HPLC');
    expect(await find('没有这一项')).to.deep.equal([]);
    expect((await analyst.page('/parameters?q=nothing-like-this')).text).to.include('没有符合条件的记录');
    expect((await analyst.get('/parameters?class=food')).status).to.equal(422);
  });

  it('marks in the answer what made a parameter fit', async () => {
    const found = async (q: string) => {
      const list = (await analyst.get(`/parameters?q=${encodeURIComponent(q)}`)).json<ParameterList>();
      expect(misfits(parametersAnswer, list)).to.deep.equal([]);
      return list.parameters[0];
    };
    const parts = async (q: string) => (await found(q))?.marks.map(({ text, from, to }) => text.slice(from, to));
    expect(await parts('zlcy')).to.satisfy(([part]: string[]) => /^[重装]量差异$/.test(part ?? ''));
    expect(await parts('通则0512')).to.deep.equal(['通则0512']);
    expect((await analyst.page('/parameters?q=YY%200469')).text).to.include('<mark>YY 0469</mark>');
  });

  it('counts the tree for what is asked, narrows by group, form and confidence, and keeps all of it in the links', async () => {
    const ask = async (query: string) => (await analyst.get(`/parameters?${query}`)).json<ParameterList>();
    const all = [...lab.app.catalogue.parameters.values()];
    const { tree } = await ask('q=');
    for (const branch of tree) {
      const own = all.filter((one) => one.class === branch.class);
      expect(branch.count).to.equal(own.length);
      for (const { group, count } of branch.groups)
        expect(count, group).to.equal(own.filter((one) => one.group === group).length);
    }
    const group = encodeURIComponent('含量测定');
    const narrow = await ask(`class=drug&group=${group}&form=assay-external-standard`);
    expect(narrow.total).to.equal(
      all.filter((one) => one.class === 'drug' && one.group === '含量测定' && one.form === 'assay-external-standard')
        .length,
    );
    expect(narrow.total).to.be.greaterThan(0);
    const doubtful = await ask('confidence=medium');
    expect(doubtful.total).to.equal(all.filter((one) => one.confidence !== 'high').length);
    const page = (await analyst.page(`/parameters?q=hplc&group=${group}`)).text;
    expect(page).to.include(`/parameters?class=drug&amp;group=${group}&amp;q=hplc`);
  });

  it('narrows by accreditation as soon as there is a ledger', async () => {
    expect((await analyst.page('/parameters')).text).not.to.include('name="standing"');
    await lab.act('quality', (act) =>
      act.insert<CapabilityRow>('capabilities', {
        ...{ scheme: 'CMA', annex_no: '1.1', parameter_code: 'D-ASSAY-HPLC', object: '药品', item: '含量测定' },
        ...{ standards: '《中国药典》2025年版', scope: null, note: '示例', certificate: '260000000000' },
        ...{ approved_on: '2026-01-01', valid_to: '2031-12-31', site: '本部', state: 'held', project: null },
      }),
    );
    const codesOf = async (standing: string) =>
      (await analyst.get(`/parameters?standing=${standing}`)).json<ParameterList>();
    expect((await codesOf('accredited')).parameters.map(({ code }) => code)).to.deep.equal(['D-ASSAY-HPLC']);
    expect((await codesOf('not-accredited')).total).to.equal(codes().length - 1);
    expect((await analyst.page('/parameters')).text)
      .to.include('name="standing"')
      .and.to.include('已认定');
    expect((await analyst.page('/parameters/D-ASSAY-HPLC')).text)
      .to.include('资质能力')
      .and.to.include('260000000000');
  });

  it('gives a script tree and list alone', async () => {
    const headers = { cookie: analyst.cookie, 'x-fragment': 'found' };
    const response = await fetch(`${lab.url}/parameters?q=zlcy`, { headers });
    const { html } = (await response.json()) as { html: string };
    expect(html)
      .to.match(/^<nav class="tree"/)
      .and.not.to.include('<form');
    expect(html).to.include('找到');
    expect((await fetch(`${lab.url}/parameters?class=food`, { headers })).status).to.equal(422);
  });

  it('answers a search in the catalogue within milliseconds', function () {
    this.timeout(20_000);
    const index = searchIndex(lab.app.catalogue);
    find(index, 'z');
    const start = performance.now();
    for (const q of ['z', 'zl', 'zlcy', '含量', 'hplc', '0512', 'GB/T 8170', 'assay external']) find(index, q);
    // Eight questions; twenty times what an idle machine takes, for a busy one.
    expect(performance.now() - start).to.be.lessThan(800);
  });

  it('shows each parameter with examples that agree with the engine, as JSON that fits its schema and as a page', async function () {
    this.timeout(120_000);
    for (const code of codes()) {
      const sheet = (await analyst.get(`/parameters/${code}`)).json<ParameterSheet>();
      expect(misfits(parameterAnswer, sheet), code).to.deep.equal([]);
      expect(
        sheet.examples.filter(({ agrees }) => !agrees).map(({ note }) => note),
        code,
      ).to.deep.equal([]);
      expect(sheet.hash).to.equal(lab.app.catalogue.edition('parameter', code).hash);
      const page = await analyst.page(`/parameters/${code}`);
      expect(page.status, code).to.equal(200);
      expect(page.text, code).not.to.match(/undefined|\[object|NaN|definitions\./);
    }
  });

  it('says of one parameter: result, formulas with conditions, symbols, gates, refusals, and where it is used', async () => {
    const sheet = (await analyst.get('/parameters/D-ASSAY-HPLC')).json<ParameterSheet>();
    expect(sheet.formulas.filter(({ result }) => result).map(({ symbol, text }) => `${symbol}=${text}`)).to.include(
      'X̄=mean(X)',
    );
    const contents = sheet.formulas.filter(({ id }) => id === 'X');
    expect(contents).to.have.length(5);
    expect(contents[0]?.when.map(({ is }) => is)).to.deep.equal(['given', 'given']);
    expect(sheet.symbols.find(({ id }) => id === 'm_s')).to.include({ symbol: 'm_s', unit: 'mg', origin: 'reading' });
    expect(sheet.bounds.map(({ id, bound }) => `${id} ${bound.zh}`)).to.include.members([
      'rsd ≤2.0%',
      'ratio 98.0～102.0%',
    ]);
    expect(sheet.examples.map(({ found }) => found.value)).to.deep.equal(['98.2%', '110.0%', null]);
    expect(sheet.examples[2]?.found.refusals.map(({ id }) => id)).to.include('formula.zero');
    expect(sheet.specifications.map(({ code }) => code)).to.include('ChP2025-AMOXICILLIN-CAPSULES');
    const page = (await analyst.page('/parameters/D-ASSAY-HPLC')).text;
    for (const words of [
      'class="fraction"',
      '/forms/assay-external-standard/blank.pdf',
      '修约值比较法',
      '四舍六入五成双',
      sheet.hash,
      '相符',
    ]) {
      expect(page, words).to.include(words);
    }
    expect(page).not.to.include('不相符');
  });

  it('lists the specifications with how each stands on the day', async () => {
    const list = (await analyst.get('/specifications')).json<SpecificationList>();
    expect(misfits(specificationsAnswer, list)).to.deep.equal([]);
    expect(list.total).to.equal(lab.app.catalogue.specifications.size);
    const mask = () =>
      analyst.get('/specifications?q=YY0469').then((answer) => answer.json<SpecificationList>().specifications[0]);
    expect(await mask()).to.include({ code: 'YY0469-2011-SURGICAL-MASK', validity: 'in-force', validTo: '2026-11-30' });
    lab.at('2026-12-01T00:00:01+08:00');
    expect(await mask()).to.include({ validity: 'ended' });
  });

  it('shows each specification with limits as printed, and marks what is to be confirmed', async () => {
    for (const [code, { items, confidence }] of lab.app.catalogue.specifications) {
      const sheet = (await analyst.get(`/specifications/${code}`)).json<SpecificationSheet>();
      expect(misfits(specificationAnswer, sheet), code).to.deep.equal([]);
      expect(sheet.items.map(({ limitText }) => limitText)).to.deep.equal(items.map(({ limitText }) => limitText));
      const page = await analyst.page(`/specifications/${code}`);
      expect(page.status, code).to.equal(200);
      const marks = page.text.split('href="#source"').length - 1;
      expect(marks, code).to.equal(items.filter((item) => (item.confidence ?? confidence) !== 'high').length);
      expect(page.text, code).not.to.match(/undefined|\[object|NaN|definitions\./);
    }
  });

  it('shows of a specification its groups, its open questions, and that it is not complete', async () => {
    const open = [...lab.app.catalogue.specifications.values()].find(({ questions = [] }) => questions.length > 0);
    const sheet = (await analyst.get(`/specifications/${open?.code ?? ''}`)).json<SpecificationSheet>();
    expect(sheet.questions.map(({ label }) => label)).to.deep.equal(open?.questions?.map(({ label }) => label));
    const bound = sheet.items.filter(({ when }) => when.length > 0);
    expect(bound.length).to.equal(open?.items.filter(({ when }) => when).length);
    const page = (await analyst.page(`/specifications/${open?.code ?? ''}`)).text;
    for (const { label } of sheet.questions) expect(page).to.include(label.zh);
    expect(page.split('class="group-row"').length - 1).to.equal(
      sheet.items.filter((item, i) => item.group !== sheet.items[i - 1]?.group).length,
    );
    expect(page.includes('不得作全项检验的依据')).to.equal(open?.complete !== true);
  });

  it('lists the record forms with how many parameters use each, and shows every one', async function () {
    this.timeout(60_000);
    const list = (await analyst.get('/forms')).json<FormList>();
    expect(misfits(formsAnswer, list)).to.deep.equal([]);
    expect(list.forms.map(({ code }) => code).sort()).to.deep.equal([...lab.app.catalogue.forms.keys()].sort());
    expect(list.forms.reduce((sum, { parameters }) => sum + parameters, 0)).to.equal(codes().length);
    for (const { code, parameters } of list.forms) {
      const sheet = (await analyst.get(`/forms/${code}`)).json<FormSheet>();
      expect(misfits(formAnswer, sheet), code).to.deep.equal([]);
      expect(sheet.parameters.length, code).to.equal(parameters);
      const page = await analyst.page(`/forms/${code}`);
      expect(page.status, code).to.equal(200);
      expect(page.text, code).not.to.match(/undefined|\[object|NaN|>definitions\./);
    }
    expect((await analyst.page('/forms/no-such')).status).to.equal(404);
  });

  it('prints the blank record of a form for a parameter, and refuses one of another form', async () => {
    const blank = (query: string) => analyst.page(`/forms/assay-external-standard/blank.pdf${query}`);
    const [plain, named] = [await blank(''), await blank('?parameter=D-ASSAY-HPLC')];
    expect([plain.status, named.status]).to.deep.equal([200, 200]);
    const wordsOf = async (bytes: Buffer) => (await pdfText(bytes)).join(' ').replace(/\s/g, '');
    expect(await wordsOf(named.bytes))
      .to.include('D-ASSAY-HPLC')
      .and.to.include('通则0512');
    expect(await wordsOf(plain.bytes)).not.to.include('通则0512');
    const wrong = await analyst.get('/forms/ash/blank.pdf?parameter=D-ASSAY-HPLC');
    expect([wrong.status, ...wrong.refusals()]).to.deep.equal([422, 'form.parameter']);
  });

  it('answers 404 for what is not there, and 403 to those without the permission', async () => {
    for (const path of ['/parameters/NO-SUCH', '/specifications/NO-SUCH', '/parameters/..%2F..'])
      expect((await analyst.get(path)).status, path).to.equal(404);
    const admin = await lab.as('admin');
    for (const path of [
      '/parameters',
      '/forms',
      '/forms/assay-external-standard',
      '/parameters/D-ASSAY-HPLC',
      '/specifications',
      '/specifications/ChP2025-SANQI',
    ]) {
      expect((await admin.get(path)).status, path).to.equal(403);
      expect((await lab.stranger.get(path)).status, path).to.equal(401);
    }
    expect((await (await lab.as('reception')).page('/parameters/D-ASSAY-HPLC')).text).not.to.include('blank.pdf');
  });
});
