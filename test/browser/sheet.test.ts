import { expect } from 'chai';
import { verifyTrail } from '../../lib/kernel/verify.ts';
import { type Browser, openBrowser, type Page } from '../support/browser.ts';
import { PASSWORD } from '../support/lab.ts';
import type { Rig } from '../testing/rig.ts';
import { fields, readingsOf, type Sheet, sheetOf, startSheets, trailOf, valueOf } from '../worksheets/sheet-rig.ts';

const SAMPLES = 96;

/** One person at one screen, whose console stays clean. */
interface Seat {
  page: Page;
  troubles: string[];
}

/** Key by key, as fast as the browser takes them. */
async function typing(page: Page): Promise<(text: string, key?: string) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  const codes: Record<string, number> = { Enter: 13, Tab: 9, '.': 190 };
  const press = (key: string, text?: string) => {
    const windowsVirtualKeyCode = codes[key] ?? key.charCodeAt(0);
    const named = { key, windowsVirtualKeyCode, ...(text !== undefined && { text }) };
    return [
      session.send('Input.dispatchKeyEvent', { type: text === undefined ? 'rawKeyDown' : 'keyDown', ...named }),
      session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...named }),
    ];
  };
  return async (text, key = 'Enter') => {
    await Promise.all([
      ...[...text].flatMap((letter) => press(letter, letter)),
      ...press(key, key === 'Enter' ? '\r' : undefined),
    ]);
  };
}

