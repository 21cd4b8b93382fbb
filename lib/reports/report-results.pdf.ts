import type { Paper } from '../pdf/paper.ts';
import type { Column, Row } from '../pdf/table.ts';
import { table } from '../pdf/table.ts';
import { say } from '../pdf/words.ts';
import type { UncertaintyStatement } from '../testing/index.ts';
import type { ReportContent, ReportRow } from './report.pdf.ts';

/** The table of results, the notes under it and the end mark. */
export function drawResults(paper: Paper, content: ReportContent): void {
  if (content.productClass === 'drug' || content.productClass === 'tcm')
    table(paper, drugColumns(), drugRows(content.rows), { pad: 4.4 });
  else table(paper, itemColumns(), content.rows.map(itemRow), { size: 8.5, pad: 4.4 });
  const notes = [say('paper.report.symbols')];
  if (content.rows.some((row) => row.unaccredited)) notes.unshift(say('paper.report.unaccredited'));
  if (content.rows.some((row) => row.unqualified)) notes.unshift(say('paper.report.unqualified'));
  if (content.marks?.unmarked) notes.unshift(say('paper.report.unmarked'));
  paper.room(paper.leading(notes.length + 2, 8) + 10);
  paper.y += 5;
  for (const note of notes)
    paper.y += paper.block(note, paper.left, paper.y, paper.inner, { size: 7.5, colour: '#555555' });
  if (content.uncertainty) drawUncertainties(paper, content.uncertainty);
  paper.text(say('paper.rest'), paper.left, paper.y + 4, { size: 9.5, align: 'center' }, paper.inner);
  paper.y += paper.leading(1, 9.5) + 12;
}

/** 测量不确定度与判定规则: one statement a result, below the results that they belong to (ISO/IEC 17025:2017, 7.8.3.1 c, 7.8.6). */
function drawUncertainties(paper: Paper, statements: readonly UncertaintyStatement[]): void {
  const size = 8.5;
  paper.room(paper.leading(4, size));
  paper.y += 4;
  paper.text(say('paper.report.uncertainty'), paper.left, paper.y, { size, weight: 'bold' });
  paper.y += paper.leading(1, size) + 1;
  for (const { item, words } of statements) {
    const text = say('paper.colon', { label: item, value: words });
    paper.room(paper.leading(3, size));
    paper.y += paper.block(text, paper.left, paper.y, paper.inner, { size }) + 2;
  }
  paper.y += 2;
}

function drugColumns(): Column[] {
  return [
    { title: say('paper.report.item'), share: 27 },
    { title: say('paper.report.requirement'), share: 39 },
    { title: say('paper.report.result'), share: 34 },
  ];
}

/** Items by group; a group of one item of the same name is one row, as the pharmacopoeia's reports print 【性状】. */
function drugRows(rows: ReportRow[]): Row[] {
  const groups = [...new Set(rows.map((row) => row.group))];
  return groups.flatMap((group): Row[] => {
    const members = rows.filter((row) => row.group === group);
    const [only] = members;
    const heading = say('paper.report.group', { group });
    if (members.length === 1 && only?.name === group)
      return [drugRow(only, { text: heading + star(only), bold: true })];
    return [
      { heading, again: say('paper.report.again', { group }) },
      ...members.map((row) => drugRow(row, { text: row.name + star(row), indent: 1 })),
    ];
  });
}

function drugRow(row: ReportRow, name: { text: string; bold?: boolean; indent?: number }): Row {
  return { cells: [name, row.requirement, { text: row.result + unit(row), bold: row.verdict === 'fails' }] };
}

function unit(row: ReportRow): string {
  return row.unit ? ` ${row.unit}`.replace(' %', '%') : '';
}

function star(row: ReportRow): string {
  const marks = `${row.unqualified ? '*' : ''}${row.unaccredited ? '#' : ''}`;
  return marks === '' ? '' : ` ${marks}`;
}

function itemColumns(): Column[] {
  return [
    { title: say('paper.report.seq'), share: 6, align: 'center' },
    { title: say('paper.report.item'), share: 19 },
    { title: say('paper.report.method'), share: 19 },
    { title: say('paper.report.limit'), share: 23 },
    { title: say('paper.report.unit'), share: 10, align: 'center' },
    { title: say('paper.report.result'), share: 14, align: 'center' },
    { title: say('paper.report.verdict'), share: 9, align: 'center' },
  ];
}

function itemRow(row: ReportRow, index: number): Row {
  const bold = row.verdict === 'fails';
  const verdict = say(`paper.verdict.short.${row.verdict}`);
  return {
    cells: [
      String(index + 1),
      row.name + star(row),
      row.method ?? say('paper.none'),
      row.requirement,
      row.unit ?? say('paper.none'),
      { text: row.result, bold },
      { text: verdict, bold },
    ],
  };
}
