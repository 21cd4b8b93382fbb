/** What every island needs of the page it runs on. */

type Words = Record<string, string>;
let words: Words | undefined;

/** A word of the page in its language, `{name}` filled. */
export function word(key: string, params: Record<string, string | number> = {}): string {
  words ??= JSON.parse(document.body.dataset.words ?? '{}') as Words;
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (hole, name: string) => String(params[name] ?? hole));
}

export type Typable = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const buttons = ['hidden', 'submit', 'button', 'image', 'reset'];

export function isTypable(target: EventTarget | null): target is Typable {
  if (target instanceof HTMLInputElement) return !buttons.includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** A control that takes characters: not a tick, not a list. */
export function isText(target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement {
  if (target instanceof HTMLTextAreaElement) return true;
  return (
    target instanceof HTMLInputElement &&
    !['checkbox', 'radio', 'file', 'range', 'color', ...buttons].includes(target.type)
  );
}

/** The Enter (or any key) that an input method still works on. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** 128 random bits; `crypto.randomUUID` needs TLS, which a laboratory network may not have. */
export function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function csrf(): string {
  return document.body.dataset.csrf ?? '';
}

let hide: ReturnType<typeof setTimeout> | undefined;

/** A line at the lower edge that screen readers hear. */
export function say(text: string, tone: 'plain' | 'problem' = 'plain'): void {
  const live = document.getElementById('live');
  if (!live) return;
  live.dataset.tone = tone;
  live.textContent = text;
  clearTimeout(hide);
  hide = setTimeout(() => live.replaceChildren(), 5000);
}

/** An element with attributes and children; text stays text. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** UTC ISO time → `2026-11-21 09:30` in China. */
export function chinaTime(iso: string): string {
  return new Date(iso).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' });
}

export interface Refused {
  title: string;
  problems: { id: string; field: string | null; text: string }[];
}

/** JSON to a path of this server, with the token of the session. @throws TypeError when the network does not answer */
export function postJson(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRF-Token': csrf(), ...headers },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
}

/** The reasons of a refusal; an answer that is none gives its status as the title. */
export async function refusedOf(response: Response): Promise<Refused> {
  const empty: Refused = { title: `${response.status}`, problems: [] };
  try {
    return { ...empty, ...((await response.json()) as Partial<Refused>) };
  } catch {
    return empty;
  }
}
