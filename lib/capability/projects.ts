import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import { find, list } from '../kernel/tables.ts';
import type { Act, App } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import {
  type CapabilityRow,
  capabilitiesOf,
  type ProjectRow,
  type Scheme,
  type TaskKind,
  type TaskRow,
  type TaskState,
  tasks,
} from './rows.ts';

export interface NewProject {
  projectName: string;
  annexScheme: Scheme;
  testObject: string;
  projectDue: string;
  /** Codes of parameters, set apart by blanks, lines or commas. */
  codes: string;
}

/** The codes that were typed, each once. @throws Refusal `capability.no-codes`, `capability.codes-unknown` */
export function codesFrom(app: App, typed: string): string[] {
  const codes = [...new Set(typed.split(/[\s,;\uff0c\uff1b\u3001]+/).filter((code) => code !== ''))];
  if (codes.length === 0) refuse('capability.no-codes', {}, 'codes');
  refuseAll(
    codes
      .filter((code) => !app.catalogue.parameters.has(code))
      .map((code): Reason => ({ id: 'capability.codes-unknown', field: 'codes', params: { code } })),
  );
  return codes;
}

/**
 * Opens a project of extension: six tasks for each parameter, and a line of the annex that is applied for where there was none.
 * @throws Refusal of `codesFrom`, `capability.project-taken`, `capability.due-past`
 */
export async function openProject(act: Act, input: NewProject): Promise<ProjectRow> {
  const name = input.projectName.trim();
  const codes = codesFrom(act.app, input.codes);
  if (await find<ProjectRow>(act.db, 'capability_projects', { name }))
    refuse('capability.project-taken', { name }, 'projectName', 'conflict');
  if (input.projectDue < act.today) refuse('capability.due-past', { today: act.today }, 'projectDue');
  const project = await act.insert<ProjectRow>('capability_projects', {
    name,
    scheme: input.annexScheme,
    object: input.testObject,
    due_on: input.projectDue,
    lead_id: act.user.id,
    closed_on: null,
  });
  await act.insertAll<TaskRow>(
    'capability_tasks',
    codes.flatMap((parameter_code) =>
      tasks.map((task) => ({
        project_id: project.id,
        parameter_code,
        task,
        state: 'open' as const,
        owner_id: null,
        due_on: input.projectDue,
        done_on: null,
        done_by: null,
        note: null,
      })),
    ),
  );
  await applyFor(act, project, codes);
  return project;
}

async function applyFor(act: Act, { name, scheme, object }: ProjectRow, codes: readonly string[]): Promise<void> {
  const known = new Set((await capabilitiesOf(act.db, { scheme })).map(({ parameter_code }) => parameter_code));
  const lines = codes
    .filter((code) => !known.has(code))
    .map((code): Omit<CapabilityRow, 'id' | 'version' | 'created_at'> => {
      const parameter = act.app.catalogue.parameter(code);
      return {
        scheme,
        annex_no: null,
        parameter_code: code,
        object,
        item: parameter.name.zh,
        standards: [...new Set(parameter.basis.map(({ standard }) => standard))].join('; '),
        scope: null,
        note: null,
        certificate: null,
        approved_on: null,
        valid_to: null,
        site: t('zh', 'capability.mainSite'),
        state: 'applied',
        project: name,
      };
    });
  if (lines.length > 0) await act.insertAll<CapabilityRow>('capabilities', lines);
}

/** Gives all open tasks of one kind an owner and a day. @throws Refusal `capability.project-missing`, `capability.owner` */
export async function planTasks(
  act: Act,
  { id, taskKind: task, ownerId, taskDue }: { id: string; taskKind: TaskKind; ownerId: string; taskDue: string },
): Promise<{ id: string; changed: number }> {
  const project = await find<ProjectRow>(act.db, 'capability_projects', { id });
  if (!project) return refuse('capability.project-missing', { id }, undefined, 'missing');
  await refuseOwner(act, ownerId);
  const open = await list<TaskRow>(act.db, 'capability_tasks', { project_id: id, task, state: 'open' }, 'id');
  for (const row of open) await act.update<TaskRow>('capability_tasks', row, { owner_id: ownerId, due_on: taskDue });
  act.record({ entity: 'capability_projects', id, note: `${task}: ${open.length}` });
  return { id, changed: open.length };
}

async function refuseOwner(act: Act, ownerId: string): Promise<void> {
  const known = await act.db('users').where({ id: ownerId, active: 1 }).first('id');
  if (!known) refuse('capability.owner', {}, 'ownerId');
}

export interface TaskInput {
  id: string;
  version: number;
  taskState: TaskState;
  ownerId?: string;
  taskDue: string;
  /** Evidence of what was done, or why it is not needed. */
  evidence?: string;
}

/**
 * Changes one task; what is done or not needed says by what. The review comes last.
 * @throws Refusal `capability.task-missing`, `capability.evidence`, `capability.review-first`, `capability.owner`, `record.stale`
 */
export async function changeTask(act: Act, input: TaskInput): Promise<TaskRow> {
  const { id, version, taskState: state, ownerId, taskDue, evidence } = input;
  const row = await find<TaskRow>(act.db, 'capability_tasks', { id });
  if (!row) return refuse('capability.task-missing', { id }, undefined, 'missing');
  if (row.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale', row);
  if (state !== 'open' && evidence === undefined) refuse('capability.evidence', {}, 'evidence');
  if (ownerId !== undefined) await refuseOwner(act, ownerId);
  if (state === 'done' && row.task === 'review') {
    const own = { project_id: row.project_id, parameter_code: row.parameter_code, state: 'open' };
    const open = (await list<TaskRow>(act.db, 'capability_tasks', own, 'id')).filter(({ task }) => task !== 'review');
    if (open.length > 0) refuse('capability.review-first', { count: open.length }, 'taskState', 'conflict');
  }
  const done = state === 'open' ? { done_on: null, done_by: null } : { done_on: act.today, done_by: act.user.id };
  return await act.update<TaskRow>('capability_tasks', row, {
    state,
    owner_id: ownerId ?? null,
    due_on: taskDue,
    note: evidence ?? null,
    ...done,
  });
}
