import { expect } from 'chai';
import { eachEngine } from '../support/engines.ts';
import type { Client } from '../support/lab.ts';
import {
  assayRun,
  importFile,
  injectionsOf,
  mapped,
  mapping,
  ok,
  peakTable,
  type Rig,
  shown,
  startInstruments,
} from './rig.ts';

eachEngine('mappings of instrument files', (engine) => {
  let rig: Rig;
  let head: Client;
  let analyst: Client;

  before(async () => {
    rig = await startInstruments(engine);
    [head, analyst] = [await rig.as('head'), await rig.as('analyst')];
  });
  after(() => rig.close());

  const save = (body: object) =>
    head.post('/instrument-files/profiles', {
      format: 'chromatography-table',
      formCode: 'assay-external-standard',
      mapping,
      ...body,
    });

  it('refuses what cannot be a mapping of this form, field by field', async () => {
    const target = { row: 'sample', name: '示例成分', field: 'area' };
    const refused: [body: object, id: string][] = [
      [{ mapping: { ...mapping, pattern: '{n}' } }, 'pattern'],
      [{ mapping: { ...mapping, by: [] } }, 'by'],
      [{ mapping: { ...mapping, each: 0 } }, 'each'],
      [{ mapping: { ...mapping, targets: [] } }, 'no-targets'],
      [{ mapping: { ...mapping, targets: [{ ...target, path: 'samples.{n}.nothing' }] } }, 'target-path'],
      [{ mapping: { ...mapping, targets: [{ ...target, path: 'samples.{n}.A_1', low: 'nothing' }] } }, 'bound'],
      [{ mapping: '{' }, 'mapping'],
      [{ mapping: { targets: 3 } }, 'mapping'],
      [{ formCode: 'no-such-form' }, 'form'],
      [{ instrument: 'NO-SUCH' }, 'instrument'],
    ];
    for (const [body, id] of refused)
      expect((await save(body)).refusals(), id).to.deep.equal([`instrument-file.${id}`]);
    expect(
      (await analyst.post('/instrument-files/profiles', { format: 'table', formCode: 'ph', mapping })).status,
    ).to.equal(403);
  });

  it('shows on its page what would come of the file, saves exactly that, and the next file uses it', async () => {
    const run = await assayRun(rig, 1);
    const number = run.rows[0]?.number ?? '';
    const file = await importFile(analyst, run.id, '一.csv', peakTable(injectionsOf(number, 10, 1000)));
    const query = new URLSearchParams({
      ...{ file: file.id, run: run.id, sampleText: 'name', namedBy: 'number', pattern: '{code}-{n}', each: '2' },
      ...{ 'targets.0.row': 'sample', 'targets.0.column': '示例成分|area|', 'targets.0.path': 'samples.{n}.A_{i}' },
    });
    const page = await head.get(`/instrument-files/profiles/new?${query}`);
    const answer = ok<{ counts: object; mapping: object; faults: object[]; preview: { cells: { value: string }[] }[] }>(
      page,
    );
    expect(answer.counts).to.deep.equal({ matched: 4 });
    expect(answer.faults).to.deep.equal([]);
    expect(answer.preview.map(({ cells }) => cells[0]?.value)).to.deep.equal(['1011', '1012', '1021', '1022']);
    expect((await head.page(`/instrument-files/profiles/new?${query}`)).text).to.contain('1022');
    const saved = ok<{ id: string; version: number; profile: string }>(
      await save({ file: file.id, run: run.id, mapping: JSON.stringify(answer.mapping) }),
    );
    expect((await save({})).refusals()).to.deep.equal(['instrument-file.profile-exists']);
    const next = await importFile(analyst, run.id, '二.csv', peakTable(injectionsOf(number, 40, 2000)));
    expect((await shown(analyst, next)).file.profile_id).to.equal(saved.id);
    // The first file is read again with it.
    const { version } = await shown(analyst, file);
    ok(await analyst.post(`/runs/${run.id}/files/${file.id}/reading`, {}, { ifMatch: `"${version}"` }));
    expect((await shown(analyst, file)).file.profile_id).to.equal(saved.id);

    const revised = await mapped(rig, { each: 1 }, { profile: saved.id, version: saved.version });
    const list = ok<{ lines: { id: string; revision: number }[] }>(await head.get('/instrument-files/profiles'));
    expect(list.lines).to.deep.include.members([list.lines.find(({ id }) => id === revised.id)]);
    const history = ok<{ revisions: { revision: number; state: string }[] }>(
      await head.get(`/instrument-files/profiles/${revised.id}`),
    );
    expect(history.revisions.map(({ revision, state }) => [revision, state])).to.deep.equal([
      [2, 'active'],
      [1, 'replaced'],
    ]);
    expect((await save({ profile: saved.id })).refusals()).to.deep.equal(['machine.state']);
    const other = await analyst.post(
      `/runs/${run.id}/files/${next.id}/reading`,
      { profile: saved.id },
      { ifMatch: `"${(await shown(analyst, next)).version}"` },
    );
    expect(other.refusals()).to.deep.equal(['instrument-file.profile-form']);
    ok(await head.post(`/instrument-files/profiles/${revised.id}/retirement`, {}, { ifMatch: `"${revised.version}"` }));
    expect((await head.get('/instrument-files/profiles/01M82YNPAXF21SYSJTJK4EXBT1')).refusals()).to.deep.equal([
      'instrument-file.no-such-profile',
    ]);
  });

  it('shows a file of a run only to those who may read runs', async () => {
    const run = await assayRun(rig, 1);
    const file = await importFile(
      analyst,
      run.id,
      '三.csv',
      peakTable(injectionsOf(run.rows[0]?.number ?? '', 70, 3000)),
    );
    const equipment = await rig.as('equipment');
    expect((await equipment.get('/instrument-files/profiles')).status).to.equal(200);
    expect((await equipment.get(`/instrument-files/profiles/new?file=${file.id}`)).refusals()).to.deep.equal([
      'access.denied',
    ]);
  });

  it('refuses a file that is too long', async () => {
    const run = await assayRun(rig, 1);
    const lines = Array.from({ length: 20_001 }, (_, i) => `S${i},${i}.5`);
    const long = await analyst.post(`/runs/${run.id}/files`, {
      file: { name: 'long.csv', data: Buffer.from(['样品名称,峰面积', ...lines].join('\r\n')).toString('base64') },
    });
    expect(long.refusals()).to.deep.equal(['instrument-file.long']);
  });
});
