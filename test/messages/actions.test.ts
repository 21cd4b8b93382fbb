import { join } from 'node:path';
import { expect } from 'chai';
import { messages } from '../../lib/messages/index.ts';
import { slices } from '../../lib/slices.ts';
import { sourcesIn } from '../support/sources.ts';

describe('the words of acts', () => {
  const unsaid = (names: string[]) =>
    names.filter((name) => !(`action.${name}` in messages.zh) || !(`action.${name}` in messages.en));

  it('has a word in both languages for every route of every slice', () => {
    expect(unsaid(slices.flatMap((slice) => slice.routes.map((route) => route.name)))).to.deep.equal([]);
  });

  it('has a word for every act that no route makes (console, sign-in)', () => {
    const names = sourcesIn(join(import.meta.dirname, '..', '..', 'lib')).flatMap(({ text }) =>
      [...text.matchAll(/name: '([a-z]+(?:\.[a-z-]+)*)',\s*needs:/g)].map((match) => match[1] ?? ''),
    );
    expect(names).to.include.members(['setup.code', 'session.failures', 'backup.make']);
    expect(unsaid(names)).to.deep.equal([]);
  });
});
