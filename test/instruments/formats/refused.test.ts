import { expect } from 'chai';
import fc from 'fast-check';
import { Refusal } from '../../../lib/core/refusal.ts';
import { formatIds, LARGEST_FILE, readInstrumentFile } from '../../../lib/instruments/formats/index.ts';
import { reasonText } from '../../../lib/messages/index.ts';
import * as written from './written.ts';

/** The reasons for which a file is refused; none when it is read. */
async function reasons(file: string | Uint8Array, asked?: Parameters<typeof readInstrumentFile>[2]) {
  try {
    await readInstrumentFile(typeof file === 'string' ? Buffer.from(file) : file, 'x', asked);
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.reasons;
  }
}

const cut = (text: string, from: string, to = ''): string => {
  if (!text.includes(from)) throw new Error(`the file has no '${from}'`);
  return text.replace(from, to);
};
const frames = written.framed(written.astmRecords);

const cases: [id: string, why: string, file: string | Uint8Array, line?: number][] = [
  ['no-content', 'is empty', ''],
  ['no-content', 'holds blank lines only', '\r\n \r\n'],
  ['too-large', 'is larger than 20 MB', new Uint8Array(LARGEST_FILE + 1).fill(65)],
  ['too-long', 'has more lines than any export', '1,2\n'.repeat(300_001)],
  ['too-long', 'has more rows than any table of results', `Sample Name,Pb\n${'Y26-1,2\n'.repeat(50_001)}`, 50_002],
  ['binary', 'is no text', Uint8Array.from({ length: 600 }, (_, i) => (i * 7) % 32)],
  ['unknown', 'is prose', 'this is not plate data\nadfd\nsdfa\n'],
  ['unknown', 'is JSON of another kind', '{"a": 1}'],
  ['quote', 'ends inside a quoted cell', 'Sample,Pb\nY26-1,"0.5\nY26-2,0.6\n', 2],
  ['json', 'is cut JSON', written.asm.slice(0, -30), 12],
  ['xml', 'is cut XML', written.animl.slice(0, -20), 7],
  ['no-table', 'has no header of particle sizes', 'HIAC'],
  ['no-rows', 'has a header and no result', 'SampleName,RT,Area\nend,,\n', 1],
  ['columns', 'has a cut row', 'Sample Name,Pb,Cd\nY26-1,0.5,0.01\nY26-2,0.6\n', 3],
  ['columns', 'has a row with too many cells', 'Sample Name,Pb\nY26-1,0.5\nY26-2,0,6\n', 3],
  ['columns', 'has fewer wells than its header', cut(written.softmax, '\t0.203'), 4],
  ['columns', 'has a cut compound row', cut(written.browser, '\t2.05\t3/17/2026 2:36:51 PM'), 4],
  ['count', 'says two peaks and has one', written.shimadzu().replace(/^2,8\.063.*\r\n/m, ''), 16],
  ['count', 'says more signals than it has', cut(written.results, 'count=1', 'count=2'), 1],
  ['count', 'says more points than it has', cut(written.genesys, 'Length\t2', 'Length\t3')],
  ['count', 'has fewer ordinates than NPOINTS', written.jcamp.short],
  ['point', 'has a word in a curve', cut(written.visionScan, '0.0435', 'x'), 4],
  ['curve', 'has more times than signals', cut(written.asm, '[[1.0, 2.50]]', '[[1.0]]')],
  ['peak', 'has a peak that does not fit its header', cut(written.chemstationPercent, '  0.79365'), 12],
  ['header', 'lacks facts of its head', 'r.csv,Cell 2,LAB\\li\nmin,A\n0,0.02\n', 1],
  ['no-wells', 'has a plate without readings', written.gen5.slice(0, written.gen5.indexOf('Results'))],
  ['no-end', 'has a plate without its end', cut(written.softmax, '~End')],
  ['no-end', 'is a spectrum without its end', written.jcamp.truncated],
  [
    'no-sample',
    'has peaks before any sample',
    `\t"Name"\t"RT"\t"Area"\t"Int Type"\r\n1\t"A"\t1.0\t2\t"BB"\r\n"SampleName"\t"Vial"\t"Channel Name"\r\n"S"\t1\t"c"\r\n`,
  ],
  ['asdf', 'has a sign that packs nothing', cut(written.jcamp.dif, 'A00J0', 'A00!0'), 13],
  ['abscissa', 'jumps over a part of the spectrum', written.jcamp.gap, 14],
  ['ordinate', 'fails its check of ordinates', written.jcamp.check, 14],
  ['factor', 'has no factor', cut(written.jcamp.affn, '##YFACTOR= 0.001', '##YFACTOR= x')],
  ['ntuples', 'is a block of several variables', cut(written.jcamp.affn, '##XFACTOR= 1', '##NTUPLES= NMR'), 6],
  [
    'encoded',
    'stores values in binary',
    written.animl.replace(
      /<IndividualValueSet><F>.*?<\/IndividualValueSet>/,
      '<EncodedValueSet>AAAA</EncodedValueSet>',
    ),
  ],
  ['frame', 'has a frame without its end', frames.slice(0, -8)],
  ['checksum', 'was changed on the way', cut(frames, '40.10', '41.10')],
  [
    'frame-order',
    'lost a frame',
    written.framed(written.astmRecords.slice(0, 2)) + written.framed(written.astmRecords.slice(3), 4),
  ],
  ['record', 'has a record nobody knows', written.framed(['H|\\^&|||A', 'Z|1', 'L|1|N']), 2],
  ['reply', 'has a line that is no reply', 'S S     100.00 g\r\nS S     100.10 g\r\nhello\r\n', 3],
];

