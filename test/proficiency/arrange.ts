import type { CapabilityRow } from '../../lib/capability/index.ts';
import { list } from '../../lib/kernel/tables.ts';
import type { RoundSheet } from '../../lib/proficiency/show-rounds.ts';
import type { TestAnswer } from '../../lib/testing/answers.ts';
import type { TestRow } from '../../lib/testing/index.ts';
import { type Answer, type Client, type Lab, PASSWORD } from '../support/lab.ts';

/** The smallest file that is told as a PDF. */
export const paper = {
  name: 'proof.pdf',
  type: 'application/pdf',
  data: Buffer.from('%PDF-1.4\n%%EOF').toString('base64'),
};

export const PROVIDER = '示例能力验证提供者';
export const SCHEME = '中药材灰分测定能力验证';

interface Saved {
  id: string;
  version: number;
}

/** Posts and expects it to be taken. @throws Error with the refusal */
export async function taken<T = Saved>(client: Client, path: string, body: object): Promise<T> {
  const answer = await client.post(path, body);
  if (answer.status >= 300) throw new Error(`${client.login} POST ${path}: ${answer.status} ${answer.text}`);
  return answer.json<T>();
}

/** Lines of the annex that are held. */
export const annex = (lab: Lab, codes: readonly string[], scheme: 'CMA' | 'CNAS' = 'CMA'): Promise<unknown> =>
  lab.act('quality', (act) =>
    act.insertAll<CapabilityRow>(
      'capabilities',
      codes.map((code) => ({
        ...{ scheme, annex_no: null, parameter_code: code, object: null, item: code, standards: '' },
        ...{ scope: null, note: null, certificate: '260000000000', approved_on: '2025-01-01', valid_to: '2031-01-01' },
        ...{ site: '本部', state: 'held' as const, project: null },
      })),
    ),
  );

export class Round {
  readonly lab: Lab;
  id = '';
  version = 0;

  constructor(lab: Lab) {
    this.lab = lab;
  }

  get path(): string {
    return `/proficiency/rounds/${this.id}`;
  }

  /** A provider and a participation with it. */
  async open(codes: readonly string[], more: object = {}): Promise<this> {
    const quality = await this.lab.as('quality');
    const known = await this.lab.app.db.read('pt_providers').where({ name: PROVIDER }).first('id');
    if (!known) await taken(quality, '/proficiency/providers', { name: PROVIDER, accreditationNo: 'CNAS PT0001' });
    const body = { provider: PROVIDER, scheme: SCHEME, schemeNo: 'PTX-01', deadline: '2026-12-20T17:00' };
    this.follow(await taken(quality, '/proficiency/rounds', { ...body, parameterCodes: codes.join('、'), ...more }));
    return this;
  }

  follow({ id, version }: Saved): void {
    this.id = id;
    this.version = version;
  }

  /** A step that is taken. */
  async step(login: string, path: string, body: object = {}): Promise<void> {
    this.follow(await taken(await this.lab.as(login), `${this.path}/${path}`, { version: this.version, ...body }));
  }

  /** A step that may be refused. */
  async try(login: string, path: string, body: object = {}): Promise<Answer> {
    return (await this.lab.as(login)).post(`${this.path}/${path}`, { version: this.version, ...body });
  }

  async sheet(login = 'quality'): Promise<RoundSheet> {
    return (await (await this.lab.as(login)).get(this.path)).json<RoundSheet>();
  }

  async reload(): Promise<RoundSheet> {
    const sheet = await this.sheet();
    this.version = sheet.round.version;
    return sheet;
  }

  /** Registered, received, on the bench. */
  async toBench(cover: object = {}): Promise<RoundSheet> {
    await this.step('quality', 'registration', { labCode: 'L07', cost: '3200', file: paper });
    const statement = '均匀性和稳定性符合要求';
    await this.step('quality', 'receipt', {
      receivedOn: '2026-11-23',
      itemCondition: 'intact',
      statement,
      temperature: '18',
    });
    await this.step('quality', 'assignment', { ...ordinary, ...cover });
    return this.reload();
  }

