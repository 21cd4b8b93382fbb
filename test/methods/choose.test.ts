import { expect } from 'chai';
import { cites } from '../../lib/core/standard-number.ts';
import { chooseEdition, type EditionOf, editionFaults, type Occasion } from '../../lib/methods/index.ts';
import { seriesOf } from '../../lib/methods/series.ts';

const chp2020: EditionOf = {
  number: '《中国药典》2020年版四部',
  from: '2020-12-30',
  to: '2025-09-30',
  by: 'production',
};
const chp2025: EditionOf = { number: '《中国药典》2025年版四部', from: '2025-10-01', to: null, by: 'production' };
const mask2011: EditionOf = { number: 'YY 0469-2011', from: null, to: '2026-11-30', by: 'test' };
const mask2023: EditionOf = { number: 'YY 0469-2023', from: '2026-12-01', to: null, by: 'test' };
const pharmacopoeia = [chp2020, chp2025];
const mask = [mask2011, mask2023];

/** Domain 1.8: by registration, production date and test date. */
const choices: [says: string, editions: EditionOf[], occasion: Occasion, number: string | null][] = [
  [
    'made before the new pharmacopoeia',
    pharmacopoeia,
    { production: '2025-09-30', test: '2026-11-23' },
    chp2020.number,
  ],
  ['made on its first day', pharmacopoeia, { production: '2025-10-01', test: '2026-11-23' }, chp2025.number],
  ['day of production not known: by the test', pharmacopoeia, { test: '2026-11-23' }, chp2025.number],
  ['made before any edition of the register', pharmacopoeia, { production: '2019-01-01', test: '2026-11-23' }, null],
  [
    'registered by the old one',
    pharmacopoeia,
    { production: '2026-01-01', test: '2026-11-23', registration: ['《中国药典》2020年版四部 通则0512'] },
    chp2020.number,
  ],
  ['a device goes by the day of the test', mask, { production: '2020-01-01', test: '2026-12-01' }, mask2023.number],
  ['the last day of the old one', mask, { production: '2026-12-01', test: '2026-11-30' }, mask2011.number],
  [
    'two in force on the day: the newer',
    [mask2011, { ...mask2023, from: '2026-06-01' }],
    { test: '2026-11-01' },
    mask2023.number,
  ],
  ['no edition at all', [], { test: '2026-11-01' }, null],
];

/** Domain 10, item 12: a withdrawn or wrong edition for the day of production is refused. */
const faults: [says: string, used: EditionOf, editions: EditionOf[], occasion: Occasion, ids: string[]][] = [
  ['right', chp2020, pharmacopoeia, { production: '2025-05-01', test: '2026-11-23' }, []],
  [
    'new edition on old goods',
    chp2025,
    pharmacopoeia,
    { production: '2025-05-01', test: '2026-11-23' },
    ['method.not-yet'],
  ],
  [
    'old edition on new goods',
    chp2020,
    pharmacopoeia,
    { production: '2025-10-01', test: '2026-11-23' },
    ['method.ended'],
  ],
  ['withdrawn device standard', mask2011, mask, { test: '2026-12-01' }, ['method.ended']],
  [
    'in force, but a newer one holds',
    mask2011,
    [mask2011, { ...mask2023, from: '2026-06-01' }],
    { test: '2026-11-01' },
    ['method.other-edition'],
  ],
  [
    'bound by registration',
    chp2020,
    pharmacopoeia,
    { production: '2026-01-01', test: '2026-11-23', registration: [chp2020.number] },
    [],
  ],
];

const series: [number: string, edition: string | null, series: string][] = [
  ['GB 8368-2018', '2018', 'GB 8368'],
  ['GB/T 10213-2025', '2025', 'GB 10213'],
  ['GB 10213-2006', '2006', 'GB 10213'],
  ['GB/T 2009-2009', '2009', 'GB 2009'],
  ['《中国药典》2025年版四部', '2025年版', '《中国药典》四部'],
  ['《化妆品安全技术规范》（2015年版）', '2015年版', '《化妆品安全技术规范》'],
  ['药品补充检验方法', null, '药品补充检验方法'],
];

const named: [text: string, number: string, yes: boolean][] = [
  ['GB 8368-2018 5.3；YY 0469-2011', 'YY 0469-2011', true],
  ['GB/T14233.1—2022', 'GB/T 14233.1-2022', true],
  ['GB 8368-2018', 'GB 8368-201', false],
  ['YYGB 8368-2018', 'GB 8368-2018', false],
  ['《化妆品安全技术规范》(2015年版) 第四章', '《化妆品安全技术规范》（2015年版）', true],
  ['GB8368—2018 7.4', 'GB 8368-2018', true],
  ['GB 8368-2018.5', 'GB 8368-2018', true],
  ['GB/T 14233x1-2022', 'GB/T 14233.1-2022', false],
  ['', 'GB 8368-2018', false],
  ['GB 8368-2018', '', false],
];

describe('the edition of a standard', () => {
  for (const [says, editions, occasion, number] of choices)
    it(`${says}: ${number ?? 'none'}`, () =>
      expect(chooseEdition(editions, occasion)?.number ?? null).to.equal(number));

  for (const [says, used, editions, occasion, ids] of faults)
    it(`use of it: ${says}`, () =>
      expect(editionFaults(used, editions, occasion).map(({ id }) => id)).to.deep.equal(ids));

  for (const [number, edition, expected] of series)
    it(`${number} belongs to ${expected}`, () => expect(seriesOf(number, edition)).to.equal(expected));

  for (const [text, number, yes] of named)
    it(`"${text}" ${yes ? 'names' : 'does not name'} ${number}`, () => expect(cites(text, number)).to.equal(yes));
});
