import type { Readings } from '../../forms/index.ts';
import { headed } from '../registers.ts';
import { type Furnishing, HEAD, onDay, QUALITY, roomData, type Saved, type Step, TECHNICAL } from './index.ts';

/** A run of a chromatograph whose areas come from its file (lib/demo/rooms/files.json). */
interface Room {
  code: string;
  instrument: string;
  samples: { m: string[]; areas: string[][]; [field: string]: string | string[] | string[][] }[];
  cover: Record<string, string>;
  own: { note: string };
  template: { formCode: string; [field: string]: unknown };
  format: string;
  profile: object;
  columns: string[];
  /** Of the records: the chromatograph; its last day is that of the ledger. */
  head: Readings;
  component: string;
  manual: string;
  reference: { sample: string; areas: string[] };
  stray: { sample: string; area: string };
  shared: [field: string, value: string][];
  readings: Readings;
  control: string;
  settled: { cause: string; measures: string };
}

interface Batch {
  sample: string;
  number: string;
  test: Test;
}

interface Test extends Saved {
  hash: string;
}

const ANALYST = 'jian3';
const MORNING = 540;
const NOON = 720;
const EVENING = 1030;
/** Working days before today on which the batches came. */
const FROM = 6;
const RETENTION = 5.213;

/** A night of the chromatograph: its file read into the run, a line that belongs to nobody, and quality control that was not met and settled. */
export function fileSteps(furnishing: Furnishing): Step[] {
  const { player } = furnishing;
  const room = roomData<Room>(furnishing, 'files');
  let batches: Batch[] = [];
  let run = '';
  return [
    ...onDay(furnishing, FROM, MORNING, async () => {
      await player.act(HEAD, 'run.create-template', room.template);
      const { format, profile: mapping } = room;
      await player.act(HEAD, 'instrument-profile.save', { format, formCode: room.template.formCode, mapping });
      batches = await received(furnishing, room);
    }),
    ...onDay(furnishing, FROM - 1, MORNING, async () => {
      const opened = { formCode: room.template.formCode, tests: batches.map(({ test }) => test.id) };
      ({ id: run } = await player.act<Saved>(ANALYST, 'run.open', { ...opened, instrument: room.instrument }));
    }),
    ...onDay(furnishing, FROM - 1, EVENING, async (day) => {
      const cells = room.shared.map(([field, value]) => ({ row: 'shared', field, value, from: '' }));
      await player.act(ANALYST, 'run.cells', { id: run, cells });
      await imported(furnishing, room, { run, batches, day });
      await recorded(furnishing, room, { run, batches, day });
    }),
    ...onDay(furnishing, FROM - 2, MORNING, async () => {
      await player.act(ANALYST, 'test.submit-set', { tests: batches.map(({ test: { id, hash } }) => ({ id, hash })) });
    }),
    ...onDay(furnishing, FROM - 2, NOON, async () => {
      const { version } = await player.read<Saved>(TECHNICAL, 'run.quality', { id: run });
      await player.act(TECHNICAL, 'run.settle', { id: run, version, settleDecision: 'stands', ...room.settled });
    }),
  ];
}

/** Batches of the institute's own that look like any other, given to one analyst. */
async function received({ player, db, today }: Furnishing, { samples, cover, own, code }: Room): Promise<Batch[]> {
  const batches: Batch[] = [];
  for (const { m: _m, areas: _areas, ...named } of samples) {
    const input = { ...cover, ...named, productClass: 'tcm', receptionist: 'shou', dueOn: today };
    const { id: sample, number } = await player.act<{ id: string; number: string }>(QUALITY, 'internal.prepare', {
      ...{ ...input, purpose: 'retained', codes: code, ...own },
    });
    const tests: string[] = await db('tests').where({ sample_id: sample }).pluck('id');
    const given = { id: sample, tests, analyst: player.user(ANALYST).id };
    const { tests: assigned } = await player.act<{ tests: Test[] }>(HEAD, 'test.assign', given);
    const [test] = assigned;
    if (test) batches.push({ sample, number, test });
  }
  return batches;
}

interface Night {
  run: string;
  batches: Batch[];
  day: string;
}

/** The peak table as the program of the chromatograph writes it; the last peak of the samples was integrated by hand. */
function table({ columns, component, manual, reference, stray, samples }: Room, { batches, day }: Night): string {
  const peaks = [
    ...reference.areas.map((area) => ({ sample: reference.sample, area, by: 'BB' })),
    { ...stray, by: 'BB' },
    ...samples.flatMap(({ areas }, i) =>
      areas.flatMap((pair, n) =>
        pair.map((area, k) => ({
          sample: `${batches[i]?.number}-${n + 1}`,
          ...{ area, by: i === samples.length - 1 && n + k === 2 ? manual : 'BB' },
        })),
      ),
    ),
  ];
  const lines = peaks.map(({ sample, area, by }, i) => {
    const at = `${day} ${String(9 + Math.floor(i / 4)).padStart(2, '0')}:${String((i % 4) * 15).padStart(2, '0')}:00`;
    return [sample, `${i + 1}`, at, component, RETENTION.toFixed(3), area, by].join(',');
  });
  return [columns.join(','), ...lines].join('\r\n');
}

async function imported({ player }: Furnishing, room: Room, night: Night): Promise<void> {
  const file = {
    ...{ name: `${night.day}-seq01.csv`, type: 'text/csv' },
    data: Buffer.from(table(room, night)).toString('base64'),
  };
  const { id: own } = await player.act<Saved>(ANALYST, 'instrument-file.upload', { id: night.run, file });
  const { version } = await player.read<Saved>(ANALYST, 'instrument-file.show', { id: night.run, file: own });
  await player.act(ANALYST, 'instrument-file.take', { id: night.run, file: own, version });
}

/** What the file does not have, and the row of quality control that is out of its limits. */
async function recorded({ player, db, inUse }: Furnishing, room: Room, night: Night): Promise<void> {
  for (const [i, batch] of night.batches.entries()) {
    const portion: string[] = await db('portions').where({ sample_id: batch.sample }).orderBy('id').pluck('code');
    const samples = room.samples[i]?.m.map((m) => ({ m })) ?? [];
    const { test } = await player.read<{ test: Test }>(ANALYST, 'test.show', { id: batch.test.id });
    const readings = headed(inUse, { ...room.readings, samples, common: room.head }, portion[0] ?? '', night.day);
    const saved = await player.act<{ test: Test }>(ANALYST, 'test.record', {
      id: test.id,
      version: test.version,
      readings,
    });
    batch.test = saved.test;
  }
  const check: { id: string } | undefined = await db('worksheet_rows')
    .where({ worksheet_id: night.run, kind: 'check' })
    .first('id');
  const cells = check ? [{ row: check.id, field: 'found', value: room.control, from: '' }] : [];
  await player.act(ANALYST, 'run.cells', { id: night.run, cells });
}
