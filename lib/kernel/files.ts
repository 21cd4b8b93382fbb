import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from './hash.ts';

/** Immutable files by their SHA-256: written and synced before the row that names them commits (DI-30). */
export interface FileStore {
  put(body: Buffer): string;
  get(hash: string): Buffer | undefined;
}

const HASH = /^[0-9a-f]{64}$/;

export function fileStore(directory: string): FileStore {
  const path = (hash: string) => join(directory, hash.slice(0, 2), hash);
  return {
    put: (body) => {
      const hash = sha256(body);
      const target = path(hash);
      if (existsSync(target)) return hash;
      mkdirSync(dirname(target), { recursive: true });
      const temporary = `${target}.part`;
      // A crash may have left a read-only half of it, which could not be opened for writing again.
      rmSync(temporary, { force: true });
      const handle = openSync(temporary, 'w', 0o444);
      writeFileSync(handle, body);
      fsyncSync(handle);
      closeSync(handle);
      renameSync(temporary, target);
      const folder = openSync(dirname(target), 'r');
      fsyncSync(folder);
      closeSync(folder);
      return hash;
    },
    get: (hash) => {
      if (!HASH.test(hash) || !existsSync(path(hash))) return undefined;
      const body = readFileSync(path(hash));
      if (sha256(body) !== hash) throw new Error(`the stored file ${hash} was altered`);
      return body;
    },
  };
}
