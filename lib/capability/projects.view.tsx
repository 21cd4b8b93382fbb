import type { JSX } from 'preact';
import {
  Card,
  Counts,
  DataTable,
  DateField,
  Facts,
  Form,
  FormFoot,
  PageHead,
  Pill,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import type { ProjectLine, ProjectSheet, TaskCell } from './projects.show.ts';
import { schemes, taskStates, tasks } from './rows.ts';
import { CapabilityTabs } from './standing.view.tsx';

const share = ({ finished, total }: { finished: number; total: number }): string =>
  `${finished}/${total} (${total === 0 ? 0 : Math.floor((finished * 100) / total)} %)`;

export function ProjectsView({ data, ui }: { data: { lines: ProjectLine[] }; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('capability.projects')} note={ui.t('capability.projectsLead')}>
        {ui.may('capability.write') ? (
          <a class="btn btn-primary" href="/capability/projects/new">
            {ui.t('capability.newProject')}
          </a>
        ) : null}
      </PageHead>
      <CapabilityTabs ui={ui} at="/capability/projects" />
      <Card flush>
        <DataTable<ProjectLine>
          ui={ui}
          caption={ui.t('capability.projects')}
          rows={data.lines}
          rowKey={(row) => row.id}
          href={(row) => `/capability/projects/${row.id}`}
          empty={ui.t('capability.projectsNone')}
          tone={(row) => (row.late > 0 ? 'late' : undefined)}
          columns={[
            { key: 'name', head: ui.t('field.name'), cell: (row) => row.name, wrap: true },
            { key: 'scheme', head: ui.t('capability.scheme'), cell: (row) => row.scheme },
            { key: 'parameters', head: ui.t('capability.parameters'), cell: (row) => row.parameters, numeric: true },
            { key: 'done', head: ui.t('capability.progress'), cell: share },
            { key: 'late', head: ui.t('capability.late'), cell: (row) => row.late, numeric: true },
            { key: 'due', head: ui.t('field.due'), cell: (row) => row.due },
            { key: 'lead', head: ui.t('capability.lead2'), cell: (row) => row.lead },
          ]}
        />
      </Card>
    </>
  );
}

export function NewProjectView({ ui }: { ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead
        title={ui.t('capability.newProject')}
        over={<a href="/capability/projects">{ui.t('capability.projects')}</a>}
        note={ui.t('capability.newProjectLead')}
      />
      <Form ui={ui} action="/capability/projects">
        <div class="fields-grid">
          <TextField ui={ui} name="projectName" label={ui.t('field.projectName')} required maxLength={100} />
          <SelectField
            ui={ui}
            name="annexScheme"
            label={ui.t('capability.scheme')}
            required
            empty={false}
            options={schemes.map((value) => ({ value, label: value }))}
          />
          <DateField ui={ui} name="projectDue" label={ui.t('field.projectDue')} min={ui.today} required />
          <TextArea ui={ui} name="testObject" label={ui.t('field.testObject')} rows={2} required width="full" />
          <TextArea
            ui={ui}
            name="codes"
            label={ui.t('field.codes')}
            hint={ui.t('capability.codesHint')}
            rows={8}
            required
            width="full"
          />
        </div>
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('act.create')}</button>
        </FormFoot>
      </Form>
    </>
  );
}

const looks = {
  open: { tone: 'grey', shape: '○' },
  done: { tone: 'green', shape: '✔' },
  'not-needed': { tone: 'grey', shape: '·' },
} as const;

const TaskPill = ({ cell, ui }: { cell: TaskCell; ui: Ui }): JSX.Element =>
  cell.late ? (
    <Pill tone="red" shape="▲" word={ui.t('capability.late')} />
  ) : (
    <Pill {...looks[cell.state]} word={ui.t(`capability.task.${cell.state}`)} />
  );

