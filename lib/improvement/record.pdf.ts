import { chinaDate } from '../core/deadlines.ts';
import { type MessageKey, t } from '../messages/index.ts';
import { type Field, fields } from '../pdf/fields.ts';
import { INK, MM, openPaper, type Paper } from '../pdf/paper.ts';
import { table } from '../pdf/table.ts';
import { chinaTime } from '../ui/index.ts';
import type { StepRow } from './rows.ts';
import type { ImprovementSheet } from './sheet.ts';
import { stepFacts } from './words.ts';

const say = (key: MessageKey, params: Record<string, string | number> = {}): string => t('zh', key, params);

/** 不符合工作处理单: finding, evaluation, correction, cause, actions, verification and closing, each with who and when. @throws Refusal `paper.glyph` */
export async function recordPdf(sheet: ImprovementSheet, meta: { author: string; created: string }): Promise<Buffer> {
  const { row, names } = sheet;
  const title = say(`improvement.paper.${row.kind}`);
  const paper = await openPaper({
    ...{ title: `${title} ${row.number}`, number: row.number, author: meta.author, created: meta.created },
    margins: { top: 18 * MM, right: 18 * MM, bottom: 18 * MM, left: 20 * MM },
  });
  paper.text(meta.author, paper.left, paper.y, { size: 11, align: 'center' }, paper.inner);
  paper.text(title, paper.left, paper.y + 18, { size: 17, weight: 'bold', align: 'center' }, paper.inner);
  paper.y += 46;
  fields(paper, headOf(sheet));
  if (row.complaint) drawComplaint(paper, sheet);
  drawLinks(paper, sheet);
  const before = sheet.steps.filter(({ move }) => before_.includes(move));
  for (const step of before) drawStep(paper, step, names);
  drawActions(paper, sheet);
  for (const step of sheet.steps.filter((one) => !before.includes(one) && !ofComplaint.includes(one.move)))
    drawStep(paper, step, names);
  drawFiles(paper, sheet);
  paper.onEveryPage((page, pages) => {
    const foot = paper.height - 12 * MM;
    paper.text(row.number, paper.left, foot, { size: 8, colour: INK.quiet });
    paper.text(say('paper.page', { page, pages }), paper.left, foot, { size: 8, align: 'right' }, paper.inner);
  });
  if (row.state === 'dropped') paper.watermark(say('improvement.state.dropped'));
  return paper.finish();
}

const before_: readonly StepRow['move'][] = ['evaluate', 'correct', 'analyse'];
const ofComplaint: readonly StepRow['move'][] = ['acknowledge', 'answer'];

function headOf({ row, names }: ImprovementSheet): Field[] {
  const involved = row.involved.map((id) => names[id] ?? '').join('、');
  return [
    { label: say('field.number'), value: row.number },
    { label: say('field.state'), value: say(`improvement.state.${row.state}`) },
    { label: say('field.improvementTitle'), value: row.title, span: 2, bold: true },
    { label: say('improvement.kind'), value: say(`improvement.kind.${row.kind}`) },
    { label: say('improvement.source'), value: say(`improvement.source.${row.source}`) },
    { label: say('improvement.paper.found'), value: `${row.found_on}　${names[row.found_by] ?? ''}` },
    { label: say('field.handlerId'), value: names[row.owner_id] ?? '' },
    { label: say('field.department'), value: row.department ?? '—' },
    { label: say('field.instrumentNo'), value: row.instrument_no ?? '—' },
    {
      label: say('field.parameterCode'),
      value: row.parameter_code === null ? '—' : `${row.parameter_code} ${row.parameter_name ?? ''}`,
    },
    { label: say('field.involved'), value: involved || '—' },
    { label: say('field.findingText'), value: row.finding, span: 2 },
    { label: say('field.requirement'), value: row.requirement ?? '—', span: 2 },
  ];
}

function heading(paper: Paper, text: string): void {
  paper.y += 12;
  paper.room(70);
  paper.text(text, paper.left, paper.y, { size: 11, weight: 'bold' });
  paper.y += 18;
}

