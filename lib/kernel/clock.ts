/** The only places where the program asks the machine for time, names or chance; tests hand in their own (TS-04). */
import { randomBytes } from 'node:crypto';

export interface Clock {
  now(): Date;
}

export interface Ids {
  /** A ULID: 26 characters, sorts by creation time. */
  next(): string;
  /** Secret text, base64url of that many random bytes. */
  secret(bytes: number): string;
}

export const systemClock: Clock = { now: () => new Date() };

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function base32(value: bigint, length: number): string {
  let text = '';
  let rest = value;
  for (let i = 0; i < length; i += 1) {
    text = CROCKFORD[Number(rest & 31n)] + text;
    rest >>= 5n;
  }
  return text;
}

/** Ids that rise also within one millisecond, so that lists by id are lists by creation. */
export function ulids(clock: Clock): Ids {
  let lastTime = 0n;
  let lastChance = 0n;
  return {
    next: () => {
      const time = BigInt(clock.now().getTime());
      const chance = time > lastTime ? BigInt(`0x${randomBytes(10).toString('hex')}`) >> 1n : lastChance + 1n;
      lastTime = time > lastTime ? time : lastTime;
      lastChance = chance;
      return base32(lastTime, 10) + base32(chance, 16);
    },
    secret: (bytes) => randomBytes(bytes).toString('base64url'),
  };
}
