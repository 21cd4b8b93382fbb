import type { Readings } from '../../forms/index.ts';
import { headed } from '../registers.ts';
import { examplePaper, type Furnishing, HEAD, onDay, QUALITY, roomData, type Saved, type Step } from './index.ts';

/** What was said in the investigations (lib/demo/rooms/inquiries.json). */
interface Room {
  error: { situation: string; abnormal: string; hypothesis: string; finding: string; proof: string; note: string };
  open: { situation: string; hypothesis: string };
}

interface Asked {
  id: string;
  sample_id: string;
  seq: number;
  analyst_id: string;
}

interface Sheet {
  row: Saved & { checklist: { id: string }[]; rules: { causes: { id: string }[] } };
  records: { id: string; standing: string }[];
}

const analysts = ['jian1', 'jian2', 'jian3'];
const NOON = 720;
/** Working days before today: one error was found, one investigation has only begun. */
const OPENED = 9;
const BEGUN = 1;

/** An investigation that found an error of the laboratory and had the test repeated, and one that is under way. */
export function inquirySteps(furnishing: Furnishing): Step[] {
  const { player } = furnishing;
  const room = roomData<Room>(furnishing, 'inquiries');
  let asked: Asked | undefined;
  let id = '';
  const on = async (login: string, act: string, input: object): Promise<void> => {
    const { row } = await player.read<Sheet>(QUALITY, 'investigation.show', { id });
    await player.act(login, `investigation.${act}`, { id, version: row.version, ...input });
  };
  const later = (back: number, minutes: number, run: (test: Asked, day: string) => Promise<unknown>): Step[] =>
    onDay(furnishing, back, minutes, async (day) => (asked ? run(asked, day) : undefined));
  return [
    ...onDay(furnishing, OPENED, NOON, async () => {
      asked = await failed(furnishing);
      if (asked) id = await opened(furnishing, asked, room.error.situation);
    }),
    ...later(OPENED, NOON + 60, async (test) => {
      await on(other(furnishing, test), 'answer', { answers: await looked(furnishing, id) });
      await on(HEAD, 'suppose', { hypothesis: room.error.hypothesis });
    }),
    ...later(OPENED - 1, NOON, async (test) => {
      const { finding: findingText, abnormal } = room.error;
      const { row } = await player.read<Sheet>(QUALITY, 'investigation.show', { id });
      const errorCause = row.rules.causes.find((cause) => cause.id === abnormal)?.id ?? row.rules.causes[0]?.id;
      const analyst = player.user(other(furnishing, test)).id;
      await on(HEAD, 'confirm-error', {
        errorCause,
        findingText,
        analyst,
        file: examplePaper(room.error.proof),
      });
    }),
    ...later(OPENED - 2, NOON, () => on(QUALITY, 'approve', { note: room.error.note })),
    ...later(OPENED - 2, 1000, (test, day) => repeat(furnishing, test, id, day)),
    ...onDay(furnishing, BEGUN, NOON, async () => {
      asked = await failed(furnishing);
      if (!asked) return;
      id = await opened(furnishing, asked, room.open.situation);
      const answers = await looked(furnishing, id);
      await on(other(furnishing, asked), 'answer', { answers: answers.slice(0, answers.length / 2) });
      await on(HEAD, 'suppose', { hypothesis: room.open.hypothesis });
    }),
  ];
}

const other = ({ player }: Furnishing, { analyst_id }: Asked): string =>
  analysts.find((login) => player.user(login).id !== analyst_id) ?? '';

/** A failing result that was signed and that nobody has asked about. */
const failed = ({ db }: Furnishing): Promise<Asked | undefined> =>
  db('tests')
    .where({ verdict: 'fails', state: 'submitted', standing: 'counts' })
    .whereNotIn('id', db('investigations').select('test_id'))
    .orderBy('id')
    .first('id', 'sample_id', 'seq', 'analyst_id');

async function opened({ player }: Furnishing, { id: testId }: Asked, situation: string): Promise<string> {
  const { id } = await player.act<Saved>(HEAD, 'investigation.open', { testId, investigationKind: 'oos', situation });
  return id;
}

/** Every point of the checklist, found as it should be. */
async function looked({ player }: Furnishing, id: string): Promise<object[]> {
  const { row } = await player.read<Sheet>(QUALITY, 'investigation.show', { id });
  return row.checklist.map(({ id: point }) => ({ point, pointFinding: 'normal' }));
}

/** The repeat by another analyst, recorded and signed; its review is still to come. */
async function repeat(furnishing: Furnishing, first: Asked, id: string, day: string): Promise<void> {
  const { player, db, inUse } = furnishing;
  const login = other(furnishing, first);
  const { records } = await player.read<Sheet>(QUALITY, 'investigation.show', { id });
  const again = records.find((one) => one.id !== first.id && one.standing === 'counts');
  const readings = await conforming(furnishing, first);
  if (!again || !readings) return;
  const portions: string[] = await db('portions').where({ sample_id: first.sample_id }).orderBy('id').pluck('code');
  const { test } = await player.read<{ test: Saved }>(login, 'test.show', { id: again.id });
  const { test: saved } = await player.act<{ test: { id: string; hash: string } }>(login, 'test.record', {
    ...{ id: test.id, version: test.version },
    readings: headed(inUse, readings, portions[0] ?? '', day),
  });
  await player.act(login, 'test.submit-set', { tests: [{ id: saved.id, hash: saved.hash }] });
}

/** The conforming readings that the demo knows of an item of a batch. */
async function conforming({ db, products }: Furnishing, { sample_id, seq }: Asked): Promise<Readings | undefined> {
  const sample: { spec_code: string } | undefined = await db('samples').where({ id: sample_id }).first('spec_code');
  return products.find(({ specification }) => specification.code === sample?.spec_code)?.items.get(seq)?.conforms;
}
