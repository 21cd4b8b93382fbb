import { isComposing, isText } from './page.js';

/** The catalogue answers while somebody types: tree and list are fetched for what stands in the form, the rest of the page stays. */
const PAUSE_MS = 90;
const OPEN = 'catalogue-open';

const form = document.querySelector<HTMLFormElement>('form[data-catalogue]');
const place = document.getElementById('catalogue');
if (form && place) browse(form, place);

function browse(form: HTMLFormElement, place: HTMLElement): void {
  const box = form.elements.namedItem('q') as HTMLInputElement;
  const line = form.querySelector<HTMLElement>('[data-found-line]');
  const clear = form.querySelector<HTMLElement>('[data-clear]');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | undefined;
  let shown = address();

  openBranches(place);
  form.classList.add('asking-live');
  form.addEventListener('input', (event) => {
    if (event instanceof InputEvent && event.isComposing) return;
    later();
  });
  // Characters that an input method was still composing are there only now.
  form.addEventListener('compositionend', later);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    void ask();
  });
  form.addEventListener('change', ({ target }) => {
    // The groups belong to the class.
    const { elements } = form;
    if (target === elements.namedItem('class')) (elements.namedItem('group') as HTMLSelectElement).value = '';
  });
  place.addEventListener('click', ({ target }) => remember(target));
  document.addEventListener('keydown', onKey, true);

  function later(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), PAUSE_MS);
  }

  /** The address of what the form asks; empty fields are left out. */
  function address(): string {
    const asked = [...new FormData(form)].flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()]] : [],
    );
    return asked.length === 0 ? form.action : `${form.action}?${new URLSearchParams(asked).toString()}`;
  }

  async function ask(): Promise<void> {
    clearTimeout(timer);
    const url = address();
    if (url === shown) return;
    running?.abort();
    running = new AbortController();
    try {
      const response = await fetch(url, {
        credentials: 'same-origin',
        headers: { 'X-Fragment': 'found', Accept: 'application/json' },
        signal: running.signal,
      });
      // A session that ended, or a fault: the server says so on a page of its own.
      if (!response.ok) {
        location.assign(url);
        return;
      }
      show(((await response.json()) as { html: string }).html);
      shown = url;
      history.replaceState(null, '', url);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError')) location.assign(url);
    }
  }

  function show(html: string): void {
    const parsed = new DOMParser().parseFromString(html, 'text/html');
    place.replaceChildren(...Array.from(parsed.body.childNodes, (node) => document.importNode(node, true)));
    if (box.value.trim() === '') openBranches(place);
    if (line) line.textContent = place.querySelector<HTMLElement>('[data-found]')?.dataset.found ?? '';
    if (clear) clear.hidden = address() === form.action;
  }

  const rows = (): HTMLAnchorElement[] => Array.from(place.querySelectorAll<HTMLAnchorElement>('tbody th a'));

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || isComposing(event)) return;
    if (event.key === '/' && !isText(event.target)) {
      event.preventDefault();
      event.stopPropagation();
      box.select();
      return;
    }
    step(event, rows());
  }

  function step(event: KeyboardEvent, links: readonly HTMLAnchorElement[]): void {
    const at = links.indexOf(event.target as HTMLAnchorElement);
    if (event.target !== box && at < 0) return;
    if (event.key === 'ArrowDown') go(event, links[at + 1]);
    else if (event.key === 'ArrowUp' && at >= 0) go(event, links[at - 1] ?? box);
    else if (event.key === 'Escape' && at >= 0) go(event, box);
    else if (event.key === 'Enter' && event.target === box && address() === shown && links[0] && box.value !== '')
      open(event, links[0]);
  }

  function go(event: KeyboardEvent, next: HTMLElement | undefined): void {
    event.preventDefault();
    next?.focus();
    if (next === box) box.select();
    else next?.closest('tr')?.scrollIntoView({ block: 'nearest' });
  }

  function open(event: KeyboardEvent, link: HTMLAnchorElement): void {
    event.preventDefault();
    event.stopPropagation();
    link.click();
  }
}

function kept(): string[] {
  try {
    return JSON.parse(localStorage.getItem(OPEN) ?? '[]') as string[];
  } catch {
    return []; // storage switched off by policy
  }
}

/** What was open when the tree was last seen is open again. */
function openBranches(place: HTMLElement): void {
  const names = new Set(kept());
  for (const branch of place.querySelectorAll<HTMLDetailsElement>('details[data-branch]'))
    if (names.has(branch.dataset.branch ?? '')) branch.open = true;
}

/** Only what somebody opened or closed by hand; a search opens all that it found. */
function remember(target: EventTarget | null): void {
  const branch = target instanceof Element ? target.closest('summary')?.parentElement : null;
  if (!(branch instanceof HTMLDetailsElement) || branch.dataset.branch === undefined) return;
  const names = new Set(kept());
  // The click comes before the toggle.
  if (branch.open) names.delete(branch.dataset.branch);
  else names.add(branch.dataset.branch);
  try {
    localStorage.setItem(OPEN, JSON.stringify([...names]));
  } catch {
    return;
  }
}
