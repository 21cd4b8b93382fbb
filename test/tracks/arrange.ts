import { arrangeAuthorities, arrangeCase, caseBy, type Goods, sendPapers } from '../disposals/arrange.ts';
import { type Answer, type Client, type Lab, signIn } from '../support/lab.ts';

/** A section as its page shows it, as far as these tests look. */
export interface ShownSection {
  sectionVersion: number;
  sectionState: string;
  data: Record<string, unknown>;
  reason: string | null;
  fields: { key: string; kind: string; options?: { value: string }[] }[];
  files: { hash: string; name: string; dropped: boolean }[];
  balance: { total: string; sum: string; difference: string; balanced: boolean } | null;
  resampled: { number: string; verdict: string | null } | null;
  cautions: { id: string }[];
  moves: { move: string; obstacles: { id: string }[] }[];
  registers: {
    of: string;
    begin: { step: string }[];
    lines: { id: string; version: number; state: string; title: string; facts: { label: string; value: string }[] }[];
    offers: { step: string; ref: string; obstacles: { id: string }[] }[];
  }[];
  mayFill: boolean;
}

export interface ShownTrack {
  id: string;
  version: number;
  state: string;
  kind: string;
  handler: string | null;
  authority: { id: string; name: string } | null;
  startedOn: string | null;
  doneOn: string | null;
  sections: { section: string; state: string; needed: boolean }[];
  clocks: { rule: string; clockState: string; startedOn: string; dueOn: string; dueAt: string | null }[];
  cautions: { id: string }[];
  documents: { id: string; kind: string; number: string }[];
  authorities: { id: string; name: string }[];
  mayFill: boolean;
}

/** Texts of sections that nothing is wrong with. */
export const sections = {
  start: {
    ...{ reportOn: '2026-11-23', accepted: 'yes', startedOn: '2026-11-23' },
    ...{
      riskHarm: 'low',
      riskSpread: 'medium',
      riskEvents: 'no',
      riskOverall: 'medium',
      firstMeasures: '责令停止生产销售',
    },
  },
  control: {
    ...{
      unit: '盒',
      packUnit: '件',
      perPack: '20',
      total: '50件',
      sold: '600',
      stock: '100',
      sealed: '200',
      recalled: '90',
    },
    ...{ destroyed: '7', sampled: '3', stoppedOn: '2026-11-23', flow: '销往甲县、乙县的12家药店', inPlace: 'yes' },
    recallDone: 'yes',
  },
  cause: { causes: ['process', 'supervision'], found: 'yes', causeWords: '干燥工序温度控制不严' },
  penalty: { partyInformed: 'yes' },
  'no-penalty': {
    ...{ noPenaltyReason: 'diligent', noPenaltyWords: '已履行进货查验义务' },
    ...{ articles: '药品管理法实施条例', evidence: '进货票据、供货方资质' },
  },
  rectification: {
    ...{ planSubmitted: 'yes', planOn: '2026-11-23', opinion: '同意整改', recheckedOn: '2026-11-23' },
    ...{ recheckResult: 'done', resample: 'none', whyNoResample: '已停产' },
  },
  transfer: { told: 'yes', toldBody: '丙市市场监督管理局', toldOn: '2026-11-23' },
} as const;

export type Name = keyof typeof sections;

/** A case with its tracks in two counties, and the people who fill and audit them. */
export class Disposal {
  readonly lab: Lab;
  readonly caseId: string;
  readonly track: string;
  readonly other: string;

  constructor(lab: Lab, caseId: string, track: string, other: string) {
    this.lab = lab;
    this.caseId = caseId;
    this.track = track;
    this.other = other;
  }

  /** The producer sits in 乙县 (`other` is the circulation track of 甲县). */
  static async open(lab: Lab, goods: Goods = {}): Promise<Disposal> {
    const caseId = await arrangeCase(lab, goods);
    const { tracks } = await caseBy(await as(lab, 'quality'), caseId);
    await sendPapers(await as(lab, 'reception'), caseId, {
      notifiedOn: lab.app.clock.now().toISOString().slice(0, 10),
    });
    const of = (kind: string) => tracks.find((track) => track.kind === kind)?.id ?? '';
    return new Disposal(lab, caseId, of('production'), of('circulation'));
  }

