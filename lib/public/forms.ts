import { askConfirm, askReason, showKeys } from './dialog.js';
import { dropDrafts, isChanged, keepsDraft, markPending, restoreDraft, saveDraft, settlePending } from './drafts.js';
import { isComposing, isText, isTypable, make, word } from './page.js';

/** After this time a form may be sent again; its idempotency key makes the second post harmless. */
const AGAIN_MS = 20_000;
const KEEP_MS = 300;

const leaving = new WeakSet<HTMLFormElement>();
const asked = new WeakSet<HTMLFormElement>();

const forms = (): HTMLFormElement[] => Array.from(document.forms).filter(keepsDraft);

settlePending();
for (const form of forms()) restoreDraft(form);
document.querySelector<HTMLElement>('[data-problems] a')?.focus();

let timer: ReturnType<typeof setTimeout> | undefined;
document.addEventListener('input', ({ target }) => {
  const form = isTypable(target) ? target.form : null;
  if (!form || !keepsDraft(form)) return;
  clearTimeout(timer);
  timer = setTimeout(() => saveDraft(form), KEEP_MS);
});

window.addEventListener('beforeunload', (event) => {
  const open = forms().filter((form) => !leaving.has(form) && isChanged(form));
  for (const form of open) saveDraft(form);
  if (open.length > 0 && !anyLeaving()) event.preventDefault();
});

const anyLeaving = (): boolean => Array.from(document.forms).some((form) => leaving.has(form));

// An Enter that ends a composition of the input method chooses characters; it must not send the form.
document.addEventListener(
  'keydown',
  (event) => {
    if (event.key === 'Enter' && isComposing(event) && isText(event.target)) {
      event.preventDefault();
      event.stopPropagation();
    }
  },
  true,
);

document.addEventListener('keydown', (event) => {
  if (event.key !== '?' || isText(event.target) || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  keysHelp();
});

document.addEventListener('click', ({ target }) => {
  if (!(target instanceof Element)) return;
  if (target.closest('[data-keys]')) keysHelp();
  for (const menu of document.querySelectorAll<HTMLDetailsElement>('details[data-menu][open]')) {
    if (!menu.contains(target)) menu.open = false;
  }
});

function keysHelp(): void {
  if (document.querySelector('dialog[open]')) return;
  showKeys(
    document.querySelector('[data-bench]')
      ? [word('keysPage'), word('keysMove'), word('keysEdit')]
      : [word('keysPage')],
  );
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method === 'dialog' || event.defaultPrevented) return;
  if (leaving.has(form)) {
    event.preventDefault();
    return;
  }
  const { submitter } = event as SubmitEvent;
  if (!asked.has(form) && (form.dataset.confirm || form.dataset.reason)) {
    event.preventDefault();
    void askThenSend(form, submitter);
    return;
  }
  asked.delete(form);
  send(form, submitter);
});

async function askThenSend(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  if (form.dataset.reason) {
    const reason = await askReason(form.dataset.reason);
    if (reason === undefined) return;
    const field = form.elements.namedItem('reason');
    if (isTypable(field as Element | null)) (field as HTMLInputElement).value = reason;
    else form.append(Object.assign(make('input', { type: 'hidden', name: 'reason' }), { value: reason }));
  } else if (!(await askConfirm(form.dataset.confirm ?? ''))) return;
  asked.add(form);
  form.requestSubmit(submitter instanceof HTMLButtonElement ? submitter : undefined);
}

/** Once: further submits are swallowed, the button turns until the next page is there (FT-09). */
function send(form: HTMLFormElement, submitter: HTMLElement | null): void {
  leaving.add(form);
  if ('signOut' in form.dataset) dropDrafts();
  else if (keepsDraft(form)) markPending(form);
  submitter?.setAttribute('aria-busy', 'true');
  setTimeout(() => release(form), AGAIN_MS);
}

function release(form: HTMLFormElement): void {
  leaving.delete(form);
  for (const button of form.querySelectorAll('[aria-busy]')) button.removeAttribute('aria-busy');
}

// The page came back from the history of the browser as it was left.
window.addEventListener('pageshow', ({ persisted }) => {
  if (persisted) for (const form of Array.from(document.forms)) release(form);
});

for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-back]')) {
  if (history.length > 1) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      history.back();
    });
  }
}

// After a post that found the session ended, the way leads back to the form that was sent, not to the address it was sent to.
const again = document.querySelector<HTMLAnchorElement>('a[data-sign-in-again]');
if (again && document.referrer.startsWith(`${location.origin}/`)) {
  again.setAttribute(
    'href',
    `${again.pathname}?next=${encodeURIComponent(document.referrer.slice(location.origin.length))}`,
  );
}

/** `<time data-relative datetime>`: "3 minutes ago" beside the exact time in the title. */
const relative = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'auto' });
function tellTimes(): void {
  for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-relative]')) {
    const minutes = Math.round((Date.parse(time.dateTime) - Date.now()) / 60_000);
    time.title ||= time.textContent ?? '';
    if (Math.abs(minutes) < 60) time.textContent = relative.format(minutes, 'minute');
    else if (Math.abs(minutes) < 24 * 60) time.textContent = relative.format(Math.round(minutes / 60), 'hour');
    else time.textContent = relative.format(Math.round(minutes / 1440), 'day');
  }
}
tellTimes();
setInterval(tellTimes, 60_000);