function drawComplaint(paper: Paper, { row, names }: ImprovementSheet): void {
  const { complaint } = row;
  if (!complaint) return;
  const by = (day: string | null, id: string | null): string =>
    day === null ? '—' : `${day}　${names[id ?? ''] ?? ''}`;
  heading(paper, say('improvement.complainantPart'));
  fields(paper, [
    { label: say('field.complainant'), value: complaint.complainant },
    { label: say('field.complaintContact'), value: complaint.contact ?? '—' },
    { label: say('field.channel'), value: say(`improvement.channel.${complaint.channel}`) },
    { label: say('improvement.receivedOn'), value: complaint.received_on },
    { label: say('improvement.step.acknowledge'), value: by(complaint.acknowledged_on, complaint.acknowledged_by) },
    { label: say('improvement.step.answer'), value: by(complaint.answered_on, complaint.answered_by) },
    {
      label: say('improvement.answerText'),
      value:
        complaint.answer === null
          ? '—'
          : `${say(complaint.justified ? 'improvement.justified' : 'improvement.unjustified')}　${complaint.answer}`,
      span: 2,
    },
  ]);
}

/** What this person may not read stays without its number on the paper too. */
function drawLinks(paper: Paper, { links }: ImprovementSheet): void {
  if (links.length === 0) return;
  heading(paper, say('improvement.links'));
  fields(
    paper,
    links.map(({ entity, label }) => ({
      label: say(`improvement.entity.${entity}`),
      value: label ?? say('improvement.hidden'),
    })),
  );
}

function drawStep(paper: Paper, step: StepRow, names: Record<string, string>): void {
  heading(
    paper,
    say(`improvement.step.${step.move}`) + (step.round > 1 ? `（${say('improvement.round', { n: step.round })}）` : ''),
  );
  fields(
    paper,
    [
      ...stepFacts(step, 'zh').map(({ label, value, wide }) => ({ label, value, span: wide ? 2 : 1 })),
      { label: say(`improvement.text.${step.move}`), value: step.words, span: 2 },
      { label: say('improvement.paper.by'), value: names[step.by_id] ?? '' },
      { label: say('improvement.paper.on'), value: `${step.on_day}${recordedOn(step)}` },
    ],
    2,
    { label: 84 },
  );
}

/** The day on which a step was written down, where that is another one. */
const recordedOn = ({ on_day, created_at }: StepRow): string =>
  chinaDate(created_at) === on_day ? '' : `　${say('improvement.paper.recorded', { at: chinaTime(created_at) })}`;

function drawActions(paper: Paper, { actions, names, files }: ImprovementSheet): void {
  if (actions.length === 0) return;
  heading(paper, say('improvement.actions'));
  table(
    paper,
    [
      { title: say('improvement.paper.seq'), share: 5, align: 'center' },
      { title: say('field.actionText'), share: 32 },
      { title: say('improvement.actionOwner'), share: 10 },
      { title: say('field.dueOn'), share: 13 },
      { title: say('field.doneOn'), share: 13 },
      { title: say('field.outcome'), share: 30 },
    ],
    actions.map((action, i) => ({
      cells: [
        String(i + 1),
        action.words + (action.round > 1 ? `（${say('improvement.round', { n: action.round })}）` : ''),
        names[action.owner_id] ?? '',
        action.due_on,
        action.done_on ?? say(`improvement.action.${action.state}`),
        [
          action.outcome,
          action.reason && say('improvement.because', { reason: action.reason }),
          ...files.filter(({ action_id }) => action_id === action.id).map(({ file }) => file.name),
        ]
          .filter(Boolean)
          .join('\n'),
      ],
    })),
    { size: 8.5, pad: 3 },
  );
}

function drawFiles(paper: Paper, { files, names }: ImprovementSheet): void {
  if (files.length === 0) return;
  heading(paper, say('improvement.files'));
  table(
    paper,
    [
      { title: say('improvement.paper.seq'), share: 6, align: 'center' },
      { title: say('field.file'), share: 40 },
      { title: 'SHA-256', share: 40 },
      { title: say('improvement.paper.by'), share: 14 },
    ],
    files.map(({ file, added_by }, i) => ({
      cells: [String(i + 1), file.name, file.hash, names[added_by] ?? ''],
    })),
    { size: 7.5, pad: 3 },
  );
}