describe('broken instrument files', () => {
  for (const [id, why, file, line] of cases)
    it(`are refused: ${id} (${why})`, async () => {
      const asked =
        id === 'no-table' ? { format: 'hiac' as const } : id === 'no-sample' ? { format: 'empower' as const } : {};
      const [reason] = await reasons(file, asked);
      expect(reason?.id).to.equal(`instrument-file.${id}`);
      if (line !== undefined) expect(reason?.params?.line).to.equal(line);
      for (const lang of ['zh', 'en'] as const)
        expect(reasonText(lang, reason ?? { id: '' }), lang).to.not.match(/refusal\.|\{\w+\}/);
    });

  it('are refused when the encoding asked for cannot be theirs', async () => {
    const gbk = Buffer.from([0xd1, 0xf9, 0xc6, 0xb7, 0x2c, 0x31]);
    expect((await reasons(gbk, { encoding: 'utf-8' })).map(({ id }) => id)).to.deep.equal(['instrument-file.encoding']);
  });

  it('never fail in another way: any bytes are read or refused', async () => {
    const bytes = fc.uint8Array({ maxLength: 400 });
    await fc.assert(
      fc.asyncProperty(bytes, async (file) => void (await reasons(file))),
      { numRuns: 300 },
    );
  });

  it('never fail in another way: any layout cut, joined or changed in one place', async () => {
    const texts = Object.values(written).flatMap((one) => (typeof one === 'string' ? [one] : []));
    const all = [...texts, ...Object.values(written.jcamp), written.shimadzu(), frames];
    const damaged = fc.record({
      text: fc.constantFrom(...all),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(12),
      put: fc.string({
        maxLength: 6,
        unit: fc.constantFrom(...'0129.,;\t\n"|=#-+eE<>[]{}ABMS样\u0002\u0003'.split('')),
      }),
      end: fc.boolean(),
    });
    const property = fc.asyncProperty(damaged, async ({ text, at, length, put, end }) => {
      const from = Math.floor(at * text.length);
      await reasons(text.slice(0, from) + put + (end ? '' : text.slice(from + length)));
    });
    await fc.assert(property, { numRuns: 800 });
  });

  it('never fail in another way when a layout is asked for that the file is not', async () => {
    for (const format of formatIds)
      for (const text of ['a', '1,2\n3,4\n', written.asm, written.chemstation, frames]) await reasons(text, { format });
  });

  it('are looked at quickly: 2000 lines of a table within a second', async () => {
    const rows = Array.from({ length: 2000 }, (_, i) => `Y26-${i},${i}.50,0.${i}`);
    const from = performance.now();
    const { injections } = await readInstrumentFile(Buffer.from(`Sample Name,Pb,Cd\n${rows.join('\n')}\n`), 'x');
    expect(injections).to.have.length(2000);
    expect(performance.now() - from).to.be.lessThan(1000);
  });
});
