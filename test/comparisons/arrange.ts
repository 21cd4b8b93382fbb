import { expect } from 'chai';
import type { ComparisonRow } from '../../lib/comparisons/rows.ts';
import { hashPassword } from '../../lib/kernel/passwords.ts';
import { createOrganisation, createUser } from '../../lib/people/index.ts';
import { type Client, type Lab, PASSWORD, signIn } from '../support/lab.ts';

/** Two laboratories, two samples, one number and one answer: what the tests of the flow start from. */
export const plan = {
  schemeNo: 'BD-2026-01',
  name: '水分与鉴别比对',
  pairs: true,
  methodNote: '中国药典2025年版四部通则0832',
  storage: '密封，2～8℃',
  instructions: '每个样品平行测定两次，报告平均值',
  invitedOn: '2026-11-23',
  dispatchedOn: '2026-11-25',
  closesAt: '2026-12-10T17:00',
  reportOn: '2026-12-20',
};

export const water = {
  itemName: '水分',
  itemKind: 'number',
  itemUnit: '%',
  itemDecimals: 2,
  assignedSource: 'formulation',
  valueA: '10.02',
  uncertaintyA: '称量 0.03; 纯度 0.04',
  valueB: '8.00',
  uncertaintyB: '0.05',
  sigmaWay: 'sigma',
  sigmaValue: '0.20',
  scoreWanted: 'z',
};

export const identity = {
  itemName: '显微鉴别',
  itemKind: 'text',
  expectedA: '三七',
  expectedB: '人参',
  answerOptions: '三七\n人参\n西洋参',
};

/** Ten units, two readings each, that differ by the repeatability only. */
export const alike = Array.from({ length: 10 }, (_, i) => `10.0${i % 3} 10.0${(i + 1) % 3}`).join('\n');

export async function ok<T = { id: string; version: number }>(
  answer: Promise<{ status: number; text: string; json<O>(): O }>,
): Promise<T> {
  const found = await answer;
  expect(found.status, found.text.slice(0, 600)).to.be.oneOf([200, 201]);
  return found.json<T>();
}

export interface Sheet {
  id: string;
  version: number;
  state: string;
  items: { id: string; version: number; name: string }[];
  participants: {
    id: string;
    version: number;
    organisation: string;
    labCode: string;
    submitted: boolean;
    result: object | null;
  }[];
  laboratories: { id: string; name: string }[];
  checks: { result: { passes: boolean } }[];
  actions: { id: string; version: number; state: string }[];
  evaluation: {
    targets: {
      key: string;
      counted: number;
      cautions: { id: string }[];
      lines: Line[];
      by: { assigned?: { value: string; u: string } };
    }[];
  } | null;
  moves: { move: string; obstacles: { id: string }[] }[];
}
export interface Line {
  participant: string;
  code: string;
  value: string;
  verdict: string;
  counted: boolean;
  flags: { id: string }[];
  scores: { kind: string; value: string; verdict: string }[];
}
export interface OwnSheet {
  id: string;
  version: number;
  state: string;
  labCode: string;
  codes: string[];
  unitCount: number;
  entry: string;
  submissions: { reported: { values: Record<string, { value: string }> } }[];
  targets: { line: Line | null; others: { code: string; value: string }[] }[] | null;
  actions: { id: string; version: number; state: string }[];
}

/** Plays a comparison; each step reads what it changes. */
export class Round {
  readonly lab: Lab;
  id = '';
  private clients = new Map<string, Promise<Client>>();

  constructor(lab: Lab) {
    this.lab = lab;
  }

  /** Signed in since the clock was moved last: sessions end meanwhile. */
  as(login: string): Promise<Client> {
    const known = this.clients.get(login) ?? signIn(this.lab.url, login, this.lab.app);
    this.clients.set(login, known);
    return known;
  }

  at(time: string): void {
    this.lab.at(time);
    this.clients = new Map();
  }

  async sheet(login = 'quality'): Promise<Sheet> {
    return (await (await this.as(login)).get(`/comparisons/${this.id}`)).json<Sheet>();
  }

  /** A move of the organiser, with the version that stands. */
  async move(path: string, login = 'quality', more: object = {}) {
    const { version } = await this.sheet();
    return (await this.as(login)).post(`/comparisons/${this.id}/${path}`, { version, ...more });
  }

  async planned(items: object[] = [water, identity], given: object = plan): Promise<void> {
    const quality = await this.as('quality');
    this.id = (await ok(quality.post('/comparisons', given))).id;
    for (const item of items) await ok(quality.post(`/comparisons/${this.id}/items`, item));
  }

  async check(item: string, sample: string, readings: string, more: object = {}) {
    const given = { checkItem: item, checkSample: sample, checkKind: 'homogeneity', checkReadings: readings, ...more };
    return (await this.as('quality')).post(`/comparisons/${this.id}/checks`, given);
  }

  /** Units coded, homogeneity entered and concluded. */
  async checked(units = 20): Promise<void> {
    const quality = await this.as('quality');
    await ok(quality.post(`/comparisons/${this.id}/units`, { unitCount: units }));
    for (const { id, name } of (await this.sheet()).items)
      for (const sample of ['A', 'B'])
        await ok(
          this.check(
            id,
            sample,
            name === '水分'
              ? alike
              : Array(10)
                  .fill(sample === 'A' ? '三七' : '人参')
                  .join('\n'),
          ),
        );
    await ok(this.move('checked'));
  }

