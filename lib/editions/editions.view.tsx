import type { JSX } from 'preact';
import {
  Card,
  chinaTime,
  DataTable,
  Form,
  FormFoot,
  PageHead,
  Pill,
  SelectField,
  SignBlock,
  TextArea,
  type Ui,
} from '../ui/index.ts';
import type { EditionLine, EditionList } from './editions.ts';
import { DifferenceTable, Sentences } from './sections.view.tsx';

const SHORT = 12;
const path = ({ kind, code }: { kind: string; code: string }): string =>
  `/editions/${kind}/${encodeURIComponent(code)}`;

/** Every edition of a definition, and two of them side by side with the changes in words. */
export function EditionsView({ data, ui }: { data: EditionList; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead
        over={<Over data={data} ui={ui} />}
        title={`${data.title} · ${ui.t('editions.title')}`}
        note={<strong>{data.code}</strong>}
      >
        {data.kind !== 'form' && ui.may('catalogue.write') ? (
          <a class="btn" href={`/drafts/new?kind=${data.kind}&from=${encodeURIComponent(data.code)}`}>
            {ui.t('editions.draftFrom')}
          </a>
        ) : null}
      </PageHead>
      <Card title={ui.t('editions.title')} flush>
        <EditionTable data={data} ui={ui} />
      </Card>
      {data.newer === null ? null : <Adopt data={data} hash={data.newer} ui={ui} />}
      {data.old === null ? null : <Compared data={data} ui={ui} />}
    </>
  );
}

function Over({ data, ui }: { data: { kind: string; code: string }; ui: Ui }): JSX.Element | null {
  if (data.kind === 'form') return null;
  const list = data.kind === 'parameter' ? '/parameters' : '/specifications';
  return (
    <a
      href={`${list}/${data.code}`}
    >{`${ui.t(data.kind === 'parameter' ? 'nav.parameters' : 'nav.specifications')} ${data.code}`}</a>
  );
}

function EditionTable({ data, ui }: { data: EditionList; ui: Ui }): JSX.Element {
  return (
    <DataTable<EditionLine & { at: string }>
      ui={ui}
      caption={ui.t('editions.title')}
      rows={data.editions}
      rowKey={(row) => row.at + row.hash}
      href={(row) => `${path(data)}/${row.hash}`}
      empty={ui.t('table.empty')}
      total={data.editions.length}
      columns={[
        { key: 'hash', head: ui.t('editions.hash'), cell: (row) => <code>{row.hash.slice(0, SHORT)}</code> },
        {
          key: 'current',
          head: ui.t('field.state'),
          cell: (row) =>
            row.current ? <Pill tone="green" shape="●" word={ui.t('editions.current')} /> : ui.t('editions.earlier'),
        },
        { key: 'origin', head: ui.t('editions.origin'), cell: (row) => ui.t(`editions.origin.${row.origin}`) },
        { key: 'at', head: ui.t('editions.at'), cell: (row) => chinaTime(row.at) },
        { key: 'by', head: ui.t('editions.by'), cell: (row) => row.by || '—' },
        { key: 'note', head: ui.t('editions.why'), cell: (row) => row.note ?? '', wrap: true },
        {
          key: 'export',
          head: ui.t('editions.export'),
          cell: (row) => <a href={`${path(data)}/${row.hash}/definition.json`}>JSON</a>,
        },
      ]}
    />
  );
}

function Adopt({ data, hash, ui }: { data: EditionList; hash: string; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('editions.adoptTitle')} id="adopt">
      <p>{ui.t('editions.newerNote')}</p>
      {ui.may('catalogue.release') ? (
        <Form ui={ui} action={`${path(data)}/adoption`} draft="off">
          <input type="hidden" name="hash" value={hash} />
          <TextArea ui={ui} name="note" label={ui.t('editions.why')} rows={2} maxLength={2000} />
          <SignBlock
            ui={ui}
            meaning={ui.t('meaning.release')}
            records={[{ id: hash, label: `${data.code} ${data.title}`, hash }]}
          />
          <FormFoot>
            <button class="btn btn-primary">{ui.t('editions.adopt')}</button>
          </FormFoot>
        </Form>
      ) : null}
    </Card>
  );
}

function Compared({ data, ui }: { data: EditionList; ui: Ui }): JSX.Element {
  const options = [...new Map(data.editions.map((one) => [one.hash, one])).values()].map(({ hash, at }) => ({
    value: hash,
    label: `${hash.slice(0, SHORT)} · ${chinaTime(at)}`,
  }));
  const { rows, sentences } = data.comparison;
  return (
    <>
      <Card title={ui.t('editions.compareTitle')} id="compare">
        <form class="edit-compare" action={path(data)} method="get">
          <SelectField
            ui={ui}
            name="old"
            label={ui.t('editions.old')}
            value={data.old ?? ''}
            options={options}
            empty={false}
          />
          <SelectField
            ui={ui}
            name="new"
            label={ui.t('editions.new')}
            value={data.new ?? ''}
            options={options}
            empty={false}
          />
          <label class="check">
            <input class="form-check-input" type="checkbox" name="all" value="true" checked={data.all} />{' '}
            {ui.t('editions.showAll')}
          </label>
          <button class="btn">{ui.t('editions.compare')}</button>
        </form>
        <Sentences sentences={sentences} ui={ui} />
      </Card>
      <Card title={ui.t('editions.sideBySide')} flush>
        <DifferenceTable rows={rows.filter(({ changed }) => changed || data.all)} ui={ui} />
      </Card>
    </>
  );
}
