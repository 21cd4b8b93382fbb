import type { Knex } from 'knex';
import { decode } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import type { DocumentRow } from './rows.ts';

const MOST = 500;

export interface NewDocument {
  caseId: string;
  kind: string;
  number: string;
  title: string;
  body: Buffer;
  /** The file's media type; PDF unless said. */
  type?: string;
  /** What the paper says, as data. */
  content?: Record<string, unknown>;
  issuedOn?: string;
  trackId?: string | null;
  recipientId?: string | null;
}

/** Files a paper of a case: its bytes for ever under their hash, and a row that names them. */
export async function fileDocument(act: Act, document: NewDocument): Promise<DocumentRow> {
  const { body, type = 'application/pdf', number } = document;
  const file_hash = await keepFile(act, { body, type, name: type === 'application/pdf' ? `${number}.pdf` : number });
  return act.insert<DocumentRow>('case_documents', {
    case_id: document.caseId,
    track_id: document.trackId ?? null,
    recipient_id: document.recipientId ?? null,
    kind: document.kind,
    number,
    title: document.title,
    file_hash,
    content: document.content ?? {},
    issued_on: document.issuedOn ?? act.today,
  });
}

/** Keeps the bytes of a file and answers their SHA-256. */
export async function keepFile(act: Act, file: { body: Buffer; type: string; name: string }): Promise<string> {
  const hash = act.app.files.put(file.body);
  await act
    .db('files')
    .insert({ hash, name: file.name, type: file.type, size: file.body.length, created_at: act.now })
    .onConflict('hash')
    .ignore();
  return hash;
}

/** The papers of a case, the oldest first. */
export async function documentsOf(db: Knex, caseId: string): Promise<DocumentRow[]> {
  const rows: object[] = await db('case_documents').where({ case_id: caseId }).orderBy('id').limit(MOST);
  return rows.map((row) => decode<DocumentRow>('case_documents', row));
}
