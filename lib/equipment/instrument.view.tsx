import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import { Card, chinaTime, DataTable, Facts, type MoveButton, Moves, PageHead, type Ui } from '../ui/index.ts';
import { DueDay, EventPill, LimitList, StandingPill } from './marks.tsx';
import { LimitCard, StopCard } from './move.view.tsx';
import type { InstrumentEvent, InstrumentSheet } from './show.ts';
import { UsesCard } from './uses.view.tsx';

/** One instrument: what it is, whether it may be used and why not, what was done to it and with it. */
export function InstrumentView({ data, ui }: { data: InstrumentSheet; ui: Ui }): JSX.Element {
  const { instrument: row, standing, why } = data;
  return (
    <>
      <PageHead
        over={<a href="/instruments">{ui.t('nav.equipment')}</a>}
        title={row.name}
        note={
          <>
            <strong>{row.number}</strong>
            <StandingPill ui={ui} state={row.state} why={why} />
            <DueDay ui={ui} due={row.due_on} days={data.days} />
            <LimitList limits={row.limits} />
            {row.cause ? <span>{ui.t(`equipment.cause.${row.cause}`)}</span> : null}
          </>
        }
      >
        {standing === 'grey' ? null : (
          <a class="btn" href={`/instruments/${row.id}/label`}>
            {ui.t('equipment.printLabel')}
          </a>
        )}
        {ui.may('equipment.write') && row.state !== 'scrapped' ? (
          <>
            <a class="btn" href={`/instruments/${row.id}/edit`}>
              {ui.t('equipment.edit')}
            </a>
            <a class="btn btn-primary" href={`/instruments/${row.id}/events/new`}>
              {ui.t('equipment.record')}
            </a>
          </>
        ) : null}
      </PageHead>
      {why === null ? null : (
        <p class="equipment-stopped">{ui.t(`equipment.whyLong.${why}`, { due: row.due_on ?? '' })}</p>
      )}
      <ImpactLine data={data} ui={ui} />
      <MoveCard data={data} ui={ui} />
      <LedgerCard data={data} ui={ui} />
      <EventsCard data={data} ui={ui} />
      <UsesCard uses={data.uses} used={data.used} empty={ui.t('equipment.noUses')} ui={ui} />
      <StatesCard data={data} ui={ui} />
    </>
  );
}

/** How many earlier results a bad calibration still puts in doubt. */
function ImpactLine({ data, ui }: { data: InstrumentSheet; ui: Ui }): JSX.Element | null {
  const { instrument, unjudged } = data;
  if (unjudged === null) return null;
  const words =
    unjudged === 0 ? ui.t('equipment.impact.allJudged') : ui.t('equipment.impact.open', { count: unjudged });
  return (
    <p class={unjudged === 0 ? 'quiet' : 'equipment-stopped'}>
      {ui.may('test.read') ? <a href={`/instruments/${instrument.id}/impact`}>{words}</a> : words}
    </p>
  );
}

/** The moves of this person; stopping and limiting ask for more than a reason and have their own forms. */
function MoveCard({ data, ui }: { data: InstrumentSheet; ui: Ui }): JSX.Element | null {
  const { instrument: row, moves } = data;
  if (moves.length === 0) return null;
  const release = (move: string) => move === 'enable' || move === 'limit';
  const open = (name: string) => moves.some(({ move, obstacles }) => move === name && obstacles.length === 0);
  const buttons = moves
    .filter(({ move, obstacles }) => (move !== 'stop' && move !== 'limit') || obstacles.length > 0)
    .map(
      ({ move, obstacles }): MoveButton => ({
        move,
        label: ui.t(`equipment.move.${move}`),
        obstacles: obstacles.map((reason) => reasonText(ui.lang, reason)),
        action: `/instruments/${row.id}/${release(move) ? 'releases' : 'moves'}`,
        version: row.version,
        fields: { move },
        reason: move === 'downgrade' || move === 'scrap',
        kind: move === 'enable' || move === 'inspect' ? 'primary' : move === 'scrap' ? 'danger' : 'plain',
      }),
    );
  return (
    <Card title={ui.t('equipment.moves')}>
      {buttons.length > 0 ? <Moves ui={ui} moves={buttons} /> : null}
      {open('limit') ? <LimitCard row={row} ui={ui} /> : null}
      {open('stop') ? <StopCard row={row} ui={ui} /> : null}
    </Card>
  );
}

