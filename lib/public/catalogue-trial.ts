import { cellsIn } from './cells.js';
import { atEdge, grow, neighbour, spread } from './grid.js';
import { isComposing, isText, say, type Typable, word } from './page.js';

/** 算一算: what is typed is calculated by the server shortly after; the outcome stands beside it, what is wrong at its field. */
const PAUSE_MS = 120;

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-trial]')) trial(form);

function trial(form: HTMLFormElement): void {
  const { isCell, names, write, mark } = cellsIn(form);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | undefined;

  form.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLElement && isCell(target) && target.value !== '') grow(target);
    later();
  });
  form.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLSelectElement && 'kind' in target.dataset) showTexts(target.value);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    void ask();
  });
  form.addEventListener('focusin', ({ target }) => {
    if (isText(target) && target.closest('table')) target.select();
  });
  form.addEventListener('keydown', onKey);
  form.addEventListener('paste', onPaste);

  function later(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), PAUSE_MS);
  }

  /** The values that the chosen kind of limit takes. */
  function showTexts(kind: string): void {
    for (const field of form.querySelectorAll<HTMLElement>('[data-kinds]'))
      field.hidden = !(field.dataset.kinds ?? '').split(' ').includes(kind);
  }

  function address(): string {
    const typed = [...new FormData(form)].flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' && value !== '' ? [[name, value]] : [],
    );
    return `${form.action}?${new URLSearchParams(typed).toString()}`;
  }

  async function ask(): Promise<void> {
    clearTimeout(timer);
    running?.abort();
    running = new AbortController();
    const url = address();
    try {
      const response = await fetch(url, {
        credentials: 'same-origin',
        headers: { 'X-Fragment': 'outcome', Accept: 'application/json' },
        signal: running.signal,
      });
      // A session that ended, or a fault: the server says so on a page of its own.
      if (!response.ok) {
        location.assign(url);
        return;
      }
      show(((await response.json()) as { html: string }).html);
      history.replaceState(null, '', url);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError')) say(word('trialOffline'), 'problem');
    }
  }

  /** The server's own markup, parsed apart, so that nothing in it runs. */
  function show(html: string): void {
    const panel = document.getElementById('outcome');
    const parsed = new DOMParser().parseFromString(html, 'text/html');
    const problems = new Map(
      Array.from(parsed.querySelectorAll<HTMLElement>('[data-problem-for]'), (one) => [
        one.dataset.problemFor ?? '',
        one.textContent ?? '',
      ]),
    );
    panel?.replaceChildren(...Array.from(parsed.body.childNodes, (node) => document.importNode(node, true)));
    for (const name of names()) {
      const problem = problems.get(name);
      if (problem === undefined) mark(name, undefined);
      else mark(name, 'refused', problem);
    }
  }

  function onKey(event: KeyboardEvent): void {
    const cell = event.target;
    if (!(cell instanceof HTMLElement) || !isCell(cell) || isComposing(event)) return;
    if (event.ctrlKey || event.altKey || event.metaKey || cell instanceof HTMLTextAreaElement) return;
    const inTable = cell.closest('table') !== null;
    const isFree = !(cell instanceof HTMLSelectElement) && cell.type !== 'date';
    if (event.key === 'Enter') move(event, cell, event.shiftKey ? -1 : 1, 0);
    else if (event.key === 'ArrowDown' && isFree) move(event, cell, 1, 0);
    else if (event.key === 'ArrowUp' && isFree) move(event, cell, -1, 0);
    else if (event.key === 'ArrowRight' && isFree && inTable && atEdge(cell, 1)) move(event, cell, 0, 1);
    else if (event.key === 'ArrowLeft' && isFree && inTable && atEdge(cell, -1)) move(event, cell, 0, -1);
  }

  function move(event: KeyboardEvent, cell: Typable, down: number, right: number): void {
    event.preventDefault();
    neighbour(cell, form, down, right)?.focus();
  }

  function onPaste(event: ClipboardEvent): void {
    const cell = event.target;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!(cell instanceof HTMLElement) || !isCell(cell) || !/[\t\n]/.test(text.trimEnd())) return;
    if (cell instanceof HTMLTextAreaElement) return;
    event.preventDefault();
    for (const [target, value] of spread(cell, text)) write(target.name, value);
    later();
  }
}
