import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import {
  Card,
  CheckField,
  chinaTime,
  DataTable,
  DecimalField,
  Form,
  FormFoot,
  PageHead,
  Pill,
  SelectField,
  TextField,
  type Ui,
} from '../ui/index.ts';
import type { ConnectionLine } from './connections.ts';
import type { MassField, WeighAnswer } from './weighings.ts';

/** Balances that answer, and the place to connect one. */
export function ConnectionsView({
  data: { lines, instruments },
  ui,
}: {
  data: { lines: ConnectionLine[]; instruments: { number: string; name: string }[] };
  ui: Ui;
}): JSX.Element {
  return (
    <>
      <PageHead
        title={ui.t('instrument-file.connections')}
        over={<a href="/instruments">{ui.t('nav.equipment')}</a>}
        note={ui.t('instrument-file.connectionsLead')}
      />
      <Card flush>
        <DataTable<ConnectionLine>
          ui={ui}
          caption={ui.t('instrument-file.connections')}
          rows={lines}
          rowKey={({ id }) => id}
          empty={ui.t(ui.may('equipment.write') ? 'instrument-file.noConnections' : 'instrument-file.noConnectionsYet')}
          columns={[
            { key: 'number', head: ui.t('field.instrument'), cell: ({ number }) => number },
            { key: 'name', head: ui.t('field.name'), wrap: true, cell: ({ name }) => name },
            { key: 'address', head: ui.t('field.host'), cell: ({ host, port }) => `${host}:${port}` },
            {
              key: 'span',
              head: ui.t('instrument-file.span'),
              cell: ({ low, high, unit }) => `${low}–${high} ${unit}`,
            },
            {
              key: 'active',
              head: ui.t('field.state'),
              cell: ({ active }) =>
                active === 1 ? (
                  <Pill tone="green" shape="●" word={ui.t('instrument-file.profileState.active')} />
                ) : (
                  <Pill tone="grey" shape="✕" word={ui.t('instrument-file.profileState.retired')} />
                ),
            },
          ]}
        />
      </Card>
      {ui.may('equipment.write') ? (
        <Card title={ui.t('instrument-file.connect')}>
          <Form ui={ui} action="/instruments/connections" draft="off">
            <div class="fields-grid">
              <SelectField
                ui={ui}
                name="number"
                label={ui.t('field.instrument')}
                required
                options={instruments.map(({ number, name }) => ({ value: number, label: `${number} ${name}` }))}
                width="half"
              />
              <TextField
                ui={ui}
                name="host"
                label={ui.t('field.host')}
                value="127.0.0.1"
                required
                maxLength={60}
                width="third"
              />
              <DecimalField ui={ui} name="port" label={ui.t('field.port')} required maxLength={5} width="third" />
              <DecimalField ui={ui} name="low" label={ui.t('field.low')} required maxLength={20} width="third" />
              <DecimalField ui={ui} name="high" label={ui.t('field.high')} required maxLength={20} width="third" />
              <SelectField
                ui={ui}
                name="unit"
                label={ui.t('field.unit')}
                value="g"
                empty={false}
                options={['g', 'mg', 'kg'].map((value) => ({ value, label: value }))}
                width="third"
              />
              <CheckField ui={ui} name="active" label={ui.t('instrument-file.active')} checked width="third" />
            </div>
            <FormFoot>
              <button class="btn btn-primary">{ui.t('act.save')}</button>
            </FormFoot>
          </Form>
        </Card>
      ) : null}
    </>
  );
}

/** Every weighing of a record with its button, and those that were done. */
export function WeighView({ data, ui }: { data: WeighAnswer; ui: Ui }): JSX.Element {
  const { id, number, item, fields, balances, weighings, why } = data;
  return (
    <>
      <PageHead
        title={ui.t('instrument-file.weighings')}
        over={
          <a href={`/tests/${id}`}>
            {number} {item[ui.lang]}
          </a>
        }
        note={ui.t('instrument-file.weighLead')}
      />
      {why.length > 0 ? (
        <div class="move-why mb-3">
          {why.map((reason) => (
            <p key={reason.id}>{reasonText(ui.lang, reason)}</p>
          ))}
        </div>
      ) : balances.length === 0 ? (
        <p class="problems tone-amber">{ui.t('instrument-file.noBalance')}</p>
      ) : (
        <Card title={ui.t('instrument-file.massFields')}>
          <Form ui={ui} action={`/tests/${id}/weighings`} draft="off">
            <div class="fields-grid">
              <SelectField
                ui={ui}
                name="instrument"
                label={ui.t('instrument-file.balance')}
                required
                value={balances[0]?.number}
                empty={balances.length === 1 ? false : ui.t('field.choose')}
                options={balances.map((one) => ({ value: one.number, label: `${one.number} ${one.name}` }))}
                width="half"
              />
              <SelectField
                ui={ui}
                name="field"
                label={ui.t('instrument-file.massFields')}
                required
                value={data.asked ?? fields.find(({ value }) => value === '')?.field}
                options={fields.map((one) => ({ value: one.field, label: fieldLabel(ui, one) }))}
                width="half"
              />
              <TextField ui={ui} name="reason" label={ui.t('instrument-file.weighReason')} maxLength={2000} />
            </div>
            <FormFoot>
              <button class="btn btn-primary btn-next">{ui.t('instrument-file.readBalance')}</button>
            </FormFoot>
          </Form>
        </Card>
      )}
      <Card flush>
        <DataTable<WeighAnswer['weighings'][number]>
          ui={ui}
          caption={ui.t('instrument-file.weighings')}
          rows={weighings}
          rowKey={({ created_at, field }) => created_at + field}
          empty={ui.t('instrument-file.noWeighings')}
          columns={[
            { key: 'at', head: ui.t('instrument-file.at'), cell: ({ created_at }) => chinaTime(created_at) },
            { key: 'name', head: ui.t('instrument-file.massFields'), wrap: true, cell: ({ name }) => name },
            {
              key: 'value',
              head: ui.t('instrument-file.current'),
              numeric: true,
              cell: ({ value, unit }) => `${value} ${unit}`,
            },
            { key: 'balance', head: ui.t('instrument-file.balance'), cell: ({ instrument }) => instrument },
            { key: 'raw', head: ui.t('instrument-file.raw'), cell: ({ raw }) => raw },
            { key: 'by', head: ui.t('instrument-file.savedBy'), cell: ({ by }) => by },
          ]}
        />
      </Card>
    </>
  );
}

const fieldLabel = (ui: Ui, { name, unit, value }: MassField): string =>
  `${name}（${unit}）${value === '' ? '' : ` ${ui.t('instrument-file.has', { value })}`}`;
