import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { actorOf, may } from '../kernel/access.ts';
import { list } from '../kernel/tables.ts';
import { type ClockRow, type Standing, standing } from '../kernel/terms.ts';
import type { Query } from '../kernel/types.ts';
import type { OrganisationRow } from '../people/index.ts';
import { type Balance, balanceOf } from './balance.ts';
import { cautionsOf } from './cautions.ts';
import { isOpen } from './clocks.ts';
import { headOf, type TrackHead } from './head.ts';
import { type RegisterLine, registerLines } from './lines.ts';
import { type SectionMove, sectionMachine } from './machine.ts';
import { beginnings, type Offer, offersOf } from './offers.ts';
import { type Resampled, resampledOf } from './resample.ts';
import { type FieldValues, type SectionName, sectionNames, type TrackFile } from './rows.ts';
import {
  type FieldRule,
  fieldsFor,
  type Register,
  registers as registerNames,
  sectionRule,
  trackRules,
  type Words,
} from './rules.ts';
import type { At } from './sections.ts';
import { neededSections } from './settle.ts';
import {
  clocksOfTracks,
  documentsOfTrack,
  type Known,
  knownTrack,
  namesOf,
  registersOf,
  sectionOf,
  sectionsOf,
} from './store.ts';

export interface TrackClock extends Standing {
  id: string;
  rule: string;
  title: Words;
  basis: string;
  clockState: ClockRow['state'];
  startedOn: string;
  dueOn: string;
  dueAt: string | null;
}

export interface SectionLine {
  section: SectionName;
  title: Words;
  state: string;
  /** Must pass; of penalty and no-penalty one. */
  needed: boolean;
  filledBy: string | null;
  filledAt: string | null;
  auditedBy: string | null;
  auditedAt: string | null;
  reason: string | null;
  files: number;
}

export interface TrackSheet extends TrackHead {
  sections: SectionLine[];
  clocks: TrackClock[];
  cautions: Reason[];
  registers: { of: Register; lines: RegisterLine[] }[];
  documents: { id: string; kind: string; number: string; title: string; on: string }[];
  mayFill: boolean;
  mayAudit: boolean;
  /** The authorities that this person may put in charge; empty where he may not assign. */
  authorities: { id: string; name: string }[];
}

/** @throws Refusal `record.missing` outside of the person's scope */
export async function showTrack(query: Query, { caseId, id }: At): Promise<TrackSheet> {
  const known = await knownTrack(query, caseId, id);
  const sections = await sectionsOf(query.db, id);
  const registers = await registersOf(query.db, id);
  const names = await namesOf(
    query.db,
    sections.flatMap((row) => [row.filled_by, row.audited_by]),
  );
  const needed = neededSections(query.app, registers.transfers).flat();
  const rules = trackRules(query.app);
  return {
    ...(await headOf(query, known)),
    sections: sectionNames.map((section) => {
      const row = sections.find((one) => one.section === section);
      return {
        ...{ section, title: sectionRule(query.app, section).title, state: row?.state ?? 'empty' },
        needed: needed.includes(section),
        filledBy: names.get(row?.filled_by ?? '') ?? null,
        filledAt: row?.filled_at ?? null,
        auditedBy: names.get(row?.audited_by ?? '') ?? null,
        auditedAt: row?.audited_at ?? null,
        reason: row?.reason ?? null,
        files: (row?.files ?? []).filter(({ droppedBy }) => droppedBy === undefined).length,
      };
    }),
    clocks: (await clocksOfTracks(query.db, [id]))
      .sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)))
      .map((clock) => clockLine(query, clock)),
    cautions: cautionsOf(query.app, sections, registers),
    registers: registerNames.map((of) => ({ of, lines: registerLines(rules, registers, of, query.user.lang) })),
    documents: (await documentsOfTrack(query.db, id)).map(({ id: own, kind, number, title, issued_on }) => ({
      ...{ id: own, kind, number, title, on: issued_on },
    })),
    mayFill: known.subject.own && known.subject.caseOpen && may(query.user.roles, 'track.fill'),
    mayAudit: known.subject.audits && known.subject.caseOpen,
    authorities: await assignable(query, known),
  };
}

const clockLine = (query: Query, row: ClockRow): TrackClock => ({
  ...{ id: row.id, rule: row.rule, title: row.snapshot.title, basis: row.basis, clockState: row.state },
  ...{ startedOn: row.started_on, dueOn: row.due_on, dueAt: row.due_at },
  ...standing(query, row.due_on),
});

