import { expect } from 'chai';
import type { Specification } from '../../lib/catalogue/index.ts';
import { eachEngine } from '../support/engines.ts';
import { type Answer, type Client, type Lab, PASSWORD, startLab } from '../support/lab.ts';

interface Draft {
  id: string;
  version: number;
  state: string;
  code: string;
}
interface Sheet extends Draft {
  body: Record<string, unknown> & { items: Record<string, unknown>[]; examples: Record<string, unknown>[] };
  faults: { id: string; field?: string }[];
  changes: { sentences: string[] };
  moves: { move: string; obstacles: { id: string }[] }[];
  examples: { n: number; agrees: boolean; found: string }[];
}

const AMOXICILLIN = 'ChP2025-AMOXICILLIN-CAPSULES';
/** The line of the assay for capsules of 0.25 g. */
let ASSAY = 0;

eachEngine('drafts of definitions', (engine) => {
  let lab: Lab;
  let analyst: Client;
  let head: Client;
  let quality: Client;

  before(async () => {
    lab = await startLab(engine);
    [analyst, head, quality] = await Promise.all([lab.as('analyst'), lab.as('head'), lab.as('quality')]);
  });
  after(() => lab.close());

  const begin = async (client: Client, input: object): Promise<Draft> => {
    const answer = await client.post('/drafts', input);
    expect(answer.status, answer.text).to.equal(201);
    return answer.json<Draft>();
  };
  const sheet = async ({ id }: Draft, client = analyst): Promise<Sheet> =>
    (await client.get(`/drafts/${id}`)).json<Sheet>();
  const drop = async (draft: Draft) => {
    const { version } = await sheet(draft);
    await analyst.post(`/drafts/${draft.id}/drop`, { reason: '试验结束', version });
  };

  /** Every field of the editor as the page shows it, by name. */
  const fieldsOf = async (client: Client, path: string, form: string): Promise<[string, string][]> => {
    const page = await client.page(path);
    expect(page.status, page.text.slice(0, 500)).to.equal(200);
    const start = page.text.indexOf(`action="${form}"`);
    const html = page.text.slice(start, page.text.indexOf('</form>', start));
    const plain = (text: string) =>
      text
        .replace(/&quot;/g, '"')
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&amp;/g, '&');
    const found: [string, string][] = [];
    for (const [tag, kind = ''] of html.matchAll(/<(input|textarea|select)\b[^>]*>/g)) {
      const at = html.indexOf(tag, 0);
      const name = / name="([^"]*)"/.exec(tag)?.[1];
      if (name === undefined || name.startsWith('_')) continue;
      if (kind === 'textarea') found.push([name, plain(html.slice(at + tag.length, html.indexOf('</textarea>', at)))]);
      else if (kind === 'select') {
        const options = html.slice(at, html.indexOf('</select>', at));
        found.push([
          name,
          plain(
            /<option[^>]*value="([^"]*)"[^>]*selected/.exec(options)?.[1] ??
              /<option[^>]*selected[^>]*value="([^"]*)"/.exec(options)?.[1] ??
              '',
          ),
        ]);
      } else if (/type="(checkbox|radio)"/.test(tag)) {
        if (/ checked/.test(tag)) found.push([name, 'on']);
      } else found.push([name, plain(/ value="([^"]*)"/.exec(tag)?.[1] ?? '')]);
    }
    return found;
  };
  /** The editor sent back as a browser does, with some fields typed over. */
  const saveForm = async (draft: Draft, typed: Record<string, string>, act = 'save'): Promise<Answer> => {
    const fields = await fieldsOf(analyst, `/drafts/${draft.id}`, `/drafts/${draft.id}`);
    const rest = fields.filter(([name]) => !(name in typed));
    return await analyst.form(`/drafts/${draft.id}`, [...rest, ...Object.entries(typed), ['act', act]]);
  };

  it('saving the editor untouched changes nothing of the definition', async () => {
    for (const [kind, from] of [
      ['specification', AMOXICILLIN],
      ['parameter', 'D-ASSAY-HPLC'],
      ['parameter', 'D-BIO-TAMC'],
    ]) {
      const draft = await begin(analyst, { kind, from });
      const { body } = await sheet(draft);
      expect((await saveForm(draft, {})).status).to.equal(303);
      const saved = await sheet(draft);
      expect(saved.body, from).to.deep.equal(body);
      expect(saved.faults.map(({ id }) => id)).to.deep.equal(['draft.unchanged']);
      expect(saved.changes.sentences).to.deep.equal([]);
      await drop(draft);
    }
  });

  it('a specification: changed, refused, mended, proposed, released by a second person; batches of before keep theirs', async () => {
    const before = lab.app.catalogue.edition('specification', AMOXICILLIN);
    ASSAY = (before.body as Specification).items.findIndex(
      ({ name, when }) => name.zh === '含量' && when?.['strength']?.[0] === '0.25g',
    );
    const draft = await begin(analyst, { kind: 'specification', from: AMOXICILLIN, note: '含量限度收紧' });
    const typed = {
      [`body.items.${ASSAY}.limit.low`]: '95.0',
      [`body.items.${ASSAY}.limit.high`]: '105.O',
      [`body.items.${ASSAY}.limitText`]: '含阿莫西林应为标示量的95.0%～105.0%',
    };
    expect((await saveForm(draft, typed)).status).to.equal(303);
    let now = await sheet(draft);
    expect(now.faults).to.deep.include({ id: 'definition.limit-number', field: `items.${ASSAY}.limit.high` });
    const page = await analyst.page(`/drafts/${draft.id}`);
    expect(page.text, 'what was typed stands there still').to.include('105.O');
    expect(page.text).to.include('第 11 项 含量 · 上限：须为十进制数字');
    const early = await analyst.post(`/drafts/${draft.id}/proposal`, { version: now.version });
    expect(early.status).to.equal(422);
    expect(early.refusals()).to.deep.equal(['definition.limit-number']);

    await saveForm(draft, { [`body.items.${ASSAY}.limit.high`]: '105.0' });
    now = await sheet(draft);
    expect(now.faults).to.deep.equal([]);
    expect(now.changes.sentences).to.deep.equal([
      '含量 (0.25g)：限度由 90.0%～110.0% 改为 95.0%～105.0%',
      '含量 (0.25g)：标准规定由 含阿莫西林（按C₁₆H₁₉N₃O₅S计）应为标示量的90.0%～110.0% 改为 含阿莫西林应为标示量的95.0%～105.0%',
    ]);
    expect((await analyst.post(`/drafts/${draft.id}/proposal`, { version: now.version })).status).to.equal(200);

    now = await sheet(draft, head);
    expect(now.moves.map(({ move }) => move)).to.include.members(['return', 'release']);
    const wrong = await head.post(`/drafts/${draft.id}/release`, { version: now.version, password: 'not this one 1' });
    expect(wrong.refusals()).to.deep.equal(['session.wrong']);
    const released = await head.post(`/drafts/${draft.id}/release`, { version: now.version, password: PASSWORD });
    expect(released.status, released.text).to.equal(200);
    const { hash } = released.json<{ hash: string }>();
    const current = lab.app.catalogue.edition('specification', AMOXICILLIN);
    expect(current.hash).to.equal(hash);
    expect((current.body as Specification).items[ASSAY]?.limit).to.deep.equal({
      kind: 'range',
      low: '95.0',
      high: '105.0',
    });
    expect(lab.app.program.edition('specification', AMOXICILLIN).hash).to.equal(before.hash);

    const signature = await lab.app.db.read('signatures').where({ entity: 'drafts', entity_id: draft.id }).first();
    expect(signature).to.include({ meaning: 'release', record_hash: hash, user_name: '王主任' });
    const old = await analyst.get(`/editions/specification/${AMOXICILLIN}/${before.hash}`);
    expect(old.json<{ current: boolean }>().current).to.equal(false);
    expect(old.text).to.include('90.0%～110.0%');
    const file = await analyst.get(`/editions/specification/${AMOXICILLIN}/${before.hash}/definition.json`);
    expect(JSON.parse(file.text)).to.deep.equal(before.body);
    expect(file.text).to.equal(`${JSON.stringify(before.body, null, 2)}\n`);
    const list = await analyst.get(`/editions/specification/${AMOXICILLIN}`);
    expect(list.json<{ comparison: { sentences: string[] } }>().comparison.sentences[0]).to.equal(
      '含量 (0.25g)：限度由 90.0%～110.0% 改为 95.0%～105.0%',
    );
    for (const path of [
      `/editions/specification/${AMOXICILLIN}`,
      `/editions/specification/${AMOXICILLIN}/${hash}`,
      `/drafts/${draft.id}`,
      '/drafts?state=released',
    ])
      expect((await analyst.page(path)).status, path).to.equal(200);
  });

  it('moves, adds and removes items in one table, and takes a place between two', async () => {
    const draft = await begin(analyst, { kind: 'specification', from: 'ChP2025-VITAMIN-C-TABLETS' });
    const names = async () => (await sheet(draft)).body.items.map(({ name }) => (name as { zh: string }).zh);
    const [first, second, ...others] = await names();
    await saveForm(draft, {}, 'down.0');
    expect(await names()).to.deep.equal([second, first, ...others]);
    await saveForm(draft, {}, 'up.1');
    await saveForm(draft, {}, 'remove.1');
    expect(await names()).to.deep.equal([first, ...others]);
    const free = 1 + others.length;
    await saveForm(draft, {
      [`body.items.${free}.seq`]: '1.5',
      [`body.items.${free}.parameter`]: 'd-lim-kf-vol 水分',
      [`body.items.${free}.limit.high`]: '3.0',
    });
    const { body, changes } = await sheet(draft);
    const added = body.items[1] ?? {};
    expect(added).to.deep.include({
      seq: 2,
      parameter: 'D-LIM-KF-VOL',
      limit: { kind: 'max', value: '3.0' },
      limitText: '≤3.0%',
    });
    expect(
      body.items.map(({ seq }) => seq),
      'lines for two strengths share a place',
    ).to.deep.equal([1, 2, 3, 4, 5, 6, 6]);
    expect(changes.sentences.join('\n')).to.include(`新增项目 ${(added['name'] as { zh: string }).zh}：≤3.0%`);
    expect(changes.sentences.join('\n')).to.include(`删除项目 ${second}`);
    await drop(draft);
  });

  it('a parameter from a neighbour: faults named with field and reason, examples run, two people, file for the repository', async () => {
    const draft = await begin(analyst, { kind: 'parameter', from: 'D-LIM-LOD', code: 'D-LIM-LOD-105' });
    let now = await sheet(draft);
    expect(now.examples.every(({ agrees }) => agrees)).to.equal(true);
    await saveForm(draft, { 'body.name.zh': '干燥失重（105℃，4小时）', 'body.name.en': '', 'body.workingDays': 'x' });
    now = await sheet(draft);
    expect(now.faults.map(({ id, field }) => `${id} ${field}`)).to.have.members([
      'schema.required name.en',
      'schema.type workingDays',
    ]);
    await saveForm(draft, { 'body.name.en': 'Loss on drying (105 °C, 4 h)', 'body.workingDays': '4' });
    const count = now.body.examples.length;
    await saveForm(draft, {}, 'copy.0');
    now = await sheet(draft);
    expect(now.body.examples.length).to.equal(count + 1);
    const n = count + 1;
    const path = `/drafts/${draft.id}/examples/${n}`;
    const fields = (await fieldsOf(analyst, path, path)).filter(([name]) => name !== 'example.expect.result');
    const saved = await analyst.form(path, [...fields, ['example.expect.result', '77.7']]);
    expect(saved.status, saved.text.slice(0, 300)).to.equal(303);
    now = await sheet(draft);
    expect(now.examples.at(-1)).to.include({ n, agrees: false });
    expect(now.faults.map(({ id, field }) => `${id} ${field}`)).to.include(`definition.example examples.${n - 1}`);
    expect((await analyst.page(path)).text).to.include('不相符');
    await saveForm(draft, {}, `remove.${n - 1}`);
    now = await sheet(draft);
    expect(now.faults).to.deep.equal([]);
    await analyst.post(`/drafts/${draft.id}/proposal`, { version: now.version });
    const returned = await head.post(`/drafts/${draft.id}/return`, {
      version: now.version + 1,
      reason: '请写明干燥时间',
    });
    expect(returned.json<Draft>().state).to.equal('returned');
    expect((await analyst.page(`/drafts/${draft.id}`)).text).to.include('王主任：请写明干燥时间');
    await analyst.post(`/drafts/${draft.id}/proposal`, { version: now.version + 2 });
    const released = await quality.post(`/drafts/${draft.id}/release`, {
      version: now.version + 3,
      password: PASSWORD,
    });
    expect(released.status, released.text).to.equal(200);
    const { hash } = released.json<{ hash: string }>();
    expect(lab.app.catalogue.parameter('D-LIM-LOD-105').name.zh).to.equal('干燥失重（105℃，4小时）');
    const file = await analyst.get(`/editions/parameter/D-LIM-LOD-105/${hash}/definition.json`);
    const body = JSON.parse(file.text) as { examples: { seal: string }[] };
    expect(body.examples.every(({ seal }) => /^[0-9a-f]{12}$/.test(seal))).to.equal(true);
    expect((await analyst.page('/parameters/D-LIM-LOD-105')).status).to.equal(200);
  });

  it('refuses what one person may not do, and what has no ground', async () => {
    const draft = await begin(head, { kind: 'parameter', from: 'D-LIM-LOD', code: 'D-LIM-LOD-X' });
    const own = await sheet(draft, head);
    await head.post(`/drafts/${draft.id}/proposal`, { version: own.version });
    const cases: [string, Client, string, object, number, string][] = [
      [
        'the author releases',
        head,
        `/drafts/${draft.id}/release`,
        { version: own.version + 1, password: PASSWORD },
        409,
        'draft.own',
      ],
      [
        'the author returns',
        head,
        `/drafts/${draft.id}/return`,
        { version: own.version + 1, reason: '自己退' },
        409,
        'draft.own',
      ],
      [
        'an analyst releases',
        analyst,
        `/drafts/${draft.id}/release`,
        { version: own.version + 1, password: PASSWORD },
        403,
        'access.denied',
      ],
      [
        'another withdraws',
        analyst,
        `/drafts/${draft.id}/withdrawal`,
        { version: own.version + 1 },
        409,
        'draft.not-author',
      ],
      ['the version is old', head, `/drafts/${draft.id}/withdrawal`, { version: 1 }, 412, 'record.stale'],
      [
        'the code is taken',
        analyst,
        '/drafts',
        { kind: 'parameter', from: 'D-LIM-LOD', code: 'D-LIM-KF-VOL' },
        409,
        'draft.code-taken',
      ],
      ['a draft is open', analyst, '/drafts', { kind: 'parameter', code: 'D-LIM-LOD-X' }, 409, 'draft.already-open'],
      ['no code', analyst, '/drafts', { kind: 'parameter' }, 422, 'draft.code-missing'],
      ['an unknown base', analyst, '/drafts', { kind: 'parameter', from: 'NO-SUCH' }, 404, 'catalogue.unknown'],
      ['an unknown edition', analyst, '/editions/parameter/D-LIM-LOD/adoption', {}, 403, 'access.denied'],
    ];
    for (const [what, client, path, body, status, id] of cases) {
      const answer = await client.post(path, body);
      expect(answer.refusals(), `${what}: ${answer.text}`).to.include(id);
      expect(answer.status, what).to.equal(status);
    }
    expect((await analyst.get('/drafts/01ARZ3NDEKTSV4RRFFQ69G5FAV')).refusals()).to.deep.equal(['draft.missing']);
    expect((await head.get(`/drafts/${draft.id}/examples/99`)).refusals()).to.deep.equal(['draft.no-example']);
    expect((await analyst.get(`/editions/parameter/D-LIM-LOD/${'0'.repeat(64)}`)).refusals()).to.deep.equal([
      'edition.missing',
    ]);
    const nothing = await head.post('/editions/parameter/D-LIM-LOD/adoption', {
      hash: '0'.repeat(64),
      password: PASSWORD,
    });
    expect(nothing.refusals()).to.deep.equal(['edition.nothing-newer']);
    const sheetless = await head.post(`/drafts/${draft.id}/withdrawal`, { version: own.version + 1 });
    expect(sheetless.json<Draft>().state).to.equal('draft');
  });

  it('a draft whose base is no longer in force cannot be released', async () => {
    const code = 'D-LIM-IGN';
    const draft = await begin(analyst, {
      kind: 'parameter',
      from: lab.app.catalogue.parameters.has(code) ? code : 'D-LIM-LOD',
    });
    await saveForm(draft, { 'body.workingDays': '9' });
    // Somebody else's edition is released meanwhile.
    const { body } = await sheet(draft);
    await lab.act('head', async (act) => {
      const { addRelease } = await import('../../lib/editions/draft.ts');
      const { recordHash } = await import('../../lib/kernel/hash.ts');
      const other = { ...body, workingDays: 8 };
      await act.keep('parameter', draft.code, recordHash(other), other);
      const id = await addRelease(act, {
        kind: 'parameter',
        code: draft.code,
        hash: recordHash(other),
        base_hash: null,
        draft_id: null,
        note: null,
      });
      act.record({ entity: 'releases', id });
    });
    const now = await sheet(draft);
    expect(now.faults).to.deep.include({ id: 'draft.outdated', field: 'code', params: { code: draft.code } } as never);
    expect((await analyst.post(`/drafts/${draft.id}/proposal`, { version: now.version })).refusals()).to.deep.equal([
      'draft.outdated',
    ]);
  });
});
