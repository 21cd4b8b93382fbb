import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Browser, openBrowser, type Page } from '../support/browser.ts';
import { type Lab, PASSWORD, startLab } from '../support/lab.ts';

interface Story {
  sampling: Record<string, unknown> & { portions: Record<string, string>[]; fields: Record<string, string> };
  specification: string;
  readings: Record<string, Record<string, unknown>>;
}

const story = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'lib', 'demo', 'batches', 'sanqi.json'), 'utf8'),
) as Story;

/** Whole pages go to the folder that SCREENSHOTS names; without it, what the window shows goes beside the build. */
const wholePages = process.env.SCREENSHOTS;
const pictures = wholePages ?? join(import.meta.dirname, '..', '..', 'dist', 'screenshots');

/** One person at one screen. */
class Seat {
  readonly page: Page;
  readonly url: string;
  readonly troubles: string[] = [];

  constructor(page: Page, url: string) {
    page.setDefaultTimeout(20_000);
    this.page = page;
    this.url = url;
    page.on('console', (message) => {
      if (message.type() === 'error') this.troubles.push(message.text());
    });
    page.on('pageerror', (error) => this.troubles.push(error.message));
  }

  async signIn(login: string): Promise<void> {
    await this.page.goto(`${this.url}/session/new`);
    await this.page.fill('[name=login]', login);
    await this.page.fill('[name=password]', PASSWORD);
    await this.press('main form .btn-primary');
    await this.page.waitForURL(`${this.url}/`);
  }

  /** Clicks a button or link and waits for the page that follows. */
  async press(selector: string): Promise<void> {
    const button = this.page.locator(selector).first();
    await Promise.all([this.page.waitForEvent('load'), button.click()]);
  }

  async picture(name: string): Promise<void> {
    await this.page.evaluate('scrollTo(0, 0)');
    await this.page.screenshot({ path: join(pictures, `${name}.png`), fullPage: wholePages !== undefined });
  }

  /** Fills a control by its name, whatever kind it is. */
  async put(name: string, value: string): Promise<void> {
    const field = this.page.locator(`[name="${name}"]`).first();
    const { kind, isFolded } = await field.evaluate((element) => ({
      kind: `${element.tagName}/${element.getAttribute('type') ?? ''}`,
      isFolded: element.closest('details:not([open])') !== null,
    }));
    if (isFolded) await field.locator('xpath=ancestor::details[not(@open)]/summary').first().click();
    if (kind.startsWith('SELECT')) await field.selectOption(value);
    else if (kind.endsWith('/radio') || kind.endsWith('/checkbox'))
      await this.page.locator(`[name="${name}"][value="${value}"]`).check();
    else await field.fill(value);
  }

  problems(): Promise<string[]> {
    return this.page.locator('.field-problem, .problems li').allTextContents();
  }
}

/** `{samples:[{m:'1'}]}` → [['samples.0.m','1']] */
function flat(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => flat(inner, path === '' ? key : `${path}.${key}`));
}

