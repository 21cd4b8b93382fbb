import { expect } from 'chai';
import { loadCatalogue, type Parameter } from '../../lib/catalogue/index.ts';
import { worked } from '../../lib/uncertainty/budget.ts';
import { startOf, stepsOf } from '../../lib/uncertainty/from-form.ts';
import { emptyBody } from '../../lib/uncertainty/rows.ts';

const catalogue = loadCatalogue(process.cwd());
const begin = (parameter: Parameter) => {
  const form = catalogue.form(parameter.form);
  const steps = stepsOf(form, parameter);
  const step = steps.find(({ result }) => result) ?? steps.at(-1);
  return step === undefined ? null : startOf(form, parameter, step.id);
};
const calculated = [...catalogue.parameters.values()].flatMap((parameter) => {
  const start = begin(parameter);
  return start === null ? [] : [{ parameter, start }];
});

describe('budgets that begin with a formula of the record', () => {
  it('has one for every parameter whose record calculates: names on every line, nothing left that another formula gives', () => {
    expect(calculated.length).to.be.greaterThan(400);
    for (const { parameter, start } of calculated) {
      expect(
        start.lines.every(({ name }) => Boolean(name)),
        parameter.code,
      ).to.equal(true);
      expect(start.equation, parameter.code).not.to.match(/\b(slope0?|interceptw?|slopew|lookup|interpolate)\(/);
    }
  });

  it('can be calculated as soon as estimates and uncertainties stand in it', () => {
    const stuck = calculated.filter(({ start }) => {
      const lines = start.lines.map((line, i) =>
        line.kind === 'constant' ? line : { ...line, estimate: `${2 + i * 0.37}`, spread: '0.01' },
      );
      return worked({ ...emptyBody(), ...start, lines }).outcome === null;
    });
    // Spread of single values and rounding inside the formula: not models of a measurement.
    expect(stuck.map(({ parameter }) => parameter.code)).to.have.length.lessThan(calculated.length * 0.05);
  });

  it('takes the slope and intercept of a calibration as inputs', () => {
    const curve = calculated.find(({ parameter }) => parameter.form.includes('calibration-curve'));
    expect(curve?.start.lines.map(({ symbol }) => symbol)).to.include('b');
  });
});
