import type { JSX } from 'preact';
import { Card, chinaTime, DataTable, Facts, Moves, PageHead, type Ui } from '../ui/index.ts';
import { fieldWord, formatName, ProfilePill } from './marks.tsx';
import type { ProfileAnswer, ProfileLine } from './profiles.show.ts';
import type { Target } from './rows.ts';

/** How files of which instrument go into which form. */
export function ProfileListView({ data: { lines }, ui }: { data: { lines: ProfileLine[] }; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('instrument-file.profiles')} note={ui.t('instrument-file.profilesLead')} />
      <Card flush>
        <ProfileTable lines={lines} ui={ui} empty={ui.t('instrument-file.noProfiles')} />
      </Card>
    </>
  );
}

const whose = (ui: Ui, { instrument, model }: ProfileLine): string =>
  instrument ?? model ?? ui.t('instrument-file.everyInstrument');

function ProfileTable({ lines, ui, empty }: { lines: ProfileLine[]; ui: Ui; empty: string }): JSX.Element {
  return (
    <DataTable<ProfileLine>
      ui={ui}
      caption={ui.t('instrument-file.profiles')}
      rows={lines}
      rowKey={({ id }) => id}
      href={({ id }) => `/instrument-files/profiles/${id}`}
      empty={empty}
      columns={[
        { key: 'whose', head: ui.t('instrument-file.whose'), cell: (line) => whose(ui, line) },
        { key: 'format', head: ui.t('field.format'), cell: ({ format }) => formatName(ui, format) },
        { key: 'form', head: ui.t('field.formCode'), wrap: true, cell: ({ form }) => form[ui.lang] },
        { key: 'revision', head: ui.t('instrument-file.revision'), numeric: true, cell: ({ revision }) => revision },
        { key: 'state', head: ui.t('field.state'), cell: ({ state }) => <ProfilePill ui={ui} state={state} /> },
        {
          key: 'targets',
          head: ui.t('instrument-file.targets'),
          numeric: true,
          cell: ({ mapping }) => mapping.targets.length,
        },
        {
          key: 'by',
          head: ui.t('instrument-file.savedBy'),
          cell: ({ by, created_at }) => `${by} ${chinaTime(created_at)}`,
        },
      ]}
    />
  );
}

/** One revision of a mapping, with those before it. */
export function ProfileView({ data, ui }: { data: ProfileAnswer; ui: Ui }): JSX.Element {
  const { profile, revisions, targets, version } = data;
  const { mapping } = profile;
  return (
    <>
      <PageHead
        title={`${whose(ui, profile)} · ${formatName(ui, profile.format)}`}
        over={<a href="/instrument-files/profiles">{ui.t('instrument-file.profiles')}</a>}
        note={profile.note}
      >
        <ProfilePill ui={ui} state={profile.state} />
        {profile.state === 'active' && ui.may('instrument-file.profile') ? (
          <a class="btn btn-primary" href={`/instrument-files/profiles/new?profile=${profile.id}`}>
            {ui.t('instrument-file.revise')}
          </a>
        ) : null}
      </PageHead>
      <section class="panel record-head">
        <Facts
          line
          facts={[
            { label: ui.t('field.formCode'), value: profile.form[ui.lang] },
            { label: ui.t('instrument-file.revision'), value: String(profile.revision) },
            { label: ui.t('field.sampleText'), value: ui.t(`instrument-file.sampleText.${mapping.sample}`) },
            {
              label: ui.t('field.namedBy'),
              value: mapping.by.map((one) => ui.t(`instrument-file.namedBy.${one}`)).join('、'),
            },
            { label: ui.t('field.pattern'), value: <code>{mapping.pattern}</code> },
            { label: ui.t('field.each'), value: String(mapping.each) },
            { label: ui.t('instrument-file.savedBy'), value: `${profile.by} ${chinaTime(profile.created_at)}` },
          ]}
        />
      </section>
      <Card title={ui.t('instrument-file.targets')} flush>
        <DataTable<ProfileAnswer['targets'][number]>
          ui={ui}
          caption={ui.t('instrument-file.targets')}
          rows={targets}
          rowKey={({ target }) => JSON.stringify(target)}
          empty={ui.t('instrument-file.noTargets')}
          columns={[
            { key: 'row', head: ui.t('instrument-file.concerns'), cell: ({ target }) => rowWord(ui, target.row) },
            {
              key: 'name',
              head: ui.t('instrument-file.column'),
              wrap: true,
              cell: ({ target }) => columnWord(ui, target),
            },
            { key: 'to', head: ui.t('instrument-file.goesTo'), wrap: true, cell: ({ name }) => name[ui.lang] },
            { key: 'path', head: ui.t('field.path'), cell: ({ target }) => <code>{target.path}</code> },
            { key: 'unit', head: ui.t('instrument-file.fileUnit'), cell: ({ target }) => target.unit ?? '—' },
            {
              key: 'range',
              head: ui.t('instrument-file.range'),
              cell: ({ target: { low, high } }) =>
                low === undefined && high === undefined ? '—' : `${low ?? ''} – ${high ?? ''}`,
            },
          ]}
        />
      </Card>
      <Card title={ui.t('instrument-file.revisions')} flush>
        <ProfileTable lines={revisions} ui={ui} empty="" />
      </Card>
      {profile.state === 'active' && ui.may('instrument-file.profile') ? (
        <Moves
          ui={ui}
          moves={[
            {
              move: 'retire',
              label: ui.t('instrument-file.retire'),
              obstacles: [],
              action: `/instrument-files/profiles/${profile.id}/retirement`,
              version,
              kind: 'danger',
            },
          ]}
        />
      ) : null}
    </>
  );
}

export const rowWord = (ui: Ui, row: string): string =>
  row === 'sample' ? ui.t('instrument-file.rowSample') : row === '*' ? ui.t('instrument-file.rowEvery') : row;

/** Analyte, what of it, and the channel. */
export const columnWord = (ui: Ui, { name, field, signal }: Pick<Target, 'name' | 'field' | 'signal'>): string =>
  [name === '*' ? ui.t('instrument-file.everyName') : name, fieldWord(ui, field), signal].filter(Boolean).join(' · ');
