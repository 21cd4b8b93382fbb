import { expect } from 'chai';
import { breach, chineseLiterals, circles, importsOf, ownChance, refusalIds } from './sources.ts';

const law = (from: string, to: string, typeOnly = false) => breach({ from, to, typeOnly });

describe('the import law, seen to catch', () => {
  const broken: [string, string][] = [
    ['core/limits.ts', 'kernel/clock.ts'],
    ['messages/core.ts', 'core/refusal.ts'],
    ['kernel/action.ts', 'samples/index.ts'],
    ['kernel/action.ts', 'ui/layout.tsx'],
    ['ui/layout.tsx', 'kernel/routes.ts'],
    ['samples/receive.ts', 'reports/store.ts'],
    ['samples/list.view.tsx', 'samples/store.ts'],
    ['samples/receive.ts', 'app.ts'],
    ['main.ts', 'samples/store.ts'],
    ['public/grid.ts', 'core/decimal.ts'],
  ];
  for (const [from, to] of broken) it(`${from} → ${to} is refused`, () => expect(law(from, to)).to.be.a('string'));

  const fine: [string, string, boolean?][] = [
    ['core/limits.ts', 'core/decimal.ts'],
    ['kernel/errors.tsx', 'ui/layout.tsx'],
    ['kernel/types.ts', 'catalogue/index.ts', true],
    ['samples/receive.ts', 'samples/store.ts'],
    ['samples/receive.ts', 'reports/index.ts'],
    ['samples/receive.ts', 'kernel/action.ts'],
    ['slices.ts', 'samples/index.ts'],
  ];
  for (const [from, to, type] of fine)
    it(`${from} → ${to} is allowed`, () => expect(law(from, to, type)).to.equal(null));

  it('sees imports over many lines, of types only, re-exports and calls', () => {
    const text = [
      "import {\n  a,\n  type B,\n} from './a.ts';",
      "import { type C } from '../kernel/c.ts';",
      "export * from './d.ts';",
      "const e = await import('./e.ts');",
      "// import './not.ts'",
      "import knex from 'knex';",
    ].join('\n');
    expect(importsOf({ path: 'samples/x.ts', text })).to.deep.equal([
      { from: 'samples/x.ts', to: 'samples/a.ts', typeOnly: false },
      { from: 'samples/x.ts', to: 'kernel/c.ts', typeOnly: true },
      { from: 'samples/x.ts', to: 'samples/d.ts', typeOnly: false },
      { from: 'samples/x.ts', to: 'samples/e.ts', typeOnly: false },
    ]);
  });

  it('finds a circle, and none among types', () => {
    const ring = ['a', 'b', 'c'].map((from, i) => ({ from, to: ['b', 'c', 'a'][i] ?? '', typeOnly: false }));
    expect(circles(ring)).to.deep.equal(['a → b → c → a']);
    expect(circles(ring.map((link) => ({ ...link, typeOnly: link.from === 'c' })))).to.deep.equal([]);
  });

  it('finds Chinese words and chance in code, not in comments', () => {
    const text =
      "// 修约\nconst a = '合格'; /* 检验 */\nconst b = new Date();\nconst c = new Date(now); // new Date()\nconst url = 'http://x';";
    expect(chineseLiterals({ path: 'core/x.ts', text })).to.deep.equal(["core/x.ts: const a = '合格';"]);
    expect(ownChance({ path: 'core/x.ts', text })).to.deep.equal(['core/x.ts: const b = new Date();']);
    expect(ownChance({ path: 'kernel/clock.ts', text })).to.deep.equal([]);
  });

  it('reads the ids of refusals', () => {
    const text =
      "refuse('a.b', {}); return refuse(state ? 'c.d' : 'e.f'); throw new Refusal([{ id: 'g.h', field }], 'busy'); refuse(id);";
    expect(refusalIds({ path: 'core/x.ts', text })).to.deep.equal(['a.b', 'c.d', 'e.f', 'g.h']);
  });
});
