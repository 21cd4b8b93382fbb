import { follow } from '../core/machine.ts';
import { type Reason, refuseAll } from '../core/refusal.ts';
import { find } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { improvementMachine } from './machine.ts';
import { labelOf, mayRefer, type Ref } from './refs.ts';
import type { Category, Complaint, ImprovementRow, Kind, LinkEntity, LinkRow, Source } from './rows.ts';
import { nextTerm, startTerm } from './rules.ts';
import { blank, dayFault, note, personFaults } from './store.ts';

const patterns: Record<Kind, string> = {
  work: 'NC{year}-{serial:4}',
  complaint: 'TS{year}-{serial:4}',
  audit: 'NS{year}-{serial:4}',
  preventive: 'GJ{year}-{serial:4}',
};

export interface Opening {
  source: Source;
  kind?: Kind;
  title: string;
  finding: string;
  requirement?: string | undefined;
  /** YYYY-MM-DD; today when absent. */
  foundOn?: string;
  refs?: readonly Ref[];
  /** The record that opens it. A second opening for the same one adds its references to what stands. */
  origin?: { entity: LinkEntity | 'qc_anomalies' | 'run_settlements'; id: string };
  /** The origin keeps the steps in a file of its own; `settleImprovement` closes the record with it. */
  elsewhere?: boolean;
  /** Rests on internal samples. */
  sealed?: boolean;
  department?: string | undefined;
  parameterCode?: string | undefined;
  instrumentNo?: string | undefined;
  personId?: string | undefined;
  involved?: readonly string[];
  complaint?: Complaint;
  /** Who handles it; whoever opens it when absent. */
  ownerId?: string | undefined;
}

const originOf = ({ entity, id }: NonNullable<Opening['origin']>): string => `${entity}:${id}`;

/**
 * Opens a record of nonconforming work (GB/T 27025 7.10, 8.7) with its references and starts its first term. For other slices: asks no
 * permission beyond their own act. The same origin opens only once; while that record is open, new references are added to it.
 */
export async function openImprovement(act: Act, opening: Opening): Promise<ImprovementRow> {
  const { kind = 'work', origin, refs = [], foundOn = act.today, complaint } = opening;
  const known = origin && (await find<ImprovementRow>(act.db, 'improvements', { origin: originOf(origin) }));
  if (known) {
    if (known.state !== 'closed' && known.state !== 'dropped') await addLinks(act, known.id, refs);
    return known;
  }
  const parameter =
    opening.parameterCode === undefined ? undefined : act.app.catalogue.parameters.get(opening.parameterCode);
  const row = await act.insert<ImprovementRow>('improvements', {
    ...{ number: await act.number(`improvement-${kind}`, patterns[kind]), kind, source: opening.source },
    ...{ origin: origin ? originOf(origin) : null, title: opening.title.trim(), finding: opening.finding.trim() },
    ...{ requirement: opening.requirement?.trim() || null, found_on: foundOn, found_by: act.user.id },
    ...{ department: opening.department?.trim() || null, parameter_code: opening.parameterCode ?? null },
    parameter_name: parameter?.name.zh ?? null,
    ...{ instrument_no: opening.instrumentNo?.trim() || null, person_id: opening.personId ?? null },
    ...{ involved: [...(opening.involved ?? [])], complaint: complaint ?? null },
    ...{ owner_id: opening.ownerId ?? act.user.id, state: 'found', significance: null, corrective: null },
    ...{ stopped: 0, tell: 0, category: null, elsewhere: opening.elsewhere ? 1 : 0, sealed: opening.sealed ? 1 : 0 },
    ...{ due_on: null, verify_from: null, executors: [], round: 1, reopened: 0, closed_by: null, closed_at: null },
  });
  await addLinks(act, row.id, refs);
  if (complaint) {
    await startTerm(act, row, 'acknowledge', complaint.received_on);
    await startTerm(act, row, 'answer', complaint.received_on);
  }
  const due_on = await nextTerm(act, row, foundOn);
  return due_on === null ? row : act.update<ImprovementRow>('improvements', row, { due_on });
}

/** Adds references that are not there yet; what does not exist is left out. */
export async function addLinks(act: Act, improvementId: string, refs: readonly Ref[]): Promise<void> {
  const known: { entity: string; entity_id: string }[] = await act
    .db('improvement_links')
    .where({ improvement_id: improvementId })
    .select('entity', 'entity_id');
  const seen = new Set(known.map(({ entity, entity_id }) => `${entity}:${entity_id}`));
  for (const { entity, id } of refs) {
    if (seen.has(`${entity}:${id}`)) continue;
    seen.add(`${entity}:${id}`);
    const label = await labelOf(act.db, { entity, id });
    if (label === undefined) continue;
    await act.insert<LinkRow>('improvement_links', {
      ...{ improvement_id: improvementId, entity, entity_id: id, label, linked_by: act.user.id },
    });
  }
}

