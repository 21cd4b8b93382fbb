import type { JSX } from 'preact';
import { lookUp, t } from '../messages/index.ts';
import { Card, chinaTime, DataTable, Due, type Ui } from '../ui/index.ts';
import type { CaseData } from './data.ts';

/** Every clock of the case, of its parties and of its tracks, with its state. */
export function ClocksCard({ data, ui }: { data: CaseData; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('case.clocks')} flush>
      <DataTable
        ui={ui}
        caption={ui.t('case.clocks')}
        rows={data.clocks}
        rowKey={(clock) => clock.id}
        href={(clock) => (ui.may('clock.read') ? `/clocks/${clock.id}` : undefined)}
        empty={ui.t('case.noClocks')}
        tone={(clock) =>
          clock.running && clock.kind === 'duty' && clock.state !== 'on-time' ? clock.state : undefined
        }
        columns={[
          { key: 'title', head: ui.t('case.clock'), cell: (clock) => `${clock.rule} ${clock.title}`, wrap: true },
          { key: 'about', head: ui.t('case.clockOf'), cell: (clock) => clock.about || data.number, wrap: true },
          { key: 'from', head: ui.t('case.clockFrom'), cell: (clock) => clock.startedOn, deskOnly: true },
          {
            key: 'due',
            head: ui.t('field.due'),
            cell: (clock) => (clock.dueAt ? chinaTime(clock.dueAt) : clock.dueOn) + (clock.provisional ? ' ?' : ''),
          },
          {
            key: 'state',
            head: ui.t('field.state'),
            cell: (clock) =>
              clock.running && clock.kind === 'duty' ? (
                <Due ui={ui} date={clock.dueOn} state={clock.state} days={clock.days} provisional={clock.provisional} />
              ) : (
                clockWord(ui, clock)
              ),
          },
          { key: 'basis', head: ui.t('case.clockBasis'), cell: (clock) => clock.basis, wrap: true, deskOnly: true },
        ]}
      />
    </Card>
  );
}

function clockWord(ui: Ui, clock: CaseData['clocks'][number]): string {
  if (clock.clockState === 'running') return ui.t(clock.state === 'late' ? 'case.windowOver' : 'case.windowRuns');
  return ui.t(`case.clockState.${clock.clockState}`, { date: clock.doneOn ?? '' });
}

export function DocumentsCard({ data, ui }: { data: CaseData; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('case.documents')} flush>
      <DataTable
        ui={ui}
        caption={ui.t('case.documents')}
        rows={data.documents}
        rowKey={(row) => row.id}
        href={(row) => `/case-documents/${row.id}`}
        empty={ui.t('case.noDocuments')}
        columns={[
          { key: 'number', head: ui.t('case.documentNumber'), cell: (row) => row.number },
          { key: 'title', head: ui.t('case.documentTitle'), cell: (row) => row.title, wrap: true },
          {
            key: 'for',
            head: ui.t('case.documentFor'),
            cell: (row) => data.recipients.find(({ id }) => id === row.recipientId)?.name ?? '—',
            wrap: true,
          },
          { key: 'on', head: ui.t('case.documentOn'), cell: (row) => row.issuedOn },
          { key: 'hash', head: 'SHA-256', cell: (row) => <code title={row.hash}>{row.hash.slice(0, 12)}</code> },
        ]}
      />
    </Card>
  );
}

export function EventsCard({ data, ui }: { data: CaseData; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('case.history')}>
      <ol class="trail">
        {data.events.toReversed().map((event) => (
          <li key={event.id} class="tone-grey">
            <p class="trail-head">
              <strong>{eventWords(ui, event)}</strong>
              <time dateTime={event.on}>{event.on}</time>
            </p>
            <p class="trail-by">{t(ui.lang, 'case.eventBy', { name: event.by, at: chinaTime(event.at) })}</p>
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** The sentence of an event; one that has none of its own is named by its kind. */
export function eventWords(ui: Pick<Ui, 'lang'>, { kind, params }: CaseData['events'][number]): string {
  const how = typeof params.how === 'string' ? lookUp(ui.lang, `case.delivery.${params.how}`) : '';
  const sentence = lookUp(ui.lang, `case.event.${kind}`);
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => (name === 'how' ? how : String(params[name] ?? '')));
}
