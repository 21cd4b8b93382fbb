import { refuse } from '../core/refusal.ts';
import { post } from '../kernel/routes.ts';
import { id, integer, list, object, text } from '../kernel/shapes.ts';
import { find } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { registeredEntries } from '../materials/index.ts';
import { benchPage, formOf, record, type TestRow, timeOf } from '../testing/index.ts';

interface Input {
  id: string;
  version: number;
}

/**
 * Fills what a record leaves blank from the register of the lots that it names: each value is a reading like any other, with its event.
 * @throws Refusal `validity.nothing-registered` when there is nothing to fill, and whatever a reading is refused for
 */
async function takeRegistered(
  act: Act,
  { id: testId, version }: Input,
): Promise<{ version: number; filled: string[] }> {
  const test = await find<TestRow>(act.db, 'tests', { id: testId });
  if (!test) return refuse('record.missing', { what: testId }, undefined, 'missing');
  const form = await formOf(act.db, test.form_hash);
  const on = timeOf(test)?.from.slice(0, 10) ?? act.today;
  const asked = { readings: test.readings, known: Object.keys(form.properties) };
  const found = await registeredEntries(act.app.config.root, act.db, asked, on);
  if (found.length === 0) refuse('validity.nothing-registered', {}, undefined, 'conflict');
  let now = version;
  for (const { field, value } of found)
    now = (await record(act, { id: testId, version: now, field, value })).test.version;
  return { version: now, filled: found.map(({ field }) => field) };
}

export const registeredPost = post<Input, { id: string; version: number; filled: string[] }>({
  name: 'test.take-registered',
  path: '/tests/:id/registered',
  needs: 'test.record',
  versioned: true,
  input: object({ id, version: integer }, ['id', 'version']),
  answer: object({ id, version: integer, filled: list(text(), 400) }, ['id', 'version', 'filled']),
  run: async (act, input) => ({ id: input.id, ...(await takeRegistered(act, input)) }),
  then: ({ id: testId }) => `/tests/${testId}`,
  on: benchPage,
});
