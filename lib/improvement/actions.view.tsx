import type { JSX } from 'preact';
import {
  Card,
  CheckField,
  DataTable,
  DateField,
  Due,
  FileField,
  Form,
  FormFoot,
  Pill,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { ACCEPT } from './files.ts';
import { peopleOptions } from './list.view.tsx';
import type { ImprovementSheet } from './sheet.ts';

type Action = ImprovementSheet['actions'][number];

/** 纠正措施: what, who, until when, and what came of it. */
export function ActionsCard({ data, ui }: { data: ImprovementSheet; ui: Ui }): JSX.Element {
  const { row, actions } = data;
  const isOpen = ({ state, round }: Action): boolean =>
    state === 'open' && round === row.round && row.state === 'analysed';
  return (
    <Card title={ui.t('improvement.actions')} id="actions">
      <DataTable<Action>
        ui={ui}
        caption={ui.t('improvement.actions')}
        rows={actions}
        rowKey={({ id }) => id}
        tone={({ term }) => (term?.state === 'late' || term?.state === 'amber' ? term.state : undefined)}
        empty={ui.t('improvement.noActions')}
        columns={[
          {
            key: 'words',
            head: ui.t('field.actionText'),
            wrap: true,
            cell: (action) =>
              action.round > 1 ? `${action.words}（${ui.t('improvement.round', { n: action.round })}）` : action.words,
          },
          { key: 'owner', head: ui.t('improvement.actionOwner'), cell: ({ owner_id }) => data.names[owner_id] ?? '' },
          {
            key: 'due',
            head: ui.t('field.dueOn'),
            cell: ({ due_on, term }) => (term === null ? due_on : <Due ui={ui} date={due_on} {...term} />),
          },
          { key: 'state', head: ui.t('field.state'), cell: (action) => <ActionState action={action} ui={ui} /> },
          {
            key: 'outcome',
            head: ui.t('field.outcome'),
            wrap: true,
            cell: (action) => <Outcome action={action} data={data} ui={ui} />,
          },
        ]}
      />
      {actions
        .filter((action) => isOpen(action) && action.mine)
        .map((action) => (
          <Done key={action.id} action={action} ui={ui} />
        ))}
      {data.directs
        ? actions.filter(isOpen).map((action) => <Change key={action.id} action={action} data={data} ui={ui} />)
        : null}
      {data.moves.some(({ move, obstacles }) => move === 'plan' && obstacles.length === 0) ? (
        <Plan data={data} ui={ui} />
      ) : null}
    </Card>
  );
}

const looks = {
  open: { tone: 'amber', shape: '◔' },
  done: { tone: 'green', shape: '✔' },
  dropped: { tone: 'grey', shape: '✕' },
} as const;

function ActionState({ action: { state }, ui }: { action: Action; ui: Ui }): JSX.Element {
  return <Pill {...looks[state]} word={ui.t(`improvement.action.${state}`)} struck={state === 'dropped'} />;
}

function Outcome({ action, data, ui }: { action: Action; data: ImprovementSheet; ui: Ui }): JSX.Element {
  const files = data.files.filter(({ action_id }) => action_id === action.id);
  return (
    <div>
      {[action.done_on, action.outcome, action.reason && ui.t('improvement.because', { reason: action.reason })]
        .filter(Boolean)
        .join(' · ') || '—'}
      {files.map(({ id, file }) => (
        <div key={id}>
          <a href={`/nonconforming/files/${id}`}>{file.name}</a>
        </div>
      ))}
    </div>
  );
}

function Done({ action, ui }: { action: Action; ui: Ui }): JSX.Element {
  return (
    <details class="more" open>
      <summary>{ui.t('improvement.finish', { words: action.words })}</summary>
      <Form ui={ui} action={`/nonconforming/actions/${action.id}/outcome`} version={action.version} files draft="off">
        <div class="fields-grid">
          <DateField
            ui={ui}
            name="doneOn"
            label={ui.t('field.doneOn')}
            value={ui.today}
            max={ui.today}
            required
            width="third"
          />
          <FileField
            ui={ui}
            name="file"
            label={ui.t('improvement.evidence')}
            hint={ui.t('improvement.fileHint')}
            accept={ACCEPT}
            required
            width="half"
          />
          <TextArea
            ui={ui}
            name="outcome"
            label={ui.t('field.outcome')}
            rows={3}
            maxLength={2000}
            required
            width="full"
          />
          {action.term?.state === 'late' ? (
            <TextField
              ui={ui}
              name="lateReason"
              label={ui.t('field.lateReason')}
              required
              maxLength={500}
              width="full"
            />
          ) : null}
        </div>
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('improvement.finishAct')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}

function Change({ action, data, ui }: { action: Action; data: ImprovementSheet; ui: Ui }): JSX.Element {
  return (
    <details class="more">
      <summary>{ui.t('improvement.change', { words: action.words })}</summary>
      <Form ui={ui} action={`/nonconforming/actions/${action.id}/change`} version={action.version} draft="off">
        <div class="fields-grid">
          <SelectField
            ui={ui}
            name="handlerId"
            label={ui.t('improvement.actionOwner')}
            value={action.owner_id}
            width="third"
            options={peopleOptions(data.people)}
          />
          <DateField ui={ui} name="dueOn" label={ui.t('field.dueOn')} value={action.due_on} width="third" />
          <CheckField ui={ui} name="dropped" label={ui.t('field.dropped')} width="third" />
          <TextField ui={ui} name="reason" label={ui.t('field.reason')} required maxLength={500} width="full" />
        </div>
        <FormFoot>
          <button class="btn">{ui.t('improvement.changeAct')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}

function Plan({ data: { row, people, actions }, ui }: { data: ImprovementSheet; ui: Ui }): JSX.Element {
  const last = row.state === 'analysed' && row.due_on !== null && row.due_on >= ui.today ? row.due_on : undefined;
  return (
    <details
      class="more"
      open={!actions.some(({ round }) => round === row.round) || ui.problem('actionText') !== undefined}
    >
      <summary>{ui.t('improvement.plan')}</summary>
      <Form ui={ui} action={`/nonconforming/${row.id}/actions`} version={row.version} draft="off">
        <div class="fields-grid">
          <TextArea
            ui={ui}
            name="actionText"
            label={ui.t('field.actionText')}
            hint={ui.t('improvement.actionHint')}
            rows={3}
            maxLength={1000}
            required
            width="full"
          />
          <SelectField
            ui={ui}
            name="handlerId"
            label={ui.t('improvement.actionOwner')}
            required
            width="third"
            options={peopleOptions(people)}
          />
          <DateField
            ui={ui}
            name="dueOn"
            label={ui.t('field.dueOn')}
            min={ui.today}
            {...(last !== undefined && { max: last, hint: ui.t('improvement.dueHint', { day: last }) })}
            required
            width="third"
          />
        </div>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('improvement.planAct')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}
