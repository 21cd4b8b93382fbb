import { isComposing, make, word } from './page.js';

interface Question {
  title: string;
  text?: string;
  /** Asks for a text of at least so many characters. */
  reason?: number;
}

const REASON_LENGTH = 2;

/** Asks for a reason. Resolves to the text, or undefined when the user thinks better of it. */
export function askReason(title: string, text?: string): Promise<string | undefined> {
  return ask({ title, reason: REASON_LENGTH, ...(text !== undefined && { text }) });
}

/** Asks yes or no. */
export async function askConfirm(text: string): Promise<boolean> {
  return (await ask({ title: word('confirm'), text })) !== undefined;
}

/** Opens a dialog; the focus goes back to where it was. */
export function ask({ title, text, reason }: Question): Promise<string | undefined> {
  const before = document.activeElement;
  const input = make('textarea', { class: 'form-control', rows: '3', 'aria-label': title });
  const problem = make('p', { class: 'field-problem', role: 'alert' });
  const form = make('form', { method: 'dialog', 'data-draft': 'off' });
  const cancel = make('button', { type: 'button', class: 'btn' }, word('cancel'));
  const accept = make('button', { class: 'btn btn-primary' }, word('confirm'));
  form.append(make('h2', {}, title));
  if (text !== undefined) form.append(make('p', {}, text));
  if (reason !== undefined) form.append(input, problem);
  form.append(make('div', { class: 'dialog-foot' }, cancel, accept));
  const dialog = make('dialog', { 'aria-label': title }, form);
  document.body.append(dialog);
  dialog.showModal();
  (reason === undefined ? accept : input).focus();

  return new Promise((resolve) => {
    let answer: string | undefined;
    cancel.addEventListener('click', () => dialog.close());
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
      event.preventDefault();
      accept.click();
    });
    form.addEventListener('submit', (event) => {
      const typed = input.value.trim();
      if (reason !== undefined && typed.length < reason) {
        event.preventDefault();
        problem.textContent = word('reasonShort', { count: reason });
        input.focus();
        return;
      }
      answer = typed;
    });
    dialog.addEventListener('close', () => {
      dialog.remove();
      if (before instanceof HTMLElement) before.focus();
      resolve(answer);
    });
  });
}

/** The list of keys behind `?`. */
export function showKeys(lines: readonly string[]): void {
  const close = make('button', { class: 'btn btn-primary' }, word('close'));
  const list = make('ul', { class: 'keys' }, ...lines.map((line) => make('li', {}, line)));
  const dialog = make(
    'dialog',
    {},
    make(
      'form',
      { method: 'dialog', 'data-draft': 'off' },
      make('h2', {}, word('keysTitle')),
      list,
      make('div', { class: 'dialog-foot' }, close),
    ),
  );
  document.body.append(dialog);
  dialog.addEventListener('close', () => dialog.remove());
  dialog.showModal();
}
