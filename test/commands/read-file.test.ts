import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readFile } from '../../lib/commands/index.ts';
import { printed } from './console.ts';

describe('lims read-file', () => {
  let folder: string;
  const kept = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'lims-read-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('prints what was read: layout, encoding, rows, figures, warnings', async () => {
    const { status, said } = await printed(() => readFile([kept('w.txt', 'S S     100.00 g\r\nS D     129.07 g\r\n')]));
    expect(status).to.equal(0);
    expect(said).to.contain('mt-sics').and.contain('utf-8');
    expect(said).to.contain('weight mass = 100.00 g [stable]');
    expect(said).to.contain('was not stable');
    const curve = await printed(() =>
      readFile([kept('s.csv', 'a.csv,s,u,10/27/2026 1:00:00 PM,i,n,1\nnm,A\n400,0.1\n401,0.2\n')]),
    );
    expect(curve.said).to.contain('2 points, nm / A');
  });

  it('prints the whole answer as JSON', async () => {
    const { status, said } = await printed(() => readFile([kept('w.txt', 'S S     100.00 g\r\n'), '--json']));
    expect(status).to.equal(0);
    expect(JSON.parse(said)).to.deep.include({ format: 'mt-sics', encoding: 'utf-8' });
  });

  it('says why a file is refused, in both languages, and how it is called', async () => {
    const refused = await printed(() => readFile([kept('x.txt', 'not a file of an instrument\n')]));
    expect(refused.status).to.equal(1);
    expect(refused.said).to.contain('认不出').and.contain('not known');
    expect((await printed(() => readFile([join(folder, 'none.txt')]))).status).to.equal(1);
    const usage = await printed(() => readFile([]));
    expect(usage.status).to.equal(2);
    expect(usage.said).to.contain('read-file');
  });
});
