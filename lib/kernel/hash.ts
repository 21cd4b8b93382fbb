import { createHash } from 'node:crypto';
import { canonical } from '../core/canonical.ts';

export const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

/** SHA-256 of the canonical JSON (RFC 8785) of a record: what a signature is bound to (DI-13). */
export const recordHash = (record: unknown): string => sha256(canonical(record));
