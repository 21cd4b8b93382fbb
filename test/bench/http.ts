import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

export interface Reply {
  status: number;
  body: Buffer;
}

/** A call over loopback with as little of its own as possible: the same for ours and for the floor. */
export async function call(
  url: string,
  method: 'GET' | 'POST',
  headers: Record<string, string>,
  body?: string,
): Promise<Reply> {
  try {
    return await once(url, method, headers, body);
  } catch (error) {
    // A kept connection that the server has closed meanwhile.
    if ((error as { code?: string }).code !== 'ECONNRESET') throw error;
    return once(url, method, headers, body);
  }
}

function once(url: string, method: 'GET' | 'POST', headers: Record<string, string>, body?: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const length =
      body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
    const sent = request(url, { method, agent, headers: { ...headers, ...length } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const reply = { status: answer.statusCode ?? 0, body: Buffer.concat(chunks) };
        if (reply.status >= 300)
          reject(new Error(`${method} ${url} answered ${reply.status}: ${reply.body.toString('utf8').slice(0, 400)}`));
        else resolve(reply);
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

export const closeCalls = (): void => agent.destroy();
