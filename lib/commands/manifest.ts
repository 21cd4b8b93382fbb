import { existsSync, readFileSync } from 'node:fs';
import type { Knex } from 'knex';
import { openDatabase } from '../kernel/database.ts';
import { tableNames } from '../kernel/tables.ts';
import { verifyTrail } from '../kernel/verify.ts';
import type { MessageKey } from '../messages/index.ts';

/** What a backup says of itself, in `FILE.json` beside it; the files of the store lie in `FILE.files/`. */
export interface Manifest {
  program: string;
  at: string;
  sha256: string;
  bytes: number;
  /** The trail of the copy: number of events and the hash of the last one. */
  events: number;
  head: string;
  rows: Record<string, number>;
  files: string[];
}

export const manifestOf = (file: string): string => `${file}.json`;
export const filesOf = (file: string): string => `${file}.files`;

/** Why a copy cannot be trusted, as a message. */
export class BadCopy extends Error {
  readonly key: MessageKey;
  readonly params: Record<string, string | number>;
  constructor(key: MessageKey, params: Record<string, string | number> = {}) {
    super(key);
    this.key = key;
    this.params = params;
  }
}

/** @throws BadCopy when there is none or it is not one of ours */
export function readManifest(file: string): Manifest {
  try {
    const manifest = JSON.parse(readFileSync(manifestOf(file), 'utf8')) as Partial<Manifest>;
    if (typeof manifest.sha256 === 'string' && typeof manifest.head === 'string' && manifest.rows && manifest.files)
      return manifest as Manifest;
  } catch (error) {
    if (existsSync(manifestOf(file)) && !(error instanceof SyntaxError)) throw error;
  }
  throw new BadCopy('cmd.why.manifest');
}

export interface Inspected {
  events: number;
  head: string;
  /** Rows that have events in the trail. */
  audited: number;
  rows: Record<string, number>;
  /** The files that rows name. */
  files: string[];
}

/**
 * Opens a copied database and looks at all of it: the pages of the file, the chain, every row against its last event.
 * @throws BadCopy naming what is wrong
 */
export async function inspect(file: string): Promise<Inspected> {
  const db = await openDatabase({ engine: 'sqlite', file }).catch((error: unknown) => damaged(error));
  try {
    const [found] = await db.read.raw<{ integrity_check: string }[]>('pragma integrity_check');
    if (found?.integrity_check !== 'ok') damaged(found?.integrity_check);
    const { events, head, rows: audited, faults } = await verifyTrail(db.read);
    if (faults.length > 0) throw new BadCopy('cmd.why.trail', { count: faults.length });
    return {
      events,
      head,
      audited,
      rows: await countRows(db.read),
      files: await db.read('files').orderBy('hash').pluck('hash'),
    };
  } catch (error) {
    return error instanceof BadCopy ? Promise.reject(error) : damaged(error);
  } finally {
    await db.close();
  }
}

function damaged(detail: unknown): never {
  throw new BadCopy('cmd.why.integrity', {
    detail: String(detail instanceof Error ? detail.message : detail).slice(0, 200),
  });
}

async function countRows(db: Knex): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  for (const table of tableNames) {
    const [counted] = await db(table).count<{ n: number }[]>({ n: '*' });
    rows[table] = Number(counted?.n ?? 0);
  }
  return rows;
}

/** @throws BadCopy when a copy is not what its manifest says */
export function compare(found: Inspected, manifest: Manifest): void {
  if (found.head !== manifest.head || found.events !== manifest.events) throw new BadCopy('cmd.why.head');
  const table = Object.keys(manifest.rows).find((name) => found.rows[name] !== manifest.rows[name]);
  if (table !== undefined) throw new BadCopy('cmd.why.counts', { table });
}
