import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { DataTable, FieldSet, Pill, type Ui } from '../ui/index.ts';
import type { DraftSheet, ExampleLine } from './show.ts';

/** The examples of a draft in its editor. */
export function ExampleTable({ data, ui }: { data: DraftSheet; ui: Ui }): JSX.Element {
  return (
    <FieldSet legend={ui.t('editions.examplesTitle')} hint={ui.t('editions.examplesHint')}>
      <div class="field-full" id="examples">
        <Examples ui={ui} examples={data.examples} id={data.id} editable />
        <button class="btn" name="act" value="copy.999">
          {ui.t('editions.addExample')}
        </button>
      </div>
    </FieldSet>
  );
}

/** Examples with what they expect and what is found today; `editable`: with the buttons of the editor. */
export function Examples({
  ui,
  examples,
  id,
  editable = false,
}: {
  ui: Ui;
  examples: readonly ExampleLine[];
  id: string;
  editable?: boolean;
}): JSX.Element {
  return (
    <DataTable<ExampleLine>
      ui={ui}
      caption={ui.t('editions.examplesTitle')}
      rows={examples}
      rowKey={(row) => String(row.n)}
      href={(row) => (editable ? `/drafts/${id}/examples/${row.n}` : undefined)}
      empty={ui.t('editions.noExamples')}
      tone={(row) => (row.agrees ? undefined : 'fails')}
      columns={[
        { key: 'n', head: ui.t('editions.example'), cell: (row) => ui.t('editions.exampleNo', { n: row.n }) },
        {
          key: 'kind',
          head: ui.t('editions.field.kind'),
          cell: (row) => (row.kind === '' ? '' : lookUp(ui.lang, `editions.value.kind.${row.kind}`)),
        },
        { key: 'note', head: ui.t('editions.field.note'), cell: (row) => row.note, wrap: true },
        { key: 'expected', head: ui.t('editions.expected'), cell: (row) => row.expected, wrap: true },
        { key: 'found', head: ui.t('editions.found'), cell: (row) => row.found, wrap: true },
        {
          key: 'agrees',
          head: ui.t('editions.check'),
          cell: (row) =>
            row.agrees ? (
              <Pill tone="green" shape="✓" word={ui.t('editions.agrees')} />
            ) : (
              <Pill tone="red" shape="✗" word={ui.t('editions.differs')} />
            ),
        },
        ...(editable
          ? [
              {
                key: 'acts',
                head: '',
                cell: (row: ExampleLine) => (
                  <span class="edit-buttons">
                    <button class="btn btn-sm" name="act" value={`copy.${row.n - 1}`}>
                      {ui.t('editions.copyExample')}
                    </button>
                    <button class="btn btn-sm btn-outline-danger" name="act" value={`remove.${row.n - 1}`}>
                      {ui.t('editions.removeExample')}
                    </button>
                  </span>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
