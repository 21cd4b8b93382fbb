import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TrackKind } from '../disposals/index.ts';
import type { Confidence } from '../kernel/rules.ts';
import type { App, Lang } from '../kernel/types.ts';
import type { SectionName } from './rows.ts';

export type Words = Record<Lang, string>;

/** When a field is needed: where another has one of these values; `*` any value, `+` an amount above zero. */
export interface When {
  field: string;
  is: string[];
}

export interface FieldOption {
  value: string;
  label: Words;
  /** Of papers: the kinds of transfer that need it. */
  needed?: string[];
  /** Of papers: the program makes it itself. */
  made?: boolean;
}

export type FieldKind =
  | 'text'
  | 'long'
  | 'date'
  | 'time'
  | 'choice'
  | 'choices'
  | 'quantity'
  | 'amount'
  | 'sample'
  | 'goods';

/** A field of a section or of an act: `bare` quantities carry no unit of their own. */
export interface FieldRule {
  key: string;
  kind: FieldKind;
  label: Words;
  hint?: Words;
  required?: true | When;
  options?: FieldOption[];
  tracks?: TrackKind[];
  max?: number;
  bare?: boolean;
  unit?: string;
  confidence: Confidence;
}

export interface SectionRule {
  id: SectionName;
  title: Words;
  lead: Words;
  /** The event that its submission is, for the clocks that wait for it. */
  until: string | null;
  register?: 'penalties' | 'transfers';
  fields: FieldRule[];
}

export const registers = ['seizures', 'recalls', 'penalties', 'transfers'] as const;
export type Register = (typeof registers)[number];

/** An act on a register of a track: recorded by its fields. */
export interface StepRule {
  id: string;
  of: Register;
  section: SectionName;
  title: Words;
  /** What it is called once it happened. */
  done: Words;
  fields: FieldRule[];
}

export interface TrackRules {
  basis: string;
  confidence: Confidence;
  /** The sections that must have passed; of a group one. */
  needed: SectionName[][];
  neededIfTransferred: SectionName[];
  balance: { total: string; parts: string[] };
  /** What points at a crime, so that a penalty alone is not enough. */
  crimeSigns: { causes: string[]; riskHarm: string[]; basis: string; confidence: Confidence };
  transferBasis: Record<'crime' | 'clue', { text: string; confidence: Confidence }>;
  sections: SectionRule[];
  steps: StepRule[];
  goods: FieldRule[];
}

const read = new Map<string, TrackRules>();

/** lib/rules/tracks.json: sections and registers of 核查处置 as data, with how sure each field is (domain 0.1, 1.11). */
export function trackRules({ config: { root } }: Pick<App, 'config'>): TrackRules {
  const known =
    read.get(root) ?? (JSON.parse(readFileSync(join(root, 'lib', 'rules', 'tracks.json'), 'utf8')) as TrackRules);
  read.set(root, known);
  return known;
}

export function sectionRule(app: Pick<App, 'config'>, name: SectionName): SectionRule {
  const rule = trackRules(app).sections.find(({ id }) => id === name);
  if (!rule) throw new Error(`no section ${name}`);
  return rule;
}

/** The fields of a section on a track of this kind. */
export const fieldsFor = ({ fields }: Pick<SectionRule, 'fields'>, kind: TrackKind): FieldRule[] =>
  fields.filter(({ tracks }) => tracks === undefined || tracks.includes(kind));
