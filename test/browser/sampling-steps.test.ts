import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { sumOf } from '../../lib/public/portions.ts';
import { type Browser, type BrowserContext, openBrowser, type Page } from '../support/browser.ts';
import { type Lab, PASSWORD, startLab } from '../support/lab.ts';

const FORM = '/samplings/new?class=tcm';
const { sampling } = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'lib', 'demo', 'batches', 'sanqi.json'), 'utf8'),
) as { sampling: Record<string, string> & { fields: Record<string, string> } };

/** What each step of the form asks for at least. */
const needed: string[][] = [
  ['number', 'workKind', 'level', 'sampledUnit'],
  [
    'samplingLink',
    'siteKind',
    'samplingSite',
    'sampledUnitKind',
    'sampledUnitAddress',
    'sampledUnitContact',
    'sampledUnitPhone',
  ],
  ['productName', 'batchNo', 'producer', 'materialKind', 'originPlace', 'standard', 'storageCondition'],
  ['quantity', 'unit'],
  ['samplePackage', 'mildew', 'insects', 'batchQuantity', 'batchQuantityUnit', 'sampledUnitSigner', 'statementAgreed'],
];

describe('the sum of the portions', () => {
  it('is exact on decimal text', () => {
    expect(sumOf(['0.1', '0.2', ''], '0.3')).to.deep.equal({ sum: '0.3', off: '0.0', side: 'equal' });
    expect(sumOf(['300', '300.50'], '900')).to.deep.equal({ sum: '600.50', off: '299.50', side: 'less' });
    expect(sumOf(['９００', '.05'], '900')).to.deep.equal({ sum: '900.05', off: '0.05', side: 'more' });
    expect(sumOf(['12345678901234567890', '1'], '')).to.deep.equal({ sum: '12345678901234567891', side: 'open' });
  });

  it('is not told while something is no number', () => {
    expect(sumOf(['约300'], '900')).to.equal(undefined);
    expect(sumOf(['', ''], '900')).to.equal(undefined);
  });
});

