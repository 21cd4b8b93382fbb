import type { Knex } from 'knex';
import type { Reason } from '../core/refusal.ts';
import type { RecipientRow } from '../disposals/index.ts';
import { find } from '../kernel/tables.ts';
import { clocksOf, dueBy } from '../kernel/terms.ts';
import type { App, Query } from '../kernel/types.ts';
import { backupFaults } from '../samples/index.ts';
import type { ReinspectionSubject } from './machine.ts';
import type { ReinspectionRow, ReinspectionState } from './rows.ts';
import { reinspectionRules } from './rules.ts';
import { issuedReport } from './store.ts';

type Asked = Pick<Query, 'app' | 'db' | 'today' | 'user'>;

/** The institute tests it itself: it is the first laboratory of a drug, the only one there is, or the re-inspecting one. */
export const isOurs = ({ standing, laboratory }: Pick<ReinspectionRow, 'standing' | 'laboratory'>): boolean =>
  standing === 'foreign' || laboratory.way === 'own' || laboratory.way === 'sole';

/** States in which a re-inspection was let in: it takes the only place of its report. */
const letIn = ['accepted', 'requested', 'handed-over', 'testing', 'reported', 'sent'];

/** The last day of the applicant's window: its own clock as it was started, else by the rule of the day of delivery. */
export async function windowOf(
  { app, db }: Asked,
  row: ReinspectionRow,
): Promise<{ dueOn: string; rule: string } | null> {
  if (row.delivered_on === null) return null;
  const clocks = row.recipient_id === null ? [] : await clocksOf(db, 'case_recipients', row.recipient_id);
  const own = clocks.filter(({ kind, started_on }) => kind === 'right' && started_on === row.delivered_on).at(-1);
  if (own) return { dueOn: own.due_on, rule: own.rule };
  const rule = app.rules.clock('report-delivered', row.product_class, row.delivered_on);
  return rule ? { dueOn: dueBy(app, rule, row.delivered_on).date, rule: rule.id } : null;
}

/**
 * Everything that stands against letting a re-inspection in (domain 1.7; 10, item 24): the window of this applicant, once for each report,
 * items that are not repeated, papers, fee, laboratory, and the sealed portion.
 */
export async function against(asked: Asked, row: ReinspectionRow): Promise<Reason[]> {
  const { app, db } = asked;
  const rules = reinspectionRules(app, row.product_class, row.applied_on);
  const missing = rules.papers.filter(({ id, required }) => required && !row.papers.includes(id));
  return [
    ...(await windowFaults(asked, row)),
    ...(await twice(db, row)),
    ...forbidden(app, row, rules.forbidden),
    ...(rules.applicant?.roles.includes(row.applicant.role)
      ? []
      : [{ id: 'reinspection.applicant', field: 'recipientId', params: { basis: rules.applicant?.basis ?? '' } }]),
    ...(missing.length > 0
      ? [
          {
            id: 'reinspection.papers',
            field: 'papers',
            params: { papers: missing.map(({ title }) => title.zh).join('、') },
          },
        ]
      : []),
    ...(rules.fee?.prepaid !== false && (!row.fee.paidOn || !row.fee.receiptNo || row.fee.paidOn > asked.today)
      ? [{ id: 'reinspection.fee', field: 'feePaidOn', params: { basis: rules.fee?.basis ?? '' } }]
      : []),
    ...laboratoryFaults(row, rules.laboratory),
    ...(row.standing === 'own' && row.sample_id !== null ? (await backupFaults(asked, row.sample_id)).reasons : []),
  ];
}

async function windowFaults(asked: Asked, row: ReinspectionRow): Promise<Reason[]> {
  const field = 'appliedOn';
  const recipient =
    row.recipient_id === null
      ? undefined
      : await find<RecipientRow>(asked.db, 'case_recipients', { id: row.recipient_id });
  if (recipient?.waived === 1) return [{ id: 'reinspection.waived', field, params: { name: recipient.name } }];
  const end = await windowOf(asked, row);
  if (end === null) return [{ id: 'reinspection.delivery', field, params: { name: row.applicant.name } }];
  const applied = row.applicant.postedOn ?? row.applied_on;
  return applied > end.dueOn
    ? [{ id: 'reinspection.late', field, params: { applied, due: end.dueOn, delivered: row.delivered_on ?? '' } }]
    : [];
}

async function twice(db: Knex, row: ReinspectionRow): Promise<Reason[]> {
  const earlier: { number: string } | undefined = await db('reinspections')
    .where({ first_lab: row.first_lab, first_report_no: row.first_report_no })
    .whereIn('state', letIn)
    .whereNot({ id: row.id })
    .first('number');
  return earlier ? [{ id: 'reinspection.twice', params: { report: row.first_report_no, number: earlier.number } }] : [];
}

/** Items that are not re-inspected: by the list of the rule, or because the parameter says so itself. */
export function forbidden(
  { catalogue }: Pick<App, 'catalogue'>,
  { items }: Pick<ReinspectionRow, 'items'>,
  rules: ReturnType<typeof reinspectionRules>['forbidden'],
): Reason[] {
  return items.flatMap(({ name, parameter }) => {
    const rule = rules.find(
      ({ words, prefixes }) =>
        words.some((word) => name.includes(word)) || prefixes.some((prefix) => parameter?.startsWith(prefix)),
    );
    const known = parameter !== undefined && catalogue.parameters.has(parameter);
    const own = known && catalogue.parameter(parameter).reinspection === false;
    return rule || own
      ? [
          {
            id: 'reinspection.forbidden',
            field: 'items',
            params: { item: name, basis: rule?.basis ?? parameter ?? '' },
          },
        ]
      : [];
  });
}

function laboratoryFaults(
  { laboratory, first_lab }: ReinspectionRow,
  rule: ReturnType<typeof reinspectionRules>['laboratory'],
): Reason[] {
  const { way, name } = laboratory;
  const isFirst = name.trim() === first_lab;
  const staysFirst = way === 'own' || way === 'sole';
  const isNamed = name.trim() !== '' && isFirst === staysFirst;
  const isDrawn = !rule?.drawn || Boolean(laboratory.drawnBy?.trim() && laboratory.drawnOn);
  return rule?.ways.includes(way) && isNamed && isDrawn
    ? []
    : [
        {
          id: 'reinspection.laboratory',
          field: 'laboratoryWay',
          params: { name: name || '—', basis: rule?.basis ?? '' },
        },
      ];
}

/** A re-inspection as its machine looks at it. */
export async function subjectOf(
  asked: Asked,
  row: ReinspectionRow,
): Promise<ReinspectionSubject & { state: ReinspectionState }> {
  const isWaiting = row.state === 'applied' || row.state === 'supplement';
  const isRequested = row.state === 'requested' && row.sample_id !== null && row.standing === 'own';
  return {
    state: row.state,
    handedOver: row.hand_over !== null,
    standing: row.standing,
    created_by: row.created_by,
    ours: isOurs(row),
    against: isWaiting ? await against(asked, row) : [],
    portion: isRequested ? (await backupFaults(asked, row.sample_id ?? '')).reasons : [],
    issued: row.second_sample_id !== null && (await issuedReport(asked.db, row.second_sample_id)) !== undefined,
  };
}
