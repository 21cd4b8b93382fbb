import type {
  ConditionalNode,
  ConstantNode,
  FunctionNode,
  MathNode,
  ParenthesisNode,
  RelationalNode,
  SymbolNode,
} from 'mathjs';
import { type Decimal, dec } from './decimal.ts';
import { arity, isFunction } from './formula-functions.ts';
import { isDecimal, parse } from './math.ts';
import { refuse } from './refusal.ts';

export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** An expression as the program keeps it: nothing in it can do more than arithmetic. */
export type Tree =
  | { is: 'number'; text: string; value: Decimal }
  | { is: 'name'; name: string }
  | { is: 'group'; body: Tree }
  | { is: 'negative'; body: Tree }
  | { is: 'arithmetic'; op: '+' | '-' | '*' | '/' | '^'; left: Tree; right: Tree }
  | { is: 'comparison'; ops: Comparison[]; parts: Tree[] }
  | { is: 'logic'; op: 'and' | 'or'; left: Tree; right: Tree }
  | { is: 'not'; body: Tree }
  | { is: 'choice'; test: Tree; yes: Tree; no: Tree }
  | { is: 'call'; name: string; args: Tree[] };

const LONGEST = 2000;
/** Letters, digits and the signs of arithmetic: no strings, brackets, assignments, units or member access can even be written. */
const ALLOWED = /^[A-Za-z0-9_.+\-*/^()<>=!?:,\s]*$/;
const COMPARISONS: Record<string, Comparison> = {
  smaller: '<',
  smallerEq: '<=',
  larger: '>',
  largerEq: '>=',
  equal: '==',
  unequal: '!=',
};
const ARITHMETIC: Record<string, '+' | '-' | '*' | '/' | '^'> = {
  add: '+',
  subtract: '-',
  multiply: '*',
  divide: '/',
  pow: '^',
};

/** Reads mathjs syntax into a tree of the allowed nodes. @throws Refusal `formula.syntax`, `formula.not-allowed`, `formula.function`, `formula.arguments`, `formula.implicit`, `formula.kind` */
export function plant(expr: string): Tree {
  if (expr.trim() === '' || expr.length > LONGEST) refuse('formula.syntax', { expr: expr.slice(0, 80), detail: '' });
  if (!ALLOWED.test(expr) || /(^|[^A-Za-z0-9_])0[xXbBoO]/.test(expr))
    refuse('formula.not-allowed', { expr, part: expr.replace(/[A-Za-z0-9_.+\-*/^()<>=!?:,\s]/g, '').slice(0, 10) });
  const tree = read(parsed(expr), expr);
  kindOf(tree, expr);
  return tree;
}

/** What an expression yields: a number, or yes/no. @throws Refusal `formula.kind` where the two are mixed */
export function kindOf(tree: Tree, expr: string): 'number' | 'gate' {
  const [first, ...others] = branches(tree).map((branch) => kindOf(branch, expr));
  const all = (kind: 'number' | 'gate') => (first ?? kind) === kind && others.every((other) => other === kind);
  const given = (right: boolean, kind: 'number' | 'gate') => (right ? kind : refuse('formula.kind', { expr }));
  switch (tree.is) {
    case 'number':
    case 'name':
    case 'negative':
    case 'arithmetic':
    case 'call':
      return given(all('number'), 'number');
    case 'comparison':
      return given(all('number'), 'gate');
    case 'logic':
    case 'not':
      return given(all('gate'), 'gate');
    case 'group':
      return first ?? 'number';
    case 'choice':
      return given(first === 'gate' && others[0] === others[1], others[0] ?? 'number');
  }
}

/** The branches of a node, in reading order. */
export function branches(tree: Tree): Tree[] {
  switch (tree.is) {
    case 'number':
    case 'name':
      return [];
    case 'group':
    case 'negative':
    case 'not':
      return [tree.body];
    case 'arithmetic':
    case 'logic':
      return [tree.left, tree.right];
    case 'comparison':
      return tree.parts;
    case 'choice':
      return [tree.test, tree.yes, tree.no];
    case 'call':
      return tree.args;
  }
}

