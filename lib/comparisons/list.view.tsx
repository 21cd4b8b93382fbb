import type { JSX } from 'preact';
import {
  Card,
  CheckField,
  DataTable,
  DateField,
  Form,
  FormFoot,
  PageHead,
  SearchBar,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import type { ComparisonList } from './list.ts';
import { StateMark } from './marks.tsx';
import type { Facts } from './show.ts';
import { localTime } from './times.ts';

/** All comparisons, the newest first. */
export function ListView({ data, ui }: { data: ComparisonList; ui: Ui }): JSX.Element {
  const more = data.next === null ? undefined : `/comparisons?${new URLSearchParams({ before: data.next, q: data.q })}`;
  return (
    <>
      <PageHead title={ui.t('nav.comparisons')} note={ui.t('comparison.note')}>
        {ui.may('comparison.write') ? (
          <a class="btn btn-primary" href="/comparisons/new">
            {ui.t('comparison.new')}
          </a>
        ) : null}
      </PageHead>
      <SearchBar ui={ui} action="/comparisons" q={data.q} label={ui.t('comparison.search')} />
      <Card flush>
        <DataTable
          ui={ui}
          caption={ui.t('nav.comparisons')}
          rows={data.rows}
          rowKey={(row) => row.id}
          href={(row) => `/comparisons/${row.id}`}
          empty={ui.t(data.q === '' ? 'comparison.none' : 'comparison.noneFound')}
          {...(ui.may('comparison.write') && {
            emptyAct: { href: '/comparisons/new', label: ui.t('comparison.new') },
          })}
          next={more}
          columns={[
            { key: 'no', head: ui.t('field.schemeNo'), cell: (row) => row.schemeNo },
            { key: 'name', head: ui.t('comparison.name'), cell: (row) => row.name, wrap: true },
            { key: 'items', head: ui.t('comparison.items'), cell: (row) => row.items || '—', wrap: true },
            { key: 'state', head: ui.t('field.state'), cell: (row) => <StateMark ui={ui} state={row.state} /> },
            { key: 'closes', head: ui.t('field.closesAt'), cell: (row) => localTime(row.closesAt) },
            {
              key: 'reported',
              head: ui.t('comparison.reported'),
              cell: (row) => (row.invited === 0 ? '—' : `${row.submitted} / ${row.invited}`),
              numeric: true,
            },
          ]}
        />
      </Card>
    </>
  );
}

/** The plan of a comparison: a new one, or one that is still a draft. */
export function PlanFields({ ui, given }: { ui: Ui; given?: Facts }): JSX.Element {
  const local = given ? localTime(given.closesAt).replace(' ', 'T') : '';
  const day = (name: 'invitedOn' | 'dispatchedOn' | 'reportOn') => (
    <DateField ui={ui} name={name} label={ui.t(`field.${name}`)} value={given?.[name]} width="half" required />
  );
  return (
    <div class="fields-grid">
      <TextField
        ui={ui}
        name="schemeNo"
        label={ui.t('field.schemeNo')}
        value={given?.schemeNo}
        width="half"
        required
        maxLength={40}
        hint={ui.t('comparison.schemeHint')}
      />
      <TextField
        ui={ui}
        name="name"
        label={ui.t('comparison.name')}
        value={given?.name}
        width="half"
        required
        maxLength={120}
      />
      {day('invitedOn')}
      {day('dispatchedOn')}
      <div class={`field field-half${ui.problem('closesAt') ? ' has-problem' : ''}`}>
        <label class="form-label" for="f-closesAt">
          {ui.t('field.closesAt')}
        </label>
        <input
          id="f-closesAt"
          class="form-control"
          type="datetime-local"
          name="closesAt"
          value={ui.value('closesAt', local)}
          required
        />
        {ui.problem('closesAt') ? <p class="field-problem">{ui.problem('closesAt')}</p> : null}
      </div>
      {day('reportOn')}
      <CheckField
        ui={ui}
        name="pairs"
        label={ui.t('field.pairs')}
        checked={given?.samples.length === 2}
        hint={ui.t('comparison.pairsHint')}
      />
      <TextField
        ui={ui}
        name="storage"
        label={ui.t('field.storage')}
        value={given?.storage ?? ''}
        width="half"
        maxLength={120}
      />
      <TextArea
        ui={ui}
        name="methodNote"
        label={ui.t('field.methodNote')}
        value={given?.method ?? ''}
        maxLength={2000}
        rows={2}
      />
      <TextArea
        ui={ui}
        name="instructions"
        label={ui.t('field.instructions')}
        value={given?.instructions ?? ''}
        maxLength={2000}
        hint={ui.t('comparison.instructionsHint')}
      />
    </div>
  );
}

export function PlanForm({ ui }: { ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead
        over={<a href="/comparisons">{ui.t('nav.comparisons')}</a>}
        title={ui.t('comparison.new')}
        note={ui.t('comparison.newNote')}
      />
      <Card>
        <Form ui={ui} action="/comparisons">
          <PlanFields ui={ui} />
          <FormFoot>
            <button class="btn btn-primary">{ui.t('act.save')}</button>
          </FormFoot>
        </Form>
      </Card>
    </>
  );
}
