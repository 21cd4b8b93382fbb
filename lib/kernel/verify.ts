import type { Knex } from 'knex';
import { rowHash } from './action.ts';
import { type AuditRow, chainHash } from './audit.ts';
import { auditedTables, decode, type TableName } from './tables.ts';

export interface Fault {
  seq: number | null;
  entity: string;
  id: string;
  fault: 'gap' | 'prev' | 'hash' | 'head' | 'row-changed' | 'row-missing' | 'row-unknown';
}

export interface Verification {
  events: number;
  rows: number;
  head: string;
  faults: Fault[];
}

const ZERO = '0'.repeat(64);
const PAGE = 2000;

/**
 * Recomputes the whole chain and compares each row of the audited tables with its last event (LG-05):
 * a changed byte, a missing, inserted or swapped event, and a row changed behind the log are all named.
 * A cut-off tail with a rewritten head needs an outside anchor and is not found here.
 */
export async function verifyTrail(db: Knex): Promise<Verification> {
  const faults: Fault[] = [];
  const last = new Map<string, string>();
  let prev = ZERO;
  let seq = 0;
  let utc = '';
  const before: { seq: number; entity: string; entity_id: string }[] = await db('audit')
    .where('seq', '<', 1)
    .select('seq', 'entity', 'entity_id');
  for (const row of before) faults.push({ seq: row.seq, entity: row.entity, id: row.entity_id, fault: 'gap' });
  for (;;) {
    const page: AuditRow[] = await db('audit').where('seq', '>', seq).orderBy('seq').limit(PAGE);
    if (page.length === 0) break;
    for (const row of page) {
      const at = { seq: row.seq, entity: row.entity, id: row.entity_id };
      if (row.seq !== seq + 1) faults.push({ ...at, fault: 'gap' });
      if (row.prev_hash !== prev) faults.push({ ...at, fault: 'prev' });
      if (chainHash(row) !== row.hash) faults.push({ ...at, fault: 'hash' });
      const hash = rowHashIn(row.body);
      if (hash !== null) last.set(`${row.entity}/${row.entity_id}`, hash);
      seq = row.seq;
      prev = row.hash;
      utc = row.utc;
    }
  }
  const head = await db('audit_head').where({ id: 1 }).first<{ seq: number; hash: string; utc: string } | undefined>();
  if (head?.seq !== seq || head.hash !== prev || (seq > 0 && head.utc !== utc))
    faults.push({ seq, entity: 'audit_head', id: '1', fault: 'head' });
  const rows = await compareRows(db, last, faults);
  return { events: seq, rows, head: prev, faults };
}

/** The row hash in a body; a body that no longer reads is found by its own hash and names no row. */
function rowHashIn(body: string): string | null {
  try {
    return (JSON.parse(body) as { row: string | null } | null)?.row ?? null;
  } catch {
    return null;
  }
}

async function compareRows(db: Knex, last: Map<string, string>, faults: Fault[]): Promise<number> {
  let rows = 0;
  for (const table of auditedTables) {
    let after = '';
    for (;;) {
      const page: { id: string }[] = await db(table).where('id', '>', after).orderBy('id').limit(PAGE);
      if (page.length === 0) break;
      for (const row of page) {
        const key = `${table}/${row.id}`;
        const expected = last.get(key);
        const at = { seq: null, entity: table, id: row.id };
        if (expected === undefined) faults.push({ ...at, fault: 'row-unknown' });
        else if (expected !== rowHash(table, decode<object>(table, row))) faults.push({ ...at, fault: 'row-changed' });
        last.delete(key);
        rows += 1;
      }
      after = page.at(-1)?.id ?? after;
    }
  }
  for (const key of last.keys()) {
    const [entity, id] = key.split('/') as [TableName, string];
    if (auditedTables.includes(entity)) faults.push({ seq: null, entity, id, fault: 'row-missing' });
  }
  return rows;
}
