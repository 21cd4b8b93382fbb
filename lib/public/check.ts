import { isTypable, make, type Typable } from './page.js';
import { halfWidth } from './portions.js';

/** The checks of one step of a form: what is required and the plain form of it. The rest is the server's to judge. */
export type Say = (key: string, params?: Record<string, string>) => string;

export interface Fault {
  /** Where the cursor goes. */
  control: Typable;
  /** The field or group that carries the sentence. */
  field: HTMLElement;
  text: string;
}

export const controlsIn = (scope: HTMLElement): Typable[] =>
  Array.from(scope.querySelectorAll<HTMLElement>('input, select, textarea')).filter(isTypable);

/** The words before the mark of a required field. */
export function labelOf(control: Typable): string {
  return control.labels?.[0]?.firstChild?.textContent?.trim() ?? control.name;
}

export const groupLabel = (group: HTMLElement): string =>
  group.querySelector('.form-label')?.firstChild?.textContent?.trim() ?? '';

export function faultsIn(scope: HTMLElement, say: Say): Fault[] {
  const single = controlsIn(scope).flatMap((control): Fault[] => {
    const field = control.closest<HTMLElement>('.field');
    const text = faultOf(control, say);
    return field && text !== undefined ? [{ control, field, text }] : [];
  });
  const groups = Array.from(scope.querySelectorAll<HTMLElement>('[data-least]')).flatMap((group) => tooFew(group, say));
  return [...single, ...groups].sort((a, b) => (follows(a.control, b.control) ? 1 : -1));
}

const follows = (a: Node, b: Node): boolean => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;

function tooFew(group: HTMLElement, say: Say): Fault[] {
  const ticks = Array.from(group.querySelectorAll<HTMLInputElement>('input[type=checkbox]'));
  const [control] = ticks;
  const count = group.dataset.least ?? '0';
  if (!control || ticks.filter((tick) => tick.checked).length >= Number(count)) return [];
  return [{ control, field: group, text: say('least', { label: groupLabel(group), count }) }];
}

function faultOf(control: Typable, say: Say): string | undefined {
  const label = labelOf(control);
  if (!control.checkValidity()) {
    const { valueMissing, patternMismatch, rangeOverflow } = control.validity;
    if (valueMissing) return say(control instanceof HTMLSelectElement ? 'choose' : 'required', { label });
    if (rangeOverflow) return say('late', { label, max: control.getAttribute('max') ?? '' });
    return say(patternMismatch && 'scan' in control.dataset ? 'code' : 'format', { label });
  }
  const isNumber = control.classList.contains('decimal') && control.value !== '';
  return isNumber && !/^[+-]?(\d+\.?\d*|\.\d+)$/.test(halfWidth(control.value))
    ? say('number', { text: control.value })
    : undefined;
}

/** Writes the sentence beneath the field, in place of one that stood there. */
export function mark({ control, field, text }: Fault): void {
  unmark(field);
  const id = `${control.id}-step`;
  const line = make('p', { class: 'field-problem', id, 'data-step-problem': '' }, text);
  field.insertBefore(line, field.querySelector(':scope > .field-hint'));
  control.classList.add('is-problem');
  control.setAttribute('aria-invalid', 'true');
  control.setAttribute('aria-errormessage', id);
}

/** Takes our own sentence away; one of the server stays until the form is sent again. */
export function unmark(field: HTMLElement): void {
  const own = Array.from(field.children).filter((child) => 'stepProblem' in (child as HTMLElement).dataset);
  if (own.length === 0) return;
  for (const line of own) line.remove();
  for (const control of controlsIn(field)) {
    control.classList.remove('is-problem');
    control.removeAttribute('aria-invalid');
    control.removeAttribute('aria-errormessage');
  }
}

/** A portion is whole or absent: as soon as one of its controls holds something, the others are required. */
export function bindTogether(scope: HTMLElement): void {
  for (const group of scope.querySelectorAll<HTMLElement>('[data-together]')) {
    const controls = controlsIn(group);
    const isUsed = controls.some(({ value }) => value !== '');
    for (const control of controls) control.required = isUsed;
  }
}
