import { askReason } from './dialog.js';
import { make, postJson, randomKey, refusedOf, say, word } from './page.js';
import { pick } from './sheet-model.js';
import { beep } from './sound.js';
import { type Weighing, weighing } from './weighing.js';

/**
 * The balance at the bench: F8 in a weighed cell, or the button that stands at it, puts the stable weight into it as saved and goes on to the
 * next one. Which of several balances stands at this place is remembered in this browser.
 */
interface Balance {
  number: string;
  name: string;
}

const STORE = 'weigh-balance';
/** A balance that does not come to rest is given up by the server after ten seconds. */
const PATIENCE_MS = 20_000;

for (const host of document.querySelectorAll<HTMLElement>('[data-weigh]')) desk(host);

function desk(host: HTMLElement): void {
  const balances = JSON.parse(host.dataset.balances ?? '[]') as Balance[];
  const words = JSON.parse(host.dataset.words ?? '{}') as Record<string, string>;
  const say2 = (key: string, params: Record<string, string> = {}): string =>
    (words[key] ?? key).replace(/\{(\w+)\}/g, (hole, name: string) => params[name] ?? hole);
  const button = make('button', { type: 'button', class: 'btn btn-sm', tabindex: '-1' }, say2('button'));
  const other = make('button', { type: 'button', class: 'btn btn-sm', tabindex: '-1' }, '⇄');
  const float = make('div', { class: 'weigh-float', hidden: '' }, button, ...(balances.length > 1 ? [other] : []));
  document.body.append(float);
  let at: HTMLInputElement | undefined;
  let isReading = false;

  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof Node && float.contains(target)) return;
    at = isMass(target) ? target : undefined;
    place();
  });
  document.addEventListener('focusout', () => setTimeout(leave));
  document.addEventListener('scroll', place, { capture: true, passive: true });
  window.addEventListener('resize', place);
  // The cell keeps the focus, and a screen keyboard stays as it is.
  float.addEventListener('pointerdown', (event) => event.preventDefault());
  button.addEventListener('click', () => void read());
  other.addEventListener('click', () => void choose(true));
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'F8' || event.ctrlKey || event.altKey || event.metaKey || !isMass(event.target)) return;
    event.preventDefault();
    at = event.target;
    void read();
  });

  function leave(): void {
    if (document.activeElement === at || float.contains(document.activeElement)) return;
    at = undefined;
    place();
  }

  /** Above the right end of the cell, where what was typed last stands and not what comes next. */
  function place(): void {
    float.hidden = at === undefined;
    if (!at) return;
    other.title = say2('other', { number: remembered()?.number ?? '—' });
    other.setAttribute('aria-label', other.title);
    const cell = at.getBoundingClientRect();
    const own = float.getBoundingClientRect();
    const isRoom = cell.top - own.height > 60;
    float.style.top = `${isRoom ? cell.top - own.height - 2 : cell.bottom + 2}px`;
    float.style.left = `${Math.max(4, Math.min(cell.right, window.innerWidth - 4) - own.width)}px`;
  }

  function remembered(): Balance | undefined {
    const [only, ...more] = balances;
    return more.length === 0 ? only : balances.find(({ number }) => number === localStorage.getItem(STORE));
  }

  async function choose(anew = false): Promise<Balance | undefined> {
    const known = remembered();
    if (known && !anew) return known;
    const ways = Object.fromEntries(balances.map(({ number, name }) => [number, `${number} ${name}`]));
    const number = await pick(say2('choose'), ways, word('cancel'));
    if (number !== undefined) localStorage.setItem(STORE, number);
    place();
    return balances.find((one) => one.number === number);
  }

  async function read(): Promise<void> {
    const cell = at;
    if (!cell || isReading) return;
    isReading = true;
    const balance = await choose();
    if (balance) await weigh(cell, balance);
    isReading = false;
  }

  /** One reading, and once more with a reason where another value stands in the cell. */
  async function weigh(cell: HTMLInputElement, balance: Balance, reason?: string): Promise<void> {
    const place = placeOf(cell);
    if (!place) return;
    tell(cell, { state: 'reading' });
    say(say2('reading', { number: balance.number }));
    const answer = await ask(place, balance, reason);
    if (answer === 'locked') {
      tell(cell, { state: 'left' });
      document.dispatchEvent(new Event('lims:lock'));
    } else if (answer === 'reason') {
      tell(cell, { state: 'left' });
      const why = await askReason(word('reasonTitle'), say2('again', { value: cell.value || '—' }));
      cell.focus();
      if (why !== undefined) await weigh(cell, balance, why);
    } else if (answer.state === 'saved') {
      tell(cell, answer);
      beep(true);
      nextOf(cell)?.focus();
      say(say2('saved', { number: balance.number, value: answer.value, unit: answer.unit }));
    } else {
      tell(cell, answer);
      beep(false);
      say(answer.sentence, 'problem');
    }
  }

  async function ask(
    { test, field }: { test: string; field: string },
    { number }: Balance,
    reason?: string,
  ): Promise<Extract<Weighing, { state: 'saved' | 'refused' }> | 'reason' | 'locked'> {
    const timer = new AbortController();
    const timeout = setTimeout(() => timer.abort(), PATIENCE_MS);
    try {
      const body = { field, instrument: number, ...(reason !== undefined && { reason }) };
      const key = { 'Idempotency-Key': randomKey() };
      const response = await postJson(`/api/v1/tests/${test}/weighings`, body, key, timer.signal);
      if (response.ok)
        return { state: 'saved', ...((await response.json()) as { value: string; unit: string; version: number }) };
      const { problems, title } = await refusedOf(response);
      if (problems.some(({ id }) => id.startsWith('session.'))) return 'locked';
      if (problems.some(({ id }) => id === 'record.reason')) return 'reason';
      return { state: 'refused', sentence: problems.map(({ text }) => text).join(' ') || title };
    } catch {
      return { state: 'refused', sentence: say2('offline') };
    } finally {
      clearTimeout(timeout);
    }
  }
}

