import { expect } from 'chai';
import { may, permissions, rolesExclude } from '../../lib/kernel/access.ts';
import { mount } from '../../lib/kernel/mount.ts';
import { roles } from '../../lib/kernel/roles.ts';
import type { Route, Slice } from '../../lib/kernel/routes.ts';
import type { Role } from '../../lib/kernel/types.ts';
import { createUser } from '../../lib/people/index.ts';
import { slices } from '../../lib/slices.ts';
import { eachEngine } from '../support/engines.ts';
import { type Answer, type Client, type Lab, PASSWORD, signIn, startLab } from '../support/lab.ts';

const routes = slices.flatMap((slice) => slice.routes);
const ID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const addressOf = (route: Route) =>
  route.path.replace(':code', 'ABCDEFGHJKMNPQRS').replace(':topic', 'index').replace(/:\w+/g, ID);
const call = (client: Client, route: Route): Promise<Answer> =>
  route.kind === 'post' ? client.post(addressOf(route), {}) : client.get(addressOf(route));
const isOpenTo = (route: Route, role: Role) =>
  route.needs === 'public' || route.needs === 'signed-in' || may([role], route.needs);

/** The administrator's whole duty (DI-09). */
const administration = ['user.manage', 'settings.manage', 'audit.read'];

describe('access', () => {
  it('SE-11 every route declares a permission of the table, and every permission of the table is held by somebody', () => {
    for (const route of routes) expect(['public', 'signed-in', ...permissions], route.name).to.include(route.needs);
    for (const permission of permissions)
      expect(
        roles.some((role) => may([role], permission)),
        permission,
      ).to.equal(true);
  });

  it('SE-11 what is public is on a list that was read by eye', () => {
    const open = routes.filter((route) => route.needs === 'public').map((route) => route.name);
    expect(open).to.have.members([
      'session.new',
      'session.open',
      'session.close',
      'session.locked',
      'session.unlock',
      'setup.show',
      'setup.do',
      'report.verify',
      'health.ready',
      'health.live',
      'api.describe',
      // Asks for the token of a sensor itself; the other says how one sends.
      'environment.push',
      'environment.push-help',
      // Asks for the secret of one person's calendar itself.
      'clock.calendar',
      // Both refuse where the institute is real: set up already, or no demo.
      'demo.load',
      'demo.sign-ins',
    ]);
  });

  it('names no route and no address twice', () => {
    const names = routes.map((route) => route.name);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).to.deep.equal([]);
    const addresses = routes.map(
      (route) => `${route.kind === 'post' ? 'POST' : 'GET'} ${route.path.replace(/:\w+/g, ':')}`,
    );
    expect(addresses.filter((address, i) => addresses.indexOf(address) !== i)).to.deep.equal([]);
  });

  it('SE-01 every schema of an input is closed: what it does not name is refused', () => {
    for (const route of routes) expect(route.input.additionalProperties, route.name).to.equal(false);
  });

  it('DI-09 the administrator holds no permission of the laboratory and no role beside', () => {
    expect(permissions.filter((permission) => may(['administrator'], permission))).to.have.members(administration);
    for (const role of roles) expect(rolesExclude(['administrator', role])).to.equal(true);
    expect(rolesExclude(['sampler', 'analyst'])).to.equal(false);
  });

  it('an unknown role or permission grants nothing', () => {
    expect(may(['root' as Role], 'user.manage')).to.equal(false);
    for (const name of ['nothing', 'constructor', '__proto__', 'toString'])
      expect(may([...roles], name)).to.equal(false);
  });
});

eachEngine('access', (engine) => {
  let lab: Lab;
  const clients = new Map<Role, Client>();
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine);
    const [hash] = (await lab.app.db.read('users').where({ login: 'admin' }).pluck('password_hash')) as string[];
    await lab.act('admin', async (act) => {
      const [laboratory] = (await act.db('organisations').where({ kind: 'laboratory' }).pluck('id')) as string[];
      for (const role of roles) {
        const account = { login: `only-${role}`, name: role, roles: [role], password: PASSWORD };
        const whose = role === 'participant' && laboratory ? { organisation: laboratory } : {};
        await createUser(act, { ...account, ...whose }, hash ?? '', false);
      }
    });
    for (const role of roles) clients.set(role, await signIn(lab.url, `only-${role}`, lab.app));
  });
  after(() => lab.close());

  it('SE-11 a stranger gets 401 from the API and the sign-in page from a page, for every route that is not public', async () => {
    for (const route of routes.filter((own) => own.needs !== 'public')) {
      expect((await call(lab.stranger, route)).status, `API ${route.name}`).to.equal(401);
      const path = addressOf(route);
      const page = route.kind === 'post' ? await lab.stranger.form(path, {}) : await lab.stranger.page(path);
      if (route.kind === 'post') expect(page.status, route.name).to.equal(401);
      else
        expect([page.status, page.headers.get('location')], route.name).to.deep.equal([
          303,
          `/session/new?next=${encodeURIComponent(path)}`,
        ]);
    }
  });

  for (const role of roles) {
    it(`SE-11 DI-09 ${role} passes where the table says so and is refused everywhere else, page and API`, async function () {
      this.timeout(60_000);
      const client = clients.get(role)!;
      for (const route of routes.filter((own) => own.needs !== 'public' && own.name !== 'session.close')) {
        const answer = await call(client, route);
        if (isOpenTo(route, role)) {
          expect(answer.status, `${route.name} ${answer.text.slice(0, 300)}`).not.to.be.oneOf([401, 403]);
          expect(answer.status, `${route.name} ${answer.text.slice(0, 300)}`).to.be.lessThan(500);
          continue;
        }
        expect([answer.status, answer.refusals()], route.name).to.deep.equal([403, ['access.denied']]);
        const path = addressOf(route);
        const page = route.kind === 'post' ? await client.form(path, {}) : await client.page(path);
        expect(page.status, `page ${route.name}`).to.equal(403);
      }
    });
  }

  it('SE-11 a route that needs an unknown permission stops the start', () => {
    const route = { ...routes[0]!, name: 'evil', needs: 'everything' as 'public' };
    const slice: Slice = { name: 'evil', routes: [route], nav: [] };
    expect(() => mount(lab.app, [slice])).to.throw(/evil needs 'everything'/);
  });
});
