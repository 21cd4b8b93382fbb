import { zh } from '../messages/common.ts';
import type { MessageKey } from '../messages/index.ts';
import type { Ui } from './context.ts';

const SCRIPT = 'script.';
const keys = Object.keys(zh).filter((key) => key.startsWith(SCRIPT)) as MessageKey[];

/** The words that the scripts of a page say, with their placeholders left open; they travel in `body[data-words]`. */
export function scriptWords(ui: Pick<Ui, 't'>): Record<string, string> {
  return Object.fromEntries(keys.map((key) => [key.slice(SCRIPT.length), ui.t(key)]));
}
