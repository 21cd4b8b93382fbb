import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import { Card, DataTable, Form, FormFoot, type Ui } from '../ui/index.ts';
import { Cells } from './lines.view.tsx';
import { LinePill } from './marks.tsx';
import type { NewAnswer, PreviewLine } from './profiles.show.ts';

/** What would come of the first lines; what is seen here is what is saved. */
export function Preview({ data, ui }: { data: NewAnswer; ui: Ui }): JSX.Element | null {
  const { mapping, faults, preview, counts, file } = data;
  if (mapping.targets.length === 0) return null;
  const told = Object.entries(counts)
    .map(
      ([status, count]) => `${ui.t(`instrument-file.status.${status}` as 'instrument-file.status.matched')} ${count}`,
    )
    .join('，');
  return (
    <Card title={ui.t('instrument-file.previewTitle')}>
      {faults.map((reason) => (
        <p class="problems tone-orange" key={JSON.stringify(reason)}>
          {reasonText(ui.lang, reason)}
        </p>
      ))}
      {file ? <p class="mb-2">{told}</p> : <p class="quiet">{ui.t('instrument-file.noPreview')}</p>}
      {file ? (
        <DataTable<PreviewLine>
          ui={ui}
          caption={ui.t('instrument-file.previewTitle')}
          rows={preview}
          rowKey={({ n }) => String(n)}
          empty={ui.t('instrument-file.noLines')}
          columns={[
            { key: 'n', head: ui.t('instrument-file.n'), cell: ({ n }) => n },
            { key: 'sample', head: ui.t('instrument-file.sample'), wrap: true, cell: ({ sample }) => sample || '—' },
            { key: 'status', head: ui.t('field.state'), cell: ({ status }) => <LinePill ui={ui} status={status} /> },
            { key: 'row', head: ui.t('instrument-file.row'), cell: ({ names }) => names.join('、') || '—' },
            {
              key: 'cells',
              head: ui.t('instrument-file.cells'),
              wrap: true,
              cell: (line) => <Cells line={line} ui={ui} />,
            },
            {
              key: 'why',
              head: ui.t('instrument-file.remarks'),
              wrap: true,
              cell: ({ reasons }) => reasons.map((reason) => reasonText(ui.lang, reason)).join(' '),
            },
          ]}
        />
      ) : null}
      {faults.length === 0 ? <SaveForm data={data} ui={ui} /> : null}
    </Card>
  );
}

function SaveForm({ data, ui }: { data: NewAnswer; ui: Ui }): JSX.Element {
  const { file, profile, instrument, model, format, formCode, note, mapping } = data;
  const hidden: Record<string, string | null | undefined> = {
    ...{ file: file?.id, run: file?.run, profile: profile?.id, note, format, formCode },
    ...(profile ? {} : { instrument, model }),
    mapping: JSON.stringify(mapping),
  };
  return (
    <Form ui={ui} action="/instrument-files/profiles" version={profile?.version} draft="off">
      {Object.entries(hidden).map(([name, value]) =>
        value ? <input key={name} type="hidden" name={name} value={value} /> : null,
      )}
      <FormFoot>
        <button class="btn btn-primary btn-next">
          {ui.t(profile ? 'instrument-file.saveRevision' : 'instrument-file.save')}
        </button>
      </FormFoot>
    </Form>
  );
}