  path(rest = '', track = this.track): string {
    return `/cases/${this.caseId}/tracks/${track}${rest}`;
  }
  async sheet(login = 'yi', track = this.track): Promise<ShownTrack> {
    return (await (await as(this.lab, login)).get(this.path('', track))).json<ShownTrack>();
  }
  async section(name: Name, login = 'yi', track = this.track): Promise<ShownSection> {
    return (await (await as(this.lab, login)).get(this.path(`/sections/${name}`, track))).json<ShownSection>();
  }
  /** Writes a section as its page would; refusals are the caller's to look at. */
  async write(name: Name, submit: boolean, data: object = {}, login = 'yi', track = this.track): Promise<Answer> {
    const { sectionVersion: version } = await this.section(name, 'quality', track);
    const body = { version, submit, data: { ...sections[name], ...data } };
    return (await as(this.lab, login)).post(this.path(`/sections/${name}`, track), body);
  }
  async audit(name: Name, move: string, login = 'yi2', more: object = {}, track = this.track): Promise<Answer> {
    const { sectionVersion: version } = await this.section(name, 'quality', track);
    return (await as(this.lab, login)).post(this.path(`/sections/${name}/audit`, track), { version, move, ...more });
  }
  /** Records an act on a register; on the last row of it where it does not begin one. */
  async step(
    step: string,
    data: object,
    { ref, login = 'yi', of = 'control' as Name, register = 0 } = {} as StepOptions,
  ): Promise<Answer> {
    const { version } = await this.sheet('quality');
    const line = (await this.section(of, 'quality')).registers[register]?.lines.at(-1);
    const target = ref ?? (beginnings.includes(step) ? 'new' : (line?.id ?? ''));
    const body = { version: target === 'new' ? version : (line?.version ?? 0), data };
    return (await as(this.lab, login)).post(this.path(`/steps/${step}/${target}`), body);
  }
  /** rule → state and end of the clocks of the track and its registers; of each rule the open one. */
  async clocks(track = this.track): Promise<Record<string, string>> {
    const { clocks } = await this.sheet('quality', track);
    const isOpen = ({ clockState }: { clockState: string }) => clockState === 'running' || clockState === 'paused';
    const inOrder = [...clocks.filter((one) => !isOpen(one)), ...clocks.filter(isOpen)];
    return Object.fromEntries(inOrder.map((one) => [one.rule, `${one.clockState} ${one.dueOn}`]));
  }
}

interface StepOptions {
  ref?: string;
  login?: string;
  of?: Name;
  register?: number;
}

const beginnings = ['seize', 'recall', 'case-file', 'transfer'];

const signedIn = new Map<string, Promise<Client>>();
/** A caller who is signed in at the laboratory's hour: sessions end when the clock is moved. */
export function as(lab: Lab, login: string): Promise<Client> {
  const key = `${lab.url} ${login} ${lab.app.clock.now().toISOString().slice(0, 13)}`;
  const known = signedIn.get(key) ?? signIn(lab.url, login, lab.app);
  signedIn.set(key, known);
  return known;
}

/** The authorities of lib/disposals' tests, with a second person in 乙县. */
export async function arrangePeople(lab: Lab): Promise<Record<string, string>> {
  const ids = await arrangeAuthorities(lab);
  const { hashPassword } = await import('../../lib/kernel/passwords.ts');
  const { createUser } = await import('../../lib/people/index.ts');
  const { PASSWORD } = await import('../support/lab.ts');
  const hash = await hashPassword(PASSWORD);
  await lab.act('admin', (act) =>
    createUser(
      act,
      {
        ...{ login: 'yi2', name: '乙县yi2', roles: ['authority'], password: PASSWORD, employeeNo: 'E-yi2' },
        organisation: ids.yi,
      },
      hash,
      false,
    ),
  );
  return ids;
}

/** A track in the hands of an authority of its own, with an attachment, a paper and a transfer: the ids of all of them. */
export async function handledTrack(
  lab: Lab,
): Promise<Record<'caseId' | 'id' | 'hash' | 'document' | 'transfer', string>> {
  const ids = await arrangePeople(lab);
  const found = await lab.app.db.read('case_tracks').first<{ id: string; case_id: string }>('id', 'case_id');
  const one = new Disposal(lab, found.case_id, found.id, '');
  const { version } = await one.sheet('quality');
  await (await as(lab, 'quality')).post(one.path('/assignment'), { version, organisation: ids.yi });
  const pdf = { name: 'paper.pdf', data: Buffer.from('%PDF-1.7 paper').toString('base64') };
  const yi = await as(lab, 'yi');
  await yi.post(one.path('/sections/cause/files'), { version: 0, file: pdf });
  const transfer = {
    ...{ kind: 'clue', toBody: '丙市市场监督管理局', party: '示例制药有限公司', facts: '示例', articles: '示例' },
    ...{
      officer1: '甲',
      officer2: '乙',
      reportedOn: lab.app.clock.now().toISOString().slice(0, 10),
      papers: ['letter'],
    },
  };
  const now = (await one.sheet()).version;
  const row = await yi.post(one.path('/steps/transfer/new'), { version: now, data: transfer, file: pdf });
  const [document] = (await one.sheet()).documents;
  const [file] = (await one.section('cause')).files;
  return {
    ...{ caseId: one.caseId, id: one.track, hash: file?.hash ?? '', document: document?.id ?? '' },
    transfer: row.json<{ id: string }>().id,
  };
}
