import { plainNumber } from './figures.ts';
import { broken, draft } from './layout.ts';
import type { Draft, Layout, Source, ValueFlag } from './types.ts';

export type BalanceStatus =
  | 'stable'
  | 'dynamic'
  | 'over'
  | 'under'
  | 'not-executable'
  | 'bad-parameter'
  | 'syntax'
  | 'transmission'
  | 'logic';

export interface BalanceReply {
  status: BalanceStatus;
  /** Decimal text with the digits of the balance; '' when there is no weight. */
  text: string;
  unit: string;
}

const BARE: Record<string, BalanceStatus> = { ES: 'syntax', ET: 'transmission', EL: 'logic' };
const WORD: Record<string, BalanceStatus> = { I: 'not-executable', L: 'bad-parameter', '+': 'over', '-': 'under' };

/**
 * One reply of MT-SICS (Mettler-Toledo standard interface command set, level 0): `S S     100.00 g` is stable, `S D` still moving, `S I`
 * could not be done, `S +` and `S -` lie beyond the range, `ES` `ET` `EL` are errors. Null for what is no reply.
 */
export function balanceReply(line: string): BalanceReply | null {
  const text = line.trim();
  const bare = BARE[text];
  if (bare !== undefined) return { status: bare, text: '', unit: '' };
  const [, state = '', rest = ''] = /^(?:S|SI|SR|SU|T|TI|TA|SIR)\s+([SDAIL+-])(?:\s+(.*))?$/.exec(text) ?? [];
  if (state === '') return null;
  const failed = WORD[state];
  if (failed !== undefined) return rest === '' ? { status: failed, text: '', unit: '' } : null;
  const [, digits = '', unit = ''] = /^([+-]?\s*[\d.]+)\s+(\S{1,4})$/.exec(rest) ?? [];
  const plain = plainNumber(digits.replace(/\s/g, ''), false);
  return plain === null ? null : { status: state === 'D' ? 'dynamic' : 'stable', text: plain, unit };
}

export interface WeightText {
  text: string;
  unit: string;
  /** Null when the balance does not tell. */
  stable: boolean | null;
}

const UNITS = /^(g|kg|mg|µg|μg|ug|ct|oz|lb|N|t)$/i;

/**
 * What a balance types or prints as a line: `     0.50231 g`, `N     +   12.3456 g`, `G  12.34 g ?`, `0,5023 g`. Printers of Sartorius leave
 * out the unit while the weight moves, others print `?`; a number alone does not tell.
 */
export function weightText(line: string): WeightText | null {
  const [, label = '', sign = '', digits = '', tail = ''] =
    /^\s*(?:(N|G|T|Net|Gross|Tare|Weight|Wt\.?|S[SD]?|ST|US|GS|NT|Stat)\b[,:\s]*)*?(?:(?:N|G|NET|GS|NT|Net|Gross|Weight|Wt\.?)[,:\s]+)?([+-]?)\s*(\d*[.,]?\d+)\s*(.*?)\s*$/i.exec(
      line,
    ) ?? [];
  if (digits === '') return null;
  const plain = plainNumber(`${sign === '-' ? '-' : ''}${digits}`, digits.includes(','));
  if (plain === null) return null;
  const [, unit = '', mark = ''] = /^([a-zµμ]{0,3})\s*([?*SDN]?)$/i.exec(tail) ?? [null, null, null].map(() => 'x');
  if (unit === 'x' || (unit !== '' && !UNITS.test(unit))) return null;
  const moving = mark === '?' || mark === 'D' || /^(SD|US)\b/i.test(label) || /^\s*(SD|US)\b/i.test(line);
  const still = /^\s*(ST|SS)\b/i.test(line);
  return { text: plain, unit, stable: moving ? false : still ? true : unit === '' ? null : mark === '' ? null : true };
}

export interface PhText {
  ph: string;
  temperature?: { text: string; unit: string };
}

