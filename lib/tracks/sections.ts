import { dec } from '../core/decimal.ts';
import { next } from '../core/machine.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import { beginHandling, fileDocument, noteEvent, type TrackRow } from '../disposals/index.ts';
import { actorOf } from '../kernel/access.ts';
import { find } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { balanceOf } from './balance.ts';
import { faults, tidy } from './check.ts';
import { startAll, stopUntil } from './clocks.ts';
import { sectionMachine } from './machine.ts';
import { resampleFaults } from './resample.ts';
import type { FieldValues, SectionName, SectionRow } from './rows.ts';
import { fieldsFor, sectionRule, trackRules } from './rules.ts';
import { settle } from './settle.ts';
import { emptySection, heldTrack, type Known, registersOf, sectionOf, sectionsOf } from './store.ts';

export interface At {
  caseId: string;
  id: string;
}

export interface FillInput extends At {
  section: SectionName;
  version: number;
  data: Record<string, unknown>;
  submit: boolean;
}

/**
 * Keeps what was written in a section, and with `submit` hands it in: the clocks that waited for it end.
 * @throws Refusal of the machine, `track.required`, `track.balance` and all that is wrong with a field, `track.either`, `track.penalty-none`, `record.stale`
 */
export async function fillSection(act: Act, input: FillInput): Promise<SectionRow> {
  const known = await heldTrack(act, input.caseId, input.id);
  const section = await heldSection(act, known.track, input.section, input.version);
  const move = input.submit ? 'submit' : 'save';
  const state = next(sectionMachine, move, { ...known.subject, ...section }, actorOf(act.user));
  const fields = fieldsFor(sectionRule(act.app, input.section), known.track.kind);
  const data = tidy(fields, input.data);
  const { goods } = trackRules(act.app);
  const wrong = faults(fields, data, {
    today: act.today,
    now: act.now,
    lang: act.user.lang,
    goods,
    draft: !input.submit,
  });
  refuseAll(wrong);
  if (input.submit) refuseAll(await submitFaults(act, known, input.section, data));
  const row = await act.update<SectionRow>('track_sections', section, {
    ...{
      data,
      state,
      filled_by: act.user.id,
      filled_at: act.now,
      fillers: [...new Set([...section.fillers, act.user.id])],
    },
    ...(input.submit && { submitted_at: act.now, round: section.round + 1, audited_by: null, audited_at: null }),
  });
  if (input.submit) await submitted(act, known, row);
  return row;
}