describe('the main job in a real browser', function () {
  this.timeout(180_000);
  let lab: Lab;
  let browser: Browser;
  let samplePath = '';

  before(async () => {
    mkdirSync(pictures, { recursive: true });
    lab = await startLab('sqlite');
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
    await lab.close();
  });

  async function seat(login: string, size = { width: 1280, height: 800 }): Promise<Seat> {
    const context = await browser.newContext({ viewport: size, locale: 'zh-CN' });
    const place = new Seat(await context.newPage(), lab.url);
    await place.signIn(login);
    return place;
  }

  async function leave(place: Seat): Promise<void> {
    expect(place.troubles, 'errors in the console').to.deep.equal([]);
    await place.page.context().close();
  }

  it('an officer registers the sampling on a phone', async () => {
    const officer = await seat('sampler', { width: 390, height: 844 });
    await officer.picture('01-home-sampler');
    await officer.page.goto(`${lab.url}/samplings/new`);
    await officer.picture('02-class');
    await officer.press('a[href="/samplings/new?class=tcm"]');
    const { portions, fields, productClass: _class, ...head } = story.sampling;
    // The form asks the unit once: every portion is counted in the unit of the whole.
    const sealed = portions.map(({ role, qty, sealNo }) => ({ role, qty, sealNo }));
    const values = [...flat(head), ...flat({ portions: sealed, fields })];
    const send = officer.page.locator('[data-step-send]');
    for (let step = 1; !(await send.isVisible()); step++) {
      const part = officer.page.locator('[data-step]:visible');
      const names = await part.locator('[name]').evaluateAll((all) => all.map((one) => one.getAttribute('name')));
      for (const [name, value] of values.filter(([name]) => names.includes(name))) await officer.put(name, value);
      if (names.includes('officers'))
        for (const login of ['sampler', 'sampler2'])
          await officer.page.check(`[name=officers][value="${(await lab.user(login)).id}"]`);
      await officer.picture(`03-sampling-step-${step}`);
      await officer.page.click('[data-step-next]');
      expect(await officer.problems()).to.deep.equal([]);
    }
    await officer.picture('03-sampling-check');
    await officer.press('[data-step-send]');
    expect(await officer.problems()).to.deep.equal([]);
    expect(officer.page.url()).to.match(/\/samplings\/[0-9A-Z]{26}$/);
    await officer.picture('04-sampling');
    await leave(officer);
  });

  it('reception checks, accepts and numbers the sample', async () => {
    const reception = await seat('reception');
    await reception.picture('05-home-reception');
    await reception.press('main table a[href$="/receipt"]');
    for (const box of await reception.page.locator('[name^="checks."][value=ok]').all()) await box.check();
    await reception.put('decision', 'accepted');
    await reception.picture('06-receipt');
    await reception.press('.form-foot .btn-primary');
    expect(await reception.problems()).to.deep.equal([]);
    samplePath = new URL(reception.page.url()).pathname;
    expect(samplePath).to.match(/^\/samples\/[0-9A-Z]{26}$/);
    await reception.picture('07-sample');
    await leave(reception);
  });

  it('the head of department plans the tests and assigns the analyst', async () => {
    const head = await seat('head');
    await head.picture('08-home-head');
    await head.press(`main table a[href="${samplePath}/plan"]`);
    await head.press(`a[href$="specification=${story.specification}"]`);
    await head.put('answers.part', 'root');
    await head.picture('09-plan');
    await head.press('.form-foot .btn-primary');
    expect(await head.problems()).to.deep.equal([]);
    expect(new URL(head.page.url()).pathname).to.equal(`${samplePath}/assignment`);
    await head.put('analyst', (await lab.user('analyst')).id);
    await head.picture('10-assignment');
    await head.press('.form-foot .btn-primary');
    expect(await head.problems()).to.deep.equal([]);
    await leave(head);
  });

  it('the analyst records every reading; each cell is saved when it is left', async () => {
    const analyst = await seat('analyst', { width: 1440, height: 900 });
    await analyst.picture('11-home-analyst');
    const tests = await lab.app.db.read('tests').orderBy('seq').select<{ id: string; seq: number }[]>('id', 'seq');
    const portion = await lab.app.db.read('portions').where({ role: 'test' }).first<{ code: string }>('code');
    for (const { id, seq } of tests) {
      await analyst.page.goto(`${lab.url}/tests/${id}`);
      const readings = flat(story.readings[String(seq)]);
      for (const [path, value] of [['common.portion', portion?.code ?? ''], ...readings] as [string, string][])
        await analyst.put(`readings.${path}`, value);
      await analyst.page.keyboard.press('Tab');
      await analyst.page.waitForFunction(() => {
        const [saved, total] =
          /(\d+)\/(\d+)/.exec(document.querySelector('[data-bench-status]')?.textContent ?? '')?.slice(1) ?? [];
        return saved !== undefined && saved === total;
      });
      await analyst.picture(`12-bench-${String(seq).padStart(2, '0')}`);
    }
    await analyst.page.goto(`${lab.url}/tests`);
    await analyst.picture('13-ready-to-submit');
    await analyst.put('password', PASSWORD);
    await analyst.press('.form-foot .btn-primary');
    expect(await analyst.problems()).to.deep.equal([]);
    await analyst.picture('14-submitted');
    await leave(analyst);
  });

  it('the reviewer looks at a record and signs them all', async () => {
    const reviewer = await seat('reviewer', { width: 1440, height: 900 });
    await reviewer.picture('15-home-reviewer');
    await reviewer.press('main table a[href$="/review"]');
    await reviewer.picture('16-review');
    for (;;) {
      await reviewer.page.goto(`${lab.url}/reviews`);
      const next = await reviewer.page.locator('main table a[href$="/review"]').first();
      if ((await next.count()) === 0) break;
      await next.click();
      await reviewer.put('password', PASSWORD);
      await reviewer.press('#sign .form-foot .btn-primary');
    }
    await reviewer.picture('17-reviews');
    expect(await reviewer.problems()).to.deep.equal([]);
    await leave(reviewer);
  });

  it('the head of department approves the batch', async () => {
    const head = await seat('head');
    await head.press(`main table a[href="${samplePath}/approval"]`);
    await head.picture('18-approval');
    await head.put('password', PASSWORD);
    await head.press('.form-foot .btn-primary');
    expect(await head.problems()).to.deep.equal([]);
    await leave(head);
  });

  it('the signatory issues the report; the public page shows it valid', async () => {
    const signatory = await seat('signatory', { width: 1440, height: 900 });
    await signatory.picture('19-home-signatory');
    await signatory.press('main table a[href^="/reports/"]');
    await signatory.picture('20-report-draft');
    await signatory.put('password', PASSWORD);
    await signatory.press('form[action$="/issue"] .btn-primary');
    expect(await signatory.problems()).to.deep.equal([]);
    await signatory.picture('21-report-issued');
    const verify = await signatory.page.locator('a[href^="/verify/"]').getAttribute('href');
    await signatory.page.goto(`${lab.url}${verify}`);
    expect(await signatory.page.locator('main').innerText()).to.include('有效');
    await signatory.picture('22-verify');
    await leave(signatory);
  });

  it('reception tells the authority of the nonconforming batch', async () => {
    const reception = await seat('reception');
    await reception.picture('23-home-case');
    await reception.press('main table a[href^="/cases/"]');
    await reception.picture('24-case');
    await reception.put('notifiedHow', 'system');
    await reception.put('notifiedTo', '示例市市场监督管理局');
    await reception.put('receiptNo', 'HZ-20261123-1');
    await reception.press('.form-foot .btn-primary');
    expect(await reception.problems()).to.deep.equal([]);
    await reception.picture('25-case-notified');
    await reception.page.goto(`${lab.url}${samplePath}`);
    await reception.picture('26-sample-issued');
    await leave(reception);
  });
});
