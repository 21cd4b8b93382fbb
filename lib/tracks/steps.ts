import { refuse, refuseAll } from '../core/refusal.ts';
import { fileDocument, noteEvent } from '../disposals/index.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act, Row } from '../kernel/types.ts';
import { faults, tidy } from './check.ts';
import { readUpload } from './files.ts';
import { penaltySteps } from './penalties.ts';
import { recallSteps } from './recalls.ts';
import type { FieldValues } from './rows.ts';
import { type Register, type StepRule, sectionRule, trackRules } from './rules.ts';
import type { Step } from './said.ts';
import type { At } from './sections.ts';
import { seizureSteps } from './seizures.ts';
import { heldTrack, type Known, sectionOf } from './store.ts';
import { transferSteps } from './transfers.ts';

export interface StepInput extends At {
  step: string;
  /** The row that the act is of; absent where it begins one. */
  ref?: string;
  version: number;
  data: Record<string, unknown>;
  file?: Upload;
}

const all: Record<string, Step> = { ...seizureSteps, ...recallSteps, ...penaltySteps, ...transferSteps };

export const tableOfRegister: Record<
  Register,
  'track_seizures' | 'track_recalls' | 'track_penalties' | 'track_transfers'
> = {
  seizures: 'track_seizures',
  recalls: 'track_recalls',
  penalties: 'track_penalties',
  transfers: 'track_transfers',
};

/**
 * Records an act on a register of a track: seizures, recalls, penalties, transfers. What begins a row is refused while its section is passed;
 * what follows later (service, publication, receipts) is recorded without touching the section.
 * @throws Refusal `record.missing`, `track.section-passed`, and as each act says
 */
export async function takeStep(act: Act, input: StepInput): Promise<{ row: Row; rule: StepRule }> {
  const known = await heldTrack(act, input.caseId, input.id);
  const { steps, goods } = trackRules(act.app);
  const rule = steps.find(({ id }) => id === input.step);
  const run = all[input.step];
  if (!rule || !run) return refuse('record.missing', { what: input.step }, undefined, 'missing');
  if (input.ref === undefined) await refusePassed(act, known, rule);
  const data = tidy(rule.fields, input.data);
  refuseAll(faults(rule.fields, data, { today: act.today, now: act.now, lang: act.user.lang, goods }));
  const upload = input.file === undefined ? undefined : readUpload(input.file);
  const row = await run(act, { known, data, ref: input.ref ?? '', version: input.version });
  await note(act, known, rule, data, row);
  if (upload)
    await fileDocument(act, {
      ...{ caseId: input.caseId, trackId: input.id, kind: `track-${rule.id}` },
      ...{ number: upload.name, title: rule.done.zh, body: upload.body, type: upload.type },
    });
  return { row, rule };
}

async function refusePassed(act: Act, { track }: Known, rule: StepRule): Promise<void> {
  const { state } = await sectionOf(act.db, track.id, rule.section);
  if (state !== 'submitted' && state !== 'passed') return;
  const section = sectionRule(act.app, rule.section).title[act.user.lang];
  refuse('track.section-passed', { section }, undefined, 'conflict');
}

async function note(act: Act, { track }: Known, rule: StepRule, data: FieldValues, row: Row): Promise<void> {
  const day = rule.fields.find(({ kind, key }) => kind === 'date' && typeof data[key] === 'string');
  const first = rule.fields.find(({ kind, key }) => kind === 'text' && typeof data[key] === 'string');
  await noteEvent(
    act,
    track.case_id,
    'track-step',
    { step: rule.done.zh, unit: track.unit_name, what: first ? String(data[first.key]) : '' },
    {
      ref: { entity: tableOfRegister[rule.of], id: row.id },
      ...(day && { on: String(data[day.key]) }),
    },
  );
}
