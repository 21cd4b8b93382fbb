import { expect } from 'chai';
import { type Browser, type BrowserContext, openBrowser, type Page } from '../support/browser.ts';
import { type Lab, PASSWORD, startLab } from '../support/lab.ts';

describe('the catalogue in a real browser', function () {
  this.timeout(60_000);
  let lab: Lab;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let faults: string[];

  before(async () => {
    lab = await startLab('sqlite');
    browser = await openBrowser();
    context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' });
    const tab = await context.newPage();
    await tab.goto(`${lab.url}/session/new`);
    await tab.fill('[name=login]', 'analyst');
    await tab.fill('[name=password]', PASSWORD);
    await Promise.all([tab.waitForURL(`${lab.url}/`), tab.click('main form .btn-primary')]);
    await tab.close();
  });
  after(async () => {
    await browser?.close();
    await lab?.close();
  });

  beforeEach(async () => {
    faults = [];
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
  });
  afterEach(async () => {
    await page.close();
    expect(faults).to.deep.equal([]);
  });

  const names = () => page.locator('#catalogue tbody th').allInnerTexts();

  it('answers while somebody types, with the keys alone: / to search, arrows to choose, Enter to open', async () => {
    await page.goto(`${lab.url}/parameters`);
    const all = await page.locator('[data-found-line]').innerText();
    await page.locator('body').click({ position: { x: 600, y: 5 } });
    await page.keyboard.press('Escape');
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('/');
    await page.keyboard.type('zhongliangcy', { delay: 20 });
    await page.locator('#catalogue mark').first().waitFor();
    expect((await names())[0]).to.include('重量差异');
    expect(await page.locator('#catalogue mark').first().innerText()).to.equal('重量差异');
    expect(await page.locator('[data-found-line]').innerText()).not.to.equal(all);
    expect(page.url()).to.include('q=zhongliangcy');
    await page.keyboard.press('ArrowDown');
    const [first = ''] = await names();
    expect(await page.evaluate('document.activeElement.textContent')).to.include(first.split('\n')[0]);
    await page.keyboard.press('ArrowUp');
    expect(await page.evaluate('document.activeElement.name')).to.equal('q');
    await page.keyboard.press('ArrowDown');
    await Promise.all([page.waitForURL(/\/parameters\/[A-Z]/), page.keyboard.press('Enter')]);
    expect(await page.locator('h1').innerText()).to.include('重量差异');
    // Back: the question stands as it was left.
    await page.goBack();
    expect(await page.inputValue('[name=q]')).to.equal('zhongliangcy');
  });

  it('moves nothing on the page while the list changes', async () => {
    await page.goto(`${lab.url}/parameters`);
    const place = () => page.locator('.catalogue').boundingBox();
    const before = await place();
    for (const q of ['含', 'xyzxyz', '']) {
      await page.fill('[name=q]', q);
      await page.waitForURL(q === '' ? `${lab.url}/parameters` : `**/parameters?q=*`);
      const after = await place();
      expect([after?.x, after?.y, after?.width]).to.deep.equal([before?.x, before?.y, before?.width]);
    }
  });

  it('opens again what was open in the tree', async () => {
    await page.goto(`${lab.url}/parameters`);
    const isOpen = () => page.locator('[data-branch=tcm]').evaluate((branch) => branch.hasAttribute('open'));
    expect(await isOpen()).to.equal(false);
    await page.click('[data-branch=tcm] summary');
    await page.reload();
    expect(await isOpen()).to.equal(true);
    await page.click('[data-branch=tcm] .tree-leaf >> nth=1');
    await page.waitForURL(/group=/);
    expect(await isOpen()).to.equal(true);
    await page.click('[data-branch=tcm] summary');
  });

  it('narrows without a button when a choice is made, and has one without a script', async () => {
    await page.goto(`${lab.url}/parameters`);
    expect(await page.locator('.asking-send').isVisible()).to.equal(false);
    await page.selectOption('[name=confidence]', 'medium');
    await page.waitForURL(/confidence=medium/);
    await page.waitForFunction("!document.querySelector('#catalogue tbody').textContent.includes('有出处')");
    const bare = await browser.newContext({ javaScriptEnabled: false });
    await bare.addCookies(await context.cookies());
    const plain = await bare.newPage();
    await plain.goto(`${lab.url}/parameters`);
    await plain.fill('[name=q]', '0512');
    await plain.click('.asking-send');
    expect(await plain.locator('#catalogue mark').first().innerText()).to.equal('0512');
    await bare.close();
  });

  it('calculates as somebody types: the verdict turns with the limit, a faulty reading is named at its field', async () => {
    await page.goto(`${lab.url}/parameters/D-ASSAY-HPLC/trial`);
    const sum = page.locator('.trial-sum');
    expect(await sum.innerText()).to.match(/98\.2%\s*符合规定/);
    await page.fill('[name="limit.low"]', '99.0');
    await page.locator('.trial-fails').waitFor();
    expect(await sum.innerText()).to.match(/98\.2%\s*不符合规定/);
    await page.fill('[name="readings.m_s"]', '26.5x');
    await page.locator('.cell-problem').waitFor();
    expect(await page.locator('[name="readings.m_s"]').getAttribute('aria-invalid')).to.equal('true');
    expect(await sum.innerText()).to.include('—');
    await page.fill('[name="readings.m_s"]', '26.52');
    await page.locator('.trial-fails').waitFor();
    expect(await page.locator('.cell-problem').count()).to.equal(0);
    await page.selectOption('[name="limit.kind"]', 'max');
    expect(await page.locator('[name="limit.low"]').isVisible()).to.equal(false);
    await page.fill('[name="limit.value"]', '98.2');
    await page.locator('.trial-conforms').waitFor();
    // What was typed is in the address: the page can be read again or sent to a colleague.
    await page.reload();
    expect(await sum.innerText()).to.match(/98\.2%\s*符合规定/);
    await page.click('.chip >> nth=1');
    await page.waitForURL(/example=2/);
    expect(await sum.innerText()).to.include('110.0%');
  });
});