/** What a pH meter types or prints as a line: `pH 7.01 25.0 °C`, `7.01 pH  ATC 25.0 C`, `pH=4,00;25,1°C`. */
export function phText(line: string): PhText | null {
  if (!/\bpH\b/i.test(line.replace('=', ' '))) return null;
  const comma = /\d,\d/.test(line) && !/\d\.\d/.test(line);
  const number = comma ? String.raw`([+-]?\d+,\d+|\d+)` : String.raw`([+-]?\d+\.?\d*)`;
  const before = new RegExp(String.raw`\bpH\s*[:=]?\s*${number}`, 'i').exec(line)?.[1];
  const after = new RegExp(String.raw`${number}\s*pH\b`, 'i').exec(line)?.[1];
  const plain = plainNumber(before ?? after ?? '', comma);
  if (plain === null || Number(plain) < -2 || Number(plain) > 20) return null;
  const degrees = new RegExp(String.raw`${number}\s*(?:°|º|˚|℃|deg)?\s*([CF]|℃)\b|${number}\s*℃`, 'i').exec(line);
  const text = plainNumber(degrees?.[1] ?? degrees?.[3] ?? '', comma);
  return {
    ph: plain,
    ...(text !== null && { temperature: { text, unit: /f/i.test(degrees?.[2] ?? '') ? '°F' : '°C' } }),
  };
}

const filled = ({ lines }: Source): { line: number; text: string }[] =>
  lines.flatMap((text, i) => (text.trim() === '' ? [] : [{ line: i + 1, text }]));

const isReply = (text: string): boolean => /^\s*((S|SI|SR|SU|T|TI|TA|SIR)\s+[SDAIL+-](\s|$)|E[STL]\s*$)/.test(text);

/** A record of MT-SICS replies, one a line. */
export const mtSics: Layout = {
  id: 'mt-sics',
  fits: (source) => {
    const some = filled(source);
    return (
      some.length > 0 &&
      isReply(some[0]?.text ?? '') &&
      some.filter(({ text }) => isReply(text)).length >= some.length / 2
    );
  },
  read: (source): Draft => {
    const result = draft('', { software: 'MT-SICS' });
    for (const { line, text } of filled(source)) {
      const reply = balanceReply(text) ?? broken(line, 'instrument-file.reply', { text: text.trim().slice(0, 40) });
      const weighed = reply.text !== '';
      const over = reply.status === 'over' || reply.status === 'under';
      if (!weighed)
        result.warnings.push({
          id: `instrument-file.warn-balance-${over ? 'range' : 'error'}`,
          params: { line, text: text.trim() },
        });
      else if (reply.status === 'dynamic')
        result.warnings.push({ id: 'instrument-file.warn-unstable', params: { line } });
      const flags: ValueFlag[] = over ? ['over-range'] : [reply.status === 'stable' ? 'stable' : 'unstable'];
      const value = {
        name: 'weight',
        field: 'mass',
        text: reply.text,
        line,
        flags,
        ...(reply.unit !== '' && { unit: reply.unit }),
      };
      result.injections.push({ line, sampleName: '', kind: 'unknown', values: weighed || over ? [value] : [] });
    }
    return result;
  },
};

const STAMP = /^\s*(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[ T]\d{1,2}:\d{2}(?::\d{2})?)[\s,;]+/;

/** Weights or pH values as a balance or meter types them, one a line, with or without a time before them. */
export const readingLines: Layout = {
  id: 'reading-lines',
  fits: (source) => {
    const some = filled(source);
    const reads = some.every(({ text }) => {
      const bare = text.replace(STAMP, '');
      const weight = weightText(bare);
      return phText(bare) !== null || (weight !== null && (weight.unit !== '' || some.length === 1));
    });
    return some.length > 0 && some.length <= 5000 && reads;
  },
  read: (source): Draft => {
    const result = draft('');
    for (const { line, text } of filled(source)) {
      const at = STAMP.exec(text)?.[1]?.replace(' ', 'T').replaceAll('/', '-');
      const bare = text.replace(STAMP, '');
      const ph = phText(bare);
      const weight =
        ph === null ? (weightText(bare) ?? broken(line, 'instrument-file.reply', { text: bare.slice(0, 40) })) : null;
      const flags: ValueFlag[] = weight?.stable === false ? ['unstable'] : weight?.stable === true ? ['stable'] : [];
      if (flags[0] === 'unstable') result.warnings.push({ id: 'instrument-file.warn-unstable', params: { line } });
      const values = [
        ...(ph === null ? [] : [{ name: 'pH', field: 'ph', text: ph.ph, line, flags: [] }]),
        ...(ph?.temperature ? [{ name: 'temperature', field: 'temperature', ...ph.temperature, line, flags: [] }] : []),
        ...(weight === null
          ? []
          : [
              {
                name: 'weight',
                field: 'mass',
                text: weight.text,
                line,
                flags,
                ...(weight.unit !== '' && { unit: weight.unit }),
              },
            ]),
      ];
      result.injections.push({ line, sampleName: '', kind: 'unknown', ...(at !== undefined && { at }), values });
    }
    return result;
  },
};
