import type { Reason } from '../core/refusal.ts';

// OWASP: argon2id with 46 MiB and one pass. At most two at once, so that a burst of sign-ins does not take the memory.
const options = { memoryCost: 47_104, timeCost: 1, parallelism: 1 };
const AT_ONCE = 2;
let running = 0;
const waiting: (() => void)[] = [];

async function limited<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

/** The native library is loaded with the first password. */
const argon2 = () => import('@node-rs/argon2');

export const hashPassword = (password: string): Promise<string> =>
  limited(async () => (await argon2()).hash(password, options));
export const passwordFits = (stored: string, password: string): Promise<boolean> =>
  limited(async () => (await argon2()).verify(stored, password));

const SHORTEST = 10;
const LONGEST = 128;
// The longest first: what is left over is judged.
const commonWords = [
  '1234567890',
  '0987654321',
  '123456789',
  '987654321',
  '12345678',
  '88888888',
  '66666666',
  '1qaz2wsx',
  'password',
  'qwerty',
  'admin',
  '123456',
  'abc123',
  'iloveyou',
  'welcome',
  'letmein',
  '药检',
  'yaojian',
  'fangxin',
  'lims',
];

/**
 * What is wrong with a new password (SE-07, ASVS 6.2): length counts, composition rules do not; runs, repeats and words that
 * anyone would try first are refused. The password is kept exactly as typed.
 */
export function passwordReasons(password: string, login: string, field: string): Reason[] {
  const length = [...password].length;
  const reasons: Reason[] = [];
  if (length < SHORTEST) reasons.push({ id: 'password.short', field, params: { least: SHORTEST } });
  if (length > LONGEST) reasons.push({ id: 'password.long', field, params: { most: LONGEST } });
  const lower = password.toLowerCase();
  const bare = commonWords.reduce((rest, word) => rest.replaceAll(word, ''), lower).replaceAll(login.toLowerCase(), '');
  const isRun = [...lower].every(
    (char, i, all) => i === 0 || Math.abs((char.codePointAt(0) ?? 0) - (all[i - 1]?.codePointAt(0) ?? 0)) <= 1,
  );
  if (length >= SHORTEST && (new Set(bare).size < 4 || isRun)) reasons.push({ id: 'password.common', field });
  return reasons;
}
