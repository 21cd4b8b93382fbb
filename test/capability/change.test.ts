import { expect } from 'chai';
import type { Coverage } from '../../lib/capability/coverage.ts';
import { accreditedOn, type CapabilityRow, capabilityOn, marksOn } from '../../lib/capability/index.ts';
import type { LineSheet } from '../../lib/capability/line.ts';
import type { CapabilityList } from '../../lib/capability/list.ts';
import type { ProjectLine, ProjectSheet } from '../../lib/capability/projects.show.ts';
import { writeSheet } from '../../lib/sheets/index.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';

eachEngine('the life of a line of the annex', (engine) => {
  let lab: Lab;
  let technical: Client;
  let quality: Client;
  let analyst: Client;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine, '2026-11-23T09:00:00+08:00');
    [technical, quality, analyst] = [await lab.as('technical'), await lab.as('quality'), await lab.as('analyst')];
    const row: Omit<CapabilityRow, 'id' | 'version' | 'created_at'> = {
      scheme: 'CMA',
      annex_no: '1.1',
      parameter_code: 'T-CHK-ASH',
      object: null,
      item: '总灰分',
      standards: '《中国药典》2025年版四部 通则2302',
      scope: null,
      note: null,
      certificate: null,
      approved_on: null,
      valid_to: null,
      site: '本所',
      state: 'applied',
      project: null,
    };
    const ended = { state: 'held' as const, approved_on: '2020-01-02', valid_to: '2026-01-01', certificate: 'C0' };
    await lab.act('quality', (act) =>
      act.insertAll<CapabilityRow>('capabilities', [row, { ...row, parameter_code: 'T-CHK-AIA', ...ended }]),
    );
  });
  after(() => lab?.close());

  const lineId = async (code = 'T-CHK-ASH') =>
    (await analyst.get('/capability')).json<CapabilityList>().lines.find((line) => line.code === code)?.id ?? '';
  const show = async (query = '') =>
    (await analyst.get(`/capability/lines/${await lineId()}${query}`)).json<LineSheet>();
  const move = async (client: Client, stateMove: string, more: object = {}) => {
    const { id, version } = await show();
    return client.post(`/capability/lines/${id}/state`, {
      version,
      stateMove,
      fromDay: '2026-11-23',
      reason: '依据文件',
      ...more,
    });
  };
  const grant = { annexCertificate: '260000000000', annexEnd: '2030-12-31', fromDay: '2026-03-01' };

  const refused: [says: string, stateMove: string, more: object, ids: string[]][] = [
    ['a grant without certificate and end', 'grant', {}, ['capability.certificate', 'capability.end']],
    ['an end before the beginning', 'grant', { ...grant, annexEnd: '2026-02-01' }, ['capability.end']],
    ['a day to come', 'grant', { ...grant, fromDay: '2026-11-24' }, ['capability.from-future']],
    ['the suspension of what is not held', 'suspend', {}, ['machine.state']],
    ['a stale page', 'grant', { ...grant, version: 7 }, ['record.stale']],
  ];
  for (const [says, stateMove, more, ids] of refused)
    it(`refuses ${says}`, async () => expect((await move(quality, stateMove, more)).refusals()).to.deep.equal(ids));

  it('is granted, suspended by one and restored by another; every day stays readable', async () => {
    expect((await move(analyst, 'grant', grant)).status).to.equal(403);
    expect((await move(quality, 'grant', grant)).status).to.equal(200);
    expect((await move(quality, 'suspend', { fromDay: '2026-02-01' })).refusals()).to.deep.equal([
      'capability.from-early',
    ]);
    expect((await move(quality, 'suspend', { fromDay: '2026-06-01', reason: '能力验证不满意' })).status).to.equal(200);
    expect((await move(quality, 'restore')).refusals()).to.deep.equal(['capability.restore-own']);
    const sheet = (await quality.get(`/capability/lines/${await lineId()}`)).json<LineSheet>();
    expect(sheet.moves.find((one) => one.move === 'restore')?.obstacles.map(({ id }) => id)).to.deep.equal([
      'capability.restore-own',
    ]);
    expect((await move(technical, 'restore', { fromDay: '2026-11-20', reason: '复测满意' })).status).to.equal(200);
    const { read } = lab.app.db;
    for (const [day, standing] of [
      ['2026-02-28', 'applied'],
      ['2026-03-01', 'held'],
      ['2026-06-01', 'suspended'],
      ['2026-11-20', 'held'],
      ['2031-01-01', 'expired'],
    ]) {
      expect((await show(`?day=${day}`)).then, day).to.equal(standing);
      expect(
        (await capabilityOn(read, 'T-CHK-ASH', day ?? '')).map((fact) => fact.standing),
        day,
      ).to.deep.equal([standing]);
      expect((await accreditedOn(read, day ?? '')).has('T-CHK-ASH'), day).to.equal(standing === 'held');
    }
    expect((await show()).history.map((one) => [one.move, one.by])).to.deep.equal([
      ['restore', '许技'],
      ['suspend', '褚质'],
      ['grant', '褚质'],
    ]);
    const report = {
      class: 'cosmetic',
      items: [{ seq: 1, name: '总灰分', code: 'T-CHK-ASH', standards: ['《中国药典》2025年版四部'] }],
    };
    expect((await marksOn(read, report, '2026-11-23')).refusals).to.deep.equal([]);
    expect((await marksOn(read, report, '2026-07-01')).refusals.map(({ id }) => id)).to.deep.equal([
      'capability.cosmetic-outside',
    ]);
  });

  it('is renewed before its end only', async () => {
    const renewal = { annexEnd: '2036-12-31', annexCertificate: 'C2' };
    const late = { version: 1, stateMove: 'renew', fromDay: '2026-11-23', reason: '复查换证', ...renewal };
    expect((await quality.post(`/capability/lines/${await lineId('T-CHK-AIA')}/state`, late)).refusals()).to.deep.equal(
      ['capability.has-ended'],
    );
    expect((await move(quality, 'renew', renewal)).status).to.equal(200);
    expect(await show()).to.include({
      valid_to: '2036-12-31',
      certificate: 'C2',
      standing: 'held',
      approved_on: '2026-03-01',
    });
  });

  it('a file changes the state with a change of its own, but does not restore what a person suspended', async () => {
    const heads = ['参数编号', '检测项目/参数', '依据标准（方法）名称及编号（含年号）', '资质', '状态', '证书编号'];
    const file = async (state: string) => ({
      file: {
        name: '附表.xlsx',
        data: (
          await writeSheet({
            name: '能力附表',
            lists: '选项',
            columns: heads.map((head) => ({ head, width: 12 })),
            rows: [['T-CHK-ASH', '总灰分', '《中国药典》2025年版四部', 'CMA', state, 'C2']],
            spare: 0,
          })
        ).toString('base64'),
      },
    });
    await move(quality, 'suspend');
    expect((await quality.post('/capability/import', await file('已获证'))).refusals()).to.deep.equal([
      'capability.restore-by-file',
    ]);
    expect((await quality.post('/capability/import', await file('已取消'))).status).to.equal(200);
    expect((await show()).history[0]).to.include({ move: 'import', before: 'suspended', after: 'cancelled' });
    expect((await quality.get('/capability/lines/01ARZ3NDEKTSV4RRFFQ69G5FAV')).refusals()).to.deep.equal([
      'capability.line-missing',
    ]);
  });

  const project = {
    projectName: '化妆品扩项',
    annexScheme: 'CMA',
    testObject: '膏霜',
    projectDue: '2027-06-30',
    codes: 'C-UV-BP4\nC-AI-FQ10，C-UV-BP4',
  };
  const wrong: [says: string, more: object, ids: string[]][] = [
    ['an unknown code', { codes: 'C-UV-BP4 X-1 X-2' }, ['capability.codes-unknown', 'capability.codes-unknown']],
    ['no code', { codes: ' , ' }, ['capability.no-codes']],
    ['a day that has passed', { projectDue: '2026-11-22' }, ['capability.due-past']],
  ];
  for (const [says, more, ids] of wrong)
    it(`opens no project with ${says}`, async () =>
      expect((await technical.post('/capability/projects', { ...project, ...more })).refusals()).to.deep.equal(ids));

  it('a project has six tasks a parameter, applies for what the annex lacks, and shows how far it has come', async () => {
    const { id } = (await technical.post('/capability/projects', project)).json<{ id: string }>();
    expect((await technical.post('/capability/projects', project)).refusals()).to.deep.equal([
      'capability.project-taken',
    ]);
    const sheet = async () => (await analyst.get(`/capability/projects/${id}`)).json<ProjectSheet>();
    const first = await sheet();
    expect(first).to.include({ parameters: 2, total: 12, finished: 0, late: 0 });
    const added = (await analyst.get(`/capability?project=${encodeURIComponent('化妆品扩项')}`)).json<CapabilityList>();
    expect(added.lines.map(({ code, standing }) => [code, standing])).to.deep.equal([
      ['C-AI-FQ10', 'applied'],
      ['C-UV-BP4', 'applied'],
    ]);
    const owner = (await lab.user('analyst')).id;
    const plan = { taskKind: 'method', ownerId: owner, taskDue: '2026-12-31' };
    expect((await technical.post(`/capability/projects/${id}/plan`, plan)).json()).to.include({ changed: 2 });
    expect(
      (
        await technical.post(`/capability/projects/${id}/plan`, { ...plan, ownerId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' })
      ).refusals(),
    ).to.deep.equal(['capability.owner']);
    expect(
      (await technical.post('/capability/projects/01ARZ3NDEKTSV4RRFFQ69G5FAV/plan', plan)).refusals(),
    ).to.deep.equal(['capability.project-missing']);
    const cells = (await sheet()).rows[0]?.cells ?? [];
    const change = async (at: number, more: object) => {
      const cell = (await sheet()).rows[0]?.cells[at];
      return technical.post(`/capability/tasks/${cell?.id}`, {
        version: cell?.version,
        taskState: 'done',
        taskDue: '2026-12-31',
        evidence: '记录 1',
        ...more,
      });
    };
    expect((await change(5, {})).refusals()).to.deep.equal(['capability.review-first']);
    expect((await change(0, { evidence: undefined })).refusals()).to.deep.equal(['capability.evidence']);
    expect((await change(0, { version: 9 })).refusals()).to.deep.equal(['record.stale']);
    for (const at of [0, 1, 2, 3]) expect((await change(at, {})).status).to.equal(200);
    expect((await change(4, { taskState: 'not-needed', evidence: '无能力验证计划' })).status).to.equal(200);
    expect((await change(5, {})).status).to.equal(200);
    expect(await sheet()).to.include({ finished: 6, total: 12, late: 0 });
    expect(
      (
        await technical.post('/capability/tasks/01ARZ3NDEKTSV4RRFFQ69G5FAV', {
          version: 1,
          taskState: 'open',
          taskDue: '2026-12-31',
        })
      ).refusals(),
    ).to.deep.equal(['capability.task-missing']);
    const other = (await sheet()).rows[1]?.cells[1];
    await technical.post(`/capability/tasks/${other?.id}`, { version: 1, taskState: 'open', taskDue: '2026-11-22' });
    const [line] = (await analyst.get('/capability/projects')).json<{ lines: ProjectLine[] }>().lines;
    expect(line).to.include({ finished: 6, total: 12, late: 1 });
    for (const path of [
      `/capability/projects/${id}?open=C-UV-BP4`,
      `/capability/tasks/${cells[0]?.id}`,
      '/capability/projects/new',
      `/capability/lines/${await lineId('C-UV-BP4')}`,
    ]) {
      const page = await technical.page(path);
      expect(page.status, path).to.equal(200);
      expect(page.text.replace(/data-words="[^"]*"/, ''), path).not.to.match(
        /undefined|\[object Object\]|NaN|>\{\w+\}</,
      );
    }
  });

  it('the coverage tells what each parameter lacks, and stops when it is there', async () => {
    const coverage = async () =>
      (await analyst.get('/capability/coverage?class=cosmetic&missing=true')).json<Coverage>();
    const before = (await coverage()).lines.find(({ code }) => code === 'C-UV-BP4');
    expect(before?.gaps).to.deep.equal([
      ...['people', 'instruments', 'standard', 'test', 'state', 'control', 'proficiency'],
    ]);
    await technical.post('/methods/catalogue', {});
    const body = {
      authorisedActs: ['test'],
      authorisedArea: 'cosmetic',
      authorisedFrom: '2026-01-01',
      file: { name: 'x.pdf', data: Buffer.from('%PDF-1.4').toString('base64') },
    };
    const granted = await technical.post(`/competence/people/${(await lab.user('analyst')).id}/authorisations`, body);
    expect(granted.status).to.be.oneOf([200, 201]);
    const after = (await coverage()).lines.find(({ code }) => code === 'C-UV-BP4');
    expect(after).to.deep.include({
      people: 1,
      lacking: [],
      gaps: ['instruments', 'test', 'state', 'control', 'proficiency'],
    });
    const lacking = (await analyst.get('/capability/coverage?gap=people')).json<Coverage>();
    expect(lacking.lines.every(({ gaps }) => gaps.includes('people'))).to.equal(true);
    expect(lacking.lines.length).to.equal(lacking.counts.find(({ gap }) => gap === 'people')?.count);
  });
});
