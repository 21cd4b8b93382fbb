import { isTypable, make, type Typable, word } from './page.js';

/**
 * Typed work is never lost (DI-29): what differs from the server's value is kept in sessionStorage under the user and
 * the page, through a time-out, a refusal or a reload, until a post of that form has gone through.
 */
type Values = Record<string, string>;

const PREFIX = 'draft:';
const PENDING = 'draft-pending';
const user = (): string => document.body.dataset.user ?? '';

/** Forms whose typed work is kept: posts, unless `data-draft="off"`. */
export function keepsDraft(form: HTMLFormElement): boolean {
  return form.method === 'post' && form.dataset.draft !== 'off' && user() !== '';
}

/** Where the draft of a form is kept. A name of its own (`data-draft`) holds it together when a refusal comes from another address. */
export const draftKey = (form: HTMLFormElement): string =>
  `${PREFIX}${user()}:${form.dataset.draft ?? `${location.pathname}:${form.getAttribute('action') ?? ''}`}`;

/** Passwords, files and hidden values are never kept. */
export function fieldsOf(form: HTMLFormElement): Typable[] {
  return Array.from(form.elements)
    .filter(isTypable)
    .filter((field) => field.name !== '' && !['password', 'file'].includes(field.type));
}

const isTick = (field: Typable): field is HTMLInputElement =>
  field instanceof HTMLInputElement && ['checkbox', 'radio'].includes(field.type);
const keyOf = (field: Typable): string => (isTick(field) ? `${field.name}=${field.value}` : field.name);
const read = (field: Typable): string => (isTick(field) ? String(field.checked) : field.value);

function initial(field: Typable): string {
  if (isTick(field)) return String(field.defaultChecked);
  if (field instanceof HTMLSelectElement)
    return (Array.from(field.options).find((option) => option.defaultSelected) ?? field.options[0])?.value ?? '';
  return field.defaultValue;
}

export function isChanged(form: HTMLFormElement): boolean {
  return fieldsOf(form).some((field) => read(field) !== initial(field));
}

/** After a refusal the page itself brings what was typed: that stays in the draft as long as it still stands there. */
export function saveDraft(form: HTMLFormElement): void {
  const kept = readDraft(form);
  const changed = fieldsOf(form).filter(
    (field) => read(field) !== initial(field) || kept?.[keyOf(field)] === read(field),
  );
  if (changed.length === 0) sessionStorage.removeItem(draftKey(form));
  else
    sessionStorage.setItem(
      draftKey(form),
      JSON.stringify(Object.fromEntries(changed.map((field) => [keyOf(field), read(field)]))),
    );
  form.toggleAttribute('data-kept', changed.length > 0);
}

function readDraft(form: HTMLFormElement): Values | undefined {
  const kept = sessionStorage.getItem(draftKey(form));
  return kept === null ? undefined : (JSON.parse(kept) as Values);
}

/** Puts back what was typed and marks it; says so above the form. */
export function restoreDraft(form: HTMLFormElement): void {
  const values = readDraft(form);
  if (!values) return;
  form.toggleAttribute('data-kept', true);
  const restored = fieldsOf(form).filter((field) => {
    const value = values[keyOf(field)];
    return value !== undefined && value !== read(field);
  });
  for (const field of restored) {
    const value = values[keyOf(field)] ?? '';
    if (isTick(field)) field.checked = value === 'true';
    else field.value = value;
    field.classList.add('restored');
  }
  if (restored.length > 0) note(form, restored.length);
}

function note(form: HTMLFormElement, count: number): void {
  const discard = make('button', { type: 'button', class: 'link-button' }, word('draftDiscard'));
  const line = make(
    'div',
    { class: 'draft-note', role: 'status' },
    make('span', {}, word('draftRestored', { count })),
    discard,
  );
  discard.addEventListener('click', () => {
    form.reset();
    sessionStorage.removeItem(draftKey(form));
    form.toggleAttribute('data-kept', false);
    for (const field of fieldsOf(form)) field.classList.remove('restored');
    line.remove();
  });
  form.prepend(line);
}

/** The form is on its way: whether it arrived shows on the next page. */
export function markPending(form: HTMLFormElement): void {
  saveDraft(form);
  sessionStorage.setItem(PENDING, draftKey(form));
}

/**
 * What became of the last post: a redirect to an ordinary page proves that it went through. A refusal, an error or the
 * sign-in (`body[data-keep]`) proves that it did not; after a lost connection nothing is proved and the draft stays.
 */
export function settlePending(): void {
  const pending = sessionStorage.getItem(PENDING);
  if (pending === null) return;
  sessionStorage.removeItem(PENDING);
  const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const wentThrough = visit?.type === 'navigate' && visit.redirectCount > 0 && !('keep' in document.body.dataset);
  if (wentThrough) sessionStorage.removeItem(pending);
}

/** Signing out by hand ends the typed work too: the next person may sit at the same machine. */
export function dropDrafts(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  }
  sessionStorage.removeItem(PENDING);
}
