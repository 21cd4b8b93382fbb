import { type FormDefinition, type GridField, type InputField, rowLabel } from '../forms/index.ts';

type Field = FormDefinition['properties'][string] | InputField | GridField;

/** The printed name of a reading by its dot path: `samples.0.m` is 供试品1 取样量; a path that the form does not know stays as it is. */
export function fieldName(form: FormDefinition, path: string, lang: 'zh' | 'en'): string {
  const words: string[] = [];
  let properties: Record<string, Field> = form.properties;
  let grid: GridField | undefined;
  for (const key of path.split('.')) {
    if (/^\d+$/.test(key)) {
      if (grid && isOneOfSeveral(form, grid)) words.push(grid['x-label'][lang]);
      if (grid) words.push(rowLabel(grid, Number(key))[lang]);
      continue;
    }
    const field = properties[key];
    if (!field) return path;
    grid = field.type === 'array' ? field : undefined;
    if (field.type === 'string') words.push(field['x-label'][lang]);
    properties = field.type === 'object' ? field.properties : field.type === 'array' ? field.items.properties : {};
  }
  return words.join(' ') || path;
}

/** Whether another grid of the form calls its rows and columns alike: 第1针 峰面积 of two reference solutions. */
const isOneOfSeveral = (form: FormDefinition, grid: GridField): boolean =>
  Object.values(form.properties).filter((other) => other.type === 'array' && firstName(other) === firstName(grid))
    .length > 1;

const firstName = (grid: GridField): string =>
  [rowLabel(grid, 0), ...Object.values(grid.items.properties).map((column) => column['x-label'])]
    .map(({ zh }) => zh)
    .join();
