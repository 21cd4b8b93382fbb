import type { Catalogue } from '../catalogue/index.ts';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { bareNumber } from '../core/standard-number.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act } from '../kernel/types.ts';
import { keepFile } from './files.ts';
import type { AppliesBy, StandardRow } from './rows.ts';
import { seriesOf } from './series.ts';
import { rowAt, standardsOf } from './store.ts';

export interface StandardInput {
  standardNo: string;
  docTitle?: string;
  standardEdition?: string;
  issuedOn?: string;
  inForceFrom?: string;
  inForceTo?: string;
  appliesBy: AppliesBy;
  /** The number of the standard whose place it takes. */
  replacesNo?: string;
}

type Facts = Omit<StandardRow, 'id' | 'version' | 'created_at' | 'origin' | 'file_hash' | 'file_name' | 'file_type'>;

/**
 * Enters an edition of a standard.
 * @throws Refusal `standard.taken`, `standard.dates-crossed`, `standard.unknown`, `standard.replaces-itself`
 */
export async function addStandard(act: Act, input: StandardInput): Promise<StandardRow> {
  const all = await standardsOf(act.db);
  const facts = factsOf(input, all);
  if (all.some(({ number }) => bareNumber(number) === bareNumber(facts.number)))
    refuse('standard.taken', { number: facts.number }, 'standardNo', 'conflict');
  return await act.insert<StandardRow>('standards', {
    ...facts,
    origin: 'hand',
    file_hash: null,
    file_name: null,
    file_type: null,
  });
}

/** Corrects what the register says; the number itself stays. @throws Refusal as `addStandard`, `method.missing`, `record.stale`, `standard.number-fixed` */
export async function changeStandard(
  act: Act,
  { id, version, reason, ...input }: StandardInput & { id: string; version: number; reason: string },
): Promise<StandardRow> {
  const row = await rowAt<StandardRow>(act.db, 'standards', id, version);
  const { number, ...facts } = factsOf(input, await standardsOf(act.db));
  if (number !== row.number) refuse('standard.number-fixed', { number: row.number }, 'standardNo');
  return await act.update<StandardRow>('standards', row, facts, { reason });
}

/** Adds or replaces the document itself; earlier ones stay in the store and in the trail. @throws Refusal `method.file-type`, `record.stale` */
export async function attachStandard(
  act: Act,
  { id, version, file }: { id: string; version: number; file: Upload },
): Promise<StandardRow> {
  const row = await rowAt<StandardRow>(act.db, 'standards', id, version);
  return await act.update<StandardRow>('standards', row, await keepFile(act, file));
}

function factsOf(input: StandardInput, all: readonly StandardRow[]): Facts {
  const { issuedOn = null, inForceFrom = null, inForceTo = null, replacesNo } = input;
  const number = input.standardNo.trim();
  const replaced = all.find((one) => replacesNo !== undefined && bareNumber(one.number) === bareNumber(replacesNo));
  const faults: Reason[] = [];
  const crossed = (field: string, early: string | null, late: string | null) => {
    if (early !== null && late !== null && late < early)
      faults.push({ id: 'standard.dates-crossed', field, params: { early, late } });
  };
  crossed('inForceFrom', issuedOn, inForceFrom);
  crossed('inForceTo', inForceFrom, inForceTo);
  if (replacesNo !== undefined && replaced === undefined)
    faults.push({ id: 'standard.unknown', field: 'replacesNo', params: { number: replacesNo } });
  if (replaced !== undefined && bareNumber(replaced.number) === bareNumber(number))
    faults.push({ id: 'standard.replaces-itself', field: 'replacesNo', params: { number } });
  refuseAll(faults);
  return {
    number,
    series: seriesOf(number, input.standardEdition ?? null),
    title: input.docTitle ?? null,
    edition: input.standardEdition ?? null,
    issued_on: issuedOn,
    valid_from: inForceFrom,
    valid_to: inForceTo,
    applies_by: input.appliesBy,
    replaces_id: replaced?.id ?? null,
  };
}

interface Cited {
  number: string;
  edition: string | null;
  from: string | null;
  to: string | null;
  by: AppliesBy;
}

/** Every standard that the catalogue cites, with the dates that it states and no others; drugs go by the day of production (domain 1.8). */
export function citedBy(catalogue: Catalogue): Cited[] {
  const found = new Map<string, Cited>();
  const cite = (number: string, drug: boolean, edition?: string, from?: string, to?: string) => {
    const before = found.get(bareNumber(number));
    const same = (known: string | null | undefined, said?: string) =>
      known && said && known !== said ? null : (known ?? said ?? null);
    found.set(bareNumber(number), {
      number: before?.number ?? number,
      edition: before?.edition ?? edition ?? null,
      from: same(before?.from, from),
      to: same(before?.to, to),
      by: drug || before?.by === 'production' ? 'production' : 'test',
    });
  };
  for (const { basis, class: own } of catalogue.parameters.values())
    for (const { standard, edition, validFrom, validTo } of basis)
      cite(standard, isDrug(own), edition, validFrom, validTo);
  for (const { standard, edition, validFrom, validTo, class: own } of catalogue.specifications.values())
    cite(standard, isDrug(own), edition, validFrom, validTo);
  return [...found.values()];
}

const isDrug = (productClass: string): boolean => productClass === 'drug' || productClass === 'tcm';

/** Takes the standards that the catalogue cites into the register; those that stand there already are left alone. */
export async function takeFromCatalogue(act: Act): Promise<{ added: number; known: number }> {
  const known = new Set((await standardsOf(act.db)).map(({ number }) => bareNumber(number)));
  const cited = citedBy(act.app.catalogue);
  const fresh = cited.filter(({ number }) => !known.has(bareNumber(number)));
  if (fresh.length > 0)
    await act.insertAll<StandardRow>(
      'standards',
      fresh.map(({ number, edition, from, to, by }) => ({
        number,
        series: seriesOf(number, edition),
        title: null,
        edition,
        issued_on: null,
        valid_from: from,
        valid_to: to,
        applies_by: by,
        replaces_id: null,
        origin: 'catalogue',
        file_hash: null,
        file_name: null,
        file_type: null,
      })),
    );
  const counts = { added: fresh.length, known: cited.length - fresh.length };
  act.record({ entity: 'standards', id: 'catalogue', note: `added ${counts.added}, known ${counts.known}` });
  return counts;
}
