import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import {
  Card,
  CheckField,
  chinaTime,
  DataTable,
  DateField,
  Facts,
  Form,
  FormFoot,
  PageHead,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { AnomalyPill, ControlTabs } from './parts.view.tsx';
import type { AnomalyLine, LineSheet } from './plans.show.ts';

/** The anomaly record of a line that was not met, and what may be done about it. */
export function Anomaly({ data, ui }: { data: LineSheet; ui: Ui }): JSX.Element | null {
  const { anomaly, names } = data;
  if (!anomaly) return null;
  return (
    <Card title={ui.t('control.anomaly')} aside={<AnomalyPill ui={ui} state={anomaly.state} />} id="anomaly">
      <Facts
        facts={[
          { label: ui.t('control.situation'), value: anomaly.situation, wide: true },
          { label: ui.t('field.responsible'), value: names[anomaly.responsible_id] },
          { label: ui.t('field.dueOn'), value: anomaly.due_on },
          { label: ui.t('field.measures'), value: anomaly.measures, wide: true },
          {
            label: ui.t('control.resolved'),
            value: anomaly.resolved === null ? null : ui.t(anomaly.resolved === 1 ? 'control.yes' : 'control.no'),
          },
          { label: ui.t('field.closing'), value: anomaly.closing, wide: true },
          ...(anomaly.closed_at === null
            ? []
            : [
                {
                  label: ui.t('control.closedBy'),
                  value: `${names[anomaly.closed_by ?? ''] ?? ''} ${chinaTime(anomaly.closed_at)}`,
                },
              ]),
        ]}
      />
      {data.anomalyMoves.map(({ move, obstacles }) =>
        obstacles.length > 0 ? (
          <div key={move} class="move-why">
            {obstacles.map((reason) => (
              <p key={reason.id}>{reasonText(ui.lang, reason)}</p>
            ))}
          </div>
        ) : (
          <AnomalyForm key={move} move={move} data={data} ui={ui} />
        ),
      )}
      {anomaly.state !== 'closed' && ui.may('internal.write') ? (
        <details class="more">
          <summary>{ui.t('control.reassign')}</summary>
          <Form ui={ui} action={`/control/anomalies/${anomaly.id}/assignment`} version={anomaly.version} draft="off">
            <div class="fields-grid">
              <SelectField
                ui={ui}
                name="responsible"
                label={ui.t('field.responsible')}
                required
                width="third"
                value={anomaly.responsible_id}
                options={data.people.map(({ id, name }) => ({ value: id, label: name }))}
              />
              <DateField
                ui={ui}
                name="dueOn"
                label={ui.t('field.dueOn')}
                value={anomaly.due_on}
                required
                width="third"
              />
              <TextField ui={ui} name="reason" label={ui.t('field.reason')} required width="third" />
            </div>
            <FormFoot>
              <button class="btn">{ui.t('control.save')}</button>
            </FormFoot>
          </Form>
        </details>
      ) : null}
    </Card>
  );
}

function AnomalyForm({ move, data, ui }: { move: string; data: LineSheet; ui: Ui }): JSX.Element {
  const { anomaly } = data;
  const isAnswer = move === 'answer';
  return (
    <details class="more" open={isAnswer}>
      <summary>
        {ui.t(
          isAnswer
            ? 'control.anomalyMove.answer'
            : move === 'close'
              ? 'control.anomalyMove.close'
              : 'control.anomalyMove.reopen',
        )}
      </summary>
      <Form ui={ui} action={`/control/anomalies/${anomaly?.id}/state`} version={anomaly?.version} draft="off">
        <input type="hidden" name="anomalyMove" value={move} />
        <div class="fields-grid">
          {isAnswer ? (
            <TextArea ui={ui} name="measures" label={ui.t('field.measures')} required />
          ) : (
            <TextArea ui={ui} name="closing" label={ui.t('field.closing')} required />
          )}
          {move === 'close' ? <CheckField ui={ui} name="resolved" label={ui.t('field.resolved')} checked /> : null}
        </div>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('control.save')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}

/** Anomaly records by their day. */
export function AnomaliesView({ lines, ui }: { lines: readonly AnomalyLine[]; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('control.anomalies')} note={ui.t('control.anomaliesLead')} />
      <ControlTabs ui={ui} at="anomalies" />
      <Card flush>
        <DataTable<AnomalyLine>
          ui={ui}
          caption={ui.t('control.anomalies')}
          rows={lines}
          rowKey={(row) => row.anomaly.id}
          href={(row) => `/control/lines/${row.anomaly.line_id}`}
          empty={ui.t('control.noAnomalies')}
          tone={(row) => (row.late ? 'late' : undefined)}
          columns={[
            { key: 'item', head: ui.t('control.item'), cell: (row) => `${row.code} ${row.name[ui.lang]}` },
            { key: 'situation', head: ui.t('control.situation'), wrap: true, cell: (row) => row.anomaly.situation },
            { key: 'person', head: ui.t('field.responsible'), cell: (row) => row.responsible },
            { key: 'due', head: ui.t('field.dueOn'), cell: (row) => row.anomaly.due_on },
            {
              key: 'state',
              head: ui.t('control.stateHead'),
              cell: (row) => <AnomalyPill ui={ui} state={row.anomaly.state} />,
            },
            {
              key: 'resolved',
              head: ui.t('control.resolved'),
              cell: (row) =>
                row.anomaly.resolved === null ? '—' : ui.t(row.anomaly.resolved === 1 ? 'control.yes' : 'control.no'),
            },
          ]}
        />
      </Card>
    </>
  );
}
