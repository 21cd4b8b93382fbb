import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Refusal } from '../core/refusal.ts';
import { type Reading, readInstrumentFile, type Value } from '../instruments/index.ts';
import { reasonText } from '../messages/index.ts';
import { print, say } from './console.ts';

/** Prints what is read from the file of an instrument, for who checks why an import went wrong. Exit code 1 when it is refused. */
export async function readFile(args: string[]): Promise<number> {
  const [file, ...rest] = args.filter((arg) => arg !== '--json');
  if (file === undefined || rest.length > 0) {
    say('cmd.read-file.usage');
    return 2;
  }
  const bytes = bytesOf(file);
  if (bytes === null) {
    say('cmd.read-file.missing', { file });
    return 1;
  }
  try {
    const reading = await readInstrumentFile(bytes, basename(file));
    if (args.includes('--json')) print(JSON.stringify(reading, null, 2));
    else report(reading);
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    for (const reason of error.reasons) print(`${reasonText('zh', reason)}  ${reasonText('en', reason)}`);
    return 1;
  }
}

function bytesOf(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}

function report(reading: Reading): void {
  const { format, encoding, instrument = '-', software = '-', acquired = '-', injections, warnings } = reading;
  say('cmd.read-file.head', { format, encoding, instrument, software, acquired });
  for (const reason of warnings) print(`! ${reasonText('zh', reason)}  ${reasonText('en', reason)}`);
  for (const { line, sampleName, sampleId, vial, kind, at, values } of injections) {
    print(`${String(line).padStart(5)}  ${[sampleName, sampleId, vial, kind, at].filter(Boolean).join(' · ')}`);
    for (const value of values) print(`         ${told(value)}`);
  }
  for (const { title, xUnit, yUnit, points } of [reading.spectrum ?? [], reading.moreSpectra ?? []].flat())
    say('cmd.read-file.curve', { title, count: points.length, xUnit, yUnit });
  say('cmd.read-file.total', {
    injections: injections.length,
    values: injections.reduce((sum, { values }) => sum + values.length, 0),
    warnings: warnings.length,
  });
}

const told = ({ name, field, text, unit = '', signal = '', peak = '', flags }: Value): string =>
  `${[signal, peak, name, field].filter(Boolean).join(' ')} = ${text} ${unit} ${flags.map((flag) => `[${flag}]`).join('')}`.trimEnd();
