import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadCatalogue } from '../../lib/catalogue/index.ts';
import { Refusal } from '../../lib/core/refusal.ts';

const root = join(import.meta.dirname, '..', '..');

describe('a checked set of definitions', () => {
  let copy: string;
  let memory: string;
  const ash = () => join(copy, 'forms', 'record', 'ash.json');
  const spoil = (file: string) => writeFileSync(file, readFileSync(file, 'utf8').replace('"x-calc"', '"x-calcs"'));
  const load = () => loadCatalogue(copy, memory);

  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'lims-checked-'));
    memory = join(copy, 'definitions.checked');
    cpSync(join(root, 'forms'), join(copy, 'forms'), { recursive: true });
    mkdirSync(join(copy, 'parameters'));
    for (const name of ['parameter.schema.json', 'specification.schema.json'])
      cpSync(join(root, 'parameters', name), join(copy, 'parameters', name));
  });
  afterEach(() => rmSync(copy, { recursive: true }));

  it('is remembered and gives the same catalogue without its check', () => {
    const first = load();
    const digest = readFileSync(memory, 'utf8');
    expect(digest).to.match(/^[0-9a-f]{64}$/);
    expect(load().edition('form', 'ash')).to.deep.equal(first.edition('form', 'ash'));
    expect(readFileSync(memory, 'utf8')).to.equal(digest);
  });

  it('is checked again as soon as one byte of a definition or of a schema changes', () => {
    load();
    spoil(ash());
    expect(load).to.throw(Refusal);
    expect(load, 'a refused set is not remembered').to.throw(Refusal);
    cpSync(join(root, 'forms', 'record', 'ash.json'), ash());
    load();
    const schema = join(copy, 'forms', 'form.schema.json');
    writeFileSync(schema, readFileSync(schema, 'utf8').replace('"x-result"', '"x-results"'));
    expect(load).to.throw(Refusal);
  });

  it('is checked when nothing is remembered, and when the memory cannot be written', () => {
    spoil(ash());
    expect(() => loadCatalogue(copy)).to.throw(Refusal);
    cpSync(join(root, 'forms', 'record', 'ash.json'), ash());
    const nowhere = join(copy, 'none', 'definitions.checked');
    expect(loadCatalogue(copy, nowhere).forms.size).to.be.greaterThan(80);
    expect(existsSync(nowhere)).to.equal(false);
  });
});
