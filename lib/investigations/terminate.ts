import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import type { Upload } from '../kernel/request.ts';
import { decode, find, list } from '../kernel/tables.ts';
import type { Act, Query, Row } from '../kernel/types.ts';
import { readInstitute } from '../people/index.ts';
import { type SampleRow, sampleOf, terminable, terminate } from '../samples/index.ts';
import { namesOf } from '../testing/index.ts';
import { keepProof } from './files.ts';
import type { KeptFile } from './rows.ts';
import { type Cause, terminationCauses } from './rules.ts';
import { wordless } from './store.ts';

/** 终止检验: proposed with its proof by one person, approved by another, told to whoever ordered the test (domain 1.6). */
export interface TerminationRow extends Row {
  sample_id: string;
  cause: string;
  reason: string;
  proof: KeptFile;
  state: 'proposed' | 'approved' | 'declined';
  proposed_by: string;
  decided_by: string | null;
  decided_at: string | null;
  decision: string | null;
  /** To whom, how and on what day it was told. */
  told: { to: string; how: string; on: string; by: string } | null;
  created_at: string;
}

export interface ProposeInput {
  id: string;
  version: number;
  terminationCause: string;
  reason: string;
  file?: Upload;
}

/**
 * Proposes to end the testing of a batch.
 * @throws Refusal `termination.cause`, `termination.proof`, `termination.waiting`, `termination.state`, `investigation.words`, `record.stale`
 */
export async function proposeTermination(act: Act, input: ProposeInput): Promise<TerminationRow> {
  const sample = await sampleOf(act.db, input.id);
  if (sample.version !== input.version) throw new Refusal([{ id: 'record.stale' }], 'stale', sample);
  const waiting = await find<TerminationRow>(act.db, 'terminations', { sample_id: sample.id, state: 'proposed' });
  const faults: (Reason | false)[] = [
    !terminable(sample) && { id: 'termination.state', params: { number: sample.number } },
    waiting !== undefined && { id: 'termination.waiting' },
    !terminationCauses(act.app).some(({ id }) => id === input.terminationCause) && {
      ...{ id: 'termination.cause', field: 'terminationCause' },
    },
    ...wordless(input.reason, 'reason'),
    !input.file && { id: 'termination.proof', field: 'file' },
  ];
  refuseAll(
    faults.filter((fault) => fault !== false),
    'conflict',
  );
  if (!input.file) return refuse('termination.proof', {}, 'file');
  return act.insert<TerminationRow>('terminations', {
    ...{ sample_id: sample.id, cause: input.terminationCause, reason: input.reason.trim(), state: 'proposed' },
    ...{ proof: await keepProof(act, input.file), proposed_by: act.user.id, decided_by: null, decided_at: null },
    ...{ decision: null, told: null },
  });
}

async function heldRow(act: Act, id: string, version: number): Promise<TerminationRow> {
  const query = act.db('terminations').where({ id }).first();
  const row: object | undefined = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  if (!row) return refuse('record.missing', { what: id }, undefined, 'missing');
  const found = decode<TerminationRow>('terminations', row);
  if (found.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale', found);
  return found;
}

/**
 * Another person approves, and the batch is tested no further, or declines.
 * @throws Refusal `termination.own`, `termination.decided`, `investigation.words`, `termination.state`
 */
export async function decideTermination(
  act: Act,
  input: { id: string; version: number; approved?: boolean; decision: string },
): Promise<TerminationRow> {
  const row = await heldRow(act, input.id, input.version);
  const faults: (Reason | false)[] = [
    row.state !== 'proposed' && { id: 'termination.decided' },
    row.proposed_by === act.user.id && { id: 'termination.own' },
    ...wordless(input.decision, 'decision'),
  ];
  refuseAll(
    faults.filter((fault) => fault !== false),
    'conflict',
  );
  if (input.approved === true) await terminate(act, row.sample_id, row.reason);
  return act.update<TerminationRow>('terminations', row, {
    ...{ state: input.approved === true ? 'approved' : 'declined', decided_by: act.user.id, decided_at: act.now },
    decision: input.decision.trim(),
  });
}

/** Records that whoever ordered the test was told. @throws Refusal `termination.not-approved`, `termination.told`, `termination.day`, `investigation.words` */
export async function tellTermination(
  act: Act,
  input: { id: string; version: number; noticeTo: string; noticeHow: string; onDay: string },
): Promise<TerminationRow> {
  const row = await heldRow(act, input.id, input.version);
  const faults: (Reason | false)[] = [
    row.state !== 'approved' && { id: 'termination.not-approved' },
    row.told !== null && { id: 'termination.told' },
    input.onDay > act.today && { id: 'termination.day', field: 'onDay', params: { today: act.today } },
    ...wordless(input.noticeTo, 'noticeTo'),
    ...wordless(input.noticeHow, 'noticeHow'),
  ];
  refuseAll(
    faults.filter((fault) => fault !== false),
    'conflict',
  );
  const told = { to: input.noticeTo.trim(), how: input.noticeHow.trim(), on: input.onDay, by: act.user.id };
  return act.update<TerminationRow>('terminations', row, { told });
}

export interface TerminationSheet {
  sample: SampleRow;
  open: boolean;
  rows: TerminationRow[];
  causes: Cause[];
  names: Record<string, string>;
  institute: string;
}

/** The proposals to end the testing of a batch, the newest first. @throws Refusal `record.missing` */
export async function showTermination({ app, db }: Query, id: string): Promise<TerminationSheet> {
  const sample = await sampleOf(db, id);
  const rows = (await list<TerminationRow>(db, 'terminations', { sample_id: id }, 'id')).reverse();
  const people = rows.flatMap((row) => [row.proposed_by, row.decided_by, row.told?.by ?? null]);
  return {
    ...{ sample, rows, causes: terminationCauses(app), names: await namesOf(db, people) },
    open: terminable(sample) && !rows.some(({ state }) => state === 'proposed'),
    institute: (await readInstitute(db))?.name ?? '',
  };
}
