import { expect } from 'chai';
import { type Run, runsOf } from '../../lib/environment/excursions.ts';
import { textSheet } from '../../lib/environment/import.ts';
import { endsText, isOutside, suggestions, worstOf } from '../../lib/environment/limits.ts';
import { benchTime, later, momentOf, utcTime } from '../../lib/environment/moments.ts';

const moments: [typed: string, at: string | null][] = [
  ['2026-03-10T09:30', '2026-03-10T09:30'],
  ['2026-03-10 09:30', '2026-03-10T09:30'],
  ['2026/3/9 9:05', '2026-03-09T09:05'],
  ['2026-03-10 09:30:59', '2026-03-10T09:30'],
  ['2026-03-10T01:30:00Z', '2026-03-10T09:30'],
  ['2026-03-10T23:30:00Z', '2026-03-11T07:30'],
  ['2026-03-10T10:30+09:00', '2026-03-10T09:30'],
  ['2026-02-30 09:30', null],
  ['2026-03-10 24:30', null],
  ['2026-03-10', null],
  ['10:30', null],
  ['', null],
];

const outside: [ends: { low?: string; high?: string }, value: string, out: boolean][] = [
  [{ low: '15', high: '30' }, '15', false],
  [{ low: '15', high: '30' }, '30.0', false],
  [{ low: '15', high: '30' }, '30.01', true],
  [{ low: '15', high: '30' }, '14.99', true],
  [{ high: '75' }, '-5', false],
  [{ low: '2', high: '8' }, '-0.1', true],
];

/** What stands in a row of readings ('.' within, 'x' outside) and the times outside that follow. */
const rows: [readings: string, runs: [number, number | null][]][] = [
  ['', []],
  ['...', []],
  ['.x.', [[1, 2]]],
  ['xx..', [[0, 2]]],
  ['..xx', [[2, null]]],
  [
    '.x.x.',
    [
      [1, 2],
      [3, 4],
    ],
  ],
  ['xxx', [[0, null]]],
];
const at = (n: number): string => later('2026-03-10T08:00', n * 60);

describe('readings of a room', () => {
  for (const [typed, moment] of moments)
    it(`'${typed}' is ${moment ?? 'no moment'}`, () => expect(momentOf(typed)).to.equal(moment));

  it('goes from UTC to the clock of the laboratory and back, over midnight', () => {
    expect(benchTime('2026-03-10T16:00:00.000Z')).to.equal('2026-03-11T00:00');
    expect(utcTime('2026-03-11T00:00')).to.equal('2026-03-10T16:00:00.000Z');
  });

  for (const [ends, value, out] of outside)
    it(`${value} is ${out ? 'outside' : 'within'} ${endsText(ends, 'temperature')}`, () =>
      expect(isOutside(ends, value)).to.equal(out));

  it('knows which value is worst, above or below', () => {
    expect(worstOf({ low: '15', high: '30' }, ['31', '12', '34'])).to.equal('34');
    expect(worstOf({ low: '15', high: '30' }, ['31', '10'])).to.equal('10');
  });

  for (const [readings, runs] of rows)
    it(`'${readings}' has ${runs.length} times outside`, () => {
      const given = [...readings].map((one, i) => ({ at: at(i), value: '1', outside: one === 'x' ? 1 : 0 }));
      const expected = runs.map(([from, to]) => [at(from), to === null ? null : at(to)]);
      expect(runsOf(given).map(({ began, ended }: Run) => [began, ended])).to.deep.equal(expected);
    });

  it('reads the text of a logger: UTF-8 with its mark or GB 18030; commas, semicolons or tabs; cells in quotes', () => {
    const cells = [
      ['房间编号', '时间', '温度'],
      ['R-1', '2026-03-10 09:30', '22.4'],
    ];
    const utf8 = Buffer.from(`\uFEFF${cells.map((row) => row.join(',')).join('\r\n')}\r\n`);
    // 房间编号,时间,温度 in GB 18030
    const head = Buffer.from('b7bfbce4b1e0bac52ccab1bce42ccec2b6c8', 'hex');
    const gb = Buffer.concat([head, Buffer.from('\nR-1,2026-03-10 09:30,22.4\n')]);
    const tabs = Buffer.from(cells.map((row) => row.join('\t')).join('\n'));
    const quoted = Buffer.from('房间编号;时间;温度\n"R-1";"2026-03-10 09:30";"22.4"');
    for (const bytes of [utf8, gb, tabs, quoted])
      expect(textSheet('x.csv', bytes).rows.map((row) => row.cells)).to.deep.equal(cells);
  });

  it('suggests the limits that most parameters of a room name', () => {
    const environments = [
      { room: '天平室', temperature: { low: '15', high: '30' }, humidity: { high: '75' } },
      { room: '天平室', temperature: { low: '15', high: '30' } },
      { room: '天平室', temperature: { low: '18', high: '22' } },
      { room: '无菌室' },
      null,
    ];
    const parameters = new Map(environments.map((environment, i) => [`P${i}`, { environment }]));
    expect(suggestions({ parameters } as never)).to.deep.equal([
      { kind: '天平室', count: 3, limits: { temperature: { low: '15', high: '30' }, humidity: { high: '75' } } },
      { kind: '无菌室', count: 1, limits: {} },
    ]);
  });
});