/** How far a project has come: by task, and for each parameter. */
export function ProjectView({ data, ui }: { data: ProjectSheet; ui: Ui }): JSX.Element {
  const writes = ui.may('capability.write');
  const open = data.rows.find(({ code }) => code === data.open);
  return (
    <>
      <PageHead over={<a href="/capability/projects">{ui.t('capability.projects')}</a>} title={data.name} />
      <Card>
        <Facts
          facts={[
            { label: ui.t('capability.progress'), value: share(data) },
            { label: ui.t('capability.parameters'), value: String(data.parameters) },
            { label: ui.t('capability.scheme'), value: data.scheme },
            { label: ui.t('field.projectDue'), value: data.due },
            { label: ui.t('capability.lead2'), value: data.lead },
            { label: ui.t('field.testObject'), value: data.object, wide: true },
          ]}
        />
      </Card>
      <Counts
        counts={data.progress.map(({ task, finished, late }) => ({
          label: `${ui.t(`capability.task.${task}`)} /${data.parameters}`,
          value: finished,
          href: `/capability/projects/${data.id}#parameters`,
          tone: late > 0 ? 'late' : 'plain',
        }))}
      />
      {open ? <Tasks data={data} row={open} ui={ui} writes={writes} /> : null}
      {writes ? <Planning data={data} ui={ui} /> : null}
      <Card title={ui.t('capability.byParameter')} flush id="parameters">
        <DataTable<ProjectSheet['rows'][number]>
          ui={ui}
          caption={ui.t('capability.byParameter')}
          rows={data.rows}
          rowKey={(row) => row.code}
          href={(row) => `/capability/projects/${data.id}?open=${row.code}#tasks`}
          empty={ui.t('capability.none')}
          total={data.rows.length}
          columns={[
            { key: 'code', head: ui.t('capability.parameter_code'), cell: (row) => row.code },
            { key: 'name', head: ui.t('field.name'), cell: (row) => row.name[ui.lang], wrap: true },
            ...tasks.map((task) => ({
              key: task,
              head: ui.t(`capability.task.${task}`),
              cell: (row: ProjectSheet['rows'][number]) => {
                const cell = row.cells.find((one) => one.task === task);
                return cell ? <TaskPill cell={cell} ui={ui} /> : '—';
              },
            })),
          ]}
        />
      </Card>
    </>
  );
}

/** One owner and one day for all open tasks of a kind. */
function Planning({ data, ui }: { data: ProjectSheet; ui: Ui }): JSX.Element {
  return (
    <details class="more mb-3" open={ui.problem('ownerId') !== undefined && data.open === null}>
      <summary>{ui.t('capability.plan')}</summary>
      <Form ui={ui} action={`/capability/projects/${data.id}/plan`} draft="off">
        <div class="fields-grid">
          <SelectField
            ui={ui}
            name="taskKind"
            label={ui.t('field.taskKind')}
            required
            options={tasks.map((value) => ({ value, label: ui.t(`capability.task.${value}`) }))}
          />
          <Owner data={data} ui={ui} required />
          <DateField ui={ui} name="taskDue" label={ui.t('field.taskDue')} value={data.due} required />
        </div>
        <FormFoot>
          <button class="btn">{ui.t('capability.planAct')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}

const Owner = ({
  data,
  ui,
  value,
  required = false,
}: {
  data: ProjectSheet;
  ui: Ui;
  value?: string | undefined;
  required?: boolean;
}): JSX.Element => (
  <SelectField
    ui={ui}
    name="ownerId"
    label={ui.t('field.ownerId')}
    value={value}
    required={required}
    options={data.people.map(({ id, name }) => ({ value: id, label: name }))}
  />
);

/** The six tasks of one parameter, each to be changed. */
function Tasks({
  data,
  row,
  ui,
  writes,
}: {
  data: ProjectSheet;
  row: ProjectSheet['rows'][number];
  ui: Ui;
  writes: boolean;
}): JSX.Element {
  return (
    <Card
      title={`${row.code} ${row.name[ui.lang]}`}
      id="tasks"
      aside={<a href={`/capability/projects/${data.id}`}>{ui.t('capability.close')}</a>}
    >
      {row.cells.map((cell) => (
        <details key={cell.id} class="more mb-2">
          <summary>
            {ui.t(`capability.task.${cell.task}`)} <TaskPill cell={cell} ui={ui} />{' '}
            <span class="quiet">
              {[cell.owner, cell.doneOn ? `${cell.doneOn} ${cell.doneBy ?? ''}` : cell.due, cell.note]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </summary>
          {writes ? (
            <Form ui={ui} action={`/capability/tasks/${cell.id}`} version={cell.version} draft="off">
              <div class="fields-grid">
                <SelectField
                  ui={ui}
                  name="taskState"
                  label={ui.t('field.state')}
                  value={cell.state}
                  required
                  empty={false}
                  options={taskStates.map((value) => ({ value, label: ui.t(`capability.task.${value}`) }))}
                />
                <Owner data={data} ui={ui} value={cell.ownerId ?? ''} />
                <DateField ui={ui} name="taskDue" label={ui.t('field.taskDue')} value={cell.due} required />
                <TextField
                  ui={ui}
                  name="evidence"
                  label={ui.t('field.evidence')}
                  hint={ui.t('capability.evidenceHint')}
                  value={cell.note ?? ''}
                  width="full"
                />
              </div>
              <FormFoot>
                <button class="btn btn-primary">{ui.t('act.save')}</button>
              </FormFoot>
            </Form>
          ) : null}
        </details>
      ))}
    </Card>
  );
}
