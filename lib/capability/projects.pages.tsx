import { refuse } from '../core/refusal.ts';
import type { JsonSchema } from '../kernel/request.ts';
import { page, post } from '../kernel/routes.ts';
import { boolean, date, id, integer, list, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { find } from '../kernel/tables.ts';
import { listProjects, type ProjectLine, type ProjectSheet, showProject } from './projects.show.ts';
import { changeTask, type NewProject, openProject, planTasks, type TaskInput } from './projects.ts';
import { NewProjectView, ProjectsView, ProjectView } from './projects.view.tsx';
import { schemes, type TaskKind, type TaskRow, taskStates, tasks } from './rows.ts';

const all = (properties: Record<string, JsonSchema>): JsonSchema => object(properties, Object.keys(properties));
const lineFields = {
  id,
  name: text(),
  scheme: oneOf(...schemes),
  object: text(2000),
  due: date,
  lead: text(),
  parameters: integer,
  finished: integer,
  total: integer,
  late: integer,
};
const cell = all({
  id,
  version: integer,
  task: oneOf(...tasks),
  state: oneOf(...taskStates),
  late: boolean,
  ownerId: nullable(text()),
  owner: nullable(text()),
  due: date,
  doneOn: nullable(date),
  doneBy: nullable(text()),
  note: nullable(text(2000)),
});
const sheet = all({
  ...lineFields,
  progress: list(all({ task: oneOf(...tasks), finished: integer, late: integer })),
  rows: list(all({ code: text(), name: all({ zh: text(), en: text() }), cells: list(cell) }), 5000),
  people: list(all({ id: text(), name: text() }), 5000),
  open: nullable(text()),
});

export const projectsPage = page<object, { lines: ProjectLine[] }>({
  name: 'capability.projects',
  path: '/capability/projects',
  needs: 'catalogue.read',
  input: object({}),
  answer: all({ lines: list(all(lineFields)) }),
  load: (query) => listProjects(query),
  title: (_data, ui) => ui.t('capability.projects'),
  view: (data, ui) => <ProjectsView data={data} ui={ui} />,
});

export const newProjectPage = page<object, object>({
  name: 'capability.new-project',
  path: '/capability/projects/new',
  needs: 'capability.write',
  input: object({}),
  answer: object({}),
  load: async () => ({}),
  title: (_data, ui) => ui.t('capability.newProject'),
  view: (_data, ui) => <NewProjectView ui={ui} />,
});

export const projectPage = page<{ id: string; open?: string }, ProjectSheet>({
  name: 'capability.project',
  path: '/capability/projects/:id',
  needs: 'catalogue.read',
  input: object({ id, open: text(60) }, ['id']),
  answer: sheet,
  wide: true,
  load: showProject,
  title: ({ name }) => name,
  view: (data, ui) => <ProjectView data={data} ui={ui} />,
});

/** The project of a task, opened at its parameter. */
export const taskPage = page<{ id: string }, ProjectSheet>({
  name: 'capability.task',
  path: '/capability/tasks/:id',
  needs: 'catalogue.read',
  input: object({ id }, ['id']),
  answer: sheet,
  wide: true,
  load: async (query, input) => {
    const task = await find<TaskRow>(query.db, 'capability_tasks', { id: input.id });
    if (!task) return refuse('capability.task-missing', { id: input.id }, undefined, 'missing');
    return showProject(query, { id: task.project_id, open: task.parameter_code });
  },
  title: ({ name }) => name,
  view: (data, ui) => <ProjectView data={data} ui={ui} />,
});

export const openProjectPost = post<NewProject, { id: string }>({
  name: 'capability.open-project',
  path: '/capability/projects',
  needs: 'capability.write',
  creates: true,
  input: object(
    {
      projectName: text(100),
      annexScheme: oneOf(...schemes),
      testObject: text(2000),
      projectDue: date,
      codes: text(20_000),
    },
    ['projectName', 'annexScheme', 'testObject', 'projectDue', 'codes'],
  ),
  answer: all({ id }),
  run: async (act, input) => ({ id: (await openProject(act, input)).id }),
  then: (project) => `/capability/projects/${project.id}`,
  on: newProjectPage,
});

export const planPost = post<
  { id: string; taskKind: TaskKind; ownerId: string; taskDue: string },
  { id: string; changed: number }
>({
  name: 'capability.plan-tasks',
  path: '/capability/projects/:id/plan',
  needs: 'capability.write',
  input: object({ id, taskKind: oneOf(...tasks), ownerId: id, taskDue: date }, [
    'id',
    'taskKind',
    'ownerId',
    'taskDue',
  ]),
  answer: all({ id, changed: integer }),
  run: planTasks,
  then: (project) => `/capability/projects/${project.id}`,
  on: projectPage,
});

export const taskPost = post<TaskInput, { id: string; version: number; state: string }>({
  name: 'capability.change-task',
  path: '/capability/tasks/:id',
  needs: 'capability.write',
  versioned: true,
  input: object(
    { id, version: integer, taskState: oneOf(...taskStates), ownerId: id, taskDue: date, evidence: text(500) },
    ['id', 'version', 'taskState', 'taskDue'],
  ),
  answer: all({ id, version: integer, state: text() }),
  run: async (act, input) => {
    const { version, state } = await changeTask(act, input);
    return { id: input.id, version, state };
  },
  then: (task) => `/capability/tasks/${task.id}#tasks`,
  on: taskPage,
});
