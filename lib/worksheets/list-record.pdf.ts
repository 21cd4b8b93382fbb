import { lookUp, type MessageKey, t } from '../messages/index.ts';
import { fields } from '../pdf/fields.ts';
import { INK, MM, openPaper, type Paper } from '../pdf/paper.ts';
import { table } from '../pdf/table.ts';
import { chinaTime } from '../ui/index.ts';
import { drawSettlements } from './qc.pdf.ts';
import type { SettlementRow } from './qc-machine.ts';
import type { RowKind, RunRule, WorksheetRow } from './rows.ts';

const say = (key: MessageKey, params: Record<string, string | number> = {}): string => t('zh', key, params);

/** A row as the record prints it. */
export interface RecordLine {
  position: number;
  kind: RowKind;
  removed: boolean;
  label: string;
  item: string;
  readings: string;
  result: string;
  verdict: string | null;
  judged: { rule: RunRule; words: string; ok: boolean | null }[];
}

export interface RunRecord {
  institute: string;
  run: WorksheetRow;
  formTitle: string;
  people: Record<string, string>;
  shared: { label: string; value: string }[];
  rows: RecordLine[];
  /** How what was not met in its quality control was settled. */
  settlements: SettlementRow[];
  /** What was changed after it was first typed, in the order of time; `key` names the value, `at` UTC ISO. */
  changes: { key: string; where: string; old: string; now: string; at: string; by: string; reason: string }[];
  /** UTC ISO time of the last thing in it. */
  frozenAt: string;
}

/** 检验批记录 (A4 across): head, readings of the whole run, rows in their order with what was read and what came out, quality control, changes. @throws Refusal `paper.glyph` */
export async function runRecordPdf(record: RunRecord): Promise<Buffer> {
  const { run, institute } = record;
  const title = say('run.paper.title');
  const paper = await openPaper({
    ...{ title: `${title} ${run.number}`, number: run.number, author: institute, created: record.frozenAt },
    size: [297 * MM, 210 * MM],
    margins: { top: 16 * MM, right: 14 * MM, bottom: 16 * MM, left: 16 * MM },
  });
  paper.text(institute, paper.left, paper.y, { size: 11, align: 'center' }, paper.inner);
  paper.text(title, paper.left, paper.y + 17, { size: 17, weight: 'bold', align: 'center' }, paper.inner);
  paper.text(run.number, paper.left, paper.y + 22, { size: 10, align: 'right' }, paper.inner);
  paper.y += 46;
  drawHead(paper, record);
  if (record.shared.length > 0) {
    heading(paper, say('run.paper.shared'));
    fields(paper, record.shared, 3, { size: 8, pad: 2.6, label: 96 });
  }
  heading(paper, say('run.paper.rows'));
  drawRows(paper, record.rows);
  drawControls(paper, record.rows);
  if (record.settlements.length > 0) {
    heading(paper, say('run-qc.settled'));
    drawSettlements(paper, record.settlements, record.people);
  }
  drawChanges(paper, record.changes);
  if (run.state === 'dropped') paper.watermark(say('run.state.dropped'));
  paper.onEveryPage((page, pages) => {
    const foot = paper.height - 11 * MM;
    paper.text(`${title} ${run.number}`, paper.left, foot, { size: 8, colour: INK.quiet });
    paper.text(say('paper.page', { page, pages }), paper.left, foot, { size: 8, align: 'right' }, paper.inner);
  });
  return paper.finish();
}

function heading(paper: Paper, text: string): void {
  paper.y += 10;
  paper.room(60);
  paper.text(text, paper.left, paper.y, { size: 10.5, weight: 'bold' });
  paper.y += 16;
}

const clock = (time: string): string => time.replace('T', ' ');

