import { expect } from 'chai';
import { catalogue, type Specification } from '../../lib/catalogue/index.ts';
import type { Readings } from '../../lib/forms/index.ts';
import type { TestAnswer } from '../../lib/testing/answers.ts';
import { type Browser, openBrowser, type Page } from '../support/browser.ts';
import { PASSWORD } from '../support/lab.ts';
import { common, ok, type Rig, startRig } from '../testing/rig.ts';

interface Typed {
  what: string;
  code: string;
  /** Number of the worked example whose readings stand already. */
  example: number;
  item?: object;
  /** Cells as typed at the bench, in this order. */
  cells: [path: string, text: string][];
  /** What the panel then says, or the cell; and that there is no result. */
  says: string;
  at?: string;
  isOpen?: boolean;
}

const cases: Typed[] = [
  {
    what: 'plates above 300 are typed as >300, and the next dilution counts',
    ...{ code: 'D-BIO-TAMC', example: 0 },
    cells: [
      ['plates.0.plate_1', '>300'],
      ['plates.0.plate_2', '＞300'],
    ],
    says: '1.7×10³ CFU/g',
  },
  {
    what: 'all plates above 300',
    ...{ code: 'D-BIO-TAMC', example: 8 },
    cells: [['plates.1.plate_2', '>300']],
    says: '各稀释级菌落数均超过计数上限 300，请用更高稀释级重新试验',
    isOpen: true,
  },
  {
    what: 'no target peak',
    ...{ code: 'T-RES-AFB1', example: 3 },
    cells: [['detected', 'no']],
    says: '未检出（检出限0.3μg/kg）',
  },
  {
    what: 'a value below the limit of detection',
    ...{ code: 'T-RES-AFB1', example: 0, item: { lod: '0.3', loq: '1.0' } },
    cells: [['samples.0.C', '0.0299']],
    says: '未检出（检出限0.3μg/kg）',
  },
  {
    what: 'a value between the limits of detection and quantitation',
    ...{ code: 'T-RES-AFB1', example: 0, item: { lod: '0.3', loq: '1.0' } },
    cells: [['samples.0.C', '0.0999']],
    says: '检出，低于定量限（1.0μg/kg）',
  },
  {
    what: '<0.05 where a figure is needed',
    ...{ code: 'T-RES-AFB1', example: 0 },
    cells: [['samples.0.C', '<0.05']],
    ...{ says: '此处须填确定的数值', at: 'samples.0.C', isOpen: true },
  },
  {
    what: 'parallels too far apart',
    ...{ code: 'T-CPM-FFDS-SALB', example: 3 },
    cells: [['samples.1.A_2', '1632.5']],
    says: '超出 ≤3.0%：不出结果，请查找原因后重新平行测定',
    isOpen: true,
  },
  {
    what: 'injections of the reference too far apart',
    ...{ code: 'D-IMP-PAP', example: 3 },
    cells: [['injections.4.A_s', '23.33']],
    says: '本次试验无效，不出结果',
    isOpen: true,
  },
  {
    what: 'a component that was not detected is 0 in the sum',
    ...{ code: 'T-RES-DDT', example: 0 },
    cells: [
      ['components.1.C_1', 'ND'],
      ['components.1.C_2', '未检出'],
    ],
    says: 'Σ(0.0217182685994…, 0, 0.00590938936309…',
  },
  {
    what: 'the sum below the limit of quantitation',
    ...{ code: 'T-RES-DDT', example: 3 },
    cells: [['components.1.C_1', '未检出']],
    says: '检出，低于定量限（0.1mg/kg）',
  },
  {
    what: 'ND where a figure is needed',
    ...{ code: 'T-RES-DDT', example: 0 },
    cells: [['m_1', 'ND']],
    ...{ says: '未检出', at: 'm_1', isOpen: true },
  },
];

/** `{samples:[{m:'1'}]}` → [['samples.0.m','1']] */
const flat = (value: unknown, path = ''): [string, string][] =>
  typeof value === 'string'
    ? [[path, value]]
    : Object.entries(value ?? {}).flatMap(([key, inner]) => flat(inner, path === '' ? key : `${path}.${key}`));

describe('results at the bench as they are typed', function () {
  this.timeout(180_000);
  let lab: Rig;
  let browser: Browser;
  let page: Page;
  let tests: TestAnswer[] = [];

  const exampleOf = ({ code, example }: Typed): { item: object; readings: Readings } => {
    const found = lab.app.catalogue.parameters.get(code)?.examples[example];
    if (!found) throw new Error(`${code} has no example ${example}`);
    return { item: found.item, readings: found.readings };
  };

  before(async () => {
    lab = await startRig('sqlite');
    const files = lab.app.catalogue;
    const items = cases.map(
      (one, i) =>
        ({
          ...{ seq: i + 1, group: '检查', name: { zh: one.what, en: one.what }, parameter: one.code },
          ...{ limitText: '应符合规定', ...exampleOf(one).item, ...one.item },
        }) as Specification['items'][number],
    );
    const specification: Specification = {
      ...{ code: 'TEST-TYPED', product: { zh: '示例制剂', en: 'Example' }, class: 'drug', standard: '示例标准 2025' },
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
    page.setDefaultTimeout(10_000);
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

  for (const [i, one] of cases.entries())
    it(`${one.code}: ${one.what}`, async () => {
      const test = tests[i];
      const analyst = await lab.as('analyst');
      const typed = new Set(one.cells.map(([path]) => path));
      let version = ok<{ version: number }>(
        await analyst.post(`/tests/${test?.id}/readings`, { version: test?.version, readings: { common } }),
      ).version;
      for (const [field, value] of flat(exampleOf(one).readings).filter(([path]) => !typed.has(path)))
        version = ok<{ version: number }>(
          await analyst.post(`/tests/${test?.id}/readings`, { version, field, value }),
        ).version;
      await page.goto(`${lab.url}/tests/${test?.id}`);
      for (const [path, text] of one.cells) {
        const cell = page.locator(`[name="readings.${path}"]`);
        if ((await cell.evaluate((control) => control.tagName)) === 'SELECT') await cell.selectOption(text);
        else {
          await cell.fill(text);
          await cell.press('Tab');
        }
      }
      const place = one.at === undefined ? '#outcome' : 'main';
      await page.waitForFunction(
        ([selector, words]) => document.querySelector(selector ?? '')?.textContent?.includes(words ?? '') ?? false,
        [place, one.says],
        { timeout: 8_000 },
      );
      const { outcome } = ok<{ outcome?: { result?: object; verdict?: object } }>(
        await analyst.get(`/tests/${test?.id}`),
      );
      if (one.isOpen) {
        expect([outcome?.result, outcome?.verdict]).to.deep.equal([undefined, undefined]);
        expect(await page.locator('#outcome').textContent()).to.not.match(/(符合规定|不符合规定)/);
      }
      if (process.env.SCREENSHOTS)
        await page.screenshot({ path: `${process.env.SCREENSHOTS}/typed-${i}.png`, fullPage: true });
    });
});
