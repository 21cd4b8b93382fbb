import { expect } from 'chai';
import { may } from '../../lib/kernel/access.ts';
import { problemSchema } from '../../lib/kernel/openapi.ts';
import type { FileRoute, PageRoute, PostRoute, Route } from '../../lib/kernel/routes.ts';
import { misfits } from '../../lib/kernel/schema.ts';
import { list } from '../../lib/kernel/tables.ts';
import { slices } from '../../lib/slices.ts';
import type { TestRow } from '../../lib/testing/index.ts';
import { Instrument } from '../equipment/arrange.ts';
import { type Played, playBatch } from '../scenario.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, people, startLab } from '../support/lab.ts';

const routes: Route[] = slices.flatMap((slice) => slice.routes);
const pages = routes.filter((route): route is PageRoute => route.kind === 'page');
const files = routes.filter((route): route is FileRoute => route.kind === 'file');
const posts = routes.filter((route): route is PostRoute => route.kind === 'post');

/** The route behind an address, and its pattern; fixed addresses go before those with an id. */
function routeOf(path: string): PostRoute | undefined {
  const fits = (route: PostRoute) => new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+')}$`).test(path);
  return [...posts].sort((a, b) => Number(a.path.includes(':')) - Number(b.path.includes(':'))).find(fits);
}

