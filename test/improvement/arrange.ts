import type { ImprovementSheet } from '../../lib/improvement/sheet.ts';
import { asOf } from '../equipment/arrange.ts';
import type { Answer, Client, Lab } from '../support/lab.ts';

/** A file of evidence as the interface takes it. */
export const evidence = { name: '照片.pdf', data: Buffer.from('%PDF-1.4 example').toString('base64') };

export const finding = {
  kind: 'work',
  source: 'report',
  improvementTitle: '报告书检验依据版本写错',
  findingText: '检验报告把《中国药典》2020年版写成2015年版，复核时未发现。',
  foundOn: '2026-11-23',
};

export const evaluation = {
  stepMove: 'evaluate',
  stepText: '构成不符合，不影响结果数值',
  significance: 'major',
  risk: '同一模板的报告都可能写错',
  corrective: true,
};

export const causes = {
  stepMove: 'analyse',
  stepText: '模板更新没有责任人',
  whys: ['模板中版本未更新', '标准变更通知没有包括模板', '程序未规定模板由谁更新'],
  bones: ['', '', '', '变更程序没有覆盖报告模板', '', ''],
  category: 'method',
};

/** One record and what people do with it, through the interface that everybody uses. */
export class Work {
  readonly id: string;
  private readonly lab: Lab;

  constructor(lab: Lab, id: string) {
    this.lab = lab;
    this.id = id;
  }

  /** Opened by the analyst, handled by the head unless said otherwise. */
  static async open(lab: Lab, over: object = {}, login = 'analyst'): Promise<Work> {
    const { id: handlerId } = await lab.user('head');
    const answer = await (await asOf(lab, login)).post('/nonconforming', { ...finding, handlerId, ...over });
    if (answer.status !== 201) throw new Error(answer.text);
    return new Work(lab, answer.json<{ id: string }>().id);
  }

  client(login: string): Promise<Client> {
    return asOf(this.lab, login);
  }

  async sheet(login = 'quality'): Promise<ImprovementSheet> {
    return (await (await this.client(login)).get(`/nonconforming/${this.id}`)).json<ImprovementSheet>();
  }

  async try(login: string, path: string, body: object): Promise<Answer> {
    const { row } = await this.sheet();
    return (await this.client(login)).post(`/nonconforming/${this.id}/${path}`, { version: row.version, ...body });
  }

  /** A step says something unless the case says what. */
  said(body: object, path: string): object {
    return path === 'steps' ? { stepText: '说明', ...body } : body;
  }

  /** What is refused when the step is tried. */
  async refused(login: string, body: object, path = 'steps'): Promise<string[]> {
    return (await this.try(login, path, this.said(body, path))).refusals();
  }

  async step(login: string, body: object, path = 'steps'): Promise<ImprovementSheet> {
    const answer = await this.try(login, path, this.said(body, path));
    if (answer.status !== 200) throw new Error(`${login} ${JSON.stringify(body)} ${answer.text}`);
    return this.sheet();
  }

  /** Evaluated, corrected, its cause found by the head, one action of the analyst planned. */
  async planned(): Promise<ImprovementSheet> {
    await this.step('quality', evaluation);
    await this.step('head', { stepMove: 'correct', stepText: '已更正并换发报告' });
    await this.step('head', causes);
    const { id: handlerId } = await this.lab.user('analyst');
    return this.step('head', { actionText: '修订变更程序，加入报告模板', handlerId, dueOn: '2026-12-10' }, 'actions');
  }

  /** Reports the first open action as done. */
  async finish(login: string, over: object = {}): Promise<Answer> {
    const { actions } = await this.sheet();
    const open = actions.find(({ state }) => state === 'open');
    const body = { version: open?.version, doneOn: '2026-11-23', outcome: '程序已修订并宣贯', file: evidence, ...over };
    return (await this.client(login)).post(`/nonconforming/actions/${open?.id}/outcome`, body);
  }

  /** Carried out, and the time of observation passed. */
  async carried(): Promise<void> {
    await this.planned();
    const answer = await this.finish('analyst');
    if (answer.status !== 200) throw new Error(answer.text);
    this.lab.at('2026-12-24T10:00:00+08:00');
  }
}

export const verification = {
  stepMove: 'verify',
  stepText: '抽查 20 份报告，依据均正确',
  effectiveWay: '现场抽查',
  file: evidence,
  lateReason: '等待月度抽查',
};
