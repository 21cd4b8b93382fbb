import { type MessageKey, t } from '../messages/index.ts';
import { type Field, fields } from '../pdf/fields.ts';
import { INK, MM, openPaper, type Paper } from '../pdf/paper.ts';
import { table } from '../pdf/table.ts';
import { chinaTime } from '../ui/index.ts';
import { areas } from './rules.ts';
import type { InvestigationSheet } from './show.ts';

const say = (key: MessageKey, params: Record<string, string | number> = {}): string => t('zh', key, params);

export interface PaperMeta {
  author: string;
  created: string;
}

/** A titled A4 page with number and page count on every foot. */
export async function titled(title: string, number: string, meta: PaperMeta): Promise<Paper> {
  const paper = await openPaper({
    ...{ title: `${title} ${number}`, number, author: meta.author, created: meta.created },
    margins: { top: 18 * MM, right: 18 * MM, bottom: 18 * MM, left: 20 * MM },
  });
  paper.text(meta.author, paper.left, paper.y, { size: 11, align: 'center' }, paper.inner);
  paper.text(title, paper.left, paper.y + 18, { size: 17, weight: 'bold', align: 'center' }, paper.inner);
  paper.y += 46;
  return paper;
}

/** The foot of every page. */
export function footed(paper: Paper, number: string): void {
  paper.onEveryPage((page, pages) => {
    const foot = paper.height - 12 * MM;
    paper.text(number, paper.left, foot, { size: 8, colour: INK.quiet });
    paper.text(say('paper.page', { page, pages }), paper.left, foot, { size: 8, align: 'right' }, paper.inner);
  });
}

function heading(paper: Paper, text: string): void {
  paper.y += 12;
  paper.room(70);
  paper.text(text, paper.left, paper.y, { size: 11, weight: 'bold' });
  paper.y += 18;
}

/** 检验结果异常调查报告: every value, every answer, hypothesis, decision, conclusion and approval, with who and when. @throws Refusal `paper.glyph` */
export async function recordPdf(sheet: InvestigationSheet, meta: PaperMeta): Promise<Buffer> {
  const { row } = sheet;
  const paper = await titled(say('investigation.paper.title'), row.number, meta);
  fields(paper, headOf(sheet));
  heading(paper, say('investigation.values'));
  drawRecords(paper, sheet);
  heading(paper, say('investigation.checklist'));
  drawChecklist(paper, sheet);
  heading(paper, say('investigation.paper.course'));
  fields(paper, courseOf(sheet), 2, { label: 84 });
  drawFiles(paper, sheet);
  footed(paper, row.number);
  if (row.state === 'dropped') paper.watermark(say('investigation.state.dropped'));
  return paper.finish();
}

const by = ({ names }: InvestigationSheet, id: string | null, at: string | null): string =>
  id === null ? '—' : `${names[id] ?? ''}　${at === null ? '' : chinaTime(at)}`;

function headOf(sheet: InvestigationSheet): Field[] {
  const { row, sample } = sheet;
  return [
    { label: say('field.number'), value: row.number },
    { label: say('field.state'), value: say(`investigation.state.${row.state}`) },
    { label: say('report.sampleNumber'), value: sample.number },
    { label: say('field.batchNo'), value: sample.batch_no },
    { label: say('field.productName'), value: sample.product_name, span: 2, bold: true },
    { label: say('field.producer'), value: sample.producer, span: 2 },
    { label: say('samples.item'), value: sheet.item.zh, bold: true },
    { label: say('field.investigationKind'), value: say(`investigation.kind.${row.kind}`) },
    { label: say('samples.limit'), value: sheet.limit, span: 2 },
    { label: say('investigation.method'), value: sheet.method || '—', span: 2 },
    { label: say('field.situation'), value: row.situation, span: 2 },
    {
      label: say('investigation.openedBy'),
      value:
        row.automatic === 1
          ? `${say('investigation.byItself')}　${chinaTime(row.created_at)}`
          : by(sheet, row.opened_by, row.created_at),
      span: 2,
    },
    ...(row.rules.forbidden
      ? [
          {
            label: say('investigation.forbidden'),
            value: `${say('investigation.forbiddenLong')}　${row.rules.basis}`,
            span: 2,
          },
        ]
      : []),
  ];
}

