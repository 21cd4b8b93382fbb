import { next } from '../core/machine.ts';
import { refuse } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { recordHash, sha256 } from '../kernel/hash.ts';
import type { Upload } from '../kernel/request.ts';
import { find } from '../kernel/tables.ts';
import type { Act, Query } from '../kernel/types.ts';
import { runOf, type WorksheetRow } from '../worksheets/index.ts';
import { contextOf, type RunFacts, runFacts } from './context.ts';
import { type Encoding, type FormatId, type Reading, readInstrumentFile } from './formats/index.ts';
import { headOf, linesOf, type ReadLine } from './lines.ts';
import { type FileMove, instrumentFileMachine } from './machine.ts';
import { profileFor } from './profiles.ts';
import type { FileRow, ProfileRow } from './rows.ts';
import { settleLines } from './settle.ts';
import { allLines, filesIn, heldFile, profileOf, writeLines } from './store.ts';

export const MEGABYTES = 20;
/** A sequence of a night has some hundred injections, a plate reader some thousand readings. */
export const MOST_LINES = 20_000;

/** What was read, with the bytes. */
export interface ReadFile {
  body: Buffer;
  name: string;
  reading: Reading;
}

export const cleanName = (name: string): string =>
  (name.split(/[\\/]/).at(-1) ?? '').replace(/[\p{C}<>:"|?*]/gu, '_').slice(-120) || 'file';

export interface Asked {
  format?: FormatId;
  encoding?: Encoding;
}

/** Reads a file as its content says, or as somebody asked. @throws Refusal of the readers, `instrument-file.long` */
export async function readUpload({ name, data }: Upload, asked: Asked = {}): Promise<ReadFile> {
  return readBytes(Buffer.from(data, 'base64'), cleanName(name), asked);
}

export async function readBytes(body: Buffer, name: string, asked: Asked): Promise<ReadFile> {
  const reading = await readInstrumentFile(body, name, asked);
  if (reading.injections.length > MOST_LINES) refuse('instrument-file.long', { most: MOST_LINES }, 'file');
  return { body, name, reading };
}

/** Everybody who works in a run. */
export const peopleOf = ({ analyst_id, members }: Pick<WorksheetRow, 'analyst_id' | 'members'>): string[] => [
  analyst_id,
  ...members,
];

/** The state after a move of a file. @throws Refusal of the machine */
export const moved = (act: Act, run: WorksheetRow, state: FileRow['state'], move: FileMove): FileRow['state'] =>
  next(instrumentFileMachine, move, { state, run: run.state, people: peopleOf(run) }, actorOf(act.user));

export interface UploadInput {
  id: string;
  file: Upload;
  instrument?: string;
  format?: FormatId;
  encoding?: Encoding;
  profile?: string;
}

/**
 * Keeps a file of a run by its hash and lists what it says. No record changes yet.
 * @throws Refusal `instrument-file.twice` for the same bytes in this run, `instrument-file.instrument`, `instrument-file.profile-form`, those of the machine
 */
export async function upload(act: Act, input: UploadInput, { body, name, reading }: ReadFile): Promise<FileRow> {
  const run = await runOf(act.db, input.id);
  moved(act, run, 'read', 'reread');
  const hash = sha256(body);
  const before = (await filesIn(act.db, run.id)).filter(({ state }) => state !== 'dropped');
  const twin = before.find((one) => one.hash === hash);
  if (twin) refuse('instrument-file.twice', { name: twin.name }, 'file', 'conflict');
  const instrument = await ledgerNumber(act, input.instrument ?? run.instrument ?? undefined);
  const profile = await chosenProfile(act, run, { ...input, instrument }, reading.format);
  act.app.files.put(body);
  await act
    .db('files')
    .insert({ hash, name, type: 'application/octet-stream', size: body.length, created_at: act.now })
    .onConflict('hash')
    .ignore();
  const lines = linesOf(reading, run.id);
  const row = await act.insert<FileRow>('instrument_files', {
    ...{ worksheet_id: run.id, hash, name, size: body.length, encoding: reading.encoding, format: reading.format },
    ...{ detected: { encoding: reading.encoding, format: reading.format }, instrument },
    ...{
      profile_id: profile?.id ?? null,
      reading: headOf(reading, lines),
      digest: digestOf(lines),
      lines: lines.length,
    },
    ...{ state: 'read', note: null, replaces: before.findLast((one) => one.name === name)?.id ?? null },
    ...{ uploaded_by: act.user.id, taken_by: null, taken_at: null },
  });
  await settleInto(act, await runFacts(act.db, run), row, lines, profile);
  return row;
}

/** SHA-256 over all lines as they were read: what the trail keeps of them. */
const digestOf = (lines: readonly ReadLine[]): string =>
  recordHash({ lines: lines.map(({ n, sample, injection, payload }) => ({ n, sample, injection, payload })) });

async function settleInto(
  act: Act,
  facts: RunFacts,
  file: Pick<FileRow, 'id'>,
  lines: readonly ReadLine[],
  profile: ProfileRow | null,
): Promise<void> {
  const before = await allLines(act.db, file.id);
  const mapping = profile?.mapping ?? null;
  const settled = settleLines(lines, await contextOf(act.db, facts, { file: file.id, mapping, lines, before }));
  await writeLines(act.db, file.id, lines, settled, facts.tests);
}

async function ledgerNumber(act: Act, typed: string | undefined): Promise<string | null> {
  const number = typed?.normalize('NFKC').trim().toUpperCase();
  if (number === undefined || number === '') return null;
  const known = await act.db('instruments').where({ number }).first('number');
  return known ? number : refuse('instrument-file.instrument', { number }, 'instrument');
}

/** The profile that was named, or the one that fits best. @throws Refusal `instrument-file.profile-form` */
async function chosenProfile(
  act: Act,
  { form_code }: WorksheetRow,
  { profile, instrument }: { profile?: string; instrument: string | null },
  format: FormatId,
): Promise<ProfileRow | null> {
  if (profile === undefined) return profileFor(act.db, { instrument, format, form_code });
  const row = await profileOf(act.db, profile);
  if (row.form_code !== form_code || row.state !== 'active')
    refuse('instrument-file.profile-form', { form: form_code }, 'profile');
  return row;
}

export interface RereadInput {
  id: string;
  file: string;
  version: number;
  format?: FormatId;
  encoding?: Encoding;
  profile?: string;
  instrument?: string;
}

/** The kept bytes of a file, to be read otherwise. @throws Refusal `instrument-file.missing` */
export async function keptBytes(
  act: Pick<Query, 'app' | 'db'>,
  runId: string,
  id: string,
): Promise<{ body: Buffer; name: string; file: FileRow }> {
  const file = await find<FileRow>(act.db, 'instrument_files', { id, worksheet_id: runId });
  const body = file && act.app.files.get(file.hash);
  if (!file || !body) return refuse('instrument-file.missing', {}, undefined, 'missing');
  return { body, name: file.name, file };
}

/** Reads a file that was not taken yet in another way: encoding, format, profile. What people decided about its lines falls. */
export async function reread(act: Act, input: RereadInput, { reading }: ReadFile): Promise<FileRow> {
  const run = await runOf(act.db, input.id);
  const file = await heldFile(act, input.file, run.id, input.version);
  const state = moved(act, run, file.state, 'reread');
  const instrument = input.instrument === undefined ? file.instrument : await ledgerNumber(act, input.instrument);
  const profile = await chosenProfile(
    act,
    run,
    { ...(input.profile !== undefined && { profile: input.profile }), instrument },
    reading.format,
  );
  const lines = linesOf(reading, run.id);
  const digest = digestOf(lines);
  const saved = await act.update<FileRow>('instrument_files', file, {
    ...{ encoding: reading.encoding, format: reading.format, instrument, profile_id: profile?.id ?? null },
    ...{ reading: headOf(reading, lines), digest, lines: lines.length, state },
  });
  if (digest !== file.digest) await takeBackDecisions(act, file.id);
  await settleInto(act, await runFacts(act.db, run), saved, lines, profile);
  return saved;
}

/** Lines that were read otherwise are other lines. */
async function takeBackDecisions(act: Act, fileId: string): Promise<void> {
  const numbers: number[] = await act.db('instrument_file_decisions').where({ file_id: fileId }).distinct().pluck('n');
  await act.insertAll(
    'instrument_file_decisions',
    numbers.map((n) => ({
      file_id: fileId,
      n,
      decision: 'undo',
      row_id: null,
      portion: null,
      reason: 'reread',
      by_id: act.user.id,
    })),
  );
}
