/** The roles of the institute and of those who look at it (domain 4). */
export const roles = [
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
  'authority',
  'participant',
  'administrator',
] as const;

export type Role = (typeof roles)[number];
