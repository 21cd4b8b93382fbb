import type { Knex } from 'knex';
import { refuse } from '../core/refusal.ts';
import type { App } from '../kernel/types.ts';
import { lookUp, t } from '../messages/index.ts';
import { type Institute, readInstitute } from '../people/index.ts';
import { writeSheet } from '../sheets/index.ts';
import { packingPdf, unitLabelsPdf } from './labels.pdf.ts';
import { type ReportPaper, reportPdf } from './report.pdf.ts';
import { type ComparisonRow, samplesOf, unsealed } from './rows.ts';
import { openResults } from './sealed.ts';
import { targetName } from './show.ts';
import {
  checksOf,
  comparisonOf,
  itemsOf,
  namesOf,
  organisationNames,
  participantsOf,
  resultsOf,
  unitsOf,
} from './store.ts';

async function instituteOf(app: App): Promise<Institute> {
  return (await readInstitute(app.db.read)) ?? { name: '', address: '', phone: '', cma: '', demo: false };
}

/** Labels of all units, in the order of their codes. @throws Refusal `comparison.no-units` */
export async function unitLabels(app: App, db: Knex, id: string): Promise<Buffer> {
  const row = await comparisonOf(db, id);
  const units = await unitsOf(db, id);
  if (units.length === 0) refuse('comparison.no-units', {}, undefined, 'conflict');
  const { name } = await instituteOf(app);
  const labels = units.map(({ code }) => ({ code, schemeNo: row.scheme_no, storage: row.storage }));
  return unitLabelsPdf(labels, { author: name, created: units[0]?.created_at ?? row.created_at });
}

/** @throws Refusal `comparison.not-packed` before the units are drawn */
export async function packingList(app: App, db: Knex, id: string): Promise<Buffer> {
  const row = await comparisonOf(db, id);
  const units = await unitsOf(db, id);
  const participants = await participantsOf(db, id);
  if (!units.some(({ participant_id }) => participant_id !== null))
    refuse('comparison.not-packed', {}, undefined, 'conflict');
  const names = await organisationNames(
    db,
    participants.map(({ organisation_id }) => organisation_id),
  );
  const of = (participant: string | null) =>
    units.filter(({ participant_id }) => participant_id === participant).map(({ sample, code }) => ({ sample, code }));
  const rows = participants
    .map((one) => ({
      organisation: names.get(one.organisation_id) ?? '',
      labCode: one.lab_code,
      units: of(one.id).sort((a, b) => a.sample.localeCompare(b.sample)),
    }))
    .filter((one) => one.units.length > 0);
  const { name: institute } = await instituteOf(app);
  return packingPdf({
    ...{ institute, schemeNo: row.scheme_no, name: row.name, storage: row.storage },
    ...{ rows, spare: of(null), created: row.started_at ?? row.created_at },
  });
}

/**
 * The report of a round, or of one laboratory.
 * @throws Refusal `comparison.not-evaluated`
 */
export async function roundReport(
  app: App,
  db: Knex,
  { row, participant }: { row: ComparisonRow; participant: string | null },
): Promise<Buffer> {
  const { evaluation, evaluated_at, evaluated_by } = row;
  if (!unsealed.includes(row.state) || evaluation === null || evaluated_at === null)
    return refuse('comparison.not-evaluated', {}, undefined, 'conflict');
  const items = new Map((await itemsOf(db, row.id)).map((item) => [item.id, item.name]));
  const checks = await checksOf(db, row.id);
  const names = await namesOf(db, [evaluated_by, row.confirmed_by]);
  const report: ReportPaper = {
    institute: await instituteOf(app),
    ...{ schemeNo: row.scheme_no, name: row.name, samples: [...samplesOf(row)], method: row.method },
    ...{ closesAt: row.closes_at, decision: row.decision, targets: evaluation.targets },
    counts: { invited: evaluation.invited, joined: evaluation.joined, reported: evaluation.reported },
    checks: checks.map(({ kind, item_id, sample, result }) => ({
      ...{ kind, result, name: targetName(row, items.get(item_id) ?? '', sample) },
    })),
    laboratory: participant === null ? null : await laboratoryOf(db, row, participant),
    evaluated: { name: names.get(evaluated_by ?? '') ?? '', at: evaluated_at },
    confirmed:
      row.confirmed_by === null || row.confirmed_at === null
        ? null
        : { name: names.get(row.confirmed_by) ?? '', at: row.confirmed_at },
  };
  return reportPdf(report);
}

