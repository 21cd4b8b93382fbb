import { expect } from 'chai';
import fc from 'fast-check';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Limit } from '../../lib/core/limits.ts';
import { evaluateBudget } from '../../lib/core/uncertainty.ts';
import { t } from '../../lib/messages/index.ts';
import { openPaper } from '../../lib/pdf/paper.ts';
import type { Ui } from '../../lib/ui/index.ts';
import { worked } from '../../lib/uncertainty/budget.ts';
import { drawUncertainty, UncertaintyLine } from '../../lib/uncertainty/index.ts';
import { dofOf, figure } from '../../lib/uncertainty/outcome.view.tsx';
import { percentOf, statementOf } from '../../lib/uncertainty/result.ts';
import { type BudgetBody, emptyBody } from '../../lib/uncertainty/rows.ts';
import { pdfText } from '../support/pdf.ts';

const body = (over: Partial<BudgetBody> = {}): BudgetBody => ({
  ...emptyBody(),
  equation: 'x',
  unit: 'mg/kg',
  lines: [{ symbol: 'x', estimate: '10', kind: 'standard', spread: '0.25' }],
  use: 'absolute',
  rules: [{ ruleKind: 'four-zone', ruleOf: 'U', ruleBasis: 'ILAC-G8:09/2019' }],
  ...over,
});
const say = (own: BudgetBody, exact: string, limit?: Limit) =>
  statementOf(
    { id: '1', number: 'BQ-2026-001', body: own, computed: worked(own).outcome },
    { exact, rounded: exact, unit: 'mg/kg', ...(limit && { limit }) },
  );
const ui = { lang: 'zh', t: (key: Parameters<Ui['t']>[0], params = {}) => t('zh', key, params) } as Partial<Ui> as Ui;
const max: Limit = { kind: 'max', value: '10' };

describe('uncertainty of a result', () => {
  it('is told on the bench with verdict and nearness, and on the paper in Chinese', async () => {
    const found = say(body(), '9.8', max);
    if (!found) throw new Error('nothing was said');
    const html = renderToString(h(UncertaintyLine, { found, ui }));
    for (const part of ['U = 0.50 mg/kg', '有条件符合', 'ILAC-G8:09/2019', '依据 BQ-2026-001', '不超过 U'])
      expect(html).to.contain(part);
    const paper = await openPaper({ title: 'x', number: 'x', author: 'x', created: '2026-11-23T00:00:00.000Z' });
    const from = paper.y;
    expect(drawUncertainty(paper, found)).to.equal(paper.y - from);
    expect((await pdfText(await paper.finish())).join('')).to.contain('U = 0.50 mg/kg（k = 2');
  });

  it('gives U alone without a rule, and still says that the limit is near', () => {
    const found = say(body({ rules: [] }), '9.8', max);
    expect(found).to.deep.include({ decision: null, near: true, probability: null, rule: null });
    expect(found?.words.zh).to.equal('扩展不确定度 U = 0.50 mg/kg（k = 2，包含概率约 95.45 %）。');
  });

  for (const [limit, bounds] of [
    [{ kind: 'min', value: '9' }, true],
    [{ kind: 'range', low: '9', high: '11' }, true],
    [{ kind: 'label-claim', low: '9' }, true],
    [{ kind: 'text', requirement: '应符合规定' }, false],
    [{ kind: 'none' }, false],
    [undefined, false],
  ] as const) {
    it(`${bounds ? 'decides' : 'does not decide'} against ${limit?.kind ?? 'nothing'}`, () => {
      expect(say(body({ rules: [{ ruleKind: 'simple', ruleBasis: '合同' }] }), '10', limit)?.decision?.word).to.equal(
        bounds ? 'conforms' : undefined,
      );
    });
  }

  it('decides nothing where the guard bands leave no room', () => {
    const narrow: Limit = { kind: 'range', low: '9.6', high: '10.4' };
    expect(say(body(), '10', narrow)).to.include({ decision: null, near: true });
  });

  it('never prints certainty that is not there', () => {
    expect(['0.9999', '1.0000', '0.0001', '0.0000', '0.5'].map(percentOf)).to.deep.equal([
      '>99.9',
      '100.0',
      '<0.1',
      '0.0',
      '50.0',
    ]);
  });

  it('prints figures of every size', () => {
    expect(
      ['1002.69972', '0.00005774', '0.0000023456', '-5000062.3', '123456789', '0', '12'].map((one) => figure(one)),
    ).to.deep.equal(['1003', '0.00005774', '2.346×10^-6', '-5000000', '1.235×10^8', '0', '12']);
    expect([null, '16.72', '4', '2708.4'].map(dofOf)).to.deep.equal(['∞', '16.7', '4', '2708']);
  });
});

describe('uncertainty: any linear model', () => {
  const part = fc.record({
    c: fc.integer({ min: -50, max: 50 }).filter((c) => c !== 0),
    u: fc.integer({ min: 1, max: 999 }),
    x: fc.integer({ min: -9999, max: 9999 }),
  });
  it('has u² = Σ c²u², shares that make 100 %, and no mind for the order', () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
        const names = parts.map((_, i) => `x${i}`);
        const budget = (order: string[]) => ({
          equation: order.map((name) => `(${parts[Number(name.slice(1))]?.c})*${name}`).join(' + '),
          lines: order.map((symbol) => ({
            symbol,
            kind: 'standard' as const,
            estimate: String(parts[Number(symbol.slice(1))]?.x),
            spread: `${parts[Number(symbol.slice(1))]?.u}e-3`,
          })),
          correlations: [],
          coverage: { way: 'k', k: '2' } as const,
          reporting: { digits: 2, rule: 'up' } as const,
        });
        const out = evaluateBudget(budget(names));
        const exact = parts.reduce((sum, { c, u }) => sum + c * c * u * u, 0);
        expect((Number(out.u) * 1000) ** 2 / exact).to.be.closeTo(1, 1e-12);
        expect(out.inputs.map(({ c }) => Number(c))).to.deep.equal(parts.map(({ c }) => c));
        expect(out.inputs.reduce((sum, { percent }) => sum + Number(percent), 0)).to.be.closeTo(100, 1e-5);
        expect(evaluateBudget(budget([...names].reverse())).u).to.equal(out.u);
      }),
      { numRuns: 60 },
    );
  });
});
