import { type Answered, applicable, type Catalogue, type Goods, type Specification } from '../catalogue/index.ts';
import { lookUp } from '../messages/index.ts';
import type { SamplingRow } from '../samplings/index.ts';

/** What of a sampling decides which edition of a standard holds for it (domain 1.8). */
export function goodsOf(sampling: Pick<SamplingRow, 'product_class' | 'fields'>, testedOn: string): Goods {
  const { productionDate: made, approvalNo, registrationNo } = sampling.fields;
  return {
    class: sampling.product_class,
    producedOn: typeof made === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(made) ? made : null,
    testedOn,
    registration: approvalNo ?? registrationNo,
  };
}

/** The specifications that hold for goods, those that bear their name first. */
export function offered(catalogue: Catalogue, goods: Goods, productName: string): Specification[] {
  const rank = ({ product }: Specification): number => (product.zh === productName ? 0 : 1);
  return applicable(catalogue.specificationsFor(goods.class), goods).sort((a, b) => rank(a) - rank(b));
}

/** 部位：主根、筋条 — the answers by which the lines of a specification were chosen, as pages and papers print them. */
export const answersText = (answers: readonly Answered[], lang: 'zh' | 'en'): string =>
  answers
    .map((one) =>
      lookUp(lang, 'samples.answer', {
        label: one.label[lang],
        answers: one.answers.map((answer) => answer[lang]).join(lookUp(lang, 'samples.answerAnd')),
      }),
    )
    .join(lookUp(lang, 'samples.answerNext'));

/** The standard of a batch with the answers that belong to it, as it is printed where the batch's basis stands. */
export function basisLine(batch: { basis: string | null; spec_answers: Answered[] | null }, lang: 'zh' | 'en'): string {
  const answers = answersText(batch.spec_answers ?? [], lang);
  return answers ? lookUp(lang, 'samples.basisAnswered', { basis: batch.basis ?? '', answers }) : (batch.basis ?? '');
}