describe('a sheet of 96 samples x 12 readings in a real browser', function () {
  this.timeout(240_000);
  let rig: Rig;
  let browser: Browser;

  before(async () => {
    rig = await startSheets('sqlite');
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
    await rig.close();
  });

  async function seat(login: string, sheet: Sheet): Promise<Seat> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: rig.url });
    const page = await context.newPage();
    const troubles: string[] = [];
    page.on('pageerror', (error) => troubles.push(error.message));
    await page.goto(`${rig.url}/session/new`);
    await page.fill('[name=login]', login);
    await page.fill('[name=password]', PASSWORD);
    await Promise.all([page.waitForURL(`${rig.url}/`), page.click('main form .btn-primary')]);
    await page.goto(`${rig.url}/runs/${sheet.id}`);
    return { page, troubles };
  }

  const cellAt = (page: Page, sheet: Sheet, row: number, column: number) =>
    page.locator(`[name="rows.${sheet.rows[row]?.id}.${fields[column]}"]`);

  const allSaved = (page: Page) =>
    page.waitForFunction(
      () => {
        const text = document.querySelector('[data-status]')?.textContent ?? '';
        const [, saved, total] = /(\d+)\/(\d+)/.exec(text) ?? [];
        return (
          saved !== undefined &&
          saved === total &&
          document.querySelector('[data-mark=saving],[data-mark=waiting],[data-mark=offline]') === null
        );
      },
      undefined,
      { timeout: 120_000 },
    );

  async function leave({ page, troubles }: Seat): Promise<void> {
    expect(troubles, 'errors in the page').to.deep.equal([]);
    await page.context().close();
  }

  const paste = async (page: Page, text: string): Promise<void> => {
    await page.evaluate((value) => navigator.clipboard.writeText(value), text);
    await page.keyboard.press('Control+V');
  };

  /** The same without the clipboard, which both people's pages share on this machine. */
  const pasteHere = (page: Page, text: string): Promise<void> =>
    page.evaluate(`{
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', ${JSON.stringify(text)});
      document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }`);

  /** Every value stands in its cell, and the trail tells of each cell exactly one event of its own, by whom it was typed. */
  async function expectExactly(sheet: Sheet, value: (row: number, column: number) => string): Promise<void> {
    const header = (path: string) => path.startsWith('common.');
    for (const [r, { test }] of sheet.rows.entries()) {
      const readings = Object.entries(await readingsOf(rig, test)).filter(([path]) => !header(path));
      expect(Object.fromEntries(readings), `row ${r}`).to.deep.equal(
        Object.fromEntries(fields.map((field, c) => [field, value(r, c)])),
      );
      const events = (await trailOf(rig, [test])).filter((event) => !event.some(({ path }) => header(path)));
      expect(
        events.map((event) => event.length),
        `one change an event, row ${r}`,
      ).to.deep.equal(events.map(() => 1));
      expect(
        events
          .flat()
          .map(({ path }) => path)
          .sort(),
        `each cell once, row ${r}`,
      ).to.deep.equal([...fields].sort());
      expect(events.flat().every(({ old, at }) => old === null && /^2026-\d\d-\d\dT/.test(at))).to.equal(true);
    }
    expect((await verifyTrail(rig.app.db.read)).faults).to.deep.equal([]);
  }

  it('takes 1,152 values from the keyboard, each saved with its own event', async () => {
    const sheet = await sheetOf(rig, SAMPLES);
    const analyst = await seat('analyst', sheet);
    await cellAt(analyst.page, sheet, 0, 0).focus();
    const type = await typing(analyst.page);
    const started = performance.now();
    // Along the row by Tab; from its last cell Tab goes on to the first of the next.
    for (let r = 0; r < SAMPLES; r += 1) await Promise.all(fields.map((_field, c) => type(valueOf(r, c), 'Tab')));
    const typed = performance.now();
    await allSaved(analyst.page);
    if (process.env['MEASURE']) console.log({ typed: typed - started, saved: performance.now() - typed });
    await expectExactly(sheet, valueOf);
    const times = (
      await trailOf(
        rig,
        sheet.rows.map(({ test }) => test),
      )
    ).map(([change]) => change?.at ?? '');
    // A script types faster than anybody: what waits goes together, at most fifty cells at one time.
    expect(new Set(times).size, 'times of the events').to.be.at.least(Math.ceil((SAMPLES * fields.length) / 50));
    await leave(analyst);
  });

  it('takes the same 1,152 values by one paste, stays fluid, and undoes it as new events', async () => {
    const sheet = await sheetOf(rig, SAMPLES);
    const analyst = await seat('analyst', sheet);
    const block = sheet.rows.map((_, r) => fields.map((_field, c) => valueOf(r, c)).join('\t')).join('\r\n');
    await cellAt(analyst.page, sheet, 0, 0).focus();
    // As text: what the compiler puts into functions is not known in the page.
    await analyst.page.evaluate(`
      window.stalls = [];
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.stalls.push(entry.duration)))
        .observe({ entryTypes: ['longtask'] });
    `);
    const started = performance.now();
    await paste(analyst.page, `${block}\r\n`);
    await allSaved(analyst.page);
    const took = performance.now() - started;
    const longest = Math.max(0, ...(await analyst.page.evaluate<number[]>('window.stalls')));
    if (process.env['MEASURE']) console.log({ paste: took, longest });
    expect(longest, 'the longest task of the page, ms').to.be.lessThan(1_000);
    await expectExactly(sheet, valueOf);
    await analyst.page.keyboard.press('Control+Z');
    await analyst.page.waitForFunction(() => document.querySelectorAll('[data-mark]').length === 0, undefined, {
      timeout: 60_000,
    });
    const { test } = sheet.rows[50] ?? { test: '' };
    const events = (await trailOf(rig, [test])).filter(([change]) => change?.reason === '撤销');
    expect(events.flat().map(({ new: now }) => now ?? '')).to.deep.equal(fields.map(() => ''));
    await leave(analyst);
  });

  it('loses, doubles and overwrites nothing with two people on the sheet and the network cut five times', async () => {
    const sheet = await sheetOf(rig, SAMPLES);
    const [analyst, member] = [await seat('analyst', sheet), await seat('analyst2', sheet)];
    const half = fields.length / 2;
    const clash = [3, 40, 77];
    const url = /\/cells-set$/;
    // The answers of these are lost after the server has written them: the same parcel must come again and change nothing.
    const swallow = async ({ page }: Seat) => {
      let left = 2;
      await page.route(url, async (route) => {
        if (left === 0) return route.fallback();
        left -= 1;
        await route.fetch();
        return route.abort('connectionreset');
      });
    };
    const off = async ({ page }: Seat, ms: number) => {
      await page.context().setOffline(true);
      await page.waitForTimeout(ms);
      await page.context().setOffline(false);
    };
    const entering = async ({ page }: Seat, from: number, cut: (part: number) => Promise<unknown>) => {
      await cellAt(page, sheet, 0, from).focus();
      const cuts: Promise<unknown>[] = [];
      for (let part = 0; part < 6; part += 1) {
        const rows = Array.from({ length: SAMPLES / 6 }, (_, i) => part * (SAMPLES / 6) + i);
        cuts.push(cut(part));
        await cellAt(page, sheet, rows[0] ?? 0, from).focus();
        await pasteHere(
          page,
          rows.map((r) => Array.from({ length: half }, (_, c) => valueOf(r, from + c)).join('\t')).join('\n'),
        );
        // Beside the block, a few cells by hand.
        await page.waitForTimeout(60);
      }
      await Promise.all(cuts);
    };
    // Both type into the same three cells: the member first, and the analyst's page has not heard of it.
    await analyst.page.route(/\/changes\?/, (route) => route.abort());
    for (const r of clash) {
      await cellAt(member.page, sheet, r, 0).fill('7.5');
      await cellAt(member.page, sheet, r, 0).press('Enter');
    }
    await allSaved(member.page);
    await Promise.all([
      entering(analyst, 0, async (part) => {
        if (part === 1 || part === 4) await off(analyst, 350);
        if (part === 2) await swallow(analyst);
      }),
      entering(member, half, async (part) => {
        if (part === 2) await off(member, 500);
        if (part === 3) await swallow(member);
      }),
    ]);
    await allSaved(member.page);
    const troubled = analyst.page.locator('[data-troubles] li');
    await analyst.page.waitForFunction(
      (count) => document.querySelectorAll('[data-troubles] li').length === count,
      clash.length,
      { timeout: 60_000 },
    );
    expect((await troubled.allTextContents()).every((text) => text.includes('吴验') && text.includes('7.5'))).to.equal(
      true,
    );
    for (const _ of clash) await troubled.first().getByText('用当前值').click();
    await allSaved(analyst.page);
    await expectExactly(sheet, (r, c) => (c === 0 && clash.includes(r) ? '7.5' : valueOf(r, c)));
    const [byAnalyst, byMember] = [(await rig.user('analyst')).id, (await rig.user('analyst2')).id];
    const changes = (
      await trailOf(
        rig,
        sheet.rows.map(({ test }) => test),
      )
    )
      .flat()
      .filter(({ path }) => !path.startsWith('common.'));
    expect(changes.filter(({ by }) => by === byMember)).to.have.length(half * SAMPLES + clash.length);
    expect(changes.filter(({ by }) => by === byAnalyst)).to.have.length(half * SAMPLES - clash.length);
    await leave(analyst);
    await leave(member);
  });

  it('keeps what did not arrive when the page is left, and sends it when it is opened again', async () => {
    const sheet = await sheetOf(rig, 4);
    const analyst = await seat('analyst', sheet);
    const { page } = analyst;
    await page.route(/\/cells-set$/, (route) => route.abort('connectionreset'));
    for (const c of [0, 1, 3]) {
      await cellAt(page, sheet, 0, c).fill(valueOf(0, c));
      await cellAt(page, sheet, 0, c).press('Enter');
    }
    await page.waitForSelector('[data-mark=offline]');
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto(`${rig.url}/help`);
    await page.unroute(/\/cells-set$/);
    await page.goto(`${rig.url}/runs/${sheet.id}`);
    await allSaved(page);
    expect(await readingsOf(rig, sheet.rows[0]?.test ?? '')).to.include(
      Object.fromEntries([0, 1, 3].map((c) => [fields[c], valueOf(0, c)])),
    );
    await leave(analyst);
  });

  it('keeps what is typed when the session locks, and sends it once it is unlocked', async () => {
    const sheet = await sheetOf(rig, 2);
    const analyst = await seat('analyst', sheet);
    const { page } = analyst;
    await page.route(/\/cells-set$/, (route) =>
      route.fulfill({
        status: 401,
        contentType: 'application/problem+json',
        body: JSON.stringify({ title: '已锁屏', problems: [{ id: 'session.locked', field: null, text: '已锁屏' }] }),
      }),
    );
    await cellAt(page, sheet, 0, 0).fill('105');
    await cellAt(page, sheet, 0, 0).press('Enter');
    await page.waitForSelector('dialog.lock');
    await page.unroute(/\/cells-set$/);
    await page.fill('dialog.lock [name=password]', PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog.lock', { state: 'detached' });
    await allSaved(page);
    expect((await readingsOf(rig, sheet.rows[0]?.test ?? ''))[fields[0] ?? '']).to.equal('105');
    await leave(analyst);
  });

  it('moves by the keys, fills down, edits, restores, and shows the formula with its numbers', async () => {
    const sheet = await sheetOf(rig, 4);
    const analyst = await seat('analyst', sheet);
    const { page } = analyst;
    const active = () => page.evaluate(() => document.activeElement?.getAttribute('name'));
    const nameAt = (row: number, column: number) => `rows.${sheet.rows[row]?.id}.${fields[column]}`;
    await cellAt(page, sheet, 0, 1).focus();
    for (const [key, row, column] of [
      ['ArrowDown', 1, 1],
      ['ArrowRight', 1, 2],
      ['ArrowUp', 0, 2],
      ['ArrowLeft', 0, 1],
      ['Enter', 1, 1],
      ['Shift+Enter', 0, 1],
      ['Tab', 0, 2],
      ['Shift+Tab', 0, 1],
    ] as const) {
      await page.keyboard.press(key);
      expect(await active(), key).to.equal(nameAt(row, column));
    }
    await page.keyboard.type('３');
    for (let n = 0; n < 3; n += 1) await page.keyboard.press(n === 0 ? 'Enter' : 'Shift+ArrowDown');
    await page.keyboard.press('Escape');
    await cellAt(page, sheet, 0, 1).focus();
    for (let n = 0; n < 3; n += 1) await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Control+D');
    await allSaved(page);
    for (const { test } of sheet.rows) expect((await readingsOf(rig, test))['hours']).to.equal('3');
    expect(await cellAt(page, sheet, 0, 1).inputValue(), 'folded by the server').to.equal('3');
    await cellAt(page, sheet, 1, 1).focus();
    await page.keyboard.press('F2');
    await page.keyboard.type('9');
    expect(await cellAt(page, sheet, 1, 1).inputValue()).to.equal('39');
    await page.keyboard.press('Escape');
    expect(await cellAt(page, sheet, 1, 1).inputValue()).to.equal('3');
    for (const [field, value] of Object.entries({
      'samples.0.m_1': '20.3158',
      'samples.0.m': '1.0042',
      'samples.0.m_2': '21.3159',
    }))
      await page.fill(`[name="rows.${sheet.rows[0]?.id}.${field}"]`, value);
    await page.locator(`[name="rows.${sheet.rows[0]?.id}.samples.0.m"]`).focus();
    await page.waitForSelector('[data-formula] .formula');
    expect(await page.locator('[data-formula]').innerText())
      .to.include('1.0042')
      .and.include('0.408');
    await page.click('[data-origin-toggle]');
    await page.waitForFunction(() => document.querySelector('[data-origin]')?.textContent?.includes('李检'));
    await leave(analyst);
  });
});
