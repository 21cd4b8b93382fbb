import { join } from 'node:path';
import { expect } from 'chai';
import { permissions } from '../lib/kernel/access.ts';
import { roles } from '../lib/kernel/roles.ts';
import { lookUp, messages, reasonText, t } from '../lib/messages/index.ts';
import { slices } from '../lib/slices.ts';
import * as areas from './support/message-areas.ts';
import { sourcesIn, withoutComments } from './support/sources.ts';

const { zh, en }: Record<'zh' | 'en', Record<string, string>> = messages;
const holes = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort();
const code = sourcesIn(join(import.meta.dirname, '..', 'lib'))
  .filter(({ path }) => !path.startsWith('messages/'))
  .map(({ text }) => withoutComments(text))
  .join('\n');

describe('messages', () => {
  it('has the same keys and the same holes in both languages', () => {
    expect(Object.keys(en)).to.have.members(Object.keys(zh));
    const different = Object.keys(zh).filter((key) => holes(zh[key] ?? '').join() !== holes(en[key] ?? '').join());
    expect(different.map((key) => `${key}: ${holes(zh[key] ?? '')} / ${holes(en[key] ?? '')}`)).to.deep.equal([]);
  });

  it('has no empty sentence, and none that two areas claim', () => {
    for (const [lang, words] of Object.entries({ zh, en }))
      for (const [key, text] of Object.entries(words)) expect(text.trim(), `${lang} ${key}`).not.to.equal('');
    const keys = Object.values(areas).flatMap((area) => Object.keys(area.zh));
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).to.deep.equal([]);
  });

  it('speaks Chinese in zh and no Chinese in en', () => {
    const marks = Object.entries(zh).filter(
      ([, text]) => !/[\u4e00-\u9fff]/.test(text) && /[A-Za-z]{4}/.test(text.replace(/\{\w+\}/g, '')),
    );
    expect(
      marks
        .map(([key, text]) => `${key}: ${text}`)
        .filter((line) => !/PDF|CMA|HPLC|ICP|QR|UTC|LIMS|SHA|English|pH|COA|LOD|LOQ|CSV|JSON/.test(line)),
    ).to.deep.equal([]);
    // The switch to the other language says its name in that language.
    const foreign = Object.entries(en).filter(
      ([key, text]) =>
        key !== 'shell.otherLanguage' &&
        /[\u4e00-\u9fff]/.test(text) &&
        !key.startsWith('paper') &&
        !(key in areas.papers.zh),
    );
    expect(foreign.map(([key, text]) => `${key}: ${text}`)).to.deep.equal([]);
  });

  it('has every key used somewhere: as it stands, or as the end of one that is put together', () => {
    const joined = [...code.matchAll(/`([\w.-]*)\$\{|'(script\.)'/g)]
      .map(([, start, quoted]) => start ?? quoted ?? '')
      .filter((start) => start.includes('.'));
    // All quoted words at once: to look for each key in all of the code takes minutes.
    const quoted = new Set([...code.matchAll(/(?<=(['"]))[\w.-]+(?=\1)/g)].map(([word]) => word));
    const unused = Object.keys(zh).filter((key) => {
      if (quoted.has(key)) return false;
      const bare = key.replace(/^refusal\./, '');
      if (bare !== key && (quoted.has(bare) || /^(schema|machine)\./.test(bare))) return false;
      return (
        !joined.some((start) => key.startsWith(start)) &&
        !/^(field|action|role|permission|state|move|number|formula|limit)\./.test(bare)
      );
    });
    expect(unused).to.deep.equal([]);
  });

  it('has a word for each role, each permission, each act of the trail and each entry of the navigation', () => {
    const acts = slices
      .flatMap((slice) => slice.routes)
      .filter((route) => route.kind !== 'page')
      .filter((route) => route.kind === 'post' || route.event);
    const keys = [
      ...roles.map((role) => `role.${role}`),
      ...permissions.map((permission) => `permission.${permission}`),
      ...acts.map(({ name }) => `action.${name}`),
      ...slices.flatMap((slice) => slice.nav.map(({ label }) => label)),
    ];
    expect(keys.filter((key) => !(key in zh))).to.deep.equal([]);
  });

  it('has a label for each input field that a refusal may name', () => {
    const hidden = new Set([
      'id',
      'version',
      'key',
      'after',
      'before',
      'next',
      'tests',
      'hashes',
      'hash',
      'rows',
      'value',
      'field',
      'mine',
    ]);
    const names = slices
      .flatMap((slice) => slice.routes)
      .filter((route) => route.kind === 'post')
      .flatMap((route) => Object.keys(route.input.properties as object));
    expect([...new Set(names)].filter((name) => !hidden.has(name) && !(`field.${name}` in zh))).to.deep.equal([]);
  });

  it('puts parameters in, keeps a hole that nobody filled visible, and names fields by their label and row', () => {
    expect(t('zh', 'refusal.schema.maxLength', { field: 'x', limit: 5 })).to.equal('x：最多 5 个字符。');
    expect(t('en', 'refusal.schema.maxLength', { field: 'x' })).to.include('{limit}');
    expect(lookUp('zh', 'no.such.key')).to.equal('no.such.key');
    expect(reasonText('zh', { id: 'schema.required', field: 'portions.1.sealNo' })).to.match(/ 2：必填。$/);
  });
});
