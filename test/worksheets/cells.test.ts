import { expect } from 'chai';
import { find } from '../../lib/kernel/tables.ts';
import type { Row } from '../../lib/kernel/types.ts';
import { verifyTrail } from '../../lib/kernel/verify.ts';
import type { CellsAnswer } from '../../lib/worksheets/cells-set.ts';
import { saveRow } from '../../lib/worksheets/index.ts';
import type { SheetAnswer } from '../../lib/worksheets/sheet.ts';
import { eachEngine } from '../support/engines.ts';
import type { Client } from '../support/lab.ts';
import type { Rig } from '../testing/rig.ts';
import {
  cell,
  cells,
  common,
  fields,
  readingsOf,
  type Sheet,
  sheetOf,
  startSheets,
  trailOf,
  valueOf,
} from './sheet-rig.ts';

eachEngine('worksheets: cells of a sheet', (engine) => {
  let rig: Rig;
  let analyst: Client;
  let member: Client;
  before(async () => {
    rig = await startSheets(engine);
    [analyst, member] = [await rig.as('analyst'), await rig.as('analyst2')];
  });
  after(() => rig.close());

  /** Arranges a state as if an act had led there. */
  const set = (table: 'tests' | 'worksheets', id: string, patch: { state: string }) =>
    rig.act('analyst', async (act) => {
      const row = await find<Row & { state: string }>(act.db, table, { id });
      if (row) await act.update<Row & { state: string }>(table, row, patch);
    });
  const first = (sheet: Sheet) => sheet.rows[0] ?? { id: '', test: '' };
  const save = (
    client: Client,
    sheet: Sheet,
    field: string,
    value: string,
    from = '',
    more: object = {},
    key?: string,
  ) => cell(client, sheet.id, { row: first(sheet).id, field, value, from, ...more }, key);

  it('saves a cell by itself, folds full-width digits, and answers how the row then stands', async () => {
    const sheet = await sheetOf(rig, 1);
    const answer = await save(analyst, sheet, 'samples.0.m', '１．００４２');
    expect(answer.status, answer.text).to.equal(201);
    const { cells: saved, rows } = answer.json<CellsAnswer>();
    expect(saved).to.deep.equal([{ row: first(sheet).id, field: 'samples.0.m', saved: true, value: '1.0042' }]);
    expect(rows[0]).to.include({ row: first(sheet).id, result: null, complete: false });
    expect(rows[0]?.missing).to.be.greaterThan(0);
    expect((await readingsOf(rig, first(sheet).test))['samples.0.m']).to.equal('1.0042');
    const plain = await save(analyst, sheet, 'samples.0.m_1', ' 20.50 ');
    expect(plain.json<CellsAnswer>().cells[0]?.value, 'typed plainly stays as typed').to.equal('20.50');
  });

  it('computes the result as soon as the last reading is there', async () => {
    const sheet = await sheetOf(rig, 1);
    const readings = {
      ...{ temperature_dry: '105', hours: '3', 'samples.0.m_1': '20.3158', 'samples.0.m': '1.0042' },
      ...{
        'samples.0.m_p': '21.3160',
        'samples.0.m_2': '21.3159',
        'samples.1.m_1': '21.0876',
        'samples.1.m': '1.0015',
      },
      ...{ 'samples.1.m_p': '22.0854', 'samples.1.m_2': '22.0852' },
    };
    const list = Object.entries(readings).map(([field, value]) => ({ row: first(sheet).id, field, value, from: '' }));
    const answer = (await cells(analyst, sheet.id, list)).json<CellsAnswer>();
    expect(answer.cells.every(({ saved }) => saved)).to.equal(true);
    expect(answer.rows).to.have.length(1);
    expect(answer.rows[0]).to.deep.include({ result: '0.4%', verdict: 'conforms', complete: true, missing: 0 });
    const events = await trailOf(rig, [first(sheet).test]);
    expect(events.slice(1).map((event) => event.map(({ path }) => path))).to.deep.equal(
      list.map(({ field }) => [field]),
    );
  });

  it('refuses in words what is no number, and writes nothing', async () => {
    const sheet = await sheetOf(rig, 1);
    const answer = await save(analyst, sheet, 'samples.0.m', '1,0042');
    expect([answer.status, answer.refusals()[0]?.startsWith('number.')]).to.deep.equal([422, true]);
    expect(await readingsOf(rig, first(sheet).test)).to.not.have.property('samples.0.m');
  });

  it('shows both values where somebody else was faster, by whom and since when, whatever else changed', async () => {
    const sheet = await sheetOf(rig, 1);
    await save(member, sheet, 'samples.0.m', '1.0001');
    await save(member, sheet, 'samples.0.m_1', '20.1');
    const beside = await save(analyst, sheet, 'samples.1.m', '1.0002');
    expect(beside.status, 'another cell of the same record').to.equal(201);
    const late = await save(analyst, sheet, 'samples.0.m', '1.0009');
    expect([late.status, late.refusals()]).to.deep.equal([412, ['record.stale']]);
    const { current } = late.json<{ current: { values: object; by: string; at: string } }>();
    expect(current.values).to.deep.equal({ 'samples.0.m': '1.0001' });
    expect(current.by).to.equal('吴验');
    expect(current.at).to.match(/^2026-11-23T/);
    expect((await readingsOf(rig, first(sheet).test))['samples.0.m']).to.equal('1.0001');
    const again = await save(analyst, sheet, 'samples.0.m', '1.0001');
    expect(again.status, 'the same value is no quarrel').to.equal(201);
  });

  it('asks for a reason where a saved value is changed or cleared', async () => {
    const sheet = await sheetOf(rig, 1);
    await save(analyst, sheet, 'hours', '3');
    const bare = await save(analyst, sheet, 'hours', '4', '3');
    expect([bare.status, bare.refusals()]).to.deep.equal([422, ['record.reason']]);
    expect((await save(analyst, sheet, 'hours', '4', '3', { reason: '抄录有误' })).status).to.equal(201);
    expect((await trailOf(rig, [first(sheet).test])).at(-1)).to.deep.include.members([
      { ...(await trailOf(rig, [first(sheet).test])).at(-1)?.[0], old: '3', new: '4', reason: '抄录有误' },
    ]);
  });

  it('FT-05 writes a cell once however often it is sent', async () => {
    const sheet = await sheetOf(rig, 1);
    const once = await save(analyst, sheet, 'hours', '3', '', {}, 'cell-key-0001');
    await save(member, sheet, 'hours', '', '3', { reason: '误录' });
    const twice = await save(analyst, sheet, 'hours', '3', '', {}, 'cell-key-0001');
    expect(twice.text).to.equal(once.text);
    expect(
      await readingsOf(rig, first(sheet).test),
      'what was cleared since is not written again',
    ).to.not.have.property('hours');
    const other = await save(analyst, sheet, 'hours', '5', '', {}, 'cell-key-0001');
    expect(other.refusals()).to.deep.equal(['request.key-reused']);
  });

  it('saves or refuses each cell of a set by itself, one event a cell', async () => {
    const sheet = await sheetOf(rig, 2);
    const [one, two] = sheet.rows.map(({ id }) => id);
    await cell(member, sheet.id, { row: one, field: 'hours', value: '2', from: '' });
    const sent = [
      { row: one, field: 'samples.0.m', value: '1.01', from: '' },
      { row: one, field: 'samples.0.m_1', value: 'abc', from: '' },
      { row: one, field: 'hours', value: '3', from: '' },
      { row: two, field: 'hours', value: '3', from: '' },
      { row: two, field: 'nothing', value: '3', from: '' },
      { row: '01ARZ3NDEKTSV4RRFFQ69G5FAV', field: 'hours', value: '3', from: '' },
    ];
    const answer = (await cells(analyst, sheet.id, sent, 'set-key-00001')).json<CellsAnswer>();
    expect(answer.cells.map(({ saved }) => saved)).to.deep.equal([true, false, false, true, false, false]);
    expect(answer.cells[1]?.problems?.[0]?.id).to.match(/^number\./);
    expect(answer.cells[2]).to.include({ current: '2', by: '吴验' });
    expect(answer.cells[4]?.problems?.[0]?.id).to.equal('record.shape');
    expect(answer.cells[5]?.problems?.[0]?.id).to.equal('sheet.row');
    const changes = (
      await trailOf(
        rig,
        sheet.rows.map(({ test }) => test),
      )
    ).filter(([change]) => change?.path !== undefined && change.path.split('.')[0] !== 'common');
    expect(changes.map((event) => event.length)).to.deep.equal([1, 1, 1]);
    expect((await cells(analyst, sheet.id, sent, 'set-key-00001')).json()).to.deep.equal(answer);
    const none = await cells(analyst, sheet.id, [{ row: one, field: 'hours', value: 'x', from: '2', reason: '更正' }]);
    expect(none.json<CellsAnswer>().cells[0]?.saved).to.equal(false);
  });

  it('undoes the last change of the same person as a new event, step by step', async () => {
    const sheet = await sheetOf(rig, 1);
    await save(analyst, sheet, 'hours', '3');
    await save(analyst, sheet, 'hours', '4', '3', { reason: '更正' });
    const undo = (client: Client, from: string) => save(client, sheet, 'hours', '', from, { undo: true });
    const back = await undo(analyst, '4');
    expect(back.json<CellsAnswer>().cells[0]?.value, back.text).to.equal('3');
    expect((await trailOf(rig, [first(sheet).test])).at(-1)?.[0]).to.include({ old: '4', new: '3', reason: '撤销' });
    expect((await undo(member, '3')).refusals()).to.deep.equal(['sheet.undo-other']);
    expect((await undo(analyst, '3')).json<CellsAnswer>().cells[0]?.value).to.equal('');
    expect((await undo(analyst, '')).refusals()).to.deep.equal(['sheet.undo-none']);
    await save(analyst, sheet, 'samples.0.m', '1.01');
    await save(member, sheet, 'samples.0.m', '1.02', '1.01', { reason: '复称' });
    const taken = await save(analyst, sheet, 'samples.0.m', '', '1.02', { undo: true });
    expect(taken.refusals()).to.deep.equal(['sheet.undo-other']);
  });

  it('carries a shared reading into every record of the run, so that results compute', async () => {
    const sheet = await sheetOf(rig, 3, { shared: ['common', 'temperature_dry', 'hours'] });
    const shared = (client: Client, field: string, value: string, from = '', more: object = {}) =>
      cell(client, sheet.id, { row: 'shared', field, value, from, ...more });
    const answer = await shared(analyst, 'hours', '３');
    expect(answer.json<CellsAnswer>().rows.map(({ row }) => row)).to.have.members(sheet.rows.map(({ id }) => id));
    for (const { test } of sheet.rows) expect((await readingsOf(rig, test))['hours']).to.equal('3');
    expect((await shared(member, 'hours', '5')).refusals()).to.deep.equal(['record.stale']);
    expect((await shared(member, 'hours', '5', '3')).refusals()).to.deep.equal(['record.reason']);
    expect((await shared(member, 'samples.0.m', '1')).refusals()).to.deep.equal(['sheet.field']);
    expect((await shared(member, 'temperature_dry', '105 C')).refusals()[0]).to.match(/^number\./);
    expect((await shared(analyst, 'hours', '', '3', { undo: true })).json<CellsAnswer>().cells[0]?.value).to.equal('');
    const page = (await analyst.get(`/runs/${sheet.id}`)).json<SheetAnswer>();
    expect(page.shared.flatMap(({ columns }) => columns.map(({ field }) => field))).to.include.members([
      'temperature_dry',
      'common.instruments.0.no',
    ]);
    expect(page.columns.map(({ field }) => field)).to.deep.equal(fields.slice(2));
    await set('tests', first(sheet).test, { state: 'submitted' });
    expect((await shared(analyst, 'hours', '4')).refusals()).to.deep.equal(['sheet.shared-signed']);
  });

  it('keeps the figures of quality control in their own rows and judges them', async () => {
    const sheet = await sheetOf(rig, 1, { controls: ['blank', 'check'] });
    const [blank, check] = sheet.controls;
    const answer = (
      await cell(analyst, sheet.id, { row: blank, field: 'found', value: '０．０５', from: '' })
    ).json<CellsAnswer>();
    expect(answer.cells[0]?.value).to.equal('0.05');
    expect(answer.rows[0]).to.include({ row: blank, verdict: 'ok' });
    const worse = await cell(member, sheet.id, {
      row: blank,
      field: 'found',
      value: '0.5',
      from: '0.05',
      reason: '重读',
    });
    expect(worse.json<CellsAnswer>().rows[0]?.verdict).to.equal('not-ok');
    const stale = await cell(analyst, sheet.id, {
      row: blank,
      field: 'found',
      value: '0.6',
      from: '0.05',
      reason: '重读',
    });
    expect(stale.json<{ current: object }>().current).to.deep.include({ values: { found: '0.5' }, by: '吴验' });
    const refused = async (row: string | undefined, field: string, value: string) =>
      (await cell(analyst, sheet.id, { row, field, value, from: '' })).refusals();
    expect(await refused(check, 'found', 'abc')).to.deep.equal(['number.word']);
    expect(await refused(blank, 'samples.0.m', '1')).to.deep.equal(['sheet.field']);
    const undone = await cell(member, sheet.id, { row: blank, field: 'found', value: '', from: '0.5', undo: true });
    expect(undone.json<CellsAnswer>().cells[0]?.value).to.equal('0.05');
  });

  it('takes cells only from those whose run it is, while it is open', async () => {
    const sheet = await sheetOf(rig, 1);
    const many = await rig.as('many');
    expect((await save(many, sheet, 'hours', '3')).refusals()).to.deep.equal(['run.not-ours']);
    expect((await save(await rig.as('reviewer'), sheet, 'hours', '3')).status).to.equal(403);
    expect(
      (
        await cell(analyst, '01ARZ3NDEKTSV4RRFFQ69G5FAV', {
          row: first(sheet).id,
          field: 'hours',
          value: '3',
          from: '',
        })
      ).status,
    ).to.equal(404);
    await set('worksheets', sheet.id, { state: 'finished' });
    expect((await save(analyst, sheet, 'hours', '3')).refusals()).to.deep.equal(['machine.state']);
    expect((await analyst.page(`/runs/${sheet.id}`)).text).to.include('本检验批已结束');
  });

  it('writes a line of an instrument file as one event', async () => {
    const sheet = await sheetOf(rig, 1, { controls: ['blank'] });
    const readings = { samples: [{ m: '1.01', m_1: '20.1' }] };
    await rig.act('analyst', (act) =>
      saveRow(act, { run: sheet.id, row: first(sheet).id, readings, note: '文件 a.csv' }),
    );
    const [, event] = await trailOf(rig, [first(sheet).test]);
    expect(event?.map(({ path, reason }) => [path, reason])).to.deep.equal([
      ['samples.0.m', '文件 a.csv'],
      ['samples.0.m_1', '文件 a.csv'],
    ]);
    const row = sheet.controls[0] ?? '';
    const saved = await rig.act('analyst', (act) => saveRow(act, { run: sheet.id, row, readings: { found: '0.01' } }));
    expect(saved.row?.readings).to.deep.equal({ found: '0.01' });
  });

  it('tells where a value comes from: every change, the formula with its numbers', async () => {
    const sheet = await sheetOf(rig, 1);
    for (const [field, value] of Object.entries({
      'samples.0.m': '1.0042',
      'samples.0.m_1': '20.3158',
      'samples.0.m_2': '21.3159',
    }))
      await save(analyst, sheet, field, value);
    await save(member, sheet, 'samples.0.m', '1.0043', '1.0042', { reason: '抄录有误' });
    const origin = `/runs/${sheet.id}/origin?row=${first(sheet).id}&field=samples.0.m`;
    const page = (await analyst.page(origin)).text;
    for (const text of ['吴验', '李检', '1.0042', '1.0043', '抄录有误', '天平']) expect(page).to.include(text);
    const json = (await analyst.get(origin)).json<{ value: string; changes: object[]; steps: { id: string }[] }>();
    expect([json.value, json.changes.length, json.steps.map(({ id }) => id)]).to.deep.equal(['1.0043', 2, ['X']]);
  });

  it('tells an open sheet what others changed since', async () => {
    const sheet = await sheetOf(rig, 2, { controls: ['blank'] });
    const { seen } = (await analyst.get(`/runs/${sheet.id}`)).json<SheetAnswer>();
    await save(member, sheet, 'hours', '3');
    await cell(member, sheet.id, { row: sheet.controls[0], field: 'found', value: '0.01', from: '' });
    const changes = (await analyst.get(`/runs/${sheet.id}/changes?since=${seen}`)).json<{
      seen: number;
      cells: object[];
    }>();
    expect(changes.cells).to.deep.equal([
      { row: first(sheet).id, field: 'hours', value: '3', own: false },
      { row: sheet.controls[0], field: 'found', value: '0.01', own: false },
    ]);
    const after = (await analyst.get(`/runs/${sheet.id}/changes?since=${changes.seen}`)).json<{ cells: object[] }>();
    expect(after.cells).to.deep.equal([]);
  });

  describe('without script', () => {
    const shownIn = (html: string): string =>
      (/name="shown" value="([^"]*)"/.exec(html)?.[1] ?? '').replace(/&quot;/g, '"').replace(/&amp;/g, '&');

    it('saves the whole sheet by one button, one event a cell that differs', async () => {
      const sheet = await sheetOf(rig, 2, { controls: ['blank'] });
      const [one, two] = sheet.rows.map(({ id }) => id);
      const shown = shownIn((await analyst.page(`/runs/${sheet.id}`)).text);
      const answer = await analyst.form(`/runs/${sheet.id}/readings`, {
        shown,
        [`rows.${one}.hours`]: '３',
        [`rows.${one}.samples.0.m`]: '1.01',
        [`rows.${two}.hours`]: '3',
        [`rows.${sheet.controls[0]}.found`]: '0.01',
        ...Object.fromEntries(Object.entries(sharedNow).map(([field, value]) => [`rows.shared.${field}`, value])),
      });
      expect([answer.status, answer.headers.get('location')], answer.text).to.deep.equal([303, `/runs/${sheet.id}`]);
      const events = (
        await trailOf(
          rig,
          sheet.rows.map(({ test }) => test),
        )
      ).filter((event) => event.length === 1);
      expect(events.flat().map(({ path, new: now }) => [path, now])).to.deep.equal([
        ['hours', '3'],
        ['samples.0.m', '1.01'],
        ['hours', '3'],
      ]);
    });

    it('answers a conflict at its field and keeps what was typed', async () => {
      const sheet = await sheetOf(rig, 1);
      const shown = shownIn((await analyst.page(`/runs/${sheet.id}`)).text);
      await save(member, sheet, 'hours', '2');
      const typed = {
        [`rows.${first(sheet).id}.hours`]: '3',
        [`rows.${first(sheet).id}.samples.0.m`]: '1.01',
        ...Object.fromEntries(Object.entries(sharedNow).map(([field, value]) => [`rows.shared.${field}`, value])),
      };
      const answer = await analyst.form(`/runs/${sheet.id}/readings`, { shown, ...typed });
      expect(answer.status).to.equal(409);
      expect(answer.text)
        .to.include('吴验')
        .and.include('改为“2”')
        .and.include('value="3"')
        .and.include('value="1.01"');
      expect(await readingsOf(rig, first(sheet).test)).to.not.have.property('samples.0.m');
      const now = await analyst.form(`/runs/${sheet.id}/readings`, {
        shown: shownIn(answer.text),
        reason: '复核后更正',
        ...typed,
      });
      expect(now.status, now.text).to.equal(303);
      expect(await readingsOf(rig, first(sheet).test)).to.include({ hours: '3', 'samples.0.m': '1.01' });
      const broken = await analyst.form(`/runs/${sheet.id}/readings`, { shown: '{', ...typed });
      expect(broken.text).to.include('打开时的数据不完整');
    });
  });

  it('offers the complete records for one signature', async () => {
    const sheet = await sheetOf(rig, 2);
    const values: [string, string][] = [
      ...fields.slice(0, 2).map((field): [string, string] => [field, '3']),
      ...[0, 1].flatMap((n): [string, string][] => [
        [`samples.${n}.m_1`, '20.3158'],
        [`samples.${n}.m`, '1.0042'],
        [`samples.${n}.m_p`, '21.3160'],
        [`samples.${n}.m_2`, '21.3159'],
      ]),
    ];
    await cells(
      member,
      sheet.id,
      values.map(([field, value]) => ({ row: first(sheet).id, field, value, from: '' })),
    );
    const ready = (await analyst.get(`/runs/${sheet.id}/submission`)).json<{
      records: { id: string; hash: string }[];
    }>();
    expect(ready.records.map(({ id }) => id)).to.deep.equal([first(sheet).test]);
    expect((await member.get(`/runs/${sheet.id}/submission`)).json<{ records: object[] }>().records).to.deep.equal([]);
    const page = await analyst.page(`/runs/${sheet.id}/submission`);
    expect(page.text).to.include(`value="${first(sheet).test}:${ready.records[0]?.hash}"`);
  });

  it('opens a sheet of 96 samples light and quickly, and the chain holds', async function () {
    this.timeout(60_000);
    const sheet = await sheetOf(rig, 96);
    const list = sheet.rows.flatMap(({ id }, r) =>
      fields.map((field, c) => ({ row: id, field, value: valueOf(r, c), from: '' })),
    );
    const from = performance.now();
    for (let at = 0; at < list.length; at += 50) {
      const { cells: saved } = (await cells(analyst, sheet.id, list.slice(at, at + 50))).json<CellsAnswer>();
      expect(saved.filter((one) => !one.saved)).to.deep.equal([]);
    }
    const pasted = performance.now() - from;
    await analyst.page(`/runs/${sheet.id}`);
    const opened = performance.now();
    const page = await analyst.page(`/runs/${sheet.id}`);
    const took = performance.now() - opened;
    if (process.env['MEASURE']) console.log(engine, { pasted, took, bytes: page.bytes.length });
    expect(page.bytes.length).to.be.lessThan(1_500_000);
    expect((await verifyTrail(rig.app.db.read)).faults).to.deep.equal([]);
  });
});

const sharedNow: Record<string, string> = {
  'common.portion': common.portion,
  'common.started': common.started,
  'common.finished': common.finished,
  'common.temperature': common.temperature,
  'common.humidity': common.humidity,
  'common.instruments.0.no': 'E-0012',
  'common.instruments.0.name': '天平',
  'common.instruments.0.validTo': '2027-01-10',
};
