import { file, page, post } from '../kernel/routes.ts';
import { date, id, integer, long, object, oneOf, text } from '../kernel/shapes.ts';
import { t } from '../messages/index.ts';
import { readInstitute } from '../people/index.ts';
import { reportOf } from '../reports/index.ts';
import { CaseView } from './case.view.tsx';
import { type NotifyInput, notify, ways } from './notify.ts';
import { type CaseData, caseAnswer, caseOf } from './show.ts';

export const casePage = page<{ id: string }, CaseData>({
  name: 'case.show',
  path: '/cases/:id',
  needs: 'case.read',
  input: object({ id }, ['id']),
  answer: caseAnswer,
  load: (query, input) => caseOf(query, input.id),
  title: (data) => data.number,
  view: (data, ui) => CaseView({ data, ui }),
});

export const notifyPost = post<NotifyInput, { id: string; version: number; state: string }>({
  name: 'case.notify',
  path: '/cases/:id/notification',
  needs: 'case.notify',
  versioned: true,
  input: object(
    {
      id,
      version: integer,
      notifiedOn: date,
      notifiedTo: { ...text(), minLength: 2 },
      notifiedHow: oneOf(...ways),
      receiptNo: text(100),
      note: long,
    },
    ['id', 'version', 'notifiedOn', 'notifiedTo', 'notifiedHow'],
  ),
  answer: object({ id, version: integer, state: text() }, ['id', 'version', 'state']),
  run: async (act, input) => {
    const row = await notify(act, input);
    return { id: row.id, version: row.version, state: row.state };
  },
  then: (row) => `/cases/${row.id}`,
  on: casePage,
});

export const noticeFile = file<{ id: string }>({
  name: 'case.print',
  path: '/cases/:id/notice.pdf',
  needs: 'case.read',
  input: object({ id }, ['id']),
  load: async (query, input) => {
    const data = await caseOf(query, input.id);
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
      workingDays: rule?.days ?? 0,
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
