import { type Reason, refuseAll } from '../core/refusal.ts';
import type { Words } from '../forms/index.ts';
import type { Answers, Question, QuestionOption, Specification, SpecificationItem } from './types.ts';

/** What decides which edition of a standard holds for goods. Dates are `YYYY-MM-DD`. */
export interface Goods {
  class: string;
  /** Day of production as stated on the goods; null when it is not known to the day. */
  producedOn: string | null;
  testedOn: string;
  /** Approval or registration number of the goods. */
  registration?: string | undefined;
}

/** A question of a specification with the answer in words, as the batch keeps it and papers print it. */
export interface Answered {
  id: string;
  label: Words;
  answers: QuestionOption[];
}

/** The day by which editions are chosen: production, or where that is not known, the day of the test (domain 1.8). */
export const decidingDate = ({ producedOn, testedOn }: Pick<Goods, 'producedOn' | 'testedOn'>): string =>
  producedOn ?? testedOn;

/** Why an edition cannot be used for the goods, or null. Both days of its term are included. */
export function unfit(specification: Specification, goods: Goods): Reason | null {
  const { code, validFrom, validTo, registrations } = specification;
  const on = decidingDate(goods);
  const field = 'specification';
  if (specification.class !== goods.class) return { id: 'plan.class', field, params: { code } };
  if (validFrom !== undefined && on < validFrom)
    return { id: 'plan.not-yet', field, params: { code, date: on, from: validFrom } };
  if (validTo !== undefined && on > validTo)
    return { id: 'plan.withdrawn', field, params: { code, date: on, to: validTo } };
  if (registrations && !registrations.some((one) => one === goods.registration))
    return {
      id: 'plan.registration',
      field,
      params: { code, registrations: registrations.join('、'), registration: goods.registration ?? '—' },
    };
  return null;
}

/** The editions that hold for goods (domain 1.8): those bound to their approval number first, each group by code. */
export function applicable(specifications: readonly Specification[], goods: Goods): Specification[] {
  const rank = ({ registrations }: Specification): number => (registrations ? 0 : 1);
  return specifications
    .filter((specification) => unfit(specification, goods) === null)
    .sort((a, b) => rank(a) - rank(b) || (a.code < b.code ? -1 : 1));
}

const given = (answers: Answers, id: string): string[] => {
  const answer = Object.hasOwn(answers, id) ? answers[id] : undefined;
  return [answer ?? []].flat().filter((value) => value !== '');
};

/** Questions left open or answered by what is no option, and answers to what nobody asked; `lang` of the words in the reasons. */
export function answerFaults(specification: Specification, answers: Answers, lang: 'zh' | 'en' = 'zh'): Reason[] {
  const { code, questions = [] } = specification;
  const unasked = Object.keys(answers).filter((id) => !questions.some((question) => question.id === id));
  return [
    ...unasked.map((id) => ({
      id: 'plan.answer-unasked',
      field: `answers.${id.slice(0, 40)}`,
      params: { code, question: id.slice(0, 40) },
    })),
    ...questions.flatMap((question) => questionFaults(question, given(answers, question.id), lang)),
  ];
}

function questionFaults(question: Question, values: string[], lang: 'zh' | 'en'): Reason[] {
  const field = `answers.${question.id}`;
  const options = question.options.map((option) => option[lang]).join(' / ');
  const params = { label: question.label[lang], options };
  if (values.length === 0) return [{ id: 'plan.answer-missing', field, params }];
  if (values.length > 1 && !question.many) return [{ id: 'plan.answer-several', field, params }];
  return values
    .filter((value) => !question.options.some((option) => option.value === value))
    .map((value) => ({ id: 'plan.answer-unknown', field, params: { ...params, value: value.slice(0, 40) } }));
}

/**
 * Every question of a specification with its answer in words, in the order of the questions and options.
 * @throws Refusal `plan.answer-missing`, `plan.answer-several`, `plan.answer-unknown`, `plan.answer-unasked`
 */
export function answered(specification: Specification, answers: Answers, lang: 'zh' | 'en' = 'zh'): Answered[] {
  refuseAll(answerFaults(specification, answers, lang));
  return (specification.questions ?? []).map(({ id, label, options }) => ({
    id,
    label,
    answers: options.filter(({ value }) => given(answers, id).includes(value)),
  }));
}

/**
 * The lines of a specification that hold for the answers, in the order of the specification. @throws Refusal as `answered`
 */
export function itemsFor(
  specification: Specification,
  answers: Answers,
  lang: 'zh' | 'en' = 'zh',
): SpecificationItem[] {
  refuseAll(answerFaults(specification, answers, lang));
  return specification.items.filter((item) => holds(item, answers));
}

/** Whether a line holds for the answers; a line without condition always does. */
export const holds = ({ when = {} }: Pick<SpecificationItem, 'when'>, answers: Answers): boolean =>
  Object.entries(when).every(([id, values]) => given(answers, id).some((value) => values.includes(value)));

/** Answers without asking: the first option of each question; where many may apply, all on which a line depends. */
export const firstAnswers = ({ questions = [], items }: Pick<Specification, 'questions' | 'items'>): Answers =>
  Object.fromEntries(
    questions.map(({ id, many, options }) => {
      const values = options.map(({ value }) => value);
      const used = values.filter((value) => items.some(({ when }) => when?.[id]?.includes(value)));
      return [id, many ? used : (values[0] ?? '')];
    }),
  );
