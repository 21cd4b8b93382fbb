import type { Catalogue, ProductClass } from '../catalogue/index.ts';
import type { Query } from '../kernel/types.ts';
import {
  type CapabilityRow,
  type ChangeRow,
  capabilitiesOf,
  changesOf,
  type Scheme,
  type Standing,
  standingOn,
} from './rows.ts';

export interface CapabilityInput {
  class?: ProductClass;
  standing?: Standing;
  project?: string;
  q?: string;
}

export interface CapabilityLine
  extends Pick<
    CapabilityRow,
    | 'annex_no'
    | 'object'
    | 'item'
    | 'standards'
    | 'scope'
    | 'note'
    | 'certificate'
    | 'approved_on'
    | 'valid_to'
    | 'site'
    | 'project'
  > {
  id: string;
  scheme: Scheme;
  code: string;
  class: ProductClass | null;
  standing: Standing;
}

export interface CapabilityList {
  today: string;
  class: ProductClass | null;
  standing: Standing | null;
  project: string | null;
  q: string;
  /** Lines of each class in what was searched for. */
  counts: { class: ProductClass; count: number }[];
  /** All lines by how they stand today, whatever was asked for. */
  standings: { standing: Standing; count: number }[];
  /** Lines of the newest projects (扩项). */
  projects: { project: string; count: number }[];
  /** Different parameters that are accredited today. */
  accredited: number;
  lines: CapabilityLine[];
}

const classes: readonly ProductClass[] = ['drug', 'tcm', 'device', 'cosmetic', 'packaging'];

/** The capability annex with how each line stands today, joined to the catalogue by the code of the parameter. */
export async function listCapabilities({ app, db, today }: Query, input: CapabilityInput): Promise<CapabilityList> {
  const changes = await changesOf(db);
  const all = (await capabilitiesOf(db)).map((row) => lineOf(app.catalogue, row, changes.get(row.id) ?? [], today));
  const wanted = bare(input.q ?? '');
  const searched = all.filter(
    (line) =>
      (input.standing === undefined || line.standing === input.standing) &&
      (input.project === undefined || line.project === input.project) &&
      (wanted === '' ||
        [line.code, line.item, line.standards, line.object ?? ''].some((text) => bare(text).includes(wanted))),
  );
  const held = all.filter(({ standing }) => standing === 'held');
  return {
    today,
    class: input.class ?? null,
    standing: input.standing ?? null,
    project: input.project ?? null,
    q: input.q ?? '',
    counts: classes
      .map((own) => ({ class: own, count: searched.filter((line) => line.class === own).length }))
      .filter(({ count }) => count > 0),
    standings: tally(all.map(({ standing }) => standing)).map(([standing, count]) => ({ standing, count })),
    projects: tally(all.flatMap(({ project }) => project ?? [])).map(([project, count]) => ({ project, count })),
    accredited: new Set(held.map(({ code }) => code)).size,
    lines: searched.filter((line) => input.class === undefined || line.class === input.class).sort(byAnnex),
  };
}

function lineOf(
  catalogue: Catalogue,
  row: CapabilityRow,
  changes: readonly ChangeRow[],
  today: string,
): CapabilityLine {
  const {
    id,
    scheme,
    annex_no,
    object,
    item,
    standards,
    scope,
    note,
    certificate,
    approved_on,
    valid_to,
    site,
    project,
  } = row;
  return {
    ...{
      id,
      scheme,
      annex_no,
      object,
      item,
      standards,
      scope,
      note,
      certificate,
      approved_on,
      valid_to,
      site,
      project,
    },
    code: row.parameter_code,
    class: catalogue.parameters.get(row.parameter_code)?.class ?? null,
    standing: standingOn(row, today, changes),
  };
}

function tally<T extends string>(values: T[]): [T, number][] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts];
}

/** By class, in it by the number of the annex as people count (2 before 10), then by code. */
function byAnnex(a: CapabilityLine, b: CapabilityLine): number {
  const place = (line: CapabilityLine) => (line.class === null ? classes.length : classes.indexOf(line.class));
  const numbers = (line: CapabilityLine) => (line.annex_no ?? '').split('.').map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  const apart = left.map((n, i) => n - (right[i] ?? 0)).find((difference) => difference !== 0) ?? 0;
  return place(a) - place(b) || apart || (a.code < b.code ? -1 : 1);
}

const bare = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toLowerCase();
