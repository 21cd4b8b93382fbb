import { may } from '../kernel/access.ts';
import type { AuditRow } from '../kernel/audit.ts';
import { page } from '../kernel/routes.ts';
import { integer, list as listOf, nullable, object, text } from '../kernel/shapes.ts';
import { lookUp } from '../messages/index.ts';
import { Card, chinaTime, DataTable, PageHead } from '../ui/index.ts';

interface Entry {
  seq: number;
  utc: string;
  action: string;
  entity: string;
  entityId: string;
  user: string;
  changes: { field: string; old: string; new: string }[];
  reason: string | null;
  hash: string;
}

interface Input {
  before?: number;
  entity?: string;
  id?: string;
}

const PAGE = 50;

const entry = object(
  {
    seq: integer,
    utc: text(),
    action: text(),
    entity: text(),
    entityId: text(),
    user: text(),
    changes: listOf(
      object({ field: text(500), old: text(100_000), new: text(100_000) }, ['field', 'old', 'new']),
      100_000,
    ),
    reason: nullable(text(2000)),
    hash: text(64),
  },
  ['seq', 'utc', 'action', 'entity', 'entityId', 'user', 'changes', 'reason', 'hash'],
);

interface Body {
  changes: { field: string; old: unknown; new: unknown }[];
  reason: string | null;
  user_name: string;
}

const plain = (value: unknown): string =>
  value === null || value === undefined ? '—' : typeof value === 'string' ? value : JSON.stringify(value);

/** Acts and tables that would tell a blind sample or an open proficiency test (domain 5.4; 10 item 31). */
const SECRET = /^(internal|control\.|proficiency|comparison|pt_|qc_)/;

/** An event that its reader may not know: it keeps its place and its hash, so that the chain has no gap. */
const sealed = ({ seq, utc, hash }: AuditRow): Entry => ({
  ...{ seq, utc, hash, action: 'audit.sealed', entity: 'sealed', entityId: '', user: '—' },
  ...{ changes: [], reason: null },
});

function read(row: AuditRow): Entry {
  const body = JSON.parse(row.body) as Body;
  return {
    seq: row.seq,
    utc: row.utc,
    action: row.action,
    entity: row.entity,
    entityId: row.entity_id,
    user: body.user_name,
    changes: body.changes.map((change) => ({ field: change.field, old: plain(change.old), new: plain(change.new) })),
    reason: body.reason,
    hash: row.hash,
  };
}

const CHANGES_SHOWN = 4;
/** Long names of rows are told by their end. */
const ULID = 26;

/** The trail, newest first, paged by sequence number. */
export const auditPage = page<Input, { entries: Entry[]; next: number | null }>({
  name: 'audit.list',
  path: '/audit',
  needs: 'audit.read',
  input: object({ before: integer, entity: text(40), id: text(40) }),
  answer: object({ entries: listOf(entry, PAGE), next: nullable(integer) }, ['entries', 'next']),
  load: async ({ db, user }, { before, entity, id }) => {
    const knows = may(user.roles, 'internal.read');
    const shown = (row: AuditRow) =>
      knows || !(SECRET.test(row.action) || SECRET.test(row.entity)) ? read(row) : sealed(row);
    const query = db('audit')
      .orderBy('seq', 'desc')
      .limit(PAGE + 1);
    if (before !== undefined) query.where('seq', '<', before);
    // Nor can anybody ask for what he may not see: an empty answer and a sealed one would differ.
    if (entity !== undefined) query.where({ entity: knows || !SECRET.test(entity) ? entity : '' });
    if (id !== undefined) query.where({ entity_id: id });
    const rows: AuditRow[] = await query;
    return { entries: rows.slice(0, PAGE).map(shown), next: rows.length > PAGE ? (rows[PAGE - 1]?.seq ?? null) : null };
  },
  title: (_data, ui) => ui.t('nav.audit'),
  view: ({ entries, next }, ui) => (
    <>
      <PageHead title={ui.t('nav.audit')} note={ui.t('audit.note')} />
      <Card flush>
        <DataTable
          ui={ui}
          caption={ui.t('nav.audit')}
          rows={entries}
          rowKey={(row) => String(row.seq)}
          empty={ui.t('table.empty')}
          next={next === null ? undefined : `/audit?before=${next}`}
          first={ui.path === '/audit' ? undefined : '/audit'}
          columns={[
            { key: 'seq', head: ui.t('audit.seq'), cell: (row) => row.seq, numeric: true },
            { key: 'time', head: ui.t('audit.time'), cell: (row) => chinaTime(row.utc) },
            { key: 'user', head: ui.t('audit.user'), cell: (row) => row.user },
            { key: 'action', head: ui.t('audit.action'), cell: (row) => lookUp(ui.lang, `action.${row.action}`) },
            {
              key: 'what',
              head: ui.t('audit.what'),
              cell: (row) =>
                `${lookUp(ui.lang, `entity.${row.entity}`)} ${row.entityId.length === ULID ? row.entityId.slice(-8) : row.entityId}`,
              deskOnly: true,
            },
            {
              key: 'changes',
              head: ui.t('audit.changes'),
              wrap: true,
              cell: (row) => (
                <>
                  {row.changes.slice(0, CHANGES_SHOWN).map((change) => (
                    <div key={change.field}>
                      <code>{change.field}</code> {change.old.slice(0, 60)} → {change.new.slice(0, 60)}
                    </div>
                  ))}
                  {row.changes.length > CHANGES_SHOWN ? (
                    <div class="quiet">{ui.t('audit.more', { count: row.changes.length - CHANGES_SHOWN })}</div>
                  ) : null}
                  {row.reason ? <div>{ui.t('timeline.reason', { reason: row.reason })}</div> : null}
                </>
              ),
            },
            {
              key: 'hash',
              head: ui.t('audit.hash'),
              cell: (row) => <code title={row.hash}>{row.hash.slice(0, 12)}</code>,
              deskOnly: true,
            },
          ]}
        />
      </Card>
    </>
  ),
});
