import { termUnits } from '../core/clock.ts';
import { refuse } from '../core/refusal.ts';
import { page, post } from '../kernel/routes.ts';
import { type ClockRule, pauseKinds } from '../kernel/rules.ts';
import { date, id, integer, list, long, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { decode, list as rowsOf } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import type { RuleRow } from './rows.ts';
import { type Decision, decide, type Proposal, propose } from './rules.ts';
import { RulesView, RuleView } from './rules.view.tsx';

const confidences = ['V', 'M1', 'M2', 'M3'];

/** A row of the master table as its page shows it. */
export interface ShownRule {
  id: string;
  title: ClockRule['title'];
  productClasses: string[];
  event: string;
  until: string;
  amount: number;
  unit: ClockRule['unit'];
  ownerRole: string;
  basis: string;
  confidence: string;
  validFrom: string;
  validTo: string | null;
  pauses: string[];
  extension: { amount: number; approval: string } | null;
  own: boolean;
}

/** A proposal or decision about a rule. */
export interface ShownChange {
  id: string;
  version: number;
  state: RuleRow['state'];
  amount: number;
  unit: ClockRule['unit'];
  basis: string;
  validFrom: string;
  reason: string;
  proposedBy: string;
  proposedAt: string;
  decidedBy: string | null;
  decidedAt: string | null;
  decision: string | null;
  rule: string;
  mine: boolean;
}

const words = object({ zh: text(), en: text() }, ['zh', 'en']);
const ruleFields = {
  id: text(40),
  title: words,
  productClasses: list(text(20)),
  event: text(60),
  until: text(60),
  amount: integer,
  unit: oneOf(...termUnits),
  ownerRole: text(40),
  basis: text(500),
  confidence: oneOf(...confidences),
  validFrom: date,
  validTo: nullable(date),
  pauses: list(text(20)),
  extension: { anyOf: [object({ amount: integer, approval: text() }, ['amount', 'approval']), { type: 'null' }] },
  own: { type: 'boolean' },
};
const changeFields = {
  id,
  version: integer,
  state: oneOf('proposed', 'confirmed', 'declined'),
  amount: integer,
  unit: oneOf(...termUnits),
  basis: text(500),
  validFrom: date,
  reason: long,
  proposedBy: text(),
  proposedAt: text(),
  decidedBy: nullable(text()),
  decidedAt: nullable(text()),
  decision: nullable(long),
  rule: text(40),
  mine: { type: 'boolean' },
};
const rule = object(ruleFields, Object.keys(ruleFields));
const change = object(changeFields, Object.keys(changeFields));

const shownRule = (one: ClockRule, own: boolean): ShownRule => ({
  id: one.id,
  title: one.title,
  productClasses: one.productClasses,
  event: one.event,
  until: one.until,
  amount: one.amount,
  unit: one.unit,
  ownerRole: one.ownerRole,
  basis: one.basis,
  confidence: one.confidence,
  validFrom: one.validFrom,
  validTo: one.validTo,
  pauses: one.pauses ?? [],
  extension: one.extension ?? null,
  own,
});

/** The rule with each id that holds today, or the next one to. */
function currentRules({ app, today }: Query, confirmed: ReadonlySet<string>): ShownRule[] {
  const all = app.rules.all();
  const ids = [...new Set(all.map((one) => one.id))];
  return ids.flatMap((ruleId) => {
    const own = all.filter((one) => one.id === ruleId);
    const now = own.find(({ validFrom, validTo }) => validFrom <= today && (validTo === null || today <= validTo));
    const shown = now ?? own[0];
    return shown ? [shownRule(shown, confirmed.has(`${shown.id} ${shown.validFrom}`))] : [];
  });
}

async function changesOf(query: Query, where: object): Promise<ShownChange[]> {
  const rows = (await query.db('clock_rules').where(where).orderBy('id', 'desc').limit(200)) as object[];
  const changes = rows.map((row) => decode<RuleRow>('clock_rules', row));
  const people: { id: string; name: string }[] = await query
    .db('users')
    .whereIn('id', [...new Set(changes.flatMap((row) => [row.proposed_by, row.decided_by ?? '']))])
    .select('id', 'name');
  const names = new Map(people.map((person) => [person.id, person.name]));
  return changes.map((row) => ({
    id: row.id,
    version: row.version,
    state: row.state,
    amount: row.body.amount,
    unit: row.body.unit,
    basis: row.body.basis,
    validFrom: row.body.validFrom,
    reason: row.reason,
    proposedBy: names.get(row.proposed_by) ?? '',
    proposedAt: row.proposed_at,
    decidedBy: row.decided_by === null ? null : (names.get(row.decided_by) ?? ''),
    decidedAt: row.decided_at,
    decision: row.decision,
    rule: row.rule,
    mine: row.proposed_by === query.user.id,
  }));
}

const confirmedKeys = async (query: Query): Promise<Set<string>> =>
  new Set(
    (await rowsOf<RuleRow>(query.db, 'clock_rules', { state: 'confirmed' }, 'id')).map(
      ({ body }) => `${body.id} ${body.validFrom}`,
    ),
  );

/** 时限规则: the whole master table, with its basis and how sure each row is. */
export const rulesPage = page<object, { rules: ShownRule[]; waiting: ShownChange[] }>({
  name: 'clock-rule.list',
  path: '/clocks/rules',
  needs: 'clock.read',
  input: object({}),
  answer: object({ rules: list(rule, 500), waiting: list(change, 200) }, ['rules', 'waiting']),
  load: async (query) => ({
    rules: currentRules(query, await confirmedKeys(query)),
    waiting: await changesOf(query, { state: 'proposed' }),
  }),
  title: (_data, ui) => ui.t('clock.rules'),
  view: (data, ui) => <RulesView data={data} ui={ui} />,
});

export interface RuleSheet {
  rule: ShownRule;
  changes: ShownChange[];
  mayPropose: boolean;
}

export const rulePage = page<{ ruleId: string }, RuleSheet>({
  name: 'clock-rule.show',
  path: '/clocks/rules/:ruleId',
  needs: 'clock.read',
  input: object({ ruleId: text(40) }, ['ruleId']),
  answer: object({ rule, changes: list(change, 200), mayPropose: { type: 'boolean' } }, [
    'rule',
    'changes',
    'mayPropose',
  ]),
  load: async (query, { ruleId }) => {
    const shown = currentRules(query, await confirmedKeys(query)).find((one) => one.id === ruleId);
    if (!shown) return refuse('clock.rule-missing', { rule: ruleId }, undefined, 'missing');
    const changes = await changesOf(query, { rule: ruleId });
    return { rule: shown, changes, mayPropose: !changes.some(({ state }) => state === 'proposed') };
  },
  title: (data, ui) => data.rule.title[ui.lang],
  view: (data, ui) => <RuleView data={data} ui={ui} />,
});

const answered = object({ id, rule: text(40), state: text(20) }, ['id', 'rule', 'state']);
const shownAnswer = (row: RuleRow) => ({ id: row.id, rule: row.rule, state: row.state });

export const proposePost = post<Proposal, { id: string; rule: string; state: string }>({
  name: 'clock-rule.propose',
  path: '/clocks/rules/:ruleId',
  needs: 'clock.confirm',
  creates: true,
  input: object(
    {
      ruleId: text(40),
      termAmount: { type: 'integer', minimum: 1, maximum: 2000 },
      unit: oneOf(...termUnits),
      basis: { type: 'string', minLength: 4, maxLength: 500 },
      confidence: oneOf(...confidences),
      termFrom: date,
      pauseKinds: list(oneOf(...pauseKinds), pauseKinds.length),
      extensionAmount: { type: 'integer', minimum: 1, maximum: 2000 },
      extensionApproval: text(100),
      reason: { ...long, minLength: 4 },
    },
    ['ruleId', 'termAmount', 'unit', 'basis', 'confidence', 'termFrom', 'reason'],
  ),
  answer: answered,
  run: async (act, input) => shownAnswer(await propose(act, input)),
  then: (row) => `/clocks/rules/${row.rule}`,
  on: rulePage,
});

export const decidePost = post<Decision, { id: string; rule: string; state: string }>({
  name: 'clock-rule.decide',
  path: '/clocks/rules/decisions/:id',
  needs: 'clock.confirm',
  versioned: true,
  input: object({ id, version: integer, ruleMove: oneOf('confirm', 'decline'), ruleNote: long }, [
    'id',
    'version',
    'ruleMove',
  ]),
  answer: answered,
  run: async (act, input) => shownAnswer(await decide(act, input)),
  then: (row) => `/clocks/rules/${row.rule}`,
  on: rulesPage,
});
