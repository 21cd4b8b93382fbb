import type { JSX } from 'preact';
import { lookUp, reasonText } from '../messages/index.ts';
import {
  Card,
  CheckField,
  DataTable,
  DateField,
  Empty,
  Facts,
  Form,
  FormFoot,
  PageHead,
  SelectField,
  StateText,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { conditions, type MoveRow } from './custody.ts';
import { HoldPill, placeText } from './custody.view.tsx';
import type { PortionSheet } from './custody-show.ts';
import { holdKinds } from './holds.ts';

/** One portion: where it is, what holds it, through whose hands it went. */
export function PortionView({ data, ui }: { data: PortionSheet; ui: Ui }): JSX.Element {
  const { portion, sample, retention } = data;
  return (
    <>
      <PageHead
        over={<a href="/custody">{ui.t('custody.title')}</a>}
        title={`${portion.seal_no} ${ui.t(`portion.${portion.role}`)}`}
        note={
          <>
            <StateText ui={ui} state={portion.state} />
            <span>{`${sample.product} ${sample.batchNo}`}</span>
          </>
        }
      />
      <Card title={ui.t('custody.about')}>
        <Facts
          facts={[
            {
              label: ui.t('samples.number'),
              value: ui.may('sample.read') ? <a href={`/samples/${sample.id}`}>{sample.number}</a> : sample.number,
            },
            { label: ui.t('custody.amount'), value: `${portion.qty} ${portion.unit}` },
            {
              label: ui.t('custody.place'),
              value: [placeText(ui, portion.place), data.spot].filter(Boolean).join(' · '),
            },
            {
              label: ui.t('custody.storage'),
              value: retention?.condition && lookUp(ui.lang, `custody.condition.${retention.condition}`),
            },
            { label: ui.t('custody.keeper'), value: data.keeper },
            { label: ui.t('custody.due'), value: retention?.due_on ?? ui.t('custody.no-due') },
            { label: ui.t('custody.basis'), value: retention?.basis, wide: true },
          ]}
        />
        {data.against.map((reason) => (
          <p key={reason.id} class="quiet">
            {reasonText(ui.lang, reason)}
          </p>
        ))}
      </Card>
      <Holds data={data} ui={ui} />
      <Card title={ui.t('custody.moves')} flush>
        <Moves data={data} ui={ui} />
      </Card>
      {data.disposals.length > 0 ? <Disposals data={data} ui={ui} /> : null}
      {portion.state === 'retained' && ui.may('custody.write') ? <Acts data={data} ui={ui} /> : null}
    </>
  );
}

function Holds({ data, ui }: { data: PortionSheet; ui: Ui }): JSX.Element {
  const at = `/custody/${data.portion.id}`;
  return (
    <Card title={ui.t('custody.holds')}>
      {data.holds.length === 0 ? <p class="quiet">{ui.t('custody.no-holds')}</p> : null}
      <ul class="plain-list">
        {data.holds.map((hold) => (
          <li key={`${hold.kind}${hold.by}`}>
            <HoldPill ui={ui} kind={hold.kind} /> {hold.by}{' '}
            <span class="quiet">{ui.t('custody.since', { day: hold.since })}</span>
            {hold.id !== null && ui.may('custody.write') ? (
              <Form ui={ui} action={`${at}/releases`} draft="off">
                <input type="hidden" name="hold" value={hold.id} />
                <TextField ui={ui} name="reason" label={ui.t('field.reason')} required maxLength={500} width="half" />
                <button class="btn btn-sm">{ui.t('custody.release')}</button>
              </Form>
            ) : null}
          </li>
        ))}
      </ul>
      {ui.may('custody.write') && data.portion.state === 'retained' ? (
        <details class="more">
          <summary>{ui.t('custody.setHold')}</summary>
          <Form ui={ui} action={`${at}/holds`} draft="off">
            <div class="fields-grid">
              <SelectField
                ui={ui}
                name="holdKind"
                label={ui.t('field.holdKind')}
                options={holdKinds.map((kind) => ({ value: kind, label: ui.t(`custody.hold.${kind}`) }))}
                required
                width="half"
              />
              <TextField ui={ui} name="reason" label={ui.t('field.reason')} required maxLength={500} width="half" />
            </div>
            <FormFoot>
              <button class="btn btn-primary">{ui.t('custody.setHold')}</button>
            </FormFoot>
          </Form>
        </details>
      ) : null}
    </Card>
  );
}

function Moves({ data, ui }: { data: PortionSheet; ui: Ui }): JSX.Element {
  if (data.moves.length === 0) return <Empty text={ui.t('custody.no-moves')} />;
  return (
    <DataTable<MoveRow>
      ui={ui}
      caption={ui.t('custody.moves')}
      rows={data.moves}
      rowKey={(row) => row.id}
      empty={ui.t('custody.no-moves')}
      columns={[
        { key: 'on', head: ui.t('custody.on'), cell: (row) => row.on_day },
        { key: 'kind', head: ui.t('field.kind'), cell: (row) => ui.t(`custody.move.${row.kind}`) },
        { key: 'from', head: ui.t('custody.from'), cell: (row) => placeText(ui, row.from_place), wrap: true },
        { key: 'to', head: ui.t('custody.to'), cell: (row) => placeText(ui, row.to_place), wrap: true },
        {
          key: 'seal',
          head: ui.t('custody.sealState'),
          cell: (row) => ui.t(row.seal_intact === 1 ? 'custody.intact' : 'custody.broken'),
        },
        { key: 'giver', head: ui.t('custody.giver'), cell: (row) => row.giver },
        {
          key: 'receiver',
          head: ui.t('custody.taker'),
          cell: (row) =>
            row.receiver_id === ui.user?.id && row.confirmed_at === null ? (
              <Form ui={ui} action={`/custody/moves/${row.id}/confirmation`} draft="off">
                {row.receiver} <button class="btn btn-sm btn-primary">{ui.t('custody.confirm')}</button>
              </Form>
            ) : (
              `${row.receiver}${row.receiver_id !== null && row.confirmed_at === null ? ` ${ui.t('custody.unconfirmed')}` : ''}`
            ),
          wrap: true,
        },
        { key: 'note', head: ui.t('field.note'), cell: (row) => row.note ?? '', wrap: true, deskOnly: true },
      ]}
    />
  );
}

const Disposals = ({ data, ui }: { data: PortionSheet; ui: Ui }): JSX.Element => (
  <Card title={ui.t('custody.disposal')}>
    {data.disposals.map((row) => (
      <Facts
        key={row.id}
        facts={[
          { label: ui.t('field.state'), value: ui.t(`custody.disposal.${row.state}`) },
          { label: ui.t('field.way'), value: ui.t(`custody.way.${row.way}`) },
          { label: ui.t('field.reason'), value: row.reason },
          { label: ui.t('custody.proposedBy'), value: row.names.proposed },
          { label: ui.t('custody.approvedBy'), value: row.names.approved },
          { label: ui.t('custody.doneBy'), value: [row.names.done, row.names.witness].filter(Boolean).join('、') },
          { label: ui.t('custody.on'), value: row.done_on },
        ]}
      />
    ))}
  </Card>
);

function Acts({ data, ui }: { data: PortionSheet; ui: Ui }): JSX.Element {
  const { portion, retention } = data;
  const at = `/custody/${portion.id}`;
  const others = data.people.filter(({ id }) => id !== ui.user?.id).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div class="halves">
      <Card title={ui.t('custody.moveTitle')}>
        <Form ui={ui} action={`${at}/moves`} version={portion.version}>
          <div class="fields-grid">
            <SelectField
              ui={ui}
              name="toPlace"
              label={ui.t('field.toPlace')}
              value="retention"
              empty={false}
              options={(['retention', 'reception'] as const).map((one) => ({
                value: one,
                label: ui.t(`place.${one}`),
              }))}
              width="half"
            />
            <SelectField
              ui={ui}
              name="condition"
              label={ui.t('custody.storage')}
              value={retention?.condition ?? undefined}
              options={conditions.map((one) => ({ value: one, label: ui.t(`custody.condition.${one}`) }))}
              required
              width="half"
            />
            {(['room', 'rack', 'box', 'position'] as const).map((name) => (
              <TextField
                key={name}
                ui={ui}
                name={name}
                label={ui.t(`custody.${name}`)}
                value={retention?.[name] ?? undefined}
                maxLength={60}
                width="half"
              />
            ))}
            <SelectField ui={ui} name="receiver" label={ui.t('custody.taker')} options={others} required width="half" />
            <CheckField ui={ui} name="sealIntact" label={ui.t('field.sealIntact')} checked />
            <TextField ui={ui} name="note" label={ui.t('field.note')} maxLength={500} width="full" />
          </div>
          <FormFoot>
            <button class="btn btn-primary">{ui.t('custody.moveAct')}</button>
          </FormFoot>
        </Form>
      </Card>
      <Card title={ui.t('custody.prolong')}>
        <Form ui={ui} action={`${at}/term`} version={portion.version}>
          <DateField ui={ui} name="dueOn" label={ui.t('custody.due')} required />
          <TextArea ui={ui} name="reason" label={ui.t('field.reason')} rows={2} maxLength={500} required />
          <FormFoot>
            <button class="btn btn-primary">{ui.t('custody.prolongAct')}</button>
          </FormFoot>
        </Form>
      </Card>
    </div>
  );
}
