import { createHash } from 'node:crypto';
import { closeSync, copyFileSync, createReadStream, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BadCopy } from './manifest.ts';

/** SHA-256 of a file of any size. */
export async function fileHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Forces a file, or the names in a folder, to the disk: a rename that is not synced can be lost with the power. */
export function sync(path: string): void {
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

/** Where the file store keeps a file, below its folder. */
const placeOf = (hash: string): string => join(hash.slice(0, 2), hash);

/**
 * Copies files from one store to another, each read back and compared with its name; those that are there already are kept.
 * @throws BadCopy naming the first that is missing or altered
 */
export async function copyFiles(from: string, to: string, hashes: readonly string[]): Promise<void> {
  for (const hash of hashes) {
    const [source, target] = [join(from, placeOf(hash)), join(to, placeOf(hash))];
    if (!existsSync(target)) {
      if (!existsSync(source)) throw new BadCopy('cmd.why.file', { hash });
      mkdirSync(dirname(target), { recursive: true });
      copyFileSync(source, target);
      sync(target);
    }
    if ((await fileHash(target)) !== hash) throw new BadCopy('cmd.why.file', { hash });
  }
}
