import type { JSX } from 'preact';
import { refuse } from '../core/refusal.ts';
import { roles as allRoles } from '../kernel/roles.ts';
import { page, post } from '../kernel/routes.ts';
import type { UserRow } from '../kernel/session.ts';
import { boolean, id, integer, list as listOf, long, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { find, list } from '../kernel/tables.ts';
import type { Lang, Role } from '../kernel/types.ts';
import { lookUp } from '../messages/index.ts';
import {
  Card,
  CheckField,
  DataTable,
  FieldSet,
  Form,
  FormFoot,
  fieldId,
  PageHead,
  Pill,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { changeUser, createUser, freshHash, type NewUser, resetPassword, type UserChange } from './users.ts';

/** What is shown of an account: never the password hash. */
interface Account {
  id: string;
  login: string;
  name: string;
  employeeNo: string | null;
  roles: Role[];
  active: boolean;
  locked: boolean;
  version: number;
}

const account = object(
  {
    id,
    login: text(),
    name: text(),
    employeeNo: nullable(text()),
    roles: listOf(text()),
    active: boolean,
    locked: boolean,
    version: integer,
  },
  ['id', 'login', 'name', 'employeeNo', 'roles', 'active', 'locked', 'version'],
);

const shown = (row: UserRow, now: string): Account => ({
  id: row.id,
  login: row.login,
  name: row.name,
  employeeNo: row.employee_no,
  roles: row.roles,
  active: row.active === 1,
  locked: row.locked_until !== null && row.locked_until > now,
  version: row.version,
});

const roleNames = (lang: Lang, held: readonly string[]): string =>
  held.map((role) => lookUp(lang, `role.${role}`)).join(lang === 'zh' ? '、' : ', ');
const roleList = listOf(oneOf(...allRoles), allRoles.length);

export const usersPage = page<object, { users: Account[] }>({
  name: 'user.list',
  path: '/people',
  needs: 'user.manage',
  input: object({}),
  answer: object({ users: listOf(account, 5000) }, ['users']),
  load: async ({ db, now }) => ({
    users: (await list<UserRow>(db, 'users', {}, 'login')).map((row) => shown(row, now)),
  }),
  title: (_data, ui) => ui.t('people.title'),
  view: ({ users }, ui) => (
    <>
      <PageHead title={ui.t('people.title')} note={ui.t('people.note')}>
        <a class="btn btn-primary" href="/people/new">
          {ui.t('people.new')}
        </a>
      </PageHead>
      <Card flush>
        <DataTable
          ui={ui}
          caption={ui.t('people.title')}
          rows={users}
          rowKey={(user) => user.id}
          href={(user) => `/people/${user.id}`}
          empty={ui.t('table.empty')}
          columns={[
            { key: 'name', head: ui.t('field.personName'), cell: (user) => user.name },
            { key: 'login', head: ui.t('field.login'), cell: (user) => user.login },
            { key: 'number', head: ui.t('field.employeeNo'), cell: (user) => user.employeeNo ?? '—', deskOnly: true },
            { key: 'roles', head: ui.t('field.roles'), cell: (user) => roleNames(ui.lang, user.roles), wrap: true },
            { key: 'state', head: ui.t('field.state'), cell: (user) => <AccountState user={user} ui={ui} /> },
          ]}
        />
      </Card>
    </>
  ),
});

function AccountState({ user, ui }: { user: Account; ui: Ui }): JSX.Element {
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

export const newUserPage = page<object, object>({
  name: 'user.new',
  path: '/people/new',
  needs: 'user.manage',
  input: object({}),
  answer: object({}),
  load: async () => ({}),
  title: (_data, ui) => ui.t('people.new'),
  view: (_data, ui) => (
    <>
      <PageHead title={ui.t('people.new')} />
      <Card>
        <Form ui={ui} action="/people">
          <div class="fields-grid">
            <TextField
              ui={ui}
              name="name"
              label={ui.t('field.personName')}
              width="half"
              required
              focus
              maxLength={60}
            />
            <TextField ui={ui} name="employeeNo" label={ui.t('field.employeeNo')} width="half" maxLength={40} />
            <TextField
              ui={ui}
              name="login"
              label={ui.t('field.login')}
              width="half"
              required
              maxLength={60}
              hint={ui.t('people.loginNote')}
            />
            <TextField
              ui={ui}
              name="password"
              label={ui.t('people.initialPassword')}
              type="password"
              width="half"
              required
              autocomplete="new-password"
              hint={ui.t('people.passwordNote')}
            />
          </div>
          <RoleFields ui={ui} name="roles" given={[]} />
          <FormFoot>
            <button class="btn btn-primary">{ui.t('people.create')}</button>
          </FormFoot>
        </Form>
      </Card>
    </>
  ),
});

const login = { type: 'string', pattern: '^[A-Za-z0-9._-]{2,60}$' };
const personName = { type: 'string', minLength: 1, maxLength: 60 };

export const newUserInput = { login, name: personName, employeeNo: text(40), roles: roleList, password: text(200) };

export const createUserPost = post<NewUser, Account, string>({
  name: 'user.create',
  path: '/people',
  needs: 'user.manage',
  creates: true,
  input: object(newUserInput, ['login', 'name', 'roles', 'password']),
  answer: account,
  prepare: (_caller, input) => freshHash(input.password, input.login),
  run: async (act, input, hash) => shown(await createUser(act, input, hash), act.now),
  then: (user) => `/people/${user.id}`,
  on: newUserPage,
});

export const userPage = page<{ id: string }, Account>({
  name: 'user.show',
  path: '/people/:id',
  needs: 'user.manage',
  input: object({ id }, ['id']),
  answer: account,
  load: async ({ db, now }, input) => {
    const row = await find<UserRow>(db, 'users', { id: input.id });
    return row ? shown(row, now) : refuse('people.missing', {}, undefined, 'missing');
  },
  title: (user) => user.name,
  view: (user, ui) => (
    <>
      <PageHead title={user.name} over={user.login} note={roleNames(ui.lang, user.roles)}>
        <AccountState user={user} ui={ui} />
      </PageHead>
      <Card title={ui.t('people.change')}>
        <Form ui={ui} action={`/people/${user.id}`} version={user.version}>
          <TextField ui={ui} name="name" label={ui.t('field.personName')} value={user.name} required maxLength={60} />
          <RoleFields ui={ui} name="roles" given={user.roles} />
          <SelectField
            ui={ui}
            name="active"
            label={ui.t('field.state')}
            hint={ui.t('people.mayWork')}
            value={String(user.active)}
            empty={false}
            options={[
              { value: 'true', label: ui.t('people.active') },
              { value: 'false', label: ui.t('people.disabled') },
            ]}
          />
          <TextArea ui={ui} name="reason" label={ui.t('field.reason')} required rows={2} maxLength={2000} />
          <FormFoot>
            <button class="btn btn-primary">{ui.t('act.save')}</button>
          </FormFoot>
        </Form>
      </Card>
      <Card title={ui.t('people.reset')}>
        <Form ui={ui} action={`/people/${user.id}/password`} draft="off">
          <TextField
            ui={ui}
            name="password"
            label={ui.t('people.initialPassword')}
            type="password"
            required
            autocomplete="new-password"
            hint={ui.t('people.passwordNote')}
          />
          <FormFoot>
            <button class="btn">{ui.t('people.reset')}</button>
          </FormFoot>
        </Form>
      </Card>
    </>
  ),
});

export const changeUserPost = post<UserChange, Account>({
  name: 'user.change',
  path: '/people/:id',
  needs: 'user.manage',
  versioned: true,
  input: object(
    { id, version: integer, name: personName, roles: roleList, active: boolean, reason: { ...long, minLength: 2 } },
    ['id', 'name', 'version', 'active', 'reason'],
  ),
  answer: account,
  run: async (act, input) => shown(await changeUser(act, { ...input, roles: input.roles ?? [] }), act.now),
  then: (user) => `/people/${user.id}`,
  on: userPage,
});

export const resetPasswordPost = post<{ id: string; password: string }, Account, string>({
  name: 'user.reset-password',
  path: '/people/:id/password',
  needs: 'user.manage',
  input: object({ id, password: text(200) }, ['id', 'password']),
  answer: account,
  prepare: async ({ app }, input) => {
    const row = await find<UserRow>(app.db.read, 'users', { id: input.id });
    return freshHash(input.password, row?.login ?? '');
  },
  run: async (act, input, hash) => shown(await resetPassword(act, input.id, hash), act.now),
  then: (user) => `/people/${user.id}`,
  on: userPage,
});