describe('the sampling form on a phone', function () {
  this.timeout(60_000);
  let lab: Lab;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let faults: string[];

  before(async () => {
    lab = await startLab('sqlite');
    browser = await openBrowser();
    context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' });
    const tab = await context.newPage();
    await tab.goto(`${lab.url}/session/new`);
    await tab.fill('[name=login]', 'sampler');
    await tab.fill('[name=password]', PASSWORD);
    await Promise.all([tab.waitForURL(`${lab.url}/`), tab.click('main form .btn-primary')]);
    await tab.close();
  });
  after(async () => {
    await browser?.close();
    await lab?.close();
  });

  // Each test has a tab of its own: drafts belong to the tab.
  beforeEach(async () => {
    faults = [];
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('422')) faults.push(message.text());
    });
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto(lab.url + FORM);
  });
  afterEach(async () => {
    await page.close();
    expect(faults).to.deep.equal([]);
  });

  const name = () => page.locator('[data-step-name]').innerText();
  const next = () => page.click('[data-step-next]');
  const focused = () => page.evaluate<string>('document.activeElement.name ?? document.activeElement.id');
  const field = (name: string) => page.locator(`[name="${name}"], [name="fields.${name}"]`).first();

  async function put(name: string, value: string): Promise<void> {
    const control = field(name);
    if ((await control.evaluate((element) => element.tagName)) === 'SELECT') await control.selectOption(value);
    else await control.fill(value);
  }

  /** Fills the step with what the story says, over what `over` says instead. */
  async function fillStep(step: number, over: Record<string, string> = {}): Promise<void> {
    for (const key of needed[step] ?? []) await put(key, over[key] ?? sampling[key] ?? sampling.fields[key] ?? '');
    if (step === 0) {
      const other = page.locator('[name=officers]:not(:checked)').first();
      await other.check();
    }
    if (step !== 3) return;
    for (const i of [0, 1, 2]) {
      await put(`portions.${i}.qty`, '300');
      await put(`portions.${i}.sealNo`, `${over.seal ?? 'F2026-0047'}-${i}`);
    }
  }

  it('shows one step at a time and names what is missing at its field', async () => {
    expect(await page.locator('[data-step]:visible').count()).to.equal(1);
    expect(await page.locator('[data-step-count]').innerText()).to.equal('第 1 步，共 7 步');
    await put('number', 'sl-1');
    await next();
    expect(await name()).to.equal('任务与被抽样单位');
    expect(await page.locator('.field-problem').allInnerTexts()).to.deep.equal([
      '抽样编号应为 4 至 40 位大写字母、数字或“-”',
      '请选择检验类别',
      '请选择抽验级别',
      '请填写被抽样单位',
      '抽样人员至少选 2 名',
    ]);
    await fillStep(0);
    expect(await page.locator('.field-problem').count()).to.equal(0);
    await next();
    expect(await name()).to.equal('场所');
    expect(await page.locator('[data-step-send]').isVisible()).to.equal(false);
  });

  it('keeps values and step over a reload', async () => {
    await fillStep(0);
    await next();
    await put('samplingSite', '中药房');
    await page.waitForSelector('form[data-kept] .draft-kept:visible');
    await page.waitForTimeout(350);
    await page.reload();
    expect(await name()).to.equal('场所');
    expect(await field('samplingSite').inputValue()).to.equal('中药房');
    expect(await field('number').inputValue()).to.equal(sampling.number);
  });

  it('tells the sum of the portions as they are typed', async () => {
    const sum = page.locator('.walk-part [data-sum]').first();
    await page.click('[data-step-now]');
    await page.click('.walk-list a[href="#walk-portions"]');
    await put('quantity', '0.3');
    await put('unit', 'g');
    await put('portions.0.qty', '0.1');
    expect(await sum.innerText()).to.equal('合计 0.1 g，比抽样数量 0.3 g 少 0.2 g');
    await put('portions.1.qty', '0.2');
    expect(await sum.innerText()).to.equal('合计 0.3 g，与抽样数量一致');
  });

  it('goes on with Enter, but not with the Enter of an input method', async () => {
    const number = field('number');
    await number.fill('SL-1');
    await number.focus();
    for (const how of ['{ isComposing: true }', '{ keyCode: 229 }']) {
      await page.evaluate(
        `document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...${how} }))`,
      );
      expect(await focused()).to.equal('number');
    }
    await number.press('Enter');
    expect(await focused()).to.equal('sampledOn');
    await fillStep(0);
    await page.locator('[name=officers]').last().press('Enter');
    expect(await name()).to.equal('场所');
    expect(await focused(), 'in the first field of the next step').to.equal('fields.samplingLink');
    expect(new URL(page.url()).pathname).to.equal('/samplings/new');
  });

  it('takes the scans of the seals one after the other, each once', async () => {
    await page.click('[data-step-now]');
    await page.click('.walk-list a[href="#walk-portions"]');
    await field('portions.0.sealNo').focus();
    for (const code of ['F2026-0047-1', 'F2026-0047-1', 'F2026-0047-2']) {
      await page.keyboard.type(code);
      await page.keyboard.press('Enter');
    }
    const seals = page.locator('[name^="portions."][name$=".sealNo"]');
    expect(await Promise.all((await seals.all()).map((one) => one.inputValue()))).to.deep.equal([
      'F2026-0047-1',
      'F2026-0047-2',
      '',
      '',
      '',
      '',
    ]);
    expect(new URL(page.url()).pathname).to.equal('/samplings/new');
  });

  it('ends with a summary, and after a refusal opens the step at fault', async () => {
    for (const step of needed.keys()) {
      await fillStep(step, { number: 'SL-ZY-1' });
      if (step === 3) await put('portions.1.sealNo', 'F2026-0047-0');
      await next();
    }
    await next();
    expect(await name()).to.equal('核对提交');
    expect(
      await page.locator('#walk-check dd', { hasText: 'F2026-0047-2' }).locator('span').allInnerTexts(),
    ).to.deep.equal(['留样', '300 g', 'F2026-0047-2']);
    expect(await page.locator('[data-step-summary]').innerText())
      .to.include('合计 900 g，与抽样数量一致')
      .and.not.include('水迹');
    await Promise.all([page.waitForEvent('load'), page.click('[data-step-send]')]);
    expect(await name()).to.equal('数量与分份签封');
    expect(await page.locator('.problems').innerText()).to.include('F2026-0047-0');
    await page.click('[data-step-back]');
    expect(await name()).to.equal('产品');
    await page.click('.problems a');
    expect(await name()).to.equal('数量与分份签封');
    expect(await focused()).to.equal('portions.1.sealNo');

    await put('portions.1.sealNo', 'F2026-0047-9');
    await page.click('[data-step-now]');
    await page.click('.walk-list a[href="#walk-check"]');
    await Promise.all([page.waitForEvent('load'), page.click('[data-step-send]')]);
    expect(new URL(page.url()).pathname).to.match(/^\/samplings\/[0-9A-Z]{26}$/);
    await page.goto(lab.url + FORM);
    expect(await field('number').inputValue(), 'the draft went with the record').to.equal('');
    expect(await name()).to.equal('任务与被抽样单位');
  });

  it('stands on one page on a desk', async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(await page.locator('[data-step]:visible').count()).to.equal(6);
    expect(await page.locator('.walk-list a:visible').count()).to.equal(6);
    expect(await page.locator('[data-step-send]').isVisible()).to.equal(true);
  });

  it('is whole without script', async () => {
    const plain = await browser.newContext({
      viewport: { width: 390, height: 844 },
      javaScriptEnabled: false,
      storageState: await context.storageState(),
    });
    const tab = await plain.newPage();
    await tab.goto(lab.url + FORM);
    expect(await tab.locator('[data-step]:visible').count()).to.equal(6);
    expect(await tab.locator('[data-step-send]').isVisible()).to.equal(true);
    expect(
      await tab.locator('[data-step-next], [data-step-back], .walk-nav').filter({ visible: true }).count(),
    ).to.equal(0);
    await plain.close();
  });
});
