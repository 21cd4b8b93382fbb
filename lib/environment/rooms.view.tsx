import type { JSX } from 'preact';
import { Card, DataTable, FileField, Form, FormFoot, PageHead, Pill, TextField, type Ui } from '../ui/index.ts';
import { clock, ExcursionTable, LimitFields, limitsText } from './parts.view.tsx';
import { type Quantity, quantities, units } from './rows.ts';
import type { EnvironmentSheet, RoomLine } from './show.ts';

/** 环境监控: every room with its limits and latest readings, what is out, and what was not read today. */
export function EnvironmentView({ data, ui }: { data: EnvironmentSheet; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('nav.environment')} note={ui.t('environment.lead', { now: clock(data.now) })} />
      {data.missing.length === 0 ? null : <MissingCard data={data} ui={ui} />}
      <Card title={ui.t('environment.openExcursions')} flush>
        <ExcursionTable ui={ui} rows={data.open} empty={ui.t('environment.noneOpen')} />
      </Card>
      <Card title={ui.t('environment.rooms')} flush>
        <RoomTable data={data} ui={ui} />
      </Card>
      {ui.may('environment.write') ? <ImportForm ui={ui} /> : null}
      {ui.may('environment.confirm') ? <NewRoomForm data={data} ui={ui} /> : null}
    </>
  );
}

function MissingCard({ data, ui }: { data: EnvironmentSheet; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('environment.missing', { count: data.missing.length })}>
      <ul class="list-unstyled mb-0">
        {data.rooms.map(({ id, code, name }) => {
          const own = data.missing.filter(({ room }) => room === id);
          return own.length === 0 ? null : (
            <li key={id} class="mb-1 d-flex flex-wrap gap-2">
              <a href={`/environment/rooms/${id}#read`}>
                {code} {name}
              </a>
              {own.map(({ round, late }) => (
                <Pill
                  key={round}
                  tone={late ? 'orange' : 'amber'}
                  shape={late ? '!' : '◔'}
                  word={ui.t(late ? 'environment.missedRound' : 'environment.dueRound', {
                    round: ui.t(round === 'morning' ? 'environment.round.morning' : 'environment.round.afternoon'),
                  })}
                />
              ))}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

function Latest({ row, quantity }: { row: RoomLine; quantity: Quantity }): JSX.Element {
  const own = row.latest.find((one) => one.quantity === quantity);
  if (!own) return <span>—</span>;
  return (
    <span title={clock(own.at)}>
      {own.outside ? '▲ ' : ''}
      {own.value} {units[quantity]}
    </span>
  );
}

function RoomTable({ data, ui }: { data: EnvironmentSheet; ui: Ui }): JSX.Element {
  return (
    <DataTable<RoomLine>
      ui={ui}
      caption={ui.t('environment.rooms')}
      rows={data.rooms}
      rowKey={(row) => row.id}
      href={(row) => `/environment/rooms/${row.id}`}
      empty={ui.t('environment.noRooms')}
      columns={[
        { key: 'code', head: ui.t('environment.code'), cell: (row) => row.code },
        { key: 'name', head: ui.t('environment.room'), cell: (row) => row.name },
        { key: 'kind', head: ui.t('environment.kind'), cell: (row) => row.kind ?? '—', deskOnly: true },
        { key: 'limits', head: ui.t('environment.limits'), cell: (row) => limitsText(ui, row.limits), wrap: true },
        ...quantities.map((quantity) => ({
          key: quantity,
          head: ui.t(`quantity.${quantity}`),
          cell: (row: RoomLine) => <Latest row={row} quantity={quantity} />,
          numeric: true,
        })),
        { key: 'state', head: ui.t('environment.stateHead'), cell: (row) => <RoomPill ui={ui} row={row} /> },
      ]}
    />
  );
}

function RoomPill({ ui, row }: { ui: Ui; row: RoomLine }): JSX.Element {
  if (!row.active) return <Pill tone="grey" shape="✕" word={ui.t('environment.notUsed')} struck />;
  if (row.latest.some(({ outside }) => outside)) return <Pill tone="orange" shape="!" word={ui.t('environment.out')} />;
  if (row.open > 0) return <Pill tone="amber" shape="◔" word={ui.t('environment.toJudge', { count: row.open })} />;
  return row.latest.length === 0 ? (
    <Pill tone="grey" shape="○" word={ui.t('environment.unread')} />
  ) : (
    <Pill tone="green" shape="●" word={ui.t('environment.within')} />
  );
}

function ImportForm({ ui }: { ui: Ui }): JSX.Element {
  return (
    <details class="more mb-3" id="import" open={ui.problem('file') !== undefined}>
      <summary>{ui.t('environment.import')}</summary>
      <p>{ui.t('environment.importLead')}</p>
      <Form ui={ui} action="/environment/import" draft="off" files>
        <div class="fields-grid">
          <FileField ui={ui} name="file" label={ui.t('field.file')} accept=".csv,.txt,.xlsx" required />
        </div>
        <FormFoot>
          <a class="btn" href="/environment/readings.xlsx">
            {ui.t('environment.template')}
          </a>
          <button class="btn btn-primary">{ui.t('environment.importAct')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}

function NewRoomForm({ data, ui }: { data: EnvironmentSheet; ui: Ui }): JSX.Element {
  const isOpen = data.rooms.length === 0 || ['code', 'name', 'basis', 'temperatureLow'].some((one) => ui.problem(one));
  return (
    <details class="more mb-3" id="new" open={isOpen}>
      <summary>{ui.t('environment.newRoom')}</summary>
      <p>{ui.t('environment.newLead')}</p>
      <Form ui={ui} action="/environment/rooms" draft="off">
        <datalist id="room-kinds">
          {data.suggestions.map((one) => (
            <option key={one.kind} value={one.kind}>
              {limitsText(ui, one.limits)}
            </option>
          ))}
        </datalist>
        <div class="fields-grid">
          <TextField ui={ui} width="third" name="code" label={ui.t('environment.code')} required maxLength={40} />
          <TextField ui={ui} width="third" name="name" label={ui.t('environment.room')} required maxLength={80} />
          <div class="field field-third">
            <label class="form-label" for="f-kind">
              {ui.t('environment.kind')}
            </label>
            <input id="f-kind" class="form-control" name="kind" list="room-kinds" value={ui.value('kind')} />
            <p class="field-hint">{ui.t('environment.kindHint')}</p>
          </div>
          <LimitFields ui={ui} limits={{}} />
          <TextField
            ui={ui}
            name="basis"
            label={ui.t('environment.basis')}
            hint={ui.t('environment.basisHint')}
            maxLength={200}
          />
        </div>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('environment.addRoom')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}
