import { refuse } from '../core/refusal.ts';
import { file, page } from '../kernel/routes.ts';
import { id, object, text } from '../kernel/shapes.ts';
import type { App } from '../kernel/types.ts';
import { XLSX } from '../sheets/index.ts';
import { ownOf } from './own.ts';
import { packingList, resultsSheet, roundReport, unitLabels } from './papers.ts';
import type { ActionRow } from './rows.ts';
import { targetAnswer } from './shapes.ts';
import { actionOf, comparisonOf } from './store.ts';
import { showTarget, type TargetSheet } from './target.ts';
import { targetView } from './target.view.tsx';

const PDF = 'application/pdf';
const byId = object({ id }, ['id']);
const printed = (input: { id: string }) => ({ entity: 'comparisons', id: input.id });

export const targetPage = page<{ id: string; key: string }, TargetSheet>({
  name: 'comparison.target',
  path: '/comparisons/:id/targets/:key',
  needs: 'comparison.read',
  input: object({ id, key: text(4) }, ['id', 'key']),
  answer: targetAnswer,
  load: (query, input) => showTarget(query, input),
  title: ({ schemeNo, target }) => `${schemeNo} ${target.name}`,
  view: targetView,
});

export const labelsFile = file<{ id: string }>({
  name: 'comparison.labels',
  path: '/comparisons/:id/labels',
  needs: 'comparison.write',
  input: byId,
  load: async ({ app, db }, input) => ({
    ...{ body: await unitLabels(app, db, input.id), type: PDF, name: 'labels.pdf', inline: true },
  }),
  event: printed,
});

export const packingFile = file<{ id: string }>({
  name: 'comparison.packing',
  path: '/comparisons/:id/packing',
  needs: 'comparison.write',
  input: byId,
  load: async ({ app, db }, input) => ({
    ...{ body: await packingList(app, db, input.id), type: PDF, name: 'packing.pdf', inline: true },
  }),
  event: printed,
});

export const exportFile = file<{ id: string }>({
  name: 'comparison.export',
  path: '/comparisons/:id/results.xlsx',
  needs: 'comparison.read',
  input: byId,
  load: async ({ db }, input) => {
    const row = await comparisonOf(db, input.id);
    return { body: await resultsSheet(db, row), type: XLSX, name: `${row.scheme_no}.xlsx` };
  },
  event: printed,
});

export const summaryFile = file<{ id: string }>({
  name: 'comparison.summary',
  path: '/comparisons/:id/summary',
  needs: 'comparison.read',
  input: byId,
  load: async ({ app, db }, input) => {
    const row = await comparisonOf(db, input.id);
    const body = await roundReport(app, db, { row, participant: null });
    return { body, type: PDF, name: `${row.scheme_no}.pdf`, inline: true };
  },
  event: printed,
});

export const letterFile = file<{ id: string; participantId: string }>({
  name: 'comparison.report',
  path: '/comparisons/:id/participants/:participantId/report',
  needs: 'comparison.read',
  input: object({ id, participantId: id }, ['id', 'participantId']),
  load: async ({ app, db }, input) => {
    const row = await comparisonOf(db, input.id);
    const body = await roundReport(app, db, { row, participant: input.participantId });
    return { body, type: PDF, name: `${row.scheme_no}.pdf`, inline: true };
  },
  event: printed,
});

function keptFile(app: App, { reply_file: kept }: ActionRow) {
  const body = kept && app.files.get(kept.hash);
  if (!kept || !body) return refuse('comparison.missing', {}, undefined, 'missing');
  return { body, type: kept.type, name: kept.name };
}

export const replyFile = file<{ id: string; actionId: string }>({
  name: 'comparison.reply-file',
  path: '/comparisons/:id/actions/:actionId/file',
  needs: 'comparison.read',
  input: object({ id, actionId: id }, ['id', 'actionId']),
  load: async ({ app, db }, input) => keptFile(app, await actionOf(db, input.actionId, input.id)),
});

/** The three papers of a laboratory: its own only, and only after publication. */
const ownPaper = (name: string, path: string, whose: 'own' | 'all') =>
  file<{ id: string }>({
    name: `comparison.${name}`,
    path: `/comparisons/own/:id/${path}`,
    needs: 'comparison.take',
    input: byId,
    load: async ({ app, db, user }, input) => {
      const { participant, comparison: row } = await ownOf(db, user, input.id);
      if (row.state !== 'published' && row.state !== 'filed')
        refuse('comparison.not-published', {}, undefined, 'conflict');
      const body = await roundReport(app, db, { row, participant: whose === 'own' ? participant.id : null });
      return { body, type: PDF, name: `${row.scheme_no}.pdf`, inline: true };
    },
    event: (input) => ({ entity: 'comparison_participants', id: input.id }),
  });

export const ownReportFile = ownPaper('own-report', 'report', 'own');
export const ownSummaryFile = ownPaper('own-summary', 'summary', 'all');

export const ownReplyFile = file<{ id: string; actionId: string }>({
  name: 'comparison.own-reply-file',
  path: '/comparisons/own/:id/actions/:actionId/file',
  needs: 'comparison.take',
  input: object({ id, actionId: id }, ['id', 'actionId']),
  load: async ({ app, db, user }, input) => {
    const { participant, comparison } = await ownOf(db, user, input.id);
    const action = await actionOf(db, input.actionId, comparison.id);
    if (action.participant_id !== participant.id) refuse('comparison.missing', {}, undefined, 'missing');
    return keptFile(app, action);
  },
});
