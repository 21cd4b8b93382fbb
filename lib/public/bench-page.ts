import { cellsOf, growTo } from './grid.js';

/**
 * The part of the record that the first stage now calls for opens with its rows; one that is due no more and empty closes again.
 * @returns the names of the cells that are new
 */
export function openStage(form: HTMLFormElement, panel: Element): string[] {
  const fresh: string[] = [];
  const due = panel.querySelector<HTMLElement>('[data-stage-due]');
  for (const stage of form.querySelectorAll<HTMLElement>('[data-stage]')) {
    const isDue = stage.dataset.stage === due?.dataset.stageDue;
    if (!(stage instanceof HTMLDetailsElement)) {
      stage.classList.toggle('record-due', isDue);
      continue;
    }
    const table = stage.querySelector<HTMLTableElement>('table');
    const isEmpty = cellsOf(stage).every((cell) => cell.value === '');
    if (isDue && table) fresh.push(...growTo(table, Number(due?.dataset.rows)));
    if (isDue) stage.open = true;
    else if (isEmpty && !stage.contains(document.activeElement)) stage.open = false;
  }
  return fresh;
}

/** The page as the server draws it now. */
export const pageText = async (): Promise<string> =>
  (await fetch(location.href, { credentials: 'same-origin' })).text();

/** The record of the page as the server draws it now, by where it is saved. */
export async function formNow(url: string): Promise<HTMLFormElement | undefined> {
  const page = new DOMParser().parseFromString(await pageText(), 'text/html');
  return Array.from(page.querySelectorAll<HTMLFormElement>('form[data-bench]')).find(
    (other) => other.dataset.saveUrl === url,
  );
}
