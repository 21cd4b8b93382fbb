import { isComposing, isText, say, word } from './page.js';
import { beep } from './sound.js';
import { type Burst, clean, complete, DOUBLE_MS, feed, halve, isFigure, none } from './wedge.js';

const field = document.querySelector<HTMLInputElement>('[data-scan-field]');
/** A key that the laboratory's scanners may be set to send first. */
const PREFIX = field?.dataset.scanPrefix || 'F13';

let burst: Burst = none;
/** The text field as it was before the burst, so that a scan leaves no trace in it (B101). */
let before: { field: HTMLInputElement | HTMLTextAreaElement; value: string } | undefined;
let last = { code: '', at: Number.NEGATIVE_INFINITY };

document.addEventListener('keydown', onKey, true);

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey || isComposing(event) || event.key === 'Shift') return;
  if (event.key === 'Enter' || event.key === 'Tab') {
    const code = complete(burst, event.timeStamp);
    burst = none;
    if (code !== undefined) onScan(code, event);
    return;
  }
  const grown = feed(burst, event.key, event.timeStamp, PREFIX);
  const starts = grown.text.length === 1 || event.key === PREFIX;
  if (starts && !burst.prefixed)
    before = isText(event.target) ? { field: event.target, value: event.target.value } : undefined;
  burst = grown;
}

function onScan(read: string, event: KeyboardEvent): void {
  const { target } = event;
  if (isText(target) && target.inputMode === 'decimal' && isFigure(target.value.trim())) return;
  if (target === field) {
    if (field) field.value = once(read, event.timeStamp) ?? field.value;
    return; // the form sends itself
  }
  if (isText(target) && 'scan' in target.dataset) {
    event.preventDefault();
    const code = once(read, event.timeStamp);
    if (code !== undefined) fill(target, code);
    else {
      event.stopPropagation();
      if (before && before.field === target) put(target, before.value);
    }
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  if (before && before.field === target) put(before.field, before.value);
  const code = once(read, event.timeStamp);
  if (code !== undefined) go(code);
}

/** The code, unless it is the second read of the same label; beeps either way. */
function once(read: string, at: number): string | undefined {
  const { code, doubled } = halve(clean(read));
  const again = code === last.code && at - last.at <= DOUBLE_MS;
  last = { code, at };
  if (doubled || again) say(word('scanDouble', { code }));
  else say(word('scanRead', { code }));
  beep(true);
  return again ? undefined : code;
}

/** A page may take scans itself: the event `scan`, or a field marked `data-scan-into`; else the code is opened. */
function go(code: string): void {
  const unhandled = document.dispatchEvent(new CustomEvent('scan', { detail: { code }, cancelable: true }));
  if (!unhandled) return;
  const into = document.querySelector<HTMLInputElement>('[data-scan-into]');
  if (into) {
    fill(into, code);
    if ('scanSubmit' in into.dataset) into.form?.requestSubmit();
  } else if (field) {
    field.value = code;
    field.form?.requestSubmit();
  } else {
    say(word('scanUnknown'), 'problem');
    beep(false);
  }
}

function fill(target: HTMLInputElement | HTMLTextAreaElement, code: string): void {
  put(target, code);
  target.dispatchEvent(new Event('change', { bubbles: true }));
}

function put(target: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  target.value = value;
  target.dispatchEvent(new Event('input', { bubbles: true }));
}

document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || isText(event.target) || event.ctrlKey || event.metaKey || !field) return;
  event.preventDefault();
  field.select();
});

// The cursor waits in the scan field, but not on a phone, where it would raise the keyboard.
if (
  field &&
  matchMedia('(pointer: fine)').matches &&
  document.activeElement === document.body &&
  !document.querySelector('[autofocus]')
) {
  field.focus({ preventScroll: true });
}
