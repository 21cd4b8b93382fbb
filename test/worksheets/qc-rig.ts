import { find } from '../../lib/kernel/tables.ts';
import { judgeRow } from '../../lib/worksheets/index.ts';
import type { RowKind, RunRule, SheetRow, WorksheetRow } from '../../lib/worksheets/rows.ts';
import { prepared } from '../control/rig.ts';
import type { Lab } from '../support/lab.ts';

/** Blank at most 0.10, check standard 80～120 %, spike 80～120 %, duplicates within 10 % of their mean. */
export const rules: RunRule[] = [
  { kind: 'blank', field: 'found', rule: 'max', max: '0.10' },
  { kind: 'check', field: 'found', rule: 'recovery', low: '80', high: '120' },
  { kind: 'spike', field: 'found', rule: 'recovery', low: '80', high: '120' },
  { kind: 'duplicate', field: 'found', rule: 'deviation', max: '10', of: 'mean' },
];

type Line = [kind: RowKind, label: string, readings?: Record<string, string>, ofSample?: number];

export interface Run {
  id: string;
  rows: Record<string, string>;
  tests: { sample: string; test: string; version: number }[];
}

/** A run of arsenic by the analyst: rows in this order, a new sample for each line of that kind. */
export async function run(
  lab: Lab,
  lines: readonly Line[],
  over: Partial<Pick<WorksheetRow, 'rules' | 'shared' | 'instrument' | 'members'>> = {},
): Promise<Run> {
  const tests: Run['tests'] = [];
  for (const [kind] of lines) if (kind === 'sample') tests.push(await prepared(lab));
  const [first] = tests;
  const form: { form_code: string; form_hash: string } = await lab.app.db
    .read('tests')
    .where({ id: first?.test })
    .first('form_code', 'form_hash');
  const made = await lab.act('analyst', async (act) => {
    const sheet = await act.insert<WorksheetRow>('worksheets', {
      ...{ number: await act.number('run', 'RUN-Y{year}-{serial:4}'), title: '原子荧光法测砷', ...form },
      ...{ method: { zh: '原子荧光法', en: 'AFS' }, template_id: null, rules, shared: {}, shared_fields: [] },
      ...{ instrument: null, room: null, sequence: null, state: 'open', analyst_id: act.user.id, members: [] },
      ...{ note: null, ...over },
    });
    const samples: SheetRow[] = [];
    const rows: Record<string, string> = {};
    for (const [position, [kind, label, readings = {}, ofSample]] of lines.entries()) {
      const row = await act.insert<SheetRow>('worksheet_rows', {
        ...{ worksheet_id: sheet.id, position: position + 1, kind, label, level: null, lot: null, readings },
        test_id: kind === 'sample' ? (tests[samples.length]?.test ?? null) : null,
        of_row: ofSample === undefined ? null : (samples[ofSample]?.id ?? null),
        ...{ outcome: null, verdict: null, removed_at: null },
      });
      if (kind === 'sample') samples.push(row);
      rows[label] = row.id;
    }
    for (const id of Object.values(rows)) await judgeRow(act, id);
    return { id: sheet.id, rows };
  });
  return { ...made, tests };
}

/** The analyst types another value in a row of quality control. */
export const type = (lab: Lab, row: string, readings: Record<string, string>): Promise<void> =>
  lab.act('analyst', async (act) => {
    const now = await find<SheetRow>(act.db, 'worksheet_rows', { id: row });
    if (now) await act.update<SheetRow>('worksheet_rows', now, { readings }, { reason: '抄录有误' });
    await judgeRow(act, row);
  });
