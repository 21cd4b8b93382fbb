import { expect } from 'chai';
import { eachEngine } from '../support/engines.ts';
import type { Client } from '../support/lab.ts';
import {
  assayRun,
  importFile,
  injectionsOf,
  type Line,
  mapped,
  ok,
  peakTable,
  type Rig,
  type Run,
  readingsAt,
  reasonsOf,
  shown,
  startInstruments,
} from './rig.ts';

eachEngine('instrument files of a run', (engine) => {
  let rig: Rig;
  let analyst: Client;

  before(async () => {
    rig = await startInstruments(engine);
    analyst = await rig.as('analyst');
  });
  after(() => rig.close());

  const tableOf = (run: Run, first = 1000): string =>
    peakTable([
      ...[1, 2, 3].map((i) => ({ sample: '对照品①', vial: '1', at: `2026-11-23 09:0${i}:00`, area: `150${i}` })),
      ...run.rows.flatMap(({ number }, at) => injectionsOf(number, 10 * (at + 1), first + 100 * at)),
    ]);

  const filed = async (run: Run, name = '序列1.csv', text: string = tableOf(run)) =>
    importFile(analyst, run.id, name, text);
  const decide = async (run: Run, file: { id: string }, version: number, body: object) =>
    analyst.post(
      `/runs/${run.id}/files/${file.id}/decisions`,
      { reason: '核对原始谱图', ...body },
      { ifMatch: `"${version}"` },
    );
  const take = (run: Run, file: { id: string }, version: number, body: object = {}) =>
    analyst.post(`/runs/${run.id}/files/${file.id}/taking`, body, { ifMatch: `"${version}"` });
  const lineOf = (lines: Line[], n: number): Line | undefined => lines.find((line) => line.n === n);

  it('lists every line as unmatched while nobody has mapped the file, and changes no record', async () => {
    const run = await assayRun(rig);
    const answer = await shown(analyst, await filed(run));
    expect(answer.file.format).to.equal('chromatography-table');
    expect(answer.counts).to.deep.equal({ unmatched: 15 });
    expect(reasonsOf(answer.lines[0])).to.deep.equal(['no-profile']);
    expect(await readingsAt(rig, run.rows[0]?.test ?? '')).to.deep.equal({});
  });

  it('recognises the same file by its hash, and takes it in another run', async () => {
    const run = await assayRun(rig);
    const text = tableOf(run);
    await filed(run, 'a.csv', text);
    const twin = await analyst.post(`/runs/${run.id}/files`, {
      file: { name: 'b.csv', data: Buffer.from(text).toString('base64') },
    });
    expect(twin.refusals()).to.deep.equal(['instrument-file.twice']);
    const other = await assayRun(rig);
    expect((await filed(other, 'a.csv', text)).state).to.equal('read');
  });

  describe('with a mapping', () => {
    before(async () => {
      await mapped(rig);
    });

    it('uses the mapping by itself, takes the values into the records, each record once, and says in the trail where they came from', async () => {
      const run = await assayRun(rig);
      const file = await filed(run);
      const before = await shown(analyst, file);
      expect(before.counts).to.deep.equal({ matched: 15 });
      const took = ok<{ lines: number; cells: number; records: number; state: string }>(
        await take(run, file, before.version),
      );
      expect(took).to.include({ lines: 15, cells: 15, records: 4, state: 'taken' });
      const [first] = run.rows;
      const readings = await readingsAt(rig, first?.test ?? '');
      expect(readings['samples']).to.deep.equal([
        { A_1: '1011', A_2: '1012' },
        { A_1: '1021', A_2: '1022' },
      ]);
      expect(readings['injections']).to.deep.equal([{ A_s: '1501' }, { A_s: '1502' }, { A_s: '1503' }]);
      const events = await rig.app.db.read('audit').where({ entity: 'tests', entity_id: first?.test }).orderBy('seq');
      const reasons = events.map(({ body }) => (JSON.parse(body) as { reason?: string }).reason ?? '');
      expect(
        reasons.filter((reason) => /序列1\.csv.*第 5、6、7、8 行/.test(reason) || /序列1\.csv/.test(reason)),
      ).to.have.length.greaterThan(0);
      expect((await shown(analyst, file)).counts).to.deep.equal({ taken: 15 });
      const again = await take(run, file, took.lines === 15 ? before.version + 1 : 0);
      expect(again.refusals()).to.deep.equal(['instrument-file.none-matched']);
    });

    it('lists what names no row, one row twice, or too many injections, and a person assigns, sets aside, accepts', async () => {
      const run = await assayRun(rig, 1);
      const [row] = run.rows;
      const number = row?.number ?? '';
      const text = peakTable([
        ...injectionsOf(number, 10, 1000),
        { sample: '不认识的样', vial: '9', at: '2026-11-23 15:00:00', area: '77' },
        { sample: `${number}-1`, vial: '11', at: '2026-11-23 15:30:00', area: '1013' },
      ]);
      const file = await filed(run, '重复.csv', text);
      let answer = await shown(analyst, file);
      expect(reasonsOf(lineOf(answer.lines, 5))).to.deep.equal(['no-row']);
      // The third injection of the first sample has no cell in the form.
      expect(reasonsOf(lineOf(answer.lines, 6))).to.deep.equal(['no-field']);

      const refused = await decide(run, file, answer.version, { fileLines: [5], lineDecision: 'accept' });
      expect(refused.refusals()).to.deep.equal(['instrument-file.not-acceptable']);
      expect(
        (await decide(run, file, answer.version, { fileLines: [], lineDecision: 'ignore' })).refusals(),
      ).to.deep.equal(['instrument-file.no-lines']);
      expect(
        (await decide(run, file, answer.version, { fileLines: [99], lineDecision: 'ignore' })).refusals(),
      ).to.deep.equal(['instrument-file.no-line']);
      expect(
        (await decide(run, file, answer.version, { fileLines: [5], lineDecision: 'undo' })).refusals(),
      ).to.deep.equal(['instrument-file.nothing-to-undo']);
      expect(
        (await decide(run, file, answer.version, { fileLines: [5], lineDecision: 'ignore', reason: ' ' })).refusals(),
      ).to.deep.equal(['record.reason']);
      expect(
        (await decide(run, file, answer.version, { fileLines: [6], lineDecision: 'assign' })).refusals(),
      ).to.deep.equal(['instrument-file.row']);
      expect(
        (
          await decide(run, file, answer.version, {
            fileLines: [6],
            lineDecision: 'assign',
            row: row?.id,
            replicate: '0',
          })
        ).refusals(),
      ).to.deep.equal(['instrument-file.portion']);

      ok(await decide(run, file, answer.version, { fileLines: ['5'], lineDecision: 'ignore' }));
      answer = await shown(analyst, file);
      expect(lineOf(answer.lines, 5)?.status).to.equal('ignored');
      ok(
        await decide(run, file, answer.version, {
          fileLines: [6],
          lineDecision: 'assign',
          row: row?.id,
          replicate: '1.2',
        }),
      );
      answer = await shown(analyst, file);
      // Both now want the second area of the first sample: listed, not guessed.
      expect([2, 6].map((n) => lineOf(answer.lines, n)?.status)).to.deep.equal(['duplicate', 'duplicate']);
      expect(reasonsOf(lineOf(answer.lines, 6))).to.deep.equal(['same-cell']);
      ok(await decide(run, file, answer.version, { fileLines: [2], lineDecision: 'ignore' }));
      answer = await shown(analyst, file);
      expect(lineOf(answer.lines, 6)?.status).to.equal('matched');
      ok(await take(run, file, answer.version));
      expect((await readingsAt(rig, row?.test ?? ''))['samples']).to.deep.equal([
        { A_1: '1011', A_2: '1013' },
        { A_1: '1021', A_2: '1022' },
      ]);
      answer = await shown(analyst, file);
      expect(
        (await decide(run, file, answer.version, { fileLines: [6], lineDecision: 'ignore' })).refusals(),
      ).to.deep.equal(['instrument-file.line-taken']);
    });

    it('lists what another file had otherwise as altered, and the same again as a duplicate', async () => {
      const run = await assayRun(rig, 1);
      const number = run.rows[0]?.number ?? '';
      const first = await filed(run, '同名.csv', peakTable(injectionsOf(number, 10, 1000)));
      ok(await take(run, first, (await shown(analyst, first)).version));
      const peaks = injectionsOf(number, 10, 1000).map((peak, i) =>
        i === 0 ? { ...peak, area: '1999', manual: true as const } : peak,
      );
      const second = await filed(run, '同名.csv', peakTable(peaks));
      const answer = await shown(analyst, second);
      expect(answer.file.replaces).to.equal(first.id);
      expect(answer.lines.map(({ status }) => status)).to.deep.equal([
        'altered',
        'duplicate',
        'duplicate',
        'duplicate',
      ]);
      expect(reasonsOf(answer.lines[0])).to.deep.equal(['altered']);
      expect(reasonsOf(answer.lines[1])).to.deep.equal(['again']);
      expect(answer.lines[0]?.flags).to.include('manual-integration');

      ok(
        await decide(run, second, answer.version, {
          fileLines: [1],
          lineDecision: 'accept',
          reason: '重新积分，已复核基线',
        }),
      );
      const accepted = await shown(analyst, second);
      expect(accepted.conflicts).to.equal(1);
      const refused = await take(run, second, accepted.version);
      expect(refused.refusals()).to.deep.equal(['instrument-file.conflict']);
      ok(await take(run, second, accepted.version, { reason: '以重新积分为准' }));
      const test = run.rows[0]?.test ?? '';
      const samples = (await readingsAt(rig, test))['samples'] as Record<string, string>[];
      expect(samples[0]?.['A_1']).to.equal('1999');
      const flags = (await rig.app.fileFlags?.(rig.app.db.read, [test]))?.get(test) ?? [];
      expect(flags.map(({ flag, cell }) => [flag, cell])).to.deep.equal([
        ['manual-integration', 'samples.0.A_1'],
        ['accepted', undefined],
      ]);
      const files = (await rig.app.filesOf?.(rig.app, rig.app.db.read, test)) ?? [];
      expect(files.map(({ name }) => name)).to.deep.equal(['同名.csv', '同名.csv']);
      expect(files[0]?.text).to.contain('示例成分');
    });

    it('overwrites no typed value without a reason, and undoes everything when a record refuses', async () => {
      const run = await assayRun(rig, 1);
      const [row] = run.rows;
      ok(
        await analyst.post(
          `/tests/${row?.test}/readings`,
          { readings: { samples: { 0: { A_1: '5' } } } },
          { ifMatch: '"1"' },
        ),
      );
      const file = await filed(run, '冲突.csv', peakTable(injectionsOf(row?.number ?? '', 10, 1000)));
      const answer = await shown(analyst, file);
      expect(answer.conflicts).to.equal(1);
      expect((await take(run, file, answer.version)).refusals()).to.deep.equal(['instrument-file.conflict']);
      const negative = await assayRun(rig, 1);
      const text = peakTable([
        { sample: `${negative.rows[0]?.number}-1`, vial: '1', at: '2026-11-23 10:00:00', area: '-3' },
      ]);
      const bad = await filed(negative, '负值.csv', text);
      const refused = await take(negative, bad, (await shown(analyst, bad)).version);
      expect(refused.refusals()).to.include('instrument-file.row-refused');
      expect((await shown(analyst, bad)).file.state).to.equal('read');
    });

    it('lets only people of an open run work, drops a file with a reason, and keeps the bytes', async () => {
      const run = await assayRun(rig, 1);
      const file = await filed(run);
      const { version } = await shown(analyst, file);
      const other = await rig.as('analyst2');
      const body = { file: { name: 'y.csv', data: Buffer.from(tableOf(run, 5)).toString('base64') } };
      const stranger = await other.post(`/runs/${run.id}/files`, body);
      expect(stranger.refusals()).to.include('instrument-file.not-ours');
      const drop = (body: object) =>
        analyst.post(`/runs/${run.id}/files/${file.id}/drop`, body, { ifMatch: `"${version}"` });
      expect((await drop({ reason: ' ' })).refusals()).to.deep.equal(['record.reason']);
      ok(await drop({ reason: '序列中断，另行导出' }));
      const bytes = await analyst.page(`/runs/${run.id}/files/${file.id}/bytes`);
      expect(bytes.text).to.contain('示例成分');
      expect((await analyst.get(`/runs/${(await assayRun(rig, 1)).id}/files/${file.id}`)).refusals()).to.deep.equal([
        'instrument-file.missing',
      ]);
      expect((await (await rig.as('reception')).get(`/runs/${run.id}/files/${file.id}`)).status).to.equal(403);
      await rig.app.db.write('worksheets').where({ id: run.id }).update({ state: 'finished' });
      const late = await analyst.post(`/runs/${run.id}/files`, {
        file: { name: 'x.csv', data: Buffer.from(tableOf(run, 7)).toString('base64') },
      });
      expect(late.refusals()).to.deep.equal(['instrument-file.run-closed']);
    });

    it('reads the same bytes otherwise when a person says so, and tells GB18030 by itself', async () => {
      const run = await assayRun(rig, 1);
      const gb = Buffer.concat(
        [...peakTable(injectionsOf(run.rows[0]?.number ?? '', 10, 1000))].map((char) => gbk(char)),
      );
      const file = await importFile(analyst, run.id, '国标.csv', gb);
      const answer = await shown(analyst, file);
      expect([answer.file.encoding, answer.counts]).to.deep.equal(['gb18030', { matched: 4 }]);
      const reread = (body: object, version: number) =>
        analyst.post(`/runs/${run.id}/files/${file.id}/reading`, body, { ifMatch: `"${version}"` });
      expect((await reread({ encoding: 'utf-8' }, answer.version)).refusals()).to.deep.equal([
        'instrument-file.encoding',
      ]);
      ok(await reread({ format: 'table' }, answer.version));
      const table = await shown(analyst, file);
      expect([table.file.format, table.file.profile_id]).to.deep.equal(['table', null]);
      expect((await reread({ instrument: 'NO-SUCH' }, table.version)).refusals()).to.deep.equal([
        'instrument-file.instrument',
      ]);
    });

    it('exports what instruments gave as an Allotrope document', async () => {
      const run = await assayRun(rig, 1);
      expect((await analyst.get(`/runs/${run.id}/asm.json`)).refusals()).to.deep.equal(['instrument-file.asm-empty']);
      const file = await filed(run);
      ok(await take(run, file, (await shown(analyst, file)).version));
      const asm = await analyst.get(`/runs/${run.id}/asm.json`);
      expect(asm.text).to.contain('liquid-chromatography').and.to.contain('1011');
    });
  });
});

const pairs = new Map<string, Buffer>();
/** A character in GB18030, found by asking the decoder: our own file, not one of a published set. */
function gbk(char: string): Buffer {
  if (char.charCodeAt(0) < 0x80) return Buffer.from(char);
  if (pairs.size === 0) {
    const decoder = new TextDecoder('gb18030');
    for (let high = 0x81; high <= 0xfe; high += 1)
      for (let low = 0x40; low <= 0xfe; low += 1) {
        const bytes = Buffer.from([high, low]);
        pairs.set(decoder.decode(bytes), bytes);
      }
  }
  return pairs.get(char) ?? Buffer.from('?');
}
