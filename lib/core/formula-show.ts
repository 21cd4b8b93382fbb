import type { Tree } from './formula-tree.ts';

/** A formula as page and paper draw it. A `text` is set as it stands; `row` stands side by side. */
export type FormulaNode =
  | { kind: 'text'; text: string }
  | { kind: 'sub'; base: string; sub: string }
  | { kind: 'row'; items: FormulaNode[] }
  | { kind: 'fraction'; top: FormulaNode; bottom: FormulaNode }
  | { kind: 'power'; base: FormulaNode; exponent: FormulaNode }
  | { kind: 'root'; body: FormulaNode };

/** How a name is drawn: its symbol, or the number put in. */
type Draw = (name: string) => FormulaNode;

const SIGNS: Record<string, string> = {
  '+': ' + ',
  '-': ' − ',
  '*': ' × ',
  '<': ' < ',
  '<=': ' ≤ ',
  '>': ' > ',
  '>=': ' ≥ ',
  '==': ' = ',
  '!=': ' ≠ ',
};
const FUNCTION_LABELS: Record<string, string> = {
  sum: 'Σ',
  mean: 'mean',
  log10: 'lg',
  sd: 's',
  rsd: 'RSD',
  rad: 'RAD',
  sumproduct: 'Σ×',
  slope0: 'slope',
  slopew: 'slope',
  interceptw: 'intercept',
  rw: 'r',
};
const MOST_SHOWN = 6;
const MOST_DIGITS = 12;

/** The formula with its symbols; `labels` gives the printed symbol of a name, `m_s` is drawn as m with a lowered s. */
export function show(formula: { tree: Tree }, labels: Record<string, string> = {}): FormulaNode {
  return draw(formula.tree, (name) => symbol(labels[name] ?? name));
}

/** The formula with the readings put in; what is missing keeps its name. Long quotients are cut with `…`, never rounded. */
export function substitute(formula: { tree: Tree }, scope: Record<string, string | string[]>): FormulaNode {
  return draw(formula.tree, (name) => {
    const value = Object.hasOwn(scope, name) ? scope[name] : undefined;
    if (value === undefined || value.length === 0) return symbol(name);
    return text(Array.isArray(value) ? list(value) : signed(cut(value)));
  });
}

/** The drawing in one line, for screen readers and for search. */
export function plain(node: FormulaNode): string {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'sub':
      return `${node.base}_${node.sub}`;
    case 'row':
      return node.items.map(plain).join('');
    case 'fraction':
      return `${bracketed(node.top)} / ${bracketed(node.bottom)}`;
    case 'power':
      return `${bracketed(node.base)}^${bracketed(node.exponent)}`;
    case 'root':
      return `√(${plain(node.body)})`;
  }
}

function draw(tree: Tree, name: Draw): FormulaNode {
  switch (tree.is) {
    case 'number':
      return text(tree.text);
    case 'name':
      return name(tree.name);
    case 'group':
      // A fraction needs no brackets beside other factors: its bar holds it together.
      return isFraction(tree) ? draw(bare(tree), name) : parenthesis(draw(tree.body, name));
    case 'negative':
      return row(text('−'), draw(tree.body, name));
    case 'not':
      return row(text('not '), draw(tree.body, name));
    case 'logic':
      return row(draw(tree.left, name), text(` ${tree.op} `), draw(tree.right, name));
    case 'comparison':
      return row(
        ...tree.parts.flatMap((part, i) =>
          i === 0 ? [draw(part, name)] : [text(SIGNS[tree.ops[i - 1] ?? ''] ?? ''), draw(part, name)],
        ),
      );
    case 'choice':
      return row(draw(tree.yes, name), text('  if '), draw(tree.test, name), text(';  else '), draw(tree.no, name));
    case 'arithmetic':
      return arithmetic(tree, name);
    case 'call':
      return call(tree.name, tree.args, name);
  }
}

function arithmetic(tree: Extract<Tree, { is: 'arithmetic' }>, name: Draw): FormulaNode {
  // The bar of a fraction and the height of an exponent replace the brackets around a whole side.
  if (tree.op === '/')
    return { kind: 'fraction', top: draw(bare(tree.left), name), bottom: draw(bare(tree.right), name) };
  if (tree.op === '^') return { kind: 'power', base: base(tree.left, name), exponent: draw(bare(tree.right), name) };
  return row(draw(tree.left, name), text(SIGNS[tree.op] ?? ''), draw(tree.right, name));
}

function call(called: string, args: Tree[], name: Draw): FormulaNode {
  const [first, second] = args.map((arg) => draw(arg, name));
  if (called === 'sqrt' && first) return { kind: 'root', body: first };
  if (called === 'abs' && first) return row(text('|'), first, text('|'));
  if (called === 'pow' && first && second)
    return { kind: 'power', base: args[0] ? base(args[0], name) : first, exponent: second };
  // A table is named in the step itself; the paper shows what it is entered with.
  if ((called === 'lookup' || called === 'interpolate') && first) return row(text('f('), first, text(')'));
  const drawn = args.flatMap((arg, i) => (i === 0 ? [draw(arg, name)] : [text(', '), draw(arg, name)]));
  return row(text(`${FUNCTION_LABELS[called] ?? called}(`), ...drawn, text(')'));
}

/** What is raised to a power keeps its brackets unless it is one symbol or one number. */
function base(tree: Tree, name: Draw): FormulaNode {
  const inner = bare(tree);
  return inner.is === 'name' || inner.is === 'number' ? draw(inner, name) : parenthesis(draw(inner, name));
}

function isFraction(tree: Tree): boolean {
  const inner = bare(tree);
  return inner.is === 'arithmetic' && inner.op === '/';
}

function bare(tree: Tree): Tree {
  return tree.is === 'group' ? bare(tree.body) : tree;
}

function symbol(label: string): FormulaNode {
  const at = label.indexOf('_');
  return at > 0 && at < label.length - 1
    ? { kind: 'sub', base: label.slice(0, at), sub: label.slice(at + 1).replace(/[{}]/g, '') }
    : text(label);
}

function list(values: string[]): string {
  if (values.length <= MOST_SHOWN) return values.map(cut).join(', ');
  return [...values.slice(0, MOST_SHOWN - 2).map(cut), '…', cut(values[values.length - 1] ?? '')].join(', ');
}

function cut(value: string): string {
  const digits = value.replace(/^-?0*\.?0*/, '').replace('.', '').length;
  return digits > MOST_DIGITS && value.includes('.')
    ? `${value.slice(0, value.length - digits + MOST_DIGITS)}…`.replace(/\.…$/, '…')
    : value;
}

function signed(value: string): string {
  return value.startsWith('-') ? `(−${value.slice(1)})` : value;
}

function parenthesis(body: FormulaNode): FormulaNode {
  return row(text('('), body, text(')'));
}

function bracketed(node: FormulaNode): string {
  const one = node.kind === 'fraction' || (node.kind === 'row' && node.items.length > 1);
  return one ? `(${plain(node)})` : plain(node);
}

function row(...items: FormulaNode[]): FormulaNode {
  return { kind: 'row', items: items.flatMap((item) => (item.kind === 'row' ? item.items : [item])) };
}

function text(content: string): FormulaNode {
  return { kind: 'text', text: content };
}
