import { bindTogether, controlsIn, type Fault, faultsIn, mark, unmark } from './check.js';
import { draftKey } from './drafts.js';
import { isComposing, isTypable, type Typable } from './page.js';
import { sumOf } from './portions.js';
import { drawSummary } from './summary.js';

/** A long form, one part at a time below this width; on a wider screen all parts stand on the page. */
const narrow = matchMedia('(max-width: 699.98px)');

const root = found<HTMLElement>(document, '[data-steps]');
const form = root.closest('form') ?? document.createElement('form');
const parts = Array.from(root.querySelectorAll<HTMLElement>('[data-step]'));
const links = Array.from(root.querySelectorAll<HTMLAnchorElement>('.walk-list a'));
const now = found<HTMLButtonElement>(root, '[data-step-now]');
const back = found<HTMLButtonElement>(root, '[data-step-back]');
const next = found<HTMLButtonElement>(root, '[data-step-next]');
const send = found<HTMLButtonElement>(root, '[data-step-send]');
const leave = found<HTMLElement>(root, '[data-step-leave]');
const intro = document.querySelector<HTMLElement>('[data-steps-intro]');
const words = JSON.parse(root.dataset.words ?? '{}') as Record<string, string>;
const last = parts.length - 1;
let current = first();

function found<T extends HTMLElement>(scope: ParentNode, selector: string): T {
  const element = scope.querySelector<T>(selector);
  if (!element) throw new Error(`the form lacks ${selector}`);
  return element;
}

function say(key: string, params: Record<string, string> = {}): string {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
}

/** The part that a refusal points to, else the one that was open when the draft was kept. */
function first(): number {
  const refused = parts.findIndex((part) => part.querySelector('.field-problem') !== null);
  if (refused >= 0) return refused;
  if (sessionStorage.getItem(draftKey(form)) === null) return 0;
  return Math.min(Number(sessionStorage.getItem(stepKey()) ?? 0) || 0, last);
}

function stepKey(): string {
  return `${draftKey(form)}:step`;
}

/** Draws the page for the part that is open, or for all of them on a wide screen. */
function show(): void {
  const single = narrow.matches;
  document.documentElement.classList.toggle('is-stepping', single);
  form.noValidate = single;
  parts.forEach((part, i) => {
    part.hidden = single ? i !== current : i === last;
  });
  now.hidden = !single;
  back.hidden = !single || current === 0;
  next.hidden = !single || current === last;
  send.hidden = single && current !== last;
  leave.hidden = single && current > 0;
  if (intro) intro.hidden = single && current > 0;
  found(now, '[data-step-count]').textContent = say('count', { n: String(current + 1), m: String(parts.length) });
  found(now, '[data-step-name]').textContent = links[current]?.textContent ?? '';
  links.forEach((link, i) => {
    link.toggleAttribute('data-done', i < current);
    link.toggleAttribute('data-problem', parts[i]?.querySelector('.field-problem') !== null);
    if (single && i === current) link.setAttribute('aria-current', 'step');
    else link.removeAttribute('aria-current');
  });
  unfold(false);
  if (current === last) summarise();
  sessionStorage.setItem(stepKey(), String(current));
}

function unfold(open: boolean): void {
  now.setAttribute('aria-expanded', String(open));
  root.toggleAttribute('data-unfolded', open);
}

/** To another part: its head comes to the top of the screen and is read out; the keyboard of a phone stays down. */
function goTo(index: number): void {
  current = Math.max(0, Math.min(index, last));
  show();
  root.scrollIntoView({ block: 'start', behavior: 'instant' });
  parts[current]?.focus({ preventScroll: true });
}

/** On, if this part holds what it must; else the sentence stands at each field and the cursor in the first. */
function goOn(): boolean {
  const part = parts[current];
  const faults = part ? faultsIn(part, say) : [];
  if (faults.length > 0) {
    point(faults);
    return false;
  }
  goTo(current + 1);
  return true;
}

function point(faults: Fault[]): void {
  for (const fault of faults) mark(fault);
  const [fault] = faults;
  if (fault) focusOn(fault.control);
}

function focusOn(goal: HTMLElement): void {
  for (let box = goal.closest('details'); box; box = box.parentElement?.closest('details') ?? null) box.open = true;
  const control = isTypable(goal) ? goal : controlsIn(goal)[0];
  control?.focus({ preventScroll: true });
  goal.scrollIntoView({ block: 'center', behavior: 'instant' });
}

