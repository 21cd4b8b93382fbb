import { refuse } from '../core/refusal.ts';
import { roles as allRoles } from '../kernel/roles.ts';
import { page, post } from '../kernel/routes.ts';
import type { UserRow } from '../kernel/session.ts';
import { boolean, id, integer, list as listOf, long, object, oneOf, text } from '../kernel/shapes.ts';
import { find, list } from '../kernel/tables.ts';
import type { Lang } from '../kernel/types.ts';
import { lookUp } from '../messages/index.ts';
import { Card, DataTable, Form, FormFoot, PageHead, SelectField, TextArea, TextField } from '../ui/index.ts';
import {
  type Account,
  AccountState,
  account,
  accountFields,
  type Choice,
  choices,
  OrganisationField,
  organisationsOf,
  RoleFields,
  shown,
} from './account.tsx';
import { changeUser, createUser, freshHash, type NewUser, resetPassword, type UserChange } from './users.ts';

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

export const newUserPage = page<object, Choice>({
  name: 'user.new',
  path: '/people/new',
  needs: 'user.manage',
  input: object({}),
  answer: object(choices, ['organisations']),
  load: ({ db }) => organisationsOf(db),
  title: (_data, ui) => ui.t('people.new'),
  view: ({ organisations }, ui) => (
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
          <OrganisationField ui={ui} organisations={organisations} />
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

export const newUserInput = {
  login,
  name: personName,
  employeeNo: text(40),
  roles: roleList,
  organisation: id,
  password: text(200),
};

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

export const userPage = page<{ id: string }, Account & Choice>({
  name: 'user.show',
  path: '/people/:id',
  needs: 'user.manage',
  input: object({ id }, ['id']),
  answer: object({ ...accountFields, ...choices }, [...Object.keys(accountFields), 'organisations']),
  load: async ({ db, now }, input) => {
    const row = await find<UserRow>(db, 'users', { id: input.id });
    if (!row) return refuse('people.missing', {}, undefined, 'missing');
    return { ...shown(row, now), ...(await organisationsOf(db)) };
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
          <OrganisationField ui={ui} organisations={user.organisations} given={user.organisation} />
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
    {
      id,
      version: integer,
      name: personName,
      roles: roleList,
      organisation: id,
      active: boolean,
      reason: { ...long, minLength: 2 },
    },
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
