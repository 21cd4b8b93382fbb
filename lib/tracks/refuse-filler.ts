import { refuse } from '../core/refusal.ts';
import type { Known } from './store.ts';

/** Only the authority in charge writes on a track, while its case runs. @throws Refusal `track.not-own`, `track.cancelled`, `track.case-closed` */
export function refuseFiller({ subject }: Pick<Known, 'subject'>): void {
  if (!subject.own) refuse('track.not-own', {}, undefined, 'forbidden');
  if (subject.cancelled) refuse('track.cancelled', {}, undefined, 'conflict');
  if (!subject.caseOpen) refuse('track.case-closed', {}, undefined, 'conflict');
}
