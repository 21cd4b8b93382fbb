import { type Edition, faultsOf, sealed } from '../catalogue/index.ts';
import { canonical } from '../core/canonical.ts';
import { next } from '../core/machine.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { recordHash } from '../kernel/hash.ts';
import type { Act, App } from '../kernel/types.ts';
import { exampleFrom, examplesOf, parameterFrom } from './edit-parameter.ts';
import { rowAct, specificationFrom } from './edit-specification.ts';
import { type DraftMove, draftMachine } from './machine.ts';
import { currentCatalogue } from './releases.ts';
import type { DraftKind, DraftRow, ReleaseRow, Unfinished } from './rows.ts';
import { draftOf } from './store.ts';
import type { Typed } from './typed.ts';
import { parameterOf } from './unfinished.ts';

export interface NewDraft {
  kind: DraftKind;
  /** The code of the definition that it is made from. */
  from?: string;
  /** Its own code; without it, it becomes the next edition of `from`. */
  code?: string;
  note?: string;
}

/**
 * Begins a draft: the next edition of a definition, a copy of it under another code, or an empty one.
 * @throws Refusal `catalogue.unknown`, `draft.code-missing`, `draft.code-taken`, `draft.already-open`
 */
export async function begin(act: Act, { kind, from, code, note }: NewDraft, items?: Unfinished[]): Promise<DraftRow> {
  const { catalogue } = act.app;
  const base = from === undefined ? undefined : catalogue.edition(kind, from);
  const own = code ?? from ?? refuse('draft.code-missing', undefined, 'code');
  const known = kind === 'parameter' ? catalogue.parameters : catalogue.specifications;
  if (own !== from && known.has(own)) refuse('draft.code-taken', { code: own }, 'code', 'conflict');
  const open = await act
    .db('drafts')
    .where({ kind, code: own })
    .whereIn('state', ['draft', 'proposed', 'returned'])
    .first('id');
  if (open) refuse('draft.already-open', { code: own }, 'code', 'conflict');
  const body = { ...(base ? { ...base.body } : empty(kind)), code: own, ...(items === undefined ? {} : { items }) };
  return await act.insert<DraftRow>('drafts', {
    kind,
    code: own,
    base_hash: base?.hash ?? null,
    body,
    state: 'draft',
    note: note ?? null,
    author_id: act.user.id,
    proposed_at: null,
    decided_by: null,
    decided_at: null,
    reason: null,
  });
}

const empty = (kind: DraftKind): Unfinished =>
  kind === 'parameter'
    ? {
        rounding: { places: null, rule: 'half-even' },
        compare: 'rounded',
        retest: true,
        reinspection: true,
        confidence: 'medium',
        examples: [],
      }
    : { compare: 'rounded', confidence: 'medium', items: [] };

