import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Paper {
  kind: string;
  file: string;
  sha256: string;
  batch: string | null;
}

/** The folder that the walkthrough leaves behind, and its list of contents. */
export class Papers {
  readonly folder: string;
  readonly files: Paper[] = [];

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** @throws Error when the bytes are not what the name promises */
  add(kind: string, file: string, body: Buffer, batch: string | null = null): void {
    if (file.endsWith('.pdf') && !body.subarray(0, 5).equals(Buffer.from('%PDF-')))
      throw new Error(`${file} is not a PDF`);
    if (file.endsWith('.png') && body.readUInt32BE(0) !== 0x89504e47) throw new Error(`${file} is not a PNG`);
    writeFileSync(join(this.folder, file), body);
    this.list(kind, file, body, batch);
  }

  /** A file that was written by somebody else. */
  list(kind: string, file: string, body: Buffer, batch: string | null = null): void {
    this.files.push({ kind, file, sha256: createHash('sha256').update(body).digest('hex'), batch });
  }

  close(facts: object): void {
    writeFileSync(join(this.folder, 'manifest.json'), `${JSON.stringify({ ...facts, files: this.files }, null, 2)}\n`);
  }
}
