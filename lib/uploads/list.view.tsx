import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { Card, chinaTime, DataTable, Due, PageHead, Pill, type Ui } from '../ui/index.ts';
import { Mark, Rooms } from './parts.view.tsx';
import type { UploadList } from './show.ts';

/** What is not uploaded yet, and the files that were made. */
export function UploadsView({
  data: { scope, counts, batches, uploads, next },
  ui,
}: {
  data: UploadList;
  ui: Ui;
}): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('nav.uploads')} note={ui.t('upload.lead')}>
        <a class="btn" href="/uploads/layouts">
          {ui.t('upload.layouts')}
        </a>
        {ui.may('upload.write') ? (
          <a class="btn btn-primary" href="/uploads/new">
            {ui.t('upload.new')}
          </a>
        ) : null}
      </PageHead>
      <Rooms ui={ui} here={scope} counts={{ open: counts.open, late: counts.late }} />
      <Card flush>
        {scope === 'files' ? (
          <DataTable
            ui={ui}
            caption={ui.t('upload.scope.files')}
            rows={uploads}
            rowKey={(row) => row.id}
            href={(row) => `/uploads/${row.id}`}
            empty={ui.t('upload.empty.files')}
            next={next === null ? undefined : `/uploads?scope=files&after=${next}`}
            columns={[
              { key: 'number', head: ui.t('field.number'), cell: (row) => row.number },
              {
                key: 'layout',
                head: ui.t('upload.layout'),
                cell: (row) => `${row.layoutName[ui.lang]} ${row.layout_version}`,
                wrap: true,
              },
              { key: 'batches', head: ui.t('upload.batches'), cell: (row) => String(row.batches), numeric: true },
              {
                key: 'format',
                head: ui.t('upload.format'),
                cell: (row) => lookUp(ui.lang, `upload.format.${row.format}`),
                deskOnly: true,
              },
              {
                key: 'made',
                head: ui.t('upload.made'),
                cell: (row) => `${chinaTime(row.created_at)} ${row.maker}`,
                deskOnly: true,
              },
              { key: 'system', head: ui.t('upload.systemNo'), cell: (row) => row.system_no ?? '—' },
              {
                key: 'state',
                head: ui.t('field.state'),
                cell: (row) => (
                  <>
                    <Mark ui={ui} of="upload" state={row.state} />
                    {row.returned > 0 ? (
                      <Pill tone="orange" shape="↩" word={ui.t('upload.returnedCount', { count: row.returned })} />
                    ) : null}
                  </>
                ),
              },
            ]}
          />
        ) : (
          <DataTable
            ui={ui}
            caption={ui.t(`upload.scope.${scope}`)}
            rows={batches}
            rowKey={(row) => row.sampleId}
            href={(row) => `/samples/${row.sampleId}`}
            empty={ui.t(`upload.empty.${scope}`)}
            tone={(row) => (row.state === 'on-time' ? undefined : row.state)}
            columns={[
              { key: 'sample', head: ui.t('upload.sample'), cell: (row) => row.sampleNumber },
              { key: 'sampling', head: ui.t('upload.sampling'), cell: (row) => row.samplingNumber, deskOnly: true },
              {
                key: 'product',
                head: ui.t('upload.product'),
                cell: (row) => `${row.productName} ${row.batchNo}`,
                wrap: true,
              },
              {
                key: 'level',
                head: ui.t('field.level'),
                cell: (row) => `${lookUp(ui.lang, `level.${row.level}`)} · ${lookUp(ui.lang, `kind.${row.workKind}`)}`,
              },
              { key: 'issued', head: ui.t('upload.issuedOn'), cell: (row) => row.issuedOn },
              {
                key: 'returned',
                head: ui.t('upload.lastAnswer'),
                cell: (row) => (row.returned === null ? '—' : ui.t('upload.returnedFor', { reason: row.returned })),
                wrap: true,
              },
              {
                key: 'due',
                head: ui.t('field.due'),
                cell: (row) => (
                  <Due ui={ui} date={row.dueOn} state={row.state} days={row.days} provisional={row.provisional} />
                ),
              },
            ]}
          />
        )}
      </Card>
    </>
  );
}
