import { refuse } from '../core/refusal.ts';
import type { Confidence } from '../kernel/rules.ts';
import type { App } from '../kernel/types.ts';
import { dataFile, type Level, type ProductClass, type WorkKind } from '../samplings/index.ts';

interface Words {
  zh: string;
  en: string;
}

/** A column of a file: which fact of ours stands in it. */
export interface LayoutColumn {
  /** Name of the element in XML and JSON. */
  key: string;
  header: string;
  /** Our field (values.ts); null: this program has nothing to say there, and the cell stays blank. */
  path: string | null;
  required?: boolean;
  /** The code list that turns our word into theirs. */
  codes?: string;
  /** compact: 20260105; otherwise 2026-01-05. */
  date?: 'compact';
}

export interface LayoutVersion {
  version: string;
  validFrom: string;
  validTo: string | null;
  basis: string;
  confidence: Confidence;
  batch: LayoutColumn[];
  /** Columns of each item; none where the system takes batches only. */
  items: LayoutColumn[];
}

/** lib/rules/uploads/<code>.json: what a system outside takes, by version. */
export interface Layout {
  code: string;
  name: Words;
  system: Words;
  level: Level;
  productClasses: ProductClass[];
  workKinds: WorkKind[];
  codes: Record<string, Record<string, string>>;
  due: { amount: number; unit: 'working'; basis: string; confidence: Confidence };
  versions: LayoutVersion[];
}

export const layoutCodes = ['national-drug', 'national-device', 'national-cosmetic', 'provincial'] as const;
export type LayoutCode = (typeof layoutCodes)[number];

export const layoutsOf = ({ config }: Pick<App, 'config'>): Layout[] =>
  layoutCodes.map((code) => dataFile<Layout>(config.root, `lib/rules/uploads/${code}.json`));

/** @throws Refusal `upload.layout` */
export const layoutOf = (app: Pick<App, 'config'>, code: string): Layout =>
  layoutsOf(app).find((one) => one.code === code) ?? refuse('upload.layout', { code }, 'layout');

/** The version of a layout that holds on a day. @throws Refusal `upload.no-version` */
export const versionOn = (layout: Layout, day: string): LayoutVersion =>
  layout.versions.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day <= validTo)) ??
  refuse('upload.no-version', { layout: layout.name.zh, day }, 'layout', 'conflict');

/** A version by its name, also one that no longer holds. @throws Refusal `upload.layout` */
export const versionNamed = (layout: Layout, version: string): LayoutVersion =>
  layout.versions.find((one) => one.version === version) ??
  refuse('upload.layout', { code: `${layout.code} ${version}` }, 'layout');
