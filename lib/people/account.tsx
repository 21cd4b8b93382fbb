import type { Knex } from 'knex';
import type { JSX } from 'preact';
import { roles as allRoles } from '../kernel/roles.ts';
import type { UserRow } from '../kernel/session.ts';
import { boolean, id, integer, list as listOf, nullable, object, text } from '../kernel/shapes.ts';
import type { Role } from '../kernel/types.ts';
import { lookUp } from '../messages/index.ts';
import { CheckField, FieldSet, fieldId, Pill, SelectField, type Ui } from '../ui/index.ts';

/** What is shown of an account: never the password hash. */
export interface Account {
  id: string;
  login: string;
  name: string;
  employeeNo: string | null;
  roles: Role[];
  active: boolean;
  locked: boolean;
  organisation: string | null;
  version: number;
}

/** Which organisations an account may belong to. */
export interface Choice {
  organisations: { id: string; name: string }[];
}

export const choices = { organisations: listOf(object({ id, name: text() }, ['id', 'name']), 5000) };

export const organisationsOf = async (db: Knex): Promise<Choice> => ({
  organisations: await db('organisations').where({ active: 1 }).orderBy('name').select('id', 'name'),
});

/** The organisation outside the institute that an account belongs to; shown where there is any. */
export function OrganisationField({
  ui,
  organisations,
  given,
}: Choice & { ui: Ui; given?: string | null }): JSX.Element | null {
  return organisations.length === 0 ? null : (
    <SelectField
      ui={ui}
      name="organisation"
      label={ui.t('field.organisation')}
      hint={ui.t('people.organisationNote')}
      value={given ?? ''}
      empty={ui.t('people.ownInstitute')}
      options={organisations.map((one) => ({ value: one.id, label: one.name }))}
    />
  );
}

export const accountFields = {
  id,
  login: text(),
  name: text(),
  employeeNo: nullable(text()),
  roles: listOf(text()),
  active: boolean,
  locked: boolean,
  organisation: nullable(text()),
  version: integer,
};
export const account = object(accountFields, Object.keys(accountFields));

export const shown = (row: UserRow, now: string): Account => ({
  id: row.id,
  login: row.login,
  name: row.name,
  employeeNo: row.employee_no,
  roles: row.roles,
  active: row.active === 1,
  locked: row.locked_until !== null && row.locked_until > now,
  organisation: row.organisation_id,
  version: row.version,
});

/** Whether an account may be used. */
export function AccountState({ user, ui }: { user: Account; ui: Ui }): JSX.Element {
  if (!user.active) return <Pill tone="grey" shape="✕" word={ui.t('people.disabled')} />;
  if (user.locked) return <Pill tone="amber" shape="‖" word={ui.t('people.locked')} />;
  return <Pill tone="green" shape="✔" word={ui.t('people.active')} />;
}

/** Roles as ticks; `given` are the ones the account holds now. */
export function RoleFields({ ui, name, given }: { ui: Ui; name: string; given: readonly string[] }): JSX.Element {
  return (
    <FieldSet
      legend={ui.t('field.roles')}
      hint={ui.t('people.rolesNote')}
      problem={ui.problem(name)}
      id={fieldId(name)}
    >
      {allRoles.map((role) => (
        <CheckField
          key={role}
          ui={ui}
          name={name}
          value={role}
          width="third"
          label={lookUp(ui.lang, `role.${role}`)}
          checked={given.includes(role)}
        />
      ))}
    </FieldSet>
  );
}
