import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Answers,
  type Catalogue,
  firstAnswers,
  itemsFor,
  type Specification,
  testItem,
} from '../catalogue/index.ts';
import { refuse } from '../core/refusal.ts';
import { evaluateRecord, type FormDefinition, type Readings, type TestItem, validateReadings } from '../forms/index.ts';
import type { Role } from '../kernel/types.ts';
import type { Institute, OrganisationKind, OrganisationLevel } from '../people/index.ts';

export type ProductClass = 'drug' | 'tcm' | 'device' | 'cosmetic';

/** What the demo institute is called, who works there, and the invented names it uses (lib/demo/demo.json). */
export interface Cast {
  institute: Institute;
  password: string;
  users: { login: string; name: string; roles: Role[]; organisation?: string }[];
  organisations: { name: string; kind: OrganisationKind; level: OrganisationLevel; region: string }[];
  numbers: Record<ProductClass, string>;
  producers: string[];
  producersOf: Record<ProductClass, number[]>;
  units: { name: string; region: string }[];
  returnReason: string;
  changeReason: string;
  /** What a reviewer says where two records claim one instrument at the same time. */
  explanation: string;
  deviation: string;
  refusal: string;
  authority: string;
  /** Of goods for which no example says another. */
  otherSpec: string;
}

export const readCast = (root: string): Cast =>
  JSON.parse(readFileSync(join(root, 'lib', 'demo', 'demo.json'), 'utf8')) as Cast;

/** A batch with real-looking input, as the walkthrough plays it. */
export interface Example {
  sampling: {
    productClass: ProductClass;
    productName: string;
    spec: string;
    quantity: string;
    unit: string;
    portions: { role: 'test' | 'check' | 'retain'; qty: string; unit: string; sealNo: string }[];
    fields: Record<string, string>;
  };
  specification: string;
  answers?: Answers;
  readings: Record<string, Readings>;
}

/** The readings of one item that conform, and where some are known, those that do not. */
export interface ItemReadings {
  form: FormDefinition;
  item: TestItem;
  conforms: Readings;
  fails: Readings | null;
}

/** A product that the demo can test from sampling to report. */
export interface Product {
  specification: Specification;
  /** To the questions of the specification: those of the example, else the first ones. */
  answers: Answers;
  example: Example;
  items: Map<number, ItemReadings>;
}

/** Readings for parameters whose known ones do not conform in a product of the demo. */
interface Extra {
  parameter: string;
  specification?: string;
  readings: Readings;
}

const extrasIn = (root: string): Extra[] =>
  JSON.parse(readFileSync(join(root, 'lib', 'demo', 'readings.json'), 'utf8')) as Extra[];

const examplesIn = (root: string): Example[] => {
  const folder = join(root, 'lib', 'demo', 'batches');
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Example);
};

/**
 * Every specification for which known readings (of the examples, or of the worked examples of the parameters) give a result
 * on each of its items, so that a new specification brings its own demo batches.
 * @throws Refusal `demo.incomplete` when there is none
 */
export function products(root: string, catalogue: Catalogue): Product[] {
  const examples = examplesIn(root);
  const extras = extrasIn(root);
  const found = [...catalogue.specifications.values()].flatMap((specification) => {
    const example =
      examples.find((one) => one.specification === specification.code) ??
      examples.find((one) => one.sampling.productClass === specification.class);
    const answers = (example?.specification === specification.code && example.answers) || firstAnswers(specification);
    const items = example && readingsFor(catalogue, { specification, answers }, example, { examples, extras });
    return items ? [{ specification, answers, example, items }] : [];
  });
  return found.length > 0 ? found : refuse('demo.incomplete', { detail: 'parameters/specifications' });
}

interface Known {
  examples: Example[];
  extras: Extra[];
}

/** A header of a raw record that names an instrument and a material: what a worked example of a parameter leaves out. */
export function headerOf(examples: Example[]): Readings {
  const headers = examples.flatMap(({ readings }) => Object.values(readings)).map(({ common }) => common as Readings);
  return (
    headers.find(({ instruments, materials }) =>
      [instruments, materials].every((list) => Array.isArray(list) && list.length > 0),
    ) ?? {}
  );
}

function readingsFor(
  catalogue: Catalogue,
  { specification, answers }: Pick<Product, 'specification' | 'answers'>,
  own: Example,
  { examples, extras }: Known,
): Product['items'] | undefined {
  const items: Product['items'] = new Map();
  const common = headerOf(examples);
  for (const entry of itemsFor(specification, answers)) {
    const parameter = catalogue.parameter(entry.parameter);
    const form = catalogue.form(parameter.form);
    const item = testItem(parameter, entry, specification);
    const elsewhere = examples.flatMap((example) => {
      const same = catalogue
        .specification(example.specification)
        .items.filter((other) => other.parameter === entry.parameter);
      return same.map(({ seq }) => example.readings[String(seq)]);
    });
    const worked = parameter.examples.filter(({ expect }) => expect.refused === undefined);
    const extra = extras.filter(
      (one) => one.parameter === entry.parameter && (one.specification ?? specification.code) === specification.code,
    );
    const headed = [...extra, ...worked].map(({ readings }) => ({ ...readings, common }));
    const first = own.specification === specification.code ? own.readings[String(entry.seq)] : undefined;
    const all = [first, ...headed.slice(0, extra.length), ...elsewhere, ...headed].filter(
      (readings) => readings !== undefined,
    );
    const giving = (verdict: string) => all.find((readings) => verdictOf({ form, item }, readings) === verdict);
    const conforms = giving('conforms');
    if (!conforms) return undefined;
    items.set(entry.seq, { form, item, conforms, fails: giving('fails') ?? null });
  }
  return items;
}

/** The item that is out of its limit in the nonconforming batches of a product: the first for which such readings are known. */
export const failing = (product: Product): ItemReadings | undefined =>
  [...product.items.values()].find(({ fails }) => fails !== null);

/** The verdict of readings that could be signed, or undefined. */
export function verdictOf({ form, item }: Pick<ItemReadings, 'form' | 'item'>, readings: Readings): string | undefined {
  if (validateReadings(form, readings).length > 0) return undefined;
  const outcome = evaluateRecord(form, item, readings);
  const isWhole = outcome.problems.length === 0 && outcome.missing.every(({ field }) => field === 'common.portion');
  return isWhole ? outcome.verdict?.verdict : undefined;
}
