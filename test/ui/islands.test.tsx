import { expect } from 'chai';
import type { Browser, BrowserContext, Page as Tab } from 'playwright-core';
import { ErrorPage, renderPage } from '../../lib/ui/index.ts';
import { openBrowser } from '../support/browser.ts';
import { BenchPage, FormPage, ListPage } from './gallery.tsx';
import { sampleUi } from './sample-ui.ts';
import { type Answer, openSite } from './site.ts';

type Site = Awaited<ReturnType<typeof openSite>>;
interface Post {
  path: string;
  body: string;
  headers: Record<string, unknown>;
}

const ui = sampleUi();
const pages: Record<string, () => string> = {
  '/samples': () => renderPage(<ListPage ui={ui} count={3} />),
  '/form': () => renderPage(<FormPage ui={ui} />),
  '/bench': () => renderPage(<BenchPage ui={ui} rows={3} />),
};
const json = (status: number, body: object): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});
const refusal = (status: number, problem: { id: string; field: string | null; text: string }): Answer =>
  json(status, { title: problem.text, problems: [problem] });

describe('the islands in a real browser', function () {
  this.timeout(60_000);
  let browser: Browser;
  let site: Site;
  let context: BrowserContext;
  let tab: Tab;
  let posts: Post[];
  let faults: string[];
  let answer: (post: Post) => Answer;
  let benchHtml: () => string;

  before(async function () {
    this.timeout(120_000);
    browser = await openBrowser();
    site = await openSite((request, body) => {
      const path = (request.url ?? '').split('?')[0] ?? '';
      if (request.method === 'POST') {
        const post = { path, body, headers: request.headers };
        posts.push(post);
        return answer(post);
      }
      if (path === '/bench') return { body: benchHtml() };
      if (path === '/scan') return { body: `<p id="scanned">${request.url}</p>` };
      const draw = pages[path];
      return draw && { body: draw() };
    });
  });
  after(async () => {
    await browser?.close();
    site?.close();
  });

  beforeEach(async () => {
    posts = [];
    faults = [];
    benchHtml = pages['/bench'] as () => string;
    answer = () => json(200, { version: 2, html: '<div class="panel-body">结果 99.9%</div>' });
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    tab = await context.newPage();
    tab.on('pageerror', (error) => faults.push(String(error)));
    tab.on('console', (message) => {
      if (/Content.Security.Policy/i.test(message.text())) faults.push(message.text());
    });
  });
  afterEach(async () => {
    await context.close();
    expect(faults).to.deep.equal([]);
  });

  const open = (path: string) => tab.goto(site.url + path, { waitUntil: 'load' });
  /** Types as a scanner does: no pause between the keys, then Enter. */
  const scan = async (code: string) => {
    await tab.keyboard.type(code);
    await tab.keyboard.press('Enter');
  };
  /** Waits for an expression of the page; the page's policy forbids playwright's own way, which evaluates text in it. */
  const until = async (expression: string) => {
    for (let tries = 0; tries < 200; tries++) {
      if (await tab.evaluate(expression)) return;
      await tab.waitForTimeout(50);
    }
    expect.fail(`never true: ${expression}`);
  };
  const cell = (name: string) => tab.locator(`[name="${name}"]`);
  const status = () => tab.locator('[data-bench-status]');

  describe('theme', () => {
    it('follows the system, and keeps what the user chose', async () => {
      await tab.emulateMedia({ colorScheme: 'dark' });
      await open('/samples');
      expect(await tab.getAttribute('html', 'data-bs-theme')).to.equal('dark');
      await tab.click('[data-theme-switch]');
      await tab.reload();
      expect(await tab.getAttribute('html', 'data-bs-theme')).to.equal('light');
    });
  });

  describe('forms', () => {
    it('are sent once however often the button is pressed (FT-09)', async () => {
      answer = () => ({ status: 204, body: '' });
      await open('/form');
      await tab.fill('[name=seal_no]', 'FQ0001');
      await tab.fill('[name="portions.0.qty"]', '12');
      await tab.fill('[name=password]', 'x');
      await tab.evaluate(`{ const b = document.querySelector('.form-foot button'); b.click(); b.click(); b.click(); }`);
      await tab.waitForTimeout(300);
      expect(posts).to.have.length(1);
      expect(await tab.getAttribute('.form-foot button', 'aria-busy')).to.equal('true');
    });

    it('keep typed work through an expired session, and give it back after sign-in (DI-29)', async () => {
      answer = () => ({ status: 401, body: renderPage(<ErrorPage ui={ui} status={401} problems={['登录已失效']} />) });
      await open('/form');
      await tab.fill('[name=seal_no]', 'FQ0001');
      await tab.fill('[name="portions.0.qty"]', '12.50');
      await tab.fill('[name=password]', 'secret');
      await tab.click('.form-foot button');
      await tab.waitForSelector('.error-page');
      expect(await tab.evaluate('JSON.stringify(sessionStorage)'), 'a password is never kept').not.to.include('secret');
      expect(await tab.getAttribute('a[data-sign-in-again]', 'href'), 'leads back to the form').to.equal(
        '/session/new?next=%2Fform',
      );
      await open('/form');
      expect(await cell('portions.0.qty').inputValue()).to.equal('12.50');
      expect(await tab.locator('.draft-note').textContent()).to.include('2 项');
    });

    it('forget the kept work when the post went through', async () => {
      answer = () => ({ status: 303, location: '/samples', body: '' });
      await open('/form');
      await tab.fill('[name=seal_no]', 'FQ0001');
      await tab.fill('[name="portions.0.qty"]', '12.50');
      await tab.fill('[name=password]', 'x');
      await tab.click('.form-foot button');
      await tab.waitForURL('**/samples', { waitUntil: 'load' });
      await open('/form');
      expect(await cell('seal_no').inputValue()).to.equal('');
    });

    it('are not sent by the Enter that ends a composition', async () => {
      await open('/form');
      const prevented = await tab.evaluate(`(() => {
        const field = document.querySelector('[name=seal_no]');
        return !field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }));
      })()`);
      expect(prevented).to.equal(true);
    });
  });

  describe('scanner', () => {
    it('opens what was scanned wherever the focus is', async () => {
      await open('/samples');
      await tab.evaluate('document.activeElement.blur()');
      await scan('jz-y2026-00123');
      await tab.waitForSelector('#scanned');
      expect(tab.url()).to.include('/scan?code=JZ-Y2026-00123');
    });

    it('reads two joined reads once (B100)', async () => {
      await open('/samples');
      await tab.evaluate('document.activeElement.blur()');
      await scan('SX12345SX12345');
      await tab.waitForSelector('#scanned');
      expect(tab.url()).to.match(/code=SX12345$/);
    });

    it('leaves no trace in a result field that has the focus (B101)', async () => {
      await open('/bench');
      await cell('samples.1.area1').focus();
      await tab.keyboard.type('77');
      await tab.waitForTimeout(120);
      await tab.evaluate(
        `document.addEventListener('scan', (event) => { event.preventDefault(); window.read = event.detail.code; })`,
      );
      await scan('JZ-Y2026-00123');
      expect(await tab.evaluate('window.read')).to.equal('JZ-Y2026-00123');
      expect(await cell('samples.1.area1').inputValue()).to.equal('77');
    });

    it('fills a field that takes scans', async () => {
      await open('/bench');
      await cell('balance').focus();
      await scan('YQ-0012');
      await until(`document.querySelector('[name=balance]').value === 'YQ-0012'`);
      expect(tab.url()).to.include('/bench');
    });
  });

  describe('bench', () => {
    it('saves a cell when it is left: version, key and token go with it, the outcome comes back', async () => {
      await open('/bench');
      expect(await status().textContent()).to.equal('已保存 4/4');
      await cell('samples.0.area1').fill('123456');
      await tab.keyboard.press('Enter');
      await until(`document.querySelector('#outcome').textContent.includes('99.9')`);
      const [post] = posts;
      expect(JSON.parse(post?.body ?? '')).to.deep.equal({ field: 'samples.0.area1', value: '123456' });
      expect(post?.headers).to.include({ 'if-match': '"1"', 'x-csrf-token': 'token-1', 'x-fragment': 'outcome' });
      expect(post?.headers['idempotency-key']).to.match(/^[0-9a-f]{32}$/);
      expect(await status().textContent()).to.equal('已保存 5/5');
      expect(await tab.evaluate('document.activeElement.name'), 'Enter goes down').to.equal('samples.1.area1');
      await cell('samples.1.area1').fill('2');
      await tab.keyboard.press('ArrowDown');
      await until(`document.querySelectorAll('[data-save=saved]').length === 2`);
      expect(posts[1]?.headers['if-match']).to.equal('"2"');
    });

    it('shows a refusal beneath the cell and keeps what was typed', async () => {
      answer = () => refusal(422, { id: 'decimal.form', field: 'value', text: '“12,5”不是数' });
      await open('/bench');
      await cell('samples.0.area1').fill('12,5');
      await tab.keyboard.press('Enter');
      await tab.waitForSelector('.cell-problem');
      expect(await tab.locator('.cell-problem').textContent()).to.equal('“12,5”不是数');
      expect(await cell('samples.0.area1').inputValue()).to.equal('12,5');
      expect(await status().textContent()).to.include('1 项未保存');
    });

    it('asks for a reason when a saved value is changed, and sends it', async () => {
      answer = ({ body }) =>
        body.includes('reason')
          ? json(200, { version: 2 })
          : refusal(422, { id: 'change.reason', field: 'reason', text: '请写明理由' });
      await open('/bench');
      await cell('samples.0.mass').fill('20.31');
      await tab.keyboard.press('Enter');
      await tab.fill('dialog textarea', '抄录错误，按天平打印条更正');
      await tab.click('dialog .btn-primary');
      await tab.waitForSelector('[data-save=saved]');
      expect(JSON.parse(posts[1]?.body ?? '')).to.deep.equal({
        field: 'samples.0.mass',
        value: '20.31',
        reason: '抄录错误，按天平打印条更正',
      });
    });

    it('shows both values when somebody else was faster, and overwrites nothing unasked', async () => {
      answer = () => refusal(412, { id: 'record.stale', field: null, text: '已被他人改动' });
      await open('/bench');
      benchHtml = () =>
        (pages['/bench']?.() ?? '')
          .replace('data-version="1"', 'data-version="5"')
          .replace(
            'name="samples.0.mass" inputMode="decimal" aria-label="mass 1" value="20.13"',
            'name="samples.0.mass" value="20.99"',
          )
          .replace(/(name="samples\.0\.mass"[^>]*value=")20\.13/, '$120.99');
      await cell('samples.0.mass').fill('20.31');
      await tab.keyboard.press('Enter');
      await tab.waitForSelector('.cell-problem .btn');
      expect(await tab.locator('.cell-problem').textContent())
        .to.include('20.99')
        .and.to.include('20.31');
      answer = () => json(200, { version: 6 });
      await tab.locator('.cell-problem .btn').first().click();
      await tab.waitForSelector('[data-save=saved]');
      expect(posts.at(-1)?.headers['if-match']).to.equal('"5"');
    });

    it('says whose value stands there when the server tells it, without reading the page again', async () => {
      const current = { version: 5, values: { 'samples.0.mass': '20.99' }, by: '王检', at: '2026-11-21T01:30:00.000Z' };
      answer = () =>
        json(412, { title: '', problems: [{ id: 'record.stale', field: null, text: '已被他人改动' }], current });
      await open('/bench');
      await cell('samples.0.mass').fill('20.31');
      await tab.keyboard.press('Enter');
      await tab.waitForSelector('.cell-problem .btn');
      expect(await tab.locator('.cell-problem').textContent())
        .to.include('王检 已于 2026-11-21 09:30')
        .and.to.include('20.99');
      answer = () => json(200, { version: 6 });
      await tab.locator('.cell-problem .btn').first().click();
      await tab.waitForSelector('[data-save=saved]');
      expect(posts.at(-1)?.headers['if-match']).to.equal('"5"');
    });

    it('keeps values while offline, says so, and sends them when the network returns', async () => {
      await open('/bench');
      await context.setOffline(true);
      await cell('samples.0.area1').fill('111');
      await tab.keyboard.press('Enter');
      await until(`document.querySelector('[data-bench-status]').textContent.startsWith('离线')`);
      expect(await tab.evaluate('JSON.stringify(sessionStorage)')).to.include('111');
      await context.setOffline(false);
      await tab.waitForSelector('[data-save=saved]', { timeout: 15_000 });
      expect(posts).to.have.length(1);
      expect(await tab.evaluate('sessionStorage.length')).to.equal(0);
    });

    it('pastes a block, copies from above, and restores with Escape', async () => {
      await open('/bench');
      await cell('samples.0.area1').focus();
      await tab.evaluate(`{
        const data = new DataTransfer();
        data.setData('text/plain', '1.10\\t2.20\\r\\n3.30\\t4.40\\r\\n');
        document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
      }`);
      await until(`document.querySelectorAll('[data-save=saved]').length === 4`);
      expect(await cell('samples.1.area2').inputValue()).to.equal('4.40');
      await cell('samples.2.area2').focus();
      await tab.keyboard.press('Control+d');
      expect(await cell('samples.2.area2').inputValue()).to.equal('4.40');
      await cell('samples.0.mass').fill('9');
      await tab.keyboard.press('Escape');
      expect(await cell('samples.0.mass').inputValue()).to.equal('20.13');
    });

    it('puts nothing into the page that the answer wants to run', async () => {
      answer = () =>
        json(200, {
          version: 2,
          html: '<div>新结果</div><script>window.ran = 1</script><img src=x onerror="window.ran = 1">',
        });
      await open('/bench');
      await cell('samples.0.area1').fill('5');
      await tab.keyboard.press('Enter');
      await until(`document.querySelector('#outcome').textContent.includes('新结果')`);
      await tab.waitForTimeout(100);
      expect(await tab.evaluate('window.ran')).to.equal(undefined);
      faults = faults.filter((fault) => !/inline/i.test(fault)); // the browser reports what it refused
    });
  });

  describe('lock', () => {
    it('covers the page after the idle time and opens again by password, with the typed work in place', async () => {
      let isOpen = false;
      answer = ({ path, body }) => {
        isOpen ||= body.includes('right');
        if (path.startsWith('/tests/'))
          return isOpen
            ? json(200, { version: 2 })
            : refusal(401, { id: 'session.locked', field: null, text: '已锁屏' });
        return isOpen ? json(200, {}) : refusal(401, { id: 'session.wrong', field: 'password', text: '密码不正确' });
      };
      await open('/bench');
      await cell('samples.2.area1').fill('88.10');
      await tab.evaluate(
        `localStorage.setItem('seen-at', String(Date.now() - 16 * 60_000)); document.dispatchEvent(new Event('visibilitychange'))`,
      );
      await tab.waitForSelector('dialog.lock[open]');
      await tab.keyboard.press('Escape');
      await tab.keyboard.press('Escape');
      expect(await tab.locator('dialog.lock[open]').count()).to.equal(1);
      await tab.fill('dialog.lock input', 'wrong');
      await tab.keyboard.press('Enter');
      await until(`document.querySelector('dialog.lock .field-problem').textContent !== ''`);
      await tab.fill('dialog.lock input', 'right');
      await tab.keyboard.press('Enter');
      await until(`!document.querySelector('dialog.lock')`);
      expect(await cell('samples.2.area1').inputValue()).to.equal('88.10');
      await tab.waitForSelector('[data-save=saved]');
      expect(JSON.parse(posts.at(-1)?.body ?? '')).to.deep.equal({ field: 'samples.2.area1', value: '88.10' });
    });
  });
});
