import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import { Card, chinaTime, DataTable, FileField, Form, FormFoot, PageHead, SelectField, type Ui } from '../ui/index.ts';
import { FilePill, formatName } from './marks.tsx';
import type { FileLine, FileList } from './show.ts';

export const ACCEPT = '.csv,.txt,.tsv,.xlsx,.json,.xml,.jdx,.dx,.asc,.rpt,.arw,.lc2040c,.astm,.log';

/** The instrument files of a run: what came, how its lines stand, and the place for the next. */
export function FileListView({ data, ui }: { data: FileList; ui: Ui }): JSX.Element {
  const { run, files, why } = data;
  return (
    <>
      <PageHead
        title={ui.t('instrument-file.title')}
        over={
          <>
            <a href={`/runs/${run.id}`}>{run.number}</a> · {run.title}
          </>
        }
        note={ui.t('instrument-file.lead')}
      >
        {data.files.some(({ state }) => state === 'taken') ? (
          <a class="btn" href={`/runs/${run.id}/asm.json`}>
            {ui.t('action.instrument-file.asm')}
          </a>
        ) : null}
        {ui.may('instrument-file.profile') ? (
          <a class="btn" href="/instrument-files/profiles">
            {ui.t('instrument-file.profiles')}
          </a>
        ) : null}
      </PageHead>
      {why.length > 0 ? (
        <div class="move-why mb-3">
          {why.map((reason) => (
            <p key={reason.id}>{reasonText(ui.lang, reason)}</p>
          ))}
        </div>
      ) : (
        <UploadCard data={data} ui={ui} />
      )}
      <Card flush>
        <DataTable<FileLine>
          ui={ui}
          caption={ui.t('instrument-file.title')}
          rows={files}
          rowKey={({ id }) => id}
          href={({ id }) => `/runs/${run.id}/files/${id}`}
          empty={ui.t('instrument-file.none')}
          tone={({ state, counts }) => (state !== 'dropped' && open(counts) > 0 ? 'amber' : undefined)}
          columns={[
            { key: 'name', head: ui.t('instrument-file.name'), wrap: true, cell: ({ name }) => name },
            { key: 'state', head: ui.t('field.state'), cell: ({ state }) => <FilePill ui={ui} state={state} /> },
            { key: 'format', head: ui.t('field.format'), cell: ({ format }) => formatName(ui, format) },
            { key: 'lines', head: ui.t('instrument-file.lines'), numeric: true, cell: ({ lines }) => lines },
            {
              key: 'taken',
              head: ui.t('instrument-file.status.taken'),
              numeric: true,
              cell: ({ counts }) => counts.taken ?? 0,
            },
            {
              key: 'matched',
              head: ui.t('instrument-file.status.matched'),
              numeric: true,
              cell: ({ counts }) => counts.matched ?? 0,
            },
            { key: 'open', head: ui.t('instrument-file.view.open'), numeric: true, cell: ({ counts }) => open(counts) },
            { key: 'instrument', head: ui.t('field.instrument'), cell: ({ instrument }) => instrument ?? '—' },
            { key: 'by', head: ui.t('instrument-file.by'), cell: ({ by }) => by },
            { key: 'at', head: ui.t('instrument-file.at'), cell: ({ created_at }) => chinaTime(created_at) },
          ]}
        />
      </Card>
    </>
  );
}

const open = (counts: FileLine['counts']): number =>
  (['unmatched', 'duplicate', 'out-of-range', 'altered'] as const).reduce(
    (sum, state) => sum + (counts[state] ?? 0),
    0,
  );

function UploadCard({ data: { run, instruments }, ui }: { data: FileList; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('instrument-file.upload')}>
      <Form ui={ui} action={`/runs/${run.id}/files`} draft="off" files>
        <div class="fields-grid">
          <FileField
            ui={ui}
            name="file"
            label={ui.t('field.file')}
            accept={ACCEPT}
            required
            width="half"
            hint={ui.t('instrument-file.uploadHint')}
          />
          <SelectField
            ui={ui}
            name="instrument"
            label={ui.t('field.instrument')}
            value={run.instrument ?? undefined}
            options={instruments.map(({ number, name }) => ({ value: number, label: `${number} ${name}` }))}
            hint={ui.t('instrument-file.instrumentHint')}
            width="half"
          />
        </div>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('instrument-file.read')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}
