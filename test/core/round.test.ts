import { expect } from 'chai';
import fc from 'fast-check';
import {
  brief,
  flagged,
  placesOf,
  roundChpMelting,
  roundFlagged,
  roundInterval,
  roundPlaces,
  roundSignificant,
  scientific,
  superscript,
} from '../../lib/core/rounding.ts';
import { refused } from './expect-refusal.ts';

describe('rounding by GB/T 8170', () => {
  // GB/T 8170-2008, 3.2-3.3 and ISO 80000-1 annex B: number, interval, answer.
  const published: [text: string, interval: string, answer: string][] = [
    ['12.1498', '1', '12'],
    ['12.1498', '0.1', '12.1'],
    ['1268', '100', '1300'],
    ['10.5002', '1', '11'],
    ['1.050', '0.1', '1.0'],
    ['0.35', '0.1', '0.4'],
    ['2500', '1000', '2000'],
    ['3500', '1000', '4000'],
    ['-355', '10', '-360'],
    ['-325', '10', '-320'],
    ['-0.0365', '0.001', '-0.036'],
    ['97.46', '1', '97'],
    ['15.4546', '1', '15'], // once: not 15.455 → 15.46 → 15.5 → 16
    ['16.5203', '0.1', '16.5'],
    ['60.25', '0.5', '60.0'],
    ['60.38', '0.5', '60.5'],
    ['60.28', '0.5', '60.5'],
    ['-60.75', '0.5', '-61.0'],
    ['63.37', '0.5', '63.5'],
    ['830', '20', '840'],
    ['842', '20', '840'],
    ['-930', '20', '-920'],
    ['94.95', '0.1', '95.0'],
    ['105.05', '0.1', '105.0'],
    ['105.06', '0.1', '105.1'],
    ['12.275', '0.1', '12.3'],
    ['1225.1', '10', '1230'],
    ['12.35', '0.1', '12.4'],
    ['1235.0', '10', '1240'],
    // FDA BAM chapter 3: two figures, half to even.
    ['15500', '1000', '16000'],
    ['24409', '1000', '24000'],
    // Binary fractions get these wrong.
    ['0.285', '0.01', '0.28'],
    ['1.005', '0.01', '1.00'],
    ['2.675', '0.01', '2.68'],
    ['10.235', '0.01', '10.24'],
    ['0.05', '0.1', '0.0'],
    ['1e-7', '1e-6', '0.000000'],
    ['0.25', '0.1', '0.2'], // B019
    ['2.5', '1', '2'],
    ['-2.5', '1', '-2'],
  ];
  for (const [text, interval, answer] of published)
    it(`${text} to ${interval} is ${answer}`, () => expect(roundInterval(text, interval)).to.equal(answer));

  it('rounds to decimals as to their interval', () => {
    for (const [text, interval, answer] of published) {
      const power = /^(?:1|0\.0*1)$/.test(interval);
      if (power) expect(roundPlaces(text, placesOf(interval)), text).to.equal(answer);
    }
  });

  it('keeps and adds trailing zeros', () => {
    expect(roundPlaces('98', 2)).to.equal('98.00');
    expect(roundPlaces('98.004', 2)).to.equal('98.00');
    expect(roundPlaces('.5', 1)).to.equal('0.5');
    expect(roundPlaces('+1.25', 1)).to.equal('1.2');
  });

  it('rounds tens and hundreds with negative places', () => {
    expect(roundPlaces('1250', -2)).to.equal('1200');
    expect(roundPlaces('1350', -2)).to.equal('1400');
    expect(roundPlaces('49', -2)).to.equal('0');
  });

  it('prints no negative zero', () => {
    expect(roundPlaces('-0.04', 1)).to.equal('0.0');
    expect(roundPlaces('-0.05', 1)).to.equal('0.0');
  });

  it('knows the schoolbook rule too', () => {
    expect(['0.25', '0.35', '-0.25'].map((text) => roundPlaces(text, 1, 'half-up'))).to.deep.equal([
      '0.3',
      '0.4',
      '-0.3',
    ]);
    expect(roundSignificant('2050', 2, 'half-up')).to.equal('2100');
    expect(roundInterval('60.25', '0.5', 'half-up')).to.equal('60.5');
  });

  it('sees the tie behind an endless quotient', () => {
    // 0.35 reached by way of thirds: 0.34999…9 with 64 digits.
    expect(roundPlaces(`0.34${'9'.repeat(62)}`, 1)).to.equal('0.4');
    expect(roundPlaces(`0.25${'0'.repeat(61)}1`, 1)).to.equal('0.2');
  });

  it('but never takes measured digits for noise', () => {
    expect(roundPlaces('0.24999999999999999999999999999', 1)).to.equal('0.2');
    expect(roundPlaces('0.25000000000000000000000000001', 1)).to.equal('0.3');
  });

  it('refuses senseless orders', () => {
    refused(() => roundPlaces('1', 0.5), 'rounding.places');
    refused(() => roundPlaces('1', 99), 'rounding.places');
    refused(() => roundInterval('1', '0'), 'rounding.interval');
    refused(() => roundInterval('1', '-1'), 'rounding.interval');
    refused(() => roundSignificant('1', 0), 'rounding.digits');
    refused(() => roundPlaces('', 1), 'number.empty');
    refused(() => roundPlaces('未检出', 1), 'number.form');
  });
});

