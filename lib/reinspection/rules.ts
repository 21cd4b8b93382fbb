import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Confidence } from '../kernel/rules.ts';
import type { App } from '../kernel/types.ts';
import type { LaboratoryWay } from './rows.ts';

interface Dated {
  id: string;
  productClasses: string[];
  basis: string;
  confidence: Confidence;
  validFrom: string;
  validTo: string | null;
}

export interface ApplicantRule extends Dated {
  roles: string[];
}
export interface ForbiddenRule extends Dated {
  /** An item whose printed name contains one of these, or whose parameter begins with one of the prefixes. */
  words: string[];
  prefixes: string[];
}
export interface PaperRule extends Dated {
  required: boolean;
  title: { zh: string; en: string };
}
export interface LaboratoryRule extends Dated {
  ways: LaboratoryWay[];
  /** The authority draws it from the list. */
  drawn: boolean;
}
export interface FeeRule extends Dated {
  prepaid: boolean;
  overturned: 'first-laboratory' | 'authority';
}

interface Given {
  applicants: ApplicantRule[];
  forbidden: ForbiddenRule[];
  papers: PaperRule[];
  laboratories: LaboratoryRule[];
  fees: FeeRule[];
}

/** What holds for a product class on a day. */
export interface ReinspectionRules {
  applicant: ApplicantRule | undefined;
  forbidden: ForbiddenRule[];
  papers: PaperRule[];
  laboratory: LaboratoryRule | undefined;
  fee: FeeRule | undefined;
}

const read = new Map<string, Given>();

/** lib/rules/reinspection.json as it stands for a product class on a day, each row with its basis and how sure that is. */
export function reinspectionRules(
  { config: { root } }: Pick<App, 'config'>,
  productClass: string,
  on: string,
): ReinspectionRules {
  const known =
    read.get(root) ?? (JSON.parse(readFileSync(join(root, 'lib', 'rules', 'reinspection.json'), 'utf8')) as Given);
  read.set(root, known);
  const inForce = <T extends Dated>(rows: T[]): T[] =>
    rows.filter(
      (row) =>
        row.productClasses.includes(productClass) && row.validFrom <= on && (row.validTo === null || on <= row.validTo),
    );
  return {
    applicant: inForce(known.applicants)[0],
    forbidden: inForce(known.forbidden),
    papers: inForce(known.papers),
    laboratory: inForce(known.laboratories)[0],
    fee: inForce(known.fees)[0],
  };
}
