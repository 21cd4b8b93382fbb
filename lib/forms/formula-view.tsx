import type { JSX } from 'preact';
import { type FormulaNode, plain } from '../core/formula.ts';

/** A formula with fraction lines and real subscripts; screen readers hear it in one line. */
export function FormulaView({ node }: { node: FormulaNode }): JSX.Element {
  return (
    <span class="formula" role="math" aria-label={plain(node)}>
      {draw(node)}
    </span>
  );
}

/** A symbol of a form: `m_s` is m with a lowered s. */
export function SymbolView({ symbol }: { symbol: string }): JSX.Element {
  const at = symbol.indexOf('_');
  if (at <= 0 || at === symbol.length - 1) return <span class="symbol">{symbol}</span>;
  return (
    <span class="symbol">
      {symbol.slice(0, at)}
      <sub>{symbol.slice(at + 1)}</sub>
    </span>
  );
}

function draw(node: FormulaNode): JSX.Element {
  switch (node.kind) {
    case 'text':
      return <>{node.text}</>;
    case 'sub':
      return <SymbolView symbol={`${node.base}_${node.sub}`} />;
    case 'row':
      return <>{node.items.map(draw)}</>;
    case 'fraction':
      return (
        <span class="fraction">
          <span class="fraction-top">{draw(node.top)}</span>
          <span class="fraction-bottom">{draw(node.bottom)}</span>
        </span>
      );
    case 'power':
      return (
        <>
          {draw(node.base)}
          <sup>{draw(node.exponent)}</sup>
        </>
      );
    case 'root':
      return (
        <span class="root">
          √<span class="root-body">{draw(node.body)}</span>
        </span>
      );
  }
}
