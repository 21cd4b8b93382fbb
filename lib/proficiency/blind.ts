import { chinaDate } from '../core/deadlines.ts';
import { normalise } from '../core/decimal.ts';
import { follow } from '../core/machine.ts';
import { Refusal, refuse } from '../core/refusal.ts';
import { placesOf } from '../core/rounding.ts';
import { type InternalInput, prepareInternal } from '../internal/index.ts';
import { list } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { messages } from '../messages/index.ts';
import type { InternalRow } from '../samples/index.ts';
import type { TestRow } from '../testing/index.ts';
import { roundMachine } from './machine.ts';
import type { Read } from './plans.ts';
import { moved } from './rounds.ts';
import type { ItemRow, ProviderRow, RoundRow } from './rows.ts';
import { itemsOf, rowAt } from './store.ts';

export type BlindInput = Read & Omit<InternalInput, 'purpose' | 'ownerKind' | 'ownerId' | 'note' | 'items'>;

/**
 * Sends the item over the ordinary bench under a cover: nobody there learns what it is (domain 5.2 任务下达).
 * @throws Refusal of the machine, `proficiency.due-late`, `proficiency.cover-tells`, `internal.due`, `number.*`, `plan.*`
 */
export async function assignBlind(act: Act, input: BlindInput): Promise<RoundRow> {
  const { round, state } = await moved(act, 'assign', input);
  const end = chinaDate(round.deadline_at);
  if (input.dueOn > end) refuse('proficiency.due-late', { day: end }, 'dueOn');
  const provider = await rowAt<ProviderRow>(act.db, 'pt_providers', round.provider_id);
  refuseTelling(input, [provider.name, round.scheme, round.scheme_no, round.number, round.lab_code]);
  const items = await itemsOf(act.db, round.id);
  const { id: _id, version: _version, ...cover } = input;
  const sample = await prepareInternal(act, {
    ...cover,
    ...{ purpose: 'proficiency', ownerKind: 'proficiency', ownerId: round.id },
    items: items.map(({ parameter_code }) => ({ parameter: parameter_code })),
  });
  return act.update<RoundRow>('pt_rounds', round, { state, sample_id: sample.id });
}

/** Words by which a label would give the item away. */
const telling = (): string[] => messages.zh['proficiency.tellingWords'].split('|');

function refuseTelling(input: BlindInput, names: (string | null)[]): void {
  const bare = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toLowerCase();
  const told = [...names.filter((name) => name !== null && name.length > 2), ...telling()].map((name) =>
    bare(name ?? ''),
  );
  for (const field of ['productName', 'batchNo', 'spec', 'producer', 'client'] as const) {
    const word = told.find((one) => bare(input[field] ?? '').includes(one));
    if (word !== undefined) refuse('proficiency.cover-tells', { word }, field);
  }
}

/** A result as it goes out: the rounded number without its unit, which the provider's form prints, or the words. */
function resultOf({ item, result_text }: Pick<TestRow, 'item' | 'result_text'>): string | null {
  const { unit } = item;
  const bare = unit && result_text?.endsWith(unit) ? result_text.slice(0, -unit.length).trim() : result_text;
  return bare !== null && isNumber(bare) ? bare : result_text;
}

function isNumber(text: string): boolean {
  try {
    return normalise(text).qualifier === '=' && placesOf(text) >= 0;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** The bench has finished and its head has approved: the results come back to their round, in the transaction of the approval. */
export async function completeRound(act: Act, { owner_id, sample_id }: InternalRow): Promise<void> {
  const round = await rowAt<RoundRow>(act.db, 'pt_rounds', owner_id);
  const tests = await list<TestRow>(act.db, 'tests', { sample_id, standing: 'counts' }, 'seq');
  for (const item of await itemsOf(act.db, round.id)) {
    const test = tests.find(({ parameter_code }) => parameter_code === item.parameter_code);
    if (test) await act.update<ItemRow>('pt_items', item, { test_id: test.id, result: resultOf(test) });
  }
  await act.update<RoundRow>('pt_rounds', round, { state: follow(roundMachine, 'complete', round) });
}
