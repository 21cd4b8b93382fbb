import type { Reason } from '../core/refusal.ts';
import { misfits } from '../kernel/schema.ts';
import type { Act } from '../kernel/types.ts';
import { reasonText } from '../messages/index.ts';
import type { Registration } from './check.ts';
import { type Judged, judge, knownFor, type SpokenWarning, write } from './register.ts';
import { registration } from './schema.ts';

export interface Imported {
  /** `row` is the place in the list that was sent, from 0. */
  accepted: { row: number; id: string; number: string; warnings: SpokenWarning[] }[];
  refused: { row: number; number: string | null; problems: { id: string; field: string | null; text: string }[] }[];
}

type Good = { row: number; judged: Extract<Judged, { input: Registration }> };
type Bad = { row: number; number: string | null; problems: Reason[] };

/**
 * Registers many samplings in one call. The rows are independent papers, so the right ones are written and the others come
 * back by row and field; a row also loses against an earlier row of the same call that bears its number or seal.
 */
export async function importSamplings(act: Act, { rows }: { rows: object[] }): Promise<Imported> {
  const good: Good[] = [];
  const bad: Bad[] = [];
  const shaped = rows.map((row) => ({ row, faults: misfits(registration, row) }));
  const known = await knownFor(
    act,
    shaped.filter(({ faults }) => faults.length === 0).map(({ row }) => row as Registration),
  );
  shaped.forEach(({ row, faults }, place) => {
    const judged = faults.length > 0 ? { problems: faults } : judge(act, row as Registration, known);
    if ('problems' in judged) {
      bad.push({ row: place, number: numberOf(row), problems: judged.problems });
      return;
    }
    const { input } = judged;
    known.numbers.set(input.number, { product: input.productName, batch: input.batchNo, on: input.sampledOn });
    for (const { sealNo } of input.portions) known.seals.set(sealNo, input.number);
    good.push({ row: place, judged });
  });
  const written =
    good.length > 0
      ? await write(
          act,
          good.map(({ judged }) => judged),
        )
      : [];
  act.record({ entity: 'samplings', id: 'import', note: `accepted ${good.length}, refused ${bad.length}` });
  return {
    accepted: written.map(({ id, number }, i) => ({
      row: good[i]?.row ?? i,
      id,
      number,
      warnings: good[i]?.judged.warnings ?? [],
    })),
    refused: bad.map(({ row, number, problems }) => ({
      row,
      number,
      problems: problems.map((reason) => told(act, reason)),
    })),
  };
}

function told(act: Act, reason: Reason): { id: string; field: string | null; text: string } {
  return { id: reason.id, field: reason.field ?? null, text: reasonText(act.user.lang, reason) };
}

function numberOf(row: object): string | null {
  const { number } = row as { number?: unknown };
  return typeof number === 'string' ? number.slice(0, 40) : null;
}
