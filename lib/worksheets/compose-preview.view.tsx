import type { JSX } from 'preact';
import { DueCell } from '../testing/index.ts';
import { Card, DataTable, Facts, Form, FormFoot, SelectField, TextField, type Ui } from '../ui/index.ts';
import type { NewRun, PlaceLine } from './compose-new.ts';
import { ItemCell, Kind, Told } from './compose-parts.view.tsx';
import { newHref } from './list.parts.tsx';

/** The run as it would be, and the last step to it. */
export function Preview({
  data,
  draft,
  ui,
}: {
  data: NewRun;
  draft: NonNullable<NewRun['draft']>;
  ui: Ui;
}): JSX.Element {
  const { group, colleagues, members, rooms } = data;
  const samples = draft.places.filter(({ kind }) => kind === 'sample').length;
  const names = colleagues.filter(({ id }) => members.includes(id)).map(({ name }) => name);
  const isRefused = draft.refuses.length > 0;
  return (
    <>
      <Told ui={ui} tone="red" sentences={draft.refuses} />
      <Told ui={ui} tone="amber" sentences={draft.warns} />
      <Card>
        <Facts
          line
          facts={[
            { label: ui.t('run.samples'), value: String(samples) },
            { label: ui.t('run.controls'), value: String(draft.places.length - samples) },
            { label: ui.t('field.runTemplate'), value: draft.templateTitle },
            { label: ui.t('field.members'), value: names.join('、') },
          ]}
        />
      </Card>
      <Form ui={ui} action="/runs" draft="off">
        <input type="hidden" name="formCode" value={group?.form_code ?? ''} />
        <input type="hidden" name="picked" value={draft.picked.join(',')} />
        <input type="hidden" name="crew" value={members.join(',')} />
        <input type="hidden" name="runTemplate" value={data.template ?? ''} />
        <Card>
          <div class="fields-grid">
            <TextField
              ui={ui}
              name="runTitle"
              label={ui.t('field.runTitle')}
              value={draft.title}
              required
              width="half"
              maxLength={120}
            />
            <TextField
              ui={ui}
              name="instrument"
              label={ui.t('field.instrument')}
              hint={ui.t('run.instrumentHint')}
              scan
              width="half"
            />
            <SelectField
              ui={ui}
              name="roomCode"
              label={ui.t('field.roomCode')}
              width="half"
              options={rooms.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
            />
            <TextField ui={ui} name="note" label={ui.t('field.note')} width="half" maxLength={500} />
          </div>
          <FormFoot>
            <a class="btn" href={group ? newHref(group) : '/runs/new'}>
              {ui.t('run.chooseAgain')}
            </a>
            <button class={isRefused ? 'btn btn-refused' : 'btn btn-primary btn-next'} disabled={isRefused}>
              {ui.t('run.open')}
            </button>
          </FormFoot>
        </Card>
      </Form>
      <Card title={ui.t('run.places')} flush>
        <DataTable<PlaceLine & { at: number }>
          ui={ui}
          caption={ui.t('run.places')}
          rows={draft.places.map((place, i) => ({ ...place, at: i + 1 }))}
          rowKey={(place) => String(place.at)}
          empty={ui.t('run.noCandidates')}
          total={draft.places.length}
          tone={(place) => ((place.test?.refused.length ?? 0) > 0 ? 'fails' : undefined)}
          columns={[
            { key: 'at', head: ui.t('run.position'), numeric: true, cell: (place) => place.at },
            { key: 'kind', head: ui.t('run.kindHead'), cell: (place) => <Kind ui={ui} kind={place.kind} /> },
            {
              key: 'label',
              head: ui.t('run.label'),
              cell: (place) =>
                place.of === null ? place.label : `${place.label} (${draft.places[place.of - 1]?.label ?? ''})`,
            },
            {
              key: 'product',
              head: ui.t('run.product'),
              wrap: true,
              cell: (place) => (place.test ? `${place.test.product_name} ${place.test.batch_no}` : '—'),
            },
            {
              key: 'item',
              head: ui.t('run.item'),
              wrap: true,
              cell: (place) => (place.test ? <ItemCell ui={ui} test={place.test} /> : '—'),
            },
            {
              key: 'due',
              head: ui.t('field.due'),
              cell: (place) => (place.test ? <DueCell ui={ui} due={place.test.due} /> : '—'),
            },
          ]}
        />
      </Card>
    </>
  );
}
