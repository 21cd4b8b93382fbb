import { expect } from 'chai';
import { type Zippable, zipSync } from 'fflate';
import { Refusal } from '../../lib/core/refusal.ts';
import { messages } from '../../lib/messages/index.ts';
import { readSheet, readTable, writeSheet } from '../../lib/sheets/index.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const WORKBOOK = `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="项目" sheetId="1" r:id="rId1"/></sheets></workbook>`;
const RELATIONS = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`;
/** Styles 0 General, 1 `0.00`, 2 `0.0%`, 3 a date, 4 `0`. */
const STYLES = `<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="2"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="1"/></cellXfs></styleSheet>`;

/** A workbook with one sheet of these rows of XML; `more` puts parts in or over the usual ones. */
function workbook(rows: string, after = '', more: Zippable = {}): Buffer {
  const sheet = `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData>${after}</worksheet>`;
  return Buffer.from(
    zipSync({
      'xl/workbook.xml': utf8(WORKBOOK),
      'xl/_rels/workbook.xml.rels': utf8(RELATIONS),
      'xl/styles.xml': utf8(STYLES),
      'xl/worksheets/sheet1.xml': utf8(sheet),
      ...more,
    }),
  );
}

const text = (ref: string, value: string) => `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;
const number = (ref: string, value: string, style = 0) => `<c r="${ref}" s="${style}"><v>${value}</v></c>`;
const row = (n: number, ...cells: string[]) => `<row r="${n}">${cells.join('')}</row>`;

/** The one reason for which the file is refused; its sentence has no hole left. */
async function refused(run: () => unknown): Promise<string> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    for (const { id, params = {} } of error.reasons) {
      const sentence: string | undefined = ({ ...messages.zh } as Record<string, string>)[`refusal.${id}`];
      expect([...(sentence ?? '{}').matchAll(/\{(\w+)\}/g)].map(([, name]) => name)).to.have.members(
        Object.keys(params),
      );
    }
    return error.reasons.map(({ id }) => id).join(' ');
  }
  return 'taken';
}

