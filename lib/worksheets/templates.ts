import type { Knex } from 'knex';
import { dec, normalise } from '../core/decimal.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import { decode, find } from '../kernel/tables.ts';
import type { Act, App } from '../kernel/types.ts';
import { type QcKind, type RunRule, rowKinds, type TemplateRecord, type TemplateRow } from './rows.ts';
import { defaultTemplate, judgeable, type Pattern, rowWord, shareable } from './templates.default.ts';

export const qcKinds: readonly QcKind[] = rowKinds.filter((kind) => kind !== 'sample');
export const ruleNames = ['max', 'range', 'difference', 'recovery', 'deviation', 'correlation'] as const;
export const places = ['start', 'end', 'every'] as const;

/** The rules that have two bounds; `correlation` has the lower one, the others the upper one. */
const twoSided: readonly RunRule['rule'][] = ['range', 'recovery'];
const MOST_STANDING = 60;

/** A template as its page sends it; lines without a kind are blank ones. */
export interface TemplateInput {
  templateTitle: string;
  formCode: string;
  parameterCode?: string;
  sharedFields?: string[];
  rows?: {
    qcKind?: QcKind;
    rowLabel?: string;
    rowLevel?: string;
    rowLot?: string;
    rowPlace?: (typeof places)[number];
    everySamples?: number;
  }[];
  rules?: {
    qcKind?: QcKind;
    ruleField?: string;
    ruleName?: RunRule['rule'];
    ruleLow?: string;
    ruleHigh?: string;
    ruleMost?: string;
    deviationOf?: 'mean' | 'sum';
  }[];
}

/** @throws Refusal `record.missing` */
export async function templateOf(db: Knex, id: string): Promise<TemplateRecord> {
  const found = await find<TemplateRecord>(db, 'run_templates', { id });
  return found ?? refuse('record.missing', { what: id }, undefined, 'missing');
}

/** The active templates of a form, those of the parameter first, the newest of each first. */
export async function templatesFor(db: Knex, formCode: string, parameter?: string): Promise<TemplateRecord[]> {
  const query = db('run_templates').where({ form_code: formCode, state: 'active' }).orderBy('id', 'desc').limit(50);
  const rows: object[] = await (parameter === undefined
    ? query
    : query.where((own) => own.whereNull('parameter_code').orWhere({ parameter_code: parameter })));
  return rows
    .map((row) => decode<TemplateRecord>('run_templates', row))
    .sort((a, b) => Number(a.parameter_code === null) - Number(b.parameter_code === null));
}

/** What a run of these tests starts from: the template chosen, else the newest that fits, else the default of the form. */
export async function patternFor(
  { app, db }: { app: App; db: Knex },
  asked: { formCode: string; parameter?: string | undefined; template?: string | undefined },
): Promise<{ id: string | null; pattern: Pattern }> {
  const own = { id: null, pattern: defaultTemplate(app, asked.formCode) };
  if (asked.template === 'default') return own;
  const known = await templatesFor(db, asked.formCode, asked.parameter);
  // A run of several parameters takes no template of one of them unless it is chosen.
  const fits = known.filter(({ parameter_code }) => parameter_code === null || parameter_code === asked.parameter);
  const found = asked.template === undefined ? fits[0] : known.find(({ id }) => id === asked.template);
  if (asked.template !== undefined && !found) refuse('run.template', {}, 'runTemplate');
  return found ? { id: found.id, pattern: found } : own;
}

/** @throws Refusal `template.form`, `template.parameter`, `template.shared`, `template.place`, `template.field`, `template.bound`, `template.order`, `template.many` */
export async function createTemplate(act: Act, input: TemplateInput): Promise<TemplateRecord> {
  return act.insert<TemplateRecord>('run_templates', {
    ...checked(act.app, input),
    state: 'active',
    created_by: act.user.id,
  });
}

/** A change is a new template; the one before is retired, and runs keep what they were composed with. @throws Refusal as `createTemplate`, `template.retired`, `record.stale` */
export async function changeTemplate(
  act: Act,
  { id, version, ...input }: TemplateInput & { id: string; version: number },
): Promise<TemplateRecord> {
  await retireTemplate(act, { id, version });
  return createTemplate(act, input);
}

/** @throws Refusal `template.retired`, `record.stale` */
export async function retireTemplate(
  act: Act,
  { id, version, reason }: { id: string; version: number; reason?: string },
): Promise<TemplateRecord> {
  const template = await templateOf(act.db, id);
  if (template.version !== version)
    throw new Refusal([{ id: 'record.stale' }], 'stale', { version: template.version, state: template.state });
  if (template.state === 'retired') refuse('template.retired', { title: template.title }, undefined, 'conflict');
  return act.update<TemplateRecord>('run_templates', template, { state: 'retired' }, { reason });
}

