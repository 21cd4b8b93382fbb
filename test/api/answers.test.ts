import { expect } from 'chai';
import type { NonconformityRow } from '../../lib/equipment/rows.ts';
import { may } from '../../lib/kernel/access.ts';
import { problemSchema } from '../../lib/kernel/openapi.ts';
import type { FileRoute, PageRoute, PostRoute, Route } from '../../lib/kernel/routes.ts';
import { misfits } from '../../lib/kernel/schema.ts';
import { list } from '../../lib/kernel/tables.ts';
import { slices } from '../../lib/slices.ts';
import type { TestRow } from '../../lib/testing/index.ts';
import type { OverrideRow } from '../../lib/testing/overrides.ts';
import type { ImplausibilityRow } from '../../lib/testing/plausible-rows.ts';
import { publishedRound } from '../comparisons/arrange.ts';
import { chartWithLimits, LEAD, ok, point } from '../control/rig.ts';
import { Instrument } from '../equipment/arrange.ts';
import { arrangeInstruments, type InstrumentAddresses } from '../instruments/addresses.ts';
import { arrangeInvestigation } from '../investigations/addresses.ts';
import { aJudgedRound, type Judged } from '../proficiency/arrange.ts';
import { oneOfEach } from '../reinspection/arrange.ts';
import { type Played, playBatch } from '../scenario.ts';
import { putFacts, run } from '../signals/arrange.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, people, startLab } from '../support/lab.ts';
import { handledTrack } from '../tracks/arrange.ts';
import { answeredUpload, draftedNotice, releasedStatistics, servedCase } from '../uploads/outgoing.ts';
import { run as testRun } from '../worksheets/qc-rig.ts';

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
  after(async () => {
    await (await instruments)?.close();
    await lab.close();
  });

  let reinspected: ReturnType<typeof oneOfEach> | undefined;
  /** A re-inspection with its papers, an objection with its proof, a sealed portion. */
  const aReinspection = () => {
    reinspected ??= oneOfEach(lab, '2026-11-23');
    return reinspected;
  };

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
      'participant',
    ];
    // Results of cases that are not released yet leave the house only through the authority (domain 10.28).
    if (['track.export', 'signal.batchesExport'].includes(route.name)) return lab.as('authority');
    const login = prefer.find((name) => route.needs === 'signed-in' || may(people[name]!.roles, route.needs));
    return login === undefined ? Promise.resolve(lab.stranger) : lab.as(login);
  };

  /** The addresses of a route with the ids of the populated laboratory in place of its parameters. */
  const addresses = async (route: Route): Promise<string[]> => {
    if (route.name === 'clock.calendar') return [await aFeed()];
    if (route.path.startsWith('/investigations/') || route.path.startsWith('/terminations/'))
      return investigationAddresses(route);
    if (!route.path.includes(':')) return [route.path];
    const all = (table: string, column = 'id') => lab.app.db.read(table).pluck(column) as Promise<string[]>;
    const [, first] = route.path.split('/');
    if (route.name === 'test.attachment') return attachmentAddresses(route);
    if (first === 'editions') return editionAddresses(route);
    if (first === 'competence' || route.name === 'me.document') return competenceAddresses(route);
    if (route.name === 'run.template') return [route.path.replace(':id', await aTemplate())];
    if (/^\/(instrument-files\/|runs\/:id\/(files|asm))|weighings$/.test(route.path)) return instrumentAddresses(route);
    if (route.name === 'run.origin') return [await anOrigin()];
    if (route.name === 'run.changes') return [`/runs/${await aRun()}/changes?since=0`];
    if (first === 'methods') return methodAddresses(route);
    if (first === 'capability') return capabilityAddresses(route);
    if (first === 'control') return controlAddresses(route);
    if (first === 'comparisons') return comparisonAddresses(route);
    if (first === 'proficiency') return proficiencyAddresses(route);
    if (route.path.includes('/tracks/:id')) return trackAddresses(route);
    if (first === 'signals') return signalAddresses(route);
    if (first === 'uploads' || first === 'notices') return outgoingAddresses(route);
    if (route.name === 'case.proof') return [route.path.replace(':id', (await aServedCase()).recipient)];
    const isReceipt = route.name.startsWith('receipt.');
    const ids: Record<string, () => Promise<string[]>> = {
      samplings: () =>
        isReceipt ? lab.app.db.read('samplings').where({ state: 'sampled' }).pluck('id') : all('samplings'),
      samples: () => all('samples'),
      portions: () => all('portions'),
      tests: () => all('tests'),
      reports: () => all('reports'),
      cases: () => all('cases'),
      'case-recipients': () => all('case_recipients'),
      'case-documents': () => all('case_documents'),
      reinspections: async () => [(await aReinspection()).id],
      objections: async () => [(await aReinspection()).objection],
      custody: async () => [(await aReinspection()).portion],
      people: () => all('users'),
      organisations: () => all('organisations'),
      clocks: () => (route.name === 'clock-rule.show' ? Promise.resolve(['D2', 'T2']) : dutyClocks()),
      verify: () => lab.app.db.read('reports').where({ state: 'issued' }).pluck('verify_code'),
      help: async () => ['index'],
      forms: async () => [...lab.app.catalogue.forms.keys()],
      overrides: async () => [await anOverride()],
      runs: async () => [await aRun()],
      plausibility: async () => [await anImplausibility()],
      drafts: () => all('drafts'),
      uncertainty: async () => [await aBudget()],
      environment: () => roomOrExcursion(route.name),
      instruments: async () => [(await anInstrument()).id],
      'instrument-events': async () => [(await anInstrument()).event],
      nonconformities: async () => [await aNonconformity()],
      nonconforming: async () => [await anImprovement(route.name === 'nonconforming.evidence')],
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

  /** A template of runs. */
  const aTemplate = async (): Promise<string> => {
    const body = { templateTitle: '干燥失重批', formCode: 'loss-on-drying', sharedFields: ['hours'] };
    return (await (await lab.as('head')).post('/runs/templates', body)).json<{ id: string }>().id;
  };

  let instruments: Promise<InstrumentAddresses> | undefined;
  const anInstrumentFile = (): Promise<InstrumentAddresses> => {
    instruments ??= arrangeInstruments(lab);
    return instruments;
  };
  /** A run with instrument files, their mapping, a record that is weighed. */
  const instrumentAddresses = async ({ path }: Route): Promise<string[]> => {
    const { run: own, profile, taken, test } = await anInstrumentFile();
    const [, first] = path.split('/');
    const id = first === 'tests' ? test : first === 'runs' ? own : profile;
    return [path.replace(':id', id).replace(':file', taken)];
  };

  /** A right that lapses stands with its case and has no page. */
  const dutyClocks = () => lab.app.db.read('clocks').where({ kind: 'duty' }).pluck('id') as Promise<string[]>;

  /** The secret address of somebody's calendar. */
  const aFeed = async (): Promise<string> => {
    const { url } = (await (await lab.as('signatory')).post('/clocks/feed', {})).json<{ url: string }>();
    return new URL(url).pathname + new URL(url).search;
  };

  /** A track that an authority handles. */
  let handled: ReturnType<typeof handledTrack> | undefined;
  const trackAddresses = async (route: Route): Promise<string[]> => {
    handled ??= handledTrack(lab);
    const to: Record<string, string> = { ...(await handled), section: 'control', step: 'seize', ref: 'new' };
    return [route.path.replace(/:(\w+)/g, (_whole, name: string) => to[name] ?? '')];
  };

  /** A case whose parties were served with a proof and raise no objection. */
  let served: ReturnType<typeof servedCase> | undefined;
  const aServedCase = () => {
    served ??= servedCase(lab);
    return served;
  };

  /** A file that was answered, a report of figures that was released, a notice under way. */
  const sent: Record<string, Promise<string>> = {};
  const outgoingAddresses = async (route: Route): Promise<string[]> => {
    const [kind = ''] = route.name.split('.');
    const made: Record<string, () => Promise<string>> = {
      upload: () => answeredUpload(lab),
      statistics: () => releasedStatistics(lab),
      notice: async () => draftedNotice(lab, (await aServedCase()).caseId),
    };
    sent[kind] ??= (made[kind] ?? (() => Promise.resolve('')))();
    return [route.path.replace(':id', await sent[kind])];
  };

  /** A proficiency test that went badly, with its plan and its corrective file. */
  let judged: Promise<Judged> | undefined;
  const proficiencyAddresses = async (route: Route): Promise<string[]> => {
    judged ??= aJudgedRound(lab);
    const { round, item, plan, line, file, ofStep } = await judged;
    const [, , register = ''] = route.path.split('/');
    const own: Record<string, string> = { rounds: round, items: item, plans: plan, lines: line, correctives: file };
    const id = own[register] ?? 'T-CHK-ASH';
    return [route.path.replace(':which', 'report').replace(':step', ofStep).replace(/:\w+/g, id)];
  };

  /** A comparison whose results are out, and one laboratory of it. */
  let compared: ReturnType<typeof publishedRound> | undefined;
  const comparisonAddresses = async (route: Route): Promise<string[]> => {
    compared ??= publishedRound(lab);
    const { id, participant, action } = await compared;
    const own = route.path.startsWith('/comparisons/own/') ? participant : id;
    const path = route.path.replace(':participantId', participant).replace(':actionId', action);
    return [path.replace(':id', own).replace(':key', '1A')];
  };

  /** Work that a bad calibration asks for. */
  const aNonconformity = async (): Promise<string> => {
    const { id, event } = await anInstrument();
    const [test] = await lab.app.db.read('tests').limit(1).pluck('id');
    const { id: raised_by } = await lab.user('technical');
    const row = await lab.act('technical', (act) =>
      act.insert<NonconformityRow>('nonconformities', {
        ...{ number: 'BF2026-0001', instrument_id: id, event_id: event, test_id: String(test), asks: 'retest' },
        ...{ reason: '200 g 点超差', state: 'open', raised_by, measure: null, handled_by: null, handled_at: null },
        ...{ remark: null, closed_by: null, closed_at: null },
      }),
    );
    return row.id;
  };

  /** A record of nonconforming work, or the file that is its evidence. */
  const anImprovement = async (isFile: boolean): Promise<string> => {
    const quality = await lab.as('quality');
    const { id: handlerId } = await lab.user('head');
    const opened = await quality.post('/nonconforming', {
      ...{
        kind: 'work',
        source: 'other',
        improvementTitle: '示例',
        findingText: '示例',
        foundOn: '2026-11-20',
        handlerId,
      },
    });
    const { id, version } = opened.json<{ id: string; version: number }>();
    if (!isFile) return id;
    await quality.post(`/nonconforming/${id}/files`, { version, file: pdf });
    const row = await lab.app.db.read('improvement_files').where({ improvement_id: id }).first<{ id: string }>('id');
    return row.id;
  };

  /** A signal, a risk, or the evidence by which it was closed. */
  const signalAddresses = async (route: Route): Promise<string[]> => {
    const quality = await lab.as('quality');
    const day = '2026-11-20';
    const batch = {
      product: '示例片',
      producer: '示例药业',
      region: '示例市甲县',
      items: [{ code: '1', fails: true }],
    };
    if (!(await lab.app.db.read('batch_facts').where({ sample_id: 'F0' }).first())) {
      await putFacts(
        lab,
        [0, 1, 2].map((n) => ({ id: `F${n}`, on: day, ...batch })),
      );
      await run(quality);
    }
    const signal: { id: string } = await lab.app.db.read('signals').first('id');
    if (route.name === 'signal.show') return [`/signals/alerts/${signal.id}`];
    const given = { productClass: 'drug', productName: '示例片', riskText: '连续不合格', riskLevel: 'high' };
    const { id } = (await quality.post('/signals/risks', given)).json<{ id: string }>();
    if (route.name === 'risk.show') return [`/signals/risks/${id}`];
    const handlerId = (await lab.user('head')).id;
    await quality.post(`/signals/risks/${id}/measures`, {
      version: 1,
      measureText: '扩大抽样',
      handlerId,
      dueOn: '2030-01-01',
    });
    await quality.post(`/signals/risks/${id}/progress`, { version: 2, progressText: '已经安排', file: pdf });
    const step: { id: string } = await lab.app.db.read('risk_steps').where({ risk_id: id, move: 'note' }).first('id');
    return [`/signals/risk-files/${step.id}`];
  };

  /** An uncertainty budget that can be calculated. */
  const aBudget = async (): Promise<string> => {
    const analyst = await lab.as('analyst');
    const { id } = (await analyst.post('/uncertainty', { parameterCode: 'D-LIM-LOD' })).json<{ id: string }>();
    const line = { symbol: 'x', estimate: '10', kind: 'standard', spread: '0.1' };
    await analyst.post(`/uncertainty/${id}`, { version: 1, equation: 'x', lines: [line] });
    return id;
  };

  /** A reason that somebody asked to set aside. */
  const anOverride = async (): Promise<string> => {
    const [known] = await lab.app.db.read('overrides').pluck('id');
    if (known !== undefined) return String(known);
    const test: { id: string } = await lab.app.db.read('tests').first('id');
    const { id, name } = await lab.user('analyst');
    const row = await lab.act('analyst', (act) =>
      act.insert<OverrideRow>('overrides', {
        ...{
          test_id: test.id,
          reason_id: 'validity.room-unnamed',
          params: { rooms: 'R-1' },
          reason_key: 'a'.repeat(64),
        },
        ...{ state: 'asked', why: '示例', asked_by: id, asked_name: name, asked_at: act.now },
        ...{ decided_by: null, decided_name: null, decided_at: null, decision: null },
      }),
    );
    return row.id;
  };

  /** A chart out of control, and a plan with a line. */
  const controlAddresses = async (route: Route): Promise<string[]> => {
    const known = await lab.app.db.read('control_alarms').first<{ id: string } | undefined>();
    if (!known) {
      ok(await point(await lab.as('analyst2'), await chartWithLimits(lab), '150'));
      const quality = await lab.as('quality');
      const plan = ok<{ id: string }>(await quality.post('/control/plans', { planYear: 2026, planTitle: '年度计划' }));
      const line = { codes: LEAD, watchMethod: 'parallel', plannedOn: '2026-12-15', most: '10' };
      ok(await quality.post(`/control/plans/${plan.id}/lines`, line));
      ok(await quality.post(`/control/plans/${plan.id}/state`, { version: 1, planMove: 'propose' }));
      const decided = { version: 2, planMove: 'approve' };
      ok(await (await lab.as('technical')).post(`/control/plans/${plan.id}/state`, decided));
    }
    const tables: Record<string, string> = {
      charts: 'control_charts',
      alarms: 'control_alarms',
      plans: 'qc_plans',
      lines: 'qc_lines',
    };
    const ids: string[] = await lab.app.db.read(tables[route.path.split('/')[2] ?? ''] ?? 'qc_plans').pluck('id');
    return ids.map((id) => route.path.replace(':id', id));
  };

  /** A run whose quality control failed. */
  const aRun = async (): Promise<string> => {
    const known = await lab.app.db.read('worksheets').first<{ id: string } | undefined>('id');
    return (
      known?.id ??
      (
        await testRun(lab, [
          ['check', '核查', { found: '9', assigned: '12' }],
          ['sample', '样品'],
        ])
      ).id
    );
  };

  /** Where a figure of its quality control comes from. */
  const anOrigin = async (): Promise<string> => {
    const id = await aRun();
    const row = await lab.app.db
      .read('worksheet_rows')
      .where({ worksheet_id: id })
      .whereNot({ kind: 'sample' })
      .first<{ id: string }>('id');
    return `/runs/${id}/origin?row=${row.id}&field=found`;
  };

  /** One instrument in two sequences at once. */
  const anImplausibility = async (): Promise<string> => {
    const known = await lab.app.db.read('implausibilities').first<{ id: string } | undefined>('id');
    if (known) return known.id;
    const [first, second] = await lab.app.db
      .read('tests')
      .whereNotNull('submitted_at')
      .orderBy('id')
      .limit(2)
      .pluck('id');
    const item = { zh: '示例', en: 'Example' };
    const side = { number: 'Y2026-00001-1', item, from: '2026-11-20T09:00', to: '2026-11-20T10:00' };
    const row = await lab.act('analyst', (act) =>
      act.insert<ImplausibilityRow>('implausibilities', {
        ...{ kind: 'sequence', subject: 'YQ-001', subject_name: 'YQ-001', day: '2026-11-20', from_at: side.from },
        ...{ to_at: side.to, test_id: String(first), other_id: String(second), params: { first: side, second: side } },
        ...{ state: 'open', explanation: null, explained_by: null, explained_name: null, explained_at: null },
      }),
    );
    return row.id;
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
    const known = await lab.app.db
      .read('instrument_events')
      .whereNotNull('file')
      .first<{ id: string; instrument_id: string } | undefined>();
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

  let investigated: ReturnType<typeof arrangeInvestigation> | undefined;
  const investigationAddresses = async (route: Route): Promise<string[]> => {
    investigated ??= arrangeInvestigation(lab);
    const { id, hash, termination, test } = await investigated;
    if (route.name === 'investigation.new') return [`${route.path}?test=${test}`];
    const own = route.path.startsWith('/terminations/') ? termination : id;
    return [route.path.replace(':id', own).replace(':hash', hash)];
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
        route.name === 'setup.show'
          ? [404]
          : route.name === 'scan.resolve'
            ? [200, 303, 404, 422]
            : // It only knows where a track is.
              [route.name === 'track.open' ? 303 : 200],
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
      'test.review-one',
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
    const proof = { name: '撤回函.pdf', data: Buffer.from('%PDF-1.4 letter').toString('base64') };
    await told(head, `/samples/${batches[5]?.sampleId}/termination`, {
      ...{ version: sample.version, terminationCause: 'withdrawn', reason: '委托方撤回', file: proof },
    });
    const sampler = await lab.as('sampler');
    const last = batches[6]?.samplingId ?? '';
    const sampling = (await sampler.get(`/samplings/${last}`)).json<{ version: number }>();
    await told(sampler, `/samplings/${last}/void`, { version: sampling.version, reason: '登记错误' });
    const signatory = await lab.as('signatory');
    const report = batches[4]?.reportId ?? '';
    const drafted = (await signatory.get(`/reports/${report}`)).json<{ version: number }>();
    await told(signatory, `/reports/${report}/return`, { version: drafted.version, reason: '结论措辞有误' });
  });

  it('the POSTs of instrument files and balances answer as their schemas say', async function () {
    this.timeout(60_000);
    const made = await anInstrumentFile();
    const [analyst, head, equipment] = [await lab.as('analyst'), await lab.as('head'), await lab.as('equipment')];
    const told = async (client: Client, path: string, body: object) => {
      const answer = await client.post(path, body);
      expect(answer.status, `${path} ${answer.text}`).to.be.oneOf([200, 201]);
      expect(misfits(routeOf(path)?.answer ?? {}, answer.json()), path).to.deep.equal([]);
      return answer.json<{ id: string; version: number }>();
    };
    const file = `/runs/${made.run}/files/${made.waiting}`;
    const read = await told(analyst, `${file}/reading`, { version: made.version, encoding: 'utf-8' });
    const decided = { fileLines: ['1'], lineDecision: 'ignore', reason: '系统适用性溶液' };
    const { version } = await told(analyst, `${file}/decisions`, { version: read.version, ...decided });
    const taken = await told(analyst, `${file}/taking`, { version });
    expect(taken).to.include({ lines: 3, records: 1 });
    const again = { name: 'c.csv', data: Buffer.from('样品名称,峰面积\r\nX,1').toString('base64') };
    const other = await told(analyst, `/runs/${made.run}/files`, { file: again });
    await told(analyst, `/runs/${made.run}/files/${other.id}/drop`, { version: other.version, reason: '选错文件' });
    await told(analyst, `/tests/${made.test}/weighings`, { field: 'samples.0.m', instrument: 'YQ-WEIGH' });
    await told(equipment, '/instruments/connections', {
      ...{ number: 'YQ-WEIGH', host: '127.0.0.1', port: 4001, unit: 'g', low: '0.01', high: '220', active: false },
    });
    const profile = (await head.get(`/instrument-files/profiles/${made.profile}`)).json<{ version: number }>();
    await told(head, `/instrument-files/profiles/${made.profile}/retirement`, { version: profile.version });
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
        'text/calendar': 'BEGIN:VCALENDAR',
        'text/csv': '\u00ef\u00bb\u00bf',
        // An instrument file as it was uploaded, in UTF-8: 样….
        'application/octet-stream': '\u00e6\u00a0\u00b7',
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
