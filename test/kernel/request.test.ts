import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { Refusal } from '../../lib/core/refusal.ts';
import { checkText, nest, pairs, parseJson } from '../../lib/kernel/request.ts';
import { boolean, integer, list, object, text } from '../../lib/kernel/shapes.ts';
import { slices } from '../../lib/slices.ts';
import { registrationOf } from '../scenario.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';
import { raw, wire } from '../support/raw.ts';

/** The ids of the refusal, or nothing when it was taken. */
function ids(work: () => unknown): string[] {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof Refusal) return error.reasons.map(({ id }) => id);
    throw error;
  }
}

describe('request', () => {
  it('B082 duplicate keys are refused at any depth, also in other spelling; equal keys of different objects are not', () => {
    for (const body of ['{"v":1,"v":2}', '{"a":{"v":1,"v":1}}', '{"a":[{"v":1,"\\u0076":2}]}'])
      expect(
        ids(() => parseJson(body)),
        body,
      ).to.deep.equal(['request.duplicate']);
    for (const body of ['{"a":{"v":1},"b":{"v":2}}', '{"a":"{\\"v\\":1,\\"v\\":2}"}', '{"a":[{"v":1},{"v":2}]}'])
      expect(
        ids(() => parseJson(body)),
        body,
      ).to.deep.equal([]);
  });

  it('B083 keys that reach a prototype are refused, and no prototype is changed', () => {
    for (const body of [
      '{"__proto__":{"admin":true}}',
      '{"a":{"constructor":{"prototype":{"admin":true}}}}',
      '{"prototype":1}',
    ])
      expect(ids(() => parseJson(body))).to.deep.equal(['request.key']);
    for (const name of ['__proto__.admin', 'constructor.prototype.admin', 'a.__proto__'])
      expect(ids(() => nest([[name, 'x']], {}))).to.deep.equal(['request.key']);
    expect(({} as { admin?: boolean }).admin).to.equal(undefined);
  });

  it('takes only an object, and none that is nested beyond reason', () => {
    for (const body of ['', 'null', '[]', '"x"', '1', '{', '{"a":1}x', "{'a':1}", '{"a":NaN}'])
      expect(
        ids(() => parseJson(body)),
        body,
      ).to.deep.equal(['request.json']);
    for (const depth of [40, 5000, 200_000])
      expect(
        ids(() => parseJson(`{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`)),
        String(depth),
      ).to.deep.equal(['request.json']);
    expect(parseJson(`{"a":"${'x'.repeat(1_900_000)}"}`).a).to.have.length(1_900_000);
  });

  it('B061 B064 B065 control characters, lone surrogates and turned-round text are refused by field, in keys as well', () => {
    for (const bad of ['a\u0000b', '\u0007', 'x\u001b[31m', '\uD842', 'a\u202Eb', '\u2066x', '\u007F']) {
      expect(
        ids(() => checkText({ rows: [{ name: bad }] })),
        JSON.stringify(bad),
      ).to.deep.equal(['text.control']);
      expect(
        ids(() => checkText({ fields: { [bad]: 'x' } })),
        JSON.stringify(bad),
      ).to.deep.equal(['text.control']);
    }
    for (const good of ['𠮷', '买买提·艾力', 'O’Neil', '行一\n行二\t格', '％', 'é', '🧪'])
      expect(
        ids(() => checkText({ name: good })),
        good,
      ).to.deep.equal([]);
  });

  it('B079 broken percent escapes and bytes that are no UTF-8 are refused', () => {
    for (const bad of ['a=%ff', 'a=%e4%bd', '%c0%af=1'])
      expect(
        ids(() => pairs(bad)),
        bad,
      ).to.deep.equal(['request.utf8']);
    expect(pairs('a=%E7%94%B7&a=2')).to.deep.equal([
      ['a', '男'],
      ['a', '2'],
    ]);
  });

  const schema = object({
    name: text(),
    n: integer,
    on: boolean,
    roles: list(text()),
    rows: list(object({ qty: text(), m: integer })),
  });

  it('reads a form into the same input that the API takes', () => {
    const fields: [string, string][] = [
      ['name', 'x'],
      ['n', '12'],
      ['on', 'on'],
      ['roles', 'a'],
      ['roles', 'b'],
      ['rows.0.qty', '1.50'],
      ['rows.0.m', '3'],
      ['rows.2.qty', '2'],
      ['empty', '  '],
    ];
    expect(nest(fields, schema)).to.deep.equal({
      name: 'x',
      n: 12,
      on: true,
      roles: ['a', 'b'],
      rows: [{ qty: '1.50', m: 3 }, {}, { qty: '2' }],
    });
  });

  it('B070 a repeated field that is no list, and a field that is both branch and leaf, are refused', () => {
    expect(
      ids(() =>
        nest(
          [
            ['name', 'a'],
            ['name', 'b'],
          ],
          schema,
        ),
      ),
    ).to.deep.equal(['request.duplicate']);
    expect(
      ids(() =>
        nest(
          [
            ['name', 'a'],
            ['name.x', 'b'],
          ],
          schema,
        ),
      ),
    ).to.deep.equal(['request.key']);
    expect(ids(() => nest([['toString.x', 'a']], schema))).to.deep.equal(['request.key']);
    expect(ids(() => nest([['a.b.c.d.e.f.g.h.i', 'a']], schema))).to.deep.equal(['request.key']);
  });

  it('B011 does not read 0x10, 1e3 or 1_000 as a number, and no blank as zero', () => {
    for (const odd of ['0x10', '1e3', '1_000', '１２', '1.0', '+1', 'Infinity'])
      expect(nest([['n', odd]], schema)).to.deep.equal({ n: odd });
    expect(nest([['n', '   ']], schema)).to.deep.equal({});
  });

  it('never fails on any fields, keys or text but by a refusal', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), { maxLength: 8 }),
        (fields) => void ids(() => checkText(nest(fields, schema))),
      ),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.string(), (body) => void ids(() => parseJson(body))),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.json(), (body) => void ids(() => checkText(parseJson(body)))),
      { numRuns: 500 },
    );
  });
});

