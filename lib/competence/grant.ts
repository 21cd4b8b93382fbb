import { addDays } from '../core/deadlines.ts';
import { next } from '../core/machine.ts';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import type { Upload } from '../kernel/request.ts';
import type { UserRow } from '../kernel/session.ts';
import type { Act } from '../kernel/types.ts';
import { keepDocument } from './documents.ts';
import { lastDay } from './facts.ts';
import { authorisationMachine } from './machine.ts';
import { type AuthorisationRow, acts, authorisationOf, authorisationsOf, personOf, staffOf } from './rows.ts';
import { areaOf, parameterScope, type Scope, sameScope, scopeWords } from './scope.ts';

export interface GrantInput {
  id: string;
  authorisedActs: AuthorisationRow['act'][];
  /** A class, or class/group. */
  authorisedArea?: string;
  /** Codes of single parameters, set apart by blanks, commas or lines. */
  parameterCodes?: string;
  signField?: string;
  authorisedFrom: string;
  authorisedTo?: string;
  letterNo?: string;
  file?: Upload;
}

type Fresh = Omit<AuthorisationRow, 'id' | 'version' | 'created_at'>;

/**
 * Authorises a person: one authorisation for each act and scope.
 * @throws Refusal `competence.own`, `competence.person`, `competence.inactive`, `competence.left`, `competence.scope-none`,
 * `competence.scope-both`, `competence.area`, `competence.code`, `competence.field-none`, `competence.dates`, `competence.overlap`, of the file
 */
export async function grant(act: Act, input: GrantInput): Promise<AuthorisationRow[]> {
  const person = await personOf(act.db, input.id);
  const [staff] = await staffOf(act.db, { user_id: person.id });
  const { scopes, faults } = scopesOf(act, input);
  refuseAll([
    ...holderFaults(act, person, staff?.left_on ?? null, input.authorisedFrom),
    ...faults,
    ...(input.authorisedActs.includes('sign') && !input.signField
      ? [{ id: 'competence.field-none', field: 'signField' }]
      : []),
    ...datesFaults(input.authorisedFrom, input.authorisedTo, 'authorisedTo'),
  ]);
  const chosen = acts.filter((one) => input.authorisedActs.includes(one));
  const rows = chosen.flatMap((own) => scopes.map((scope) => freshRow(act, { ...input, act: own, ...scope })));
  const held = await authorisationsOf(act.db, { user_id: person.id });
  refuseAll(
    rows.flatMap((row) => overlaps(act, row, held)),
    'conflict',
  );
  const document = input.file ? await keepDocument(act, input.file) : null;
  return act.insertAll<AuthorisationRow>(
    'authorisations',
    rows.map((row) => ({ ...row, document })),
  );
}

/** Why this person cannot be authorised by the actor from a day on. */
export function holderFaults(act: Act, person: UserRow, leftOn: string | null, from: string): Reason[] {
  const params = { name: person.name };
  return [
    ...(person.id === act.user.id ? [{ id: 'competence.own' }] : []),
    ...(person.active === 0 ? [{ id: 'competence.inactive', params }] : []),
    ...(leftOn !== null && from > leftOn
      ? [{ id: 'competence.left', field: 'authorisedFrom', params: { ...params, leftOn } }]
      : []),
  ];
}

/** An end before the beginning. */
export const datesFaults = (from: string, to: string | undefined, field: string): Reason[] =>
  to !== undefined && to < from ? [{ id: 'competence.dates', field, params: { from, to } }] : [];

function scopesOf(
  { app }: Act,
  { authorisedArea: area = '', parameterCodes = '' }: GrantInput,
): { scopes: Scope[]; faults: Reason[] } {
  const codes = [...new Set(parameterCodes.split(/[\s,;\u3001\uff0c\uff1b]+/u).filter(Boolean))];
  if (area === '' && codes.length === 0)
    return { scopes: [], faults: [{ id: 'competence.scope-none', field: 'authorisedArea' }] };
  if (area !== '' && codes.length > 0)
    return { scopes: [], faults: [{ id: 'competence.scope-both', field: 'parameterCodes' }] };
  if (area !== '') {
    const scope = areaOf(app.catalogue, area);
    return scope
      ? { scopes: [scope], faults: [] }
      : { scopes: [], faults: [{ id: 'competence.area', field: 'authorisedArea', params: { area } }] };
  }
  const read = codes.map((code) => ({ code, scope: parameterScope(app.catalogue, code) }));
  return {
    scopes: read.flatMap(({ scope }) => scope ?? []),
    faults: read
      .filter(({ scope }) => scope === undefined)
      .map(({ code }) => ({ id: 'competence.code', field: 'parameterCodes', params: { code } })),
  };
}

