import type { JSX } from 'preact';
import {
  Card,
  CheckField,
  DataTable,
  DecimalField,
  FieldSet,
  FormFoot,
  PageHead,
  SelectField,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { formatName } from './marks.tsx';
import { Preview } from './preview.view.tsx';
import type { NewAnswer } from './profiles.show.ts';
import { ownFields } from './profiles.ts';
import { columnWord, rowWord } from './profiles.view.tsx';
import { type Found, rowNames, sampleTexts, type Target } from './rows.ts';

/** Lines to map more than there are. */
const SPARE = 4;

const columnKey = ({ name, field, signal }: Pick<Target, 'name' | 'field' | 'signal'>): string =>
  [name, field, signal ?? ''].join('|');

/** What the file has at the left, where it goes at the right, and beneath it what would come of the file. */
export function NewProfileView({ data, ui }: { data: NewAnswer; ui: Ui }): JSX.Element {
  const { file, profile, formTitle, format } = data;
  return (
    <>
      <PageHead
        title={ui.t(profile ? 'instrument-file.reviseTitle' : 'instrument-file.newTitle')}
        over={
          file ? (
            <a href={`/runs/${file.run}/files/${file.id}`}>{file.name}</a>
          ) : (
            <a href="/instrument-files/profiles">{ui.t('instrument-file.profiles')}</a>
          )
        }
        note={ui.t('instrument-file.mapLead')}
      />
      {formTitle === null || format === null ? (
        <p class="problems tone-amber">
          {ui.t('instrument-file.fromFile')} <a href="/runs">{ui.t('nav.runs')}</a>
        </p>
      ) : (
        <>
          <div class="map-columns">
            <FoundCard data={data} ui={ui} />
            <MapForm data={data} ui={ui} />
          </div>
          <Preview data={data} ui={ui} />
        </>
      )}
    </>
  );
}

function FoundCard({ data, ui }: { data: NewAnswer; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('instrument-file.found')} flush>
      <DataTable<Found>
        ui={ui}
        caption={ui.t('instrument-file.found')}
        rows={data.found}
        rowKey={columnKey}
        empty={ui.t('instrument-file.nothingFound')}
        columns={[
          { key: 'name', head: ui.t('instrument-file.column'), wrap: true, cell: (one) => columnWord(ui, one) },
          {
            key: 'example',
            head: ui.t('instrument-file.example'),
            numeric: true,
            cell: ({ example, unit }) => `${example} ${unit ?? ''}`.trim() || '—',
          },
          { key: 'count', head: ui.t('instrument-file.times'), numeric: true, cell: ({ count }) => count },
        ]}
      />
    </Card>
  );
}

function MapForm({ data, ui }: { data: NewAnswer; ui: Ui }): JSX.Element {
  const { file, profile, mapping, format, formTitle, instrument } = data;
  return (
    <Card
      title={ui.t('instrument-file.mapTo', { form: formTitle?.[ui.lang] ?? '', format: formatName(ui, format ?? '') })}
    >
      <form class="form" action="/instrument-files/profiles/new" method="get">
        {file ? <input type="hidden" name="file" value={file.id} /> : null}
        {file ? <input type="hidden" name="run" value={file.run} /> : null}
        {profile ? <input type="hidden" name="profile" value={profile.id} /> : null}
        {profile ? null : (
          <SelectField
            ui={ui}
            name="instrument"
            label={ui.t('instrument-file.whose')}
            value={instrument ?? undefined}
            empty={ui.t('instrument-file.everyInstrument')}
            options={data.instruments.map(({ number, name }) => ({ value: number, label: `${number} ${name}` }))}
          />
        )}
        <FieldSet legend={ui.t('instrument-file.whichRow')} hint={ui.t('instrument-file.patternHint')}>
          <SelectField
            ui={ui}
            name="sampleText"
            label={ui.t('field.sampleText')}
            value={mapping.sample}
            empty={false}
            options={sampleTexts.map((value) => ({ value, label: ui.t(`instrument-file.sampleText.${value}`) }))}
            width="third"
          />
          <TextField
            ui={ui}
            name="pattern"
            label={ui.t('field.pattern')}
            value={mapping.pattern}
            maxLength={60}
            width="third"
          />
          <TextField
            ui={ui}
            name="each"
            label={ui.t('field.each')}
            value={String(mapping.each)}
            maxLength={2}
            width="third"
          />
          {rowNames.map((value) => (
            <CheckField
              key={value}
              ui={ui}
              name="namedBy"
              value={value}
              label={ui.t(`instrument-file.namedBy.${value}`)}
              checked={mapping.by.includes(value)}
              width="third"
            />
          ))}
        </FieldSet>
        {[...mapping.targets, ...Array.from({ length: SPARE }, () => null)].map((target, at) => (
          <TargetFields key={at} data={data} ui={ui} target={target} at={at} />
        ))}
        <TextField ui={ui} name="note" label={ui.t('field.note')} value={data.note ?? ''} maxLength={500} />
        <FormFoot>
          <button class="btn btn-primary">{ui.t('instrument-file.preview')}</button>
        </FormFoot>
      </form>
    </Card>
  );
}

function TargetFields({
  data,
  ui,
  target,
  at,
}: {
  data: NewAnswer;
  ui: Ui;
  target: Target | null;
  at: number;
}): JSX.Element {
  const { found, paths, labels } = data;
  const columns = new Map([...found, ...(target ? [target] : [])].map((one) => [columnKey(one), columnWord(ui, one)]));
  for (const field of new Set(found.map((one) => one.field)))
    columns.set(`*|${field}|`, columnWord(ui, { name: '*', field }));
  const rows = [...new Set(['sample', '*', ...labels, ...(target ? [target.row] : [])])];
  const own = ownFields.map((path) => ({ value: path, label: ui.t(`instrument-file.own.${path}`) }));
  const isOdd =
    target && !paths.some(({ path }) => path === target.path) && !own.some(({ value }) => value === target.path);
  const name = (key: string) => `targets.${at}.${key}`;
  return (
    <fieldset class="fields map-target">
      <legend>{ui.t('instrument-file.targetNo', { n: at + 1 })}</legend>
      <div class="fields-grid">
        <SelectField
          ui={ui}
          name={name('row')}
          label={ui.t('instrument-file.concerns')}
          value={target?.row ?? 'sample'}
          empty={false}
          options={rows.map((row) => ({ value: row, label: rowWord(ui, row) }))}
          width="third"
        />
        <SelectField
          ui={ui}
          name={name('column')}
          label={ui.t('instrument-file.column')}
          value={target ? columnKey(target) : undefined}
          options={[...columns].map(([value, label]) => ({ value, label }))}
          width="third"
        />
        <SelectField
          ui={ui}
          name={name('path')}
          label={ui.t('instrument-file.goesTo')}
          value={target?.path}
          options={[
            ...paths.map(({ path, name: words }) => ({ value: path, label: words[ui.lang] })),
            ...own,
            ...(isOdd ? [{ value: target.path, label: target.path }] : []),
          ]}
          width="third"
        />
        <TextField
          ui={ui}
          name={name('unit')}
          label={ui.t('instrument-file.fileUnit')}
          value={target?.unit}
          maxLength={20}
          width="third"
        />
        <DecimalField
          ui={ui}
          name={name('low')}
          label={ui.t('field.low')}
          value={target?.low}
          maxLength={60}
          width="third"
        />
        <DecimalField
          ui={ui}
          name={name('high')}
          label={ui.t('field.high')}
          value={target?.high}
          maxLength={60}
          width="third"
        />
      </div>
    </fieldset>
  );
}