eachEngine('bad input', (engine) => {
  let lab: Lab;
  let sampler: Client;
  before(async () => {
    lab = await startLab(engine);
    sampler = await lab.as('sampler');
  });
  after(() => lab.close());

  const send = (body: Buffer | string, headers: Record<string, string> = {}, path = '/api/v1/samplings') =>
    raw(lab.url, path, {
      method: 'POST',
      headers: {
        cookie: sampler.cookie,
        'x-csrf-token': sampler.csrf,
        'content-type': 'application/json',
        'idempotency-key': lab.app.ids.next(),
        ...headers,
      },
      body,
    });
  const rows = async () => Number((await lab.app.db.read('samplings').count({ n: '*' }))[0]?.n);

  it('B079 invalid UTF-8 and GBK under a UTF-8 name are 400, never saved as replacement marks', async () => {
    const body = JSON.stringify(await registrationOf(lab, 'paracetamol-tablet'));
    const gbk = Buffer.concat([
      Buffer.from(body.slice(0, -1)),
      Buffer.from(',"spec":"'),
      Buffer.from([0xd2, 0xa9, 0xbc, 0xec]),
      Buffer.from('"}'),
    ]);
    const answer = await send(gbk, { 'content-type': 'application/json; charset=utf-8' });
    expect([answer.status, answer.text.includes('request.utf8')]).to.deep.equal([400, true]);
    const form = await raw(lab.url, '/samplings', {
      method: 'POST',
      headers: { cookie: sampler.cookie, 'content-type': 'application/x-www-form-urlencoded' },
      body: Buffer.from([0x61, 0x3d, 0xff]),
    });
    expect(form.status).to.equal(400);
    expect(await rows()).to.equal(0);
  });

  it('B082 B083 duplicate and prototype keys in a body are 400', async () => {
    for (const body of [
      '{"number":"A","number":"B"}',
      '{"__proto__":{"roles":["administrator"]}}',
      '{"fields":{"constructor":{"prototype":{"x":1}}}}',
    ]) {
      expect((await send(body)).status, body).to.equal(400);
    }
    expect(({} as { roles?: unknown }).roles).to.equal(undefined);
  });

  it('B085 fields that nobody asked for are 422 by name: id, version, state, roles, created_by', async () => {
    const body = await registrationOf(lab, 'paracetamol-tablet');
    for (const [name, value] of Object.entries({
      id: lab.app.ids.next(),
      version: 3,
      state: 'received',
      role: 'admin',
      approved_by: 'x',
      created_by: 'x',
    })) {
      const answer = await sampler.post('/samplings', { ...body, [name]: value });
      expect(answer.status, name).to.equal(422);
      expect(answer.json<{ problems: { field: string; id: string }[] }>().problems).to.deep.include({
        id: 'schema.additionalProperties',
        field: name,
        text: answer.json<{ problems: { text: string }[] }>().problems[0]?.text,
      });
    }
    expect(await rows()).to.equal(0);
  });

  it('B085 an id in the body cannot point past the id of the address', async () => {
    const admin = await lab.as('admin');
    const [analyst, head] = [await lab.user('analyst'), await lab.user('head')];
    const answer = await admin.post(`/people/${analyst.id}/password`, {
      id: head.id,
      password: 'a quiet morning walk',
    });
    expect([answer.status, answer.refusals()]).to.deep.equal([422, ['schema.additionalProperties']]);
  });

  it('B086 compressed bodies, bodies beyond 2 MB (told or streamed) and huge headers are refused; the next caller is served', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, 0x20));
    const zipped = await send(bomb, { 'content-encoding': 'gzip' });
    expect([zipped.status, zipped.text.includes('request.encoding')]).to.deep.equal([400, true]);
    const big = Buffer.alloc(3_000_000, 0x20);
    expect((await send(big)).status).to.equal(413);
    const streamed = await send(big, { 'transfer-encoding': 'chunked' });
    expect([streamed.status, streamed.text.includes('request.too-large')]).to.deep.equal([413, true]);
    expect(await wire(lab.url, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`)).to.match(/ 431 /);
    expect(await wire(lab.url, 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n')).to.match(/ 400 /);
    expect(await wire(lab.url, 'RUBBISH\r\n\r\n')).to.match(/ 400 /);
    expect((await sampler.get('/samplings')).status).to.equal(200);
  });

  it('B061 B064 B065 bad characters are refused with their field on both engines', async () => {
    const body = await registrationOf(lab, 'paracetamol-tablet');
    for (const bad of ['药\u0000检', '\u001b[31m', '\ud842', 'a\u202egpj']) {
      // JSON escapes carry what UTF-8 cannot.
      const answer = await send(JSON.stringify({ ...body, productName: bad }));
      expect(
        [answer.status, answer.text.includes('text.control'), answer.text.includes('"productName"')],
        JSON.stringify(bad),
      ).to.deep.equal([422, true, true]);
      const key = await send(JSON.stringify({ ...body, fields: { [bad]: 'x' } }));
      expect(key.status).to.equal(422);
    }
    expect(await rows()).to.equal(0);
  });

  it('B062 B080 rare characters and every kind of name are kept as typed', async () => {
    for (const name of [
      '𠮷𪚥𰻝制药',
      '买买提·艾力',
      'O’Neil & Söhne "GmbH" <x>',
      'é',
      "' OR 1=1--",
      '"; DROP TABLE users',
    ]) {
      const answer = await sampler.post('/samplings', {
        ...(await registrationOf(lab, 'paracetamol-tablet')),
        producer: name,
      });
      expect(answer.status, answer.text).to.equal(201);
      const shown = await sampler.get(`/samplings/${answer.json<{ id: string }>().id}`);
      expect(shown.json<{ producer: string }>().producer).to.equal(name);
    }
  });

  it('B068 B070 B071 tricks in a query are 4xx or plain text, on every list', async () => {
    const admin = await lab.as('many');
    const lists = slices
      .flatMap(({ routes }) => routes)
      .filter((route) => route.kind === 'page' && !route.path.includes(':') && route.needs !== 'public');
    const tricks = [
      'filter[name][$ne]=1',
      'name%60%3D1%20or%201%3D1%20--=x',
      'q=a&q=b',
      'q[]=a&q[]=b',
      '__proto__.x=1',
      'sort=id;drop%20table%20users',
      'after=%27%20or%201=1--',
      'before=-1',
      'q=%00',
      'limit=999999',
    ];
    for (const route of lists) {
      for (const trick of tricks) {
        const { status } = await admin.get(`${route.path}?${trick}`);
        expect(status, `${route.path}?${trick}`).to.be.oneOf([200, 400, 403, 404, 422]);
        if (!trick.startsWith('q=%00') && status === 200)
          expect(trick, `${route.path}?${trick}`).to.match(/^(after|before)=/);
      }
    }
  });

  it('B071 a search for %, _ or \\ finds those characters, not everything', async () => {
    await sampler.post('/samplings', {
      ...(await registrationOf(lab, 'paracetamol-tablet')),
      productName: '50%_药\\片',
    });
    const found = async (q: string) =>
      (await sampler.get(`/samplings?q=${encodeURIComponent(q)}`)).json<{ rows: unknown[] }>().rows.length;
    expect(await found('%')).to.equal(0);
    expect(await found('_')).to.equal(0);
    expect(await found('50%_药\\')).to.equal(1);
    expect((await sampler.get(`/samplings?q=${'x'.repeat(10_000)}`)).status).to.equal(422);
  });

  it('B031 B035 a day that does not exist, or lies ahead, is refused at its field', async () => {
    for (const sampledOn of [
      '2026-02-30',
      '2026-13-01',
      '2025-02-29',
      '０１/０２/２０２６',
      '2026-11-24',
      '0000-01-01',
      '9999-12-31',
    ]) {
      const answer = await sampler.post('/samplings', {
        ...(await registrationOf(lab, 'paracetamol-tablet')),
        sampledOn,
      });
      expect(answer.status, sampledOn).to.equal(422);
      expect(
        answer.json<{ problems: { field: string }[] }>().problems.map(({ field }) => field),
        sampledOn,
      ).to.include('sampledOn');
    }
  });

  it('B077 ten thousand characters in a name are refused with the limit', async () => {
    const answer = await sampler.post('/samplings', {
      ...(await registrationOf(lab, 'paracetamol-tablet')),
      productName: '药'.repeat(10_000),
    });
    expect([answer.status, answer.text.includes('200')]).to.deep.equal([422, true]);
  });

  it('any JSON at any writing address is answered without a fault', async function () {
    this.timeout(60_000);
    const posts = slices
      .flatMap(({ routes }) => routes)
      .filter((route) => route.kind === 'post' && route.needs !== 'public');
    const person = await lab.as('many');
    const call = fc.record({
      route: fc.constantFrom(...posts),
      body: fc.dictionary(
        fc.constantFrom(
          'id',
          'version',
          'tests',
          'readings',
          'reason',
          'portions',
          'fields',
          'hash',
          'rows',
          'number',
          'password',
          'x',
        ),
        fc.jsonValue({ maxDepth: 2 }),
      ),
    });
    await fc.assert(
      fc.asyncProperty(call, async ({ route, body }) => {
        const answer = await person.post(route.path.replace(/:\w+/g, '01ARZ3NDEKTSV4RRFFQ69G5FAV'), body);
        expect(answer.status, `${route.path} ${JSON.stringify(body)} ${answer.text}`).to.be.lessThan(500);
      }),
      { numRuns: 150 },
    );
  });
});
