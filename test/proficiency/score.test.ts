import { expect } from 'chai';
import { Refusal } from '../../lib/core/refusal.ts';
import { participantsIn } from '../../lib/proficiency/figures.ts';
import { answersOf, judge, ownDiffering } from '../../lib/proficiency/score.ts';
import type { Figures } from '../../lib/proficiency/score-types.ts';

/** The public test vector of domain 5.3: x* = 10.032, s* = 0.1266. */
const round = '10.02 10.11 9.95 10.05 9.98 10.20 10.00 9.90 10.08 10.03 11.40 9.10'.split(' ');
const laboratories = (values: readonly string[], own = -1) =>
  values.map((value, i) => ({ code: `L${i + 1}`, value, own: i === own }));
const number = (result: string, figures: Figures, values: readonly string[] = [], own = -1) =>
  judge({ kind: 'number', result, figures, participants: laboratories(values, own) });
const shown = (judged: ReturnType<typeof judge>, kind: string) =>
  judged?.scores.find((score) => score.kind === kind)?.shown;

describe('scores of a proficiency test', () => {
  it('computes every score that the figures allow, and opens each to its numbers', () => {
    const judged = number('10.20', { assigned: '10.032', uAssigned: '0.0457', ptSigma: '0.20', expanded: '0.12' });
    expect(judged?.scores.map(({ kind }) => kind)).to.deep.equal(['z', 'z-prime', 'zeta', 'en', 'd-percent', 'q']);
    expect(shown(judged, 'z')).to.equal('0.84');
    expect(shown(judged, 'z-prime')).to.equal('0.82');
    expect(shown(judged, 'd-percent')).to.equal('1.67');
    expect(judged?.scores[0]?.worked).to.equal('z = (x − xpt) ÷ σpt = (10.20 − 10.032) ÷ 0.20 = 0.84');
    expect(judged).to.include({ by: 'z', computed: 'satisfactory', verdict: 'satisfactory', disagrees: false });
  });

  it('takes z′ where u(xpt) is above 0.3 σpt, and says so', () => {
    const judged = number('10.20', { assigned: '10.032', uAssigned: '0.07', ptSigma: '0.20' });
    expect(judged?.by).to.equal('z-prime');
    expect(judged?.cautions.map(({ id }) => id)).to.include('statistics.caution.doubtful-value');
  });

  it('reproduces En 1.248 and ζ 2.496 of the example in domain 5.3', () => {
    const judged = number('10.20', { assigned: '10.02', uAssigned: '0.04', expanded: '0.12', scoreKind: 'en' });
    expect(shown(judged, 'en')).to.equal('1.25');
    expect(judged?.scores.find(({ kind }) => kind === 'en')?.value).to.match(/^1\.248/);
    expect(judged?.scores.find(({ kind }) => kind === 'zeta')?.value).to.match(/^2\.496/);
    expect(judged?.verdict).to.equal('unsatisfactory');
  });

  it('lets exactly 2 pass and exactly 3 fail', () => {
    const at = (x: string) => number(x, { assigned: '10', ptSigma: '0.1' })?.verdict;
    expect(['10.2', '10.2001', '9.7001', '9.7', '10.3'].map(at)).to.deep.equal([
      ...['satisfactory', 'questionable', 'questionable', 'unsatisfactory', 'unsatisfactory'],
    ]);
  });

  it('takes the assigned value from the participants by Algorithm A where the report gives none', () => {
    const judged = number('10.20', { ptSigma: '0.20' }, round, 5);
    expect(judged?.assigned?.value).to.match(/^10\.032/);
    expect(judged?.assigned).to.include({ source: 'consensus', method: 'algorithm-a' });
    expect(Number(judged?.assigned?.u).toFixed(4)).to.equal('0.0457');
    expect(shown(judged, 'z')).to.equal('0.84');
    expect(judged?.rank).to.deep.equal({ place: '10', of: 12 });
  });

  it('prefers the assigned value that is given, whatever the participants say', () => {
    const judged = number('10.20', { assigned: '10.10', ptSigma: '0.10' }, round, 5);
    expect(judged?.assigned?.value).to.equal('10.10');
    expect(shown(judged, 'z')).to.equal('1.00');
  });

  it('N13 flags the group of five with one at twice the target, which its own spread would let pass', () => {
    const judged = number('20.0', {}, ['10.0', '10.1', '9.9', '10.05', '20.0'], 4);
    const ids = judged?.cautions.map(({ id }) => id) ?? [];
    expect(ids).to.include.members([
      'statistics.caution.own-values',
      'statistics.caution.consensus-few',
      'statistics.caution.multiple',
      'statistics.caution.ceiling',
    ]);
  });

  it('shows where it disagrees with the provider, and counts the worse of both', () => {
    const figures: Figures = { assigned: '10', ptSigma: '0.1', scoreKind: 'z', providerScore: '1.50' };
    expect(number('10.25', figures)).to.include({ disagrees: true, verdict: 'questionable', provider: 'satisfactory' });
    expect(number('10.15', figures)).to.include({ disagrees: false, verdict: 'satisfactory' });
    expect(number('10.15', { ...figures, providerVerdict: 'unsatisfactory' })).to.include({
      ...{ disagrees: true, verdict: 'unsatisfactory' },
    });
  });

  it('judges PA and D % by the limits of the scheme, and Horwitz by the unit', () => {
    expect(number('10.4', { assigned: '10', deltaE: '0.5', scoreKind: 'pa' })).to.include({ verdict: 'satisfactory' });
    expect(number('10.6', { assigned: '10', limit: '5', scoreKind: 'd-percent' })?.verdict).to.equal('unsatisfactory');
    expect(number('1.1', { assigned: '1', fraction: '0.000001' })?.sigma?.value).to.match(/^0\.15996/);
  });

  it('judges answers in words: right, part of it, wrong', () => {
    const answer = (result: string, expected = '三七；人参') =>
      judge({ kind: 'qualitative', result, figures: { expected }, participants: [] });
    expect(answer('人参、三七')).to.include({ verdict: 'satisfactory', by: 'qualitative' });
    expect(answer('三七')).to.include({ verdict: 'questionable' });
    expect(answer('三七')?.qualitative?.missing).to.deep.equal(['人参']);
    expect(answer('西洋参')).to.include({ verdict: 'unsatisfactory' });
    expect(answersOf('a; b，c')).to.deep.equal(['a', 'b', 'c']);
  });

  it('judges nothing while the figures do not suffice', () => {
    expect(number('10', {})).to.equal(null);
    expect(judge({ kind: 'qualitative', result: '三七', figures: {}, participants: [] })).to.equal(null);
    expect(number('10', { providerVerdict: 'satisfactory' })).to.include({ verdict: 'satisfactory', by: 'provider' });
  });

  it('tells where the own line among the participants is not what went out', () => {
    const participants = laboratories(['10.1', '10.20'], 1);
    expect(ownDiffering({ result: '10.2', participants })).to.equal(undefined);
    expect(ownDiffering({ result: '10.02', participants })?.value).to.equal('10.20');
  });

  it('refuses lines that are no code and number, and a code that stands twice', () => {
    const ids = (text: string) => {
      try {
        participantsIn(text);
      } catch (error) {
        if (error instanceof Refusal) return error.reasons.map(({ id }) => id);
        throw error;
      }
      return [];
    };
    expect(ids('A 10.1\nB <3\nC')).to.deep.equal(['proficiency.values', 'proficiency.values']);
    expect(ids('A 10.1\nA 10.2')).to.deep.equal(['proficiency.code-twice']);
    expect(participantsIn('A 10.1\n\nB\t10.2')).to.have.length(2);
  });
});
