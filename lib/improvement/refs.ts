import type { Knex } from 'knex';
import type { Permission } from '../kernel/access.ts';
import { may } from '../kernel/access.ts';
import type { User } from '../kernel/types.ts';
import type { LinkEntity, LinkRow } from './rows.ts';

/** A typed reference to a record of another slice. */
export interface Ref {
  entity: LinkEntity;
  id: string;
}

/** How a record of each kind is named, who may open it, and where. */
const targets: Record<LinkEntity, { needs: Permission; href: (id: string) => string; number: string | null }> = {
  samples: { needs: 'sample.read', href: (id) => `/samples/${id}`, number: 'number' },
  tests: { needs: 'test.read', href: (id) => `/tests/${id}`, number: null },
  reports: { needs: 'report.read', href: (id) => `/reports/${id}`, number: 'number' },
  cases: { needs: 'case.read', href: (id) => `/cases/${id}`, number: 'number' },
  instruments: { needs: 'equipment.read', href: (id) => `/instruments/${id}`, number: 'number' },
  instrument_events: { needs: 'equipment.read', href: (id) => `/instrument-events/${id}`, number: null },
  pt_rounds: { needs: 'proficiency.read', href: (id) => `/proficiency/rounds/${id}`, number: 'number' },
  pt_correctives: { needs: 'proficiency.read', href: (id) => `/proficiency/correctives/${id}`, number: 'number' },
  control_charts: { needs: 'control.read', href: (id) => `/control/charts/${id}`, number: 'number' },
  control_alarms: { needs: 'control.read', href: (id) => `/control/alarms/${id}`, number: null },
  qc_lines: { needs: 'control.read', href: (id) => `/control/lines/${id}`, number: null },
  nonconformities: { needs: 'test.read', href: (id) => `/nonconformities/${id}`, number: 'number' },
  investigations: { needs: 'investigation.read', href: (id) => `/investigations/${id}`, number: 'number' },
  worksheets: { needs: 'run.read', href: (id) => `/runs/${id}/quality`, number: 'number' },
};

/** The kinds of record that somebody names by its number. */
export const numberedEntities = (Object.keys(targets) as LinkEntity[]).filter(
  (entity) => targets[entity].number !== null && entity !== 'pt_rounds',
);

export interface ShownLink {
  id: string;
  entity: LinkEntity;
  /** Null where this person may not read the record. */
  label: string | null;
  href: string | null;
}

/** A reference as this person may see it: without the permission neither number nor address. */
export function shownLink({ roles }: Pick<User, 'roles'>, { id, entity, entity_id, label }: LinkRow): ShownLink {
  const { needs, href } = targets[entity];
  return may(roles, needs) ? { id, entity, label, href: href(entity_id) } : { id, entity, label: null, href: null };
}

/** Whether this person may read a record of the kind at all. */
export const mayRefer = ({ roles }: Pick<User, 'roles'>, entity: LinkEntity): boolean =>
  may(roles, targets[entity].needs);

/** What a referenced record is called; undefined where it is not there. */
export async function labelOf(db: Knex, { entity, id }: Ref): Promise<string | undefined> {
  if (entity === 'tests') return testLabel(db, id);
  if (entity === 'instrument_events') {
    const row: { done_on: string; number: string } | undefined = await db('instrument_events as event')
      .join('instruments', 'instruments.id', 'event.instrument_id')
      .where('event.id', id)
      .first('event.done_on', 'instruments.number');
    return row && `${row.number} ${row.done_on}`;
  }
  if (entity === 'control_alarms') {
    const row: { number: string; seq: number } | undefined = await db('control_alarms as alarm')
      .join('control_charts', 'control_charts.id', 'alarm.chart_id')
      .join('control_points', 'control_points.id', 'alarm.point_id')
      .where('alarm.id', id)
      .first('control_charts.number', 'control_points.seq');
    return row && `${row.number} #${row.seq}`;
  }
  if (entity === 'qc_lines') {
    const row: { number: string; parameter_code: string } | undefined = await db('qc_lines as line')
      .join('qc_plans', 'qc_plans.id', 'line.plan_id')
      .where('line.id', id)
      .first('qc_plans.number', 'line.parameter_code');
    return row && `${row.number} ${row.parameter_code}`;
  }
  const row: { number: string } | undefined = await db(entity).where({ id }).first('number');
  return row?.number;
}

async function testLabel(db: Knex, id: string): Promise<string | undefined> {
  const row: { number: string; item: string } | undefined = await db('tests')
    .join('samples', 'samples.id', 'tests.sample_id')
    .where('tests.id', id)
    .first('samples.number', 'tests.item');
  return row && `${row.number} ${(JSON.parse(row.item) as { name: { zh: string } }).name.zh}`;
}

/** The record of a kind that bears a number; undefined where there is none. */
export async function byNumber(db: Knex, entity: LinkEntity, number: string): Promise<Ref | undefined> {
  const { number: column } = targets[entity];
  if (column === null) return undefined;
  const row: { id: string } | undefined = await db(entity).where(column, number.trim()).first('id');
  return row && { entity, id: row.id };
}
