import type { Lang } from '../kernel/types.ts';
import { lookUp, t } from '../messages/index.ts';
import type { GroupKey } from './figures.ts';
import type { StatisticsRow } from './rows.ts';
import type { NamedShare, Share } from './share.ts';

/** A table as page, paper and workbook show it: first row heads, all cells text. */
export interface ShownTable {
  key: string;
  title: string;
  heads: string[];
  rows: string[][];
  /** Told where there is no row. */
  empty: string;
}

const percentOf = (text: string): string => (text === '' ? '—' : `${text}%`);

/** 0.51%～12.35%. */
export const interval = ({ low, high }: Pick<Share, 'low' | 'high'>): string =>
  low === '' ? '—' : `${low}%～${high}%`;

const coded: Partial<Record<GroupKey, string>> = { class: 'class', level: 'level', kind: 'kind' };

const nameIn = (lang: Lang, key: GroupKey, name: string): string =>
  coded[key] ? lookUp(lang, `${coded[key]}.${name}`) : name;

const shareCells = (share: Share): string[] => [
  String(share.tested),
  String(share.failed),
  percentOf(share.rate),
  interval(share),
];

/** Every table of a report in its order on paper. */
export function tablesOf({ figures }: Pick<StatisticsRow, 'figures'>, lang: Lang): ShownTable[] {
  const say = (key: string) => lookUp(lang, `statistics.${key}`);
  const shareHeads = (name: string, tested = say('tested')) => [
    ...[name, tested, say('failed'), say('rate'), say('interval')],
  ];
  const shares = (key: string, lines: readonly NamedShare[], name: string, tested?: string): ShownTable => ({
    ...{ key, title: say(`table.${key}`), heads: shareHeads(name, tested), empty: say('emptyTable') },
    rows: lines.map((line) => [line.name, ...shareCells(line)]),
  });
  const { previous, cases, clocks, quality } = figures;
  const column = (one: typeof previous) => [
    ...[
      one.sampled,
      one.received,
      one.issued,
      one.monitored,
      one.entrusted,
      one.tested,
      one.failed,
      one.overturned,
    ].map(String),
    ...[percentOf(one.rate), interval(one)],
  ];
  const totalNames = [
    'sampled',
    'received',
    'issued',
    'monitored',
    'entrusted',
    'tested',
    'failed',
    'overturned',
    'rate',
    'interval',
  ];
  const [own, earlier] = [column(figures), column(previous)];
  const count = (area: string) => (one: { key: string; count: number }) => [
    lookUp(lang, `${area}.${one.key}`),
    String(one.count),
  ];
  return [
    {
      ...{ key: 'totals', title: say('table.totals'), empty: '' },
      heads: [say('figure'), `${figures.from}～${figures.to}`, `${previous.from}～${previous.to}`],
      rows: totalNames.map((name, i) => [say(name), own[i] ?? '', earlier[i] ?? '']),
    },
    shares('months', figures.months, say('month')),
    ...figures.groups.map(({ key, lines }) =>
      shares(
        key,
        lines.map((line) => ({ ...line, name: nameIn(lang, key, line.name) })),
        say(`group.${key}`),
      ),
    ),
    shares('items', figures.items.lines, say('item'), say('itemsTested')),
    shares('producers', figures.producers, say('producer')),
    {
      ...{ key: 'cases', title: say('table.cases'), heads: [say('figure'), say('count')], empty: say('emptyTable') },
      rows: [
        [say('casesOpened'), String(cases.opened)],
        ...cases.states.map(count('case.state')),
        ...cases.conclusions.map(count('case.conclusion')),
        [say('casesClosed'), String(cases.closed)],
      ],
    },
    {
      ...{ key: 'clocks', title: say('table.clocks'), empty: say('emptyTable') },
      heads: [say('rule'), say('kept'), say('late'), say('open')],
      rows: [
        ...clocks.rules.map((line) => [line.title, String(line.kept), String(line.late), String(line.open)]),
        ...(clocks.rules.length > 0
          ? [
              [
                `${t(lang, 'statistics.all')}（${percentOf(clocks.rate)}）`,
                String(clocks.kept),
                String(clocks.late),
                String(clocks.open),
              ],
            ]
          : []),
      ],
    },
    {
      ...{
        key: 'quality',
        title: say('table.quality'),
        heads: [say('figure'), say('parameters')],
        empty: say('emptyTable'),
      },
      rows: [
        ...quality.proficiency.map(({ key, count: n }) => [
          `${say('proficiency')}：${say(`verdict.${key}`)}`,
          String(n),
        ]),
        ...quality.control.map(({ key, count: n }) => [`${say('control')}：${say(`verdict.${key}`)}`, String(n)]),
      ],
    },
  ];
}
