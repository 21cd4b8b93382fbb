/** Characters of a unified social credit code: no I, O, S, V, Z (GB 32100-2015). */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const FORM = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;
const OLD_FORM = /^\d{15}$/;

export type CreditCode = 'valid' | 'form' | 'check';

/** The check character of the first 17 characters, weights 3^i mod 31 (GB 32100-2015, 5.2). */
export function creditCheck(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * ALPHABET.indexOf(first17[i] ?? '0'), 0);
  return ALPHABET[(31 - (sum % 31)) % 31] ?? '';
}

/** Whether a credit code is well written: `form` not 18 such characters, `check` wrong last character. 15 digits (the old 注册号) pass. */
export function judgeCreditCode(text: string): CreditCode {
  if (OLD_FORM.test(text)) return 'valid';
  if (!FORM.test(text)) return 'form';
  return creditCheck(text) === text[17] ? 'valid' : 'check';
}
