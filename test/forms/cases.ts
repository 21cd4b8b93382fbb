import { expect } from 'chai';
import type { Readings, TestItem } from '../../lib/forms/index.ts';
import { run } from './support.ts';

/** A record and what comes of it. */
export interface Case {
  what: string;
  form: string;
  item: Partial<TestItem>;
  readings: Readings;
  /** As printed, and the verdict; or the refusal with its field. */
  text?: string;
  verdict?: string;
  why?: string;
  refused?: string;
  field?: string;
}

/** A limit in words. */
export const words: TestItem['limit'] = { kind: 'text', requirement: '应符合规定' };
export const max = (value: string): TestItem['limit'] => ({ kind: 'max', value });
export const min = (value: string): TestItem['limit'] => ({ kind: 'min', value });

/** One test for each case. */
export function check(cases: Case[]): void {
  for (const { what, form, item, readings, text, verdict, why, refused, field } of cases)
    it(`${form}: ${what}`, () => {
      const outcome = run(form, item, readings);
      if (refused !== undefined) {
        const problem = outcome.problems.find(({ id }) => id === refused);
        expect(problem, JSON.stringify(outcome.problems)).to.not.equal(undefined);
        expect([problem?.field, outcome.result]).to.deep.equal([field, undefined]);
        return;
      }
      expect(outcome.problems).to.deep.equal([]);
      expect(outcome.missing).to.deep.equal([]);
      expect([outcome.result?.text, outcome.verdict?.verdict]).to.deep.equal([text, verdict]);
      if (why !== undefined) expect(outcome.verdict?.reason.id).to.equal(why);
    });
}