async function assignable({ db, user }: Query, { track, subject }: Known): Promise<{ id: string; name: string }[]> {
  if (!may(user.roles, 'track.assign') || !subject.caseOpen || track.state === 'passed' || subject.cancelled) return [];
  const all = await list<OrganisationRow>(db, 'organisations', { kind: 'authority', active: 1 }, 'name');
  const own = all.find(({ id }) => id === user.organisation);
  return (own?.level === 'county' ? [own] : all).map(({ id, name }) => ({ id, name }));
}

export interface ShownFile extends Pick<TrackFile, 'hash' | 'name' | 'type' | 'size' | 'at'> {
  byName: string;
  dropped: boolean;
}

export interface SectionSheet extends TrackHead {
  section: SectionName;
  title: Words;
  lead: Words;
  fields: FieldRule[];
  goods: FieldRule[];
  data: FieldValues;
  sectionVersion: number;
  sectionState: string;
  filledBy: string | null;
  filledAt: string | null;
  auditedBy: string | null;
  auditedAt: string | null;
  reason: string | null;
  files: ShownFile[];
  balance: Balance | null;
  resampled: Resampled | null;
  cautions: Reason[];
  moves: { move: SectionMove; obstacles: Reason[] }[];
  registers: {
    of: Register;
    begin: { step: string; title: Words }[];
    lines: RegisterLine[];
    offers: (Offer & { title: Words })[];
  }[];
  clocks: TrackClock[];
  sections: { section: SectionName; title: Words; state: string }[];
  mayFill: boolean;
}

const registersOfSection: Partial<Record<SectionName, Register[]>> = {
  control: ['seizures', 'recalls'],
  penalty: ['penalties'],
  transfer: ['transfers'],
};

/** @throws Refusal `record.missing` outside of the person's scope */
export async function showSection(query: Query, input: At & { section: SectionName }): Promise<SectionSheet> {
  const { app, db, user } = query;
  const known = await knownTrack(query, input.caseId, input.id);
  const rule = sectionRule(app, input.section);
  const rules = trackRules(app);
  const row = await sectionOf(db, input.id, input.section);
  const sections = await sectionsOf(db, input.id);
  const registers = await registersOf(db, input.id);
  const names = await namesOf(db, [row.filled_by, row.audited_by, ...row.files.map(({ by }) => by)]);
  const resampleNo = row.data.resampleNo;
  const mayFill = known.subject.own && known.subject.caseOpen && !known.subject.cancelled;
  const isBeingWritten = row.state !== 'submitted' && row.state !== 'passed';
  const begins = mayFill && isBeingWritten ? beginnings(rules, input.section) : [];
  return {
    ...(await headOf(query, known)),
    ...{ section: input.section, title: rule.title, lead: rule.lead, fields: fieldsFor(rule, known.track.kind) },
    ...{ goods: rules.goods, data: row.data, sectionVersion: row.version, sectionState: row.state },
    filledBy: names.get(row.filled_by ?? '') ?? null,
    auditedBy: names.get(row.audited_by ?? '') ?? null,
    ...{ filledAt: row.filled_at, auditedAt: row.audited_at, reason: row.reason },
    files: row.files.map((file) => ({
      ...{ hash: file.hash, name: file.name, type: file.type, size: file.size, at: file.at },
      ...{ byName: names.get(file.by) ?? '', dropped: file.droppedBy !== undefined },
    })),
    balance: input.section === 'control' ? balanceOf(row.data, rules.balance) : null,
    resampled: typeof resampleNo === 'string' ? await resampledOf(db, known.row, resampleNo) : null,
    cautions: cautionsOf(app, sections, registers),
    moves: available(sectionMachine, { ...known.subject, ...row }, actorOf(user)),
    registers: (registersOfSection[input.section] ?? []).map((of) => ({
      of,
      begin: begins.filter((step) => step.of === of).map(({ id, title }) => ({ step: id, title })),
      lines: registerLines(rules, registers, of, user.lang),
      offers: offersOf(query, known, registers, of)
        .filter(() => known.subject.audits || known.subject.own)
        .map((offer) => ({
          ...offer,
          title: rules.steps.find(({ id }) => id === offer.step)?.title ?? { zh: '', en: '' },
        })),
    })),
    clocks: (await clocksOfTracks(db, [input.id])).filter(isOpen).map((clock) => clockLine(query, clock)),
    sections: sectionNames.map((section) => ({
      section,
      title: sectionRule(app, section).title,
      state: sections.find((one) => one.section === section)?.state ?? 'empty',
    })),
    mayFill,
  };
}
