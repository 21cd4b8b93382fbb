import type { FormulaNode } from '../core/formula-show.ts';
import { formulasOf, type GateOutcome, type RecordOutcome, type Step } from '../forms/index.ts';
import { drawFormula, formulaSize } from '../pdf/formula.ts';
import type { Paper } from '../pdf/paper.ts';
import { table } from '../pdf/table.ts';
import { say } from '../pdf/words.ts';
import type { RawRecord } from './raw-record.pdf.ts';
import { part } from './raw-record-readings.pdf.ts';

/** Room to calculate in by hand, points: at least so much before the result on the same page, at least so much to fill up a page with. */
const HAND = { least: 52, page: 200 };
/** A list of so many conditions is not divided between pages. */
const GATES_TOGETHER = 8;
/** Steps side by side at most, the room between two, and how far they stand in. */
/** The title of a part with the room above and beneath it. */
const PART = 24;
const STEPS = { most: 4, gap: 18, indent: 10 };

/** Every calculation: the formula once, then each row with the numbers put in and its value, several side by side where they are short. */
export function drawSteps(paper: Paper, outcome: RecordOutcome): void {
  if (outcome.steps.length === 0) return;
  const ids = [...new Set(outcome.steps.map((step) => step.id))];
  ids.forEach((id, i) => {
    const steps = outcome.steps.filter((step) => step.id === id);
    const [first] = steps;
    if (!first) return;
    if (i === 0) part(paper, say('paper.record.calculation'), PART + headHeight(paper, first, steps));
    drawCalculation(paper, first, steps);
  });
}

/** On a blank form: the formulas, and the rest of the page down to what `after` needs to calculate in by hand. */
export function drawFormulas(paper: Paper, { form, item }: RawRecord, after: number): void {
  const formulas = formulasOf(form, item);
  if (formulas.length === 0) return;
  part(paper, say('paper.record.calculation'), 60);
  const wide = paper.inner - STEPS.indent;
  for (const one of formulas) {
    const node = row(text(`${one.label.zh}　`), symbol(one), text(' = '), one.formula);
    const { height } = formulaSize(paper, node, wide, 8.5);
    paper.room(height + 4);
    drawFormula(paper, node, paper.left + STEPS.indent, paper.y, wide, 8.5);
    paper.y += height + 4;
  }
  const left = () => paper.bottom - paper.y - 1;
  if (left() < HAND.page && left() - after < HAND.least) paper.next();
  const height = left() - after < HAND.least ? left() : left() - after;
  paper.frame({ x: paper.left, y: paper.y, width: paper.inner, height }, 0.9);
  paper.y += height;
}

/** What stands together: the name of a calculation, its formula and the first line with numbers. */
function headHeight(paper: Paper, first: Step, steps: Step[]): number {
  const wide = paper.inner - STEPS.indent;
  const formula = formulaSize(paper, row(symbol(first), text(' = '), first.formula), wide);
  return 15 + formula.height + 5 + formulaSize(paper, substituted(first, steps.length > 1), wide).height + 4;
}

function drawCalculation(paper: Paper, first: Step, steps: Step[]): void {
  const wide = paper.inner - STEPS.indent;
  const formula = row(symbol(first), text(' = '), first.formula);
  const numbers = steps.map((step) => substituted(step, steps.length > 1));
  const needs = numbers.map((node) => formulaSize(paper, node, wide));
  const columns = Math.max(
    1,
    Math.min(STEPS.most, Math.floor((wide + STEPS.gap) / (Math.max(...needs.map((need) => need.width)) + STEPS.gap))),
  );
  paper.room(headHeight(paper, first, steps));
  paper.text(first.label.zh, paper.left, paper.y, { size: 9, weight: 'bold' });
  paper.y += 15;
  paper.y += 5 + drawFormula(paper, formula, paper.left + STEPS.indent, paper.y, wide);
  for (let from = 0; from < numbers.length; from += columns) {
    const line = numbers.slice(from, from + columns);
    const tall = Math.max(...needs.slice(from, from + columns).map((need) => need.height));
    paper.room(tall + 4);
    line.forEach((node, column) =>
      drawFormula(paper, node, paper.left + STEPS.indent + (column * (wide + STEPS.gap)) / columns, paper.y, wide),
    );
    paper.y += tall + 4;
  }
  paper.y += 4;
}

function substituted(step: Step, several: boolean): FormulaNode {
  const name =
    several && step.row !== undefined
      ? row(text(`${step.rowLabel?.zh ?? step.row + 1}：`), symbol(step))
      : symbol(step);
  return row(name, text(' = '), step.substituted, text(` = ${step.shown}${step.unit ? ` ${step.unit}` : ''}`));
}

/** `m_s` is m with a lowered s, also inside `f_2/f_1`; a step without a symbol is named by its id. */
function symbol(step: Pick<Step, 'id' | 'symbol'>): FormulaNode {
  const parts = (step.symbol || step.id).split(/([^_/\s]+_[\p{L}\p{N},]+)/u).filter((piece) => piece !== '');
  return row(
    ...parts.map((piece): FormulaNode => {
      const at = piece.indexOf('_');
      return at > 0 ? { kind: 'sub', base: piece.slice(0, at), sub: piece.slice(at + 1) } : text(piece);
    }),
  );
}

function text(words: string): FormulaNode {
  return { kind: 'text', text: words };
}

function row(...items: FormulaNode[]): FormulaNode {
  return { kind: 'row', items };
}

/** 有效性确认: the conditions under which the test counts; 判定条件: those on which the verdict rests. */
export function drawGates(paper: Paper, outcome: RecordOutcome): void {
  drawConditions(paper, say('paper.record.gates'), outcome.gates);
  drawConditions(paper, say('paper.record.criteria'), outcome.criteria);
}

function drawConditions(paper: Paper, title: string, gates: GateOutcome[]): void {
  if (gates.length === 0) return;
  part(paper, title, 22 + 18 * Math.min(gates.length + 1, GATES_TOGETHER));
  const columns = [
    { title: say('paper.record.condition'), share: 46 },
    { title: say('paper.record.value'), share: 18, align: 'center' as const },
    { title: say('paper.record.bound'), share: 20, align: 'center' as const },
    { title: say('paper.record.met'), share: 16, align: 'center' as const },
  ];
  table(
    paper,
    columns,
    gates.map((gate) => ({
      cells: [
        gate.label.zh,
        gate.value,
        gate.bound,
        { text: say(gate.ok ? 'paper.record.gate.ok' : 'paper.record.gate.bad'), bold: !gate.ok },
      ],
    })),
    { size: 8.5, pad: 3 },
  );
}