/** @throws Refusal `comparison.not-reported` for a laboratory that handed in nothing */
async function laboratoryOf(db: Knex, row: ComparisonRow, id: string): Promise<NonNullable<ReportPaper['laboratory']>> {
  const found = (await participantsOf(db, row.id)).find((one) => one.id === id);
  if (!found) return refuse('comparison.missing', {}, undefined, 'missing');
  if (!row.evaluation?.targets.some(({ lines }) => lines.some(({ participant }) => participant === id)))
    return refuse('comparison.not-reported', {}, undefined, 'conflict');
  const names = await organisationNames(db, [found.organisation_id]);
  const units = (await unitsOf(db, row.id)).filter(({ participant_id }) => participant_id === id);
  return { participant: id, code: found.lab_code, name: names.get(found.organisation_id) ?? '', units };
}

/** All results with their scores as a workbook: one row a laboratory and item. @throws Refusal `comparison.sealed` before the closing time */
export async function resultsSheet(db: Knex, row: ComparisonRow): Promise<Buffer> {
  const results = await openResults(db, row);
  const participants = await participantsOf(db, row.id);
  const names = await organisationNames(
    db,
    participants.map(({ organisation_id }) => organisation_id),
  );
  const counts = new Map<string, number>();
  for (const { participant_id } of await resultsOf(db, { comparison_id: row.id }))
    counts.set(participant_id, (counts.get(participant_id) ?? 0) + 1);
  const items = await itemsOf(db, row.id);
  const heads = [
    ...(['laboratory', 'labCode', 'result'] as const).map((key) => t('zh', `comparison.${key}`)),
    ...(['unit', 'standardU', 'usedMethod', 'usedEquipment', 'testedOn', 'itemName'] as const).map((key) =>
      t('zh', `field.${key}`),
    ),
    ...(['submittedAt', 'submissions', 'scores', 'verdict', 'remarks'] as const).map((key) =>
      t('zh', `comparison.${key}`),
    ),
  ];
  const rows = items.flatMap((item) =>
    samplesOf(row).flatMap((sample) =>
      participants.flatMap((one) => {
        const key = `${item.position}${sample}`;
        const found = results.get(one.id);
        const given = found?.reported.values[key];
        if (!found || !given) return [];
        const target = row.evaluation?.targets.find((other) => other.key === key);
        const line = target?.lines.find(({ participant }) => participant === one.id);
        return [
          [
            ...[names.get(one.organisation_id) ?? '', one.lab_code, given.value, found.reported.units[key] ?? ''],
            ...[given.u ?? '', found.reported.method, found.reported.equipment, found.reported.testedOn],
            ...[targetName(row, item.name, sample), found.at, String(counts.get(one.id) ?? 0)],
            (line?.scores ?? [])
              .map(({ kind, value }) => `${t('zh', `comparison.score.${kind}`)} = ${value}`)
              .join('；'),
            line ? lookUp('zh', `comparison.verdict.${line.verdict}`) : '',
            [
              found.late ? t('zh', 'comparison.why.late') : '',
              ...(line?.flags ?? []).map(({ id, params }) => t('zh', id, params)),
            ]
              .filter((part) => part !== '')
              .join('；'),
          ],
        ];
      }),
    ),
  );
  return writeSheet({
    name: t('zh', 'comparison.results'),
    lists: t('zh', 'equipment.lists'),
    columns: heads.map((head) => ({ head, width: 18 })),
    rows,
    spare: 0,
  });
}
