import type { InstrumentSheet } from '../../lib/equipment/show.ts';
import { type Answer, type Client, type Lab, signIn } from '../support/lab.ts';

export const balance = {
  number: 'YQ-001',
  name: '电子分析天平',
  maker: '示例仪器有限公司',
  model: 'XS205',
  serial: 'B123456789',
  software: '2.10',
  range: '0 g ~ 220 g',
  accuracy: 'Ⅰ级，0.01 mg',
  traceability: 'verification',
  interval_months: 12,
  mandatory: true,
  custodian: '秦仪',
  department: '化学室',
  room: '天平室',
  value: '86000.00',
  purchased_on: '2024-01-05',
  accepted_on: '2024-02-01',
};

export const certificate = {
  kind: 'verification',
  done_on: '2026-11-20',
  unit: '示例省计量院',
  certificate_no: 'JD-2026-0001',
  range: '0 g ~ 220 g',
  points: [
    { nominal: '1', found: '1.00001', uncertainty: '0.00002', correction: '-0.00001', unit: 'g' },
    { nominal: '200', found: '200.0001', uncertainty: '0.0002', correction: '-0.0001', unit: 'g' },
  ],
};

export const passed = { identity: 'ok', range: 'ok', points: 'ok', uncertainty: 'ok', factors: 'na' };

const signedIn = new Map<string, Promise<Client>>();

/** A caller who is signed in at the laboratory's hour: sessions end when the clock is moved. */
export function asOf(lab: Lab, login: string): Promise<Client> {
  const key = `${lab.url} ${login} ${lab.app.clock.now().toISOString().slice(0, 13)}`;
  const known = signedIn.get(key) ?? signIn(lab.url, login, lab.app);
  signedIn.set(key, known);
  return known;
}

interface Saved {
  id: string;
  version: number;
}

/** An instrument of a number and what happens to it, through the interface that everybody uses. */
export class Instrument {
  readonly id: string;
  private readonly lab: Lab;

  constructor(lab: Lab, id: string) {
    this.lab = lab;
    this.id = id;
  }

  static async add(lab: Lab, number: string, over: object = {}): Promise<Instrument> {
    const answer = await (await asOf(lab, 'equipment')).post('/instruments', { ...balance, number, ...over });
    if (answer.status !== 201) throw new Error(answer.text);
    return new Instrument(lab, answer.json<Saved>().id);
  }

  /** Verified, confirmed by the technical manager, accepted and released. */
  static async inUse(lab: Lab, number: string, over: object = {}): Promise<Instrument> {
    const own = await Instrument.add(lab, number, over);
    await own.move('inspect');
    await own.confirmed();
    const released = await own.release('enable');
    if (released.status !== 200) throw new Error(released.text);
    return own;
  }

  async sheet(login = 'equipment'): Promise<InstrumentSheet> {
    return (await (await asOf(this.lab, login)).get(`/instruments/${this.id}`)).json<InstrumentSheet>();
  }

  private async send(login: string, path: string, body: object): Promise<Answer> {
    const { version } = await this.sheet();
    const client: Client = await asOf(this.lab, login);
    return client.post(`/instruments/${this.id}/${path}`, { version, ...body });
  }

  move(move: string, body: object = {}): Promise<Answer> {
    return this.send('equipment', 'moves', { move, ...body });
  }

  release(move: string, body: object = {}, login = 'technical'): Promise<Answer> {
    return this.send(login, 'releases', { move, ...body });
  }

  /** Records a certificate; refusals are the caller's to look at. */
  async record(over: object = {}, login = 'equipment'): Promise<Answer> {
    return (await asOf(this.lab, login)).post(`/instruments/${this.id}/events`, { ...certificate, ...over });
  }

  async confirm(event: Answer, over: object = {}, login = 'technical'): Promise<Answer> {
    const { id, version } = event.json<Saved>();
    const body = { version, checks: passed, conclusion: 'fit', ...over };
    return (await asOf(this.lab, login)).post(`/instrument-events/${id}`, body);
  }

  /** A certificate recorded by one and confirmed by another. */
  async confirmed(event: object = {}, over: object = {}): Promise<Answer> {
    const answer = await this.confirm(await this.record(event), over);
    if (answer.status !== 200) throw new Error(answer.text);
    return answer;
  }
}
