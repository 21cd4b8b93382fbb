import { file, page, post } from '../kernel/routes.ts';
import { hash, id, integer, long, object, text } from '../kernel/shapes.ts';
import {
  type Drawn,
  drawIssue,
  type Issued,
  type IssueInput,
  issue,
  type Nonconforming,
  paperOf,
  reportOf,
} from './issue.ts';
import { ReportView } from './report.view.tsx';
import { type ReturnInput, returnReport } from './return.ts';
import { type ReportData, reportAnswer, reportData } from './show.ts';

export const reportPage = page<{ id: string }, ReportData>({
  name: 'report.show',
  path: '/reports/:id',
  needs: 'report.read',
  input: object({ id }, ['id']),
  answer: reportAnswer,
  load: (query, input) => reportData(query, input.id),
  title: (data) => data.number,
  view: (data, ui) => ReportView({ data, ui }),
});

export const issuePost = (nonconforming?: Nonconforming, issued?: Issued) =>
  post<IssueInput, { id: string; number: string; state: string; pdfHash: string; version: number }, Drawn>({
    name: 'report.issue',
    path: '/reports/:id/issue',
    needs: 'report.issue',
    signs: true,
    versioned: true,
    input: object({ id, version: integer, hash, password: text(), standsInFor: text(26) }, [
      'id',
      'version',
      'hash',
      'password',
    ]),
    answer: object({ id, number: text(), state: text(), pdfHash: hash, version: integer }, [
      'id',
      'number',
      'state',
      'pdfHash',
      'version',
    ]),
    prepare: drawIssue,
    run: async (act, input, drawn) => {
      const report = await issue(act, input, drawn, nonconforming);
      await issued?.(act, report);
      return {
        id: report.id,
        number: report.number,
        state: report.state,
        pdfHash: report.pdf_hash ?? '',
        version: report.version,
      };
    },
    then: (report) => `/reports/${report.id}`,
    on: reportPage,
  });

export const returnPost = post<ReturnInput, { id: string; version: number }>({
  name: 'report.return',
  path: '/reports/:id/return',
  needs: 'report.issue',
  versioned: true,
  input: object({ id, version: integer, reason: { ...long, minLength: 1 } }, ['id', 'version', 'reason']),
  answer: object({ id, version: integer }, ['id', 'version']),
  run: async (act, input) => {
    const report = await returnReport(act, input);
    return { id: report.id, version: report.version };
  },
  then: (report) => `/reports/${report.id}`,
  on: reportPage,
});

export const reportFile = file<{ id: string }>({
  name: 'report.print',
  path: '/reports/:id/report.pdf',
  needs: 'report.read',
  input: object({ id }, ['id']),
  load: async ({ app, db }, input) => {
    const report = await reportOf(db, input.id);
    return {
      body: await paperOf(app, report),
      type: 'application/pdf',
      name: `${report.number}.pdf`,
      inline: true,
      immutable: report.state === 'issued',
    };
  },
  event: (input) => ({ entity: 'reports', id: input.id }),
});
