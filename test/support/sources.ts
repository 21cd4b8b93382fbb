import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** One source file of the program; `path` is relative to lib/, with forward slashes. */
export interface Source {
  path: string;
  text: string;
}

export interface Import {
  from: string;
  to: string;
  /** Erased at run time: it can couple names, never start-up order. */
  typeOnly: boolean;
}

/** Reads every .ts and .tsx file below a folder. */
export function sourcesIn(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
    .sort()
    .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(folder, path), 'utf8') }));
}

/** Code without its comments; a `//` inside a string ('http://…') stands after a character that no comment follows. */
export function withoutComments(text: string): string {
  return text.replace(/(^|[\s{(;,])\/\*[\s\S]*?\*\//g, '$1').replace(/(^|[\s;,{}()[\]])\/\/.*$/gm, '$1');
}

const statement = /^(?:import|export)\s+(type\s)?([^;'"]*?)\s*from\s*['"](\.[^'"]+)['"]/gm;
const bare = /(?:^import\s*|\bimport\(\s*)['"](\.[^'"]+)['"]/gm;

/** The relative imports and re-exports of a file, each resolved to a path relative to lib/. */
export function importsOf({ path, text }: Source): Import[] {
  const code = withoutComments(text);
  const target = (specifier: string) => normalize(join(dirname(path), specifier)).replaceAll('\\', '/');
  const named = [...code.matchAll(statement)].map(([, type, names = '', specifier = '']) => {
    const parts = names
      .replace(/[{}]/g, '')
      .split(',')
      .filter((part) => part.trim() !== '');
    const typeOnly = Boolean(type) || (names.startsWith('{') && parts.every((part) => part.trim().startsWith('type ')));
    return { from: path, to: target(specifier), typeOnly };
  });
  return [
    ...named,
    ...[...code.matchAll(bare)].map(([, to = '']) => ({ from: path, to: target(to), typeOnly: false })),
  ];
}

/** The circles of imports, each as the paths along it; type imports do not count. */
export function circles(imports: Import[]): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to, typeOnly } of imports) if (!typeOnly) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, trail: string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) found.push([...trail.slice(at), path].join(' → '));
    if (at >= 0 || done.has(path)) return;
    for (const to of next.get(path) ?? []) walk(to, [...trail, path]);
    done.add(path);
  };
  for (const path of next.keys()) walk(path, []);
  return found;
}

const shared: Record<string, { values: string[]; types: string[] }> = {
  core: { values: [], types: [] },
  messages: { values: [], types: [] },
  kernel: { values: ['core', 'messages'], types: ['catalogue', 'ui'] },
  ui: { values: ['core', 'messages'], types: ['kernel'] },
  forms: { values: ['core', 'messages', 'ui'], types: ['kernel'] },
  pdf: { values: ['core', 'messages'], types: ['kernel'] },
  catalogue: { values: ['core', 'forms'], types: ['kernel', 'messages'] },
  sheets: { values: ['core'], types: [] },
  plots: { values: ['core', 'messages', 'pdf', 'ui'], types: [] },
};

/** Why an import breaks the law of the architecture, or null. A folder of lib/ that is not listed above is a slice. */
export function breach({ from, to, typeOnly }: Import): string | null {
  const [origin, aim] = [folderOf(from), folderOf(to)];
  const line = `${from} → ${to}`;
  if (/\.view\.tsx$/.test(from) && /(^|[/.])store\.ts$/.test(to) && !typeOnly) return `${line}: a view imports a store`;
  if (origin === aim) return null;
  // The operator's commands open and serve the whole program, as main.ts does.
  if (aim === '') return origin === '' || origin === 'commands' ? null : `${line}: reaches up to the program's top`;
  if (aim === 'public' || origin === 'public') return `${line}: the islands stand alone`;
  const law = shared[origin];
  if (!law) return shared[aim] || to === `${aim}/index.ts` ? null : `${line}: a slice is entered by its index.ts only`;
  if (law.values.includes(aim) || (typeOnly && law.types.includes(aim))) return null;
  // The kernel draws its own pages (errors, the frame of every page), and only there it needs the look.
  if (origin === 'kernel' && aim === 'ui' && from.endsWith('.tsx')) return null;
  return `${line}: ${origin} may import ${[...law.values, ...law.types.map((name) => `type ${name}`)].join(', ') || 'itself only'}`;
}

const folderOf = (path: string): string => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '');

const han = /\p{Script=Han}/u;

/** Files whose Chinese is what people type or what a standard prints; core cannot ask the catalogue of messages. */
const speakChinese = ['core/decimal.ts', 'core/limit-text.ts', 'kernel/passwords.ts'];
const chance = /\bDate\.now\(|\bnew Date\(\s*\)|\bMath\.random\(|\brandom(?:UUID|Bytes|Int)\(/;

/** The lines of code (comments aside) that match, as 'path: line'. */
const matching = (source: Source, pattern: RegExp): string[] =>
  withoutComments(source.text)
    .split('\n')
    .filter((line) => pattern.test(line))
    .map((line) => `${source.path}: ${line.trim().slice(0, 100)}`);

/** Chinese words in code; they belong to lib/messages. Punctuation is no word. */
export const chineseLiterals = (source: Source): string[] =>
  folderOf(source.path) === 'messages' || speakChinese.includes(source.path) ? [] : matching(source, han);

/** Time, names or chance asked of the machine; only the clock may, and the islands in the browser. */
export const ownChance = (source: Source): string[] =>
  /^(kernel\/(clock|ids)\.ts|public\/.*)$/.test(source.path) ? [] : matching(source, chance);

/** The refusal ids that a file names: refuse('a.b'), refuse(x ? 'a.b' : 'c.d'), new Refusal([{ id: 'a.b' }]). */
export function refusalIds({ text }: Source): string[] {
  const code = withoutComments(text);
  const calls = [...code.matchAll(/\brefuse\(([^,()]*(?:\([^()]*\))?[^,()]*)/g)].flatMap(([, first = '']) =>
    quoted(first),
  );
  const thrown = [...code.matchAll(/\bnew Refusal\(\s*\[([\s\S]*?)\]/g)].map(([, list = '']) => list);
  return [...calls, ...thrown.flatMap(reasonIds)];
}

/** The ids of reasons that a file makes ({ id: 'a.b' }): some refuse, some explain a verdict. */
export const reasonIds = (code: string): string[] =>
  [...code.matchAll(/\bid: '([a-z0-9-]+\.[a-z0-9.-]+)'/g)].map(([, id = '']) => id);

const quoted = (code: string): string[] =>
  [...code.matchAll(/'([a-z0-9-]+(?:\.[a-z0-9-]+)+)'/g)].map(([, id = '']) => id);
