import { boolean, id, integer, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { type OrganisationRow, organisationKinds, organisationLevels } from './organisations.ts';

/** An organisation as its pages show it; `people`: accounts in use. */
export interface Shown {
  id: string;
  version: number;
  name: string;
  kind: string;
  level: string;
  region: string;
  regionCode: string | null;
  contact: string | null;
  active: boolean;
  people: number;
}

export const shownShape = object(
  {
    id,
    version: integer,
    name: text(),
    kind: oneOf(...organisationKinds),
    level: oneOf(...organisationLevels),
    region: text(),
    regionCode: nullable(text()),
    contact: nullable(text()),
    active: boolean,
    people: integer,
  },
  ['id', 'version', 'name', 'kind', 'level', 'region', 'regionCode', 'contact', 'active', 'people'],
);

export const shown = (row: OrganisationRow, people = 0): Shown => ({
  id: row.id,
  version: row.version,
  name: row.name,
  kind: row.kind,
  level: row.level,
  region: row.region,
  regionCode: row.region_code,
  contact: row.contact,
  active: row.active === 1,
  people,
});