/** The draft as it was read, checked before it is changed. @throws Refusal `draft.missing`, `record.stale`, or the machine's reasons */
export async function movable(
  act: Act,
  move: DraftMove,
  { id, version }: Read,
): Promise<{ draft: DraftRow; state: DraftRow['state'] }> {
  const draft = await draftOf(act.db, id);
  if (draft.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale', draft);
  return { draft, state: next(draftMachine, move, draft, actorOf(act.user)) };
}

export interface Read {
  id: string;
  version: number;
}

/** Saves what was typed, finished or not: the page then says what is still missing. */
export async function save(act: Act, input: Read & { body: Typed; note?: string; act?: string }): Promise<DraftRow> {
  const { draft, state } = await movable(act, 'save', input);
  const asked = rowAct(input.act ?? '');
  const body =
    draft.kind === 'parameter'
      ? parameterFrom(input.body, draft.body, asked)
      : specificationFrom(input.body, draft.body, asked, act.app.catalogue);
  return await change(act, draft, { body, state, note: input.note ?? null });
}

/** Saves one worked example, counted from 1. */
export async function saveExample(act: Act, input: Read & { n: number; example: Typed }): Promise<DraftRow> {
  const { draft, state } = await movable(act, 'save', input);
  const examples = examplesOf(draft.body);
  const stored = examples[input.n - 1] ?? refuse('draft.no-example', { n: input.n }, undefined, 'missing');
  const body = { ...draft.body, examples: examples.with(input.n - 1, exampleFrom(input.example, stored)) };
  return await change(act, draft, { body, state });
}

/** Puts other items in the place of those of a specification, e.g. from a sheet. */
export async function replaceItems(act: Act, input: Read, items: Unfinished[]): Promise<DraftRow> {
  const { draft, state } = await movable(act, 'save', input);
  if (draft.kind !== 'specification') refuse('draft.no-items', undefined, 'file');
  const stored = Array.isArray(draft.body['items']) ? (draft.body['items'] as Unfinished[]) : [];
  return await change(act, draft, {
    body: { ...draft.body, items: items.map((item) => withUnseen(item, stored)) },
    state,
  });
}

/** What a sheet has no column for stays as the item of the same name, parameter and condition had it. */
function withUnseen(item: Unfinished, stored: readonly Unfinished[]): Unfinished {
  const key = ({ name, parameter, when }: Unfinished) => canonical({ name, parameter, when });
  const old = stored.find((one) => key(one) === key(item));
  if (old === undefined) return item;
  const nulls = Object.entries(old).filter(([, value]) => value === null);
  const unseen = ['individualPlaces', 'precision', 'lod', 'loq', 'constants'].filter((name) => name in old);
  return { ...Object.fromEntries(nulls), ...Object.fromEntries(unseen.map((name) => [name, old[name]])), ...item };
}

/** The code of a draft is that of its body, wherever it may be changed: a new edition keeps the code of its base. */
async function change(act: Act, draft: DraftRow, patch: Partial<DraftRow>): Promise<DraftRow> {
  const code = String((patch.body ?? draft.body)['code'] ?? '');
  return await act.update<DraftRow>('drafts', draft, { ...patch, code: code === '' ? draft.code : code });
}

/** Hands the draft to the second person. @throws Refusal with every fault of the definition, or `draft.unchanged`, `draft.outdated` … */
export async function propose(act: Act, input: Read): Promise<DraftRow> {
  const { draft, state } = await movable(act, 'propose', input);
  refuseAll(standing(act.app, draft, act.user.lang));
  return await act.update<DraftRow>('drafts', draft, { state, proposed_at: act.now, reason: null });
}

export async function withdraw(act: Act, input: Read): Promise<DraftRow> {
  const { draft, state } = await movable(act, 'withdraw', input);
  return await act.update<DraftRow>('drafts', draft, { state, proposed_at: null });
}

/** Ends a draft or sends it back, with the reason. */
export async function decline(act: Act, move: 'return' | 'drop', input: Read & { reason: string }): Promise<DraftRow> {
  const { draft, state } = await movable(act, move, input);
  const decided = { decided_by: act.user.id, decided_at: act.now, reason: input.reason };
  return await act.update<DraftRow>('drafts', draft, { state, ...decided }, { reason: input.reason });
}

/**
 * Releases the draft as the edition in force: everything is checked once more, the edition is kept, signed, and laid over the files.
 * @throws Refusal `draft.own`, every fault of the definition, `draft.outdated`, `draft.code-taken`, `draft.unchanged`
 */
export async function release(act: Act, input: Read): Promise<{ draft: DraftRow; hash: string }> {
  const { draft, state } = await movable(act, 'release', input);
  refuseAll(standing(act.app, draft, act.user.lang));
  const body = finished(draft);
  const hash = recordHash(body);
  await act.keep(draft.kind, draft.code, hash, body);
  const decided = { decided_by: act.user.id, decided_at: act.now, body };
  const released = await act.update<DraftRow>('drafts', draft, { state, ...decided });
  await addRelease(act, {
    kind: draft.kind,
    code: draft.code,
    hash,
    base_hash: draft.base_hash,
    draft_id: draft.id,
    note: draft.note,
  });
  await act.sign('release', [{ entity: 'drafts', id: draft.id, hash }]);
  return { draft: released, hash };
}

/** Writes a release of the institute; the definitions in force are put together again after the commit. */
export async function addRelease(
  act: Act,
  release: Pick<ReleaseRow, 'kind' | 'code' | 'hash' | 'base_hash' | 'draft_id' | 'note'>,
): Promise<string> {
  const row: ReleaseRow = {
    id: act.app.ids.next(),
    ...release,
    origin: 'institute',
    released_by: act.user.id,
    released_at: act.now,
  };
  await act.db('releases').insert(row);
  act.after(async () => {
    act.app.catalogue = await currentCatalogue(act.app);
  });
  return row.id;
}

/** A draft as it would be released: examples under their seals. */
export const finished = ({ kind, body }: Pick<DraftRow, 'kind' | 'body'>): Unfinished =>
  kind === 'parameter' && Array.isArray(body['examples'])
    ? { ...body, examples: sealed(parameterOf(body)).examples }
    : body;

/** Everything that stands against the draft: faults of its definition, and what happened to its code since it was begun. */
export function standing(
  app: App,
  draft: Pick<DraftRow, 'kind' | 'code' | 'base_hash' | 'body'>,
  lang: 'zh' | 'en',
): Reason[] {
  const { catalogue, config } = app;
  return [
    ...faultsOf(draft.kind, finished(draft), { catalogue, root: config.root, lang }),
    ...collisions(draft, existing(app, draft)),
  ];
}

/** The edition in force under the code of a draft, if there is one. */
function existing({ catalogue }: App, { kind, code }: Pick<DraftRow, 'kind' | 'code'>): Edition | undefined {
  const known = kind === 'parameter' ? catalogue.parameters : catalogue.specifications;
  return known.has(code) ? catalogue.edition(kind, code) : undefined;
}

/** A draft stands on the edition in force, or under a code that nothing has yet. */
function collisions(
  draft: Pick<DraftRow, 'code' | 'base_hash' | 'kind' | 'body'>,
  current: Edition | undefined,
): Reason[] {
  if (!current) return [];
  const { code, base_hash } = draft;
  if (base_hash !== current.hash) return [{ id: 'draft.outdated', field: 'code', params: { code } }];
  const same = recordHash(finished(draft)) === recordHash(finished({ kind: draft.kind, body: { ...current.body } }));
  return same ? [{ id: 'draft.unchanged', params: { code } }] : [];
}
