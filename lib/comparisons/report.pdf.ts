import { lookUp } from '../messages/index.ts';
import { fields } from '../pdf/fields.ts';
import { MM, openPaper, type Paper } from '../pdf/paper.ts';
import { table } from '../pdf/table.ts';
import { say } from '../pdf/words.ts';
import { drawScene, sceneHeight } from '../plots/pdf.ts';
import type { Scene } from '../plots/types.ts';
import type { ScoredLine, TargetEvaluation } from './evaluation.ts';
import { shortFigure, shortParams, shortScore } from './figures.ts';
import { pairScene, type Shown, targetScenes } from './pictures.ts';
import { checksPart, heading, note, readingPart, signatures, word } from './report-end.pdf.ts';
import type { CheckResult } from './rows.ts';
import { localTime } from './times.ts';

/** What a report of a round prints; `laboratory` makes it the report of one. */
export interface ReportPaper {
  institute: { name: string; address: string; phone: string; demo: boolean };
  schemeNo: string;
  name: string;
  samples: string[];
  method: string | null;
  closesAt: string;
  counts: { invited: number; joined: number; reported: number };
  targets: TargetEvaluation[];
  checks: { kind: 'homogeneity' | 'stability'; name: string; result: CheckResult }[];
  decision: string | null;
  laboratory: { name: string; code: string; participant: string; units: { sample: string; code: string }[] } | null;
  evaluated: { name: string; at: string };
  /** Null before a second person has confirmed: the paper is then marked as a draft. */
  confirmed: { name: string; at: string } | null;
}

/** 能力比对结果报告: of the whole round with anonymous codes, or of one laboratory (ISO/IEC 17043 7.4.3). @throws Refusal `paper.glyph` */
export async function reportPdf(report: ReportPaper): Promise<Buffer> {
  const title = word(report.laboratory ? 'comparison.paper.report' : 'comparison.paper.summary');
  const number = report.laboratory ? `${report.schemeNo}-${report.laboratory.code}` : report.schemeNo;
  const paper = await openPaper({
    title: `${title} ${number}`,
    number,
    author: report.institute.name,
    created: report.confirmed?.at ?? report.evaluated.at,
  });
  head(paper, report, { title, number });
  if (report.laboratory) ownTable(paper, report);
  for (const target of report.targets) targetPart(paper, report, target);
  pairs(paper, report);
  checksPart(paper, report);
  readingPart(paper, report);
  signatures(paper, report);
  paper.onEveryPage((page, pages) => {
    if (!report.confirmed) paper.watermark(word('comparison.paper.draft'));
    const foot = paper.height - 13 * MM;
    paper.text(number, paper.left, foot, { size: 8 });
    paper.text(say('paper.page', { page, pages }), paper.left, foot, { size: 8, align: 'right' }, paper.inner);
  });
  return paper.finish();
}

function head(paper: Paper, report: ReportPaper, { title, number }: { title: string; number: string }): void {
  const { institute, laboratory, counts } = report;
  paper.text(institute.name, paper.left, paper.y, { size: 13, align: 'center' }, paper.inner);
  paper.text(title, paper.left, paper.y + 22, { size: 18, weight: 'bold', align: 'center' }, paper.inner);
  paper.y += 58;
  if (institute.demo) {
    paper.text(word('report.demo'), paper.left, paper.y - 8, { size: 8.5, align: 'center' }, paper.inner);
    paper.y += 10;
  }
  fields(
    paper,
    [
      { label: word('comparison.paper.number'), value: number },
      { label: word('field.closesAt'), value: localTime(report.closesAt) },
      { label: word('comparison.name'), value: report.name, span: 2 },
      ...(laboratory
        ? [
            { label: word('comparison.laboratory'), value: laboratory.name },
            { label: word('comparison.labCode'), value: laboratory.code, bold: true },
          ]
        : []),
      { label: word('comparison.samples'), value: report.samples.join(' / ') },
      {
        label: word('comparison.paper.counts'),
        value: word('comparison.paper.countsText', { ...counts }),
      },
      { label: word('field.methodNote'), value: report.method ?? '—', span: 2 },
    ],
    2,
  );
  paper.y += 10;
}

