import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import {
  Card,
  CheckField,
  DataTable,
  FieldSet,
  Form,
  FormFoot,
  Moves,
  Pill,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import type { CaseData, ShownRecipient } from './data.ts';
import { supervisions } from './moves.ts';
import { recipientRoles } from './rows.ts';
import { TrackStatePill } from './state.tsx';

/** Whom the result is served on, how far that is, and whose window is open. */
export function PartiesCard({ data, ui }: { data: CaseData; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('case.recipients')} flush>
      <DataTable
        ui={ui}
        caption={ui.t('case.recipients')}
        rows={data.recipients}
        rowKey={(row) => row.id}
        href={(row) => `/case-recipients/${row.id}`}
        empty={ui.t('case.noRecipients')}
        columns={[
          { key: 'name', head: ui.t('case.recipient'), cell: (row) => row.name, wrap: true },
          { key: 'role', head: ui.t('case.recipientRole'), cell: (row) => ui.t(`case.role.${row.role}`) },
          {
            key: 'authority',
            head: ui.t('case.server'),
            cell: (row) => row.organisation ?? <Pill tone="amber" shape="◔" word={ui.t('case.unassigned')} />,
            wrap: true,
          },
          { key: 'papers', head: ui.t('case.papersOn'), cell: (row) => row.papers?.on ?? '—' },
          { key: 'delivered', head: ui.t('case.deliveredOn'), cell: (row) => deliveredWords(ui, row), wrap: true },
          { key: 'window', head: ui.t('case.window'), cell: (row) => windowWords(ui, row), wrap: true },
        ]}
      />
      {data.mayWrite ? <AddParty data={data} ui={ui} /> : null}
    </Card>
  );
}

function deliveredWords(ui: Ui, { delivered, papers }: ShownRecipient): JSX.Element | string {
  if (delivered) return `${delivered.on} ${lookUp(ui.lang, `case.delivery.${delivered.how}`)}`;
  return papers ? <Pill tone="amber" shape="◔" word={ui.t('case.toDeliver')} /> : '—';
}

/** How the objection window of a party stands. */
export function windowWords(ui: Ui, { window, waivedOn }: ShownRecipient): string {
  if (waivedOn) return ui.t('case.windowWaived', { date: waivedOn });
  if (!window) return '—';
  if (window.clockState === 'done') return ui.t('case.windowUsed', { date: window.doneOn ?? '' });
  if (window.clockState === 'cancelled') return ui.t('case.clockState.cancelled', { date: window.doneOn ?? '' });
  return ui.t(window.state === 'late' ? 'case.windowEnded' : 'case.windowUntil', { date: window.dueOn });
}

