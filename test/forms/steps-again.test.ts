import { join } from 'node:path';
import { expect } from 'chai';
import { exampleItem, loadCatalogue } from '../../lib/catalogue/index.ts';
import { evaluateRecord } from '../../lib/forms/index.ts';
import { agrees, NotExact, recalculate } from './recalculate.ts';

const { parameters, forms } = loadCatalogue(join(import.meta.dirname, '..', '..'));

/** Features N5: any printed digit can be derived again by a separate checker from what the program names beside it. */
describe('the steps of every worked example, calculated again in fractions', () => {
  it('agree to the last digit that the program keeps', () => {
    let again = 0;
    const left = new Set<string>();
    const wrong: string[] = [];
    for (const parameter of parameters.values()) {
      const form = forms.get(parameter.form);
      if (!form) throw new Error(parameter.form);
      for (const [i, example] of parameter.examples.entries()) {
        const { steps } = evaluateRecord(form, exampleItem(parameter, example.item), example.readings);
        for (const { id, expr, inputs, exact } of steps) {
          // A value that was rounded on its way says so in the form; the step's expression then gives more digits.
          if ((form['x-calc'] ?? []).some((calc) => calc.id === id && calc.round === 'individual')) continue;
          try {
            if (!agrees(exact, recalculate(expr, inputs))) wrong.push(`${parameter.code} ${i + 1} ${id}: ${exact}`);
            again += 1;
          } catch (error) {
            if (!(error instanceof NotExact)) throw error;
            left.add(expr);
          }
        }
      }
    }
    expect(wrong).to.deep.equal([]);
    expect(again).to.be.greaterThan(5000);
    // Roots, logarithms, deviations, tables and choices: their own tests hold them against published values.
    expect(
      [...left].every((expr) =>
        /sqrt|log10|ln|exp|sin|cos|tan|sd\(|rsd|rad\(|r\(|rw|round|median|interp|lookup|interceptw|\?|[<>]|pow/.test(
          expr,
        ),
      ),
    ).to.equal(true);
  });
});
