import { make, postJson, refusedOf, word } from './page.js';

/**
 * Covers the page after `body[data-idle]` minutes without a key or pointer, and asks for the password again.
 * What is typed stays where it is. The server locks the session by its own clock; this is what the passer-by sees.
 */
const minutes = Number(document.body.dataset.idle ?? 0);
const SEEN = 'seen-at';
const LOCKED = 'locked';
const CHECK_MS = 5_000;

let dialog: HTMLDialogElement | undefined;

/** Activity in one window keeps all windows of the machine open. */
function seen(): void {
  if (!dialog) localStorage.setItem(SEEN, String(Date.now()));
}

function check(): void {
  const idle = Date.now() - Number(localStorage.getItem(SEEN) ?? Date.now());
  if (idle >= minutes * 60_000) lock();
}

export function lock(): void {
  if (dialog || !document.body.dataset.user) return;
  sessionStorage.setItem(LOCKED, document.body.dataset.user);
  dialog = draw();
  document.body.append(dialog);
  dialog.showModal();
}

function draw(): HTMLDialogElement {
  const password = make('input', {
    class: 'form-control',
    type: 'password',
    name: 'password',
    required: '',
    autocomplete: 'current-password',
    'aria-label': word('lockPassword'),
    placeholder: word('lockPassword'),
  });
  const problem = make('p', { class: 'field-problem', role: 'alert' });
  const go = make('button', { class: 'btn btn-primary' }, word('unlock'));
  const form = make('form', { 'data-draft': 'off' });
  form.append(
    make('h2', {}, word('lockTitle')),
    make('p', {}, word('lockText', { name: document.body.dataset.userName ?? '' })),
    password,
    problem,
    make('div', { class: 'dialog-foot' }, go),
  );
  const cover = make('dialog', { class: 'lock', 'aria-label': word('lockTitle') }, form);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void tryOpen(password, problem);
  });
  cover.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') event.preventDefault();
  });
  // A close request that comes another way (the back gesture of a phone) works at the second try whatever one says.
  cover.addEventListener('cancel', (event) => event.preventDefault());
  cover.addEventListener('close', () => {
    if (dialog === cover) cover.showModal();
  });
  return cover;
}

async function tryOpen(password: HTMLInputElement, problem: HTMLElement): Promise<void> {
  try {
    const response = await postJson('/api/v1/session/unlock', { password: password.value });
    if (response.ok) return open();
    const refused = await refusedOf(response);
    if (refused.problems.some(({ id }) => ['session.none', 'session.csrf'].includes(id))) return ended(problem);
    problem.textContent = refused.problems[0]?.text ?? word('lockWrong');
  } catch {
    problem.textContent = word('lockNoReach');
  }
  password.select();
}

function open(): void {
  const cover = dialog;
  dialog = undefined;
  sessionStorage.removeItem(LOCKED);
  seen();
  cover?.close();
  cover?.remove();
  document.dispatchEvent(new Event('lims:unlocked'));
}

/** The session itself is over: what was typed is in the drafts, signing in brings it back. */
function ended(problem: HTMLElement): void {
  sessionStorage.removeItem(LOCKED);
  const next = encodeURIComponent(location.pathname + location.search);
  problem.replaceChildren(
    word('sessionEnded'),
    ' ',
    make('a', { href: `${document.body.dataset.signIn ?? '/'}?next=${next}` }, word('signInAgain')),
  );
}

document.addEventListener('lims:lock', lock);

if (minutes > 0) {
  for (const type of ['keydown', 'pointerdown', 'pointermove', 'wheel'])
    document.addEventListener(type, seen, { passive: true });
  if (sessionStorage.getItem(LOCKED) === document.body.dataset.user) lock();
  else {
    sessionStorage.removeItem(LOCKED);
    seen();
  }
  setInterval(check, CHECK_MS);
  document.addEventListener('visibilitychange', check);
}
