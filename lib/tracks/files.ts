import { next } from '../core/machine.ts';
import { refuse } from '../core/refusal.ts';
import { keepFile } from '../disposals/index.ts';
import { actorOf } from '../kernel/access.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act } from '../kernel/types.ts';
import { sectionMachine } from './machine.ts';
import type { SectionName, SectionRow } from './rows.ts';
import { type At, heldSection } from './sections.ts';
import { heldTrack } from './store.ts';

export const MEGABYTES = 20;
const MOST = 50;

/** Papers and pictures are told by their own first bytes. */
const starts: [type: string, bytes: number[]][] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
];

export interface Taken {
  name: string;
  type: string;
  body: Buffer;
}

/** A file that came with a form. @throws Refusal `track.file-type` for what is no PDF, JPEG or PNG */
export function readUpload(upload: Upload): Taken {
  const body = Buffer.from(upload.data, 'base64');
  const name = (upload.name.split(/[\\/]/).at(-1) ?? '').replace(/[\p{C}<>:"|?*]/gu, '_').slice(-120) || 'file';
  const type = starts.find(([, bytes]) => bytes.every((byte, i) => body[i] === byte))?.[0];
  return type === undefined ? refuse('track.file-type', { name }, 'file') : { name, type, body };
}

export interface AttachInput extends At {
  section: SectionName;
  version: number;
  file: Upload;
}

/** Adds a paper or picture to a section that is being written. @throws Refusal of the machine, `track.file-type`, `track.files-many`, `record.stale` */
export async function attach(act: Act, input: AttachInput): Promise<SectionRow> {
  const known = await heldTrack(act, input.caseId, input.id);
  const section = await heldSection(act, known.track, input.section, input.version);
  const state = next(sectionMachine, 'save', { ...known.subject, ...section }, actorOf(act.user));
  const taken = readUpload(input.file);
  if (section.files.length >= MOST) refuse('track.files-many', { most: MOST }, 'file');
  const hash = await keepFile(act, taken);
  const { name, type } = taken;
  const file = { hash, name, type, size: taken.body.length, by: act.user.id, at: act.now };
  return act.update<SectionRow>('track_sections', section, {
    ...{ files: [...section.files, file], state, filled_by: act.user.id, filled_at: act.now },
    fillers: [...new Set([...section.fillers, act.user.id])],
  });
}

export interface DropInput extends At {
  section: SectionName;
  version: number;
  hash: string;
}

/** Takes an attachment back; it stays in the record. @throws Refusal of the machine, `record.missing`, `record.stale` */
export async function dropFile(act: Act, input: DropInput): Promise<SectionRow> {
  const known = await heldTrack(act, input.caseId, input.id);
  const section = await heldSection(act, known.track, input.section, input.version);
  const state = next(sectionMachine, 'save', { ...known.subject, ...section }, actorOf(act.user));
  const isIt = ({ hash, droppedBy }: SectionRow['files'][number]) => hash === input.hash && droppedBy === undefined;
  if (!section.files.some(isIt)) refuse('record.missing', { what: input.hash.slice(0, 12) }, undefined, 'missing');
  const files = section.files.map((file) =>
    isIt(file) ? { ...file, droppedBy: act.user.id, droppedAt: act.now } : file,
  );
  return act.update<SectionRow>('track_sections', section, { files, state });
}
