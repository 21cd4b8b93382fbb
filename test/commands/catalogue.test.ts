import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadCatalogue, type Parameter } from '../../lib/catalogue/index.ts';
import { catalogue } from '../../lib/commands/index.ts';
import { readConfig } from '../../lib/kernel/config.ts';
import { printed } from './console.ts';

const root = join(import.meta.dirname, '..', '..');

/** `lims catalogue`, as a chemist runs it in a copy of the definition files. */
describe('lims catalogue', () => {
  let copy: string;
  const config = () => ({ ...readConfig({}), root: copy });
  const run = (...args: string[]) => printed(() => catalogue(config(), args));
  const file = (code: string) => join(copy, 'parameters', 'tcm', `${code}.json`);
  const read = (code: string) => JSON.parse(readFileSync(file(code), 'utf8')) as Parameter;
  const change = (code: string, edit: (parameter: Parameter) => void) => {
    const parameter = read(code);
    edit(parameter);
    writeFileSync(file(code), JSON.stringify(parameter));
  };

  before(() => {
    copy = mkdtempSync(join(tmpdir(), 'lims-catalogue-'));
    for (const name of ['parameters', 'forms']) cpSync(join(root, name), join(copy, name), { recursive: true });
  });
  after(() => rmSync(copy, { recursive: true }));

  it('check: all definitions agree with their worked examples', async () => {
    const { status, said } = await run('check');
    expect(status, said).to.equal(0);
    expect(said).to.match(/\d+ parameters, \d+ forms, \d+ specifications: all \d+ examples agree/);
  });

  it('check: names file, field and reason of a fault', async () => {
    change('T-CHK-ASH', (parameter) => Object.assign(parameter, { places: 1 }));
    change('T-CHK-AIA', (parameter) => Object.assign(parameter, { compare: 'exactly' }));
    const { status, said } = await run('check');
    for (const name of ['T-CHK-ASH', 'T-CHK-AIA']) cpSync(join(root, 'parameters', 'tcm', `${name}.json`), file(name));
    expect(status).to.equal(1);
    expect(said).to.contain('T-CHK-ASH.json: must NOT have additional properties: places');
    expect(said).to.contain('T-CHK-AIA.json/compare: must be equal to one of the allowed values: rounded, full');
  });

  it('compare: prints what differs from a reference list, and what the list lacks', async () => {
    const list = join(copy, 'list.tsv');
    const [head = '', ...rows] = readFileSync(join(root, 'parameters', 'reference.tsv'), 'utf8')
      .trim()
      .split('\n');
    const cells = (rows.find((row) => row.startsWith('T-CHK-ASH\t')) ?? '').split('\t');
    const altered = cells.map((cell) => cell.replace('2302', '2399')).join('\t');
    writeFileSync(list, [head, altered].join('\n'));
    const { status, said } = await run('compare', list);
    expect(status).to.equal(1);
    expect(said).to.contain('T-CHK-ASH\tstandard\t—\t2399').and.to.contain('T-CHK-ASH\tstandard\t2302\t—');
    expect(said).to.contain('T-CHK-AIA\trow');
  });

  it('compare: a list without a needed column is refused by the name of the column', async () => {
    const list = join(copy, 'short.tsv');
    writeFileSync(list, 'code\tname_zh\nT-1\t灰分');
    await expectRefusal(() => catalogue(config(), ['compare', list]), 'catalogue.reference');
  });

  it('add: copies a neighbour with the least confidence and without seals; the file loads', async () => {
    const { status, said } = await run('add', 'T-CHK-NEW', '--like', 'T-CHK-ASH', '--zh', '新灰分', '--en', 'New ash');
    expect(status, said).to.equal(0);
    const added = loadCatalogue(copy).parameter('T-CHK-NEW');
    expect(added).to.include({ confidence: 'low', form: 'ash' });
    expect(added.name).to.deep.equal({ zh: '新灰分', en: 'New ash' });
    expect(added.examples.map(({ seal }) => seal)).to.satisfy((seals: unknown[]) =>
      seals.every((one) => one === undefined),
    );
    expect((await run('add', 'T-CHK-NEW', '--like', 'T-CHK-ASH')).status, 'taken').to.equal(1);
    expect((await run('add', 'T-CHK-OTHER')).status, 'without a neighbour').to.equal(2);
  });

  it('seal: seals what agrees and leaves what does not come out as it says', async () => {
    await run('add', 'T-CHK-SEAL', '--like', 'T-CHK-ASH');
    change('T-CHK-SEAL', ({ examples }) => {
      const [first] = examples;
      if (first) first.expect = { ...first.expect, result: '9.9' };
    });
    const wrong = await run('seal', 'T-CHK-SEAL');
    expect(wrong.status).to.equal(1);
    expect(wrong.said).to.contain('T-CHK-SEAL #1');
    expect(read('T-CHK-SEAL').examples.map(({ seal }) => seal !== undefined)).to.deep.equal(
      read('T-CHK-SEAL').examples.map((_, i) => i > 0),
    );
    rmSync(file('T-CHK-SEAL'));
  });

  it('says how it is used when the verb is unknown', async () => {
    expect((await run('burn')).status).to.equal(2);
  });
});

async function expectRefusal(act: () => Promise<unknown>, id: string): Promise<void> {
  const error = await act().catch((reason: unknown) => reason);
  expect(error).to.have.nested.property('reasons[0].id', id);
}
