import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import {
  Card,
  chinaTime,
  DataTable,
  Facts,
  Form,
  FormFoot,
  Moves,
  PageHead,
  SelectField,
  TextArea,
  type Ui,
} from '../ui/index.ts';
import { EventPill, GridField, LimitList, limitColumns } from './marks.tsx';
import { checkAnswers, checkNames, conclusions } from './rows.ts';
import type { EventSheet } from './show.ts';

/** A certificate beside what the ledger says, and the user laboratory's judgement of it. */
export function EventView({ data, ui }: { data: EventSheet; ui: Ui }): JSX.Element {
  const { instrument, event } = data;
  return (
    <>
      <PageHead
        over={<a href={`/instruments/${instrument.id}`}>{`${instrument.number} ${instrument.name}`}</a>}
        title={`${ui.t(`equipment.way.${event.kind}`)} ${event.done_on}`}
        note={<EventPill ui={ui} state={event.state} conclusion={event.conclusion} kind={event.kind} />}
      >
        {event.file ? (
          <a class="btn" href={`/instrument-events/${event.id}/file`}>
            {ui.t('equipment.openFile')}
          </a>
        ) : null}
      </PageHead>
      <RecordCard data={data} ui={ui} />
      <PointsCard data={data} ui={ui} />
      {event.conclusion ? <ConclusionCard data={data} ui={ui} /> : <Judging data={data} ui={ui} />}
    </>
  );
}

function RecordCard({ data, ui }: { data: EventSheet; ui: Ui }): JSX.Element {
  const { instrument, event } = data;
  return (
    <Card title={ui.t('equipment.recorded')}>
      <Facts
        facts={[
          { label: ui.t('equipment.unit'), value: event.unit },
          { label: ui.t('equipment.certificate_no'), value: event.certificate_no },
          { label: ui.t('equipment.certifiedRange'), value: event.range },
          { label: ui.t('equipment.range'), value: instrument.range },
          { label: ui.t('equipment.accuracy'), value: instrument.accuracy },
          { label: ui.t('equipment.serial'), value: instrument.serial },
          { label: ui.t('equipment.stated_to'), value: event.stated_to },
          { label: ui.t('equipment.result'), value: event.result },
          { label: ui.t('equipment.recordedBy'), value: `${event.recorder} ${chinaTime(event.created_at)}` },
          ...(event.origin === 'ledger'
            ? [{ label: ui.t('equipment.origin'), value: ui.t('equipment.originLedger') }]
            : []),
          ...(event.note === null ? [] : [{ label: ui.t('equipment.note'), value: event.note, wide: true }]),
        ]}
      />
    </Card>
  );
}

function PointsCard({ data, ui }: { data: EventSheet; ui: Ui }): JSX.Element | null {
  const { points } = data.event;
  if (points.length === 0) return null;
  return (
    <Card title={ui.t('equipment.points')} flush>
      <DataTable
        ui={ui}
        caption={ui.t('equipment.points')}
        rows={points.map((point, i) => ({ ...point, key: String(i) }))}
        rowKey={({ key }) => key}
        empty="—"
        columns={[
          { key: 'nominal', head: ui.t('equipment.nominal'), cell: (row) => row.nominal, numeric: true },
          { key: 'found', head: ui.t('equipment.found'), cell: (row) => row.found ?? '—', numeric: true },
          { key: 'u', head: ui.t('equipment.uncertainty'), cell: (row) => row.uncertainty ?? '—', numeric: true },
          {
            key: 'correction',
            head: ui.t('equipment.correction'),
            cell: (row) => row.correction ?? '—',
            numeric: true,
          },
          { key: 'unit', head: ui.t('equipment.unitOf'), cell: (row) => row.unit ?? '—' },
        ]}
      />
    </Card>
  );
}

function ConclusionCard({ data, ui }: { data: EventSheet; ui: Ui }): JSX.Element {
  const { event } = data;
  const { checks } = event;
  return (
    <Card title={ui.t('equipment.confirmation')}>
      <Facts
        facts={[
          ...checkNames.map((name) => ({
            label: ui.t(`equipment.check.${name}`),
            value: checks ? ui.t(`equipment.answer.${checks[name]}`) : null,
          })),
          { label: ui.t('equipment.validTo'), value: event.due_on },
          {
            label: ui.t('equipment.confirmedBy'),
            value: `${event.confirmer} ${event.confirmed_at ? chinaTime(event.confirmed_at) : ''}`,
          },
          ...(event.limits
            ? [{ label: ui.t('equipment.limits'), value: <LimitList limits={event.limits} />, wide: true }]
            : []),
          ...(event.remark === null ? [] : [{ label: ui.t('equipment.remark'), value: event.remark, wide: true }]),
        ]}
      />
    </Card>
  );
}

/** What can still be done with a record: confirm it, if this person may, or take it back. */
function Judging({ data, ui }: { data: EventSheet; ui: Ui }): JSX.Element | null {
  const { event, obstacles } = data;
  if (event.state === 'withdrawn')
    return <p class="quiet">{ui.t('equipment.withdrawnWhy', { reason: event.remark ?? '' })}</p>;
  const mine = event.recorded_by === ui.user?.id && ui.may('equipment.write');
  return (
    <>
      {ui.may('equipment.confirm') ? (
        <Card title={ui.t('equipment.confirmation')} id="confirm">
          {obstacles.length > 0 ? (
            obstacles.map((reason) => <p key={reason.id}>{reasonText(ui.lang, reason)}</p>)
          ) : (
            <ConfirmForm data={data} ui={ui} />
          )}
        </Card>
      ) : null}
      {mine ? (
        <Card title={ui.t('equipment.moves')}>
          <Moves
            ui={ui}
            moves={[
              {
                move: 'withdraw',
                label: ui.t('equipment.withdraw'),
                obstacles: [],
                action: `/instrument-events/${event.id}/withdrawal`,
                version: event.version,
                reason: true,
                kind: 'danger',
              },
            ]}
          />
        </Card>
      ) : null}
    </>
  );
}

function ConfirmForm({ data, ui }: { data: EventSheet; ui: Ui }): JSX.Element {
  const { event } = data;
  const answers = checkAnswers.map((answer) => ({ value: answer, label: ui.t(`equipment.answer.${answer}`) }));
  return (
    <Form ui={ui} action={`/instrument-events/${event.id}`} version={event.version} draft="off">
      <p class="quiet mb-3">{ui.t('equipment.confirmHint')}</p>
      <div class="fields-grid">
        {checkNames.map((name) => (
          <SelectField
            key={name}
            ui={ui}
            name={`checks.${name}`}
            label={ui.t(`equipment.check.${name}`)}
            options={answers}
            width="third"
            required
          />
        ))}
        <SelectField
          ui={ui}
          name="conclusion"
          label={ui.t('equipment.conclusion')}
          options={conclusions.map((one) => ({ value: one, label: ui.t(`equipment.conclusion.${one}`) }))}
          width="third"
          required
        />
        <TextArea
          ui={ui}
          name="remark"
          label={ui.t('equipment.remark')}
          hint={ui.t('equipment.remarkHint')}
          rows={2}
          maxLength={2000}
          width="full"
        />
      </div>
      <details class="more" open={ui.problem('limits') !== undefined || ui.value('conclusion') === 'limited'}>
        <summary>{ui.t('equipment.limitsWhen')}</summary>
        <GridField ui={ui} name="limits" label={ui.t('equipment.limits')} columns={limitColumns(ui)} rows={3} />
      </details>
      <FormFoot>
        <button class="btn btn-primary btn-next">{ui.t('act.confirm')}</button>
      </FormFoot>
    </Form>
  );
}
