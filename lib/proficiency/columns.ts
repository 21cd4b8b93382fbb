import { type Lang, t } from '../messages/index.ts';
import type { Verdict } from './rows.ts';
import { scoreKinds, verdicts } from './score-types.ts';

/** 满意, 可疑, 不满意. */
export const verdictWord = (verdict: Verdict, lang: Lang = 'zh'): string => t(lang, `proficiency.verdict.${verdict}`);
export const verdictOfWord = (word: string): Verdict | undefined =>
  verdicts.find((one) => one === word || verdictWord(one) === word || verdictWord(one, 'en') === word) ??
  (word === t('zh', 'proficiency.questionableToo') ? 'questionable' : undefined);

/** The figures of a report as a workbook, a parameter a row. */
export const figureColumns = [
  { key: 'parameterCode', width: 18, required: true },
  { key: 'assigned', width: 14, required: false },
  { key: 'uAssigned', width: 14, required: false },
  { key: 'ptSigma', width: 14, required: false },
  { key: 'participantCount', width: 10, required: false },
  { key: 'scoreKind', width: 12, required: false },
  { key: 'providerScore', width: 12, required: false },
  { key: 'providerVerdict', width: 12, required: false },
  { key: 'expected', width: 24, required: false },
] as const;

export const figureOptions = (key: string): string[] | undefined =>
  key === 'scoreKind'
    ? scoreKinds.map((kind) => t('zh', `proficiency.score.${kind}`))
    : key === 'providerVerdict'
      ? verdicts.map((one) => verdictWord(one))
      : undefined;

/** 能力验证实施计划 (domain 5.2) as a workbook. */
export const planColumns = [
  { key: 'scheme', width: 30, required: true },
  { key: 'schemeNo', width: 16, required: false },
  { key: 'provider', width: 24, required: false },
  { key: 'month', width: 10, required: true },
  { key: 'parameterCodes', width: 30, required: true },
  { key: 'method', width: 30, required: false },
  { key: 'sample', width: 16, required: false },
  { key: 'instruments', width: 20, required: false },
  { key: 'dueOn', width: 13, required: false },
  { key: 'responsible', width: 10, required: false },
  { key: 'cost', width: 10, required: false },
  { key: 'progress', width: 10, required: false },
  { key: 'note', width: 20, required: false },
] as const;

export type PlanColumn = (typeof planColumns)[number]['key'];
