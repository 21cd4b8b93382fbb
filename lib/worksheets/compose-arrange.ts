import type { QcKind, TemplateRow } from './rows.ts';

/** A place in a run: a sample, or a row of quality control; `of` is the index of the place that a duplicate or spike belongs to. */
export type Place<S> =
  | { kind: 'sample'; sample: S }
  | { kind: QcKind; label: string; level?: string; lot?: string; of?: number };

/** Duplicates and spikes belong to a sample of the run. */
const ofSample: readonly QcKind[] = ['duplicate', 'spike'];

/**
 * The places of a run in their order: what stands at the start, the samples with what recurs after every so many of them, what stands at
 * the end. A duplicate or spike belongs to the sample before it (at the start: to the first one, behind which it stands). What recurs is
 * left out behind the last sample where the end brings the same. `before`: samples that stand in the run already.
 */
export function arrange<S>(samples: readonly S[], rows: readonly TemplateRow[], before = 0): Place<S>[] {
  if (samples.length === 0) return [];
  const places: Place<S>[] = [];
  const counts = new Map<TemplateRow, number>();
  const put = (row: TemplateRow, of?: number): void => {
    const count = counts.get(row) ?? Math.floor(row.every === undefined ? 0 : before / row.every);
    counts.set(row, count + 1);
    const { kind, label, level, lot } = row;
    places.push({
      kind,
      label: row.every === undefined ? label : `${label}-${count + 1}`,
      ...(level !== undefined && { level }),
      ...(lot !== undefined && { lot }),
      ...(of !== undefined && { of }),
    });
  };
  const standing = (at: 'start' | 'end', own: boolean) =>
    rows.filter((row) => row.at === at && row.every === undefined && ofSample.includes(row.kind) === own);
  const ends = standing('end', false);
  if (before === 0) for (const row of standing('start', false)) put(row);
  for (const [i, sample] of samples.entries()) {
    const at = places.push({ kind: 'sample', sample }) - 1;
    const count = before + i + 1;
    const isLast = i === samples.length - 1;
    if (count === 1) for (const row of standing('start', true)) put(row, at);
    for (const row of rows) {
      if (row.every === undefined || count % row.every !== 0) continue;
      if (isLast && ends.some(({ kind, level }) => kind === row.kind && level === row.level)) continue;
      put(row, ofSample.includes(row.kind) ? at : undefined);
    }
    if (isLast && before === 0) for (const row of standing('end', true)) put(row, at);
  }
  if (before === 0) for (const row of ends) put(row);
  return places;
}
