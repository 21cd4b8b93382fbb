import { say, word } from './page.js';

/** Putting a run together: each scan ticks the row of its batch; a code that is not in the list waits for the server. */
const form = document.querySelector<HTMLFormElement>('[data-compose]');
const codes = form?.querySelector<HTMLTextAreaElement>('[name=codes]') ?? null;

/** The number of the batch that a label of it or of one of its portions bears. */
const batchOf = (code: string): string => code.toUpperCase().replace(/-P\d+$/, '');

document.addEventListener('scan', (event) => {
  if (!form || !(event instanceof CustomEvent)) return;
  event.preventDefault();
  const { code } = event.detail as { code: string };
  const rows = [...form.querySelectorAll<HTMLInputElement>('input[data-number]')].filter(
    (box) => box.dataset.number === batchOf(code) && !box.disabled,
  );
  for (const box of rows) box.checked = true;
  const [first] = rows;
  if (first) {
    first.closest('tr')?.scrollIntoView({ block: 'nearest' });
    say(word('scanRead', { code }));
  } else if (codes) codes.value = [codes.value.trim(), code].filter((one) => one !== '').join('\n');
});
