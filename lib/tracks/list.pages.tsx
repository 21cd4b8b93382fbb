import { refuseUnreleased } from '../disposals/index.ts';
import { file, page } from '../kernel/routes.ts';
import { boolean, date, id, integer, list, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { lookUp, t } from '../messages/index.ts';
import { writeSheet, XLSX } from '../sheets/index.ts';
import { type Asked, linesOf, listTracks, scopes, type TrackList } from './list.ts';
import { TracksView } from './list.view.tsx';

const asked = { scope: oneOf(...scopes), q: text(100) };
const all = (properties: Parameters<typeof object>[0]) => object(properties, Object.keys(properties));

const line = all({
  ...{ id, caseId: id, caseNumber: text(), kind: text(), unitName: text(400), authority: nullable(text()) },
  ...{ handler: nullable(text()), productName: text(), batchNo: text(), state: text(), supervision: integer },
  due: {
    anyOf: [all({ on: date, state: text(), days: { type: 'integer' }, provisional: boolean }), { type: 'null' }],
  },
});

export const tracksPage = page<Asked, TrackList>({
  name: 'track.list',
  path: '/tracks',
  needs: 'case.read',
  input: object({ ...asked, before: id }),
  answer: all({
    ...{ scope: oneOf(...scopes), q: text(100), counts: list(all({ scope: text(), count: integer })) },
    ...{ lines: list(line, 50), next: nullable(id) },
  }),
  load: listTracks,
  title: (_data, ui) => ui.t('nav.tracks'),
  view: (data, ui) => <TracksView data={data} ui={ui} />,
});

const MOST = 5000;
const columns = ['case', 'kind', 'unit', 'authority', 'handler', 'product', 'batch', 'state', 'due'] as const;

/** The list as a workbook, as far as the person may see it, and may take it out. @throws Refusal `case.unreleased` */
export const tracksFile = file<Pick<Asked, 'scope' | 'q'>>({
  name: 'track.export',
  path: '/tracks.xlsx',
  needs: 'case.read',
  input: object(asked),
  load: async (query, { scope = 'all', q = '' }) => {
    const lines = await linesOf(query, { scope, q, most: MOST });
    await refuseUnreleased(
      query,
      lines.map(({ caseId }) => caseId),
    );
    const body = await writeSheet({
      name: t('zh', 'nav.tracks'),
      lists: t('zh', 'track.lists'),
      columns: columns.map((key) => ({ head: lookUp('zh', `track.column.${key}`), width: 18 })),
      rows: lines.map((row) => [
        ...[row.caseNumber, lookUp('zh', `track.kind.${row.kind}`)],
        ...[row.unitName, row.authority ?? '', row.handler ?? '', row.productName, row.batchNo],
        ...[lookUp('zh', `track.state.${row.state}`), row.due?.on ?? ''],
      ]),
      spare: 0,
    });
    return { body, type: XLSX, name: `${t('zh', 'nav.tracks')}.xlsx` };
  },
  event: () => ({ entity: 'case_tracks', id: 'export' }),
});