function LedgerCard({ data, ui }: { data: InstrumentSheet; ui: Ui }): JSX.Element {
  const { instrument: row } = data;
  const plain = [
    'maker',
    'model',
    'serial',
    'software',
    'range',
    'accuracy',
    'custodian',
    'department',
    'room',
  ] as const;
  const days = ['purchased_on', 'accepted_on', 'enabled_on'] as const;
  return (
    <Card title={ui.t('equipment.ledger')}>
      <Facts
        facts={[
          ...plain.map((name) => ({ label: ui.t(`equipment.${name}`), value: row[name] })),
          {
            label: ui.t('equipment.traceability'),
            value:
              ui.t(`equipment.way.${row.traceability}`) + (row.mandatory === 1 ? ui.t('equipment.mandatoryMark') : ''),
          },
          {
            label: ui.t('equipment.interval_months'),
            value: row.interval_months,
          },
          { label: ui.t('equipment.value'), value: row.value },
          ...days.map((name) => ({ label: ui.t(`equipment.${name}`), value: row[name] })),
          { label: ui.t('equipment.serves'), value: row.serves.join('、') || ui.t('equipment.servesAll'), wide: true },
          ...(['factors', 'note'] as const)
            .filter((name) => row[name] !== null)
            .map((name) => ({ label: ui.t(`equipment.${name}`), value: row[name], wide: true })),
        ]}
      />
    </Card>
  );
}

function EventsCard({ data, ui }: { data: InstrumentSheet; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('equipment.events')} id="events" flush>
      <DataTable<InstrumentEvent>
        ui={ui}
        caption={ui.t('equipment.events')}
        rows={data.events}
        rowKey={(row) => row.id}
        href={(row) => `/instrument-events/${row.id}`}
        empty={ui.t('equipment.noEvents')}
        columns={[
          { key: 'done', head: ui.t('equipment.doneOn'), cell: (row) => row.done_on },
          { key: 'kind', head: ui.t('equipment.kind'), cell: (row) => ui.t(`equipment.way.${row.kind}`) },
          { key: 'unit', head: ui.t('equipment.unit'), cell: (row) => row.unit, wrap: true },
          { key: 'certificate', head: ui.t('equipment.certificate_no'), cell: (row) => row.certificate_no ?? '—' },
          {
            key: 'state',
            head: ui.t('equipment.conclusion'),
            cell: (row) => <EventPill ui={ui} state={row.state} conclusion={row.conclusion} kind={row.kind} />,
          },
          { key: 'due', head: ui.t('equipment.validTo'), cell: (row) => row.due_on ?? '—' },
          {
            key: 'by',
            head: ui.t('equipment.confirmedBy'),
            cell: (row) => row.confirmer || '—',
          },
        ]}
      />
    </Card>
  );
}

function StatesCard({ data, ui }: { data: InstrumentSheet; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('equipment.history')} flush>
      <DataTable
        ui={ui}
        caption={ui.t('equipment.history')}
        rows={data.states}
        rowKey={(row) => row.id}
        empty={ui.t('equipment.noEvents')}
        columns={[
          { key: 'from', head: ui.t('equipment.from'), cell: (row) => chinaTime(row.from_at) },
          { key: 'to', head: ui.t('equipment.to'), cell: (row) => (row.to_at === null ? '—' : chinaTime(row.to_at)) },
          {
            key: 'state',
            head: ui.t('equipment.state'),
            cell: (row) => <StandingPill ui={ui} state={row.state} why={null} />,
          },
          {
            key: 'why',
            head: ui.t('equipment.reason'),
            wrap: true,
            cell: (row) => (
              <>
                {[row.cause && ui.t(`equipment.cause.${row.cause}`), row.reason].filter(Boolean).join('：') || null}
                <LimitList limits={row.limits} />
              </>
            ),
          },
          { key: 'by', head: ui.t('equipment.by'), cell: (row) => row.by },
        ]}
      />
    </Card>
  );
}
