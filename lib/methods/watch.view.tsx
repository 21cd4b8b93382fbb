import type { JSX } from 'preact';
import {
  Card,
  Counts,
  DataTable,
  DateField,
  FieldProblem,
  Form,
  FormFoot,
  fieldId,
  PageHead,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { MethodTabs, WatchPill } from './frame.view.tsx';
import type { Watch, WatchLine } from './watch.ts';

/** 查新: what is due, and one record for all that were found unchanged at one place. */
export function WatchView({ data, ui }: { data: Watch; ui: Ui }): JSX.Element {
  const { counts } = data;
  return (
    <>
      <PageHead
        title={ui.t('methods.watch')}
        note={
          <>
            {ui.t('methods.watchLead', { months: data.months })}
            <br />
            {ui.t('methods.basis', { basis: data.basis })}
          </>
        }
      />
      <MethodTabs ui={ui} at="/methods/watch" />
      <Counts
        counts={(['late', 'never', 'soon', 'done'] as const).map((state) => ({
          label: ui.t(`methods.watch.${state}`),
          value: counts[state],
          href: `/methods/watch?show=${state}`,
          tone: state === 'late' ? 'late' : state === 'done' ? 'plain' : 'amber',
        }))}
      />
      {ui.may('standard.write') && data.lines.length > 0 ? (
        <Form ui={ui} action="/methods/checks" class="form form-wide">
          <List data={data} ui={ui} choose />
          <Card title={ui.t('methods.recordUnchanged')} id="record">
            <input type="hidden" name="checkResult" value="unchanged" />
            <div class="fields-grid">
              <DateField
                ui={ui}
                name="checkedOn"
                label={ui.t('field.checkedOn')}
                value={data.today}
                max={data.today}
                required
              />
              <TextField
                ui={ui}
                name="checkedAt"
                label={ui.t('field.checkedAt')}
                hint={ui.t('methods.checkedAtHint')}
                required
              />
              <TextArea ui={ui} name="note" label={ui.t('field.note')} rows={2} width="full" />
            </div>
            <p class="quiet">{ui.t('methods.otherResult')}</p>
            <FormFoot>
              <button class="btn btn-primary">{ui.t('methods.recordCheck')}</button>
            </FormFoot>
          </Card>
        </Form>
      ) : (
        <List data={data} ui={ui} choose={false} />
      )}
    </>
  );
}

function List({ data, ui, choose }: { data: Watch; ui: Ui; choose: boolean }): JSX.Element {
  const problem = ui.problem('standards');
  return (
    <Card flush id={fieldId('standards')}>
      {problem ? <FieldProblem text={problem} /> : null}
      <DataTable<WatchLine>
        ui={ui}
        caption={ui.t('methods.watch')}
        rows={data.lines}
        rowKey={(row) => row.id}
        empty={ui.t('methods.watchNone')}
        tone={(row) => (row.state === 'late' ? 'late' : undefined)}
        columns={[
          {
            key: 'number',
            head: ui.t('field.standardNo'),
            wrap: true,
            cell: (row) => (
              <>
                {choose ? (
                  <input
                    type="checkbox"
                    class="form-check-input me-2"
                    name="standards"
                    value={row.id}
                    aria-label={row.number}
                    checked={ui.ticked('standards', row.id, false)}
                  />
                ) : null}
                <a href={`/methods/standards/${row.id}`}>{row.number}</a>
              </>
            ),
          },
          { key: 'state', head: ui.t('field.state'), cell: (row) => <WatchPill ui={ui} state={row.state} /> },
          { key: 'due', head: ui.t('field.due'), cell: (row) => row.due ?? ui.t('methods.dueNow') },
          { key: 'last', head: ui.t('methods.lastCheck'), cell: (row) => row.last?.on ?? '—' },
          { key: 'place', head: ui.t('field.checkedAt'), cell: (row) => row.last?.place ?? '—', wrap: true },
          {
            key: 'result',
            head: ui.t('field.checkResult'),
            cell: (row) => (row.last ? ui.t(`methods.result.${row.last.result}`) : '—'),
          },
          { key: 'by', head: ui.t('methods.by'), cell: (row) => row.last?.by ?? '—', deskOnly: true },
        ]}
      />
    </Card>
  );
}
