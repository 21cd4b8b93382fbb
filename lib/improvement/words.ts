import type { Lang } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import type { Category, StepRow } from './rows.ts';

/** What a step wrote down beside its words, as label and value; the page and the paper say the same. */
export function stepFacts(
  { data }: Pick<StepRow, 'data'>,
  lang: Lang,
): { label: string; value: string; wide?: boolean }[] {
  const yes = (said: boolean) => t(lang, said ? 'improvement.yes' : 'improvement.no');
  const cause = (category: Category) => t(lang, `improvement.category.${category}`);
  const facts: [string, string | undefined, true?][] = [
    [t(lang, 'field.significance'), data.significance && t(lang, `improvement.significance.${data.significance}`)],
    [t(lang, 'field.risk'), data.risk, true],
    [t(lang, 'field.acceptable'), data.acceptable === undefined ? undefined : yes(data.acceptable)],
    [t(lang, 'field.stopWork'), data.stopWork === undefined ? undefined : yes(data.stopWork)],
    [t(lang, 'field.recallReports'), data.recallReports === undefined ? undefined : yes(data.recallReports)],
    [t(lang, 'field.tellCustomer'), data.tellCustomer === undefined ? undefined : yes(data.tellCustomer)],
    [t(lang, 'field.corrective'), data.corrective === undefined ? undefined : yes(data.corrective)],
    [t(lang, 'field.customerToldOn'), data.customerToldOn],
    [t(lang, 'field.category'), data.category && cause(data.category)],
    ...(data.whys ?? []).map((why, i): [string, string, true] => [t(lang, 'improvement.why', { n: i + 1 }), why, true]),
    ...(data.bones ?? []).map(({ category, words }): [string, string, true] => [cause(category), words, true]),
    [t(lang, 'field.effectiveWay'), data.effectiveWay, true],
    [t(lang, 'field.justified'), data.justified === undefined ? undefined : yes(data.justified)],
    [t(lang, 'field.resumeOn'), data.resumeOn],
    [
      t(lang, 'field.lateReason'),
      data.lateReason && `${t(lang, 'improvement.missed', { day: data.missed ?? '' })} ${data.lateReason}`,
      true,
    ],
  ];
  return facts.flatMap(([label, value, wide]) => (value ? [{ label, value, ...(wide && { wide }) }] : []));
}
