import { type AddressInfo, createServer, type Server } from 'node:net';
import { expect } from 'chai';
import { Instrument } from '../equipment/arrange.ts';
import { type Browser, openBrowser, type Page } from '../support/browser.ts';
import { PASSWORD } from '../support/lab.ts';
import { ok, type Rig } from '../testing/rig.ts';
import { readingsOf, type Sheet, sheetOf, startSheets } from '../worksheets/sheet-rig.ts';

/** A balance on a port of this machine; `says` is its next answer. */
interface Balance {
  port: number;
  says: (line: string) => void;
  server: Server;
}

async function aBalance(): Promise<Balance> {
  let answer = 'S S     20.1234 g';
  const server = createServer((socket) => socket.on('data', () => socket.write(`${answer}\r\n`)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const says = (line: string): void => {
    answer = line;
  };
  return { port: (server.address() as AddressInfo).port, server, says };
}

describe('a balance read into the cells of a record in a real browser', function () {
  this.timeout(180_000);
  let rig: Rig;
  let browser: Browser;
  let balance: Balance;
  let sheet: Sheet;
  let page: Page;
  const troubles: string[] = [];

  before(async () => {
    rig = await startSheets('sqlite');
    browser = await openBrowser();
    balance = await aBalance();
    sheet = await sheetOf(rig, 2);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
    page = await context.newPage();
    page.on('pageerror', (error) => troubles.push(error.message));
    await page.goto(`${rig.url}/session/new`);
    await page.fill('[name=login]', 'analyst');
    await page.fill('[name=password]', PASSWORD);
    await Promise.all([page.waitForURL(`${rig.url}/`), page.click('main form .btn-primary')]);
  });
  after(async () => {
    balance.server.close();
    await browser.close();
    await rig.close();
  });

  const test = () => sheet.rows[0]?.test ?? '';
  const onBench = (field: string) => page.locator(`[name="readings.${field}"]`);
  const onSheet = (row: number, field: string) => page.locator(`[name="rows.${sheet.rows[row]?.id}.${field}"]`);
  const float = () => page.locator('.weigh-float');
  const focused = () => page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.name);
  const connect = async (number: string) => {
    await Instrument.inUse(rig, number);
    ok(
      await (await rig.as('equipment')).post('/instruments/connections', {
        ...{ number, host: '127.0.0.1', port: balance.port, unit: 'g', low: '0.01', high: '220' },
      }),
    );
  };
  const saidSoon = (text: string) =>
    page.waitForFunction((part) => document.getElementById('live')?.textContent?.includes(part), text);

  it('offers nothing where no balance is connected', async () => {
    await page.goto(`${rig.url}/tests/${test()}`);
    await onBench('samples.0.m').focus();
    expect(await float().count()).to.equal(0);
  });

  it('puts the stable weight into the cell by F8 and goes on to the next weighing of its column', async () => {
    await connect('YQ-001');
    await page.goto(`${rig.url}/tests/${test()}`);
    await onBench('samples.0.m_1').focus();
    expect(await float().innerText()).to.equal('读天平 F8');
    await page.keyboard.press('F8');
    await saidSoon('天平 YQ-001：20.1234 g 已保存');
    expect(await onBench('samples.0.m_1').inputValue()).to.equal('20.1234');
    expect(await page.locator('td[data-save=saved]', { has: onBench('samples.0.m_1') }).count()).to.equal(1);
    expect(await focused()).to.equal('readings.samples.1.m_1');
    expect((await readingsOf(rig, test()))['samples.0.m_1']).to.equal('20.1234');
    // The record has a new version; what is typed afterwards is no conflict.
    await onBench('samples.0.m').fill('1.0042');
    await page.keyboard.press('Enter');
    await page.locator('td[data-save=saved]', { has: onBench('samples.0.m') }).waitFor();
    expect((await readingsOf(rig, test()))['samples.0.m']).to.equal('1.0042');
  });

  it('says at the cell why no weight came, and keeps what stood there', async () => {
    for (const [line, sentence] of [
      ['S D     20.5000 g', '稳定'],
      ['S S     230.000 g', '量程'],
      ['S S     20.5000 oz', 'oz'],
    ] as const) {
      balance.says(line);
      await onBench('samples.0.m_1').focus();
      await page.keyboard.press('F8');
      const cell = page.locator('td[data-save=refused]', { has: onBench('samples.0.m_1') });
      await cell.filter({ hasText: sentence }).waitFor();
      expect(await onBench('samples.0.m_1').inputValue(), line).to.equal('20.1234');
    }
    expect((await readingsOf(rig, test()))['samples.0.m_1']).to.equal('20.1234');
  });

  it('asks for the reason where another weight stands, and shows a typed weight in the unit of the cell', async () => {
    balance.says('S S     20.1300 g');
    await onBench('samples.0.m_1').focus();
    await float().locator('button').first().click();
    await page.locator('dialog textarea').fill('重新恒重');
    await page.locator('dialog .btn-primary').click();
    await saidSoon('20.1300 g 已保存');
    expect((await readingsOf(rig, test()))['samples.0.m_1']).to.equal('20.1300');
    await onBench('samples.1.m').fill('N     1010.5 mg');
    await page.keyboard.press('Enter');
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('[name="readings.samples.1.m"]')?.value === '1.0105',
    );
  });

  it('does the same on the sheet of a run, with the result of the row', async () => {
    balance.says('S S     21.5000 g');
    await page.goto(`${rig.url}/runs/${sheet.id}`);
    await onSheet(0, 'samples.1.m_1').focus();
    await page.keyboard.press('F8');
    await saidSoon('21.5000 g 已保存');
    expect(await onSheet(0, 'samples.1.m_1').inputValue()).to.equal('21.5000');
    expect(await focused()).to.equal(`rows.${sheet.rows[1]?.id}.samples.1.m_1`);
    balance.says('S +');
    await page.keyboard.press('F8');
    await page.locator('[data-troubles] li').waitFor();
    expect(await onSheet(1, 'samples.1.m_1').inputValue()).to.equal('');
    expect((await readingsOf(rig, sheet.rows[1]?.test ?? ''))['samples.1.m_1']).to.equal(undefined);
  });

  it('asks once from which of several balances, and remembers it at this place', async () => {
    await connect('YQ-002');
    balance.says('S S     22.0000 g');
    await page.goto(`${rig.url}/runs/${sheet.id}`);
    await onSheet(1, 'samples.1.m_1').focus();
    await page.keyboard.press('F8');
    await page.locator('dialog button', { hasText: 'YQ-002' }).click();
    await saidSoon('天平 YQ-002：22.0000 g 已保存');
    await page.reload();
    balance.says('S S     22.1000 g');
    await onSheet(1, 'samples.0.m_1').focus();
    await page.keyboard.press('F8');
    await saidSoon('天平 YQ-002：22.1000 g 已保存');
    expect(troubles, 'errors in the page').to.deep.equal([]);
  });
});
