import { controlsIn, groupLabel, labelOf, type Say } from './check.js';
import { make, type Typable } from './page.js';

/** What will be recorded, part by part, each with its way back; empty fields are left out. */
export function drawSummary(into: HTMLElement, parts: readonly HTMLElement[], say: Say): void {
  into.replaceChildren(...parts.map((part) => section(part, say)));
}

function section(part: HTMLElement, say: Say): HTMLElement {
  const title = part.getAttribute('aria-label') ?? '';
  const change = make('a', { href: `#${part.id}`, 'aria-label': `${say('change')} ${title}` }, say('change'));
  const facts = factsOf(part);
  const body =
    facts.length === 0
      ? make('p', { class: 'quiet' }, say('nothing'))
      : make('dl', { class: 'walk-facts' }, ...facts.map(([term, texts]) => fact(term, texts)));
  const sum = part.querySelector<HTMLElement>('[data-sum]')?.cloneNode(true);
  return make('section', { class: 'walk-sum' }, make('h2', {}, title, change), body, ...(sum ? [sum] : []));
}

const fact = (term: string, texts: readonly string[]): HTMLElement =>
  make('div', {}, make('dt', {}, term), make('dd', {}, ...texts.map((text) => make('span', {}, text))));

/** Term and value in the order of the form; the ticks of a group and the parts of a portion on one line. */
function factsOf(part: HTMLElement): [string, string[]][] {
  const lines = new Map<HTMLElement, [string, string[]]>();
  for (const control of controlsIn(part)) {
    const group = control.closest<HTMLElement>('[role=group]') ?? control;
    const text = shown(control);
    const line = lines.get(group) ?? [group === control ? labelOf(control) : groupLabel(group), []];
    if (text !== '') line[1].push(text);
    lines.set(group, line);
  }
  return [...lines.values()].filter(([, texts]) => texts.length > 0);
}

/** A value as it will read: the word of a choice, the name of a tick, a number with its unit. */
function shown(control: Typable): string {
  if (control instanceof HTMLSelectElement)
    return control.value === '' ? '' : (control.selectedOptions[0]?.textContent ?? '');
  if (control.type === 'checkbox' || control.type === 'radio')
    return (control as HTMLInputElement).checked ? (control.labels?.[0]?.textContent?.trim() ?? '') : '';
  const unit = unitOf(control);
  return control.value.trim() === '' ? '' : `${control.value.trim()} ${unit}`.trim();
}

/** Printed beside the control, or typed in another one that its group names (`data-unit-from`). */
function unitOf(control: Typable): string {
  const from = control.closest<HTMLElement>('[data-unit-from]')?.dataset.unitFrom;
  const other = from && control.classList.contains('decimal') ? control.form?.elements.namedItem(from) : undefined;
  if (other instanceof HTMLInputElement) return other.value.trim();
  return control.closest('.with-unit')?.querySelector('.unit')?.textContent ?? '';
}