const standingOf = ({ standing, attempt }: InvestigationSheet['records'][number]): string =>
  say(standing === 'retest' && attempt === 0 ? 'standing.first' : `standing.${standing}`, { n: attempt });

function drawRecords(paper: Paper, { records }: InvestigationSheet): void {
  table(
    paper,
    [
      { title: say('investigation.record'), share: 18 },
      { title: say('investigation.standing'), share: 13 },
      { title: say('samples.result'), share: 20 },
      { title: say('investigation.exact'), share: 16 },
      { title: say('field.verdict'), share: 11, align: 'center' },
      { title: say('samples.analyst'), share: 10 },
      { title: say('investigation.signedAt'), share: 16 },
    ],
    records.map((record) => ({
      cells: [
        record.title,
        standingOf(record),
        record.result ?? '—',
        record.exact ?? '—',
        record.verdict === null ? '—' : say(`state.${record.verdict}`),
        record.analyst,
        record.submittedAt === null ? '—' : chinaTime(record.submittedAt),
      ],
    })),
    { size: 8, pad: 3 },
  );
}

function drawChecklist(paper: Paper, { row, answers, names }: InvestigationSheet): void {
  table(
    paper,
    [
      { title: say('improvement.paper.seq'), share: 5, align: 'center' },
      { title: say('investigation.paper.point'), share: 42 },
      { title: say('field.pointFinding'), share: 12, align: 'center' },
      { title: say('field.pointWords'), share: 26 },
      { title: say('investigation.paper.by'), share: 15 },
    ],
    areas.flatMap((area) => {
      const points = row.checklist.filter((point) => point.area === area);
      if (points.length === 0) return [];
      const title = say(`investigation.area.${area}`);
      const lines = points.flatMap((point) => {
        const own = answers.filter((one) => one.point === point.id);
        const n = String(row.checklist.indexOf(point) + 1);
        if (own.length === 0) return [{ cells: [n, point.zh, '—', '', ''] }];
        return own.map(({ finding, words, file, by_id, created_at }, i) => ({
          cells: [
            i === 0 ? n : '',
            i === 0 ? point.zh : say('investigation.paper.again'),
            say(`investigation.finding.${finding}`),
            [words, file?.name].filter(Boolean).join('\n') || '—',
            `${names[by_id] ?? ''}\n${chinaTime(created_at)}`,
          ],
        }));
      });
      return [{ heading: title, again: title }, ...lines];
    }),
    { size: 8, pad: 2.6 },
  );
}

function courseOf(sheet: InvestigationSheet): Field[] {
  const { row, names } = sheet;
  const cause = row.rules.causes.find(({ id }) => id === row.cause);
  const wide = (label: MessageKey, value: string | null | undefined): Field => ({
    ...{ label: say(label), value: value || '—', span: 2 },
  });
  return [
    wide('field.hypothesis', row.hypothesis),
    wide('investigation.supposedBy', by(sheet, row.hypothesis_by, row.hypothesis_at)),
    {
      label: say('investigation.outcome'),
      value: row.outcome === null ? '—' : say(`investigation.outcome.${row.outcome}`),
    },
    { label: say('investigation.decidedBy'), value: by(sheet, row.decided_by, row.decided_at) },
    ...(cause ? [wide('field.errorCause', cause.zh)] : []),
    wide('field.findingText', row.finding),
    ...(row.n === null
      ? []
      : [
          {
            label: say('field.retests'),
            value: `${row.n}（${say('investigation.countHint', { least: row.rules.least })}）`,
          },
          { label: say('investigation.retestBy'), value: names[row.retest_analyst ?? ''] ?? '' },
          wide('field.restPortion', row.portion),
          wide('investigation.plannedBy', by(sheet, row.planned_by, row.planned_at)),
        ]),
    {
      label: say('field.conclusion'),
      value: row.conclusion === null ? '—' : say(`investigation.conclusion.${row.conclusion}`),
      bold: true,
      span: 2,
    },
    wide('investigation.conclusionReason', row.conclusion_reason),
    wide('investigation.concludedBy', by(sheet, row.concluded_by, row.concluded_at)),
    ...(row.returned_reason === null ? [] : [wide('investigation.returned', row.returned_reason)]),
    wide('investigation.approvedBy', by(sheet, row.approved_by, row.approved_at)),
    ...(row.approval_note === null ? [] : [wide('investigation.approvalNote', row.approval_note)]),
    wide('investigation.paper.basis', row.rules.basis),
  ];
}

