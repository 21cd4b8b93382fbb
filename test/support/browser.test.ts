import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { type Browser, openBrowser } from './browser.ts';

describe('the browser of the tests', function () {
  this.timeout(120_000); // the first start unpacks the browser
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser?.close());

  it('runs a page of a local server, with script, and draws Chinese characters that differ', async () => {
    const html =
      '<meta charset="utf-8"><body style="font:40px sans-serif"><span id="a">检验</span> <span id="b">口口</span>';
    const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(html));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const context = await browser.newContext({ viewport: { width: 390, height: 200 } });
      const page = await context.newPage();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      expect(await page.evaluate('6 * 7')).to.equal(42);
      const [text, boxes] = [await page.locator('#a').screenshot(), await page.locator('#b').screenshot()];
      expect(text.equals(boxes)).to.equal(false);
      expect(text.length, 'many strokes take more bytes than empty boxes').to.be.greaterThan(boxes.length * 1.3);
      await context.close();
    } finally {
      server.close();
    }
  });

  it('serves a second context after the first was closed', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.setContent('<h1>放心</h1>');
    expect(await page.textContent('h1')).to.equal('放心');
    await context.close();
  });
});
