import type { FormDefinition, GridField, InputField, Words } from '../forms/index.ts';
import type { App } from '../kernel/types.ts';
import { lookUp } from '../messages/index.ts';
import { dataFile } from '../samplings/index.ts';
import type { QcKind, RunRule, TemplateRecord, TemplateRow } from './rows.ts';

/** A template as a run takes it over. */
export type Pattern = Pick<TemplateRecord, 'title' | 'rows' | 'shared_fields' | 'rules'>;

interface Practice {
  most: { samples: number };
  /** Fields of the common head that hold for a whole run. */
  shared: string[];
  families: {
    rows: (Omit<TemplateRow, 'label'> & { kind: QcKind })[];
    rules: RunRule[];
    /** Form → fields of its own that hold for a whole run. */
    forms: Record<string, string[]>;
  }[];
}

/** What runs start from where the institute agreed on nothing: lib/rules/runs.json. */
export const runPractice = ({ config }: Pick<App, 'config'>): Practice =>
  dataFile<Practice>(config.root, 'lib/rules/runs.json');

/** The printed label of a row of quality control: 空白, 标准3. */
export const rowWord = (kind: QcKind, level?: string): string => `${lookUp('zh', `run.kind.${kind}`)}${level ?? ''}`;

/** The template of a form for which the institute has none: the common head is shared, with what its method does once for all. */
export function defaultTemplate(app: Pick<App, 'config'>, formCode: string): Pattern {
  const { shared, families } = runPractice(app);
  const family = families.find(({ forms }) => forms[formCode] !== undefined);
  return {
    title: lookUp('zh', 'run.defaultTemplate'),
    rows: (family?.rows ?? []).map((row) => ({ ...row, label: rowWord(row.kind, row.level) })),
    shared_fields: [...shared, ...(family?.forms[formCode] ?? [])],
    rules: family?.rules ?? [],
  };
}

export interface FieldChoice {
  path: string;
  label: Words;
}

/** Fields of a form that a run can have in common: those of the head but the portion, and its own single fields and grids. */
export function shareable(form: FormDefinition): FieldChoice[] {
  return Object.entries(form.properties).flatMap(([name, field]): FieldChoice[] => {
    if (field.type !== 'object') return [{ path: name, label: field['x-label'] }];
    return Object.entries(field.properties)
      .filter(([own]) => !OWN.includes(own))
      .map(([own, one]) => ({ path: `${name}.${own}`, label: one['x-label'] }));
  });
}

/** What belongs to each sample of a run, never to the run. */
const OWN = ['portion', 'used', 'note'];

/** The figures of a form that a rule of quality control may look at: numbers typed once, and columns of its grids. */
export function judgeable(form: FormDefinition): FieldChoice[] {
  return Object.entries(form.properties).flatMap(([name, field]): FieldChoice[] => {
    if (field.type === 'object') return [];
    if (field.type === 'string') return isNumber(field) ? [{ path: name, label: field['x-label'] }] : [];
    return columnsOf(field);
  });
}

const isNumber = (field: InputField): boolean => field.format === 'decimal';

const columnsOf = (grid: GridField): FieldChoice[] =>
  Object.entries(grid.items.properties)
    .filter(([, field]) => isNumber(field))
    .map(([path, field]) => ({
      path,
      label: {
        zh: `${grid['x-label'].zh} ${field['x-label'].zh}`,
        en: `${grid['x-label'].en}: ${field['x-label'].en}`,
      },
    }));
