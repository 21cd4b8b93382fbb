import { compile, show } from '../core/formula.ts';
import type { BudgetOutcome } from '../core/uncertainty.ts';
import { type MessageKey, t } from '../messages/index.ts';
import { fields } from '../pdf/fields.ts';
import { drawFormula } from '../pdf/formula.ts';
import { INK, openPaper, type Paper } from '../pdf/paper.ts';
import { type Row, table } from '../pdf/table.ts';
import { chinaTime, say } from '../pdf/words.ts';
import { drawScene, sceneHeight } from '../plots/index.ts';
import { contributionScene, dofOf, figure, percentOfP } from './outcome.view.tsx';
import { ruleWords } from './result.ts';
import type { BudgetRow } from './rows.ts';

export interface BudgetPaper {
  institute: string;
  row: BudgetRow;
  outcome: BudgetOutcome;
  parameter: string;
  author: string;
  /** Who confirmed it under a password. */
  confirmed: string | null;
}

/** Labels on one line each, rows close together: a usual budget fits on one page. */
const BLOCK = { label: 92, pad: 2.8 };

const word = (key: MessageKey, params: Record<string, string> = {}) => t('zh', key, params);

/** 测量不确定度评定报告: model, inputs, contributions, result, simulation, use and rules. @throws Refusal `paper.glyph` */
export async function budgetPdf(sheet: BudgetPaper): Promise<Buffer> {
  const { row, outcome } = sheet;
  const paper = await openPaper({
    title: `${word('uncertainty.paper')} ${row.number}`,
    number: row.number,
    author: sheet.institute,
    created: row.confirmed_at ?? row.proposed_at ?? row.created_at,
  });
  paper.text(sheet.institute, paper.left, paper.y, { size: 12, align: 'center' }, paper.inner);
  paper.text(
    word('uncertainty.paper'),
    paper.left,
    paper.y + 20,
    { size: 17, weight: 'bold', align: 'center' },
    paper.inner,
  );
  paper.y += 54;
  if (row.state !== 'confirmed') paper.onEveryPage(() => paper.watermark(word(`uncertainty.state.${row.state}`)));
  drawHead(paper, sheet);
  drawEquation(paper, row);
  drawInputs(paper, outcome, row);
  drawPicture(paper, outcome);
  drawResult(paper, outcome, row);
  drawUse(paper, row);
  paper.onEveryPage((page, pages) => {
    const foot = paper.height - 36;
    paper.text(row.number, paper.left, foot, { size: 8, colour: INK.quiet });
    paper.text(say('paper.page', { page, pages }), paper.left, foot, { size: 8, align: 'right' }, paper.inner);
  });
  return paper.finish();
}

function heading(paper: Paper, text: string, room = 60): void {
  paper.y += 8;
  paper.room(room);
  paper.text(text, paper.left, paper.y, { size: 10.5, weight: 'bold' });
  paper.y += 18;
}

function drawHead(paper: Paper, { row, parameter, author, confirmed }: BudgetPaper): void {
  const until = row.valid_to === null ? '' : ` – ${row.valid_to}`;
  fields(
    paper,
    [
      { label: word('field.number'), value: row.number },
      { label: word('field.state'), value: word(`uncertainty.state.${row.state}`) },
      { label: word('field.parameterCode'), value: parameter, span: 2 },
      { label: word('field.budgetTitle'), value: row.title, span: 2 },
      { label: word('uncertainty.validFrom'), value: row.valid_from === null ? '—' : `${row.valid_from}${until}` },
      { label: word('uncertainty.unitOf'), value: row.body.unit ?? '—' },
      { label: word('uncertainty.author'), value: [author, chinaTime(row.proposed_at ?? undefined)].join(' ') },
      {
        label: word('uncertainty.confirmedBy'),
        value:
          confirmed === null
            ? '—'
            : word('uncertainty.signed', { name: confirmed, at: chinaTime(row.confirmed_at ?? undefined) }),
      },
    ],
    2,
    BLOCK,
  );
}

function drawEquation(paper: Paper, { body }: BudgetRow): void {
  heading(paper, word('uncertainty.model'));
  paper.y += drawFormula(paper, show(compile(body.equation ?? '')), paper.left + 8, paper.y, paper.inner - 16, 11) + 4;
}

