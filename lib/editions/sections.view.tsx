import type { JSX } from 'preact';
import { Card, DataTable, Facts, type Ui } from '../ui/index.ts';
import type { DifferenceRow } from './differences.ts';
import type { Section } from './facts.ts';

/** What changed, one sentence each. */
export function Sentences({ sentences, ui }: { sentences: readonly string[]; ui: Ui }): JSX.Element {
  if (sentences.length === 0) return <p class="quiet">{ui.t('editions.same')}</p>;
  return (
    <ol class="edit-sentences">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ol>
  );
}

/** Old and new side by side; what is taken away stands struck, what is new marked. */
export function DifferenceTable({ rows, ui }: { rows: readonly DifferenceRow[]; ui: Ui }): JSX.Element {
  return (
    <DataTable<DifferenceRow & { n: number }>
      ui={ui}
      caption={ui.t('editions.sideBySide')}
      rows={rows.map((row, n) => ({ ...row, n }))}
      rowKey={(row) => String(row.n)}
      empty={ui.t('editions.same')}
      total={rows.length}
      columns={[
        {
          key: 'section',
          head: ui.t('editions.where'),
          cell: (row) => row.section || ui.t('editions.head'),
          wrap: true,
        },
        { key: 'label', head: ui.t('editions.fact'), cell: (row) => row.label, wrap: true },
        {
          key: 'old',
          head: ui.t('editions.old'),
          cell: (row) => (row.changed && row.old !== null ? <del>{row.old}</del> : (row.old ?? '—')),
          wrap: true,
        },
        {
          key: 'new',
          head: ui.t('editions.new'),
          cell: (row) => (row.changed && row.new !== null ? <ins>{row.new}</ins> : (row.new ?? '—')),
          wrap: true,
        },
      ]}
    />
  );
}

/** Long lists of which few are read at a time. */
const folded = new Set(['examples', 'properties', 'x-groups']);

const SectionFacts = ({ section }: { section: Section }): JSX.Element => (
  <Facts facts={section.facts.map(({ label, text }) => ({ label, value: text, wide: text.length > 40 }))} />
);

/** A definition in words, section by section; the items of a specification in one table. */
export function SectionList({ sections, ui }: { sections: readonly Section[]; ui: Ui }): JSX.Element {
  const items = sections.filter(({ kind }) => kind === 'items');
  return (
    <>
      {sections
        .filter(({ kind }) => kind !== 'items')
        .map((section) => (
          <Card key={section.id} title={folded.has(section.kind) ? undefined : section.title || ui.t('editions.head')}>
            {folded.has(section.kind) ? (
              <details class="edit-more">
                <summary>{section.title}</summary>
                <SectionFacts section={section} />
              </details>
            ) : (
              <SectionFacts section={section} />
            )}
          </Card>
        ))}
      {items.length === 0 ? null : <Items items={items} ui={ui} />}
    </>
  );
}

/** What the table has columns for, or says by the name of the row. */
const own = ['items.limitText', 'items.limit', 'items.parameter', 'items.name.zh', 'items.name.en'];

function Items({ items, ui }: { items: readonly Section[]; ui: Ui }): JSX.Element {
  const textOf = ({ facts }: Section, key: string) => facts.find((fact) => fact.key === key)?.text ?? '';
  const rest = ({ facts }: Section) =>
    facts.filter(({ key, text }) => !own.includes(key) && text !== ui.t('editions.nothing'));
  return (
    <Card title={ui.t('editions.itemsTitle', { count: items.length })} flush>
      <DataTable<Section & { n: number }>
        ui={ui}
        caption={ui.t('editions.field.items')}
        rows={items.map((item, i) => ({ ...item, n: i + 1 }))}
        rowKey={(row) => row.id}
        empty={ui.t('table.empty')}
        total={items.length}
        columns={[
          { key: 'name', head: ui.t('editions.field.items'), cell: (row) => `${row.n}. ${row.title}`, wrap: true },
          {
            key: 'text',
            head: ui.t('editions.field.limitText'),
            cell: (row) => textOf(row, 'items.limitText'),
            wrap: true,
          },
          { key: 'limit', head: ui.t('editions.field.limit'), cell: (row) => textOf(row, 'items.limit'), wrap: true },
          { key: 'parameter', head: ui.t('editions.field.parameter'), cell: (row) => textOf(row, 'items.parameter') },
          {
            key: 'rest',
            head: ui.t('editions.rest'),
            cell: (row) => (
              <span class="quiet">
                {rest(row)
                  .map(({ label, text }) => `${label} ${text}`)
                  .join(ui.t('editions.stop'))}
              </span>
            ),
            wrap: true,
          },
        ]}
      />
    </Card>
  );
}
