import type { Actor } from '../core/machine.ts';
import type { Role } from './roles.ts';
import type { User } from './types.ts';

/** Which role may do what (domain 4). A permission that is not in this table does not exist, and a route that needs it does not start. */
const grants = {
  'sampling.read': [
    'sampler',
    'reception',
    'custodian',
    'department-head',
    'quality-manager',
    'technical-manager',
    'auditor',
  ],
  'sampling.write': ['sampler'],
  'sample.receive': ['reception'],
  'sample.read': [
    'reception',
    'custodian',
    'analyst',
    'reviewer',
    'department-head',
    'signatory',
    'quality-manager',
    'technical-manager',
    'auditor',
  ],
  'label.print': ['reception', 'custodian'],
  'task.plan': ['department-head'],
  'test.read': [
    'analyst',
    'reviewer',
    'department-head',
    'signatory',
    'quality-manager',
    'technical-manager',
    'auditor',
  ],
  'test.record': ['analyst'],
  'test.review': ['reviewer'],
  'test.approve': ['department-head'],
  'report.read': [
    'reception',
    'reviewer',
    'department-head',
    'signatory',
    'quality-manager',
    'technical-manager',
    'auditor',
  ],
  'report.issue': ['signatory'],
  'case.read': [
    'reception',
    'department-head',
    'signatory',
    'quality-manager',
    'technical-manager',
    'auditor',
    'authority',
  ],
  'case.notify': ['reception', 'quality-manager'],
  'catalogue.read': [
    'sampler',
    'reception',
    'analyst',
    'reviewer',
    'department-head',
    'signatory',
    'quality-manager',
    'technical-manager',
    'auditor',
  ],
  'capability.write': ['technical-manager', 'quality-manager'],
  'method.read': [
    'sampler',
    'reception',
    'custodian',
    'analyst',
    'reviewer',
    'department-head',
    'signatory',
    'quality-manager',
    'technical-manager',
    'equipment-manager',
    'material-manager',
    'auditor',
  ],
  'method.write': ['analyst', 'department-head', 'technical-manager', 'quality-manager'],
  'method.approve': ['department-head', 'technical-manager', 'quality-manager'],
  'standard.write': ['technical-manager', 'quality-manager'],
  'competence.read': ['department-head', 'quality-manager', 'technical-manager', 'auditor'],
  'competence.write': ['quality-manager', 'technical-manager'],
  'draft.read': ['analyst', 'department-head', 'quality-manager', 'technical-manager', 'auditor'],
  'catalogue.write': ['analyst', 'department-head', 'technical-manager'],
  'catalogue.release': ['department-head', 'quality-manager', 'technical-manager'],
  'material.read': [
    'analyst',
    'reviewer',
    'department-head',
    'signatory',
    'quality-manager',
    'technical-manager',
    'material-manager',
    'auditor',
  ],
  'material.write': ['analyst', 'department-head', 'material-manager'],
  'equipment.read': [
    'equipment-manager',
    'material-manager',
    'analyst',
    'reviewer',
    'department-head',
    'signatory',
    'quality-manager',
    'technical-manager',
    'auditor',
  ],
  'equipment.write': ['equipment-manager'],
  'equipment.confirm': ['department-head', 'technical-manager'],
  'environment.read': [
    'custodian',
    'analyst',
    'reviewer',
    'department-head',
    'signatory',
    'quality-manager',
    'technical-manager',
    'equipment-manager',
    'material-manager',
    'auditor',
  ],
  'environment.write': ['custodian', 'analyst', 'department-head', 'equipment-manager'],
  'environment.confirm': ['department-head', 'quality-manager', 'technical-manager'],
  'validity.read': ['department-head', 'quality-manager', 'technical-manager', 'auditor'],
  'validity.write': ['quality-manager', 'technical-manager'],
  'audit.read': ['quality-manager', 'auditor', 'administrator'],
  'user.manage': ['administrator'],
  'settings.manage': ['administrator'],
} satisfies Record<string, Role[]>;

export type Permission = keyof typeof grants;
export const permissions = Object.keys(grants) as Permission[];

/** 药品记录与数据管理要求 (2020): whoever owns a business process holds no system administration, and the other way round (DI-09). */
export const rolesExclude = (held: readonly Role[]): boolean => held.includes('administrator') && held.length > 1;

export function may(held: readonly Role[], permission: string): boolean {
  const granted: readonly Role[] | undefined = Object.hasOwn(grants, permission)
    ? grants[permission as Permission]
    : undefined;
  return granted?.some((role) => held.includes(role)) ?? false;
}

/** The role by which a person does an act: the first one held that grants it (printed beside a signature). */
export function actingRole(held: readonly Role[], permission: Permission): Role | undefined {
  const granted: readonly Role[] = grants[permission];
  return held.find((role) => granted.includes(role));
}

/** A person as the state machines ask for one. */
export const actorOf = (user: Pick<User, 'id' | 'roles'>): Actor => ({
  id: user.id,
  roles: user.roles,
  may: (permission) => may(user.roles, permission),
});
