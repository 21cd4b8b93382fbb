import {
  applies,
  constantsOf,
  type FormDefinition,
  type GridField,
  gridRows,
  type InputField,
  isWeighed,
  mayApply,
  type Readings,
  rowLabel,
  type TestItem,
  unitOf,
  type Words,
} from '../forms/index.ts';

/** A reading as the sheet draws it: its dot path, what stands above it, and how it is typed. */
export interface SheetColumn {
  field: string;
  /** The row of its grid (供试品1), which several columns share; null for a reading by itself. */
  group: Words | null;
  label: Words;
  symbol: string | null;
  unit: string;
  format: 'decimal' | 'date' | 'bench-time' | 'text';
  options: { value: string; label: Words }[] | null;
  /** Chosen from a list of the institute. */
  choices: string | null;
  optional: boolean;
  /** A balance can fill it. */
  mass: boolean;
}

/** One sample as far as its columns depend on it. */
export interface Columned {
  item: TestItem;
  readings: Readings;
}

type Properties = Record<string, InputField | GridField>;
type Place = readonly [path: string, field: InputField | GridField];

/** The fields of a form in the order of its record: its groups, then the common header. */
function placesOf(form: FormDefinition): Place[] {
  const common = form.properties['common'];
  const header: Properties = common?.type === 'object' ? common.properties : {};
  const own = form['x-groups'].flatMap(({ fields }) =>
    fields.flatMap((id): Place[] => {
      const field = form.properties[id];
      return field && field.type !== 'object' ? [[id, field]] : [];
    }),
  );
  return [...own, ...Object.entries(header).map(([id, field]): Place => [`common.${id}`, field])];
}

/** True when the path is one of the shared fields or lies within one. */
export const isShared = (path: string, shared: readonly string[]): boolean =>
  shared.some((one) => path === one || path.startsWith(`${one}.`));

/** The columns for the samples of a run: every reading that at least one of them may need and that is not read once for the whole run. */
export function sampleColumns(
  form: FormDefinition,
  samples: readonly Columned[],
  shared: readonly string[],
): SheetColumn[] {
  return placesOf(form)
    .filter(([path]) => !isShared(path, shared))
    .flatMap((place) => spread(form, place, samples, 0).filter(({ field }) => !isShared(field, shared)));
}

/** The readings of the whole run, by the field that they belong to; a free grid offers one empty row more. */
export function sharedColumns(
  form: FormDefinition,
  samples: readonly Columned[],
  shared: readonly string[],
  typed: Readings,
): { title: Words; columns: SheetColumn[] }[] {
  const asked = samples.length > 0 ? samples.map((sample) => ({ ...sample, readings: typed })) : [];
  return placesOf(form).flatMap((place) => {
    const columns = spread(form, place, asked, 1).filter(({ field }) => isShared(field, shared));
    return columns.length > 0 ? [{ title: place[1]['x-label'], columns }] : [];
  });
}

function spread(
  form: FormDefinition,
  [path, field]: Place,
  samples: readonly Columned[],
  spare: number,
): SheetColumn[] {
  const fields = new Set(Object.keys(form.properties));
  const asked = samples
    .map((sample) => ({ ...sample, constants: constantsOf(form, sample.item) }))
    .filter(({ constants }) => mayApply(field['x-when'], constants, fields));
  const [first] = asked;
  if (!first) return [];
  if (field.type === 'string') return [columnOf(path, field, null, first.item)];
  const isFree = field['x-grid'].min !== undefined;
  const most = Math.max(
    ...asked.map(({ constants, readings }) => {
      const typed = rowsAt(readings, path).length;
      return isFree
        ? Math.max(spare > 0 ? field['x-grid'].rows : (field['x-grid'].min ?? 0), typed + spare, 1)
        : Math.max(gridRows(field, constants).rows, typed);
    }),
  );
  const columns = Object.entries(field.items.properties).filter(([, column]) =>
    asked.some(({ constants }) => mayApply(column['x-when'], constants, fields)),
  );
  return Array.from({ length: most }, (_, index) =>
    columns.map(([id, column]) => columnOf(`${path}.${index}.${id}`, column, rowLabel(field, index), first.item)),
  ).flat();
}

function columnOf(field: string, input: InputField, group: Words | null, item: TestItem): SheetColumn {
  return {
    field,
    group,
    label: input['x-label'],
    symbol: input['x-symbol'] ?? null,
    unit: unitOf(input, item),
    format: input.format ?? 'text',
    options: input['x-options']?.map(({ value, zh, en }) => ({ value, label: { zh, en } })) ?? null,
    choices: input['x-choices'] ?? null,
    optional: input['x-optional'] ?? false,
    mass: isWeighed(input, item),
  };
}

function rowsAt(readings: Readings, path: string): unknown[] {
  const found = path.split('.').reduce<unknown>((branch, key) => childOf(branch, key), readings);
  return Array.isArray(found) ? found : [];
}

function childOf(branch: unknown, key: string): unknown {
  return branch !== null && typeof branch === 'object' && Object.hasOwn(branch, key)
    ? (branch as Record<string, unknown>)[key]
    : undefined;
}

/** Which of the columns a sample does not need with what is typed so far. */
export function unneeded(
  form: FormDefinition,
  { item, readings }: Columned,
  columns: readonly Pick<SheetColumn, 'field'>[],
): string[] {
  const constants = constantsOf(form, item);
  return columns
    .filter(({ field }) => {
      const [id = '', index, column = ''] = field.split('.');
      const place = form.properties[id];
      if (place === undefined || place.type === 'object') return false;
      if (!applies(place['x-when'], constants, readings)) return true;
      if (place.type === 'string') return false;
      const rows = place['x-grid'].min === undefined ? gridRows(place, constants).rows : Number.POSITIVE_INFINITY;
      return Number(index) >= rows || !applies(place.items.properties[column]?.['x-when'], constants, readings);
    })
    .map(({ field }) => field);
}
