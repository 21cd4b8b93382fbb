import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { Card, DataTable, Facts, PageHead, Pill, type Ui } from '../ui/index.ts';
import type { Layout, LayoutColumn } from './layouts.ts';
import { Confidence } from './parts.view.tsx';

/** Which fact stands in which column of which system, by version; what nobody knows here is said. */
export function LayoutsView({ data: { layouts }, ui }: { data: { layouts: Layout[] }; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead
        title={ui.t('upload.layouts')}
        over={<a href="/uploads">{ui.t('nav.uploads')}</a>}
        note={ui.t('upload.layoutsLead')}
      />
      {layouts.flatMap((layout) =>
        layout.versions.map((version) => (
          <Card
            key={`${layout.code}${version.version}`}
            id={`${layout.code}-${version.version}`}
            title={`${layout.name[ui.lang]} ${version.version}`}
          >
            <Facts
              facts={[
                { label: ui.t('upload.system'), value: layout.system[ui.lang] },
                { label: ui.t('field.level'), value: lookUp(ui.lang, `level.${layout.level}`) },
                {
                  label: ui.t('field.class'),
                  value: layout.productClasses.map((one) => lookUp(ui.lang, `class.${one}`)).join('、'),
                },
                { label: ui.t('upload.valid'), value: `${version.validFrom}～${version.validTo ?? ''}` },
                { label: ui.t('upload.dueRule'), value: ui.t('upload.dueDays', { days: layout.due.amount }) },
                { label: ui.t('clock.confidence'), value: <Confidence ui={ui} confidence={version.confidence} /> },
                { label: ui.t('clock.basis'), value: version.basis, wide: true },
              ]}
            />
            <details class="more">
              <summary>{ui.t('upload.columnsOf', { count: version.batch.length + version.items.length })}</summary>
              <DataTable<LayoutColumn>
                ui={ui}
                caption={ui.t('upload.columns')}
                rows={[...version.batch, ...version.items]}
                rowKey={({ key, header }) => `${key}${header}`}
                empty={ui.t('table.empty')}
                columns={[
                  { key: 'header', head: ui.t('upload.header'), cell: ({ header }) => header, wrap: true },
                  { key: 'key', head: ui.t('upload.key'), cell: ({ key }) => <code>{key}</code> },
                  {
                    key: 'path',
                    head: ui.t('upload.path'),
                    cell: ({ path }) =>
                      path === null ? (
                        <Pill tone="grey" shape="○" word={ui.t('upload.unknown')} />
                      ) : (
                        <code>{path}</code>
                      ),
                  },
                  {
                    key: 'required',
                    head: ui.t('upload.required'),
                    cell: ({ required }) => (required ? ui.t('upload.yes') : '—'),
                  },
                  {
                    key: 'codes',
                    head: ui.t('upload.codes'),
                    cell: ({ codes }) =>
                      codes === undefined
                        ? '—'
                        : Object.entries(layout.codes[codes] ?? {})
                            .map(([ours, theirs]) => `${ours} → ${theirs}`)
                            .join('；'),
                    wrap: true,
                    deskOnly: true,
                  },
                ]}
              />
            </details>
          </Card>
        )),
      )}
    </>
  );
}
