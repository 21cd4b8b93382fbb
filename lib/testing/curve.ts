import {
  applies,
  constantsOf,
  type FormDefinition,
  type GridField,
  type InputField,
  type Readings,
  type RecordOutcome,
  rowLabel,
  type TestItem,
  unitOf,
} from '../forms/index.ts';
import type { Lang } from '../messages/index.ts';
import { t } from '../messages/index.ts';
import type { CalibrationData } from '../plots/index.ts';

/** What a record with a calibration is drawn from. */
export interface CurveRecord {
  form: FormDefinition;
  item: TestItem;
  readings: Readings;
  outcome: Pick<RecordOutcome, 'steps' | 'problems'>;
}

const SLOPE = /^(slope|slopew|slope0)\((\w+), *(\w+)/;

/**
 * The line of the standards as the record calculates it (least squares, weighted or through zero), its standards, what was read off it and
 * where it ends. Undefined for a form without one, or while its slope cannot be calculated.
 */
export function curveOf(record: CurveRecord, lang: Lang): CalibrationData | undefined {
  const { form, item } = record;
  const constants = constantsOf(form, item);
  const calcs = (form['x-calc'] ?? []).filter(({ when }) => applies(when, constants, record.readings));
  const slope = calcs.find(({ id, expr }) => SLOPE.test(expr) && stepOf(record, id) !== undefined);
  const [, kind = '', x = '', y = ''] = SLOPE.exec(slope?.expr ?? '') ?? [];
  const grid = gridOf(form, calcs, x);
  if (!slope || grid === undefined) return undefined;
  const named = (start: string) =>
    calcs.find(({ expr }) => expr.startsWith(`${start}(${x},`) || expr.startsWith(`${start}w(${x},`));
  const cut = kind === 'slope0' ? undefined : named('intercept');
  const intercept = cut ? (stepOf(record, cut.id)?.exact ?? '0') : '0';
  const r = named('r');
  const points = rowsOf(record, grid).flatMap((index) => {
    const [at, response] = [valueOf(record, grid, index, x), valueOf(record, grid, index, y)];
    return at === undefined || response === undefined
      ? []
      : [{ x: at, y: response, hint: nameOf(form, grid, index, lang) }];
  });
  const b = stepOf(record, slope.id);
  const [axisX, axisY] = [axisOf(record, calcs, x, lang), axisOf(record, calcs, y, lang)];
  const a = cut && stepOf(record, cut.id)?.shown;
  const sum = a === undefined ? '' : a.startsWith('-') ? ` − ${a.slice(1)}` : ` + ${a}`;
  const shownR = r && stepOf(record, r.id)?.shown;
  const equation = [
    `y = ${b?.shown ?? ''}x${sum}`,
    ...(shownR === undefined ? [] : [`r = ${shownR}`]),
    ...(kind === 'slope' ? [] : [t(lang, kind === 'slope0' ? 'curve.zero' : 'curve.weighted')]),
  ].join('　');
  return {
    title: t(lang, 'curve.title'),
    ...{ axisX, axisY, points },
    line: { intercept, slope: b?.exact ?? '0', equation },
    ...samplesOf(record, lang),
  };
}

/** The samples as the form reads them off the line, and the ends of the line. */
function samplesOf(record: CurveRecord, lang: Lang): Pick<CalibrationData, 'samples' | 'range'> {
  const { form, outcome } = record;
  const { range } = form['x-result'];
  if (!range) return {};
  const off = new Set(outcome.problems.flatMap(({ id, field }) => (id === 'record.range' && field ? [field] : [])));
  const samples = rowsOf(record, range.grid).flatMap((index) => {
    const at = valueOf(record, range.grid, index, range.value);
    const response = valueOf(record, range.grid, index, range.field);
    const beyond = off.has(`${range.grid}.${index}.${range.field}`);
    return at === undefined || response === undefined
      ? []
      : [{ name: nameOf(form, range.grid, index, lang), x: at, y: response, beyond }];
  });
  const end = (id: string) => stepOf(record, id)?.exact;
  const [low, high] = [end(range.low), end(range.high)];
  return { samples, range: { ...(low !== undefined && { low }), ...(high !== undefined && { high }) } };
}

const stepOf = ({ outcome }: CurveRecord, id: string, row?: number) =>
  outcome.steps.find((step) => step.id === id && step.row === row);

/** The grid in which a column is typed, or for whose rows it is calculated. */
function gridOf(
  form: FormDefinition,
  calcs: readonly { id: string; each?: string }[],
  column: string,
): string | undefined {
  const typed = Object.entries(form.properties).find(
    ([, field]) => field.type === 'array' && field.items.properties[column] !== undefined,
  );
  return typed?.[0] ?? calcs.find(({ id }) => id === column)?.each;
}

function rowsOf({ readings }: CurveRecord, grid: string): number[] {
  const rows = readings[grid];
  return Array.isArray(rows) ? rows.map((_row, index) => index) : [];
}

/** A cell as decimal text: calculated for the row, or typed. */
function valueOf(record: CurveRecord, grid: string, index: number, column: string): string | undefined {
  const step = stepOf(record, column, index);
  if (step) return step.exact;
  const rows = record.readings[grid];
  const typed = (Array.isArray(rows) ? (rows[index]?.[column] ?? '') : '').normalize('NFKC').trim();
  return /^-?\d+(\.\d+)?$/.test(typed) ? typed : undefined;
}

const nameOf = (form: FormDefinition, grid: string, index: number, lang: Lang): string => {
  const field: InputField | GridField | FormDefinition['properties'][string] | undefined = form.properties[grid];
  return field?.type === 'array' ? rowLabel(field, index)[lang] : String(index + 1);
};

function axisOf(
  { form, item }: CurveRecord,
  calcs: readonly { id: string; label: { zh: string; en: string }; unit?: string }[],
  column: string,
  lang: Lang,
): string {
  const cell = Object.values(form.properties)
    .flatMap((field) => (field.type === 'array' ? [field.items.properties[column]] : []))
    .find((one) => one !== undefined);
  const calc = calcs.find(({ id }) => id === column);
  const name = cell?.['x-label'][lang] ?? calc?.label[lang] ?? column;
  const unit = cell ? unitOf(cell, item) : calc?.unit;
  return unit ? `${name} / ${unit}` : name;
}
