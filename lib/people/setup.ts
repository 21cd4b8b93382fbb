import { refuse } from '../core/refusal.ts';
import { perform } from '../kernel/action.ts';
import { sha256 } from '../kernel/hash.ts';
import { systemUser } from '../kernel/session.ts';
import { find } from '../kernel/tables.ts';
import type { Act, App, Row } from '../kernel/types.ts';

export interface SettingRow<T> extends Row {
  value: T;
  secret: string | null;
  created_at: string;
}

/** The institute as its papers name it. */
export interface Institute {
  name: string;
  address: string;
  phone: string;
  /** CMA certificate number, printed with the mark; empty while there is none. */
  cma: string;
  /** Data of this installation are examples: every paper says 示例. */
  demo: boolean;
}

export const readInstitute = async (db: App['db']['read']): Promise<Institute | undefined> =>
  (await find<SettingRow<Institute>>(db, 'settings', { id: 'institute' }))?.value;

/** Nobody can sign in yet: the first page must be the set-up. */
export const isFresh = async (app: App): Promise<boolean> =>
  (await app.db.read('users').select('id').limit(1)).length === 0;

const origin = { ip: 'console', station: 'console', session: '', request: 'start' };

/** A new one-time code for the first set-up; only its hash is kept, and it dies with its use (SE-12). */
export async function drawSetupCode(app: App): Promise<string> {
  const code = app.ids.secret(9).replace(/[-_]/g, 'x').toUpperCase();
  await perform(
    {
      name: 'setup.code',
      needs: 'public',
      run: async (act) => {
        const row = await find<SettingRow<object>>(act.db, 'settings', { id: 'setup' });
        if (row) await act.update('settings', row, { secret: sha256(code) });
        else await act.insert<SettingRow<object>>('settings', { id: 'setup', value: {}, secret: sha256(code) });
      },
    },
    { app, user: systemUser, origin },
    {},
  );
  return code;
}

/** Spends the one-time code. @throws Refusal when it is wrong or was used */
export async function spendSetupCode(act: Act, code: string): Promise<void> {
  const row = await find<SettingRow<object>>(act.db, 'settings', { id: 'setup' });
  if (!row?.secret || row.secret !== sha256(code.trim().toUpperCase())) refuse('setup.code', {}, 'code', 'forbidden');
  else await act.update('settings', row, { secret: null });
}

/** Stores who the institute is. */
export async function nameInstitute(act: Act, institute: Institute): Promise<void> {
  const row = await find<SettingRow<Institute>>(act.db, 'settings', { id: 'institute' });
  if (row) await act.update('settings', row, { value: institute });
  else await act.insert<SettingRow<Institute>>('settings', { id: 'institute', value: institute, secret: null });
}
