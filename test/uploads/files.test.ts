import { join } from 'node:path';
import { expect } from 'chai';
import { samplingForm } from '../../lib/samplings/form.ts';
import { readSheet } from '../../lib/sheets/index.ts';
import { csvText, type FilePlan, fileOf, jsonText, xmlText } from '../../lib/uploads/files.ts';
import { gb18030 } from '../../lib/uploads/gb18030.ts';
import { type LayoutColumn, layoutsOf, versionOn } from '../../lib/uploads/layouts.ts';
import { percent, shareOf } from '../../lib/uploads/share.ts';
import { isPath } from '../../lib/uploads/values.ts';

const root = join(import.meta.dirname, '..', '..');
const layouts = layoutsOf({ config: { root } } as Parameters<typeof layoutsOf>[0]);

/** The cells of a CSV text, by a small state machine. */
function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i] ?? '';
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === ',') {
      row.push(cell);
      cell = '';
    } else if (char === '\n') {
      rows.push([...row, cell.replace(/\r$/, '')]);
      row = [];
      cell = '';
    } else cell += char;
  }
  return rows;
}

/** The elements without children and their texts; fails where a tag is not closed in its order or a bare mark stands in a text. */
function leavesOf(xml: string): [name: string, value: string][] {
  const entities: Record<string, string> = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    '#10': '\n',
    '#13': '\r',
  };
  const open: string[] = [];
  const leaves: [string, string][] = [];
  let last = '';
  for (const [, tag = '', text = ''] of xml.replace(/^<\?xml[^>]*\?>/, '').matchAll(/<([^<>]+)>([^<]*)/g)) {
    const name = tag.replace(/^\//, '').split(/\s/)[0] ?? '';
    if (tag.startsWith('/')) {
      expect(open.pop()).to.equal(name);
      continue;
    }
    open.push(name);
    expect(text.replace(/&(amp|lt|gt|quot|apos|#10|#13);/g, '')).to.not.match(/[&>]/);
    last = text.replace(/&([#\w]+);/g, (_all, entity: string) => entities[entity] ?? '');
    if (last !== last.trim() || last.trim() !== '') leaves.push([name, last]);
  }
  expect(open).to.deep.equal([]);
  return leaves;
}

const column = (key: string, header: string): LayoutColumn => ({ key, header, path: null });
const difficult = ['甲"乙,丙', '<&>\'"', '第一行\n第二行', '00123', '=1+1', '龘𠮷㑇', ' 前后空 ', '95.0'];
const [firstLayout] = layouts;
if (!firstLayout) throw new Error('no layout');
const plan: FilePlan = {
  ...{ number: 'SB2026-0001', layout: firstLayout, format: 'csv', encoding: 'utf-8' },
  version: {
    ...{ version: 't', validFrom: '2026-01-01', validTo: null, basis: '', confidence: 'M3' },
    batch: [column('name', '品名'), column('note', '备注')],
    items: [column('result', '结果')],
  },
  batches: difficult.map((text) => ({
    batch: { name: text, note: '' },
    items: [{ result: text }, { result: '符合' }],
  })),
};
const expected = [
  ['品名', '备注', '结果'],
  ...difficult.flatMap((text) => [
    [text, '', text],
    [text, '', '符合'],
  ]),
];

describe('upload files', () => {
  it('8.1 CSV keeps every character, quote, comma and line break', () => {
    expect(cellsOf(csvText({ heads: expected[0] ?? [], rows: expected.slice(1) }))).to.deep.equal(expected);
  });

  it('8.1 UTF-8 CSV starts with a mark, GB18030 has none, and both read back as they were', async () => {
    const utf8 = (await fileOf(plan)).body;
    expect([...utf8.subarray(0, 3)]).to.deep.equal([0xef, 0xbb, 0xbf]);
    expect(cellsOf(new TextDecoder('utf-8').decode(utf8))).to.deep.equal(expected);
    const gb = (await fileOf({ ...plan, encoding: 'gb18030' })).body;
    expect([...gb.subarray(0, 4)]).to.deep.equal([0xc6, 0xb7, 0xc3, 0xfb]);
    expect(cellsOf(new TextDecoder('gb18030').decode(gb))).to.deep.equal(expected);
  });

  for (const [text, hex] of [
    ['国', 'b9fa'],
    ['é', 'a8a6'],
    ['𠮷', '9534b235'],
    ['\u{10000}', '90308130'],
    ['\u{10ffff}', 'e3329a35'],
  ] as const)
    it(`8.1 GB18030 of U+${text.codePointAt(0)?.toString(16)} is ${hex}`, () =>
      expect(gb18030(text).toString('hex')).to.equal(hex));

  it('8.1 GB18030 bears every character of the basic plane and some beyond it', () => {
    const points = [0x10000, 0x20bb7, 0x2a6d6, 0x10ffff];
    for (let point = 0x80; point < 0x10000; point += 1) if (point < 0xd800 || point > 0xdfff) points.push(point);
    const wrong = points.filter((point) => {
      // U+FFFD is what a decoder says for what it cannot read.
      if (point === 0xfffd) return false;
      const text = String.fromCodePoint(point);
      try {
        return new TextDecoder('gb18030').decode(gb18030(text)) !== text;
      } catch {
        return true;
      }
    });
    // U+E5E5 has no code (WHATWG Encoding, gb18030 encoder: error), nor has U+E7C7 in the two-byte table of some editions.
    expect(wrong.filter((point) => point < 0xe000 || point > 0xf8ff)).to.deep.equal([]);
  });

  it('8.1 XML is well-formed, escaped, and says its encoding', async () => {
    for (const encoding of ['utf-8', 'gb18030'] as const) {
      const body = (await fileOf({ ...plan, format: 'xml', encoding })).body;
      const text = new TextDecoder(encoding).decode(body);
      expect(text).to.equal(xmlText({ ...plan, encoding }));
      expect(text).to.match(encoding === 'utf-8' ? /encoding="UTF-8"/ : /encoding="GB18030"/);
      expect(text).to.include('&lt;&amp;&gt;&apos;&quot;').and.to.include('第一行&#10;第二行');
      expect(leavesOf(text).flatMap(([name, value]) => (name === 'name' ? [value] : []))).to.deep.equal(difficult);
    }
  });

  it('8.1 JSON and XLSX read back as they were', async () => {
    const json = JSON.parse(jsonText(plan)) as {
      count: number;
      batches: { name: string; items: { result: string }[] }[];
    };
    expect(json.batches.map(({ name }) => name)).to.deep.equal(difficult);
    expect([json.count, json.batches[0]?.items[1]?.result]).to.deep.equal([difficult.length, '符合']);
    const sheet = await readSheet((await fileOf({ ...plan, format: 'xlsx' })).body);
    const trimmed = expected.map((row) => row.map((cell) => cell.trim()));
    expect(sheet.rows.map(({ cells }) => [cells[0] ?? '', cells[1] ?? '', cells[2] ?? ''])).to.deep.equal(trimmed);
  });
});

describe('upload layouts', () => {
  for (const layout of layouts)
    it(`8.1 ${layout.code}: every column has one key and names a field that there is, every code list exists`, () => {
      for (const version of layout.versions) {
        expect(version.confidence).to.equal('M3');
        const columns = [...version.batch, ...version.items];
        const keys = columns.map(({ key }) => key);
        expect(new Set(version.batch.map(({ key }) => key)).size).to.equal(version.batch.length);
        expect(new Set(version.items.map(({ key }) => key)).size).to.equal(version.items.length);
        for (const key of keys) expect(key).to.match(/^[A-Za-z][A-Za-z0-9]*$/);
        for (const { path, codes, required } of columns) {
          if (path !== null) expect(isPath(path), path).to.equal(true);
          else expect(required).to.equal(undefined);
          if (codes !== undefined) expect(layout.codes).to.have.property(codes);
          if (path?.startsWith('fields.'))
            expect(
              layout.productClasses.some((one) => path.slice(7) in samplingForm(root, one).form.properties),
              path,
            ).to.equal(true);
        }
      }
    });

  it('8.1 a version holds from its first to its last day', () => {
    const provincial = layouts.find(({ code }) => code === 'provincial');
    if (!provincial) throw new Error('no provincial layout');
    expect(versionOn(provincial, '2025-12-31').version).to.equal('2025.1');
    expect(versionOn(provincial, '2026-01-01').version).to.equal('2026.1');
    expect(() => versionOn(provincial, '2024-12-31')).to.throw('upload.no-version');
  });
});

describe('shares', () => {
  for (const [k, n, rate] of [
    [1, 3, '33.33'],
    [2, 3, '66.67'],
    [1, 800, '0.12'],
    [3, 800, '0.38'],
    [0, 5, '0.00'],
    [5, 5, '100.00'],
  ] as const)
    it(`${k} of ${n} is ${rate} % by GB/T 8170`, () => expect(percent(k, n)).to.equal(rate));

  it('the interval is exact: 1 of 10 by Clopper and Pearson 0.25 % to 44.50 %', () => {
    expect(shareOf(1, 10)).to.deep.include({ rate: '10.00', low: '0.25', high: '44.50' });
    expect(shareOf(0, 0)).to.deep.include({ rate: '', low: '', high: '' });
  });
});
