import { hashPassword } from '../../lib/kernel/passwords.ts';
import { createOrganisation, createUser } from '../../lib/people/index.ts';
import type { SamplingRow } from '../../lib/samplings/index.ts';
import { type Arranged, arrangeBatch, type BatchChange, issued } from '../reports/arrange.ts';
import { type Answer, type Client, type Lab, PASSWORD, signIn } from '../support/lab.ts';

/** The goods of a case: what the sampling form says beside the batch. */
export interface Goods extends BatchChange {
  sampledUnit?: string;
  fields?: Record<string, string>;
}

export interface ShownCase {
  id: string;
  version: number;
  number: string;
  state: string;
  conclusion: string | null;
  reportId: string | null;
  reopened: number;
  supervision: number;
  conformingReport: string | null;
  items: { name: string }[];
  urgent: { finding: string; told: { to: string } | null } | null;
  recipients: ShownParty[];
  tracks: {
    id: string;
    kind: string;
    unitName: string;
    region: string | null;
    organisation: string | null;
    state: string;
  }[];
  clocks: {
    rule: string;
    kind: string;
    clockState: string;
    startedOn: string;
    dueOn: string;
    about: string;
    entityId: string;
  }[];
  documents: { id: string; kind: string; number: string; hash: string; recipientId: string | null }[];
  events: { kind: string; on: string; params: Record<string, string> }[];
  repeats: { who: string; total: number; sameItem: number; sameClass: number }[];
  moves: { move: string; obstacles: string[] }[];
}

export interface ShownParty {
  id: string;
  version: number;
  role: string;
  name: string;
  organisation: string | null;
  papers: { on: string } | null;
  delivered: { on: string; how: string } | null;
  waivedOn: string | null;
  window: { dueOn: string; clockState: string } | null;
  mayServe: boolean;
}

/** Two counties and their city, with two people in the first county and one in each of the others. */
export const authorities = {
  jia: { name: '甲县市场监督管理局', level: 'county', region: '甲县', people: ['jia', 'jia2'] },
  yi: { name: '乙县市场监督管理局', level: 'county', region: '乙县', people: ['yi'] },
  shi: { name: '示例市市场监督管理局', level: 'municipal', region: '示例市', people: ['shi'] },
} as const;

/** The ids of the authorities; each of their people signs in by the login above. */
export async function arrangeAuthorities(lab: Lab): Promise<Record<keyof typeof authorities, string>> {
  const hash = await hashPassword(PASSWORD);
  return lab.act('admin', async (act) => {
    const ids: Record<string, string> = {};
    for (const [key, { name, level, region, people }] of Object.entries(authorities)) {
      const given = { organisationKind: 'authority', organisationLevel: level, region } as const;
      const { id } = await createOrganisation(act, { name, ...given });
      ids[key] = id;
      for (const login of people) {
        const account = { login, name: `${region}${login}`, roles: ['authority' as const], password: PASSWORD };
        await createUser(act, { ...account, employeeNo: `E-${login}`, organisation: id }, hash, false);
      }
    }
    return ids as Record<keyof typeof authorities, string>;
  });
}

export const regions = {
  sampledUnitRegion: '示例省示例市甲县',
  producerRegion: '示例省示例市乙县',
} as const;

/** A batch whose sampling form says where its unit and its producer sit. */
export async function arrangeGoods(
  lab: Lab,
  { sampledUnit, fields = regions, ...change }: Goods = {},
): Promise<Arranged> {
  const batch = await arrangeBatch(lab, { fails: true, ...change });
  await lab.act('head', async (act) => {
    const row = await act.db('samplings').where({ id: batch.samplingId }).first<SamplingRow & { fields: string }>();
    await act.update<SamplingRow>(
      'samplings',
      {
        ...row,
        officers: JSON.parse(String(row.officers)) as string[],
        fields: JSON.parse(String(row.fields)) as Record<string, string>,
      },
      { fields, ...(sampledUnit && { sampled_unit: sampledUnit }) },
    );
  });
  return batch;
}

/** A case that a signed report opened; its id. */
export async function arrangeCase(lab: Lab, goods: Goods = {}): Promise<string> {
  const { reportId } = await arrangeGoods(lab, goods);
  const { caseId } = await issued(await signIn(lab.url, 'signatory', lab.app), reportId);
  return caseId ?? '';
}

export const caseBy = async (client: Client, id: string): Promise<ShownCase> =>
  (await client.get(`/cases/${id}`)).json<ShownCase>();

/** Sends the papers for the parties named, or for all that wait. */
export async function sendPapers(client: Client, id: string, change: object = {}): Promise<Answer> {
  const { version } = await caseBy(client, id);
  const told = { notifiedTo: '示例市市场监督管理局', notifiedHow: 'delivery', ...change };
  return client.post(`/cases/${id}/notification`, { version, ...told });
}

export async function serve(client: Client, party: ShownParty, change: object): Promise<Answer> {
  const { version } = (await client.get(`/case-recipients/${party.id}`)).json<{ recipient: ShownParty }>().recipient;
  const given = { deliveredHow: 'direct', receiver: '张某', version, ...change };
  return client.post(`/case-recipients/${party.id}/delivery`, given);
}

/** Lets all tracks pass and ends their clocks, as their own pages would. */
export async function passTracks(lab: Lab, caseId: string): Promise<void> {
  const db = lab.app.db.write;
  const tracks = (await db('case_tracks').where({ case_id: caseId }).pluck('id')) as string[];
  await db('case_tracks').whereIn('id', tracks).update({ state: 'passed' });
  await db('clocks').whereIn('entity_id', tracks).update({ state: 'done' });
}