function AddParty({ data, ui }: { data: CaseData; ui: Ui }): JSX.Element {
  return (
    <details class="panel-body">
      <summary class="btn">{ui.t('case.addParty')}…</summary>
      <Form ui={ui} action={`/cases/${data.id}/recipients`} version={data.version}>
        <div class="fields-grid">
          <SelectField
            ui={ui}
            name="recipientRole"
            label={ui.t('field.recipientRole')}
            width="half"
            required
            options={recipientRoles.map((role) => ({ value: role, label: ui.t(`case.role.${role}`) }))}
          />
          <TextField ui={ui} name="recipientName" label={ui.t('field.recipientName')} maxLength={200} required />
          <TextField ui={ui} name="creditCode" label={ui.t('field.creditCode')} maxLength={18} width="half" />
          <TextField
            ui={ui}
            name="recipientRegion"
            label={ui.t('field.recipientRegion')}
            maxLength={100}
            width="half"
          />
        </div>
        <FormFoot>
          <button class="btn">{ui.t('case.addParty')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}

/** The tracks of the case with the authority in charge. */
export function TracksCard({ data, ui }: { data: CaseData; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('case.tracks')} flush>
      <DataTable
        ui={ui}
        caption={ui.t('case.tracks')}
        rows={data.tracks}
        rowKey={(row) => row.id}
        href={(row) => `/tracks/${row.id}`}
        empty={ui.t('case.noTracks')}
        columns={[
          { key: 'kind', head: ui.t('case.trackKind'), cell: (row) => ui.t(`case.track.${row.kind}`) },
          { key: 'unit', head: ui.t('case.trackUnit'), cell: (row) => row.unitName, wrap: true },
          {
            key: 'authority',
            head: ui.t('case.trackAuthority'),
            cell: (row) => row.organisation ?? <Pill tone="amber" shape="◔" word={ui.t('case.unassigned')} />,
            wrap: true,
          },
          { key: 'state', head: ui.t('field.state'), cell: (row) => <TrackStatePill ui={ui} state={row.state} /> },
        ]}
      />
    </Card>
  );
}

const paths = { close: 'close', settle: 'settlement', reopen: 'reopening' } as const;

/** What this person can do with the case, and everything that still stands in the way. */
export function MovesCard({ data, ui }: { data: CaseData; ui: Ui }): JSX.Element | null {
  const moves = data.moves.flatMap(({ move, obstacles }) =>
    move === 'close' || move === 'settle' || (move === 'reopen' && obstacles.length > 0)
      ? [
          {
            ...{ move, obstacles, version: data.version, reason: true },
            label: ui.t(`case.move.${move}`),
            action: `/cases/${data.id}/${paths[move]}`,
            kind: move === 'close' ? ('primary' as const) : ('plain' as const),
          },
        ]
      : [],
  );
  const mayReopen = data.moves.some(({ move, obstacles }) => move === 'reopen' && obstacles.length === 0);
  if (moves.length === 0 && !mayReopen && !data.mayWrite) return null;
  return (
    <Card title={ui.t('case.moves')}>
      {moves.length > 0 ? <Moves ui={ui} moves={moves} /> : null}
      {mayReopen ? <Reopen data={data} ui={ui} /> : null}
      {data.mayWrite ? <Supervision data={data} ui={ui} /> : null}
    </Card>
  );
}

/** Why the case is taken up again, and which of its tracks have to be worked on anew. */
function Reopen({ data, ui }: { data: CaseData; ui: Ui }): JSX.Element {
  const passed = data.tracks.filter(({ state }) => state === 'passed');
  return (
    <details class="move-reason">
      <summary class="btn">{ui.t('case.move.reopen')}…</summary>
      <Form ui={ui} action={`/cases/${data.id}/reopening`} version={data.version} class="move-form">
        {passed.length > 0 ? (
          <FieldSet legend={ui.t('case.reopenTracks')} hint={ui.t('case.reopenHint')} problem={ui.problem('tracks')}>
            {passed.map((track) => (
              <CheckField
                key={track.id}
                ui={ui}
                name="tracks"
                value={track.id}
                checked
                label={`${ui.t(`case.track.${track.kind}`)} ${track.unitName}`}
              />
            ))}
          </FieldSet>
        ) : null}
        <TextArea ui={ui} name="reason" label={ui.t('moves.reason')} rows={2} maxLength={2000} required />
        <button class="btn">{ui.t('case.move.reopen')}</button>
      </Form>
    </details>
  );
}

function Supervision({ data, ui }: { data: CaseData; ui: Ui }): JSX.Element {
  return (
    <details class="move-reason">
      <summary class="btn">{ui.t('case.supervise')}…</summary>
      <Form ui={ui} action={`/cases/${data.id}/supervision`} version={data.version} class="move-form">
        <SelectField
          ui={ui}
          name="supervision"
          label={ui.t('field.supervision')}
          value={supervisions[data.supervision] ?? ''}
          empty={false}
          options={supervisions.map((value) => ({ value, label: ui.t(`case.supervision.${value}`) }))}
        />
        <TextArea ui={ui} name="reason" label={ui.t('moves.reason')} rows={2} maxLength={2000} required />
        <button class="btn">{ui.t('case.supervise')}</button>
      </Form>
    </details>
  );
}
