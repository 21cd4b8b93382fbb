import { formNow, openStage, pageText } from './bench-page.js';
import { cellsIn, readFrom } from './cells.js';
import { askReason } from './dialog.js';
import { above, atEdge, cellsOf, grow, neighbour, spread } from './grid.js';
import { chinaTime, isComposing, isText, make, randomKey, type Typable, word } from './page.js';
import { type Answer, type Change, type Current, RETRY_MS, saveCell } from './save.js';
import { onWeighing, type Weighing } from './weighing.js';

/**
 * The record at the bench: a cell is posted when it is left, one at a time, because each answer brings the version
 * that the next needs. What has not arrived is kept on this machine and sent when the network returns.
 */
type Waiting = Change & { key: string; from: string };
type Who = Pick<Current, 'by' | 'at'>;

const forms = Array.from(document.querySelectorAll<HTMLFormElement>('form[data-bench]'));
for (const form of forms) bench(form);

function bench(form: HTMLFormElement): void {
  const { isCell, names, read, write, mark } = cellsIn(form);
  const url = form.dataset.saveUrl ?? '';
  const store = `bench:${document.body.dataset.user ?? ''}:${url}`;
  const saved = new Map<string, string>();
  const queue = new Map<string, Waiting>();
  let isSending = false;
  let isOffline = false;

  for (const name of names()) saved.set(name, read(name));
  restore();
  tell();

  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLElement && isCell(target)) offer(target.name);
  });
  form.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLElement && isCell(target))) return;
    if (target.value !== '') for (const name of grow(target)) saved.set(name, '');
    mark(target.name, read(target.name) === saved.get(target.name) ? undefined : 'waiting');
  });
  form.addEventListener('focusin', ({ target }) => {
    if (isText(target) && target.closest('table')) target.select();
  });
  form.addEventListener('keydown', onKey);
  form.addEventListener('paste', onPaste);
  onWeighing(form, weighed);
  window.addEventListener('online', () => void send());
  document.addEventListener('lims:unlocked', () => void send());
  window.addEventListener('beforeunload', (event) => {
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && isCell(activeElement)) offer(activeElement.name);
    if (queue.size > 0) event.preventDefault();
  });

  /** Puts a changed value in the queue; going back to what is saved takes it out again. */
  function offer(name: string, reason?: string): void {
    const value = read(name);
    const from = saved.get(name) ?? '';
    if (value === from) {
      queue.delete(name);
      mark(name, from === '' ? undefined : 'saved');
    } else {
      queue.set(name, { field: name, value, from, key: randomKey(), ...(reason !== undefined && { reason }) });
      mark(name, 'waiting');
    }
    keep();
    void send();
  }

  async function send(): Promise<void> {
    if (isSending) return;
    isSending = true;
    for (let next = first(); next; next = first()) {
      const { from: _from, key, ...change } = next;
      mark(next.field, 'saving');
      tell();
      const answer = await saveCell(url, Number(form.dataset.version), change, key);
      if (!(await settle(next, answer))) break;
    }
    isSending = false;
    tell();
  }

  const first = (): Waiting | undefined => queue.values().next().value;

  /** Takes in an answer; false when the queue has to wait. */
  async function settle(sent: Waiting, answer: Answer): Promise<boolean> {
    isOffline = answer.kind === 'offline';
    if (answer.kind === 'offline') {
      mark(sent.field, 'offline');
      setTimeout(() => void send(), RETRY_MS);
      return false;
    }
    if (answer.kind === 'locked') {
      mark(sent.field, 'offline');
      document.dispatchEvent(new Event('lims:lock'));
      return false;
    }
    // Typed again while this one was under way: the newer value stays in the queue.
    if (queue.get(sent.field)?.key === sent.key) queue.delete(sent.field);
    if (answer.kind === 'saved') accept(sent, answer);
    else if (answer.kind === 'reason') await askWhy(sent);
    else if (answer.kind === 'stale') await compare(sent, answer.current);
    else {
      const own = answer.problems.filter(
        ({ field }) => field === null || sent.field.endsWith(field) || field === 'value',
      );
      mark(
        sent.field,
        'refused',
        (own.length > 0 ? own : answer.problems).map(({ text }) => text).join(' ') || answer.title,
      );
    }
    keep();
    return true;
  }

  function accept(sent: Change, answer: { version: number; html?: string; value?: string }): void {
    form.dataset.version = String(answer.version);
    const value = answer.value ?? sent.value;
    saved.set(sent.field, value);
    if (answer.value !== undefined && read(sent.field) === sent.value) write(sent.field, value);
    if (!queue.has(sent.field)) mark(sent.field, 'saved');
    if (answer.html !== undefined) replaceOutcome(answer.html);
  }

  /** A weight that the balance put into the record itself. */
  function weighed(cell: Typable, weight: Weighing): void {
    const { name } = cell;
    if (weight.state === 'reading') mark(name, 'saving');
    else if (weight.state === 'refused') mark(name, 'refused', weight.sentence);
    else if (weight.state === 'left') mark(name, saved.get(name) === '' ? undefined : 'saved');
    else {
      queue.delete(name);
      write(name, weight.value);
      for (const fresh of grow(cell)) saved.set(fresh, '');
      accept(
        { field: name, value: weight.value },
        { ...weight, version: Math.max(Number(form.dataset.version), weight.version) },
      );
      keep();
      void pageText().then(replaceOutcome);
    }
    tell();
  }

  /** A saved value is changed only with a reason (it stands in the trail beside the old one). */
  async function askWhy(sent: Waiting): Promise<void> {
    const reason = await askReason(
      word('reasonTitle'),
      word('changedTitle', { from: sent.from || '—', to: sent.value || '—' }),
    );
    if (reason !== undefined) {
      queue.set(sent.field, { ...sent, reason, key: randomKey() });
      return;
    }
    write(sent.field, sent.from);
    mark(sent.field, 'saved');
  }

  /** Somebody else was faster: both values, when the server said what now stands; else the page is read again for it. */
  async function compare(sent: Waiting, current: Current | undefined): Promise<void> {
    if (current) {
      form.dataset.version = String(current.version);
      offerBoth(sent, current.values[sent.field] ?? '', current);
      return;
    }
    const now = await formNow(url);
    if (!now) return mark(sent.field, 'refused', word('refusedCell'));
    form.dataset.version = now.dataset.version ?? '';
    const theirs = readFrom(cellsOf(now).filter((cell) => cell.name === sent.field));
    offerBoth(sent, theirs);
  }

  /** Another cell of the record was changed, not this one: nothing to choose. */
  function offerBoth(sent: Waiting, theirs: string, who?: Who): void {
    if (theirs === sent.from) queue.set(sent.field, { ...sent, key: randomKey() });
    else showBoth(sent, theirs, who);
  }

  /** Both values side by side; nothing is overwritten unasked. */
  function showBoth(sent: Waiting, theirs: string, { by, at }: Who = {}): void {
    const mine = make('button', { type: 'button', class: 'btn btn-sm' }, word('keepMine'));
    const other = make('button', { type: 'button', class: 'btn btn-sm' }, word('keepTheirs'));
    const values = { theirs: theirs || '—', mine: sent.value || '—' };
    const sentence = by && at ? word('staleBy', { ...values, by, at: chinaTime(at) }) : word('stale', values);
    mark(sent.field, 'stale', sentence, [mine, other]);
    const settled = (value: string) => () => {
      saved.set(sent.field, theirs);
      write(sent.field, value);
      offer(sent.field);
    };
    mine.addEventListener('click', settled(sent.value));
    other.addEventListener('click', settled(theirs));
  }

  /** The server's own markup of this record; parsed apart, so that nothing in it runs. */
  function replaceOutcome(html: string): void {
    const panel = document.querySelector(form.dataset.outcome ?? '#outcome');
    if (!panel) return;
    const parsed = new DOMParser().parseFromString(html, 'text/html');
    const inner = panel.id ? parsed.getElementById(panel.id) : null;
    panel.replaceChildren(...Array.from((inner ?? parsed.body).childNodes, (node) => document.importNode(node, true)));
    for (const name of openStage(form, panel)) saved.set(name, '');
  }

  function tell(): void {
    const status = form.querySelector<HTMLElement>('[data-bench-status]');
    if (!status) return;
    const all = names();
    const wrong = form.querySelectorAll('[data-save=refused],[data-save=stale]').length;
    // Only what was typed counts: a form has fields that a record never needs.
    const filled = all.filter((name) => read(name) !== '' || saved.get(name) !== '');
    const done = filled.filter((name) => read(name) === saved.get(name)).length;
    const text = word('saved', { saved: done, total: filled.length });
    if (isOffline) show(status, 'offline', word('offline', { count: queue.size }));
    else if (wrong > 0) show(status, 'problem', `${text}　${word('unsaved', { count: wrong })}`);
    else if (queue.size > 0) show(status, 'saving', `${text}　${word('saving')}`);
    else if (filled.length === 0) show(status, 'plain', word('savesItself'));
    else show(status, 'saved', text);
  }

  function show(status: HTMLElement, tone: string, text: string): void {
    status.dataset.tone = tone;
    status.textContent = text;
  }

  function keep(): void {
    const left = [...queue.values()];
    if (left.length === 0) sessionStorage.removeItem(store);
    else sessionStorage.setItem(store, JSON.stringify(left));
  }

  /** Values that had not arrived when the page went away: sent now, unless the stored value has changed meanwhile. */
  function restore(): void {
    for (const left of JSON.parse(sessionStorage.getItem(store) ?? '[]') as Waiting[]) {
      const now = saved.get(left.field);
      if (now === undefined || now === left.value) continue;
      write(left.field, left.value);
      if (now === left.from) queue.set(left.field, left);
      else showBoth(left, now);
    }
    keep();
    if (queue.size > 0) void send();
  }

  function onKey(event: KeyboardEvent): void {
    const cell = event.target;
    if (!(cell instanceof HTMLElement) || !isCell(cell) || isComposing(event)) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'd') {
      const source = above(cell, form);
      event.preventDefault();
      if (source) enter(cell, read(source.name));
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const go = (down: number, right: number): void => move(event, cell, down, right);
    const isFree =
      !(cell instanceof HTMLTextAreaElement) && !(cell instanceof HTMLSelectElement) && cell.type !== 'date';
    if (event.key === 'Enter' && !(cell instanceof HTMLTextAreaElement)) go(event.shiftKey ? -1 : 1, 0);
    else if (event.key === 'ArrowDown' && isFree) go(1, 0);
    else if (event.key === 'ArrowUp' && isFree) go(-1, 0);
    else if (event.key === 'ArrowRight' && isFree && cell.closest('table') && atEdge(cell, 1)) go(0, 1);
    else if (event.key === 'ArrowLeft' && isFree && cell.closest('table') && atEdge(cell, -1)) go(0, -1);
    else if (event.key === 'F2' && isText(cell)) cell.setSelectionRange(cell.value.length, cell.value.length);
    else if (event.key === 'Escape') {
      write(cell.name, saved.get(cell.name) ?? '');
      offer(cell.name);
    }
  }

  function move(event: KeyboardEvent, cell: Typable, down: number, right: number): void {
    event.preventDefault();
    const next = neighbour(cell, form, down, right);
    if (next) next.focus();
    else offer(cell.name);
  }

  /** A value that was not typed by hand, entered and saved as if it had been. */
  function enter(cell: Typable, value: string): void {
    write(cell.name, value);
    offer(cell.name);
  }

  function onPaste(event: ClipboardEvent): void {
    const cell = event.target;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (
      !(cell instanceof HTMLElement) ||
      !isCell(cell) ||
      !/[\t\n]/.test(text.trimEnd()) ||
      cell instanceof HTMLTextAreaElement
    )
      return;
    event.preventDefault();
    for (const [target, value] of spread(cell, text)) enter(target, value);
  }
}
