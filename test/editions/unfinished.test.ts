import { expect } from 'chai';
import { exampleItem, runExample } from '../../lib/catalogue/index.ts';
import { exampleOf, parameterOf } from '../../lib/editions/unfinished.ts';
import { form } from '../forms/support.ts';

describe('a parameter of which nothing is written yet', () => {
  it('can be shown with its example: what is missing is blank, never a fault of the program', () => {
    const { item } = exampleOf({});
    expect(exampleItem(parameterOf({}), item)).to.include({ unit: null, places: null, method: '' });
    expect(exampleItem(parameterOf({ unit: '%' }), exampleOf({ item: { unit: 'g' } }).item)).to.include({ unit: 'g' });
  });

  it('does not agree with an example that has no readings', () => {
    expect(
      runExample(form('ash'), parameterOf({ form: 'ash' }), exampleOf({ expect: { verdict: 'conforms' } })),
    ).to.not.equal(undefined);
  });
});