describe('rounding properties', () => {
  it('settles 10,000 exact ties to the even digit', () => {
    // The oracle: an integer k with a 5 behind it lies exactly between k and k + 1.
    for (let k = 0; k < 10_000; k += 1) {
      const places = k % 7;
      const tie = shift(BigInt(k) * 10n + 5n, places + 1);
      const even = k % 2 === 0 ? k : k + 1;
      if (roundPlaces(tie, places) !== shift(BigInt(even), places)) expect.fail(`${tie} to ${places}`);
      if (roundPlaces(`-${tie}`, places) !== (even === 0 ? shift(0n, places) : `-${shift(BigInt(even), places)}`))
        expect.fail(`-${tie} to ${places}`);
      if (roundPlaces(tie, places, 'half-up') !== shift(BigInt(k + 1), places))
        expect.fail(`${tie} to ${places}, half up`);
    }
  });

  const value = fc.tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.integer({ min: 0, max: 12 }));

  it('lies at most half an interval away', () => {
    fc.assert(
      fc.property(value, fc.integer({ min: 0, max: 8 }), ([digits, decimals], places) => {
        const rounded = BigInt(roundPlaces(shift(digits, decimals), places).replace('.', ''));
        const scale = 10n ** 12n;
        const distance = (rounded * scale) / 10n ** BigInt(places) - (digits * scale) / 10n ** BigInt(decimals);
        expect((distance < 0n ? -distance : distance) * 2n <= scale / 10n ** BigInt(places)).to.equal(true);
      }),
    );
  });

  it('is odd, idempotent and monotonic', () => {
    fc.assert(
      fc.property(value, value, fc.integer({ min: 0, max: 6 }), ([a, p], [b, q], places) => {
        const [x, y] = [shift(a, p), shift(b, q)];
        const rx = roundPlaces(x, places);
        expect(roundPlaces(rx, places)).to.equal(rx);
        expect(roundPlaces(shift(-a, p), places)).to.equal(
          /[1-9]/.test(rx) ? (rx.startsWith('-') ? rx.slice(1) : `-${rx}`) : rx,
        );
        const ordered = a * 10n ** BigInt(q) <= b * 10n ** BigInt(p);
        const [sx, sy] = [rx, roundPlaces(y, places)].map((text) => BigInt(text.replace('.', '')));
        expect(ordered ? (sx ?? 0n) <= (sy ?? 0n) : (sx ?? 0n) >= (sy ?? 0n)).to.equal(true);
      }),
    );
  });

  it('gives a multiple of any interval', () => {
    fc.assert(
      fc.property(value, fc.integer({ min: 1, max: 500 }), ([digits, decimals], step) => {
        const rounded = roundInterval(shift(digits, decimals), shift(BigInt(step), 2));
        expect(BigInt(rounded.replace('.', '')) % BigInt(step)).to.equal(0n);
      }),
    );
  });
});

describe('significant digits', () => {
  const cases: [text: string, digits: number, answer: string][] = [
    ['12.1498', 2, '12'],
    ['1268', 2, '1300'],
    ['9.96', 2, '10'],
    ['99.96', 3, '100'],
    ['0.09996', 3, '0.100'],
    ['0.000123456', 3, '0.000123'],
    ['1.5', 3, '1.50'],
    ['1520', 2, '1500'],
    ['2050', 2, '2000'],
    ['152', 3, '152'],
    ['-0.0365', 2, '-0.036'],
    ['0', 2, '0.0'],
    ['995', 2, '1000'],
  ];
  for (const [text, digits, answer] of cases)
    it(`${text} to ${digits} is ${answer}`, () => expect(roundSignificant(text, digits)).to.equal(answer));
});