  /** Over the ordinary bench: assigned by the head, tested, reviewed, approved. */
  async overBench(): Promise<RoundSheet> {
    const { sample } = await this.reload();
    const id = sample?.id ?? '';
    const [head, analyst] = [await this.lab.as('head'), await this.lab.as('analyst')];
    const rows = await list<TestRow>(this.lab.app.db.read, 'tests', { sample_id: id }, 'seq');
    const user = (await this.lab.user('analyst')).id;
    const { tests } = await taken<{ tests: TestAnswer[] }>(head, `/samples/${id}/assignment`, {
      tests: rows.map((row) => row.id),
      analyst: user,
    });
    const bound = (list: TestAnswer[]) => list.map((test) => ({ id: test.id, hash: test.hash }));
    const portion = await this.lab.app.db.read('portions').where({ sample_id: id }).first<{ code: string }>('code');
    const recorded: TestAnswer[] = [];
    for (const test of tests) {
      const code = rows.find((row) => row.id === test.id)?.parameter_code ?? '';
      const example = this.lab.app.catalogue
        .parameter(code)
        .examples.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))[0];
      const { common, ...rest } = (example?.readings ?? {}) as { common?: object };
      const hours = { started: this.nowLocal(-30), finished: this.nowLocal(-20), temperature: '22.5', humidity: '48' };
      const shelves = { instruments: [{ no: 'TP-01', name: '天平', validTo: '2027-06-30' }], materials: [] };
      const readings = { common: { ...hours, ...shelves, ...common, portion: portion.code }, ...rest };
      const saved = await taken<{ test: TestAnswer }>(analyst, `/tests/${test.id}/readings`, {
        version: test.version,
        readings,
      });
      recorded.push(saved.test);
    }
    const sent = await taken<{ tests: TestAnswer[] }>(analyst, '/submissions', {
      tests: bound(recorded),
      password: PASSWORD,
    });
    const reviewer = await this.lab.as('reviewer');
    for (const { id: test, hash } of sent.tests)
      await taken(reviewer, `/tests/${test}/review`, { hash, password: PASSWORD });
    await taken(head, `/samples/${id}/approval`, { hashes: bound(sent.tests), password: PASSWORD });
    return this.reload();
  }

  /** Reviewed, handed in, report received. */
  async toReport(): Promise<RoundSheet> {
    const { items } = await this.reload();
    const itemAnswers = items
      .filter(({ kind }) => kind === 'qualitative')
      .map(({ id }) => ({ item: id, answer: '三七' }));
    await this.step('technical', 'confirmation', { reviewNote: '计算无误', itemAnswers });
    const handedInAt = this.nowLocal();
    await this.step('quality', 'submission', { handedInAt, file: paper });
    await this.step('quality', 'report', { reportOn: '2026-11-23', file: paper });
    return this.reload();
  }

  /** The minute of the laboratory's clock, as a form sends it. */
  nowLocal(minutes = 0): string {
    const now = this.lab.app.clock.now().getTime() + 8 * 3_600_000 + minutes * 60_000;
    return new Date(now).toISOString().slice(0, 16);
  }

  /** Figures of one parameter by its place. */
  async figures(at: number, figures: object): Promise<{ verdict: string | null; disagrees: boolean }> {
    const { items } = await this.sheet();
    const { id = '', version = 0 } = items[at] ?? {};
    return taken(await this.lab.as('quality'), `/proficiency/items/${id}`, { version, ...figures });
  }

  async evaluate(login = 'quality', more: object = {}): Promise<void> {
    await this.step(login, 'evaluation', {
      evaluation: '已逐项评价',
      measures: '按整改程序处理',
      password: PASSWORD,
      ...more,
    });
  }
}

/** Examples whose readings are whole come first: a tie has all its parallels. */
const order = ['tie', 'edge', 'typical', 'verdict', 'published', 'refusal'];

/** An ordinary-looking batch. */
export const ordinary = {
  productClass: 'tcm',
  productName: '黄芪',
  batchNo: '20261101',
  producer: '示例饮片有限公司',
  client: '示例区中医院',
  quantity: '100',
  unit: 'g',
  dueOn: '2026-12-10',
};

/** Moves the laboratory's clock; whoever sat at a locked page types the password again. */
export async function jump(
  lab: Lab,
  time: string,
  logins = ['quality', 'technical', 'analyst', 'reviewer', 'head'],
): Promise<void> {
  const clients = await Promise.all(logins.map((login) => lab.as(login)));
  lab.at(time);
  for (const client of clients) await client.post('/session/unlock', { password: PASSWORD });
}

/** What hangs on a round that went badly. */
export interface Judged {
  round: string;
  item: string;
  plan: string;
  line: string;
  file: string;
  /** The step of the corrective file that bears evidence. */
  ofStep: string;
}

/** A round with a bad score, its corrective file with one step, and a plan with a line. */
export async function aJudgedRound(lab: Lab): Promise<Judged> {
  const quality = await lab.as('quality');
  const round = await new Round(lab).open(['T-CHK-ASH']);
  await round.toBench();
  await round.overBench();
  await round.toReport();
  await round.figures(0, { assigned: '20', ptSigma: '0.5' });
  await round.reload();
  await round.evaluate();
  const { items, correctives } = await round.reload();
  const file = correctives[0]?.id ?? '';
  const step = {
    version: 1,
    stepName: 'cause',
    doneOn: round.nowLocal().slice(0, 10),
    stepText: '恒重不足',
    file: paper,
  };
  await taken(quality, `/proficiency/correctives/${file}/steps`, step);
  const plan = await taken(quality, '/proficiency/plans', { year: Number(round.nowLocal().slice(0, 4)) });
  const own = {
    version: plan.version,
    scheme: SCHEME,
    month: `${round.nowLocal().slice(0, 4)}-12`,
    parameterCodes: 'T-CHK-ASH',
  };
  const line = await taken(quality, `/proficiency/plans/${plan.id}/lines`, own);
  return { round: round.id, item: items[0]?.id ?? '', plan: plan.id, line: line.id, file, ofStep: 'cause' };
}
