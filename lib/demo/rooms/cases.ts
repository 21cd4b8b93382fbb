import { type Furnishing, onDay, QUALITY, roomData, type Saved, type Step } from './index.ts';

/** What parties and authorities did about a nonconforming batch (lib/demo/rooms/cases.json). */
interface Room {
  delivery: object;
  /** The authority that is put in charge where the sampling record does not say which. */
  takesOver: string;
  phone: string;
  start: object;
  control: object;
  cause: object;
}

interface Case {
  id: string;
  state: string;
  notified: { on: string } | null;
  recipients: (Saved & { organisation: string | null })[];
  tracks: { id: string; kind: string; organisation: string | null; region: string | null }[];
  authorities: { id: string; name: string }[];
}

const NOON = 750;
/** Working days before today on which the notified cases went on. */
const SERVED = 12;
const BEGUN = 11;
const CONTROLLED = 6;
const LOOKED_INTO = 2;
const ROOT = 'jianguan';

/** The results served on the parties, and the tracks partly filled by the authorities in charge. */
export function caseSteps(furnishing: Furnishing): Step[] {
  const room = roomData<Room>(furnishing, 'cases');
  const each = (back: number, run: (one: Case, day: string) => Promise<unknown>): Step[] =>
    onDay(furnishing, back, NOON, async (day) => {
      for (const one of await notified(furnishing)) if ((one.notified?.on ?? day) < day) await run(one, day);
    });
  return [
    ...each(SERVED, (one, day) => serve(furnishing, room, one, day)),
    ...each(BEGUN, (one, day) => begin(furnishing, room, one, day)),
    ...each(CONTROLLED, (one, day) => fill(furnishing, one, 'control', { ...room.control, stoppedOn: day }, true)),
    ...each(LOOKED_INTO, (one) => fill(furnishing, one, 'cause', room.cause, false)),
  ];
}

/** Who acts for an authority; the second one of it audits. */
function peopleOf({ cast }: Furnishing, organisation: string | null): string[] {
  const logins = cast.users.filter((user) => user.organisation === organisation).map(({ login }) => login);
  return logins.length > 1 ? logins : [...logins, ROOT];
}

async function notified({ player, db }: Furnishing): Promise<Case[]> {
  const ids: string[] = await db('cases').whereNotNull('notified_on').orderBy('id').pluck('id');
  const found: Case[] = [];
  for (const id of ids) found.push(await player.read<Case>(QUALITY, 'case.show', { id }));
  return found;
}

/** Each party is served by the authority in whose place it sits, the others by the reception. */
async function serve(furnishing: Furnishing, { delivery }: Room, { recipients }: Case, deliveredOn: string) {
  for (const { id, version, organisation } of recipients) {
    const login = organisation === null ? 'shou' : (peopleOf(furnishing, organisation)[0] ?? 'shou');
    await furnishing.player.act(login, 'case.deliver', { id, version, deliveredOn, ...delivery });
  }
}

/** The authority in charge takes each track on; another of its people passes that section. */
async function begin(furnishing: Furnishing, { start, phone, takesOver }: Room, one: Case, day: string): Promise<void> {
  const { player, cast } = furnishing;
  for (const track of one.tracks) {
    const at = { caseId: one.id, id: track.id };
    const authority = track.organisation ?? takesOver;
    const [login = ROOT, second = ROOT] = peopleOf(furnishing, authority);
    const { version } = await player.read<Saved>(QUALITY, 'track.show', at);
    const organisation = one.authorities.find(({ name }) => name === authority)?.id;
    const handler = cast.users.find((user) => user.login === login)?.name;
    await player.act(QUALITY, 'track.assign', { ...at, version, organisation, handler, phone });
    const section = { ...at, section: 'start', data: { ...start, reportOn: one.notified?.on, startedOn: day } };
    const filled = await player.act<Saved>(login, 'track.fill', { ...section, version: 0, submit: true });
    await player.act(second, 'track.audit', { ...at, section: 'start', version: filled.version, move: 'pass' });
  }
}

/** A section of the track where the batch was sold. */
async function fill(furnishing: Furnishing, one: Case, section: string, data: object, submit: boolean): Promise<void> {
  const { player } = furnishing;
  const track = one.tracks.find(({ kind }) => kind === 'circulation');
  // What was only just notified is not looked into yet.
  if (!track || one.state !== 'handling') return;
  const [login = ROOT] = peopleOf(furnishing, track.organisation);
  await player.act(login, 'track.fill', { caseId: one.id, id: track.id, section, version: 0, data, submit });
}