function drawFiles(paper: Paper, { files, answers, names }: InvestigationSheet): void {
  const kept = [
    ...files.map(({ file, added_by }) => ({ file, who: added_by })),
    ...answers.flatMap(({ file, by_id }) => (file === null ? [] : [{ file, who: by_id }])),
  ].filter(({ file }, i, list) => list.findIndex((one) => one.file.hash === file.hash) === i);
  if (kept.length === 0) return;
  heading(paper, say('investigation.files'));
  table(
    paper,
    [
      { title: say('improvement.paper.seq'), share: 6, align: 'center' },
      { title: say('field.file'), share: 40 },
      { title: 'SHA-256', share: 40 },
      { title: say('investigation.paper.by'), share: 14 },
    ],
    kept.map(({ file, who }, i) => ({ cells: [String(i + 1), file.name, file.hash, names[who] ?? ''] })),
    { size: 7.5, pad: 3 },
  );
}

/** 紧急报告: what was found before the report is issued, on which ground, to be sent to whoever ordered the test. @throws Refusal `paper.glyph` */
export async function urgentPdf(sheet: InvestigationSheet, meta: PaperMeta): Promise<Buffer> {
  const { row, sample, urgentCase, records } = sheet;
  const paper = await titled(say('investigation.urgent'), row.number, meta);
  const [first] = records;
  fields(paper, [
    { label: say('report.sampleNumber'), value: sample.number },
    { label: say('field.batchNo'), value: sample.batch_no },
    { label: say('field.productName'), value: sample.product_name, span: 2, bold: true },
    { label: say('field.producer'), value: sample.producer, span: 2 },
    { label: say('samples.item'), value: sheet.item.zh, span: 2, bold: true },
    { label: say('samples.limit'), value: sheet.limit, span: 2 },
    { label: say('samples.result'), value: row.first_result ?? '—' },
    { label: say('field.verdict'), value: row.first_verdict === 'fails' ? say('state.fails') : '—' },
    { label: say('investigation.signedAt'), value: first?.submittedAt ? chinaTime(first.submittedAt) : '—' },
    { label: say('investigation.paper.made'), value: chinaTime(meta.created) },
    ...(row.urgent ?? []).map((ground) => ({
      ...{ label: say('investigation.paper.ground'), value: `${ground.zh}（${ground.basis}）`, span: 2 },
    })),
    {
      label: say('investigation.state'),
      value: say(`investigation.step.${row.state === 'dropped' ? 'closed' : row.state}`),
    },
    { label: say('investigation.paper.case'), value: urgentCase?.number ?? '—' },
  ]);
  paper.y += 14;
  paper.y += paper.block(say('investigation.paper.urgentWords'), paper.left, paper.y, paper.inner, { size: 10 }) + 30;
  fields(
    paper,
    [
      { label: say('investigation.paper.to'), value: '' },
      { label: say('investigation.paper.how'), value: '' },
      { label: say('investigation.paper.sender'), value: '' },
      { label: say('investigation.paper.time'), value: '' },
    ],
    2,
    { least: 26, label: 84 },
  );
  footed(paper, row.number);
  return paper.finish();
}
