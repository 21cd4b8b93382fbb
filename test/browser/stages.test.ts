import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { catalogue, type Specification } from '../../lib/catalogue/index.ts';
import type { TestAnswer } from '../../lib/testing/answers.ts';
import { type Browser, openBrowser, type Page } from '../support/browser.ts';
import { PASSWORD } from '../support/lab.ts';
import { pdfText } from '../support/pdf.ts';
import { common, ok, type Rig, startRig } from '../testing/rig.ts';

/** Parameters in stages, the part of the form that a first stage calls for, and how many rows it then has (0: a single reading). */
const staged: [code: string, field: string, rows: number][] = [
  ['D-FORM-DISS-2', 'further', 6],
  ['D-FORM-CU', 'further', 20],
  ['D-FORM-UDU', 'further', 20],
  ['D-FORM-DISINT', 'further', 6],
  ['D-FORM-FV-INJP', 'further', 10],
  ['D-FORM-MINFILL', 'further', 5],
  ['D-BIO-BET-GEL', 'further', 4],
  ['D-BIO-PYR', 'further', 5],
  ['D-FORM-REL-SR', 'further', 4],
  ['D-FORM-VISIBLE', 'further_fine', 0],
  ['D-FORM-FRIAB', 'm_3', 0],
];

/** `{samples:[{m:'1'}]}` → [['samples.0.m','1']] */
const flat = (value: unknown, path = ''): [string, string][] =>
  typeof value === 'string'
    ? [[path, value]]
    : Object.entries(value ?? {}).flatMap(([key, inner]) => flat(inner, path === '' ? key : `${path}.${key}`));

