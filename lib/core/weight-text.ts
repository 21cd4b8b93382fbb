import { inUnit } from './unit-shift.ts';

/** A weight as a balance types it into a cell, like a keyboard: decimal text, unit, and whether the balance called it stable (null: it does not say). */
export interface Weight {
  value: string;
  unit: string;
  stable: boolean | null;
}

/**
 * `     12.3456 g`, `N    +12.3456 g`, `S S     100.00 g`, `SD 1.20 mg`: an optional status (MT-SICS: `S S` stable, `S D` dynamic; printers: `N`, `G`,
 * `T`, `Net`), the number, the unit. Nothing else is a weight, so that typing never becomes one by chance.
 */
const LINE =
  /^\s*(?:(S\s?[SDI]|N|G|T|Net|B)\b\s*:?)?\s*([+-]?)\s*(\d+(?:\.\d+)?)\s*(kg|g|mg|μg|µg|ug|ct|lb|oz|mL|ml)\s*$/;

/** What a balance typed, or null when the text is none: a bare number is typing. */
export function readWeight(text: string): Weight | null {
  const match = LINE.exec(text.normalize('NFC'));
  if (!match) return null;
  const [, status = '', sign = '', digits = '', unit = ''] = match;
  const plain = status.replace(/\s/g, '');
  const stable = plain === 'SS' ? true : plain === 'SD' || plain === 'SI' ? false : null;
  return { value: sign === '-' ? `-${digits}` : digits, unit, stable };
}

/** What a balance typed, in the unit of the field; the text itself when it is no weight; null when the two units do not agree. */
export function typedWeight(text: string, unit: string): string | null {
  const weight = readWeight(text);
  return weight === null ? text : inUnit(weight.value, weight.unit, unit);
}
