import { dec } from '../core/decimal.ts';
import type { Condition, Constant, FormDefinition, Readings, Row, TestItem, Words } from './types.ts';

/** The constants in force: the defaults of the form, then those of the item. */
export function constantsOf(form: FormDefinition, item: Pick<TestItem, 'constants'>): Record<string, string> {
  const defaults = (form['x-constants'] ?? []).flatMap(({ id, default: value }) =>
    value === undefined ? [] : [[id, value] as const],
  );
  return { ...Object.fromEntries(defaults), ...item.constants };
}

/** A constant as read: the words of its option, a number as it stands. */
export function optionWords(constant: Pick<Constant, 'options'> | undefined, value: string): Words {
  const option = constant?.options?.find((one) => one.value === value);
  return option ? { zh: option.zh, en: option.en } : { zh: value, en: value };
}

/** Whether a field, calculation or gate applies: `L`, `!L`, `detected=yes`, `n!=1`, or a list of which all must hold. */
export function applies(when: Condition | undefined, constants: Record<string, string>, readings: Readings): boolean {
  if (when === undefined) return true;
  const value = (id: string): string => {
    const reading = readings[id];
    return constants[id] ?? (typeof reading === 'string' ? reading.trim() : '');
  };
  return [when].flat().every((one) => {
    const [, id = '', sign = '', wanted = ''] = /^(\w+)(!?=)(.*)$/.exec(one) ?? [];
    if (sign !== '') return (value(id) === wanted) === (sign === '=');
    const name = one.replace(/^!/, '');
    const rows = readings[name];
    // A grid counts as given as soon as one of its cells is filled.
    const isGiven = given(value(name)) || (Array.isArray(rows) && filled(rows));
    return one.startsWith('!') ? !isGiven : isGiven;
  });
}

/** The names that a condition reads. */
export function conditionNames(when: Condition | undefined): string[] {
  return when === undefined ? [] : [when].flat().map((one) => one.replace(/^!/, '').replace(/!?=.*$/, ''));
}

function filled(rows: Row[]): boolean {
  return rows.some((row) => Object.values(row).some((cell) => cell.trim() !== ''));
}

function given(text: string): boolean {
  return text !== '' && !(/^[+-]?[\d.]+$/.test(text) && /\d/.test(text) && dec(text).isZero());
}

/** Whether a field is drawn at all: conditions on other readings may still come true while the analyst types, those on constants cannot. */
export function mayApply(
  when: Condition | undefined,
  constants: Record<string, string>,
  fields: ReadonlySet<string>,
): boolean {
  return applies(
    [when ?? []].flat().filter((one) => conditionNames(one).every((name) => !fields.has(name))),
    constants,
    {},
  );
}