function parsed(expr: string): MathNode {
  try {
    return parse(expr);
  } catch (error) {
    return refuse('formula.syntax', { expr, detail: error instanceof Error ? error.message : '' });
  }
}

function read(node: MathNode, expr: string): Tree {
  switch (node.type) {
    case 'ConstantNode':
      return constant(node as ConstantNode<Decimal>, expr);
    case 'SymbolNode':
      return name((node as SymbolNode).name, expr);
    case 'ParenthesisNode':
      return { is: 'group', body: read((node as ParenthesisNode).content, expr) };
    case 'ConditionalNode': {
      const { condition, trueExpr, falseExpr } = node as ConditionalNode;
      return { is: 'choice', test: read(condition, expr), yes: read(trueExpr, expr), no: read(falseExpr, expr) };
    }
    case 'RelationalNode': {
      const { conditionals, params } = node as RelationalNode;
      return {
        is: 'comparison',
        ops: conditionals.map((fn) => COMPARISONS[fn] ?? refuse('formula.not-allowed', { expr, part: fn })),
        parts: params.map((part) => read(part, expr)),
      };
    }
    case 'OperatorNode':
      return operator(node as unknown as { fn: string; op: string; implicit: boolean; args: MathNode[] }, expr);
    case 'FunctionNode':
      return call(node as FunctionNode, expr);
    default:
      return refuse('formula.not-allowed', { expr, part: node.type.replace('Node', '') });
  }
}

function constant(node: ConstantNode<Decimal>, expr: string): Tree {
  if (!isDecimal(node.value) || !node.value.isFinite())
    return refuse('formula.not-allowed', { expr, part: String(node.value) });
  const text = node.value.toFixed();
  return { is: 'number', text, value: dec(text) };
}

function name(text: string, expr: string): Tree {
  return isFunction(text) && text !== 'r'
    ? refuse('formula.function', { expr, name: text })
    : { is: 'name', name: text };
}

function operator(
  { fn, op, implicit, args }: { fn: string; op: string; implicit: boolean; args: MathNode[] },
  expr: string,
): Tree {
  if (implicit) return refuse('formula.implicit', { expr });
  const [left, right] = args.map((arg) => read(arg, expr));
  if (left && !right && fn === 'unaryMinus') return { is: 'negative', body: left };
  if (left && !right && fn === 'unaryPlus') return left;
  if (left && !right && fn === 'not') return { is: 'not', body: left };
  if (!left || !right) return refuse('formula.not-allowed', { expr, part: op });
  if (fn === 'and' || fn === 'or') return { is: 'logic', op: fn, left, right };
  const comparison = COMPARISONS[fn];
  if (comparison) return { is: 'comparison', ops: [comparison], parts: [left, right] };
  const arithmetic = ARITHMETIC[fn];
  return arithmetic
    ? { is: 'arithmetic', op: arithmetic, left, right }
    : refuse('formula.not-allowed', { expr, part: op });
}

function call(node: FunctionNode, expr: string): Tree {
  const called = node.fn.type === 'SymbolNode' ? node.fn.name : refuse('formula.not-allowed', { expr, part: '.' });
  const args = node.args.map((arg) => read(arg, expr));
  if (called === 'if') return choice(args, expr);
  if (!isFunction(called)) return refuse('formula.function', { expr, name: called });
  const [least, most] = arity(called);
  return args.length < least || args.length > most
    ? refuse('formula.arguments', { expr, name: called })
    : { is: 'call', name: called, args };
}

function choice(args: Tree[], expr: string): Tree {
  const [test, yes, no] = args;
  return test && yes && no && args.length === 3
    ? { is: 'choice', test, yes, no }
    : refuse('formula.arguments', { expr, name: 'if' });
}
