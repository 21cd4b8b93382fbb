import * as actions from './actions.ts';
import * as capability from './capability.ts';
import * as clocks from './clocks.ts';
import * as commands from './commands.ts';
import * as common from './common.ts';
import * as comparisons from './comparisons.ts';
import * as competence from './competence.ts';
import * as control from './control.ts';
import * as core from './core.ts';
import * as dashboards from './dashboards.ts';
import * as definitions from './definitions.ts';
import * as disposals from './disposals.ts';
import * as editions from './editions.ts';
import * as environment from './environment.ts';
import * as equipment from './equipment.ts';
import * as forms from './forms.ts';
import * as improvement from './improvement.ts';
import * as instrumentFiles from './instrument-files.ts';
import * as instrumentFormats from './instrument-formats.ts';
import * as internal from './internal.ts';
import * as investigations from './investigations.ts';
import * as kernel from './kernel.ts';
import * as materials from './materials.ts';
import * as methods from './methods.ts';
import * as papers from './papers.ts';
import * as people from './people.ts';
import * as plots from './plots.ts';
import * as proficiency from './proficiency.ts';
import * as provenance from './provenance.ts';
import * as quality from './quality.ts';
import * as reinspection from './reinspection.ts';
import * as reports from './reports.ts';
import * as review from './review.ts';
import * as runQc from './run-qc.ts';
import * as runs from './runs.ts';
import * as samples from './samples.ts';
import * as samplings from './samplings.ts';
import * as sheet from './sheet.ts';
import * as sheets from './sheets.ts';
import * as signals from './signals.ts';
import * as system from './system.ts';
import * as testing from './testing.ts';
import * as tracks from './tracks.ts';
import * as uncertainty from './uncertainty.ts';
import * as uploads from './uploads.ts';
import * as validity from './validity.ts';

const zh = {
  ...actions.zh,
  ...capability.zh,
  ...commands.zh,
  ...common.zh,
  ...comparisons.zh,
  ...competence.zh,
  ...control.zh,
  ...core.zh,
  ...dashboards.zh,
  ...definitions.zh,
  ...disposals.zh,
  ...editions.zh,
  ...equipment.zh,
  ...environment.zh,
  ...forms.zh,
  ...improvement.zh,
  ...kernel.zh,
  ...methods.zh,
  ...materials.zh,
  ...papers.zh,
  ...people.zh,
  ...plots.zh,
  ...proficiency.zh,
  ...quality.zh,
  ...reinspection.zh,
  ...reports.zh,
  ...samples.zh,
  ...samplings.zh,
  ...sheets.zh,
  ...signals.zh,
  ...system.zh,
  ...clocks.zh,
  ...internal.zh,
  ...testing.zh,
  ...tracks.zh,
  ...uncertainty.zh,
  ...uploads.zh,
  ...runs.zh,
  ...review.zh,
  ...sheet.zh,
  ...runQc.zh,
  ...instrumentFiles.zh,
  ...instrumentFormats.zh,
  ...investigations.zh,
  ...provenance.zh,
  ...validity.zh,
};

export type MessageKey = keyof typeof zh;
export type Lang = 'zh' | 'en';

const en: Record<MessageKey, string> = {
  ...actions.en,
  ...capability.en,
  ...commands.en,
  ...common.en,
  ...comparisons.en,
  ...competence.en,
  ...control.en,
  ...core.en,
  ...dashboards.en,
  ...definitions.en,
  ...disposals.en,
  ...editions.en,
  ...equipment.en,
  ...environment.en,
  ...forms.en,
  ...improvement.en,
  ...kernel.en,
  ...methods.en,
  ...materials.en,
  ...papers.en,
  ...people.en,
  ...plots.en,
  ...proficiency.en,
  ...quality.en,
  ...reinspection.en,
  ...reports.en,
  ...samples.en,
  ...samplings.en,
  ...sheets.en,
  ...signals.en,
  ...system.en,
  ...clocks.en,
  ...internal.en,
  ...testing.en,
  ...tracks.en,
  ...uncertainty.en,
  ...uploads.en,
  ...runs.en,
  ...review.en,
  ...sheet.en,
  ...runQc.en,
  ...instrumentFiles.en,
  ...instrumentFormats.en,
  ...investigations.en,
  ...provenance.en,
  ...validity.en,
};

/** The one message catalogue, merged from the areas; the keys are typed. */
export const messages: { zh: Record<MessageKey, string>; en: Record<MessageKey, string> } = { zh, en };

/** A message in a language, with `{name}` replaced by its parameter; an unknown parameter stays visible. */
export function t(lang: Lang, key: MessageKey, params: Record<string, string | number> = {}): string {
  return messages[lang][key].replace(/\{(\w+)\}/g, (hole, name: string) =>
    name in params ? String(params[name]) : hole,
  );
}

/** For keys that are put together at run time (`state.${state}`): the message, or the key itself when there is none. */
export function lookUp(lang: Lang, key: string, params: Record<string, string | number> = {}): string {
  return key in messages.zh ? t(lang, key as MessageKey, params) : key;
}

interface Told {
  id: string;
  field?: string;
  params?: Record<string, string | number>;
}

/** A reason in the reader's language: names the field by its label where the catalogue has one. */
export function reasonText(lang: Lang, reason: Told): string {
  const label = reason.params?.label ?? (reason.field === undefined ? undefined : fieldLabel(lang, reason.field));
  const params = reason.id.startsWith('machine.')
    ? spoken(lang, reason.params ?? {})
    : withQuantity(lang, reason.params ?? {});
  return lookUp(lang, `refusal.${reason.id}`, { ...params, ...(label !== undefined && { field: label }) });
}

/** temperature → 温度: registers know quantities by a name, people read their words; what has no word stays as it is written. */
function withQuantity(lang: Lang, params: Record<string, string | number>): Record<string, string | number> {
  const key = `quantity.${params.quantity ?? ''}`;
  return key in messages.zh ? { ...params, quantity: lookUp(lang, key) } : params;
}

/** The machines speak in names of states, moves and permissions; people read their words. */
function spoken(lang: Lang, params: Record<string, string | number>): Record<string, string> {
  const word = (area: string, name: string) =>
    `${area}.${name}` in messages.zh ? lookUp(lang, `${area}.${name}`) : name;
  const words = (area: string, names: string | number) =>
    String(names)
      .split(', ')
      .map((name) => word(area, name))
      .join('、');
  const { state = '', from = '', move = '', needs = '', machine = '' } = params;
  return {
    state: words('state', state),
    from: words('state', from),
    move: `move.${machine}.${move}` in messages.zh ? lookUp(lang, `move.${machine}.${move}`) : String(move),
    needs: words('permission', needs),
  };
}

/** `portions.0.qty` → the label of `field.qty`, with the row number where there is one. */
function fieldLabel(lang: Lang, path: string): string {
  const keys = path.split('.');
  const row = keys.find((key) => /^\d+$/.test(key));
  const name = keys.filter((key) => !/^\d+$/.test(key)).at(-1) ?? path;
  const label = `field.${name}` in messages.zh ? lookUp(lang, `field.${name}`) : name;
  return row === undefined ? label : `${label} ${Number(row) + 1}`;
}
