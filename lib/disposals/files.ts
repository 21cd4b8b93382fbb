import { refuse } from '../core/refusal.ts';
import { type FileAnswer, file } from '../kernel/routes.ts';
import { id, object } from '../kernel/shapes.ts';
import type { Query } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { readInstitute } from '../people/index.ts';
import { reportOf } from '../reports/index.ts';
import { caseOf } from './show.ts';
import { caseRow } from './store.ts';

/** A file of a case by its hash. @throws Refusal `case.no-file` */
export async function keptFile({ app, db }: Pick<Query, 'app' | 'db'>, hash: string | null): Promise<FileAnswer> {
  const body = hash === null ? undefined : app.files.get(hash);
  const known =
    hash === null ? undefined : await db('files').where({ hash }).first<{ name: string; type: string } | undefined>();
  if (!body || !known) return refuse('case.no-file', {}, undefined, 'missing');
  return { body, type: known.type, name: known.name, inline: true, immutable: true };
}

const byId = object({ id }, ['id']);

/** The signed report of a case, for the authorities too. @throws Refusal `case.no-report` */
export const caseReportFile = file<{ id: string }>({
  name: 'case.report',
  path: '/cases/:id/report.pdf',
  needs: 'case.read',
  input: byId,
  load: async (query, input) => {
    const row = await caseRow(query, input.id);
    if (row.report_id === null) return refuse('case.no-report', {}, undefined, 'missing');
    return keptFile(query, (await reportOf(query.db, row.report_id)).pdf_hash);
  },
  event: (input) => ({ entity: 'cases', id: input.id }),
});

/** The letter that goes with the papers to the authorities. @throws Refusal `case.no-report` */
export const noticeFile = file<{ id: string }>({
  name: 'case.print',
  path: '/cases/:id/notice.pdf',
  needs: 'case.read',
  input: byId,
  load: async (query, input) => {
    const data = await caseOf(query, input.id);
    if (data.reportId === null) return refuse('case.no-report', {}, undefined, 'missing');
    const report = await reportOf(query.db, data.reportId);
    const institute = await readInstitute(query.db);
    const rule =
      data.term && query.app.rules.clock('nonconforming-issued', report.content.productClass, data.term.startedOn);
    const { noticePdf } = await import('./notice.pdf.ts');
    const body = await noticePdf({
      institute: { name: institute?.name ?? '', phone: institute?.phone ?? '' },
      number: data.number,
      to: data.notified?.to ?? t('zh', 'case.authority'),
      basis: data.term?.basis ?? '',
      issuedOn: report.content.issuedOn ?? '',
      due: data.term?.dueOn ?? '',
      workingDays: rule?.amount ?? 0,
      samples: [
        {
          reportNo: report.number,
          sampleNo: data.sampleNumber,
          product: {
            name: data.productName,
            batchNo: data.batchNo,
            spec: report.content.product.spec,
            producer: data.producer,
          },
          sampledUnit: data.sampledUnit,
          basis: report.content.basis,
          failed: data.items,
        },
      ],
      frozenAt: data.openedAt,
    });
    return { body, type: 'application/pdf', name: `${data.number}.pdf`, inline: true };
  },
  event: (input) => ({ entity: 'cases', id: input.id }),
});
