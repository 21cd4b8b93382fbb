import { word } from './page.js';
import { type Model, read } from './sheet-model.js';
import type { RowNow } from './sheet-post.js';
import type { Queue } from './sheet-queue.js';

type Say = (key: string, params?: Record<string, string | number>) => string;

const shapes: Record<string, string> = { conforms: '✔', fails: '▲', undecided: '◑', ok: '✔', 'not-ok': '▲' };

/** The result and the verdict of a row as they are now. */
export function drawRow(model: Model, { row, result, verdict, complete, missing, problems }: RowNow, say: Say): void {
  const tr = model.rowOf(row);
  const resultBox = tr?.querySelector<HTMLElement>('td.sheet-result');
  const verdictBox = tr?.querySelector<HTMLElement>('td.sheet-verdict');
  if (!resultBox || !verdictBox) return;
  const open = problems.length > 0 ? say('problem') : missing > 0 ? say('missing', { count: missing }) : '';
  resultBox.textContent = result ?? open;
  resultBox.title = problems.join('；');
  verdictBox.textContent = verdict ? `${shapes[verdict] ?? ''} ${say(verdict)}` : '';
  if (verdict) verdictBox.dataset.verdict = verdict;
  else delete verdictBox.dataset.verdict;
  const isJudged = verdict === 'conforms' || verdict === 'fails';
  if (tr?.dataset.signature !== undefined) tr.dataset.signature = complete && isJudged ? 'ready' : 'his';
}

/** What is saved, what waits, and whether the server can be reached. */
export function drawFoot(
  root: HTMLElement,
  model: Model,
  queue: Queue,
  saved: ReadonlyMap<string, string>,
  troubles: number,
  say: Say,
): void {
  const status = root.querySelector<HTMLElement>('[data-status]');
  const net = root.querySelector<HTMLElement>('[data-net]');
  // Who only reads saves nothing.
  if (!status || !net || root.dataset.open === undefined) return;
  drawSubmission(root, say);
  let filled = 0;
  let done = 0;
  for (const cell of model.cells.values()) {
    const now = read(cell);
    const stands = saved.get(cell.key) ?? '';
    if (now === '' && stands === '') continue;
    filled += 1;
    if (now === stands && !queue.isBusy(cell.key)) done += 1;
  }
  const parts = [filled === 0 ? word('savesItself') : word('saved', { saved: done, total: filled })];
  if (queue.count > 0) parts.push(say('left', { count: queue.count }));
  if (queue.isOffline && queue.count > 0) parts.push(say('kept'));
  if (troubles > 0) parts.push(say('troubles', { count: troubles }));
  status.textContent = parts.join('　');
  status.dataset.tone =
    troubles > 0 ? 'problem' : queue.isOffline ? 'offline' : filled > 0 && filled === done ? 'saved' : 'plain';
  net.textContent = say(queue.isOffline ? 'offline' : 'online');
  net.dataset.tone = queue.isOffline ? 'offline' : 'online';
}

/** How many records are complete and wait for the signature of whoever looks. */
function drawSubmission(root: HTMLElement, say: Say): void {
  const link = root.querySelector<HTMLElement>('[data-submission]');
  if (!link) return;
  const count = root.querySelectorAll('tr[data-signature=ready]').length;
  link.textContent = say('toSubmission', { count });
  link.classList.toggle('btn-primary', count > 0);
}
