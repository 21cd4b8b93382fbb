import type { Reason } from '../core/refusal.ts';
import type { FormDefinition, Readings } from '../forms/index.ts';
import { cellsOf, type Placed } from './cells.ts';
import { type ReadLine, valuesOf } from './lines.ts';
import { finder, type Named, type RunRow } from './match.ts';
import type { Cell, DecisionRow, Figure, LineRow, LineState, Mapping } from './rows.ts';

/** The same injection as another file has it. */
export interface Elsewhere {
  file: string;
  name: string;
  line: number;
  taken: boolean;
  /** In a file of this run: an injection of standards may serve several runs. */
  isOurs: boolean;
  values: Figure[];
}

/** Everything by which lines are judged. */
export interface Context {
  rows: readonly RunRow[];
  form: FormDefinition;
  sharedFields: readonly string[];
  shared: Readings;
  /** Null: nobody has said yet how files of this kind go into this form. */
  mapping: Mapping | null;
  /** What stands of a person's decisions, by line. */
  decided: ReadonlyMap<number, DecisionRow>;
  /** Other files with the same injections, by the name of the injection. */
  elsewhere: ReadonlyMap<string, Elsewhere[]>;
  /** Lines that already went into records, with their cells. */
  taken: ReadonlyMap<number, Pick<LineRow, 'rows' | 'cells' | 'taken_at'>>;
}

export type Settled = Pick<LineRow, 'n' | 'rows' | 'cells' | 'status' | 'reasons' | 'taken_at'>;

interface Judged {
  line: ReadLine;
  named: Named;
  cells: Cell[];
  /** What no person can set aside: whose the line is, or what the value is, is not known. */
  hard: Reason[];
  unknown: Reason[];
  range: Reason[];
  altered: Reason[];
  twice: Reason[];
}

const fault = (id: string, params: Record<string, string | number> = {}): Reason => ({ id, params });

/**
 * Whose each line is and what comes of it. Nothing is guessed: a line that names no row, several rows, or nothing that was mapped stays
 * unmatched; two lines for one cell are both listed; what another file had otherwise is listed as altered.
 */
export function settleLines(lines: readonly ReadLine[], context: Context): Settled[] {
  const { mapping, decided, taken } = context;
  if (mapping === null)
    return lines.map((line) =>
      taken.get(line.n)
        ? done(line, context)
        : plain(line, 'unmatched', [fault('instrument-file.no-profile')], decided),
    );
  const find = finder(context.rows, mapping);
  const counts = new Map<string, number>();
  const judged = lines.map((line) => {
    if (isOut(line, context)) return null;
    return judge(line, assigned(decided.get(line.n), context.rows) ?? find(line), counts, { ...context, mapping });
  });
  const claims = claimed(judged, context);
  return lines.map((line, at) => {
    const one = judged[at];
    if (taken.has(line.n)) return done(line, context);
    return one ? conclude(withTwice(one, claims), decided.get(line.n)) : plain(line, 'ignored', [], decided);
  });
}

/** Set aside by a person, or already in a record. */
const isOut = ({ n }: ReadLine, { decided, taken }: Context): boolean =>
  taken.has(n) || decided.get(n)?.decision === 'ignore';

const done = ({ n }: ReadLine, { taken }: Context): Settled => {
  const { rows = [], cells = [], taken_at = null } = taken.get(n) ?? {};
  return { n, rows, cells, taken_at, status: 'taken', reasons: [] };
};

function plain({ n }: ReadLine, status: LineState, reasons: Reason[], decided: Context['decided']): Settled {
  const isIgnored = decided.get(n)?.decision === 'ignore';
  return {
    n,
    rows: [],
    cells: [],
    taken_at: null,
    status: isIgnored ? 'ignored' : status,
    reasons: isIgnored ? [] : reasons,
  };
}

/** The row that a person named, with replicate and injection. */
function assigned(decision: DecisionRow | undefined, rows: readonly RunRow[]): Named | null {
  if (decision === undefined || decision.row_id === null) return null;
  const row = rows.find(({ id }) => id === decision.row_id);
  if (!row) return null;
  const [n, i] = (decision.portion ?? '').split('.').map(Number);
  return { rows: [row], ...(n && { replicate: n }), ...(i && { injection: i }) };
}

function judge(
  line: ReadLine,
  named: Named,
  counts: Map<string, number>,
  context: Context & { mapping: Mapping },
): Judged {
  const base: Judged = { line, named, cells: [], hard: [], unknown: [], range: [], altered: [], twice: [] };
  const { rows } = named;
  if (rows.length === 0) return { ...base, unknown: [noRow(line, context.mapping)] };
  const placed: Placed[] = rows.map((row) => cellsOf(line, row, counted(named, row, counts, context.mapping), context));
  const cells = placed.flatMap((one) => one.cells);
  const isSeveral = rows.length > 1 && context.mapping.targets.every(({ parameter }) => parameter === undefined);
  if (isSeveral) return { ...base, unknown: [fault('instrument-file.several', { count: rows.length })] };
  const unknown = cells.length === 0 && placed.every(({ hard }) => hard.length === 0) ? [nothing(line)] : [];
  return {
    ...base,
    cells,
    unknown,
    hard: placed.flatMap(({ hard }) => hard),
    range: placed.flatMap(({ range }) => range),
    ...seenElsewhere(line, context),
  };
}

