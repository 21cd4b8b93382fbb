import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { expect } from 'chai';
import { backup, restore, verify } from '../../lib/commands/index.ts';
import { filesOf, inspect, type Manifest, manifestOf } from '../../lib/commands/manifest.ts';
import type { Config } from '../../lib/kernel/config.ts';
import { type Lab, startLab } from '../support/lab.ts';
import { printed } from './console.ts';

describe('lims backup and restore [sqlite]', () => {
  let lab: Lab;
  let folder: string;
  let file: string;
  const restoring = (name: string): Config => {
    const dataDir = join(folder, name);
    return { ...lab.app.config, dataDir, database: { engine: 'sqlite', file: join(dataDir, 'lims.db') } };
  };
  const manifest = (): Manifest => JSON.parse(readFileSync(manifestOf(file), 'utf8')) as Manifest;

  before(async () => {
    lab = await startLab('sqlite');
    folder = mkdtempSync(join(tmpdir(), 'lims-backup-'));
    file = join(folder, 'lims-backup.db');
    await lab.act('admin', async (act) => {
      const hash = act.app.files.put(Buffer.from('an issued paper'));
      await act
        .db('files')
        .insert({ hash, name: 'R2026-00001.pdf', type: 'application/pdf', size: 15, created_at: act.now });
      act.record({ entity: 'files', id: hash });
    });
  });
  after(async () => {
    await lab.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('DI-18 copies the database of a running server with its files, verified, and records it in the trail', async () => {
    const before = await lab.app.db.read('audit_head').first<{ seq: number; hash: string }>();
    const { status, said } = await printed(() => backup(lab.app.config, [file]));
    expect(said).to.contain('verified');
    expect(status).to.equal(0);
    expect(manifest()).to.include({ events: before?.seq, head: before?.hash });
    expect(manifest().files).to.have.length(1);
    const last = await lab.app.db.read('audit').orderBy('seq', 'desc').first<{ action: string; body: string }>();
    expect(last?.action).to.equal('backup.make');
    expect(last?.body).to.contain(manifest().sha256);
    expect(readdirSync(folder).some((name) => name.includes('.part'))).to.equal(false);
  });

  it('never overwrites an earlier backup', async () => {
    const { mtimeMs } = statSync(file);
    expect((await printed(() => backup(lab.app.config, [file]))).status).to.equal(1);
    expect(statSync(file).mtimeMs).to.equal(mtimeMs);
  });

  it('DI-18 drill: what is restored has the same rows, chain head and files', async () => {
    const config = restoring('restored');
    const { status, said } = await printed(() => restore(config, [file]));
    expect(said).to.contain('verified');
    expect(status).to.equal(0);
    const { rows, head, events, files } = manifest();
    const copy = await inspect(join(config.dataDir, 'lims.db'));
    expect(copy.files).to.deep.equal(files);
    expect(copy.events, 'one event says that it was restored').to.equal(events + 1);
    expect({ ...copy.rows, audit: rows['audit'] }).to.deep.equal(rows);
    const database = new SqliteDatabase(join(config.dataDir, 'lims.db'), { readonly: true });
    expect(database.prepare('select hash from audit where seq = ?').pluck().get(events)).to.equal(head);
    database.close();
    const [hash = ''] = files;
    expect(readFileSync(join(config.dataDir, 'files', hash.slice(0, 2), hash), 'utf8')).to.equal('an issued paper');
    expect((await printed(() => verify(config))).status).to.equal(0);
  });

  it('refuses a folder that is not empty', async () => {
    const { status, said } = await printed(() => restore(restoring('restored'), [file]));
    expect(status).to.equal(1);
    expect(said).to.contain('not empty');
  });

  const refusals: [string, () => () => void][] = [
    ['one changed byte', () => flipped(file, statSync(file).size - 100)],
    ['a file that was cut off', () => kept(file, () => truncateSync(file, statSync(file).size - 4096))],
    [
      'a manifest with another head',
      () =>
        kept(manifestOf(file), () =>
          writeFileSync(manifestOf(file), JSON.stringify({ ...manifest(), head: '0'.repeat(64) })),
        ),
    ],
    ['a manifest that is no JSON', () => kept(manifestOf(file), () => writeFileSync(manifestOf(file), '{'))],
    ['a paper that is missing', () => moved(filesOf(file))],
  ];
  for (const [what, spoil] of refusals) {
    it(`DI-18 refuses a backup with ${what}, and leaves nothing behind`, async () => {
      const mend = spoil();
      const config = restoring(`refused-${what.replaceAll(' ', '-')}`);
      const { status, said } = await printed(() => restore(config, [file]));
      mend();
      expect(status).to.equal(1);
      expect(said).to.contain('not restored');
      expect(existsSync(config.dataDir) ? readdirSync(config.dataDir) : []).to.deep.equal([]);
    });
  }

  it('names the tool of PostgreSQL with its exact command', async () => {
    const config: Config = {
      ...lab.app.config,
      database: { engine: 'postgres', url: 'postgres://somebody:secret@host/lims' },
    };
    const { status, said } = await printed(() => backup(config, [file]));
    expect(status).to.equal(2);
    expect(said).to.contain(`pg_dump --format=custom --file=${file} "$DATABASE_URL"`).and.not.contain('secret');
  });
});

/** Spoils a file; the function that comes back mends it. */
function kept(path: string, spoil: () => void): () => void {
  const bytes = readFileSync(path);
  spoil();
  return () => writeFileSync(path, bytes);
}

function flipped(path: string, at: number): () => void {
  return kept(path, () => {
    const bytes = readFileSync(path);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(path, bytes);
  });
}

function moved(path: string): () => void {
  const [folder = ''] = readdirSync(path);
  const [name = ''] = readdirSync(join(path, folder));
  const target = join(path, folder, name);
  const bytes = readFileSync(target);
  rmSync(target);
  return () => writeFileSync(target, bytes);
}
