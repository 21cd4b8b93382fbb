import { join } from 'node:path';
import { expect } from 'chai';
import { messages } from '../lib/messages/index.ts';
import {
  breach,
  chineseLiterals,
  circles,
  importsOf,
  ownChance,
  reasonIds,
  refusalIds,
  sourcesIn,
  withoutComments,
} from './support/sources.ts';

const LONGEST = 300;
const sources = sourcesIn(join(import.meta.dirname, '..', 'lib'));
const imports = sources.flatMap(importsOf);

/** Fails with the whole list, one a line: a list is mended in one go. */
const none = (found: string[]) => expect(found, `\n${found.join('\n')}\n`).to.have.length(0);

describe('architecture', () => {
  it('has sources to judge', () => expect(sources.length).to.be.greaterThan(40));

  it('keeps the import law: core alone, the kernel below the slices, a slice by its index, no view with a store', () => {
    none(imports.map(breach).filter((line) => line !== null));
  });

  it('has no circle of imports', () => none(circles(imports)));

  it('asks for time, names and chance only in the clock', () => none(sources.flatMap(ownChance)));

  it('says every Chinese word from the catalogue of messages', () => none(sources.flatMap(chineseLiterals)));

  it(`has no file of the program longer than ${LONGEST} lines`, () => {
    const lines = ({ text }: { text: string }) => text.trimEnd().split('\n').length;
    const programs = sources.filter(({ path }) => !path.startsWith('messages/')); // those are tables of words
    none(programs.filter((s) => lines(s) > LONGEST).map((s) => `${s.path}: ${lines(s)} lines`));
  });

  it('has a sentence in both languages for every refusal and every reason', () => {
    const { zh, en }: Record<'zh' | 'en', Record<string, string>> = messages;
    const missing = (source: { path: string }, keys: string[]) => {
      const lacking = (words: Record<string, string>) => keys.every((key) => !words[key]);
      return lacking(zh) || lacking(en) ? [`${source.path}: ${keys.join(' or ')}`] : [];
    };
    const refusals = sources.flatMap((s) => refusalIds(s).flatMap((id) => missing(s, [`refusal.${id}`])));
    const reasons = sources.flatMap((s) =>
      reasonIds(withoutComments(s.text)).flatMap((id) => missing(s, [`refusal.${id}`, id])),
    );
    none([...new Set([...refusals, ...reasons])]);
  });
});