  /** Approved by a second person, and all laboratories invited. */
  async invited(): Promise<void> {
    await ok(this.move('start', 'technical'));
    const { laboratories } = await this.sheet();
    const quality = await this.as('quality');
    await ok(quality.post(`/comparisons/${this.id}/participants`, { laboratories: laboratories.map(({ id }) => id) }));
  }

  /** The own page of a laboratory's person. */
  async own(login: string): Promise<OwnSheet> {
    const client = await this.as(login);
    const { lines } = (await client.get('/comparisons/own')).json<{ lines: { id: string }[] }>();
    return (await client.get(`/comparisons/own/${lines[0]?.id}`)).json<OwnSheet>();
  }

  async answer(login: string, path: string, more: object = {}) {
    const { id, version } = await this.own(login);
    return (await this.as(login)).post(`/comparisons/own/${id}/${path}`, { version, ...more });
  }

  async dispatched(logins = ['participant', 'participant2']): Promise<void> {
    for (const login of logins) await ok(this.answer(login, 'acceptance'));
    await ok(this.move('dispatch'));
  }

  /** The codes of a laboratory's units, as its box holds them. */
  async codes(login: string): Promise<string[]> {
    const { id } = await this.own(login);
    return this.lab.app.db.read('comparison_units').where({ participant_id: id }).pluck('code');
  }

  async received(login: string): Promise<void> {
    const unitCodes = (await this.codes(login)).join(' ');
    await ok(this.answer(login, 'receipt', { unitCodes, receiptCondition: 'good' }));
  }

  async submit(login: string, values: Record<string, string>, more: object = {}, each: object = {}) {
    const { id } = await this.own(login);
    const client: Client = await this.as(login);
    const units: { code: string; sample: string }[] = await this.lab.app.db
      .read('comparison_units')
      .where({ participant_id: id })
      .select('code', 'sample');
    // As the laboratory sees it: the item and the code on the label.
    const unitKey = (key: string) => `${key[0]}-${units.find(({ sample }) => sample === key[1])?.code}`;
    return client.post(`/comparisons/own/${id}/results`, {
      results: Object.entries(values).map(([key, value]) => ({
        key: unitKey(key),
        value,
        ...(/^[0-9]/.test(value) && { unit: '%', standardU: '0.10', ...each }),
      })),
      usedMethod: '通则0832第二法',
      usedEquipment: '烘箱 DHG-9070',
      testedOn: '2026-11-23',
      ...more,
    });
  }
}

/** So many more laboratories of counties, each with one person: logins lab1, lab2 … */
export async function addLaboratories(lab: Lab, count: number): Promise<string[]> {
  const hash = await hashPassword(PASSWORD);
  const logins = Array.from({ length: count }, (_, i) => `lab${i + 1}`);
  await lab.act('admin', async (act) => {
    for (const [i, login] of logins.entries()) {
      const region = `${'丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥'[i % 20]}县`;
      const name = `${region}检验检测中心${i >= 20 ? '二部' : ''}`;
      const given = { organisationKind: 'laboratory', organisationLevel: 'county', region } as const;
      const { id } = await createOrganisation(act, { name, ...given });
      const account = {
        login,
        name: `检验员${i + 1}`,
        roles: ['participant' as const],
        password: PASSWORD,
        employeeNo: `L-${i + 1}`,
      };
      await createUser(act, { ...account, organisation: id }, hash, false);
    }
  });
  return logins;
}

/** A published comparison with a corrective action answered with a file; the clock stays where it is. */
export async function publishedRound(lab: Lab): Promise<{ id: string; participant: string; action: string }> {
  const round = new Round(lab);
  await round.planned();
  await round.checked();
  await round.invited();
  await round.dispatched();
  const values = { '1A': '10.20', '1B': '8.11', '2A': '三七', '2B': '人参' };
  for (const login of ['participant', 'participant2']) {
    await round.received(login);
    await ok(round.submit(login, login === 'participant' ? { ...values, '1A': '11.20' } : values));
  }
  await lab.act('quality', async (act) => {
    const row = await act.db('comparisons').where({ id: round.id }).first<ComparisonRow>();
    if (row) await act.update<ComparisonRow>('comparisons', row, { closes_at: act.now });
  });
  await ok(round.move('closing'));
  await ok(round.move('evaluation'));
  await ok(round.move('publication', 'technical', { password: PASSWORD }));
  const own = await round.own('participant');
  const quality = await round.as('quality');
  const asked = { asked: '查明原因', dueOn: '2027-01-10' };
  const action = await ok(quality.post(`/comparisons/${round.id}/participants/${own.id}/actions`, asked));
  const file = { name: '原因.pdf', type: 'application/pdf', data: Buffer.from('%PDF-1.7 reason').toString('base64') };
  const reply = { version: 1, reply: '天平未校准，已更换', file };
  await ok((await round.as('participant')).post(`/comparisons/own/${own.id}/actions/${action.id}`, reply));
  return { id: round.id, participant: own.id, action: action.id };
}
