import type { Config } from '../kernel/config.ts';
import { type Fault, type Verification, verifyTrail } from '../kernel/verify.ts';
import type { MessageKey } from '../messages/index.ts';
import { both, openExisting, print, say } from './console.ts';
import { snapshot } from './snapshot.ts';

const MOST = 200;

/** One fault in words. */
export const inWords = ({ fault, seq, entity, id }: Fault): string =>
  both(`cmd.fault.${fault}` as MessageKey, { seq: seq ?? 0, entity, id });

/** Recomputes the chain and compares all rows (LG-05); may run beside a server. Exit code 1 when anything is wrong. */
export async function verify(config: Config): Promise<number> {
  const db = await openExisting(config);
  try {
    return report(await snapshot(db, verifyTrail));
  } finally {
    await db.close();
  }
}

function report({ events, rows, head, faults }: Verification): number {
  for (const fault of faults.slice(0, MOST)) print(inWords(fault));
  if (faults.length > MOST) say('cmd.fault.more', { count: faults.length - MOST });
  if (faults.length > 0) say('cmd.verify.broken', { events, rows, head, count: faults.length });
  else say('cmd.verify.sound', { events, rows, head });
  return faults.length > 0 ? 1 : 0;
}