function drawInputs(paper: Paper, { inputs, correlations }: BudgetOutcome, { body }: BudgetRow): void {
  heading(paper, word('uncertainty.table'), 90);
  const columns = [
    { title: word('field.symbol'), share: 8 },
    { title: word('field.name'), share: 18 },
    { title: word('field.estimate'), share: 15 },
    { title: word('uncertainty.evaluation'), share: 17 },
    { title: 'u(x)', share: 11, align: 'center' as const },
    { title: 'ν', share: 6, align: 'center' as const },
    { title: 'c', share: 11, align: 'center' as const },
    { title: '|c|·u(x)', share: 11, align: 'center' as const },
    { title: '%', share: 7, align: 'center' as const },
  ];
  const rows = inputs.map(
    (input): Row => ({
      cells: [
        input.symbol,
        input.name,
        [figure(input.x, 10), input.unit].join(' '),
        input.components.map(({ kind }) => word(`uncertainty.kind.${kind}`)).join('；'),
        figure(input.u),
        dofOf(input.dof),
        figure(input.c),
        figure(input.cu),
        Number(input.percent).toFixed(1),
      ],
    }),
  );
  table(paper, columns, rows, { size: 8, pad: 3 });
  const sources = body.lines.flatMap(({ symbol, origin }) => (origin ? [`${symbol}：${origin}`] : []));
  const notes = [
    ...correlations.map(({ a, b, r }) => `r(${a}, ${b}) = ${figure(r, 3)}`),
    ...(sources.length > 0 ? [`${word('uncertainty.origin')}：${sources.join('；')}`] : []),
  ];
  for (const note of notes) {
    paper.y += 3;
    paper.room(24);
    paper.y += paper.block(note, paper.left, paper.y, paper.inner, { size: 8 });
  }
}

function drawPicture(paper: Paper, { inputs }: BudgetOutcome): void {
  const scene = contributionScene('zh', word('uncertainty.contributions'), inputs, 560);
  paper.y += 10;
  const width = paper.inner * 0.8;
  paper.room(sceneHeight(paper, scene, width));
  paper.y += drawScene(paper, scene, { x: paper.left, y: paper.y, width });
}

function drawResult(paper: Paper, outcome: BudgetOutcome, { body, simulated }: BudgetRow): void {
  const unit = body.unit ?? '';
  const withUnit = (text: string) => [text, unit].filter(Boolean).join(' ');
  heading(paper, word('uncertainty.result'), 110);
  fields(
    paper,
    [
      { label: word('uncertainty.value'), value: withUnit(figure(outcome.y, 10)) },
      { label: word('uncertainty.combined'), value: withUnit(figure(outcome.u)) },
      { label: word('uncertainty.k'), value: `${outcome.k}（p = ${percentOfP(outcome.p)} %）` },
      {
        label: word('uncertainty.dof'),
        value: outcome.correlated ? word('uncertainty.dofUndefined') : dofOf(outcome.dof),
      },
      { label: word('uncertainty.expanded'), value: withUnit(figure(outcome.U)) },
      {
        label: word('uncertainty.relative'),
        value: outcome.report.relative === null ? '—' : `${outcome.report.relative} %`,
      },
      {
        label: word('uncertainty.reported'),
        value:
          unit === ''
            ? `${outcome.report.y} ± ${outcome.report.U}`
            : `(${outcome.report.y} ± ${outcome.report.U}) ${unit}`,
        span: 2,
        bold: true,
      },
      ...(simulated === null
        ? []
        : [
            {
              label: word('uncertainty.monteCarlo'),
              value: `${word(`uncertainty.mc.${simulated.verdict}`)}；u = ${withUnit(simulated.u)}；[${simulated.symmetric.low}, ${simulated.symmetric.high}]；n = ${simulated.trials}`,
              span: 2,
            },
          ]),
    ],
    2,
    BLOCK,
  );
}

function drawUse(paper: Paper, { body }: BudgetRow): void {
  heading(paper, word('uncertainty.using'));
  const level = body.use === 'level' ? `：U(x) = √(${body.fixedPart ?? '0'}² + (${body.sharePart ?? '0'} % · x)²)` : '';
  const range = [body.low, body.high].some(Boolean) ? `${body.low ?? '—'} – ${body.high ?? '—'}` : '—';
  fields(
    paper,
    [
      { label: word('field.use'), value: `${word(`uncertainty.use.${body.use}`)}${level}`, span: 2 },
      { label: word('uncertainty.range'), value: range, span: 2 },
      ...body.rules.map(({ forSpecification, ruleKind: kind, ruleOf: of, factor, ruleBasis: basis }) => ({
        label: word('uncertainty.rules'),
        value: `${forSpecification ?? word('uncertainty.everySpecification')}：${ruleWords('zh', { kind, basis, ...(of && { of }), ...(factor && { factor }) })}（${basis}）`,
        span: 2,
      })),
      ...(body.note ? [{ label: word('field.note'), value: body.note, span: 2 }] : []),
    ],
    2,
    BLOCK,
  );
  paper.y += 10;
}