function summarise(): void {
  drawSummary(found(root, '[data-step-summary]'), parts.slice(0, last), say);
}

const valueOf = (name: string): string => {
  const control = form.elements.namedItem(name);
  return control instanceof HTMLInputElement ? control.value : '';
};

/** The portions against the whole, as they are typed. */
function tellSum(): void {
  const line = root.querySelector<HTMLElement>('[data-sum]');
  if (!line) return;
  const quantity = valueOf('quantity').trim();
  const typed = Array.from(form.querySelectorAll<HTMLInputElement>('[name^="portions."][name$=".qty"]'));
  const sum = sumOf(
    typed.map(({ value }) => value),
    quantity,
  );
  const params = { ...sum, quantity, unit: valueOf('unit').trim() };
  const text = sum ? say(sum.side === 'open' ? 'sum' : `sum-${sum.side}`, params) : '';
  if (line.textContent !== text) line.textContent = text;
  line.dataset.side = sum?.side ?? 'open';
}

/** What follows from the values: after typing, after a draft came back, after it was given up. */
function refresh(): void {
  bindTogether(root);
  tellSum();
  if (narrow.matches && current === last) summarise();
}

/** Enter in a field: to the next one, and from the last to the next part. Only the button sends the form. */
function onward(from: Typable): void {
  const scope = narrow.matches ? (parts[current] ?? root) : root;
  const controls = controlsIn(scope).filter((control) => !control.disabled && control.offsetParent !== null);
  const following = controls[controls.indexOf(from) + 1];
  if (following) following.focus();
  else if (!narrow.matches || current === last) send.focus();
  else if (goOn()) (controlsIn(parts[current] ?? root)[0] ?? send).focus({ preventScroll: true });
}

/** A scan while the cursor stands elsewhere in the form: into the next empty field that takes one, rather than away from the page. */
function takeScan(event: Event): void {
  const { activeElement } = document;
  if (!activeElement || !root.contains(activeElement)) return;
  const empty = controlsIn(narrow.matches ? (parts[current] ?? root) : root).filter(
    (control) => 'scan' in control.dataset && control.value === '' && control.offsetParent !== null,
  );
  const after = (control: Typable) =>
    (activeElement.compareDocumentPosition(control) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  const goal = empty.find(after) ?? empty[0];
  if (!goal) return;
  event.preventDefault();
  goal.value = (event as CustomEvent<{ code: string }>).detail.code;
  goal.dispatchEvent(new Event('input', { bubbles: true }));
  onward(goal);
}

document.addEventListener('scan', takeScan);
now.addEventListener('click', () => unfold(now.getAttribute('aria-expanded') !== 'true'));
back.addEventListener('click', () => goTo(current - 1));
next.addEventListener('click', goOn);
narrow.addEventListener('change', show);
form.addEventListener('reset', () => setTimeout(refresh));

form.addEventListener('input', ({ target }) => {
  if (target instanceof Element) {
    for (let field = target.closest<HTMLElement>('.field'); field; field = outer(field)) unmark(field);
  }
  refresh();
});

const outer = (field: HTMLElement): HTMLElement | null => field.parentElement?.closest<HTMLElement>('.field') ?? null;

form.addEventListener('keydown', (event) => {
  const { target } = event;
  if (event.key !== 'Enter' || isComposing(event) || event.ctrlKey || event.altKey || event.metaKey) return;
  if (!(target instanceof HTMLInputElement) || !isTypable(target)) return;
  event.preventDefault();
  onward(target);
});

// The summary of problems, the list of parts and the way back from the last part lead to what they name, in whichever part it stands.
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href^="#"]') : null;
  const goal = link ? document.getElementById(link.hash.slice(1)) : null;
  const index = parts.findIndex((part) => part.contains(goal));
  if (!goal || index < 0 || (!narrow.matches && goal === parts[index])) return;
  event.preventDefault();
  if (narrow.matches) goTo(index);
  if (goal !== parts[index]) focusOn(goal);
});

// Before forms.ts sees it: a part that lacks something opens instead, which the browser cannot do for what is hidden.
form.addEventListener('submit', (event) => {
  if (!narrow.matches) return;
  const index = parts.findIndex((part) => faultsIn(part, say).length > 0);
  const part = parts[index];
  if (!part) return;
  event.preventDefault();
  goTo(index);
  point(faultsIn(part, say));
});

for (const control of controlsIn(root)) control.enterKeyHint = 'next';
show();
refresh();
// By then forms.ts has put back what was typed.
document.addEventListener('DOMContentLoaded', refresh);