/**
 * The origin's own file was closed: cause and measures stand there, the record closes with it. Nothing happens where no record stands
 * or it is closed.
 */
export async function settleImprovement(
  act: Act,
  origin: NonNullable<Opening['origin']>,
  { words, category }: { words: string; category?: Category },
): Promise<void> {
  const row = await find<ImprovementRow>(act.db, 'improvements', { origin: originOf(origin) });
  if (row?.state !== 'found') return;
  const state = follow(improvementMachine, 'settle', row);
  await note(act, row, { move: 'settle', on_day: act.today, words, data: {} });
  await act.update<ImprovementRow>('improvements', row, {
    ...{ state, category: category ?? null, due_on: null, closed_by: act.user.id, closed_at: act.now },
  });
}

/** The records that refer to a record of another slice, the newest first; what rests on internal samples is left out. */
export async function improvementsOf(
  db: Act['db'] | Parameters<typeof labelOf>[0],
  { entity, id }: Ref,
): Promise<{ id: string; number: string; state: string }[]> {
  return db('improvement_links as link')
    .join('improvements', 'improvements.id', 'link.improvement_id')
    .where({ 'link.entity': entity, 'link.entity_id': id, 'improvements.sealed': 0 })
    .orderBy('improvements.id', 'desc')
    .limit(20)
    .select('improvements.id', 'improvements.number', 'improvements.state');
}

export interface OpenInput {
  kind: Kind;
  source?: Source;
  improvementTitle: string;
  findingText: string;
  requirement?: string;
  foundOn: string;
  department?: string;
  parameterCode?: string;
  instrumentNo?: string;
  personId?: string;
  involved?: string[];
  handlerId: string;
  refEntity?: LinkEntity;
  refId?: string;
  complainant?: string;
  complaintContact?: string;
  channel?: Complaint['channel'];
}

/**
 * Opens a record by hand.
 * @throws Refusal `improvement.words`, `improvement.day`, `improvement.person`, `improvement.parameter`, `improvement.complainant`,
 * `improvement.audit-own`, `improvement.owner-involved`, `improvement.reference`
 */
export async function openByHand(act: Act, input: OpenInput): Promise<ImprovementRow> {
  const { kind, foundOn, involved = [], handlerId, parameterCode, refEntity, refId } = input;
  const ref = refEntity !== undefined && refId !== undefined ? { entity: refEntity, id: refId } : undefined;
  const code = parameterCode?.trim() || undefined;
  refuseAll([
    ...blank(input.improvementTitle, 'improvementTitle'),
    ...blank(input.findingText, 'findingText'),
    ...dayFault(foundOn, '2000-01-01', act.today, 'foundOn'),
    ...(code !== undefined && !act.app.catalogue.parameters.has(code)
      ? [{ id: 'improvement.parameter', field: 'parameterCode', params: { code } }]
      : []),
    ...(kind === 'complaint' && !input.complainant?.trim()
      ? [{ id: 'improvement.complainant', field: 'complainant' }]
      : []),
    ...ownFaults(act, input),
    ...(ref && !mayRefer(act.user, ref.entity) ? [{ id: 'improvement.reference', field: 'refId' }] : []),
    ...(await personFaults(act.db, [
      { id: handlerId, field: 'handlerId' },
      { id: input.personId, field: 'personId' },
      ...involved.map((id) => ({ id, field: 'involved' })),
    ])),
  ]);
  return openImprovement(act, {
    ...{ kind, source: sourceFor(input), title: input.improvementTitle, finding: input.findingText },
    ...{ requirement: input.requirement, foundOn, department: input.department, parameterCode: code },
    ...{ instrumentNo: input.instrumentNo, personId: input.personId, ownerId: handlerId },
    ...(ref && { refs: [ref] }),
    involved: [...new Set([...involved, ...(input.personId === undefined ? [] : [input.personId])])],
    ...(kind === 'complaint' && { complaint: received(input) }),
  });
}

const sourceFor = ({ kind, source }: OpenInput): Source =>
  kind === 'complaint' || kind === 'audit' ? kind : (source ?? 'other');

const received = ({ complainant = '', complaintContact, channel = 'phone', foundOn }: OpenInput): Complaint => ({
  ...{ complainant: complainant.trim(), contact: complaintContact?.trim() || null, channel, received_on: foundOn },
  ...{
    acknowledged_on: null,
    acknowledged_by: null,
    answered_on: null,
    answered_by: null,
    justified: null,
    answer: null,
  },
});

/** Nobody audits his own work (domain 4); whose work it is does not investigate a complaint. */
function ownFaults(act: Act, { kind, involved = [], personId, handlerId }: OpenInput): Reason[] {
  const concerned = [...involved, personId];
  return [
    ...(kind === 'audit' && concerned.includes(act.user.id)
      ? [{ id: 'improvement.audit-own', field: 'involved' }]
      : []),
    ...(kind === 'complaint' && concerned.includes(handlerId)
      ? [{ id: 'improvement.owner-involved', field: 'handlerId' }]
      : []),
  ];
}
