import { expect } from 'chai';
import type { ParameterList, SpecificationList } from '../../lib/definitions/lists.ts';
import {
  parameterAnswer,
  parametersAnswer,
  specificationAnswer,
  specificationsAnswer,
} from '../../lib/definitions/shapes.ts';
import type { ParameterSheet } from '../../lib/definitions/show-parameter.ts';
import type { SpecificationSheet } from '../../lib/definitions/show-specification.ts';
import { misfits } from '../../lib/kernel/schema.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';

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
    expect(sheet.formulas.filter(({ result }) => result).map(({ symbol, text }) => `${symbol}=${text}`)).to.deep.equal([
      'X̄=mean(X)',
    ]);
    const contents = sheet.formulas.filter(({ id }) => id === 'X');
    expect(contents).to.have.length(5);
    expect(contents[0]?.when.map(({ is }) => is)).to.deep.equal(['given', 'given']);
    expect(sheet.symbols.find(({ id }) => id === 'm_s')).to.include({ symbol: 'm_s', unit: 'mg', origin: 'reading' });
    expect(sheet.bounds.map(({ id, bound }) => `${id} ${bound.zh}`)).to.deep.equal(['rsd ≤2.0%', 'ratio 98.0～102.0%']);
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

  it('answers 404 for what is not there, and 403 to those without the permission', async () => {
    for (const path of ['/parameters/NO-SUCH', '/specifications/NO-SUCH', '/parameters/..%2F..'])
      expect((await analyst.get(path)).status, path).to.equal(404);
    const admin = await lab.as('admin');
    for (const path of [
      '/parameters',
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