type New = Pick<TemplateRecord, 'title' | 'form_code' | 'parameter_code' | 'rows' | 'shared_fields' | 'rules'>;

function checked(app: App, input: TemplateInput): New {
  const form = app.catalogue.forms.get(input.formCode);
  if (!form) return refuse('template.form', { form: input.formCode }, 'formCode');
  const { parameterCode, sharedFields = [] } = input;
  const reasons: Reason[] = [];
  if (parameterCode !== undefined && app.catalogue.parameters.get(parameterCode)?.form !== input.formCode)
    reasons.push({ id: 'template.parameter', field: 'parameterCode', params: { code: parameterCode } });
  const known = new Set(shareable(form).map(({ path }) => path));
  for (const path of sharedFields.filter((one) => !known.has(one)))
    reasons.push({ id: 'template.shared', field: 'sharedFields', params: { path } });
  const rows = rowsOf(input, reasons);
  const fields = new Set(['found', ...judgeable(form).map(({ path }) => path)]);
  const rules = rulesOf(input, fields, reasons);
  if (rows.filter(({ every }) => every === undefined).length > MOST_STANDING)
    reasons.push({ id: 'template.many', field: 'rows', params: { most: MOST_STANDING } });
  refuseAll(reasons);
  return {
    title: input.templateTitle,
    form_code: input.formCode,
    parameter_code: parameterCode ?? null,
    rows,
    shared_fields: [...new Set(sharedFields)],
    rules,
  };
}

const rowsOf = (input: TemplateInput, reasons: Reason[]): TemplateRow[] =>
  (input.rows ?? []).flatMap(({ qcKind, rowLabel, rowLevel, rowLot, rowPlace, everySamples }, i): TemplateRow[] => {
    if (qcKind === undefined) return [];
    if (rowPlace === undefined || (rowPlace === 'every' && !everySamples))
      reasons.push({ id: 'template.place', field: `rows.${i}.rowPlace` });
    return [
      {
        kind: qcKind,
        label: rowLabel?.trim() || rowWord(qcKind, rowLevel),
        ...(rowLevel !== undefined && { level: rowLevel }),
        ...(rowLot !== undefined && { lot: rowLot }),
        ...(rowPlace === 'every' && everySamples !== undefined && { every: everySamples }),
        ...((rowPlace === 'start' || rowPlace === 'end') && { at: rowPlace }),
      },
    ];
  });

const rulesOf = (input: TemplateInput, fields: ReadonlySet<string>, reasons: Reason[]): RunRule[] =>
  (input.rules ?? []).flatMap((line, i): RunRule[] => {
    const { qcKind, ruleField = 'found', ruleName } = line;
    if (qcKind === undefined || ruleName === undefined) return [];
    const at = (name: string): string => `rules.${i}.${name}`;
    if (!fields.has(ruleField))
      reasons.push({ id: 'template.field', field: at('ruleField'), params: { path: ruleField } });
    const [low, high, max] = [
      bound(line.ruleLow, at('ruleLow')),
      bound(line.ruleHigh, at('ruleHigh')),
      bound(line.ruleMost, at('ruleMost')),
    ];
    if (twoSided.includes(ruleName)) {
      if (low === undefined || high === undefined) reasons.push({ id: 'template.bound', field: at('ruleLow') });
      else if (dec(low).greaterThan(dec(high))) reasons.push({ id: 'template.order', field: at('ruleHigh') });
      return [{ kind: qcKind, field: ruleField, rule: ruleName, ...(low && { low }), ...(high && { high }) }];
    }
    const own = ruleName === 'correlation' ? { low } : { max };
    const [[name, value] = ['', undefined]] = Object.entries(own);
    if (value === undefined) reasons.push({ id: 'template.bound', field: at(name === 'low' ? 'ruleLow' : 'ruleMost') });
    return [
      {
        ...{ kind: qcKind, field: ruleField, rule: ruleName },
        ...(value !== undefined && { [name]: value }),
        ...(ruleName === 'deviation' && { of: line.deviationOf ?? 'mean' }),
      },
    ];
  });

/** A bound as plain decimal text. @throws Refusal `number.*` at its field */
const bound = (typed: string | undefined, field: string): string | undefined =>
  typed === undefined ? undefined : normalise(typed, {}, field).decimal;
