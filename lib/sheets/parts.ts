/** What the reading library leaves out: which cells are formulas, which are merged, and how numbers are formatted. */
export interface SheetParts {
  name: string;
  /** Cells whose value was calculated by the spreadsheet program, e.g. `B3`. */
  formulas: Set<string>;
  merged: string[];
  /** Format code of a cell that has one, e.g. `0.00`. */
  formats: Map<string, string>;
  lastRow: number;
  lastColumn: number;
}

/** Format codes that have only a number in the file (ECMA-376 18.8.30), as far as they are plain decimals or percents. */
const BUILT_IN: Record<string, string> = { 1: '0', 2: '0.00', 3: '#,##0', 4: '#,##0.00', 9: '0%', 10: '0.00%' };

/** Looks at the first sheet of an unpacked workbook. Undefined when it names none. */
export function firstSheet(parts: ReadonlyMap<string, string>): SheetParts | undefined {
  const sheet = elements(parts.get('xl/workbook.xml') ?? '', 'sheet')[0];
  if (sheet === undefined) return undefined;
  const relation = attribute(sheet.attributes, '(?:\\w+:)?id') ?? '';
  const target = elements(parts.get('xl/_rels/workbook.xml.rels') ?? '', 'Relationship').find(
    (one) => attribute(one.attributes, 'Id') === relation,
  );
  const path = attribute(target?.attributes ?? '', 'Target') ?? 'worksheets/sheet1.xml';
  const xml = parts.get(path.startsWith('/') ? path.slice(1) : `xl/${path}`);
  return xml === undefined ? undefined : scan(xml, attribute(sheet.attributes, 'name') ?? '', codes(parts));
}

/** Column letters → column number from 1: `A` → 1, `AB` → 28. */
export const columnNumber = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

/** Column number from 1 → letters. */
export function columnLetters(column: number): string {
  const rest = Math.floor((column - 1) / 26);
  return (rest > 0 ? columnLetters(rest) : '') + String.fromCharCode(65 + ((column - 1) % 26));
}

function scan(xml: string, name: string, formatCodes: readonly string[]): SheetParts {
  const found: SheetParts = {
    name,
    formulas: new Set(),
    merged: elements(xml, 'mergeCell').flatMap(({ attributes }) => attribute(attributes, 'ref') ?? []),
    formats: new Map(),
    lastRow: 0,
    lastColumn: 0,
  };
  for (const { attributes } of elements(xml, 'row'))
    found.lastRow = Math.max(found.lastRow, Number(attribute(attributes, 'r') ?? 0));
  for (const { attributes, inside } of elements(xml, 'c')) {
    const ref = attribute(attributes, 'r') ?? '';
    const [, letters = '', row = '0'] = /^([A-Z]{1,3})(\d{1,7})$/.exec(ref) ?? [];
    found.lastRow = Math.max(found.lastRow, Number(row));
    found.lastColumn = Math.max(found.lastColumn, columnNumber(letters));
    if (/<(?:\w+:)?f[\s/>]/.test(inside)) found.formulas.add(ref);
    const code = formatCodes[Number(attribute(attributes, 's') ?? -1)];
    if (code !== undefined && code !== '') found.formats.set(ref, code);
  }
  return found;
}

/** The format code of each cell style, in the order of their numbers; '' for General. */
function codes(parts: ReadonlyMap<string, string>): string[] {
  const xml = parts.get('xl/styles.xml') ?? '';
  const own = new Map(
    elements(xml, 'numFmt').map(({ attributes }) => [
      attribute(attributes, 'numFmtId') ?? '',
      unescape(attribute(attributes, 'formatCode') ?? ''),
    ]),
  );
  const styles = elements(xml, 'cellXfs')[0]?.inside ?? '';
  return elements(styles, 'xf').map(({ attributes }) => {
    const id = attribute(attributes, 'numFmtId') ?? '0';
    return own.get(id) ?? BUILT_IN[id] ?? '';
  });
}

/** Elements of a name, in order, with the text of their attributes and what stands inside; a namespace prefix does not matter. */
function elements(xml: string, name: string): { attributes: string; inside: string }[] {
  const pattern = new RegExp(`<((?:\\w+:)?)${name}(\\s[^>]*?)?(?:/>|>(?:([\\s\\S]*?)</(?:\\w+:)?${name}>)?)`, 'g');
  return [...xml.matchAll(pattern)].map(([, , attributes = '', inside = '']) => ({ attributes, inside }));
}

const attribute = (text: string, name: string): string | undefined =>
  new RegExp(`(?:^|\\s)${name}\\s*=\\s*"([^"]*)"`).exec(text)?.[1];

const unescape = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