describe('tests in stages at the bench', function () {
  this.timeout(180_000);
  let lab: Rig;
  let browser: Browser;
  let page: Page;
  let tests: TestAnswer[] = [];

  before(async () => {
    lab = await startRig('sqlite');
    const files = lab.app.catalogue;
    const items = staged.map(([code], i): Specification['items'][number] => {
      const parameter = files.parameters.get(code);
      const example = exampleOf(code);
      return {
        ...{ seq: i + 1, group: '检查', name: parameter?.name ?? { zh: code, en: code }, parameter: code },
        ...{ limitText: '应符合规定', ...(example?.item as object) },
      } as Specification['items'][number];
    });
    const usp = (['D-FORM-DISS-2', 'D-FORM-CU'] as const).map((code, i): Specification['items'][number] => ({
      ...{ seq: staged.length + i + 1, group: '检查', name: { zh: `USP ${code}`, en: `USP ${code}` }, parameter: code },
      ...{ limitText: 'USP', unit: i === 0 ? '%' : null, places: i === 0 ? 0 : 1 },
      limit: i === 0 ? { kind: 'min', value: '80' } : { kind: 'max', value: '15.0' },
      constants: { scheme: 'usp', ...(i === 0 ? { L: '100' } : {}) },
    }));
    items.push(...usp);
    const specification: Specification = {
      ...{ code: 'TEST-STAGES', product: { zh: '示例制剂', en: 'Example' }, class: 'drug', standard: '示例标准 2025' },
      ...{ validFrom: '2025-10-01', compare: 'rounded', confidence: 'high', source: 'test', items },
    };
    lab.app.catalogue = catalogue(
      [...files.forms.values()],
      [...files.parameters.values()],
      [...files.specifications.values(), specification],
    );
    const head = await lab.as('head');
    const batch = await lab.batch();
    ok(await head.post(`/samples/${batch.id}/plan`, { specification: specification.code, version: batch.version }));
    const ids = (await lab.tests(batch.id)).map(({ id }) => id);
    ok(await head.post(`/samples/${batch.id}/assignment`, { tests: ids, analyst: (await lab.user('analyst')).id }));
    tests = await lab.tests(batch.id);
    browser = await openBrowser();
    page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    await page.goto(`${lab.url}/session/new`);
    await page.fill('[name=login]', 'analyst');
    await page.fill('[name=password]', PASSWORD);
    await page.click('main form .btn-primary');
    await page.waitForURL(`${lab.url}/`);
  });
  after(async () => {
    await browser.close();
    await lab.close();
  });

  /** Opens a test whose header and plain readings stand already. Answers its id. */
  const begun = async (test: TestAnswer | undefined, given: [string, string][]): Promise<string> => {
    const analyst = await lab.as('analyst');
    let version = ok<{ version: number }>(
      await analyst.post(`/tests/${test?.id}/readings`, { version: test?.version, readings: { common } }),
    ).version;
    for (const [field, value] of given)
      version = ok<{ version: number }>(
        await analyst.post(`/tests/${test?.id}/readings`, { version, field, value }),
      ).version;
    await page.goto(`${lab.url}/tests/${test?.id}`);
    return test?.id ?? '';
  };

  /** Types a column from its first row on, as the analyst does: Enter goes down. */
  const typeDown = async (grid: string, column: string, values: string[]): Promise<void> => {
    await page.locator(`[name="readings.${grid}.0.${column}"]`).focus();
    for (const value of values) {
      await page.keyboard.type(value);
      await page.keyboard.press('Enter');
    }
  };

  const shot = async (name: string): Promise<void> => {
    if (process.env.SCREENSHOTS)
      await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png`, fullPage: true });
  };

  const exampleOf = (code: string) =>
    lab.app.catalogue.parameters.get(code)?.examples.find(({ expect: wanted }) => wanted.verdict === 'undecided');

  for (const [i, [code, field, rows]] of staged.entries())
    it(`${code}: the next stage opens by itself once the first calls for it`, async () => {
      const test = tests[i];
      const all = flat(exampleOf(code)?.readings).filter(([path]) => !path.startsWith(`${field}.`) && path !== field);
      const [last, rest] = [all.at(-1), all.slice(0, -1)];
      const analyst = await lab.as('analyst');
      let version = ok<{ version: number }>(
        await analyst.post(`/tests/${test?.id}/readings`, { version: test?.version, readings: { common } }),
      ).version;
      for (const [path, value] of rest)
        version = ok<{ version: number }>(
          await analyst.post(`/tests/${test?.id}/readings`, { version, field: path, value }),
        ).version;
      await page.goto(`${lab.url}/tests/${test?.id}`);
      const stage = page.locator(`[data-stage="${field}"]`);
      if (rows > 0) expect(await stage.getAttribute('open'), 'folded before').to.equal(null);
      const cell = page.locator(`[name="readings.${last?.[0]}"]`);
      if ((await cell.evaluate((one) => one.tagName)) === 'SELECT') await cell.selectOption(last?.[1] ?? '');
      else {
        await cell.fill(last?.[1] ?? '');
        await cell.press('Tab');
      }
      await page.waitForSelector(`[data-stage-due="${field}"]`);
      if (rows === 0) {
        expect(await stage.getAttribute('class')).to.include('record-due');
        return;
      }
      expect(await stage.getAttribute('open')).to.not.equal(null);
      expect(await stage.locator('tbody tr').count()).to.equal(rows);
      const names = await stage
        .locator('tbody tr')
        .evaluateAll((lines) => lines.map((line) => line.querySelector('[name]')?.getAttribute('name') ?? ''));
      expect(new Set(names).size).to.equal(rows);
      const [first = ''] = names;
      expect(names.at(-1)).to.equal(first.replace('.0.', `.${rows - 1}.`));
      if (process.env.SCREENSHOTS)
        await page.screenshot({ path: `${process.env.SCREENSHOTS}/stage-${code}.png`, fullPage: true });
      // The same without a script: the page as the server draws it.
      await page.reload();
      expect(await stage.locator('tbody tr').count()).to.equal(rows);
    });

  it('USP <711>: the record grows to S2 and to S3, and tells the stage that decided', async () => {
    const test = await begun(tests[staged.length], [
      ['apparatus', '2'],
      ['medium', 'water'],
      ['bath', '37.0'],
      ['C_s', '0.1'],
      ['A_s', '0.5'],
      ['V', '1000'],
      ['D', '1'],
    ]);
    const stage = (field: string) => page.locator(`[data-stage="${field}"]`);
    expect([await stage('further').getAttribute('open'), await stage('third').getAttribute('open')]).to.deep.equal([
      null,
      null,
    ]);
    await typeDown('units', 'A', ['0.420', ...Array<string>(5).fill('0.425')]);
    await page.waitForSelector('[data-stage-due="further"]');
    expect(await stage('further').locator('tbody tr').count()).to.equal(6);
    expect(await stage('third').getAttribute('open'), 'S3 still folded').to.equal(null);
    await shot('usp-s2');
    await typeDown('further', 'A_f', ['0.320', ...Array<string>(5).fill('0.425')]);
    await page.waitForSelector('[data-stage-due="third"]');
    expect(await stage('third').locator('tbody tr').count()).to.equal(12);
    await shot('usp-s3');
    await typeDown('third', 'A_t', ['0.275', ...Array<string>(11).fill('0.425')]);
    await page.waitForSelector('#outcome:has-text("83%（USP〈711〉S3，24个平均）")');
    expect(await page.locator('[data-stage-due]').count()).to.equal(0);
    await shot('usp-done');
    await page.reload();
    expect(await stage('third').locator('tbody tr').count()).to.be.at.least(12);
    const paper = await (await page.request.get(`${lab.url}/api/v1/tests/${test}/record.pdf`)).body();
    if (process.env.SCREENSHOTS) writeFileSync(`${process.env.SCREENSHOTS}/usp.pdf`, paper);
    const said = (await pdfText(paper)).join('').replace(/\s/g, '');
    for (const words of [
      'USP〈711〉',
      '第三阶段',
      'S2：12片平均',
      'S3：24片平均',
      '83%（USP〈711〉S3，24个平均）',
      '凡例7.20',
    ])
      expect(said).to.include(words);
  });

  it('USP <905>: the record grows to thirty units', async () => {
    await begun(tests[staged.length + 1], []);
    await typeDown('units', 'x', '88.0 112.0 95.0 105.0 91.0 109.0 99.0 101.0 97.0 103.0'.split(' '));
    await page.waitForSelector('[data-stage-due="further"]');
    expect(await page.locator('[data-stage="further"] tbody tr').count()).to.equal(20);
    await typeDown('further', 'x_2', Array<string>(20).fill('99.0'));
    await page.waitForSelector('#outcome:has-text("USP〈905〉接受值，30个")');
  });
});