const tell = (cell: HTMLInputElement, detail: Weighing): void => {
  cell.dispatchEvent(new CustomEvent<Weighing>(weighing, { bubbles: true, detail }));
};

const isMass = (target: EventTarget | null): target is HTMLInputElement =>
  target instanceof HTMLInputElement && target.dataset.mass !== undefined && !target.readOnly && !target.disabled;

/** The record and the field of a cell: on the bench by its form, on a sheet by its row. */
function placeOf(cell: HTMLInputElement): { test: string; field: string } | undefined {
  const { test } = cell.closest('tr')?.dataset ?? {};
  if (test !== undefined) return { test, field: cell.name.split('.').slice(2).join('.') };
  const url = cell.form?.dataset.saveUrl;
  return url === undefined ? undefined : { test: url.split('/')[2] ?? '', field: cell.name };
}

/** Down the column, then the top of the next weighed column of the grid; outside of grids the next weighed cell of the page. */
function nextOf(cell: HTMLInputElement): HTMLInputElement | undefined {
  const within = cell.closest('table') ?? cell.form ?? document;
  const after = (root: ParentNode): HTMLInputElement[] =>
    Array.from(root.querySelectorAll<HTMLInputElement>('input[data-mass]')).filter(
      (one) => one === cell || (isMass(one) && one.offsetParent !== null),
    );
  const column = (one: HTMLInputElement): number => one.closest('td')?.cellIndex ?? 0;
  const inGrid = after(within);
  if (cell.closest('table')) inGrid.sort((a, b) => column(a) - column(b));
  const next = inGrid[inGrid.indexOf(cell) + 1];
  if (next || !cell.form) return next;
  const all = after(cell.form);
  const last = inGrid.map((one) => all.indexOf(one)).reduce((a, b) => Math.max(a, b), -1);
  return all[last + 1];
}
