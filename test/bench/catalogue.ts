import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { all, create } from 'mathjs';
import { checkDefinitions, loadCatalogue, type Parameter } from '../../lib/catalogue/index.ts';
import { exampleItem } from '../../lib/catalogue/item.ts';
import { browse } from '../../lib/definitions/browse.ts';
import { evaluateRecord } from '../../lib/forms/index.ts';
import { compare, type Line, median, timed } from './measure.ts';

const root = join(import.meta.dirname, '..', '..');
const CLASSES = ['drug', 'tcm', 'device', 'cosmetic', 'packaging'];
const MORE = 10;
const TIMES = 5;
const CALCULATIONS = 200;

/** A folder with every definition, and each parameter `times` times under codes of its own. */
function copies(folder: string, times: number): string {
  const copy = join(folder, `catalogue-${times}`);
  cpSync(join(root, 'forms'), join(copy, 'forms'), { recursive: true });
  cpSync(join(root, 'parameters'), join(copy, 'parameters'), { recursive: true });
  for (const name of CLASSES) {
    const own = join(copy, 'parameters', name);
    mkdirSync(own, { recursive: true });
    for (const file of readdirSync(own)) {
      const parameter = JSON.parse(readFileSync(join(own, file), 'utf8')) as Parameter;
      for (let n = 2; n <= times; n += 1) {
        const code = `${parameter.code}-N${n}`;
        writeFileSync(join(own, `${code}.json`), JSON.stringify({ ...parameter, code }));
      }
    }
  }
  return copy;
}

/** The least that loading can cost: every file read and parsed. */
function readAll(from: string): void {
  const folders = ['forms/record', ...[...CLASSES, 'specifications'].map((name) => join('parameters', name))];
  for (const folder of folders)
    for (const file of readdirSync(join(from, folder)))
      if (file.endsWith('.json')) JSON.parse(readFileSync(join(from, folder, file), 'utf8'));
}

/** Loading, checking, calculating and searching the catalogue, and how each grows with ten times as many parameters. */
export async function catalogue(folder: string, tell: (line: Line) => void): Promise<void> {
  const many = copies(folder, MORE);
  const grown = async (
    measure: string,
    work: (from: string) => unknown,
    floor?: (from: string) => unknown,
    units = 1,
  ) => {
    const line = (from: string, name: string) =>
      compare({
        measure: name,
        engine: '—',
        times: TIMES,
        units,
        ours: async () => work(from),
        ...(floor ? { floor: async () => floor(from) } : {}),
      });
    const few = await line(root, measure);
    tell(few);
    const more = await line(many, `${measure}, × ${MORE}`);
    tell({ ...more, growth: more.ours / few.ours });
  };
  await grown('catalogue: read and check all definitions', (from) => loadCatalogue(from), readAll);
  const memory = (from: string) => join(folder, from === root ? 'few.checked' : 'many.checked');
  await grown('catalogue: read when unchanged since last check', (from) => loadCatalogue(from, memory(from)), readAll);
  const loaded = new Map([root, many].map((from) => [from, loadCatalogue(from)]));
  await grown('catalogue: run all worked examples', (from) => {
    const found = loaded.get(from);
    return found && checkDefinitions(found);
  });
  const questions = ['zl', 'zlcy', '含量', 'hplc', '0512', 'GB/T 8170', 'assay external', 'd-assay', 'xyz'];
  await grown(
    'catalogue: one search as it is typed',
    (from) => {
      const found = loaded.get(from);
      for (const q of questions) if (found) browse(found, { q }, null);
    },
    (from) => {
      const bodies = [...(loaded.get(from)?.parameters.values() ?? [])];
      for (const q of questions)
        bodies.filter(({ code, name, aliases }) =>
          [code, name.zh, name.en, ...aliases].some((text) => text.includes(q)),
        );
    },
    questions.length,
  );
  tell(await calculation());
}

/** One live calculation of an assay, beside the bare formula by the same decimal library. */
async function calculation(): Promise<Line> {
  const { parameters, form } = loadCatalogue(root);
  const parameter = parameters.get('D-ASSAY-HPLC');
  const [example] = parameter?.examples ?? [];
  if (!parameter || !example) throw new Error('D-ASSAY-HPLC has no example');
  const definition = form(parameter.form);
  const item = exampleItem(parameter, example.item);
  const math = create(all ?? {}, { number: 'BigNumber', precision: 64 });
  const bare = math.compile(
    'mean((a+b)/2/mean(s)*m_s*p/100/V_s*V*D*W/(m*L)*100, (c+d)/2/mean(s)*m_s*p/100/V_s*V*D*W/(n*L)*100)',
  );
  const big = (text: string) => math.bignumber(text);
  const scope = () => ({
    s: ['1520.6', '1521.4', '1523.0', '1524.9', '1527.0'].map(big),
    ...Object.fromEntries(
      Object.entries({
        a: '1628.3',
        b: '1628.3',
        c: '1633.9',
        d: '1633.9',
        m_s: '26.52',
        p: '86.4',
        V_s: '50',
        V: '100',
        D: '1',
        W: '0.3125',
        m: '62.35',
        n: '62.61',
        L: '0.25',
      }).map(([name, value]) => [name, big(value)]),
    ),
  });
  const [ours, floor]: [number[], number[]] = [[], []];
  for (let i = 0; i <= CALCULATIONS; i += 1) {
    const own = await timed(async () => evaluateRecord(definition, item, example.readings));
    const other = await timed(async () => bare.evaluate(scope()));
    if (i === 0) continue;
    ours.push(own);
    floor.push(other);
  }
  return {
    measure: 'one live calculation (HPLC assay, two samples)',
    engine: '—',
    ours: median(ours),
    floor: median(floor),
    ratio: median(ours) / median(floor),
    growth: null,
    samples: CALCULATIONS,
  };
}
