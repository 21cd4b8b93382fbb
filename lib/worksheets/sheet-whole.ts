import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import type { Act } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { leaves } from '../testing/index.ts';
import { chinaTime } from '../ui/index.ts';
import { openSheet, SHARED, saveIn } from './cells.ts';
import type { WorksheetRow } from './rows.ts';

/** A whole sheet as a form without script sends it: every cell as it is now, and as it was when the sheet was opened. */
export interface WholeSheet {
  id: string;
  rows?: Record<string, object>;
  /** JSON: row → field → text. */
  shown: string;
  reason?: string;
}

type Shown = Record<string, Record<string, string>>;

/**
 * Saves every cell of the form that differs from what was shown, one event a cell; one that cannot be saved keeps all from being saved.
 * @throws Refusal with every reason at its cell; `sheet.taken` where somebody else was faster
 */
export async function saveWhole(
  act: Act,
  { id, rows = {}, shown, reason }: WholeSheet,
): Promise<{ run: WorksheetRow; saved: number }> {
  const sheet = await openSheet(act, id);
  const before = shownIn(shown);
  const reasons: Reason[] = [];
  let saved = 0;
  const order = [SHARED, ...sheet.rows.map((row) => row.id)];
  for (const row of order) {
    const typed = new Map(leaves(rows[row] ?? {}).map(([keys, text]) => [keys.join('.'), text]));
    for (const [field, from] of Object.entries(before[row] ?? {})) {
      const value = typed.get(field) ?? '';
      if (value === from) continue;
      try {
        await saveIn(act, sheet, { row, field, value, from, ...(reason !== undefined && { reason }) });
        saved += 1;
      } catch (error) {
        if (!(error instanceof Refusal) || sheet.isWriting) throw error;
        reasons.push(...atCell(error, row, field, act.user.lang));
      }
    }
  }
  refuseAll(reasons, 'conflict');
  if (saved === 0) act.record({ entity: 'worksheets', id, note: 'unchanged' });
  return { run: sheet.run, saved };
}

function shownIn(text: string): Shown {
  try {
    const shown: unknown = JSON.parse(text);
    if (isShown(shown)) return shown;
  } catch {
    // Falls through to the refusal.
  }
  return refuse('sheet.shown', {}, 'shown');
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isShown = (value: unknown): value is Shown =>
  isObject(value) &&
  Object.values(value).every((row) => isObject(row) && Object.values(row).every((text) => typeof text === 'string'));

/** The reasons at the cell itself; that a reason is missing stands at its own field too. */
function atCell(error: Refusal, row: string, field: string, lang: 'zh' | 'en'): Reason[] {
  const at = `rows.${row}.${field}`;
  if (error.kind === 'stale') {
    const { values, by = '', at: since } = error.data as { values?: Record<string, string>; by?: string; at?: string };
    const current = values?.[field] || t(lang, 'sheet.nothing');
    return [{ id: 'sheet.taken', field: at, params: { by, at: since ? chinaTime(since) : '', current } }];
  }
  return error.reasons.map((reason) => ({ ...reason, field: reason.field === 'reason' ? 'reason' : at }));
}
