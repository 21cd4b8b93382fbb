import { connect, isIP, type Socket } from 'node:net';
import { Refusal, refuse } from '../core/refusal.ts';
import { type BalanceReply, balanceReply } from './formats/index.ts';

export interface BalanceReading {
  /** Decimal text with the digits of the balance. */
  text: string;
  unit: string;
  stable: true;
}

export interface BalanceOptions {
  timeoutMs?: number;
  /** Addresses besides this machine that the laboratory configured. */
  allowed?: readonly string[];
}

const PATIENCE = 10_000;
/** No reply is longer; what goes on without a line end is no balance. */
const LONGEST_REPLY = 200;

const loopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/**
 * Asks a balance for the next stable weight (MT-SICS command `S`) over TCP. Balances hang on a serial server of this machine; another
 * address must be configured. Nothing but a stable weight is ever answered.
 * @throws Refusal `balance.*`: not-local, port, unreachable, timeout, unstable, over, under, busy, garbage, closed
 */
export async function readStable(host: string, port: number, options: BalanceOptions = {}): Promise<BalanceReading> {
  const { timeoutMs = PATIENCE, allowed = [] } = options;
  if (!loopback(host) && !allowed.includes(host)) refuse('balance.not-local', { host }, 'host');
  if (!Number.isInteger(port) || port < 1 || port > 65535) refuse('balance.port', { port }, 'port');
  return stableWeight(await ask(host, port, timeoutMs));
}

/** The line that the balance answers to `S`. */
function ask(host: string, port: number, timeoutMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ host, port });
    const fail = (id: string, params: Record<string, string | number> = {}): void => {
      done();
      reject(new Refusal([{ id, params: { host, port, ...params } }]));
    };
    const timer = setTimeout(() => fail('balance.timeout', { seconds: timeoutMs / 1000 }), timeoutMs);
    const done = (): void => {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      socket.destroy();
    };
    let heard = '';
    socket.setEncoding('latin1');
    socket.on('connect', () => socket.write('S\r\n'));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      fail('balance.unreachable', { detail: error.code ?? 'error' }),
    );
    socket.on('end', () => fail('balance.closed'));
    socket.on('data', (data) => {
      heard += String(data);
      const end = heard.search(/[\r\n]/);
      const line = end < 0 ? '' : (heard.split(/[\r\n]+/).find((one) => one.trim() !== '') ?? '');
      if (line !== '' && end >= 0 && /[\r\n]/.test(heard.slice(heard.indexOf(line) + line.length))) {
        done();
        resolve(line);
      } else if (heard.length > LONGEST_REPLY) fail('balance.garbage', { text: shown(heard) });
    });
  });
}

const shown = (text: string): string =>
  text
    .trim()
    .slice(0, 40)
    .replace(/[^\x20-\x7e]/g, '?');

function stableWeight(line: string): BalanceReading {
  const reply: BalanceReply | null = balanceReply(line);
  switch (reply?.status) {
    case 'stable':
      return { text: reply.text, unit: reply.unit, stable: true };
    case 'dynamic':
      return refuse('balance.unstable', { text: reply.text, unit: reply.unit });
    case 'over':
      return refuse('balance.over');
    case 'under':
      return refuse('balance.under');
    case 'not-executable':
      return refuse('balance.busy');
    default:
      return refuse('balance.garbage', { text: shown(line) });
  }
}
