import type { App } from '../kernel/types.ts';
import { type Lang, lookUp, t } from '../messages/index.ts';

/** 中药 · 色谱分析. */
export function subfieldName(subfield: string, lang: Lang): string {
  const [own = '', competence = ''] = subfield.split('/');
  return t(lang, 'proficiency.subfieldName', { class: lookUp(lang, `class.${own}`), competence });
}

/** `T-CHK-ASH 总灰分`, or the bare code where the catalogue does not know it. */
export function parameterName({ catalogue }: Pick<App, 'catalogue'>, code: string, lang: Lang): string {
  const name = catalogue.parameters.get(code)?.name[lang];
  return name ? `${code} ${name}` : code;
}

/** The standards by which parameters are tested, each once. */
export const methodsOf = ({ catalogue }: Pick<App, 'catalogue'>, codes: readonly string[]): string =>
  [
    ...new Set(
      codes.flatMap((code) =>
        (catalogue.parameters.get(code)?.basis ?? []).map(({ standard, clause }) =>
          [standard, clause].filter(Boolean).join(' '),
        ),
      ),
    ),
  ].join('；');
