import type { Cell } from './sheet-model.js';

const REST_MS = 200;

/** The formula of the active row above the grid and the origin of the active value at its right, asked of the server when the cursor rests. */
export function openOrigin(root: HTMLElement, id: string): { look(cell: Cell): void; changed(row: string): void } {
  const bar = root.querySelector<HTMLElement>('[data-formula]');
  const where = root.querySelector<HTMLElement>('[data-where]');
  const drawer = root.querySelector<HTMLElement>('[data-origin]');
  const toggle = root.querySelector<HTMLElement>('[data-origin-toggle]');
  let active: Cell | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;

  toggle?.addEventListener('click', () => {
    if (!drawer) return;
    drawer.hidden = !drawer.hidden;
    toggle.setAttribute('aria-expanded', String(!drawer.hidden));
    localStorage.setItem('sheet-origin', drawer.hidden ? '' : 'open');
    active?.control.focus();
  });
  if (drawer && localStorage.getItem('sheet-origin') === 'open') toggle?.click();

  function later(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), REST_MS);
  }

  async function ask(): Promise<void> {
    const cell = active;
    if (!cell) return;
    asked += 1;
    const mine = asked;
    const query = new URLSearchParams({ row: cell.row, field: cell.field });
    try {
      const response = await fetch(`/runs/${id}/origin?${query}`, {
        credentials: 'same-origin',
        headers: { 'X-Fragment': 'origin', Accept: 'application/json' },
      });
      if (!response.ok || mine !== asked) return;
      const { html } = (await response.json()) as { html: string };
      // Parsed apart, so that nothing in it runs.
      const parsed = new DOMParser().parseFromString(html, 'text/html');
      fill(bar, parsed.querySelector('[data-pane=formula]'));
      fill(drawer, parsed.querySelector('[data-pane=origin]'));
    } catch {
      // Out of reach: what is shown stays until the next look.
    }
  }

  function fill(place: HTMLElement | null, source: Element | null): void {
    if (place && source)
      place.replaceChildren(...Array.from(source.childNodes, (node) => document.importNode(node, true)));
  }

  return {
    look: (cell) => {
      active = cell;
      if (where) where.textContent = cell.control.getAttribute('aria-label') ?? '';
      later();
    },
    changed: (row) => {
      if (active?.row === row || row === 'shared') later();
    },
  };
}