describe('the marks of a reported value (GB/T 8170, 3.2.4)', () => {
  const cases: [text: string, places: number, answer: string][] = [
    ['16.5203', 1, '16.5(+)'],
    ['16.5000', 1, '16.5'],
    ['16.4605', 1, '16.5(-)'],
    ['-16.5203', 1, '-16.5(+)'],
    ['-15.4546', 1, '-15.5(-)'],
    ['16.5203', 2, '16.52'],
    ['16.503', 2, '16.50(+)'],
    ['16.31', 1, '16.3'],
  ];
  for (const [text, places, answer] of cases)
    it(`${text} is reported as ${answer}`, () => expect(flagged(text, places)).to.equal(answer));

  const again: [marked: string, answer: string][] = [
    ['16.50(+)', '17'],
    ['16.50(-)', '16'],
    ['16.50(−)', '16'],
    ['16.50', '16'],
    ['-16.5(+)', '-17'],
    ['-16.5(-)', '-16'],
    ['15.5(-)', '15'],
  ];
  for (const [marked, answer] of again)
    it(`${marked} rounds again to ${answer}`, () => expect(roundFlagged(marked, 0)).to.equal(answer));

  it('rounding by way of a mark is the same as rounding once', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }), (digits) => {
        const text = shift(digits, 4);
        expect(roundFlagged(flagged(text, 1), 0)).to.equal(roundPlaces(text, 0));
      }),
    );
  });

  it('refuses what is not a marked number', () => void refused(() => roundFlagged('16.5(?)', 0), 'number.form'));
});

describe('unrounded values in a sentence', () => {
  const told: [string, string][] = [
    ['98.2', '98.2'],
    ['0.123456789012', '0.123456789012'],
    ['0.1234567890129', '0.123456789012…'],
    ['1.234567890123456789', '1.23456789012…'],
    ['0.5000000000000000000000001', '0.500000000000…'],
    ['0.000012345678901234', '0.0000123456789012…'],
    ['123456789012.75', '123456789012…'],
    ['1234567890123', '1234567890123'],
    ['<0.33333333333333333', '<0.333333333333…'],
    ['-2.7182818284590452, 3.1', '-2.71828182845…, 3.1'],
    [`0.${'9'.repeat(64)}`, '1'],
  ];
  for (const [text, short] of told) it(`${text} is told as ${short}`, () => expect(brief(text)).to.equal(short));
});

describe('melting points to the half degree (ChP 0612)', () => {
  const cases: [text: string, answer: string][] = [
    ['168.0', '168.0'],
    ['168.1', '168.0'],
    ['168.2', '168.0'],
    ['168.3', '168.5'],
    ['168.5', '168.5'],
    ['168.7', '168.5'],
    ['168.8', '169.0'],
    ['168.9', '169.0'],
  ];
  for (const [text, answer] of cases) it(`${text} is ${answer}`, () => expect(roundChpMelting(text)).to.equal(answer));
});

describe('powers of ten as printed', () => {
  const cases: [text: string, digits: number, answer: string][] = [
    ['1520', 2, '1.5×10³'],
    ['2050', 2, '2.0×10³'],
    ['9960', 2, '1.0×10⁴'],
    ['100', 1, '1×10²'],
    ['0.00123', 2, '1.2×10⁻³'],
    ['7', 2, '7.0×10⁰'],
    ['0', 2, '0.0×10⁰'],
  ];
  for (const [text, digits, answer] of cases)
    it(`${text} is ${answer}`, () => expect(scientific(text, digits)).to.equal(answer));
  it('raises every figure', () => expect(superscript(-1234567890)).to.equal('⁻¹²³⁴⁵⁶⁷⁸⁹⁰'));
  it('counts the decimals shown', () =>
    expect(['0.50', '12', '1e-6', '-1.050'].map(placesOf)).to.deep.equal([2, 0, 6, 3]));
});

/** An integer with the decimal point moved `places` to the left. */
function shift(digits: bigint, places: number): string {
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
  return places === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -places)}.${text.slice(-places)}`;
}
