import type { CompareMode, Limit } from '../core/limits.ts';
import type { FormDefinition, Readings, TestItem, Words } from '../forms/index.ts';

export type ProductClass = 'drug' | 'tcm' | 'device' | 'cosmetic' | 'packaging';
export type Confidence = 'high' | 'medium' | 'low';

/** A standard with its clause and the days from and to which it is in force. `scope`: 限制范围, e.g. 只做第一法. */
export interface Basis {
  standard: string;
  /** 2025年版, or the year of a national standard. */
  edition?: string;
  clause?: string;
  scope?: string;
  validFrom?: string;
  validTo?: string;
}

export interface Rounding {
  places: number | null;
  significant?: number;
  individualPlaces?: number;
  rule: 'half-even' | 'half-up';
}

/** What an item of a specification may set; the parameter gives what it leaves out. */
export interface ItemTerms {
  limit: Limit;
  limitText?: string;
  constants?: Record<string, string>;
  unit?: string | null;
  places?: number | null;
  significant?: number;
  individualPlaces?: number;
  compare?: CompareMode;
  precision?: TestItem['precision'] | null;
  lod?: string;
  loq?: string;
}

/**
 * A worked example of a parameter: given → result and verdict, or given → refused. `exact` is the value before rounding, to 15
 * significant digits at least unless it ends earlier; `seal` the first 12 hex digits of the sha256 of the rest, so that no digit changes unseen.
 */
export interface Example {
  kind: 'published' | 'typical' | 'tie' | 'edge' | 'verdict' | 'refusal';
  note: string;
  seal?: string;
  item: ItemTerms;
  readings: Readings;
  expect: {
    result?: string;
    exact?: string;
    text?: string;
    verdict?: 'conforms' | 'fails' | 'undecided';
    refused?: string;
  };
}

/** The ends of a condition of the room, decimal text (℃, % relative humidity). */
export interface Bounds {
  low?: string;
  high?: string;
}

/** Where the test is done and within which conditions. */
export interface Environment {
  room?: string;
  temperature?: Bounds;
  humidity?: Bounds;
}

/** How reports word the item and its outcome. */
export interface ReportWording {
  item: Words;
  conforms?: string;
  fails?: string;
  notDetected?: string;
}

/** A fact of a parameter that rests on memory and has still to be read from the standard. */
export type Doubtful =
  | 'name'
  | 'basis'
  | 'clause'
  | 'edition'
  | 'limit'
  | 'unit'
  | 'rounding'
  | 'replicates'
  | 'precision'
  | 'stages'
  | 'lod'
  | 'environment'
  | 'workingDays';

/** parameters/<class>/<code>.json */
export interface Parameter {
  code: string;
  name: Words;
  /** Synonyms, abbreviations, INCI and chemical names in both languages. */
  aliases: string[];
  class: ProductClass;
  group: string;
  family: string;
  form: string;
  /** The method as the trade calls it: 高效液相色谱法. */
  method: Words;
  basis: Basis[];
  /** The kinds of limit by which an item of this parameter may be judged. */
  limits: Limit['kind'][];
  unit: string | null;
  result: 'number' | 'text' | 'conform' | 'count' | 'detected' | 'individuals';
  rounding: Rounding;
  compare: CompareMode;
  replicates: number;
  precision: TestItem['precision'] | null;
  lod: string | null;
  loq: string | null;
  constants?: Record<string, string>;
  stages: number;
  retest: boolean;
  reinspection: boolean;
  instruments: string[];
  /** Reference materials, titrants, media and other materials whose lot the record names. */
  materials: string[];
  environment: Environment | null;
  /** The field in which the analyst must be authorised: 色谱分析, 微生物检验. */
  competence: string;
  workingDays: number;
  report: ReportWording;
  typicalLimit?: string;
  confidence: Confidence;
  uncertain?: Doubtful[];
  source: string;
  examples: Example[];
}

export interface QuestionOption extends Words {
  value: string;
}

/** A fact of the goods on which lines of a specification depend: 部位, 丸剂类型, what the label states. `many`: several may apply at once. */
export interface Question {
  id: string;
  label: Words;
  many?: boolean;
  options: QuestionOption[];
}

/** Answers by the id of their question: the value of an option, or several where the question takes many. */
export type Answers = Record<string, string | string[]>;

/** `seq` is the place on the record and the report; lines that exclude each other (by `when`) share it. */
export interface SpecificationItem extends ItemTerms {
  seq: number;
  group: string;
  name: Words;
  parameter: string;
  limitText: string;
  method?: string;
  confidence?: Confidence;
  /** The line holds where each of these questions was answered by one of the values. */
  when?: Record<string, string[]>;
}

/** parameters/specifications/<slug>.json: one edition of a product standard */
export interface Specification {
  code: string;
  product: Words;
  class: ProductClass;
  standard: string;
  /** What the editions of one product standard have in common. */
  series?: string;
  /** 2025年版, or the year of a national standard. */
  edition?: string;
  /** First and last day of production for which the edition holds. */
  validFrom?: string;
  validTo?: string;
  /** Approval numbers or registration standards to which it is bound; without them it holds for all goods of its name. */
  registrations?: string[];
  /** Only true when every item of the standard stands here. */
  complete?: boolean;
  compare: CompareMode;
  confidence: Confidence;
  source: string;
  questions?: Question[];
  items: SpecificationItem[];
}

export type DefinitionKind = 'parameter' | 'form' | 'specification';

/** A definition as it stood: `hash` is the sha256 of its canonical JSON, which records and reports keep. */
export interface Edition {
  kind: DefinitionKind;
  code: string;
  hash: string;
  body: Parameter | FormDefinition | Specification;
}

/** Everything that is defined: by the files, and by what the institute released over them. The look-ups by code throw a Refusal of kind `missing`. */
export interface Catalogue {
  parameters: ReadonlyMap<string, Parameter>;
  forms: ReadonlyMap<string, FormDefinition>;
  specifications: ReadonlyMap<string, Specification>;
  /** sha256 of the files, of their place, and of what checked them; '' for definitions that came from no files. */
  digest: string;
  parameter(code: string): Parameter;
  form(code: string): FormDefinition;
  specification(code: string): Specification;
  /** The specifications of a product class, by code. */
  specificationsFor(productClass: string): Specification[];
  edition(kind: DefinitionKind, code: string): Edition;
  editions(): Edition[];
  byHash(hash: string): Edition | undefined;
}
