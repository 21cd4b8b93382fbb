import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readConfig } from '../../lib/kernel/config.ts';
import { fileStore } from '../../lib/kernel/files.ts';
import { sha256 } from '../../lib/kernel/hash.ts';
import { holdDataDir } from '../../lib/kernel/lock.ts';

describe('files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lims-files-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('DI-30 keeps a file under its hash, once, read-only, with nothing half-written left', () => {
    const store = fileStore(folder);
    const body = Buffer.from('报告');
    const hash = store.put(body);
    expect(hash).to.equal(sha256(body));
    expect(store.put(body)).to.equal(hash);
    expect(store.get(hash)).to.deep.equal(body);
    expect(readdirSync(join(folder, hash.slice(0, 2)))).to.deep.equal([hash]);
  });

  it('DI-30 a half that a crash left behind does not stop the next try', () => {
    const body = Buffer.from('report');
    const hash = sha256(body);
    mkdirSync(join(folder, hash.slice(0, 2)));
    writeFileSync(join(folder, hash.slice(0, 2), `${hash}.part`), 'rep', { mode: 0o444 });
    expect(fileStore(folder).get(fileStore(folder).put(body))).to.deep.equal(body);
  });

  it('DI-30 one changed byte on the disk is not served', () => {
    const store = fileStore(folder);
    const hash = store.put(Buffer.from('report'));
    const path = join(folder, hash.slice(0, 2), hash);
    chmodSync(path, 0o644);
    writeFileSync(path, 'rapport');
    expect(() => store.get(hash)).to.throw(/was altered/);
  });

  it('B041 a name that is no hash finds nothing, whatever path it describes', () => {
    const store = fileStore(folder);
    for (const name of ['../../etc/passwd', '..', '', 'a'.repeat(63), `${'a'.repeat(64)}/..`, `${'A'.repeat(64)}`])
      expect(store.get(name), name).to.equal(undefined);
    expect(store.get('0'.repeat(64))).to.equal(undefined);
  });

  it('FT-13 the folder has one holder; a lock whose process is gone is taken over', () => {
    const path = join(folder, 'lims.pid');
    const release = holdDataDir(folder);
    expect(readFileSync(path, 'utf8').split(' ')[0]).to.equal(String(process.pid));
    release();
    expect(existsSync(path)).to.equal(false);
    // Process 1 is there on every machine and is not us.
    writeFileSync(path, '1');
    expect(() => holdDataDir(folder)).to.throw(/in use by process 1/);
    // The same number, but another process than the one that wrote it: the machine was started again since.
    for (const left of ['1 an-earlier-boot/17', '4194304', '', 'rubbish']) {
      writeFileSync(path, left);
      holdDataDir(folder)();
    }
  });
});

describe('config', () => {
  it('SE-16 names the variable that is wrong', () => {
    expect(() => readConfig({ PORT: '70000' })).to.throw(/PORT/);
    expect(() => readConfig({ PORT: 'abc' })).to.throw(/PORT/);
    expect(() => readConfig({ DATABASE_URL: 'mysql://x' })).to.throw(/DATABASE_URL/);
    expect(() => readConfig({ PUBLIC_URL: 'https://x/path' })).to.throw(/PUBLIC_URL/);
    expect(() => readConfig({ PUBLIC_URL: 'javascript:x' })).to.throw(/PUBLIC_URL/);
  });

  it('serves only this machine unless told otherwise, and keeps its data beside the program', () => {
    const config = readConfig({});
    expect(config).to.include({ host: '127.0.0.1', port: 3000, publicUrl: 'http://127.0.0.1:3000', idleMinutes: 30 });
    expect(config.database).to.deep.equal({ engine: 'sqlite', file: join(config.root, 'data', 'lims.db') });
    expect(Object.isFrozen(config)).to.equal(true);
  });

  it('takes a secret from a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lims-config-'));
    writeFileSync(join(folder, 'url'), 'postgres://u:p@h/d\n');
    expect(readConfig({ DATABASE_URL_FILE: join(folder, 'url') }).database).to.deep.equal({
      engine: 'postgres',
      url: 'postgres://u:p@h/d',
    });
    rmSync(folder, { recursive: true });
  });
});
