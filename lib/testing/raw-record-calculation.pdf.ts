import type { FormulaNode } from '../core/formula-show.ts';
import type { GateOutcome, RecordOutcome, Step } from '../forms/index.ts';
import { drawFormula } from '../pdf/formula.ts';
import type { Paper } from '../pdf/paper.ts';
import { table } from '../pdf/table.ts';
import { say } from '../pdf/words.ts';
import { part } from './raw-record-readings.pdf.ts';

/** Every calculation: the formula once, then each row with the numbers put in and its value. */
export function drawSteps(paper: Paper, outcome: RecordOutcome): void {
  if (outcome.steps.length === 0) return;
  part(paper, say('paper.record.calculation'), 90);
  const ids = [...new Set(outcome.steps.map((step) => step.id))];
  for (const id of ids) {
    const steps = outcome.steps.filter((step) => step.id === id);
    const [first] = steps;
    if (!first) continue;
    paper.room(70);
    paper.text(first.label.zh, paper.left, paper.y, { size: 9, weight: 'bold' });
    paper.y += 15;
    paper.y +=
      5 +
      drawFormula(paper, row(symbol(first), text(' = '), first.formula), paper.left + 10, paper.y, paper.inner - 10);
    for (const step of steps) drawStep(paper, step, steps.length > 1);
    paper.y += 4;
  }
}

function drawStep(paper: Paper, step: Step, several: boolean): void {
  paper.room(42);
  const name =
    several && step.row !== undefined
      ? row(text(`${step.rowLabel?.zh ?? step.row + 1}：`), symbol(step))
      : symbol(step);
  const value = `${step.shown}${step.unit ? ` ${step.unit}` : ''}`;
  paper.y +=
    4 +
    drawFormula(
      paper,
      row(name, text(' = '), step.substituted, text(` = ${value}`)),
      paper.left + 10,
      paper.y,
      paper.inner - 10,
    );
}

/** `m_s` is m with a lowered s, also inside `f_2/f_1`; a step without a symbol is named by its id. */
function symbol(step: Step): FormulaNode {
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
  part(paper, title);
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
