import { expect } from 'chai';
import chineseDays from 'chinese-days';
import fc from 'fast-check';
import {
  addCalendarDays,
  addDays,
  addMonths,
  addWorkingDays,
  type Calendar,
  chinaDate,
  rollForward,
  state,
  validDate,
  workingDaysBetween,
} from '../../lib/core/deadlines.ts';
import { refused } from './expect-refusal.ts';

const calendar: Calendar = { isWorkday: (date) => chineseDays.isWorkday(date), loadedUntil: '2026-12-31' };

/** Working days by the State Council's arrangements of 2024 to 2026 (国务院办公厅关于部分节假日安排的通知). */
const workdays: [date: string, worked: boolean][] = [
  ['2024-02-04', true],
  ['2024-02-09', true],
  ['2024-09-29', true],
  ['2025-01-26', true],
  ['2025-10-11', true],
  ['2026-01-02', false],
  ['2026-02-28', true],
  ['2026-05-09', true],
  ['2026-10-11', false],
];
/** Weekend days worked and weekdays off in 2026 (stored text of the 2026 notice). */
const worked2026 = ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'];
const off2026 = [
  '01-01',
  '01-02',
  '02-16',
  '02-17',
  '02-18',
  '02-19',
  '02-20',
  '02-23',
  '04-06',
  '05-01',
  '05-04',
  '05-05',
  '06-19',
  '09-25',
  '10-01',
  '10-02',
  '10-05',
  '10-06',
  '10-07',
];

/** Terms counted by hand from the notices: the day of the event does not count. */
const terms: [from: string, n: number, end: string][] = [
  ['2026-02-10', 25, '2026-03-23'],
  ['2026-09-18', 7, '2026-09-29'],
  ['2026-09-29', 2, '2026-10-08'],
  ['2026-09-29', 5, '2026-10-12'],
  ['2026-04-29', 5, '2026-05-09'], // a Saturday that is worked
  ['2025-09-26', 25, '2025-11-06'],
  ['2024-02-02', 5, '2024-02-08'],
  ['2024-04-30', 10, '2024-05-16'],
  ['2024-09-13', 7, '2024-09-25'],
  ['2025-01-26', 1, '2025-01-27'],
  ['2025-01-27', 7, '2025-02-12'],
  ['2025-09-26', 10, '2025-10-16'],
  ['2025-09-30', 1, '2025-10-09'],
  ['2026-01-02', 5, '2026-01-08'],
  ['2026-02-13', 1, '2026-02-14'],
  ['2026-04-03', 5, '2026-04-13'],
  ['2026-04-30', 7, '2026-05-13'],
  ['2026-09-30', 5, '2026-10-13'],
  ['2026-10-09', 2, '2026-10-12'],
];

describe('working days in China', () => {
  for (const [date, worked] of workdays)
    it(`${date} is ${worked ? '' : 'not '}worked`, () => expect(calendar.isWorkday(date)).to.equal(worked));

  it('follow the notice of 2026 on every moved day', () => {
    for (const date of worked2026) expect(calendar.isWorkday(date), date).to.equal(true);
    for (const day of off2026) expect(calendar.isWorkday(`2026-${day}`), day).to.equal(false);
  });

  const years: [year: number, days: number][] = [
    [2024, 251],
    [2025, 248],
    [2026, 248],
  ];
  for (const [year, days] of years)
    it(`number ${days} in ${year}`, () =>
      expect(workingDaysBetween(calendar, `${year - 1}-12-31`, `${year}-12-31`)).to.equal(days));
});

describe('addWorkingDays', () => {
  for (const [from, n, end] of terms)
    it(`${from} and ${n} working days is ${end}`, () =>
      expect(addWorkingDays(calendar, from, n)).to.deep.equal({ date: end, provisional: false }));

  it('is the day itself for no days', () =>
    expect(addWorkingDays(calendar, '2026-10-03', 0).date).to.equal('2026-10-03'));

  it('is provisional beyond the loaded calendar', () => {
    expect(addWorkingDays(calendar, '2026-12-30', 1)).to.deep.equal({ date: '2026-12-31', provisional: false });
    expect(addWorkingDays(calendar, '2026-12-30', 2).provisional).to.equal(true);
  });

  it('refuses senseless terms', () => {
    for (const n of [-1, 1.5, Number.NaN, 1e9])
      refused(() => addWorkingDays(calendar, '2026-01-05', n), 'deadline.days');
    refused(() => addWorkingDays(calendar, '2026-02-30', 1), 'date.none');
  });

  it('is undone by counting', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 1, max: 60 }), (start, n) => {
        const from = addDays('2024-01-01', start);
        const { date } = addWorkingDays(calendar, from, n);
        expect(calendar.isWorkday(date)).to.equal(true);
        expect(workingDaysBetween(calendar, from, date)).to.equal(n);
      }),
      { numRuns: 100 },
    );
  });
});