const freshRow = (
  act: Act,
  given: Scope &
    Pick<GrantInput, 'id' | 'signField' | 'authorisedFrom' | 'authorisedTo' | 'letterNo'> &
    Pick<AuthorisationRow, 'act'>,
): Fresh => ({
  user_id: given.id,
  act: given.act,
  class: given.class,
  grp: given.grp,
  parameter_code: given.parameter_code,
  field: given.act === 'sign' ? (given.signField ?? null) : null,
  from_on: given.authorisedFrom,
  to_on: given.authorisedTo ?? null,
  certificate: given.letterNo ?? null,
  document: null,
  granted_by: act.user.id,
  state: 'granted',
  pauses: [],
  ended_on: null,
  ended_reason: null,
});

/**
 * Two authorisations of one act and scope never hold on the same day: which one was suspended would be open. One that was ended keeps
 * its days, so that nobody brings them back by granting anew.
 */
function overlaps(act: Act, row: Fresh, held: readonly AuthorisationRow[]): Reason[] {
  const other = held.find(
    (one) =>
      one.act === row.act && sameScope(one, row) && one.from_on <= (row.to_on ?? FOREVER) && row.from_on <= endOf(one),
  );
  if (!other) return [];
  const scope = scopeWords(act.app.catalogue, row, act.user.lang);
  return [
    {
      id: 'competence.overlap',
      field: 'authorisedFrom',
      params: { scope, from: other.from_on, to: lastDay(other, null) ?? '—' },
    },
  ];
}

const FOREVER = '9999-12-31';

/** The last day of an authorisation; before its first when it was ended on that. */
export const endOf = (row: Pick<AuthorisationRow, 'to_on' | 'ended_on'>): string => lastDay(row, null) ?? FOREVER;

export interface MoveInput {
  id: string;
  version: number;
  /** The first day on which it no longer holds, or holds again. */
  effectiveOn: string;
  reason: string;
}

/** @throws Refusal `competence.own`, `competence.before`, of the machine */
export async function suspend(act: Act, input: MoveInput): Promise<AuthorisationRow> {
  const row = await authorisationOf(act.db, input.id);
  const state = next(authorisationMachine, 'suspend', row, actorOf(act.user));
  notBefore(input.effectiveOn, latest([row.from_on, ...row.pauses.map(({ from, to }) => to ?? from)]));
  const pauses = [...row.pauses, { from: input.effectiveOn, reason: input.reason, by: act.user.name }];
  return change(act, row, input, { state, pauses });
}

/** @throws Refusal `competence.own`, `competence.before`, of the machine */
export async function resume(act: Act, input: MoveInput): Promise<AuthorisationRow> {
  const row = await authorisationOf(act.db, input.id);
  const state = next(authorisationMachine, 'resume', row, actorOf(act.user));
  const open = row.pauses.find(({ to }) => to === undefined);
  notBefore(input.effectiveOn, addDays(open?.from ?? row.from_on, 1));
  const to = addDays(input.effectiveOn, -1);
  return change(act, row, input, { state, pauses: row.pauses.map((one) => (one === open ? { ...one, to } : one)) });
}

/** @throws Refusal `competence.own`, `competence.before`, of the machine */
export async function end(act: Act, input: MoveInput): Promise<AuthorisationRow> {
  const row = await authorisationOf(act.db, input.id);
  const state = next(authorisationMachine, 'end', row, actorOf(act.user));
  notBefore(input.effectiveOn, row.from_on);
  return change(act, row, input, { state, ended_on: input.effectiveOn, ended_reason: input.reason });
}

const change = (act: Act, row: AuthorisationRow, { version, reason }: MoveInput, patch: Partial<AuthorisationRow>) =>
  act.update<AuthorisationRow>('authorisations', { ...row, version }, patch, { reason });

function notBefore(on: string, earliest: string): void {
  if (on < earliest) refuse('competence.before', { on, earliest }, 'effectiveOn');
}

const latest = (days: readonly string[]): string => days.reduce((a, b) => (a > b ? a : b));
