import { find } from '../kernel/tables.ts';
import type { Act, Query, Row } from '../kernel/types.ts';
import { type Mode, ruledMode } from './rules.ts';

interface SettingRow extends Row {
  value: { mode?: Mode };
  secret: string | null;
  created_at: string;
}

const ID = 'investigations.required';

/** Whether a failing result has to be investigated before its review: what the institute decided, else the dated rule. */
export async function modeOf({ app, db, today }: Pick<Query, 'app' | 'db' | 'today'>): Promise<Mode> {
  const row = await find<SettingRow>(db, 'settings', { id: ID });
  return row?.value.mode ?? ruledMode(app, today);
}

export async function changeMode(act: Act, mode: Mode): Promise<{ mode: Mode }> {
  const row = await find<SettingRow>(act.db, 'settings', { id: ID });
  if (row) await act.update<SettingRow>('settings', row, { value: { mode } });
  else await act.insert<SettingRow>('settings', { id: ID, value: { mode }, secret: null });
  return { mode };
}
