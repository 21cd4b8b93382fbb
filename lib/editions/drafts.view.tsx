import type { JSX } from 'preact';
import {
  Card,
  DataTable,
  FileField,
  Form,
  FormFoot,
  PageHead,
  StateText,
  Tabs,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import type { DraftKind } from './rows.ts';
import type { Choice, DraftLine, NewerLine } from './show.ts';

export interface DraftsPage {
  state: string;
  drafts: DraftLine[];
  newer: NewerLine[];
}

/** The drafts that wait for somebody, and what came with the program beside the institute's own editions. */
export function DraftsView({ data, ui }: { data: DraftsPage; ui: Ui }): JSX.Element {
  const { state, drafts, newer } = data;
  return (
    <>
      <PageHead title={ui.t('nav.drafts')} note={ui.t('editions.draftsNote')}>
        {ui.may('catalogue.write') ? (
          <>
            <a class="btn btn-primary" href="/drafts/new?kind=parameter">
              {ui.t('editions.newParameter')}
            </a>
            <a class="btn" href="/drafts/new?kind=specification">
              {ui.t('editions.newSpecification')}
            </a>
          </>
        ) : null}
      </PageHead>
      {newer.length === 0 ? null : <NewerCard newer={newer} ui={ui} />}
      <Tabs
        label={ui.t('field.state')}
        tabs={(['open', 'released', 'dropped'] as const).map((one) => ({
          href: `/drafts?state=${one}`,
          label: ui.t(`editions.tab.${one}`),
          active: one === state,
        }))}
      />
      <DataTable<DraftLine>
        ui={ui}
        caption={ui.t('nav.drafts')}
        rows={drafts}
        rowKey={(row) => row.id}
        href={(row) => `/drafts/${row.id}`}
        empty={ui.t('editions.noDrafts')}
        emptyAct={{ href: '/parameters', label: ui.t('nav.parameters') }}
        columns={[
          { key: 'code', head: ui.t('editions.field.code'), cell: (row) => row.code },
          { key: 'title', head: ui.t('editions.name'), cell: (row) => row.title, wrap: true },
          { key: 'kind', head: ui.t('editions.kindHead'), cell: (row) => ui.t(`editions.of.${row.kind}`) },
          {
            key: 'new',
            head: ui.t('editions.base'),
            cell: (row) => ui.t(row.isNew ? 'editions.isNew' : 'editions.isNext'),
          },
          { key: 'state', head: ui.t('field.state'), cell: (row) => <StateText ui={ui} state={row.state} /> },
          { key: 'author', head: ui.t('editions.author'), cell: (row) => row.author },
          { key: 'note', head: ui.t('editions.why'), cell: (row) => row.note ?? '', wrap: true },
        ]}
      />
    </>
  );
}

function NewerCard({ newer, ui }: { newer: readonly NewerLine[]; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('editions.newerTitle', { count: newer.length })}>
      <p class="quiet">{ui.t('editions.newerNote')}</p>
      <ul class="list-unstyled mb-0">
        {newer.map((one) => (
          <li key={`${one.kind} ${one.code}`}>
            <a href={`/editions/${one.kind}/${one.code}?old=${one.current}&new=${one.hash}`}>
              {`${one.code} ${one.title}`} · {ui.t('editions.compareAdopt')}
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export interface NewPage {
  kind: DraftKind;
  from: string | null;
  title: string;
  choices: Choice[];
}

/** The next edition of a definition, a copy under another code, or something new: decided by the code. */
export function NewDraftView({ data, ui }: { data: NewPage; ui: Ui }): JSX.Element {
  const { kind, from, title, choices } = data;
  return (
    <>
      <PageHead
        over={<a href="/drafts">{ui.t('nav.drafts')}</a>}
        title={ui.t(kind === 'parameter' ? 'editions.newParameter' : 'editions.newSpecification')}
        note={from === null ? undefined : ui.t('editions.madeFrom', { code: from, title })}
      />
      <Form ui={ui} action="/drafts" files={kind === 'specification'} draft="off">
        <input type="hidden" name="kind" value={kind} />
        <datalist id="from-codes">
          {choices.map((one) => (
            <option key={one.code} value={one.code}>
              {one.name[ui.lang]}
            </option>
          ))}
        </datalist>
        <div class="edit-grid">
          <div class="edit-4">
            <div class={ui.problem('from') ? 'field has-problem' : 'field'}>
              <label class="form-label" for="f-from">
                {ui.t(kind === 'parameter' ? 'editions.neighbour' : 'editions.model')}
              </label>
              <input
                id="f-from"
                class="form-control"
                name="from"
                value={ui.value('from', from ?? '')}
                list="from-codes"
                autocomplete="off"
              />
              <p class="field-hint">{ui.t(kind === 'parameter' ? 'editions.neighbourHint' : 'editions.modelHint')}</p>
            </div>
          </div>
          <div class="edit-4">
            <TextField
              ui={ui}
              name="code"
              label={ui.t('editions.ownCode')}
              hint={ui.t('editions.ownCodeHint')}
              maxLength={100}
            />
          </div>
          <div class="edit-12">
            <TextArea
              ui={ui}
              name="note"
              label={ui.t('editions.why')}
              hint={ui.t('editions.whyHint')}
              rows={2}
              maxLength={2000}
            />
          </div>
          {kind === 'specification' ? (
            <div class="edit-6">
              <FileField
                ui={ui}
                name="file"
                label={ui.t('editions.itemsFile')}
                accept=".xlsx"
                hint={ui.t('editions.itemsFileHint')}
              />
            </div>
          ) : null}
        </div>
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('editions.begin')}</button>
        </FormFoot>
      </Form>
    </>
  );
}