describe('workingDaysBetween', () => {
  const stepped = (from: string, to: string): number => {
    let count = 0;
    for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (calendar.isWorkday(day)) count += 1;
    return count;
  };

  it('counts as one does day by day, across years and leap days, and 0 backwards', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: -40, max: 800 }), (start, length) => {
        const from = addDays('2021-01-01', start);
        const to = addDays(from, length);
        expect(workingDaysBetween(calendar, from, to)).to.equal(stepped(from, to));
      }),
      { numRuns: 200 },
    );
  });

  it('keeps calendars apart', () => {
    const daily: Calendar = { isWorkday: () => true, loadedUntil: '2026-12-31' };
    expect(workingDaysBetween(daily, '2023-12-31', '2024-12-31')).to.equal(366);
    expect(workingDaysBetween(calendar, '2023-12-31', '2024-12-31')).to.be.below(260);
  });
});

describe('terms in calendar days (民法典 201, 203)', () => {
  const cases: [from: string, n: number, end: string][] = [
    ['2026-09-24', 7, '2026-10-08'],
    ['2026-02-08', 7, '2026-02-24'],
    ['2026-02-10', 7, '2026-02-24'],
    ['2026-05-02', 7, '2026-05-09'],
  ];
  for (const [from, n, end] of cases)
    it(`${from} and ${n} days ends on ${end}`, () => expect(addCalendarDays(calendar, from, n).date).to.equal(end));

  it('roll forward from rest days only', () => {
    expect(rollForward(calendar, '2026-10-01').date).to.equal('2026-10-08');
    expect(rollForward(calendar, '2026-10-08').date).to.equal('2026-10-08');
    expect(rollForward(calendar, '2027-01-02').provisional).to.equal(true);
  });

  it('refuse a negative length', () =>
    void refused(() => addCalendarDays(calendar, '2026-01-05', -1), 'deadline.days'));
});

describe('workingDaysBetween', () => {
  it('counts after the first and up to the last day', () => {
    expect(workingDaysBetween(calendar, '2024-02-01', '2024-03-01')).to.equal(18);
    expect(workingDaysBetween(calendar, '2025-01-20', '2025-02-20')).to.equal(19);
    expect(workingDaysBetween(calendar, '2025-02-20', '2025-02-20')).to.equal(0);
    expect(workingDaysBetween(calendar, '2025-02-20', '2025-01-20')).to.equal(0);
  });
});

describe('state of a clock', () => {
  const due = '2026-10-12'; // a Monday; before it 10-10 (Saturday, worked), 10-09, 10-08, then 09-30
  const cases: [today: string, state: string][] = [
    ['2026-09-29', 'on-time'],
    ['2026-09-30', 'on-time'],
    ['2026-10-08', 'amber'],
    ['2026-10-10', 'amber'],
    ['2026-10-12', 'amber'],
    ['2026-10-13', 'late'],
  ];
  for (const [today, answer] of cases)
    it(`on ${today} is ${answer}`, () => expect(state(calendar, due, today, 3)).to.equal(answer));
  it('warns on the day itself only when asked for no earlier', () => {
    expect(state(calendar, due, '2026-10-10', 0)).to.equal('on-time');
    expect(state(calendar, due, due, 0)).to.equal('amber');
  });
});

describe('dates', () => {
  it('accepts what exists', () => {
    for (const date of ['2024-02-29', '1990-01-01', '2099-12-31', '2026-12-31']) expect(validDate(date)).to.equal(date);
  });

  const bad: [text: string, id: string][] = [
    ['2026-02-30', 'date.none'], // B031
    ['2026-13-01', 'date.none'],
    ['2025-02-29', 'date.none'],
    ['2026-00-10', 'date.none'],
    ['０１/０２/２０２６', 'date.form'], // B034
    ['01/02/2026', 'date.form'],
    ['2026-1-2', 'date.form'],
    ['2026-01-02T00:00', 'date.form'],
    ['', 'date.form'],
    ['+275760-09-13', 'date.form'], // B037
    ['0000-01-01', 'date.range'],
    ['1989-12-31', 'date.range'],
    ['9999-12-31', 'date.range'],
  ];
  for (const [text, id] of bad)
    it(`refuses ${JSON.stringify(text)}: ${id}`, () => void refused(() => validDate(text), id));

  it('keeps to the latest day given, and names the field', () => {
    expect(refused(() => validDate('2026-05-02', '2026-05-01', 'sampled_on'), 'date.range').reasons[0]).to.deep.include(
      { field: 'sampled_on' },
    );
  });

  it('adds months to expiry dates, to the last day of a shorter month', () => {
    const cases: [from: string, n: number, end: string][] = [
      ['2024-02-29', 12, '2025-02-28'], // B032
      ['2024-02-29', 48, '2028-02-29'],
      ['2026-01-31', 1, '2026-02-28'],
      ['2026-11-30', 3, '2027-02-28'],
      ['2026-03-15', -3, '2025-12-15'],
    ];
    for (const [from, n, end] of cases) expect(addMonths(from, n), `${from} ${n}`).to.equal(end);
  });

  it('adds days across months and leap years', () => {
    expect(addDays('2024-02-28', 1)).to.equal('2024-02-29');
    expect(addDays('2026-01-01', -1)).to.equal('2025-12-31');
  });

  it('takes the day in China, eight hours ahead of UTC', () => {
    expect(chinaDate('2025-12-31T15:59:59.999Z')).to.equal('2025-12-31');
    expect(chinaDate('2025-12-31T16:00:00.000Z')).to.equal('2026-01-01');
    refused(() => chinaDate('yesterday'), 'date.form');
  });
});