describe('reading XLSX', () => {
  it('reads what the cells show: decimals, percents, dates, booleans, text without blanks at its ends', async () => {
    const file = workbook(
      row(1, text('A1', ' 检验项目 '), text('B1', '限度')) +
        row(
          3,
          number('A3', '1.1000000000000001'),
          number('B3', '95', 1),
          number('C3', '0.125', 2),
          number('D3', '46347', 3),
          number('E3', '12.5', 4),
          `<c r="F3" t="b"><v>1</v></c>`,
          number('G3', '1E-3'),
        ),
    );
    expect((await readSheet(file)).rows).to.deep.equal([
      { row: 1, cells: ['检验项目', '限度', '', '', '', '', ''] },
      { row: 3, cells: ['1.1', '95.00', '12.5%', '2026-11-21', '12', 'true', '0.001'] },
    ]);
  });

  it('names the cells that a formula calculated', async () => {
    const file = workbook(
      row(1, text('A1', '项目'), text('B1', '上限')) +
        row(2, text('A2', '水分'), `<c r="B2"><f>16+0.5</f><v>16.5</v></c>`),
    );
    const sheet = await readSheet(file);
    expect([...sheet.formulas]).to.deep.equal(['B2']);
    const [first] = readTable(sheet, [
      { key: 'name', heads: ['项目'] },
      { key: 'high', heads: ['上限'] },
    ]);
    expect(first).to.deep.equal({ row: 2, cells: { name: '水分', high: '16.5' }, calculated: ['high'] });
  });

  it('finds columns by any of their names, in any order, starred or not', async () => {
    const sheet = await readSheet(
      workbook(row(2, text('A2', 'Unit'), text('B2', '项目（中文） *')) + row(3, text('B3', '水分'))),
    );
    expect(
      readTable(sheet, [
        { key: 'name', heads: ['项目(中文)'] },
        { key: 'unit', heads: ['单位', 'unit'] },
        { key: 'note', heads: ['备注'], optional: true },
      ]),
    ).to.deep.equal([{ row: 3, cells: { name: '水分', unit: '', note: '' }, calculated: [] }]);
  });

  const bomb = () => workbook(row(1, text('A1', 'x')), '', { 'xl/media/image1.bin': new Uint8Array(60 * 1024 * 1024) });
  /** The directory of the archive says 10 bytes, the part unpacks to more. */
  const lying = () => {
    const file = workbook(row(1, text('A1', 'x'.repeat(5000))));
    const size = Buffer.alloc(4);
    for (let at = file.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = file.indexOf('PK\x01\x02', at + 4, 'latin1')) {
      size.writeUInt32LE(10);
      size.copy(file, at + 24);
    }
    return file;
  };
  const many = () =>
    workbook(
      row(1, text('A1', 'x')),
      '',
      Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`a${i}.xml`, utf8('<a/>')])),
    );
  const compound = (words = '') =>
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from(words, 'utf16le')]);
  const bad: [string, () => Buffer, string][] = [
    ['an empty file', () => Buffer.alloc(0), 'sheet.empty'],
    ['a sheet without a cell', () => workbook(''), 'sheet.empty'],
    ['a sheet of blanks', () => workbook(row(1, text('A1', '  '))), 'sheet.empty'],
    ['a CSV with another name', () => Buffer.from('项目,限度\n水分,16.0\n'), 'sheet.not-xlsx'],
    ['a zip that is no workbook', () => Buffer.from(zipSync({ 'a.txt': utf8('a') })), 'sheet.not-xlsx'],
    ['an old .xls', () => compound(), 'sheet.old-format'],
    ['a workbook with a password', () => compound('EncryptedPackage'), 'sheet.encrypted'],
    ['a part that unpacks to 60 MB', bomb, 'sheet.too-large'],
    ['300 parts', many, 'sheet.too-large'],
    ['sizes that are not those of the parts', lying, 'sheet.damaged'],
    ['half a file', () => workbook(row(1, text('A1', 'x'))).subarray(0, 400), 'sheet.damaged'],
    [
      'a cell at the end of the plane',
      () => workbook(row(1, text('A1', 'x')) + row(1048576, text('XFD1048576', 'x'))),
      'sheet.too-many',
    ],
    [
      'entities',
      () => workbook('', '', { 'xl/styles.xml': utf8('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>') }),
      'sheet.damaged',
    ],
  ];
  for (const [what, file, id] of bad) {
    it(`refuses ${what}`, async () => expect(await refused(() => readSheet(file()))).to.equal(id));
  }

  const columns = [{ key: 'name', heads: ['项目'] }] as const;
  const heads: [string, string, string, string][] = [
    [
      'a merged head',
      row(1, text('A1', '项目')) + row(2, text('A2', 'x')),
      '<mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>',
      'sheet.header-merged',
    ],
    ['a missing column', row(1, text('A1', '名称')) + row(2, text('A2', 'x')), '', 'sheet.column-missing'],
    [
      'a column twice',
      row(1, text('A1', '项目'), text('B1', '项目')) + row(2, text('A2', 'x')),
      '',
      'sheet.column-twice',
    ],
    ['heads without rows', row(1, text('A1', '项目')), '', 'sheet.no-rows'],
  ];
  for (const [what, rows, after, id] of heads) {
    it(`refuses ${what}`, async () => {
      const sheet = await readSheet(workbook(rows, after));
      expect(await refused(() => readTable(sheet, columns))).to.equal(id);
    });
  }
});

describe('writing XLSX', () => {
  it('writes rows that read back as they were, as text, with lists to choose from', async () => {
    const file = await writeSheet({
      name: '检验项目',
      lists: '选项',
      columns: [
        { head: '项目', width: 20, required: true },
        { head: '上限', width: 10 },
        { head: '限度类型', width: 12, options: ['不大于', '范围'] },
      ],
      rows: [
        ['水分', '16.0', '不大于'],
        ['=1+1', '', '范围'],
      ],
    });
    const sheet = await readSheet(file);
    expect(sheet.name).to.equal('检验项目');
    expect(sheet.rows.map(({ cells }) => cells)).to.deep.equal([
      ['项目 *', '上限', '限度类型'],
      ['水分', '16.0', '不大于'],
      ['=1+1', '', '范围'],
    ]);
    expect(sheet.formulas.size).to.equal(0);
  });
});
