/** Width, dashes, capitals and brackets of a citation do not matter; its blanks are kept. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\u300a\u300b()]/g, '')
    .replace(/[\u2013\u2014]/g, '-')
    .toUpperCase();

/** A number as numbers are compared: `GB/T14233.1—2022` is GB/T 14233.1-2022. */
export const bareNumber = (text: string): string => plain(text).replace(/\s/g, '');

/** Whether a text cites a standard: GB 8368-2018 stands in 'GB8368—2018 5.3', GB 8368-201 does not. */
export function cites(text: string, number: string): boolean {
  const part = bareNumber(number);
  if (part === '') return false;
  const spaced = [...part].map((sign) => sign.replace(/[.*+?^${}|[\]\\/-]/g, '\\$&')).join('\\s*');
  const before = /^[A-Z]/.test(part) ? '(?<![A-Z])' : '';
  const after = /\d$/.test(part) ? '(?!\\d)' : '';
  return new RegExp(`${before}${spaced}${after}`).test(plain(text));
}
