import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import { Refusal } from '../../lib/core/refusal.ts';
import { type BalanceOptions, readStable } from '../../lib/instruments/balance.ts';
import { reasonText } from '../../lib/messages/index.ts';

/** A balance on a port of this machine: `answers` says what it does when it hears the command. */
async function balance(
  answers: (socket: Socket, heard: string) => void,
): Promise<{ port: number; close(): Promise<void> }> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => answers(socket, data.toString('latin1')));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    server.close();
    await once(server, 'close');
  };
  return { port: (server.address() as AddressInfo).port, close };
}

async function reason(host: string, port: number, options?: BalanceOptions): Promise<string> {
  try {
    await readStable(host, port, options);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [first = { id: '' }] = error.reasons;
    for (const lang of ['zh', 'en'] as const) expect(reasonText(lang, first)).to.not.match(/refusal\.|\{\w+\}/);
    return first.id;
  }
  return 'read';
}

describe('a balance on a port (MT-SICS)', () => {
  const answering = async (text: string, options: BalanceOptions = {}): Promise<string> => {
    const one = await balance((socket) => socket.write(text));
    try {
      return await reason('127.0.0.1', one.port, options);
    } finally {
      await one.close();
    }
  };

  it('is asked for the next stable weight, and its digits are kept', async () => {
    const heard: string[] = [];
    const one = await balance((socket, command) => {
      heard.push(command);
      socket.write('S S   ');
      setTimeout(() => socket.write('  100.0200 g\r\n'), 20);
    });
    expect(await readStable('localhost', one.port)).to.deep.equal({ text: '100.0200', unit: 'g', stable: true });
    expect(heard).to.deep.equal(['S\r\n']);
    await one.close();
  });

  for (const [reply, id] of [
    ['S D     129.07 g\r\n', 'balance.unstable'],
    ['S +\r\n', 'balance.over'],
    ['S -\r\n', 'balance.under'],
    ['S I\r\n', 'balance.busy'],
    ['ES\r\n', 'balance.garbage'],
    ['hello\r\n', 'balance.garbage'],
    ['x'.repeat(300), 'balance.garbage'],
  ] as const)
    it(`refuses ${JSON.stringify(reply.slice(0, 20))}: ${id}`, async () => expect(await answering(reply)).to.equal(id));

  it('refuses silence after the time given, and a connection that is closed', async () => {
    const slow = await balance(() => undefined);
    expect(await reason('127.0.0.1', slow.port, { timeoutMs: 60 })).to.equal('balance.timeout');
    await slow.close();
    expect(await answering('S S     100.00', { timeoutMs: 60 })).to.equal('balance.timeout');
    const one = await balance((socket) => socket.end());
    expect(await reason('127.0.0.1', one.port)).to.equal('balance.closed');
    await one.close();
    expect(await reason('127.0.0.1', one.port), 'nobody listens').to.equal('balance.unreachable');
  });

  it('refuses an address beyond this machine unless it is configured, and what is no port', async () => {
    expect(await reason('192.0.2.7', 8001)).to.equal('balance.not-local');
    const allowed = { allowed: ['192.0.2.7'], timeoutMs: 80 };
    expect(await reason('192.0.2.7', 8001, allowed)).to.be.oneOf(['balance.timeout', 'balance.unreachable']);
    expect(await reason('127.0.0.1', 0)).to.equal('balance.port');
  });
});
