import { refuse } from '../core/refusal.ts';
import { page } from '../kernel/routes.ts';
import { list as listOf, object, text } from '../kernel/shapes.ts';
import { lookUp } from '../messages/index.ts';
import { readInstitute } from '../people/index.ts';
import { Card, DataTable, PageHead } from '../ui/index.ts';
import { readCast } from './materials.ts';

interface SignIns {
  password: string;
  users: { login: string; name: string; roles: string[]; organisation?: string }[];
}

/** Who may sign in to a demo, and how; there is no such page where the data are real. */
export const signInsPage = page<object, SignIns>({
  name: 'demo.sign-ins',
  path: '/setup/demo',
  needs: 'public',
  bare: true,
  input: object({}),
  answer: object(
    {
      password: text(),
      users: listOf(
        object({ login: text(), name: text(), roles: listOf(text()), organisation: text() }, [
          'login',
          'name',
          'roles',
        ]),
      ),
    },
    ['password', 'users'],
  ),
  load: async ({ app, db }) => {
    const institute = await readInstitute(db);
    if (!institute?.demo) return refuse('page.missing', {}, undefined, 'missing');
    const { password, users } = readCast(app.config.root);
    return { password, users };
  },
  title: (_data, ui) => ui.t('demo.title'),
  view: ({ password, users }, ui) => (
    <>
      <PageHead title={ui.t('demo.title')} note={ui.t('demo.note', { password })}>
        <a class="btn btn-primary" href="/session/new">
          {ui.t('demo.signIn')}
        </a>
      </PageHead>
      <Card flush>
        <DataTable
          ui={ui}
          caption={ui.t('demo.title')}
          rows={users}
          rowKey={(user) => user.login}
          empty={ui.t('table.empty')}
          columns={[
            { key: 'login', head: ui.t('field.login'), cell: (user) => <code>{user.login}</code> },
            { key: 'name', head: ui.t('field.name'), cell: (user) => user.name },
            {
              key: 'roles',
              head: ui.t('field.roles'),
              cell: (user) => user.roles.map((role) => lookUp(ui.lang, `role.${role}`)).join(' '),
              wrap: true,
            },
            {
              key: 'organisation',
              head: ui.t('field.organisation'),
              cell: (user) => user.organisation ?? '—',
              wrap: true,
            },
          ]}
        />
      </Card>
    </>
  ),
});
