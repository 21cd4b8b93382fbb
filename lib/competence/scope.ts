import type { Catalogue, ProductClass } from '../catalogue/index.ts';
import type { Lang } from '../messages/index.ts';
import { t } from '../messages/index.ts';
import type { AuthorisationRow } from './rows.ts';

export const classes: readonly ProductClass[] = ['drug', 'tcm', 'device', 'cosmetic', 'packaging'];

export interface Scope {
  class: string;
  grp: string | null;
  parameter_code: string | null;
}

/** A group of the catalogue with the codes of its parameters. */
export interface Group {
  class: ProductClass;
  group: string;
  codes: string[];
}

/** The groups of the catalogue, by class and then as the catalogue has them. */
export function groupsOf(catalogue: Catalogue): Group[] {
  const found = new Map<string, Group>();
  for (const { class: own, group, code } of catalogue.parameters.values()) {
    const known = found.get(`${own}/${group}`);
    if (known) known.codes.push(code);
    else found.set(`${own}/${group}`, { class: own, group, codes: [code] });
  }
  return [...found.values()].sort((a, b) => classes.indexOf(a.class) - classes.indexOf(b.class));
}

/** `tcm` or `tcm/…`: how a form names a class or a group of it. */
export function areaOf(catalogue: Catalogue, area: string): Scope | undefined {
  const [own = '', ...rest] = area.split('/');
  const grp = rest.length === 0 ? null : rest.join('/');
  const known = groupsOf(catalogue).some((one) => one.class === own && (grp === null || one.group === grp));
  return known ? { class: own, grp, parameter_code: null } : undefined;
}

export function parameterScope(catalogue: Catalogue, code: string): Scope | undefined {
  const parameter = catalogue.parameters.get(code);
  return parameter && { class: parameter.class, grp: null, parameter_code: code };
}

export const classWord = (own: string, lang: Lang): string => t(lang, `class.${own as ProductClass}`);

/** 中药 · 含量测定, 中药 (all), T-CHK-ASH 总灰分. */
export function scopeWords(catalogue: Catalogue, scope: Scope, lang: Lang): string {
  if (scope.parameter_code !== null) {
    const name = catalogue.parameters.get(scope.parameter_code)?.name;
    return name ? `${scope.parameter_code} ${name[lang]}` : scope.parameter_code;
  }
  const own = classWord(scope.class, lang);
  return scope.grp === null ? t(lang, 'competence.wholeClass', { class: own }) : `${own} · ${scope.grp}`;
}

export const sameScope = (a: Scope, b: Scope): boolean =>
  a.class === b.class && a.grp === b.grp && a.parameter_code === b.parameter_code;

/** Whether an authorisation speaks of a parameter of a group at all. */
export const covers = (row: Pick<AuthorisationRow, 'class' | 'grp' | 'parameter_code'>, group: Group, code: string) =>
  row.parameter_code !== null
    ? row.parameter_code === code
    : row.class === group.class && (row.grp === null || row.grp === group.group);
