import type { Knex } from 'knex';
import { list } from '../kernel/tables.ts';

/** 检验检测机构资质认定 and 实验室认可. */
export const schemes = ['CMA', 'CNAS'] as const;
export type Scheme = (typeof schemes)[number];

/** 申请 → 获证 → 暂停 → 取消; that a certificate has run out follows from its date. */
export const states = ['applied', 'held', 'suspended', 'cancelled'] as const;
export type CapabilityState = (typeof states)[number];
export type Standing = CapabilityState | 'expired' | 'not-yet';

/** One line of the capability annex. Dates are YYYY-MM-DD. */
export interface CapabilityRow {
  id: string;
  version: number;
  created_at: string;
  scheme: Scheme;
  /** 序号 of the annex, e.g. 3.12. */
  annex_no: string | null;
  parameter_code: string;
  /** 检验对象. */
  object: string | null;
  /** The item as the annex names it. */
  item: string;
  standards: string;
  /** 限制范围. */
  scope: string | null;
  note: string | null;
  certificate: string | null;
  approved_on: string | null;
  valid_to: string | null;
  site: string;
  state: CapabilityState;
  /** 扩项 project by which it came. */
  project: string | null;
}

/** How a line stands on a day: a certificate counts from the day of its approval to its last day. */
export function standingOn({ state, approved_on, valid_to }: CapabilityRow, day: string): Standing {
  if (state !== 'held') return state;
  if (approved_on !== null && day < approved_on) return 'not-yet';
  return valid_to !== null && day > valid_to ? 'expired' : 'held';
}

/** All lines, by scheme and code; the whole annex of an institute is a few hundred. */
export const capabilitiesOf = (db: Knex, where: Partial<CapabilityRow> = {}): Promise<CapabilityRow[]> =>
  list<CapabilityRow>(db, 'capabilities', where, 'parameter_code');

/** The codes of the parameters that are accredited on a day, by either scheme. */
export async function accreditedOn(db: Knex, day: string): Promise<Set<string>> {
  const held = await capabilitiesOf(db, { state: 'held' });
  return new Set(held.filter((row) => standingOn(row, day) === 'held').map(({ parameter_code }) => parameter_code));
}
