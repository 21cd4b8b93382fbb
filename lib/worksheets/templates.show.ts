import { refuse } from '../core/refusal.ts';
import type { Words } from '../forms/index.ts';
import { decode } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { namesOf } from '../testing/index.ts';
import type { TemplateRecord } from './rows.ts';
import { defaultTemplate, type FieldChoice, judgeable, type Pattern, shareable } from './templates.default.ts';
import { templateOf } from './templates.ts';

export interface TemplateLine
  extends Pick<TemplateRecord, 'id' | 'title' | 'form_code' | 'parameter_code' | 'state' | 'created_at'> {
  formTitle: Words | null;
  parameter: Words | null;
  author: string;
  rows: number;
  rules: number;
}

export interface Templates {
  retired: boolean;
  lines: TemplateLine[];
  /** Forms for which there is no template, so that the default holds. */
  forms: { code: string; title: Words }[];
}

export async function listTemplates(
  { app, db }: Query,
  { retired = false }: { retired?: boolean },
): Promise<Templates> {
  const found: object[] = await db('run_templates')
    .where({ state: retired ? 'retired' : 'active' })
    .orderBy('id', 'desc')
    .limit(500);
  const rows = found.map((row) => decode<TemplateRecord>('run_templates', row));
  const names = await namesOf(
    db,
    rows.map(({ created_by }) => created_by),
  );
  return {
    retired,
    lines: rows.map((row) => ({
      ...{ id: row.id, title: row.title, form_code: row.form_code, parameter_code: row.parameter_code },
      ...{ state: row.state, created_at: row.created_at, author: names[row.created_by] ?? '' },
      formTitle: app.catalogue.forms.get(row.form_code)?.['x-title'] ?? null,
      parameter: row.parameter_code === null ? null : (app.catalogue.parameters.get(row.parameter_code)?.name ?? null),
      ...{ rows: row.rows.length, rules: row.rules.length },
    })),
    forms: [...app.catalogue.forms.values()]
      .map((form) => ({ code: form.$id, title: form['x-title'] }))
      .sort((a, b) => (a.code < b.code ? -1 : 1)),
  };
}

export interface TemplateSheet {
  /** Null for one that is being made. */
  id: string | null;
  version: number;
  state: TemplateRecord['state'];
  formCode: string;
  formTitle: Words;
  parameterCode: string | null;
  parameters: { code: string; name: Words }[];
  pattern: Pattern;
  shareable: FieldChoice[];
  judgeable: FieldChoice[];
}

/** A template as it stands, or the default of a form to begin with. @throws Refusal `record.missing`, `template.form` */
export async function showTemplate(
  { app, db }: Pick<Query, 'app' | 'db'>,
  { id, formCode }: { id?: string; formCode?: string },
): Promise<TemplateSheet> {
  const template = id === undefined ? undefined : await templateOf(db, id);
  const code = template?.form_code ?? formCode ?? [...app.catalogue.forms.keys()].sort()[0] ?? '';
  const form = app.catalogue.forms.get(code);
  if (!form) return refuse('template.form', { form: code }, undefined, 'missing');
  return {
    ...{ id: template?.id ?? null, version: template?.version ?? 0, state: template?.state ?? 'active' },
    ...{ formCode: code, formTitle: form['x-title'], parameterCode: template?.parameter_code ?? null },
    parameters: [...app.catalogue.parameters.values()]
      .filter((parameter) => parameter.form === code)
      .map((parameter) => ({ code: parameter.code, name: parameter.name })),
    pattern: template ?? { ...defaultTemplate(app, code), title: form['x-title'].zh },
    ...{ shareable: shareable(form), judgeable: judgeable(form) },
  };
}