const titleOf = (
  { samples }: Pick<ReportPaper, 'samples'>,
  { name, sample }: Pick<TargetEvaluation, 'name' | 'sample'>,
): string => (samples.length === 1 ? name : `${name} ${sample}`);

const verdictWord = (line: ScoredLine): string => lookUp('zh', `comparison.verdict.${line.verdict}`);

const scoreText = ({ by }: TargetEvaluation, line: ScoredLine): string => {
  if (by.kind === 'text') return line.share ?? '—';
  const found = line.scores.find(({ kind }) => kind === by.judged);
  return found ? `${word(`comparison.score.${found.kind}`)} = ${shortScore(found.value)}` : '—';
};

function ownTable(paper: Paper, report: ReportPaper): void {
  heading(paper, word('comparison.ownScores'));
  table(
    paper,
    [
      { title: word('field.itemName'), share: 3 },
      { title: word('comparison.result'), share: 2.2, align: 'center' },
      { title: word('comparison.assigned'), share: 2.4, align: 'center' },
      { title: 'σpt', share: 1.5, align: 'center' },
      { title: word('comparison.scores'), share: 2.4, align: 'center' },
      { title: word('comparison.verdict'), share: 1.6, align: 'center' },
    ],
    report.targets.map((target) => {
      const line = target.lines.find(({ participant }) => participant === report.laboratory?.participant);
      const { by } = target;
      return {
        cells: [
          `${titleOf(report, target)}\n${report.laboratory?.units.find(({ sample }) => sample === target.sample)?.code ?? ''}`,
          line
            ? [line.value, line.unit, line.u === null ? '' : `u ${line.u}`].filter((one) => one !== '').join(' ')
            : '—',
          by.kind === 'text' ? by.expected : `${shortFigure(by.assigned.value)} (u ${shortFigure(by.assigned.u)})`,
          by.kind === 'text' ? '—' : shortFigure(by.sigma.value),
          line ? [scoreText(target, line), ...otherScores(target, line)].join('\n') : '—',
          line ? { text: verdictWord(line), bold: true } : word('comparison.notReported'),
        ],
      };
    }),
  );
  paper.y += 4;
  const remarks = report.targets.flatMap((target) => {
    const line = target.lines.find(({ participant }) => participant === report.laboratory?.participant);
    const parts = line ? remarksOf(line) : [];
    return parts.length > 0 ? [`${titleOf(report, target)}：${parts.join('；')}`] : [];
  });
  for (const remark of remarks) note(paper, remark);
  paper.y += 6;
}

const otherScores = ({ by }: TargetEvaluation, { scores }: ScoredLine): string[] =>
  by.kind === 'text'
    ? []
    : scores
        .filter(({ kind }) => kind !== by.judged)
        .map(({ kind, value }) => `${word(`comparison.score.${kind}`)} = ${shortScore(value)}`);

const remarksOf = ({ why, flags }: ScoredLine): string[] => [
  ...(why === null ? [] : [word(`comparison.why.${why}`)]),
  ...flags.map(({ id, params }) => word(id, params)),
];

function targetPart(paper: Paper, report: ReportPaper, target: TargetEvaluation): void {
  heading(paper, titleOf(report, target), 160);
  basis(paper, target);
  if (target.cautions.length > 0) {
    paper.room(40);
    paper.text(word('comparison.cautionsTitle'), paper.left, paper.y, { size: 9.5, weight: 'bold' });
    paper.y += 15;
    for (const { id, params } of target.cautions) note(paper, `· ${lookUp('zh', id, shortParams(params))}`);
    paper.y += 8;
  }
  if (!report.laboratory) linesTable(paper, target);
  const shown = target.lines.map((line): Shown => {
    const score =
      target.by.kind === 'number'
        ? line.scores.find(({ kind }) => target.by.kind === 'number' && kind === target.by.judged)
        : undefined;
    return { code: line.code, value: line.value, counted: line.counted, score: score?.value ?? null };
  });
  for (const scene of targetScenes(target, shown, { lang: 'zh', own: report.laboratory?.code })) picture(paper, scene);
}

