import { refuse } from '../core/refusal.ts';
import { find, list } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { type ProjectRow, type Scheme, type TaskKind, type TaskRow, type TaskState, tasks } from './rows.ts';

export interface Progress {
  task: TaskKind;
  finished: number;
  late: number;
}

export interface ProjectLine {
  id: string;
  name: string;
  scheme: Scheme;
  object: string;
  due: string;
  lead: string;
  parameters: number;
  finished: number;
  total: number;
  late: number;
}

export interface TaskCell {
  id: string;
  version: number;
  task: TaskKind;
  state: TaskState;
  late: boolean;
  ownerId: string | null;
  owner: string | null;
  due: string;
  doneOn: string | null;
  doneBy: string | null;
  note: string | null;
}

export interface ProjectSheet extends ProjectLine {
  progress: Progress[];
  rows: { code: string; name: { zh: string; en: string }; cells: TaskCell[] }[];
  people: { id: string; name: string }[];
  /** The parameter whose tasks are shown in full. */
  open: string | null;
}

async function peopleOf({ db }: Query): Promise<{ id: string; name: string; active: number }[]> {
  return await db('users').select('id', 'name', 'active').orderBy('employee_no');
}

const isLate = ({ state, due_on }: TaskRow, today: string): boolean => state === 'open' && due_on < today;

function lineOf(project: ProjectRow, rows: readonly TaskRow[], lead: string, today: string): ProjectLine {
  return {
    id: project.id,
    name: project.name,
    scheme: project.scheme,
    object: project.object,
    due: project.due_on,
    lead,
    parameters: new Set(rows.map(({ parameter_code }) => parameter_code)).size,
    finished: rows.filter(({ state }) => state !== 'open').length,
    total: rows.length,
    late: rows.filter((row) => isLate(row, today)).length,
  };
}

/** The projects, newest first, with how far each has come. */
export async function listProjects(query: Query): Promise<{ lines: ProjectLine[] }> {
  const people = await peopleOf(query);
  const rows = await list<TaskRow>(query.db, 'capability_tasks', {}, 'id');
  const projects = await list<ProjectRow>(query.db, 'capability_projects', {}, 'id');
  const lines = projects.map((project) =>
    lineOf(
      project,
      rows.filter(({ project_id }) => project_id === project.id),
      people.find(({ id }) => id === project.lead_id)?.name ?? '',
      query.today,
    ),
  );
  return { lines: lines.reverse() };
}

/** One project as a table of parameter × task. @throws Refusal `capability.project-missing` */
export async function showProject(query: Query, { id, open }: { id: string; open?: string }): Promise<ProjectSheet> {
  const { db, today, app } = query;
  const project = await find<ProjectRow>(db, 'capability_projects', { id });
  if (!project) return refuse('capability.project-missing', { id }, undefined, 'missing');
  const rows = await list<TaskRow>(db, 'capability_tasks', { project_id: id }, 'id');
  const people = await peopleOf(query);
  const nameOf = (own: string | null) => (own === null ? null : (people.find((one) => one.id === own)?.name ?? ''));
  const codes = [...new Set(rows.map(({ parameter_code }) => parameter_code))];
  const cellOf = (row: TaskRow): TaskCell => ({
    id: row.id,
    version: row.version,
    task: row.task,
    state: row.state,
    late: isLate(row, today),
    ownerId: row.owner_id,
    owner: nameOf(row.owner_id),
    due: row.due_on,
    doneOn: row.done_on,
    doneBy: nameOf(row.done_by),
    note: row.note,
  });
  return {
    ...lineOf(project, rows, nameOf(project.lead_id) ?? '', today),
    progress: tasks.map((task) => {
      const own = rows.filter((row) => row.task === task);
      return {
        task,
        finished: own.filter(({ state }) => state !== 'open').length,
        late: own.filter((row) => isLate(row, today)).length,
      };
    }),
    rows: codes.map((code) => ({
      code,
      name: app.catalogue.parameters.get(code)?.name ?? { zh: code, en: code },
      cells: rows
        .filter(({ parameter_code }) => parameter_code === code)
        .map(cellOf)
        .sort((a, b) => tasks.indexOf(a.task) - tasks.indexOf(b.task)),
    })),
    people: people.filter(({ active }) => active === 1).map(({ id: own, name }) => ({ id: own, name })),
    open: open !== undefined && codes.includes(open) ? open : null,
  };
}
