import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { canonical } from '../core/canonical.ts';
import type { Change } from '../core/change.ts';
import { sha256 } from './hash.ts';
import type { Origin, User } from './types.ts';

/** One event before it gets its place in the chain. */
export interface Event {
  action: string;
  entity: string;
  id: string;
  version: number | null;
  changes: Change[];
  reason?: string | undefined;
  note?: string | undefined;
  /** Whose act it is, where that only turns out in the act itself: whoever signs in is nobody yet when it begins. */
  by?: User | undefined;
  /** SHA-256 of the whole row after the change: `lims verify` compares it with the row that stands in the table now. */
  row?: string | undefined;
}

export interface AuditRow {
  seq: number;
  alg: string;
  utc: string;
  action: string;
  entity: string;
  entity_id: string;
  user_id: string;
  body: string;
  prev_hash: string;
  hash: string;
}

export interface Author {
  user: User;
  origin: Origin;
  now: string;
  appVersion: string;
}

const DOMAIN_TAG = 'fangxin-audit/1';
const ALGORITHM = 'sha256';

/**
 * H(tag ‖ algorithm ‖ prev ‖ length-prefixed fields): no two bodies can give the same bytes (LG-01).
 * An algorithm that was never written gives no hash, so that it cannot match.
 */
export function chainHash(row: Omit<AuditRow, 'hash'>): string {
  if (row.alg !== ALGORITHM) return '';
  const hash = createHash(ALGORITHM);
  const fields = [
    DOMAIN_TAG,
    row.alg,
    row.prev_hash,
    String(row.seq),
    row.utc,
    row.action,
    row.entity,
    row.entity_id,
    row.user_id,
    row.body,
  ];
  for (const field of fields) {
    const bytes = Buffer.from(field, 'utf8');
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(bytes.length));
    hash.update(length).update(bytes);
  }
  return hash.digest('hex');
}

function body(event: Event, author: Author): string {
  const { origin } = author;
  const user = event.by ?? author.user;
  return canonical({
    app: author.appVersion,
    changes: event.changes,
    ip: origin.ip,
    note: event.note ?? null,
    reason: event.reason ?? null,
    request: origin.request,
    roles: user.roles,
    row: event.row ?? null,
    session: origin.session,
    station: origin.station,
    tz: '+08:00',
    user_name: user.name,
    version: event.version,
  });
}

/** Appends events to the chain inside the open transaction; the head row is the lock that keeps two writers from forking it. */
export async function append(db: Knex.Transaction, postgres: boolean, events: Event[], author: Author): Promise<void> {
  const headQuery = db('audit_head').where({ id: 1 }).first<{ seq: number; hash: string }>();
  const head = await (postgres ? headQuery.forUpdate() : headQuery);
  let { seq, hash: prev } = head as { seq: number; hash: string };
  const rows: AuditRow[] = [];
  for (const event of events) {
    seq += 1;
    const row = {
      seq,
      alg: ALGORITHM,
      utc: author.now,
      action: event.action,
      entity: event.entity,
      entity_id: event.id,
      user_id: (event.by ?? author.user).id,
      body: body(event, author),
      prev_hash: prev,
    };
    prev = chainHash(row);
    rows.push({ ...row, hash: prev });
  }
  // SQLite takes at most 32,766 bound values in one statement: 10 a row.
  for (let from = 0; from < rows.length; from += 500) await db('audit').insert(rows.slice(from, from + 500));
  await db('audit_head').where({ id: 1 }).update({ seq, hash: prev, utc: author.now });
}

/** A secret enters the trail only as its hash: a change of password is provable, the password hash not readable. */
export const veil = (value: unknown): string | null =>
  value === null || value === undefined ? null : `sha256:${sha256(String(value))}`;