eachEngine('answers of the API', (engine) => {
  let lab: Lab;
  let batches: Played[];
  let open: Played;

  before(async function () {
    this.timeout(120_000);
    lab = await startLab(engine);
    const analyst = await lab.as('analyst');
    await analyst.post('/drafts', { kind: 'parameter', from: 'D-LIM-LOD', code: 'D-LIM-LOD-X' });
    // One that conforms, one that fails (so that there is a case), and one at each earlier stage.
    batches = [await playBatch(lab, 'issued'), await playBatch(lab, 'issued', { batch: 'sanqi' })];
    open = await playBatch(lab, 'planned', { batch: 'surgical-mask' });
    batches.push(
      open,
      await playBatch(lab, 'tested', { batch: 'face-cream' }),
      await playBatch(lab, 'approved', { batch: 'face-cream' }),
      await playBatch(lab, 'received'),
      await playBatch(lab, 'sampled'),
    );
  });
  after(() => lab.close());

  /** Somebody who may; the one who plays the step where there are several. */
  const person = (route: Route): Promise<Client> => {
    const prefer = [
      'sampler',
      'reception',
      'head',
      'analyst',
      'reviewer',
      'signatory',
      'quality',
      'admin',
      'auditor',
      'authority',
      'equipment',
    ];
    const login = prefer.find((name) => route.needs === 'signed-in' || may(people[name]!.roles, route.needs));
    return login === undefined ? Promise.resolve(lab.stranger) : lab.as(login);
  };

  /** The addresses of a route with the ids of the populated laboratory in place of its parameters. */
  const addresses = async (route: Route): Promise<string[]> => {
    if (!route.path.includes(':')) return [route.path];
    const all = (table: string, column = 'id') => lab.app.db.read(table).pluck(column) as Promise<string[]>;
    const [, first] = route.path.split('/');
    if (route.name === 'test.attachment') return attachmentAddresses(route);
    if (first === 'editions') return editionAddresses(route);
    if (first === 'competence' || route.name === 'me.document') return competenceAddresses(route);
    if (first === 'methods') return methodAddresses(route);
    if (first === 'capability') return capabilityAddresses(route);
    const isReceipt = route.name.startsWith('receipt.');
    const ids: Record<string, () => Promise<string[]>> = {
      samplings: () =>
        isReceipt ? lab.app.db.read('samplings').where({ state: 'sampled' }).pluck('id') : all('samplings'),
      samples: () => all('samples'),
      portions: () => all('portions'),
      tests: () => all('tests'),
      reports: () => all('reports'),
      cases: () => all('cases'),
      people: () => all('users'),
      verify: () => lab.app.db.read('reports').where({ state: 'issued' }).pluck('verify_code'),
      help: async () => ['index'],
      forms: async () => [...lab.app.catalogue.forms.keys()],
      drafts: () => all('drafts'),
      environment: () => roomOrExcursion(route.name),
      instruments: async () => [(await anInstrument()).id],
      'instrument-events': async () => [(await anInstrument()).event],
      materials: async () => [await aMaterial()],
      parameters: async () => [...lab.app.catalogue.parameters.keys()],
      specifications: async () => [...lab.app.catalogue.specifications.keys()],
    };
    const values = await (ids[first ?? ''] ?? (async () => []))();
    // What stands under a record is numbered from 1.
    return values
      .slice(0, 40)
      .map((value) => route.path.replace(':n', '1').replace(/:\w+/g, encodeURIComponent(value)));
  };

  /** A room that was too warm. */
  const roomOrExcursion = async (name: string): Promise<string[]> => {
    const technical = await lab.as('technical');
    const code = `R-${name}`;
    const limits = { temperatureHigh: '30', basis: 'CX-20' };
    const { id } = (await technical.post('/environment/rooms', { code, name: code, ...limits })).json<{ id: string }>();
    const reading = { at: '2026-11-20 09:00', temperature: '31' };
    await (await lab.as('analyst')).post(`/environment/rooms/${id}/readings`, reading);
    return name === 'environment.excursion' ? lab.app.db.read('excursions').where({ room_id: id }).pluck('id') : [id];
  };

  /** An instrument in use, with its certificate. */
  const anInstrument = async (): Promise<{ id: string; event: string }> => {
    const known = await lab.app.db.read('instrument_events').first<{ id: string; instrument_id: string } | undefined>();
    if (known) return { id: known.instrument_id, event: known.id };
    const own = await Instrument.add(lab, 'YQ-001');
    await own.move('inspect');
    const certified = await own.confirmed({ file: pdf });
    await own.release('enable');
    return { id: own.id, event: certified.json<{ id: string }>().id };
  };

  /** A lot with its certificate. */
  const aMaterial = async (): Promise<string> => {
    const keeper = await lab.as('material');
    const lot = { kind: 'titrant', name: '盐酸滴定液', unit: 'mL', amount: '1000', receivedOn: '2026-11-20' };
    const { id, version } = (await keeper.post('/materials', lot)).json<{ id: string; version: number }>();
    const file = { name: '证书.pdf', data: Buffer.from('%PDF-1.4 example').toString('base64') };
    await keeper.post(`/materials/${id}/certificates`, { version, file });
    return id;
  };

  /** An authorisation with its letter. */
  const competenceAddresses = async (route: Route): Promise<string[]> => {
    const holder = (await person(route)).login === 'technical' ? 'analyst' : (await person(route)).login;
    const { id } = await lab.user(route.name === 'me.document' ? holder : 'analyst');
    const technical = await lab.as('technical');
    const file = { name: '上岗证.pdf', data: Buffer.from('%PDF-1.4 example').toString('base64') };
    const body = { authorisedActs: ['test'], authorisedArea: 'tcm', authorisedFrom: '2026-01-01', file };
    await technical.post(`/competence/people/${id}/authorisations`, body);
    const row = await lab.app.db
      .read('authorisations')
      .where({ user_id: id })
      .first<{ id: string; document: string }>();
    const { hash } = JSON.parse(row?.document ?? '{}') as { hash: string };
    const own = route.path.includes('/authorisations/') ? (row?.id ?? '') : id;
    return [route.path.replace(':id', own).replace(':hash', hash)];
  };

  const pdf = { name: '示例.pdf', data: Buffer.from('%PDF-1.4 example').toString('base64') };

  /** A standard, a version of an SOP, or the record of a verification, each with its document. */
  const methodAddresses = async (route: Route): Promise<string[]> => {
    const technical = await lab.as('technical');
    const made = async (path: string, body: object): Promise<string> =>
      (await technical.post(`/methods/${path}`, body)).json<{ id: string }>().id;
    const name = route.name.replace(/\W/g, '');
    if (route.path.includes('/verifications/'))
      return [
        route.path.replace(':id', await made('verifications', { parameterCode: 'D-LIM-LOD', kind: 'verification' })),
      ];
    if (route.path.includes('/standards/')) {
      const id = await made('standards', { standardNo: `GB ${name}-2026`, appliesBy: 'test' });
      await technical.post(`/methods/standards/${id}/file`, { version: 1, file: pdf });
      return [route.path.replace(':id', id)];
    }
    const sop = await made('sops', { sopNo: name, docTitle: name, readers: ['analyst'] });
    const version = { versionLabel: 'A/0', inForceFrom: '2099-01-01', changeNote: '首次发布', file: pdf };
    const first = await made(`sops/${sop}/versions`, version);
    return [route.path.replace(':id', route.path.includes('/sop-versions/') ? first : sop)];
  };

  /** A line of the annex, a project, or one of its tasks. */
  const capabilityAddresses = async (route: Route): Promise<string[]> => {
    const project = {
      projectName: route.name,
      annexScheme: 'CMA',
      testObject: '膏霜',
      projectDue: '2099-01-01',
      codes: 'C-UV-BP4',
    };
    await (await lab.as('technical')).post('/capability/projects', project);
    const table = route.path.includes('/lines/')
      ? 'capabilities'
      : route.path.includes('/tasks/')
        ? 'capability_tasks'
        : 'capability_projects';
    const ids: string[] = await lab.app.db.read(table).pluck('id');
    return ids.slice(0, 1).map((id) => route.path.replace(':id', id));
  };

  /** A file is added to the record of the first test. */
  const attachmentAddresses = async (route: Route): Promise<string[]> => {
    const body = Buffer.from('%PDF-1.4 example');
    const hash = lab.app.files.put(body);
    const id = await lab.act('analyst', async (act) => {
      const [row] = await list<TestRow>(act.db, 'tests', {}, 'id');
      if (!row) throw new Error('no test');
      const file = {
        hash,
        name: '图谱.pdf',
        type: 'application/pdf',
        size: body.length,
        note: '',
        by: '李检',
        at: act.now,
      };
      await act.update<TestRow>('tests', row, { attachments: [file] });
      return row.id;
    });
    return [route.path.replace(':id', id).replace(':hash', hash)];
  };

  /** One edition of each kind of definition; a sheet of items is only of a specification. */
  const editionAddresses = (route: Route): string[] => {
    const { catalogue } = lab.app;
    const first = catalogue.editions().filter(({ kind }, i, all) => all.findIndex((one) => one.kind === kind) === i);
    return first
      .filter(({ kind }) => route.path.includes(':kind') || route.path.includes(kind))
      .map(({ kind, code, hash }) => route.path.replace(':kind', kind).replace(':code', code).replace(':hash', hash));
  };

  for (const route of pages) {
    it(`GET ${route.path} answers as its schema says (${route.name})`, async function () {
      this.timeout(60_000);
      const paths = await addresses(route);
      expect(paths, `no address for ${route.path}`).not.to.have.length(0);
      const client = await person(route);
      for (const path of paths) {
        const answer = await client.get(path);
        if (route.name === 'setup.show' || (route.name === 'scan.resolve' && answer.status !== 200)) {
          expect(misfits(problemSchema, answer.json())).to.deep.equal([]);
          continue;
        }
        expect(answer.status, `${client.login} ${path} ${answer.text.slice(0, 300)}`).to.equal(200);
        expect(misfits(route.answer, answer.json()), path).to.deep.equal([]);
      }
      // The same as a page: it draws without a fault, with a title and no hole left in a sentence.
      const page = await client.page(paths[0]!);
      expect(page.status).to.be.oneOf(
        route.name === 'setup.show' ? [404] : route.name === 'scan.resolve' ? [200, 303, 404, 422] : [200],
      );
      expect(page.text.replace(/data-words="[^"]*"/, '')).not.to.match(/undefined|\[object Object\]|NaN|>\{\w+\}</);
    });
  }

  it('every POST of the main job answered as its schema says', () => {
    const heard = batches.flatMap((batch) => batch.heard);
    const seen = new Set<string>();
    for (const { path, answer } of heard) {
      const route = routeOf(path);
      expect(route, path).not.to.equal(undefined);
      expect(answer.status, path).to.equal(route?.creates ? 201 : 200);
      expect(misfits(route?.answer ?? {}, answer.json()), path).to.deep.equal([]);
      seen.add(route?.name ?? '');
    }
    expect([...seen]).to.include.members([
      'sampling.register',
      'sample.receive',
      'sample.plan',
      'test.assign',
      'test.record',
      'test.submit-set',
      'test.review',
      'sample.approve',
      'report.issue',
    ]);
  });

  it('the other POSTs answer as their schemas say', async () => {
    const admin = await lab.as('admin');
    const told = async (client: Client, path: string, body: object, options = {}) => {
      const answer = await client.post(path, body, options);
      const route = routeOf(path);
      expect(answer.status, `${path} ${answer.text}`).to.be.oneOf([200, 201]);
      expect(misfits(route?.answer ?? {}, answer.json()), path).to.deep.equal([]);
      return answer.json<{ id: string; version: number }>();
    };
    const user = await told(admin, '/people', {
      login: 'answers',
      name: '答',
      password: 'a quiet morning walk',
      roles: ['analyst'],
    });
    await told(
      admin,
      `/people/${user.id}`,
      { name: '回', roles: ['analyst'], active: true, reason: '更名' },
      { ifMatch: `"${user.version}"` },
    );
    await told(admin, `/people/${user.id}/password`, { password: 'another quiet walk' });
    await told(admin, '/language', { lang: 'zh' });
    const quality = await lab.as('quality');
    const caseId = batches[1]?.caseId ?? '';
    const { version } = (await quality.get(`/cases/${caseId}`)).json<{ version: number }>();
    await told(
      quality,
      `/cases/${caseId}/notification`,
      { notifiedOn: '2026-11-23', notifiedTo: '示例市市场监督管理局', notifiedHow: 'delivery' },
      { ifMatch: `"${version}"` },
    );
    const head = await lab.as('head');
    const sample = (await head.get(`/samples/${batches[5]?.sampleId}`)).json<{ version: number }>();
    await told(head, `/samples/${batches[5]?.sampleId}/termination`, { version: sample.version, reason: '委托方撤回' });
    const sampler = await lab.as('sampler');
    const last = batches[6]?.samplingId ?? '';
    const sampling = (await sampler.get(`/samplings/${last}`)).json<{ version: number }>();
    await told(sampler, `/samplings/${last}/void`, { version: sampling.version, reason: '登记错误' });
    const signatory = await lab.as('signatory');
    const report = batches[4]?.reportId ?? '';
    const drafted = (await signatory.get(`/reports/${report}`)).json<{ version: number }>();
    await told(signatory, `/reports/${report}/return`, { version: drafted.version, reason: '结论措辞有误' });
  });

  for (const route of files) {
    it(`GET ${route.path} gives a whole file with a safe name (${route.name})`, async function () {
      this.timeout(60_000);
      const client = await person(route);
      const [path] = await addresses(route);
      expect(path, `no address for ${route.path}`).not.to.equal(undefined);
      const answer = await client.get(path!);
      expect(answer.status, `${client.login} ${path} ${answer.text.slice(0, 300)}`).to.equal(200);
      const type = answer.headers.get('content-type') ?? '';
      const starts: Record<string, string> = {
        'application/pdf': '%PDF-',
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'PK',
        'image/png': '\u0089PNG',
        'image/svg+xml': '<',
        'application/json': '{',
        'text/csv': '\u00ef\u00bb\u00bf',
      };
      const start = Object.entries(starts).find(([known]) => type.startsWith(known))?.[1];
      expect(start, type).not.to.equal(undefined);
      expect(answer.bytes.toString('latin1').startsWith(start ?? '?')).to.equal(true);
      expect(answer.headers.get('content-disposition')).to.match(
        /^(inline|attachment); filename="[\x20-\x7E]+"; filename\*=UTF-8''[\x21-\x7E]+$/,
      );
    });
  }

  it('refusals are problem documents of one shape', async () => {
    const client = await lab.as('sampler');
    const answers = [
      await client.get('/nowhere'),
      await client.get('/people'),
      await client.post('/samplings', {}),
      await client.post('/samplings', {}, { key: null }),
      await lab.stranger.get('/samples'),
      await client.get('/samplings/01ARZ3NDEKTSV4RRFFQ69G5FAV'),
    ];
    for (const answer of answers) {
      expect(answer.headers.get('content-type')).to.match(/^application\/problem\+json/);
      expect(misfits(problemSchema, answer.json())).to.deep.equal([]);
      expect(answer.json()).to.include({ status: answer.status });
    }
  });
});
