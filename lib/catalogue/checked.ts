import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/**
 * Checking 700 definitions takes as long as all the rest of a start, and they seldom change. So the digest of a set that was found
 * without fault is kept in a file; only the very same bytes, checked by the very same program, are spared the next time.
 */
export function wasChecked(memory: string, digest: string): boolean {
  try {
    return readFileSync(memory, 'utf8') === digest;
  } catch {
    return false;
  }
}

/** Remembers a faultless set. A disk that takes no more writes only costs the next start its check. */
export function rememberChecked(memory: string, digest: string): void {
  try {
    writeFileSync(`${memory}.part`, digest);
    renameSync(`${memory}.part`, memory);
  } catch {
    return;
  }
}
