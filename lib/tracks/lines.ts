import type { Lang } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { chinaTime } from '../ui/index.ts';
import { recallRate } from './balance.ts';
import type { Register, TrackRules } from './rules.ts';
import { optionWord } from './shown.ts';
import type { Registers } from './store.ts';

/** One row of a register in words: what it is, and its facts with the keys of their labels. */
export interface RegisterLine {
  id: string;
  version: number;
  state: string;
  title: string;
  facts: { label: string; value: string }[];
}

/** The rows of a register as its section, its page and its paper show them; what is not known is left out. */
export function registerLines(rules: TrackRules, registers: Registers, of: Register, lang: Lang): RegisterLine[] {
  const word = (step: string, key: string, value: string | null) =>
    optionWord(rules.steps.find(({ id }) => id === step)?.fields ?? [], key, value, lang);
  const label = (step: string, key: string) =>
    key === 'done'
      ? (rules.steps.find(({ id }) => id === step)?.done[lang] ?? step)
      : key === 'officers'
        ? t(lang, 'track.officers')
        : (rules.steps.find(({ id }) => id === step)?.fields.find((field) => field.key === key)?.label[lang] ?? key);
  const at = (time: string | null) => (time === null ? null : chinaTime(time));
  const line = (
    row: { id: string; version: number; state: string },
    title: string,
    facts: [string, string, string | null][],
  ) => ({
    ...{ id: row.id, version: row.version, state: row.state, title },
    facts: facts.flatMap(([step, key, value]) => (value ? [{ label: label(step, key), value }] : [])),
  });
  if (of === 'seizures')
    return registers.seizures.map((row) =>
      line(row, `${row.number} ${row.goods}`, [
        ['seize', 'kind', word('seize', 'kind', row.kind)],
        ['seize', 'amount', `${row.amount} ${row.unit}`],
        ['seize', 'seizedOn', row.seized_on],
        ['seize', 'sealNo', row.seal_no],
        ['seize', 'place', row.place],
        ['seize', 'keeper', row.keeper],
        ['seizure-test', 'testedOn', row.tested_on],
        ['seizure-test', 'testNo', row.test_no],
        ['seizure-report', 'reportedOn', row.reported_on],
        ['seizure-report', 'reportNo', row.report_no],
        ['seizure-decide', 'decidedOn', row.decided_on],
        ['seizure-decide', 'decision', word('seizure-decide', 'decision', row.decision)],
      ]),
    );
  if (of === 'recalls')
    return registers.recalls.map((row) => {
      const reports = registers.reports.filter(({ recall_id }) => recall_id === row.id);
      const last = reports.at(-1);
      const rate = last && recallRate(last.recalled, row.amount);
      return line(row, `${word('recall', 'level', String(row.level))} ${word('recall', 'kind', row.kind)}`, [
        ['recall', 'decidedOn', row.decided_on],
        ['recall', 'amount', `${row.amount} ${row.unit}`],
        ['recall', 'scope', row.scope],
        ['recall-notice', 'notifiedOn', row.notified_on],
        ['recall-notice', 'noticeNo', row.notice_no],
        ...reports.map((one): [string, string, string] => [
          'recall-report',
          'done',
          [one.on_day, `${one.recalled} ${row.unit}`, one.note].filter(Boolean).join(' · '),
        ]),
        ['recall-report', 'recalled', last ? `${last.recalled} ${row.unit}${rate ? ` (${rate}%)` : ''}` : null],
        ['recall-end', 'endedOn', row.ended_on],
        ['recall-end', 'conclusion', row.conclusion],
      ]);
    });
  if (of === 'penalties')
    return registers.penalties.map((row) =>
      line(row, `${row.filing_no} ${row.party}`, [
        ['case-file', 'filedOn', row.filed_on],
        ['penalty-decide', 'decisionNo', row.decision_no],
        ['penalty-decide', 'decidedOn', row.decided_on],
        ['penalty-decide', 'facts', row.facts],
        ['penalty-decide', 'articles', row.articles],
        ['penalty-decide', 'measures', row.measures.map((one) => word('penalty-decide', 'measures', one)).join('、')],
        ['penalty-decide', 'fine', money(row.fine, lang)],
        ['penalty-decide', 'income', money(row.income, lang)],
        ['penalty-decide', 'goodsValue', money(row.goods_value, lang)],
        ['penalty-serve', 'servedOn', row.served_on],
        ['penalty-publish', 'publishedOn', row.published_on],
        ['penalty-publish', 'publishedAt', row.published_at],
        ['case-file', 'elsewhere', row.elsewhere],
        ['penalty-pass-on', 'passedOn', row.passed_on],
        ['case-drop', 'droppedOn', row.dropped_on],
        ['case-drop', 'reason', row.reason],
      ]),
    );
  return registers.transfers.map((row) =>
    line(row, `${row.number} ${word('transfer', 'kind', row.kind)}`, [
      ['transfer', 'toBody', row.to_body],
      ['transfer', 'party', row.party],
      ['transfer', 'articles', row.articles],
      ['transfer', 'officers', row.officers.join('、')],
      ['transfer', 'reportedOn', row.reported_at],
      ['transfer', 'papers', row.papers.map((one) => word('transfer', 'papers', one)).join('、')],
      [
        'transfer-decide',
        'decision',
        row.decided_at === null
          ? null
          : `${word('transfer-decide', 'decision', row.state === 'declined' ? 'decline' : 'approve')} ${chinaTime(row.decided_at)}`,
      ],
      ['transfer-decide', 'reason', row.decision_reason],
      ['transfer-send', 'sentAt', at(row.sent_at)],
      [
        'transfer-receive',
        'receivedBy',
        row.received_by === null ? null : `${row.received_by} ${at(row.received_at) ?? ''}`,
      ],
      ['transfer-receive', 'receiptNo', row.receipt_no],
      [
        'transfer-answer',
        'outcome',
        row.outcome === null
          ? null
          : [word('transfer-answer', 'outcome', row.outcome), row.outcome_on, row.outcome_no, row.outcome_reason]
              .filter(Boolean)
              .join(' · '),
      ],
      [
        'transfer-review',
        'review',
        row.review === null ? null : `${word('transfer-review', 'review', row.review)} ${row.review_on ?? ''}`,
      ],
      ['transfer-goods', 'goodsOn', row.goods_on],
    ]),
  );
}

const money = (amount: string | null, lang: Lang): string | null =>
  amount === null ? null : lang === 'zh' ? `${grouped(amount)} \u5143` : `CNY ${grouped(amount)}`;

/** 1234567.8 → 1,234,567.8: only the look, the digits are those that were typed. */
export const grouped = (amount: string): string =>
  amount.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));