/** A section held for an act; it is begun where nobody wrote in it yet. @throws Refusal `record.stale` */
export async function heldSection(act: Act, track: TrackRow, name: SectionName, version: number): Promise<SectionRow> {
  const known = await sectionOf(act.db, track.id, name);
  if (known.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale');
  const row = await find<SectionRow>(act.db, 'track_sections', { track_id: track.id, section: name });
  return row ?? act.insert<SectionRow>('track_sections', emptySection(track.id, name));
}

/** What keeps a section from being handed in though each field is right. */
async function submitFaults(act: Act, known: Known, name: SectionName, data: FieldValues): Promise<Reason[]> {
  if (name === 'start') return startFaults(data);
  if (name === 'control') return balanceFaults(act, data);
  if (name === 'rectification') return resampleFaults(act, known.row, data);
  const { penalties, transfers } = await registersOf(act.db, known.track.id);
  const decided = penalties.some(({ state }) => state === 'decided');
  const others = (await sectionsOf(act.db, known.track.id)).filter(
    ({ state }) => state === 'submitted' || state === 'passed',
  );
  const other = name === 'penalty' ? 'no-penalty' : name === 'no-penalty' ? 'penalty' : null;
  if (others.some(({ section }) => section === other)) return [{ id: 'track.either' }];
  if (name === 'penalty' && penalties.some(({ state }) => state === 'case-filed'))
    return [{ id: 'track.penalty-open' }];
  if (name === 'penalty' && !decided) return [{ id: 'track.penalty-none' }];
  if (name === 'no-penalty' && (decided || penalties.some(({ state }) => state === 'case-filed')))
    return [{ id: 'track.either' }];
  if (name === 'transfer' && data.told === 'no' && transfers.length === 0) return [{ id: 'track.transfer-none' }];
  return [];
}

const startFaults = ({ reportOn, startedOn }: FieldValues): Reason[] =>
  typeof reportOn === 'string' && typeof startedOn === 'string' && startedOn < reportOn
    ? [{ id: 'track.started-early', field: 'data.startedOn', params: { started: startedOn, received: reportOn } }]
    : [];

/** What was produced or purchased is all accounted for, or it is said why not. */
function balanceFaults(act: Act, data: FieldValues): Reason[] {
  const rule = trackRules(act.app).balance;
  const balance = balanceOf(data, rule);
  if (!balance || balance.balanced || data.differenceNote !== undefined) return [];
  const { total, sum, difference, unit } = balance;
  const sense = dec(difference).isNegative() ? 'track.balance-over' : 'track.balance';
  return [
    { id: sense, field: 'data.differenceNote', params: { total, sum, difference: difference.replace('-', ''), unit } },
  ];
}

async function submitted(act: Act, { track, row }: Known, section: SectionRow): Promise<void> {
  const { title, until } = sectionRule(act.app, section.section);
  if (until !== null) await stopUntil(act, 'case_tracks', track.id, until);
  if (section.section === 'no-penalty') await stopUntil(act, 'case_tracks', track.id, 'case-filed');
  let now = track;
  if (section.section === 'start' && section.data.accepted === 'yes') {
    now = await act.update<TrackRow>('case_tracks', track, { started_on: String(section.data.startedOn) });
    await beginHandling(act, row);
    await startAll(
      act,
      'case_tracks',
      track,
      row,
      'clue-received',
      String(section.data.reportOn),
      track.organisation_id,
    );
  }
  const params = { section: title.zh, unit: track.unit_name };
  await noteEvent(act, track.case_id, 'section-submitted', params, {
    ref: { entity: 'track_sections', id: section.id },
  });
  await settle(act, now);
}

export interface AuditInput extends At {
  section: SectionName;
  version: number;
  move: 'return' | 'pass' | 'reopen';
  reason?: string;
}

/**
 * Another person of the authority, or of one above it, passes a section, sends it back or reopens it with a reason.
 * @throws Refusal of the machine, `track.own-audit`, `track.reason`, `record.stale`
 */
export async function auditSection(act: Act, input: AuditInput): Promise<SectionRow> {
  const known = await heldTrack(act, input.caseId, input.id);
  const section = await heldSection(act, known.track, input.section, input.version);
  const state = next(sectionMachine, input.move, { ...known.subject, ...section }, actorOf(act.user));
  const reason = input.reason?.trim() || null;
  if (input.move !== 'pass' && (reason ?? '').length < 2) refuse('track.reason', {}, 'reason');
  const row = await act.update<SectionRow>(
    'track_sections',
    section,
    {
      ...{ state, audited_by: act.user.id, audited_at: act.now, reason: input.move === 'pass' ? null : reason },
    },
    { reason: reason ?? undefined },
  );
  const { title } = sectionRule(act.app, input.section);
  const kinds = { return: 'section-returned', pass: 'section-passed', reopen: 'section-reopened' } as const;
  const params = { section: title.zh, unit: known.track.unit_name, reason: reason ?? '' };
  const ref = { entity: 'track_sections', id: row.id } as const;
  await noteEvent(act, known.track.case_id, kinds[input.move], params, { ref });
  const passedOn = input.move === 'pass' && row.section === 'start' && row.data.accepted === 'no';
  if (passedOn) await giveBack(act, known.track, row);
  else if ((await settle(act, known.track)).state === 'passed') await fileSheet(act, input);
  return row;
}

/** An authority that does not accept the report gives the track back: another one is then put in charge. */
async function giveBack(act: Act, track: TrackRow, section: SectionRow): Promise<void> {
  const why = String(section.data.refusal ?? '');
  await act.update<SectionRow>('track_sections', section, { state: 'returned', reason: why });
  await act.update<TrackRow>(
    'case_tracks',
    track,
    { state: 'open', organisation_id: null, handler: null, phone: null },
    { reason: why },
  );
  await noteEvent(act, track.case_id, 'track-refused', { unit: track.unit_name, reason: why });
}

/** Files 核查处置表 as it stands when the track has passed. */
async function fileSheet(act: Act, { caseId, id }: At): Promise<void> {
  const { sheetPaper } = await import('./papers.ts');
  const { body, number, title } = await sheetPaper(act, caseId, id);
  await fileDocument(act, { caseId, trackId: id, kind: 'track-sheet', number, title, body });
}
