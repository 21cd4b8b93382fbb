import type { Tree } from './formula-tree.ts';
import { refuse } from './refusal.ts';

/** A model for very many draws: float64, the inputs by their places. What has no value is NaN. */
export type FloatModel = (values: Float64Array) => number;

type Many = (values: number[]) => number;

const mean: Many = (list) => list.reduce((a, b) => a + b, 0) / list.length;
const sd: Many = (list) => {
  const middle = mean(list);
  return Math.sqrt(list.reduce((sum, x) => sum + (x - middle) ** 2, 0) / (list.length - 1));
};
const median: Many = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[half] ?? NaN) : ((sorted[half - 1] ?? NaN) + (sorted[half] ?? NaN)) / 2;
};
const first =
  (act: (x: number) => number): Many =>
  ([x = NaN]) =>
    act(x);

const functions: Record<string, Many> = {
  sum: (list) => list.reduce((a, b) => a + b, 0),
  mean,
  sd,
  rsd: (list) => (100 * sd(list)) / Math.abs(mean(list)),
  max: (list) => Math.max(...list),
  min: (list) => Math.min(...list),
  median,
  count: (list) => list.length,
  abs: first(Math.abs),
  sqrt: first(Math.sqrt),
  log10: first(Math.log10),
  ln: first(Math.log),
  exp: first(Math.exp),
  sin: first(Math.sin),
  cos: first(Math.cos),
  tan: first(Math.tan),
  pow: ([base = NaN, exponent = NaN]) => base ** exponent,
};

/** The model of a formula in float64. @throws Refusal `uncertainty.float` for a function of tables or lists */
export function floatModel(tree: Tree, names: readonly string[]): FloatModel {
  const again = (branch: Tree) => floatModel(branch, names);
  switch (tree.is) {
    case 'number': {
      const value = tree.value.toNumber();
      return () => value;
    }
    case 'name': {
      const place = names.indexOf(tree.name);
      return (values) => values[place] ?? NaN;
    }
    case 'group':
      return again(tree.body);
    case 'negative': {
      const body = again(tree.body);
      return (values) => -body(values);
    }
    case 'arithmetic':
      return arithmetic(tree.op, again(tree.left), again(tree.right));
    case 'call': {
      const act = functions[tree.name] ?? refuse('uncertainty.float', { name: tree.name }, 'equation');
      const args = tree.args.map(again);
      return (values) => act(args.map((arg) => arg(values)));
    }
    default:
      return refuse('uncertainty.float', { name: tree.is === 'choice' ? 'if' : tree.is }, 'equation');
  }
}

function arithmetic(op: '+' | '-' | '*' | '/' | '^', a: FloatModel, b: FloatModel): FloatModel {
  switch (op) {
    case '+':
      return (values) => a(values) + b(values);
    case '-':
      return (values) => a(values) - b(values);
    case '*':
      return (values) => a(values) * b(values);
    case '/':
      return (values) => a(values) / b(values);
    case '^':
      return (values) => a(values) ** b(values);
  }
}
