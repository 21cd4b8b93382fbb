/** The event by which a cell learns what the balance does for it. */
export const weighing = 'lims:weigh';

/** `left`: nothing was read, the cell is as it was. */
export type Weighing =
  | { state: 'reading' }
  | { state: 'left' }
  | { state: 'saved'; value: string; unit: string; version: number }
  | { state: 'refused'; sentence: string };

/** Listens for the weights of the cells within. */
export function onWeighing(root: HTMLElement, take: (cell: HTMLInputElement, weight: Weighing) => void): void {
  root.addEventListener(weighing, (event) => {
    if (event instanceof CustomEvent && event.target instanceof HTMLInputElement)
      take(event.target, event.detail as Weighing);
  });
}
