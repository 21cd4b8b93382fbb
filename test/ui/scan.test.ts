import { expect } from 'chai';
import { blockOf } from '../../lib/public/grid.ts';
import { type Burst, clean, complete, feed, halve, isFigure, none } from '../../lib/public/wedge.ts';

/** Types `text` with `gap` ms between the keys and ends with Enter after `gap` ms more. */
function type(text: string, gap: number, prefix = 'F13'): string | undefined {
  let burst: Burst = none;
  let at = 1000;
  for (const key of text) {
    burst = feed(burst, key, at, prefix);
    at += gap;
  }
  return complete(burst, at);
}

describe('the keyboard wedge', () => {
  it('knows a scan by its speed', () => {
    expect(type('JZ-Y2026-00123', 8)).to.equal('JZ-Y2026-00123');
  });

  it('takes a hand for a hand', () => {
    expect(type('JZ-Y2026-00123', 60)).to.equal(undefined);
    expect(type('20.1', 5), 'short bursts are typing').to.equal(undefined);
  });

  it('takes only the burst when a hand typed just before', () => {
    let burst = feed(none, '2', 0, 'F13');
    burst = feed(burst, '0', 200, 'F13');
    for (const [i, key] of [...'SX1SX2'].entries()) burst = feed(burst, key, 900 + i * 5, 'F13');
    expect(complete(burst, 930)).to.equal('SX1SX2');
  });

  it('takes whatever follows the prefix key (B101)', () => {
    let burst = feed(none, 'F13', 0, 'F13');
    burst = feed(burst, 'S', 10, 'F13');
    burst = feed(burst, '1', 20, 'F13');
    expect(complete(burst, 30)).to.equal('S1');
  });

  it('reads a joined double scan once (B100)', () => {
    expect(halve('SX12345SX12345')).to.deep.equal({ code: 'SX12345', doubled: true });
    expect(halve('1111')).to.deep.equal({ code: '1111', doubled: false });
    expect(halve('SX12345SX12346').doubled).to.equal(false);
  });

  it('takes lower case and the marks that scanners add (B103)', () => {
    expect(clean('\u001Djz-y2026-00123\r\n\t')).to.equal('JZ-Y2026-00123');
    expect(clean('https://x.cn/v/aB1')).to.equal('https://x.cn/v/aB1');
  });
});

describe('a block of a spreadsheet', () => {
  it('becomes rows and columns; the last line end is no row', () => {
    expect(blockOf('1.01\t2.02\r\n3.03\t4.04\r\n')).to.deep.equal([
      ['1.01', '2.02'],
      ['3.03', '4.04'],
    ]);
  });

  it('keeps empty cells and trailing zeros', () => {
    expect(blockOf('1.10\t\n\t2.0')).to.deep.equal([
      ['1.10', ''],
      ['', '2.0'],
    ]);
  });
});

describe('a balance that types like a keyboard', () => {
  it('sends figures, which stay in a cell for numbers; codes are scans there too', () => {
    for (const text of ['20.3158', '-0.0002', '105', '<0.05']) expect(isFigure(text), text).to.equal(true);
    for (const text of ['Y2026-00001', '6901234567892', '20.5Y2026-00001', '1,002', ''])
      expect(isFigure(text), text).to.equal(false);
  });
});
