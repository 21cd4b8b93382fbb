import { lookUp } from '../../messages/index.ts';

const ROLE_NAMES = [
  'sampleName',
  'sampleId',
  'vial',
  'at',
  'date',
  'time',
  'type',
  'method',
  'file',
  'operator',
  'compound',
  'peak',
  'signal',
  'unit',
  'integration',
  'injection',
  'comment',
] as const;

/** What a column says about its row rather than of a measurement. */
export type Role = (typeof ROLE_NAMES)[number];

const FIELD_NAMES = [
  'area',
  'area-percent',
  'height',
  'rt',
  'rrt',
  'amount',
  'plates',
  'tailing',
  'resolution',
  'signal-to-noise',
  'width',
  'intensity',
  'absorbance',
  'transmittance',
  'ph',
  'mass',
  'temperature',
] as const;

/** The words of a key in both languages, ready to compare. */
const wordsOf = (key: string): string[] =>
  [...lookUp('zh', key).split(' '), ...lookUp('en', key).split(' ')].map(bare).filter(Boolean);

const bare = (header: string): string => header.toLowerCase().replace(/[\s._\-#:&()]/g, '');

export interface Column {
  header: string;
  /** The header without its unit. */
  name: string;
  unit: string;
  role?: Role;
  /** What a measured column gives; `value` when its header is an analyte. */
  field: string;
}

/** Headers in lower case without blanks and signs, in both languages, that programs use for the same thing. */
const ROLES = new Map<string, Role>(
  ROLE_NAMES.flatMap((role) => wordsOf(`instrument-column.${role}`).map((word): [string, Role] => [word, role])),
);

/** Chinese and English headers of figures, word for word; English ones with signs and numbers in them are told by FIELDS. */
const FIELD_WORDS = new Map<string, string>(
  FIELD_NAMES.flatMap((field) => wordsOf(`instrument-field.${field}`).map((word): [string, string] => [word, field])),
);

const FIELDS: [RegExp, string][] = [
  [/^(%|pct|percent|rel\.?|relative)\s*(peak )?area|area ?(%|percent|pct)/i, 'area-percent'],
  [/^(%|pct|percent|rel\.?|relative)\s*(peak )?height|height ?(%|pct)/i, 'height-percent'],
  [/area ratio/i, 'area-ratio'],
  [/height ratio/i, 'height-ratio'],
  [/^(istd|is) area/i, 'istd-area'],
  [/^(istd|is) /i, 'istd'],
  [/^(peak )?area/i, 'area'],
  [/^(peak )?height/i, 'height'],
  [/^rel.* ret|^rrt|^relative retention/i, 'rrt'],
  [/^(rt|r\.?t\.?|ret\.?\s*time|r\.?\s?time|retention( time)?|rettime|tr)$/i, 'rt'],
  [/plate (ht|height)|hetp|plates\/meter/i, 'plate-height'],
  [/plate count|plate #|plates|plate number|^n$|^ntp/i, 'plates'],
  [/tail|symm|asym/i, 'tailing'],
  [/limit/i, 'limit'],
  [/^resol|^rs$|usp resolution|resolution/i, 'resolution'],
  [/^(k'|k prime|capacity|retention factor|cap\.? ?factor)/i, 'capacity'],
  [/^(s\/n|signal.to.noise)/i, 'signal-to-noise'],
  [/rsd/i, 'rsd'],
  [/^std\.? conc|^(exp|expected|nominal)\.? ?conc/i, 'nominal'],
  [/\bconc\b|\bconc\.|^(conc|amount|amt|final conc|calc\.? ?conc|calculated (conc|amount)|quantity)/i, 'amount'],
  [/width/i, 'width'],
  [/intens|^cps$|^counts?$/i, 'intensity'],
  [/^cv$/i, 'rsd'],
  [/^(abs|absorbance|a$|a\d{3}\b|od\d{3})/i, 'absorbance'],
  [/^%t$|transmittance/i, 'transmittance'],
  [/^(ph|ph value)$/i, 'ph'],
  [/^(mass|weight|net|gross|tare)$/i, 'mass'],
  [/^temp/i, 'temperature'],
  [/^(start|start time|peak start|i\.?time)$/i, 'start'],
  [/^(end|end time|peak end|f\.?time)$/i, 'end'],
];

/** `Area (mAU*min)` → name and unit; `Conc. [mg/L]`; `Ret.Time min` stays one name. */
export function column(header: string): Column {
  const flat = header.replace(/\s+/g, ' ').trim();
  const [, name = flat, unit = ''] = /^(.+?)\s*[([]([^()[\]]{1,24})[)\]]\s*$/.exec(flat) ?? [];
  const isUnit = unit !== '' && !/^(usp|ep|jp|tangent|half|5%|10%|area|height|avg|mean|.*x10\^6.*)$/i.test(unit);
  const shown = isUnit ? name : flat;
  const role = ROLES.get(bare(shown));
  return {
    header: flat,
    name: shown,
    unit: isUnit ? unit.trim() : '',
    ...(role !== undefined && { role }),
    field: FIELD_WORDS.get(bare(shown)) ?? FIELDS.find(([words]) => words.test(shown))?.[1] ?? 'value',
  };
}

/** True for a field that belongs to a peak or an analyte and not to the whole row. */
export const isPeakField = (field: string): boolean =>
  ['area', 'height', 'rt', 'amount', 'area-percent', 'intensity', 'plates', 'resolution'].includes(field);

/** Codes of integration that say a person set the limits of the peak: Empower marks a changed end in lower case; ChemStation M, MM, MF, FM; MassHunter M, m. */
export function isManual(code: string, program: 'empower' | 'agilent' | 'shimadzu' | 'any'): boolean {
  const text = code.trim();
  if (text === '') return false;
  if (/manual|yes|true/i.test(text) || text.includes(lookUp('zh', 'instrument-field.manual'))) return true;
  if (program === 'empower') return /[bvdfhcilsz]/.test(text) || /[mM]/.test(text);
  if (program === 'agilent') return /[Mm]/.test(text);
  if (program === 'shimadzu') return /(^|\s)M(\s|$)/.test(text);
  return /^[bvd]{1,2}[mM]?$/.test(text) || /^(M|MM|MF|FM|BM|MB|VM|MV|Bb|bB|Vb|vB|bV|Bv|Vv|vV)$/.test(text);
}
