import { refuse } from '../../core/refusal.ts';

/** One line of packed ordinates: its abscissa, the ordinates, and whether the last was written as a difference. */
export interface AsdfLine {
  x: string;
  y: bigint[] | null;
  /** Ordinates as they stand when the line has decimals or exponents (AFFN), else null. */
  plain: string[] | null;
  differences: boolean;
}

/** A spectrum has some ten thousand points; a short text could ask for endless repeats. */
export const MOST_POINTS = 1_000_000;

const SQZ = '@ABCDEFGHI';
const SQZ_MINUS = 'abcdefghi';
const DIF = '%JKLMNOPQR';
const DIF_MINUS = 'jklmnopqr';
const DUP = 'STUVWXYZs';

/**
 * Reads a line of `(X++(Y..Y))` in any form of JCAMP-DX 4.24: plain (AFFN), packed by signs (PAC), squeezed (SQZ), differences (DIF) and
 * repeats (DUP). `@`–`I`, `a`–`i` start an ordinate with its first digit and sign; `%`, `J`–`R`, `j`–`r` a difference; `S`–`Z`, `s` a repeat.
 * @throws Refusal `instrument-file.asdf`
 */
export function asdfLine(line: string, number: number): AsdfLine {
  const text = line.replace(/\$\$.*$/, '').trim();
  const [, x = '', rest = ''] = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]\d+)?)[\s,;]*(.*)$/.exec(text) ?? [];
  if (x === '') return refuse('instrument-file.asdf', { line: number, text: text.slice(0, 20) }, 'file');
  if (/^[\s\d+\-.,;eE?]*$/.test(rest) && (/[.?]/.test(rest) || /[eE][+-]?\d/.test(rest)))
    return {
      x,
      y: null,
      plain: rest
        .replace(/(\d)([+-])(?=[\d.])/g, '$1 $2')
        .split(/[\s,;]+/)
        .filter(Boolean),
      differences: false,
    };
  return { x, plain: null, ...packed(rest, number) };
}

function packed(rest: string, number: number): { y: bigint[]; differences: boolean } {
  const y: bigint[] = [];
  let step: bigint | null = null;
  let at = 0;
  const digits = (): string => {
    const [found = ''] = /^\d*/.exec(rest.slice(at, at + 40)) ?? [];
    at += found.length;
    return found;
  };
  while (at < rest.length) {
    const char = rest[at] ?? '';
    at += 1;
    if (/[\s,;]/.test(char)) continue;
    const lead = leading(char);
    if (/[\d+-]/.test(char)) {
      const whole = (char === '+' || char === '-' ? '' : char) + digits();
      if (whole === '') fail(number, char);
      y.push(char === '-' ? -BigInt(whole) : BigInt(whole));
      step = null;
    } else if (lead === null) fail(number, char);
    else if (lead.kind === 'dup') {
      const count = Number(lead.digit + digits());
      const last = y.at(-1);
      if (last === undefined || count < 1 || y.length + count > MOST_POINTS) fail(number, char);
      else for (let n = 1; n < count; n += 1) y.push((y.at(-1) ?? last) + (step ?? 0n));
    } else {
      const size = BigInt(lead.digit + digits()) * (lead.minus ? -1n : 1n);
      if (lead.kind === 'sqz') {
        y.push(size);
        step = null;
      } else {
        const last = y.at(-1);
        if (last === undefined) fail(number, char);
        else y.push(last + size);
        step = size;
      }
    }
  }
  return { y, differences: step !== null };
}

function leading(char: string): { kind: 'sqz' | 'dif' | 'dup'; digit: string; minus: boolean } | null {
  const found = (letters: string, kind: 'sqz' | 'dif' | 'dup', offset: number, minus: boolean) => {
    const at = letters.indexOf(char);
    return at < 0 ? null : { kind, digit: String(at + offset), minus };
  };
  return (
    found(SQZ, 'sqz', 0, false) ??
    found(SQZ_MINUS, 'sqz', 1, true) ??
    found(DIF, 'dif', 0, false) ??
    found(DIF_MINUS, 'dif', 1, true) ??
    found(DUP, 'dup', 1, false)
  );
}

const fail = (line: number, text: string): never => refuse('instrument-file.asdf', { line, text }, 'file');
