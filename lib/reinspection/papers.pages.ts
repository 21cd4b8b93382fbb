import { refuse } from '../core/refusal.ts';
import { type FileRoute, file } from '../kernel/routes.ts';
import { id, object } from '../kernel/shapes.ts';
import type { Query } from '../kernel/types.ts';
import { drawn, type PaperKind, paperKinds } from './papers.ts';
import { showReinspection } from './show.ts';
import { reinspectionOf } from './store.ts';

/** A paper as it was filed; of a re-inspection from before they were, as it is drawn now. */
function paperFile(kind: PaperKind): FileRoute {
  return file<{ id: string }>({
    name: `reinspection.print-${kind}`,
    path: `/reinspections/:id/${kind}.pdf`,
    needs: 'reinspection.read',
    input: object({ id }, ['id']),
    load: async (query: Query, input) => {
      const filed = (await reinspectionOf(query.db, input.id)).documents?.findLast((one) => one.kind === kind);
      const kept = filed && query.app.files.get(filed.hash);
      const { body, number } = kept ? { body: kept, number: filed.number } : await drawn(query, input.id, kind);
      return { body, type: 'application/pdf', name: `${number}.pdf`, inline: true };
    },
    event: (input) => ({ entity: 'reinspections', id: input.id }),
  });
}

/** The report of the re-inspection as it was kept. @throws Refusal `reinspection.no-file` */
const reportFile = file<{ id: string }>({
  name: 'reinspection.report-file',
  path: '/reinspections/:id/report',
  needs: 'reinspection.read',
  input: object({ id }, ['id']),
  load: async (query, input) => {
    const { row } = await showReinspection(query, input.id);
    const hash = row.result?.file;
    const body = hash && query.app.files.get(hash);
    if (!hash || !body) return refuse('reinspection.no-file', {}, undefined, 'missing');
    const known = await query.db('files').where({ hash }).first<{ type: string; name: string }>('type', 'name');
    return { body, type: known.type, name: known.name, inline: true, immutable: true };
  },
  event: (input) => ({ entity: 'reinspections', id: input.id }),
});

export const paperFiles: FileRoute[] = [...paperKinds.map(paperFile), reportFile];
