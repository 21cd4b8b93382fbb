import { refuse } from '../core/refusal.ts';
import { page, post } from '../kernel/routes.ts';
import { list as listOf, object, text } from '../kernel/shapes.ts';
import { Card, Form, FormFoot, PageHead, TextField } from '../ui/index.ts';
import { RoleFields } from './account.tsx';
import { isFresh, nameInstitute, spendSetupCode } from './setup.ts';
import { newUserInput } from './users.pages.tsx';
import { createUser, freshHash, type NewUser } from './users.ts';

interface SetupInput {
  code: string;
  institute: { name: string; address?: string; phone?: string; cma?: string };
  admin: { login: string; name: string; password: string };
  users?: Partial<NewUser>[];
}

const FIRST_USERS = 6;

export const setupPage = page<object, { users: number }>({
  name: 'setup.show',
  path: '/setup',
  needs: 'public',
  bare: true,
  input: object({}),
  answer: object({ users: { type: 'integer' } }, ['users']),
  load: async ({ app }) =>
    (await isFresh(app)) ? { users: FIRST_USERS } : refuse('setup.done', {}, undefined, 'missing'),
  title: (_data, ui) => ui.t('setup.title'),
  view: ({ users }, ui) => (
    <>
      <PageHead title={ui.t('setup.title')} note={ui.t('setup.note')} />
      <Form ui={ui} action="/setup" draft="off">
        <Card title={ui.t('setup.institute')}>
          <div class="fields-grid">
            <TextField ui={ui} name="code" label={ui.t('setup.code')} hint={ui.t('setup.codeNote')} required focus />
            <TextField ui={ui} name="institute.name" label={ui.t('setup.name')} required maxLength={100} />
            <TextField ui={ui} name="institute.address" label={ui.t('field.address')} width="half" maxLength={200} />
            <TextField ui={ui} name="institute.phone" label={ui.t('field.phone')} width="half" maxLength={60} />
            <TextField ui={ui} name="institute.cma" label={ui.t('field.cma')} width="half" maxLength={60} />
          </div>
        </Card>
        <Card title={ui.t('setup.admin')}>
          <p class="fields-hint">{ui.t('setup.adminNote')}</p>
          <div class="fields-grid">
            <TextField
              ui={ui}
              name="admin.name"
              label={ui.t('field.personName')}
              width="third"
              required
              maxLength={60}
            />
            <TextField ui={ui} name="admin.login" label={ui.t('field.login')} width="third" required maxLength={60} />
            <TextField
              ui={ui}
              name="admin.password"
              label={ui.t('field.password')}
              type="password"
              width="third"
              required
              autocomplete="new-password"
              hint={ui.t('people.adminPasswordNote')}
            />
          </div>
        </Card>
        <Card title={ui.t('setup.users')}>
          <p class="fields-hint">{ui.t('setup.usersNote')}</p>
          {Array.from({ length: users }, (_, i) => (
            <details key={i} class="setup-user" open={ui.value(`users.${i}.login`) !== ''}>
              <summary>{ui.t('setup.user', { n: i + 1 })}</summary>
              <div class="fields-grid">
                <TextField
                  ui={ui}
                  name={`users.${i}.name`}
                  label={ui.t('field.personName')}
                  width="third"
                  maxLength={60}
                />
                <TextField ui={ui} name={`users.${i}.login`} label={ui.t('field.login')} width="third" maxLength={60} />
                <TextField
                  ui={ui}
                  name={`users.${i}.password`}
                  label={ui.t('people.initialPassword')}
                  type="password"
                  width="third"
                  autocomplete="new-password"
                />
              </div>
              <RoleFields ui={ui} name={`users.${i}.roles`} given={[]} />
            </details>
          ))}
        </Card>
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('setup.do')}</button>
        </FormFoot>
      </Form>
      <Card title={ui.t('setup.demo')}>
        <p>{ui.t('setup.demoNote')}</p>
        <Form ui={ui} action="/setup/demo" draft="off">
          <TextField ui={ui} name="code" label={ui.t('setup.code')} required />
          <button class="btn">{ui.t('setup.demo')}</button>
        </Form>
      </Card>
    </>
  ),
});

const { login, name, roles, password } = newUserInput;

interface Hashed {
  admin: string;
  users: { user: NewUser; hash: string }[];
}

const isWhole = (user: Partial<NewUser>): user is NewUser =>
  user.login !== undefined && user.name !== undefined && user.password !== undefined && user.roles !== undefined;

/** Rows that were left empty are nobody; a row that was begun must be finished. */
function wholeUsers(rows: Partial<NewUser>[]): [number, NewUser][] {
  const begun = rows.map((row, i) => ({ row, i })).filter(({ row }) => Object.keys(row).length > 0);
  return begun.map(({ row, i }) =>
    isWhole(row) ? [i, row] : refuse('setup.user-incomplete', { row: i + 1 }, `users.${i}.login`),
  );
}

export const setupPost = post<SetupInput, { admin: string; users: number }, Hashed>({
  name: 'setup.do',
  path: '/setup',
  needs: 'public',
  input: object(
    {
      code: text(60),
      institute: object({ name: { ...text(100), minLength: 2 }, address: text(), phone: text(60), cma: text(60) }, [
        'name',
      ]),
      admin: object({ login, name, password }, ['login', 'name', 'password']),
      users: listOf(object({ login, name, roles, password }), 50),
    },
    ['code', 'institute', 'admin'],
  ),
  answer: object({ admin: text(), users: { type: 'integer' } }, ['admin', 'users']),
  prepare: async ({ app }, input) => {
    // Asked before the slow hashing: a stranger must not keep an institute that is set up busy.
    if (!(await isFresh(app))) refuse('setup.done', {}, undefined, 'missing');
    const admin = await freshHash(input.admin.password, input.admin.login, 'admin.password');
    const hashed: Hashed['users'] = [];
    for (const [i, user] of wholeUsers(input.users ?? [])) {
      hashed.push({ user, hash: await freshHash(user.password, user.login, `users.${i}.password`) });
    }
    return { admin, users: hashed };
  },
  run: async (act, input, hashed) => {
    if ((await act.db('users').select('id').limit(1)).length > 0) refuse('setup.done', {}, undefined, 'missing');
    await spendSetupCode(act, input.code);
    const { name: institute, address = '', phone = '', cma = '' } = input.institute;
    await nameInstitute(act, { name: institute, address, phone, cma, demo: false });
    await createUser(act, { ...input.admin, roles: ['administrator'] }, hashed.admin, false);
    for (const { user, hash } of hashed.users) await createUser(act, user, hash);
    return { admin: input.admin.login, users: hashed.users.length };
  },
  then: () => '/session/new',
  on: setupPage,
});
