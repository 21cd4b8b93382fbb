import type { JSX } from 'preact';
import {
  Card,
  CheckField,
  DataTable,
  DecimalField,
  Facts,
  Form,
  FormFoot,
  PageHead,
  Pill,
  Tabs,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { Chart } from './chart.view.tsx';
import { clock, ExcursionTable, LimitFields, limitsText } from './parts.view.tsx';
import { quantities, units } from './rows.ts';
import type { ReadingLine, RoomSheet } from './show.ts';

/** A room: its readings drawn against its limits, reading by hand, sensors, excursions. */
export function RoomView({ data, ui }: { data: RoomSheet; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead
        over={<a href="/environment">{ui.t('nav.environment')}</a>}
        title={`${data.code} ${data.name}`}
        note={data.active ? undefined : <Pill tone="grey" shape="✕" word={ui.t('environment.notUsed')} struck />}
      />
      <Card>
        <Facts
          facts={[
            { label: ui.t('environment.kind'), value: data.kind },
            { label: ui.t('environment.limits'), value: limitsText(ui, data.limits) },
            { label: ui.t('environment.basis'), value: data.basis },
          ]}
        />
      </Card>
      {ui.may('environment.write') && data.active ? <ReadForm data={data} ui={ui} /> : null}
      <Tabs
        label={ui.t('environment.period')}
        tabs={[1, 7, 31].map((days) => ({
          href: `/environment/rooms/${data.id}?days=${days}`,
          label: ui.t('environment.days', { days }),
          active: days === data.days,
        }))}
      />
      <Card>
        {data.points.length === 0 ? <p class="mb-0">{ui.t('environment.noReadings')}</p> : null}
        <div class="row">
          {quantities.map((quantity) => (
            <Chart key={quantity} ui={ui} data={data} quantity={quantity} />
          ))}
        </div>
      </Card>
      <Card title={ui.t('environment.excursions')} flush>
        <ExcursionTable ui={ui} rows={data.excursions} empty={ui.t('environment.noExcursions')} />
      </Card>
      <Card title={ui.t('environment.readings')} flush>
        <ReadingTable data={data} ui={ui} />
      </Card>
      {ui.may('environment.confirm') ? (
        <>
          <LimitsForm data={data} ui={ui} />
          <Sensors data={data} ui={ui} />
        </>
      ) : null}
    </>
  );
}

function ReadForm({ data, ui }: { data: RoomSheet; ui: Ui }): JSX.Element {
  const wanted = quantities.filter((quantity) => data.limits[quantity]);
  return (
    <Card title={ui.t('environment.read')} id="read">
      <Form ui={ui} action={`/environment/rooms/${data.id}/readings`} draft="off">
        <div class="fields-grid">
          <div class={`field field-third${ui.problem('at') ? ' has-problem' : ''}`}>
            <label class="form-label" for="f-at">
              {ui.t('environment.at')}
            </label>
            <input
              id="f-at"
              class="form-control"
              type="datetime-local"
              name="at"
              max={data.now}
              value={ui.value('at', data.now)}
              required
            />
            {ui.problem('at') ? <p class="field-problem">{ui.problem('at')}</p> : null}
          </div>
          {wanted.map((quantity) => (
            <DecimalField
              key={quantity}
              ui={ui}
              width="third"
              name={quantity}
              label={ui.t(`quantity.${quantity}`)}
              unit={units[quantity]}
            />
          ))}
        </div>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('environment.save')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}

function ReadingTable({ data, ui }: { data: RoomSheet; ui: Ui }): JSX.Element {
  return (
    <DataTable<ReadingLine>
      ui={ui}
      caption={ui.t('environment.readings')}
      rows={data.readings}
      rowKey={(row) => `${row.at} ${row.source}`}
      empty={ui.t('environment.noReadings')}
      tone={(row) => (row.values.some(({ outside }) => outside) ? 'late' : undefined)}
      columns={[
        { key: 'at', head: ui.t('environment.at'), cell: (row) => clock(row.at) },
        ...quantities
          .filter((quantity) => data.points.some((point) => point.quantity === quantity))
          .map((quantity) => ({
            key: quantity,
            head: ui.t(`quantity.${quantity}`),
            unit: units[quantity],
            numeric: true,
            cell: (row: ReadingLine) => {
              const own = row.values.find((one) => one.quantity === quantity);
              return own ? `${own.outside ? '▲ ' : ''}${own.value}` : '—';
            },
          })),
        {
          key: 'source',
          head: ui.t('environment.source'),
          cell: (row) =>
            row.source === 'hand' || row.source === 'file' ? ui.t(`environment.source.${row.source}`) : row.source,
        },
        { key: 'by', head: ui.t('environment.by'), cell: (row) => row.by || '—' },
        { key: 'recorded', head: ui.t('environment.recorded'), cell: (row) => clock(row.recorded), deskOnly: true },
      ]}
    />
  );
}

function LimitsForm({ data, ui }: { data: RoomSheet; ui: Ui }): JSX.Element {
  return (
    <details class="more mb-3" open={quantities.some((one) => ui.problem(`${one}Low`) ?? ui.problem(`${one}High`))}>
      <summary>{ui.t('environment.changeLimits')}</summary>
      <p>{ui.t('environment.changeLead')}</p>
      <Form ui={ui} action={`/environment/rooms/${data.id}/limits`} version={data.version} draft="off">
        <div class="fields-grid">
          <LimitFields ui={ui} limits={data.limits} />
          <TextField
            ui={ui}
            name="basis"
            label={ui.t('environment.basis')}
            value={data.basis}
            required
            maxLength={200}
          />
          <CheckField ui={ui} name="active" label={ui.t('environment.inUse')} checked={data.active} />
        </div>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('environment.saveLimits')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}

function Sensors({ data, ui }: { data: RoomSheet; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('environment.sensors')} id="sensors">
      <p class="quiet">
        {ui.t('environment.sensorLead')} <a href="/environment/push">{ui.t('environment.pushHow')}</a>
      </p>
      <ul class="list-unstyled">
        {data.sensors.map((sensor) => (
          <li key={sensor.id} class="d-flex gap-2 align-items-center mb-2">
            <span>{sensor.name}</span>
            {sensor.active ? (
              <Form ui={ui} action={`/environment/sensors/${sensor.id}/stop`} class="d-inline" draft="off">
                <button class="btn btn-sm">{ui.t('environment.stopSensor')}</button>
              </Form>
            ) : (
              <Pill tone="grey" shape="✕" word={ui.t('environment.sensorStopped')} struck />
            )}
          </li>
        ))}
      </ul>
      <Form ui={ui} action={`/environment/rooms/${data.id}/sensors`} draft="off">
        <div class="fields-grid">
          <TextField ui={ui} width="third" name="sensor" label={ui.t('field.sensor')} required maxLength={60} />
          <TextField
            ui={ui}
            name="token"
            label={ui.t('field.token')}
            value={data.token ?? ''}
            hint={ui.t('environment.tokenHint')}
            required
            maxLength={60}
            autocomplete="off"
          />
        </div>
        <FormFoot>
          <button class="btn">{ui.t('environment.addSensor')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}

/** How a sensor sends what it reads. */
export function PushView({ ui, url }: { ui: Ui; url: string }): JSX.Element {
  const reading = { at: '2026-03-10T09:30', temperature: '22.4', humidity: '51' };
  const body = JSON.stringify({ readings: [reading] }, null, 2);
  return (
    <>
      <PageHead title={ui.t('environment.pushTitle')} note={ui.t('environment.pushLead')} />
      <Card>
        <pre class="mb-0">
          {`POST\n${url}/api/v1/environment/readings\nAuthorization: Bearer <token>\nContent-Type: application/json\n\n${body}`}
        </pre>
      </Card>
      <p>{ui.t('environment.pushRules')}</p>
    </>
  );
}
