import type { JSX } from 'preact';
import { lookUp, reasonText } from '../messages/index.ts';
import { Picture } from '../plots/index.ts';
import {
  Card,
  chinaTime,
  Facts,
  Form,
  FormFoot,
  Moves,
  PageHead,
  SelectField,
  Tabs,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { encodings, formatIds } from './formats/types.ts';
import { LinesForm } from './lines.view.tsx';
import { encodingName, FilePill, formatName } from './marks.tsx';
import { type FileAnswer, profileName, views } from './show.ts';
import { spectrumScene } from './spectrum.ts';

/** A file of an instrument: how it was read, what its lines are, and what goes into the records. */
export function FileView({ data, ui }: { data: FileAnswer; ui: Ui }): JSX.Element {
  const { run, file, curve } = data;
  const base = `/runs/${run.id}/files/${file.id}`;
  return (
    <>
      <PageHead
        title={file.name}
        over={
          <>
            <a href={`/runs/${run.id}`}>{run.number}</a>
            {' · '}
            <a href={`/runs/${run.id}/files`}>{ui.t('instrument-file.title')}</a>
          </>
        }
      >
        <FilePill ui={ui} state={file.state} />
        <a class="btn" href={`${base}/bytes`}>
          {ui.t('instrument-file.original')}
        </a>
      </PageHead>
      <Notices data={data} ui={ui} />
      <Head data={data} ui={ui} />
      {curve ? (
        <Card title={ui.t('instrument-file.curve')}>
          <Picture
            scene={spectrumScene(curve, { lang: ui.lang, width: 900 })}
            compact={spectrumScene(curve, { lang: ui.lang, width: 340 })}
            lang={ui.lang}
          />
        </Card>
      ) : null}
      {file.lines > 0 ? (
        <>
          <TakeCard data={data} ui={ui} />
          <Tabs
            label={ui.t('instrument-file.lines')}
            tabs={views.map((view) => ({
              href: `${base}?view=${view}`,
              label: ui.t(`instrument-file.view.${view}`),
              active: view === data.view,
              count: countOf(data, view),
            }))}
          />
          <LinesForm data={data} ui={ui} />
        </>
      ) : null}
    </>
  );
}

function countOf({ counts, file }: FileAnswer, view: (typeof views)[number]): number {
  if (view === 'all') return file.lines;
  if (view !== 'open') return counts[view] ?? 0;
  return (['unmatched', 'duplicate', 'out-of-range', 'altered'] as const).reduce(
    (sum, one) => sum + (counts[one] ?? 0),
    0,
  );
}

/** What a reader was not sure of, in words. */
function warningText({ lang }: Ui, { id, params }: FileAnswer['file']['reading']['warnings'][number]): string {
  const plain = lookUp(lang, id, params);
  return plain === id ? reasonText(lang, { id, ...(params && { params }) }) : plain;
}

/** What a person has to know before using the file. */
function Notices({ data, ui }: { data: FileAnswer; ui: Ui }): JSX.Element {
  const { file, replaces, elsewhere, run, profile, mayMap } = data;
  return (
    <>
      {file.state === 'dropped' ? (
        <p class="problems tone-grey">{ui.t('instrument-file.droppedWhy', { reason: file.note ?? '' })}</p>
      ) : null}
      {replaces ? (
        <p class="problems tone-amber">
          {ui.t('instrument-file.otherBytes', { at: chinaTime(replaces.at) })}{' '}
          <a href={`/runs/${run.id}/files/${replaces.id}`}>{replaces.name}</a>
        </p>
      ) : null}
      {elsewhere.length > 0 ? (
        <p class="problems tone-blue">
          {ui.t('instrument-file.alsoRun')}{' '}
          {elsewhere.map(({ id, runId, number }) => (
            <a key={id} href={`/runs/${runId}/files/${id}`} class="me-2">
              {number}
            </a>
          ))}
        </p>
      ) : null}
      {file.reading.warnings.map((reason) => (
        <p class="problems tone-amber" key={JSON.stringify(reason)}>
          {warningText(ui, reason)}
        </p>
      ))}
      {profile === null && file.lines > 0 && file.state === 'read' ? (
        <p class="problems tone-orange">
          {ui.t('instrument-file.unmapped')}{' '}
          {mayMap ? (
            <a href={`/instrument-files/profiles/new?file=${file.id}&run=${run.id}`}>
              {ui.t('instrument-file.mapNow')}
            </a>
          ) : (
            ui.t('instrument-file.askMap')
          )}
        </p>
      ) : null}
    </>
  );
}

function Head({ data, ui }: { data: FileAnswer; ui: Ui }): JSX.Element {
  const { file, profile, run, why } = data;
  const { reading } = file;
  return (
    <section class="panel record-head">
      <Facts
        line
        facts={[
          { label: ui.t('field.format'), value: formatName(ui, file.format) },
          { label: ui.t('field.encoding'), value: encodingName(file.encoding) },
          { label: ui.t('field.instrument'), value: file.instrument },
          {
            label: ui.t('instrument-file.profile'),
            value: profile ? (
              <a href={`/instrument-files/profiles/${profile.id}`}>{profileName(profile, ui.lang)}</a>
            ) : (
              ui.t('instrument-file.noProfile')
            ),
          },
          { label: ui.t('instrument-file.lines'), value: String(file.lines) },
          { label: ui.t('instrument-file.by'), value: `${data.by} ${chinaTime(file.created_at)}` },
        ]}
      />
      <details>
        <summary>{ui.t('instrument-file.more')}</summary>
        <Facts
          line
          facts={[
            { label: ui.t('instrument-file.heading'), value: reading.title },
            { label: ui.t('instrument-file.device'), value: reading.instrument },
            { label: ui.t('instrument-file.software'), value: reading.software },
            { label: ui.t('instrument-file.acquired'), value: reading.acquired?.replace('T', ' ') },
            { label: ui.t('instrument-file.size'), value: `${Math.ceil(file.size / 1024)} kB` },
            { label: 'SHA-256', value: file.hash, wide: true },
            ...(data.takenBy
              ? [{ label: ui.t('instrument-file.takenBy'), value: `${data.takenBy} ${chinaTime(file.taken_at ?? '')}` }]
              : []),
          ]}
        />
      </details>
      {why.reread.length === 0 ? <Reread data={data} ui={ui} /> : null}
      {why.drop.length === 0 ? (
        <Moves
          ui={ui}
          moves={[
            {
              move: 'drop',
              label: ui.t('instrument-file.drop'),
              obstacles: [],
              action: `/runs/${run.id}/files/${file.id}/drop`,
              version: data.version,
              reason: true,
              kind: 'danger',
            },
          ]}
        />
      ) : null}
    </section>
  );
}

/** What was found may be wrong; then a person says it, and the same bytes are read again. */
function Reread({ data, ui }: { data: FileAnswer; ui: Ui }): JSX.Element {
  const { file, run, profiles, profile, instruments, version } = data;
  const named = (key: string) => ui.problem(key) !== undefined;
  return (
    <details class="more" open={['format', 'encoding', 'instrument', 'profile'].some(named)}>
      <summary>{ui.t('instrument-file.reread')}</summary>
      <p class="mb-2">
        {ui.t('instrument-file.detected', {
          format: formatName(ui, file.detected.format),
          encoding: encodingName(file.detected.encoding),
        })}
      </p>
      <Form ui={ui} action={`/runs/${run.id}/files/${file.id}/reading`} version={version} draft="off">
        <div class="fields-grid">
          <SelectField
            ui={ui}
            name="format"
            label={ui.t('field.format')}
            value={file.format}
            empty={false}
            options={formatIds.map((id) => ({ value: id, label: formatName(ui, id) }))}
            width="half"
          />
          <SelectField
            ui={ui}
            name="encoding"
            label={ui.t('field.encoding')}
            value={file.encoding}
            empty={false}
            options={encodings.map((id) => ({ value: id, label: encodingName(id) }))}
            width="half"
          />
          <SelectField
            ui={ui}
            name="instrument"
            label={ui.t('field.instrument')}
            value={file.instrument ?? undefined}
            options={instruments.map(({ number, name }) => ({ value: number, label: `${number} ${name}` }))}
            width="half"
          />
          <SelectField
            ui={ui}
            name="profile"
            label={ui.t('instrument-file.profile')}
            value={profile?.state === 'active' ? profile.id : undefined}
            empty={ui.t('instrument-file.bestProfile')}
            options={profiles.map(({ id, name }) => ({ value: id, label: name }))}
            width="half"
          />
        </div>
        <FormFoot>
          <button class="btn">{ui.t('instrument-file.rereadDo')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}

function TakeCard({ data, ui }: { data: FileAnswer; ui: Ui }): JSX.Element | null {
  const { file, run, counts, conflicts, firstConflict, why, version } = data;
  const matched = counts.matched ?? 0;
  if (why.take.length > 0)
    return file.state === 'dropped' ? null : (
      <div class="move-why mb-3">
        {why.take.map((reason) => (
          <p key={reason.id}>{reasonText(ui.lang, reason)}</p>
        ))}
      </div>
    );
  if (matched === 0) return <p class="quiet">{ui.t('instrument-file.nothingToTake')}</p>;
  return (
    <Card title={ui.t('instrument-file.takeTitle', { count: matched })}>
      <p class="mb-2">{ui.t('instrument-file.takeLead')}</p>
      {firstConflict ? (
        <p class="problems tone-amber">
          {ui.t('instrument-file.conflicts', {
            count: conflicts,
            row: firstConflict.label,
            has: firstConflict.has,
            file: firstConflict.file,
          })}
        </p>
      ) : null}
      <Form ui={ui} action={`/runs/${run.id}/files/${file.id}/taking`} version={version} draft="off">
        {firstConflict ? (
          <TextField ui={ui} name="reason" label={ui.t('instrument-file.overwriteReason')} maxLength={2000} required />
        ) : null}
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('instrument-file.take')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}