function picture(paper: Paper, scene: Scene): void {
  paper.room(sceneHeight(paper, scene, paper.inner) + 8);
  paper.y += drawScene(paper, scene, { x: paper.left, y: paper.y, width: paper.inner }) + 10;
}

function basis(paper: Paper, { by, counted }: TargetEvaluation): void {
  if (by.kind === 'text') {
    const { agreement } = by;
    fields(paper, [
      { label: word('comparison.expected'), value: by.expected },
      {
        label: word('comparison.agreement'),
        value:
          agreement === null
            ? '—'
            : `${agreement.most} ${agreement.count}/${agreement.of} (${shortFigure(agreement.rate)} %)`,
      },
    ]);
    paper.y += 8;
    return;
  }
  const { assigned, sigma } = by;
  fields(paper, [
    {
      label: word('comparison.assigned'),
      value: `${shortFigure(assigned.value)}（u = ${shortFigure(assigned.u)}）`,
    },
    { label: word('comparison.sigma'), value: shortFigure(sigma.value) },
    { label: word('comparison.sourceOf'), value: word(`comparison.source.${assigned.source}`) },
    { label: word('comparison.sourceOf'), value: word(`comparison.sigmaSource.${sigma.source}`) },
    { label: word('comparison.formula'), value: word(`comparison.formula.${assigned.source}`) },
    { label: word('comparison.formula'), value: word(`comparison.formula.sigma-${sigma.source}`) },
    { label: word('comparison.judgedBy'), value: word(`comparison.formula.${by.judged}`), span: 2 },
    {
      label: word('comparison.paper.figures'),
      value: [
        `${word('comparison.counted')} ${counted}`,
        ...by.summary
          .filter(({ name }) => name !== 'n')
          .map(({ name, value }) => `${lookUp('zh', `comparison.figure.${name}`)} ${shortFigure(value)}`),
      ].join('，'),
      span: 2,
    },
  ]);
  paper.y += 8;
}

function linesTable(paper: Paper, target: TargetEvaluation): void {
  paper.y += 4;
  table(
    paper,
    [
      { title: word('comparison.labCode'), share: 1.4, align: 'center' },
      { title: word('comparison.result'), share: 2.4, align: 'center' },
      { title: word('comparison.scores'), share: 2.4, align: 'center' },
      { title: word('comparison.verdict'), share: 1.5, align: 'center' },
      { title: word('comparison.remarks'), share: 4 },
    ],
    target.lines.map((line) => ({
      cells: [
        line.code,
        [line.value, line.unit].filter((one) => one !== '').join(' '),
        [scoreText(target, line), ...otherScores(target, line).filter((one) => !one.startsWith('D'))].join('\n'),
        verdictWord(line),
        remarksOf(line).join('；'),
      ],
    })),
    { size: 8.5, pad: 2.5 },
  );
  paper.y += 10;
}

function pairs(paper: Paper, report: ReportPaper): void {
  for (const a of report.targets) {
    const b = report.targets.find((one) => one.name === a.name && one.sample === 'B');
    if (a.sample !== 'A' || !b) continue;
    const shown = ({ lines }: TargetEvaluation) =>
      lines.map(({ code, value, counted }) => ({ code, value, counted, score: null }));
    const both = [
      { head: a, shown: shown(a) },
      { head: b, shown: shown(b) },
    ] as const;
    const scene = pairScene(...both, { lang: 'zh', width: 560, own: report.laboratory?.code });
    if (scene) picture(paper, scene);
  }
}
