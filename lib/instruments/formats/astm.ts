import { refuse } from '../../core/refusal.ts';
import { valueOf } from './figures.ts';
import { broken, draft, flagWarnings, known, present, rowKind, timed } from './layout.ts';
import type { Draft, Injection, Layout, Source, ValueFlag } from './types.ts';

const [STX, EOT, ENQ] = ['\u0002', '\u0004', '\u0005'];

export interface AstmRecord {
  /** Line of the record in the message, from 1. */
  line: number;
  fields: string[];
}

/** Messages of ASTM E1394 (CLSI LIS2): records of fields, in frames of E1381 with checksums or as plain lines. */
export const astm: Layout = {
  id: 'astm',
  fits: ({ text }) => {
    const start = text.replace(/^[\u0004\u0005\s]+/, '');
    return (
      /^\u0002?\d?H\|[\\^&~@$]{2,4}/.test(start) ||
      /^\u0002[0-7][HPOQRCMSL]\|/.test(start) ||
      /^O\|\d+\|/.test(start) ||
      (/^P\|\d+\|?[\s\S]*^R\|\d+\|/m.test(start.slice(0, 4000)) && /^[HPOR]\|/.test(start))
    );
  },
  read,
};

/**
 * The records of a message. Frames must be whole and their checksums right.
 * @throws Refusal `instrument-file.checksum`, `instrument-file.frame`, `instrument-file.frame-order`
 */
export function astmRecords(text: string): AstmRecord[] {
  const body = text.includes(STX) ? unframed(text) : text;
  return body
    .split(/[\r\n]+/)
    .map((line) => line.replaceAll(EOT, '').replaceAll(ENQ, ''))
    .filter((line) => line.trim() !== '')
    .map((line, i) => ({ line: i + 1, fields: line.split('|') }));
}

/** Takes the frames apart: STX, number, text, ETX or ETB, two digits; the checksum is the sum of the bytes after STX to ETX/ETB, modulo 256. */
function unframed(text: string): string {
  let records = '';
  let [count, last, lastText] = [0, -1, ''];
  let at = text.indexOf(STX);
  while (at >= 0) {
    count += 1;
    const next = text.indexOf(STX, at + 1);
    const frame = text.slice(at + 1, next < 0 ? undefined : next);
    const end = frame.search(/[\u0003\u0017]/);
    if (end < 0) refuse('instrument-file.frame', { frame: count }, 'file');
    const got = frame.slice(end + 1, end + 3).toUpperCase();
    const wanted = checksum(frame.slice(0, end + 1));
    if (got !== wanted) refuse('instrument-file.checksum', { frame: count, found: got || '-', wanted }, 'file');
    const number = Number(frame[0]);
    const body = frame.slice(1, end);
    const follows = last < 0 || number === (last + 1) % 8 || number <= 1;
    if (number === last && body === lastText) {
      // A frame sent again because its answer was lost.
    } else if (!follows && number !== last)
      refuse('instrument-file.frame-order', { frame: count, found: number, wanted: (last + 1) % 8 }, 'file');
    else records += body;
    [last, lastText] = [number, body];
    const between = text.slice(at + 1 + end + 3, next < 0 ? undefined : next);
    if (between.includes(EOT) || between.includes(ENQ)) last = -1;
    at = next;
  }
  return records;
}

/** Two hexadecimal digits; characters above 255 (the file was decoded as UTF-8) count by their UTF-8 bytes. */
export function checksum(frame: string): string {
  const bytes = [...frame].every((char) => char.charCodeAt(0) < 256 && char.length === 1)
    ? [...frame].map((char) => char.charCodeAt(0))
    : [...new TextEncoder().encode(frame)];
  return (bytes.reduce((sum, byte) => sum + byte, 0) % 256).toString(16).toUpperCase().padStart(2, '0');
}

function read({ text }: Source): Draft {
  const records = astmRecords(text);
  const result = draft('', { software: 'ASTM E1394' });
  const { injections, meta, warnings } = result;
  let order: Injection | null = null;
  for (const { line, fields } of records) {
    const [type = ''] = fields;
    const field = (at: number) => (fields[at] ?? '').trim();
    switch (type.slice(-1)) {
      case 'H':
        meta.push({ line, name: 'sender', value: field(4) }, { line, name: 'sent', value: field(13) });
        break;
      case 'P':
        meta.push({ line, name: 'patient', value: [field(2), field(3), field(4)].filter(Boolean).join(' ') });
        break;
      case 'O': {
        const sample = field(2) || field(3);
        order = {
          line,
          sampleName: sample.split('^')[0]?.trim() ?? '',
          kind: /^Q$/i.test(field(11)) ? 'control' : rowKind(undefined, sample),
          ...known('sampleId', sample),
          values: [],
        };
        injections.push(order);
        break;
      }
      case 'R': {
        if (order === null) {
          order = { line, sampleName: '', kind: 'unknown', values: [] };
          injections.push(order);
          warnings.push({ id: 'instrument-file.warn-no-order', params: { line } });
        }
        result.tables.length === 0 &&
          result.tables.push({
            line,
            title: 'R',
            header: ['type', 'seq', 'test', 'value', 'unit', 'range', 'flag', 'nature', 'status'],
            rows: [],
          });
        result.tables[0]?.rows.push({ line, cells: fields });
        addResult(
          order,
          fields.map((one) => one.trim()),
          line,
          warnings,
        );
        break;
      }
      case 'C':
        meta.push({ line, name: 'comment', value: field(3) });
        break;
      case 'L':
        meta.push({ line, name: 'end', value: field(2) });
        break;
      default:
        if (!/^[MQS]$/.test(type.slice(-1)) || fields.length < 2)
          broken(line, 'instrument-file.record', { text: type.slice(0, 20) });
    }
  }
  if (!records.some(({ fields }) => fields[0] === 'H')) warnings.push({ id: 'instrument-file.warn-no-head' });
  if (!records.some(({ fields }) => fields[0] === 'L')) warnings.push({ id: 'instrument-file.warn-no-last' });
  if (!text.includes(STX)) warnings.push({ id: 'instrument-file.warn-no-frames' });
  if (!injections.some(({ values }) => values.length > 0)) broken(records.length, 'instrument-file.no-rows');
  flagWarnings(
    injections.flatMap(({ values }) => values),
    warnings,
  );
  const sender = records
    .find(({ fields }) => fields[0] === 'H')
    ?.fields[4]?.replaceAll('^', ' ')
    .trim();
  return { ...result, title: injections[0]?.sampleName ?? '', ...(sender && { instrument: sender }) };
}

/** R|seq|test|value|unit|range|flag|nature|status|…|…|started|completed: the flag N is normal, X in the status is not done. */
function addResult(order: Injection, fields: string[], line: number, warnings: Draft['warnings']): void {
  const [, peak = '', test = '', cell = '', unit = '', , flag = '', , status = ''] = fields;
  const abnormal = flag !== '' && !/^N$/i.test(flag);
  const flags: ValueFlag[] = abnormal ? ['abnormal'] : [];
  if (/^X$/i.test(status)) flags.push('excluded');
  const name = (test.split('^').find((part) => part !== '') ?? '').replace(/\/$/, '');
  const value = present([
    valueOf(cell.split('^')[0] ?? '', {
      name,
      field: 'amount',
      unit: unit.split('^')[0] ?? '',
      line,
      flags,
      peak,
      signal: test,
    }),
  ]);
  order.values.push(...value);
  const at = timed(fields[12] ?? '', line, warnings).at;
  if (order.at === undefined && at !== undefined) order.at = at;
}
