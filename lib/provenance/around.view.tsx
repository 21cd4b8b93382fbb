import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { Card, chinaTime, DataTable, Facts, StateText, type Ui } from '../ui/index.ts';
import type { Provenance } from './explain.ts';
import { standingWords } from './words.ts';

type Part = { data: Provenance; ui: Ui };

export function Equipment({ data: { instruments, materials }, ui }: Part): JSX.Element | null {
  if (instruments.length + materials.length === 0) return null;
  return (
    <Card title={ui.t('provenance.equipment')}>
      <Facts
        facts={[
          ...instruments.map((row) => ({
            label: ui.t('provenance.instrument'),
            value: `${row['no'] ?? ''} ${row['name'] ?? ''}　${ui.t('provenance.validTo')} ${row['validTo'] ?? '—'}`,
            wide: true,
          })),
          ...materials.map((row) => ({
            label: ui.t('provenance.material'),
            value: `${row['name'] ?? ''}　${ui.t('provenance.lot')} ${row['lot'] ?? '—'}　${ui.t('provenance.validTo')} ${row['validTo'] ?? '—'}`,
            wide: true,
          })),
        ]}
      />
    </Card>
  );
}

export const Editions = ({ data: { editions, item, hash, files }, ui }: Part): JSX.Element => (
  <Card title={ui.t('provenance.editions')}>
    <Facts
      facts={[
        { label: ui.t('provenance.basis'), value: editions.basis ?? '', wide: true },
        { label: ui.t('provenance.method'), value: item.method, wide: true },
        { label: ui.t('provenance.parameter'), value: <Edition {...editions.parameter} />, wide: true },
        { label: ui.t('provenance.form'), value: <Edition {...editions.form} />, wide: true },
        { label: ui.t('provenance.hash'), value: <code class="digest">{hash}</code>, wide: true },
        ...(files.length > 0
          ? [
              {
                label: ui.t('provenance.files'),
                value: files.map((one) => (
                  <div key={one.hash}>
                    {one.name} <code class="digest">{one.hash}</code>
                  </div>
                )),
                wide: true,
              },
            ]
          : []),
      ]}
    />
  </Card>
);

const Edition = ({ code, hash }: { code: string; hash: string }): JSX.Element => (
  <>
    {code} <code class="digest">{hash}</code>
  </>
);

export const People = ({ data, ui }: Part): JSX.Element => (
  <Card title={ui.t('provenance.people')} flush>
    <DataTable
      ui={ui}
      caption={ui.t('provenance.people')}
      rows={data.people}
      rowKey={({ meaning, at }) => `${meaning}${at}`}
      empty={ui.t('provenance.unsigned')}
      columns={[
        { key: 'meaning', head: ui.t('provenance.meaning'), cell: (one) => lookUp(ui.lang, `meaning.${one.meaning}`) },
        {
          key: 'name',
          head: ui.t('provenance.person'),
          cell: (one) => `${one.name}（${lookUp(ui.lang, `role.${one.role}`)}）`,
        },
        { key: 'at', head: ui.t('provenance.at'), cell: (one) => chinaTime(one.at) },
        {
          key: 'holds',
          head: ui.t('provenance.hash'),
          cell: (one) => ui.t(one.holds ? 'provenance.holds' : 'provenance.stale'),
          wrap: true,
        },
      ]}
    />
  </Card>
);

export function Attempts({ data, ui }: Part): JSX.Element | null {
  if (data.attempts.length < 2) return null;
  return (
    <Card title={ui.t('provenance.attempts')} flush>
      <DataTable
        ui={ui}
        caption={ui.t('provenance.attempts')}
        rows={data.attempts}
        rowKey={({ id }) => id}
        href={({ id }) => `/tests/${id}/provenance`}
        empty={ui.t('provenance.none')}
        columns={[
          {
            key: 'attempt',
            head: ui.t('provenance.attempts'),
            cell: ({ attempt }) => ui.t('provenance.attempt', { n: attempt + 1 }),
          },
          { key: 'result', head: ui.t('provenance.result'), cell: ({ result }) => result ?? '—' },
          { key: 'state', head: ui.t('field.state'), cell: ({ state }) => <StateText ui={ui} state={state} /> },
          {
            key: 'standing',
            head: ui.t('provenance.verdict'),
            cell: ({ standing }) => standingWords(standing, ui.lang),
          },
        ]}
      />
    </Card>
  );
}