function drawHead(paper: Paper, { run, formTitle, people }: RunRecord): void {
  const members = run.members.map((one) => people[one] ?? '').join('、');
  fields(
    paper,
    [
      { label: say('field.runTitle'), value: run.title, bold: true },
      { label: say('run.method'), value: run.method.zh },
      { label: say('field.formCode'), value: formTitle },
      { label: say('field.analyst'), value: people[run.analyst_id] ?? '' },
      { label: say('field.members'), value: members || '—' },
      { label: say('field.state'), value: lookUp('zh', `run.state.${run.state}`) },
      { label: say('field.instrument'), value: run.instrument ?? '—' },
      { label: say('field.roomCode'), value: run.room ?? '—' },
      {
        label: say('run.sequence'),
        value: run.sequence ? `${clock(run.sequence.from)} ~ ${clock(run.sequence.to)}` : '—',
      },
      { label: say('run.created'), value: chinaTime(run.created_at) },
      { label: say('field.note'), value: run.note ?? '—', span: 2 },
    ],
    3,
    { size: 8.5, pad: 2.8, label: 66 },
  );
}

const verdictWord = (verdict: string | null): string =>
  verdict === null
    ? ''
    : verdict === 'ok'
      ? say('run.ok')
      : verdict === 'not-ok'
        ? say('run.notOk')
        : lookUp('zh', `state.${verdict}`);

function drawRows(paper: Paper, rows: readonly RecordLine[]): void {
  table(
    paper,
    [
      { title: say('run.position'), share: 4, align: 'center' },
      { title: say('run.kindHead'), share: 9, align: 'center' },
      { title: say('run.label'), share: 24 },
      { title: say('run.item'), share: 13 },
      { title: say('run.paper.readings'), share: 48 },
      { title: say('run.paper.result'), share: 12 },
      { title: say('run.paper.verdict'), share: 11, align: 'center' },
    ],
    rows.map((row) => ({
      cells: [
        String(row.position),
        lookUp('zh', `run.kind.${row.kind}`) + (row.removed ? `\n${say('run.paper.removed')}` : ''),
        row.label,
        row.item,
        row.readings,
        row.result,
        verdictWord(row.verdict),
      ],
    })),
    { size: 8, pad: 2.6 },
  );
}

const boundOf = ({ rule, low, high, max }: RunRule): string =>
  [lookUp('zh', `run.rule.${rule}`), [low, high ?? max].filter((bound) => bound !== undefined).join('～')].join(' ');

function drawControls(paper: Paper, rows: readonly RecordLine[]): void {
  const judged = rows.flatMap((row) => row.judged.map((one) => ({ row, ...one })));
  if (judged.length === 0) return;
  heading(paper, say('run.paper.qc'));
  table(
    paper,
    [
      { title: say('run.position'), share: 5, align: 'center' },
      { title: say('run.label'), share: 22 },
      { title: say('run.paper.rule'), share: 30 },
      { title: say('run.paper.judged'), share: 48 },
      { title: say('run.paper.verdict'), share: 10, align: 'center' },
    ],
    judged.map(({ row, rule, words, ok }) => ({
      cells: [
        String(row.position),
        row.label,
        boundOf(rule),
        words || '—',
        say(ok === null ? 'run.paper.open' : ok ? 'run.ok' : 'run.notOk'),
      ],
    })),
    { size: 8, pad: 2.6 },
  );
}

function drawChanges(paper: Paper, changes: RunRecord['changes']): void {
  if (changes.length === 0) return;
  heading(paper, say('run.paper.changes'));
  table(
    paper,
    [
      { title: 'Δ', share: 4, align: 'center' },
      { title: say('run.paper.where'), share: 36 },
      { title: say('run.paper.old'), share: 14 },
      { title: say('run.paper.new'), share: 14 },
      { title: say('field.reason'), share: 26 },
      { title: say('run.paper.who'), share: 9, align: 'center' },
      { title: say('run.paper.at'), share: 15, align: 'center' },
    ],
    changes.map(({ where, old, now, at, by, reason }, i) => ({
      cells: [String(i + 1), where, old, now, reason, by, chinaTime(at)],
    })),
    { size: 8, pad: 2.6 },
  );
}