const noRow = ({ sample }: ReadLine, { pattern }: Mapping): Reason =>
  sample === '' ? fault('instrument-file.no-name') : fault('instrument-file.no-row', { text: sample, pattern });

const nothing = ({ payload }: ReadLine): Reason =>
  fault('instrument-file.nothing', {
    found: [...new Set(payload.values.map(({ name, field }) => name || field))].slice(0, 8).join('、') || '—',
  });

/** Where the text does not number replicate and injection, lines of one row are counted off in their order. */
function counted(named: Named, row: RunRow, counts: Map<string, number>, { each }: Mapping) {
  const before = counts.get(row.id) ?? 0;
  counts.set(row.id, before + 1);
  const { replicate, injection } = named;
  // A standard has no replicates: its injections are counted through.
  if (row.kind !== 'sample' && replicate === undefined)
    return { replicate: before + 1, injection: injection ?? before + 1 };
  if (replicate !== undefined && injection !== undefined) return { replicate, injection };
  if (replicate !== undefined) {
    const key = `${row.id}#${replicate}`;
    const within = counts.get(key) ?? 0;
    counts.set(key, within + 1);
    return { replicate, injection: within + 1 };
  }
  if (injection !== undefined) return { replicate: Math.floor(before / each) + 1, injection };
  return { replicate: Math.floor(before / each) + 1, injection: (before % each) + 1 };
}

function seenElsewhere({ injection, payload }: ReadLine, { elsewhere }: Context): Pick<Judged, 'altered' | 'twice'> {
  const own = valuesOf(payload.values);
  const altered: Reason[] = [];
  const twice: Reason[] = [];
  for (const other of elsewhere.get(injection) ?? []) {
    const theirs = valuesOf(other.values);
    const [differs] = [...own].filter(([key, text]) => theirs.get(key) !== text);
    const place = { file: other.name, line: other.line };
    if (differs) {
      const [name = '', field = ''] = differs[0].split('|');
      altered.push(
        fault('instrument-file.altered', {
          ...place,
          what: name || field,
          from: theirs.get(differs[0]) ?? '—',
          to: differs[1] || '—',
        }),
      );
    } else if (other.isOurs)
      twice.push(fault(other.taken ? 'instrument-file.again' : 'instrument-file.also-in', place));
  }
  return { altered, twice };
}

const cellKey = ({ row, path }: Cell): string => `${row}|${path}`;

/** Which lines want each cell; those that are already in a record count too. */
function claimed(judged: readonly (Judged | null)[], { taken }: Context): Map<string, number[]> {
  const claims = new Map<string, number[]>();
  const claim = (cells: readonly Cell[], n: number): void => {
    for (const cell of cells) claims.set(cellKey(cell), [...(claims.get(cellKey(cell)) ?? []), n]);
  };
  for (const [n, { cells }] of taken) claim(cells, n);
  for (const one of judged) if (one) claim(one.cells, one.line.n);
  return claims;
}

function withTwice(one: Judged, claims: ReadonlyMap<string, number[]>): Judged {
  const others = one.cells.flatMap((cell) => (claims.get(cellKey(cell)) ?? []).filter((n) => n !== one.line.n));
  const lines = [...new Set(others)].sort((a, b) => a - b);
  return lines.length === 0
    ? one
    : { ...one, twice: [...one.twice, fault('instrument-file.same-cell', { lines: lines.slice(0, 10).join('、') })] };
}

/** The value is known, its place is not. */
const placeless = ['no-place', 'is-shared', 'not-shared', 'no-field', 'too-many'].map((id) => `instrument-file.${id}`);

/** What a person accepted with a reason is matched, unless it is not known what it is. */
function conclude(
  { line, named, cells, hard, unknown, range, altered, twice }: Judged,
  decision?: DecisionRow,
): Settled {
  const reasons = [...unknown, ...hard, ...altered, ...twice, ...range];
  const isAccepted = decision?.decision === 'accept' && unknown.length === 0 && hard.length === 0;
  const status: LineState =
    reasons.length === 0 || isAccepted
      ? 'matched'
      : unknown.length > 0 || hard.some(({ id }) => placeless.includes(id))
        ? 'unmatched'
        : altered.length > 0
          ? 'altered'
          : twice.length > 0
            ? 'duplicate'
            : 'out-of-range';
  return { n: line.n, rows: named.rows.map(({ id }) => id), cells, status, reasons, taken_at: null };
}
