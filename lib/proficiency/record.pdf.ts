import { chinaDate } from '../core/deadlines.ts';
import { lookUp, type MessageKey, t } from '../messages/index.ts';
import { fields } from '../pdf/fields.ts';
import { INK, MM, openPaper, type Paper } from '../pdf/paper.ts';
import { table } from '../pdf/table.ts';
import { drawScene, sceneHeight } from '../plots/index.ts';
import { chinaTime } from '../ui/index.ts';
import { verdictWord } from './columns.ts';
import type { PastItem } from './history.ts';
import type { PaperMeta } from './plan.pdf.ts';
import { historyScenes, roundScenes } from './scenes.ts';
import type { ItemLine, RoundSheet } from './show-rounds.ts';

const say = (key: MessageKey, params: Record<string, string | number> = {}): string => t('zh', key, params);

/** 能力验证结果评审报告: the fields of the paper form (domain 5.2), every score with its formula, the pictures. @throws Refusal `paper.glyph` */
export async function recordPdf(
  sheet: RoundSheet,
  past: ReadonlyMap<string, readonly PastItem[]>,
  meta: PaperMeta,
): Promise<Buffer> {
  const { round } = sheet;
  const paper = await openPaper({
    ...{
      title: `${say('proficiency.record')} ${round.number}`,
      number: round.number,
      author: meta.author,
      created: meta.created,
    },
    margins: { top: 18 * MM, right: 18 * MM, bottom: 18 * MM, left: 20 * MM },
  });
  paper.text(meta.author, paper.left, paper.y, { size: 11, align: 'center' }, paper.inner);
  paper.text(
    say('proficiency.record'),
    paper.left,
    paper.y + 18,
    { size: 17, weight: 'bold', align: 'center' },
    paper.inner,
  );
  paper.y += 46;
  drawHead(paper, sheet);
  for (const item of sheet.items) drawItem(paper, item, past.get(item.parameter_code) ?? []);
  drawEnd(paper, sheet);
  paper.onEveryPage((page, pages) => {
    const foot = paper.height - 12 * MM;
    paper.text(round.number, paper.left, foot, { size: 8, colour: INK.quiet });
    paper.text(say('paper.page', { page, pages }), paper.left, foot, { size: 8, align: 'right' }, paper.inner);
  });
  return paper.finish();
}

function drawHead(paper: Paper, { round, provider, items }: RoundSheet): void {
  const { receipt } = round;
  fields(paper, [
    { label: say('field.number'), value: round.number },
    { label: say('field.labCode'), value: round.lab_code ?? '—' },
    { label: say('field.scheme'), value: [round.scheme, round.scheme_no].filter(Boolean).join('　'), span: 2 },
    { label: say('field.provider'), value: provider.name },
    { label: say('field.accreditationNo'), value: provider.accreditation_no ?? '—' },
    { label: say('proficiency.parameters'), value: items.map(({ name }) => name).join('、'), span: 2 },
    { label: say('field.method'), value: round.method ?? '—', span: 2 },
    { label: say('field.sample'), value: round.sample ?? '—' },
    { label: say('field.responsible'), value: round.responsible ?? '—' },
    {
      label: say('proficiency.fact.receipt'),
      span: 2,
      value: receipt
        ? [
            receipt.on,
            say(`proficiency.condition.${receipt.condition}`),
            receipt.temperature && `${receipt.temperature} ℃`,
            receipt.statement,
          ]
            .filter(Boolean)
            .join('　')
        : '—',
    },
    { label: say('field.deadline'), value: chinaTime(round.deadline_at) },
    {
      label: say('field.handedInAt'),
      value: [
        round.submitted_at ? chinaTime(round.submitted_at) : '—',
        round.late_by ? say('proficiency.lateMark') : '',
      ].join('　'),
    },
    { label: say('field.reportOn'), value: round.report_on ?? '—' },
    { label: say('field.cost'), value: round.cost ?? '—' },
  ]);
}

function drawItem(paper: Paper, item: ItemLine, past: readonly PastItem[]): void {
  const { judged } = item;
  paper.y += 14;
  paper.room(90);
  paper.text(`${item.name}　${item.verdict ? verdictWord(item.verdict) : ''}`, paper.left, paper.y, {
    size: 11,
    weight: 'bold',
  });
  paper.y += 19;
  if (judged === null) return;
  const { assigned, sigma, qualitative } = judged;
  fields(
    paper,
    [
      { label: say('proficiency.ownResult'), value: [item.result ?? '—', item.unit].filter(Boolean).join(' ') },
      ...(assigned
        ? [
            { label: 'xpt', value: `${assigned.value}（${lookUp('zh', `proficiency.source.${assigned.source}`)}）` },
            { label: 'u(xpt)', value: assigned.u ?? '—' },
            {
              label: 'σpt',
              value: sigma ? `${sigma.value}（${lookUp('zh', `proficiency.source.sigma-${sigma.source}`)}）` : '—',
            },
            {
              label: say('field.participantCount'),
              value:
                item.figures.participantCount ??
                (item.participants.length > 0 ? String(item.participants.length) : '—'),
            },
          ]
        : []),
      ...(qualitative
        ? [
            { label: say('field.expected'), value: item.figures.expected ?? '—' },
            { label: say('proficiency.result'), value: say(`proficiency.answer.${qualitative.verdict}`) },
          ]
        : []),
      {
        label: say('proficiency.providerSays'),
        value:
          [item.figures.providerScore, judged.provider && verdictWord(judged.provider)].filter(Boolean).join('　') ||
          '—',
      },
    ],
    2,
  );
  if (judged.disagrees) note(paper, say('proficiency.disagreesLong'));
  if (judged.scores.length > 0) {
    paper.y += 6;
    table(
      paper,
      [
        { title: say('proficiency.scoreHead'), share: 16 },
        { title: say('proficiency.worked'), share: 66 },
        { title: say('proficiency.result'), share: 14 },
      ],
      judged.scores.map(({ kind, worked, verdict }) => ({
        cells: [say(`proficiency.score.${kind}`), worked, verdict === 'none' ? '—' : verdictWord(verdict)],
      })),
      { size: 8, pad: 3 },
    );
  }
  for (const { id, params } of judged.cautions) note(paper, lookUp('zh', id, params));
  for (const { wide } of [...roundScenes(item, 'zh'), ...historyScenes(past, item.name, 'zh')]) {
    const width = paper.inner * 0.86;
    paper.y += 10;
    paper.room(sceneHeight(paper, wide, width));
    paper.y += drawScene(paper, wide, { x: paper.left + (paper.inner - width) / 2, y: paper.y, width });
  }
}

function note(paper: Paper, text: string): void {
  paper.room(24);
  paper.y += 4;
  paper.y += paper.block(`※ ${text}`, paper.left, paper.y, paper.inner, { size: 8.5, colour: INK.quiet });
}

function drawEnd(paper: Paper, { round, people, correctives }: RoundSheet): void {
  paper.y += 14;
  paper.room(120);
  const name = (id: string | null): string => people[id ?? ''] ?? '—';
  const files = correctives.map(
    ({ number, parameter_code, state, due_on }) =>
      `${number} ${parameter_code} ${say(`proficiency.fileState.${state}`)} ${say('proficiency.until', { day: due_on })}`,
  );
  fields(
    paper,
    [
      { label: say('field.evaluation'), value: round.evaluation ?? '—', span: 2 },
      { label: say('field.measures'), value: [round.measures ?? '—', ...files].join('\n'), span: 2 },
      ...(round.outcome ? [{ label: say('proficiency.fact.outcome'), value: round.outcome, span: 2 }] : []),
      {
        label: say('proficiency.fact.review'),
        value: `${name(round.reviewed_by)}　${round.reviewed_at ? chinaDate(round.reviewed_at) : ''}`,
      },
      {
        label: say('proficiency.paper.evaluator'),
        value: `${name(round.evaluated_by)}　${round.evaluated_at ? chinaDate(round.evaluated_at) : ''}`,
      },
    ],
    2,
    { size: 9.5, pad: 6 },
  );
}
