import { type Furnishing, onDay, type Step } from './index.ts';

/** Work of one method as the page of a new run offers it. */
interface Offered {
  groups: { form_code: string; form_hash: string; method: { zh: string }; count: number }[];
  candidates: { id: string; refused: string[] }[];
}

const analysts = ['jian1', 'jian2', 'jian3'];
/** Forms whose runs need no rows of quality control: their records go on as they would alone. */
const plain = [
  ...['ash', 'residue-on-ignition', 'loss-on-drying', 'water-oven', 'ph', 'disintegration', 'relative-density'],
  ...[
    'qualitative-conform',
    'limit-comparison',
    'weight-variation',
    'foreign-matter',
    'extract',
    'direct-reading-mean',
  ],
  ...['attribute-pass-fail', 'physical-specimens', 'microscopic-identification', 'tlc-identification'],
];
const MOST = 6;
const FINISHED = 4;
const OPEN = 1;

/** One run that was finished some days ago, and one that is open, each of the analyst who then has most of one method. */
export const runSteps = (furnishing: Furnishing): Step[] => [
  ...onDay(furnishing, FINISHED, 1020, async (day) => {
    const run = await composed(furnishing);
    if (!run) return;
    const sequence = { sequenceFrom: `${day}T09:00`, sequenceTo: `${day}T16:30` };
    await furnishing.player.act(run.login, 'run.move', { ...run.saved, runStep: 'finish', ...sequence });
  }),
  ...onDay(furnishing, OPEN, 1020, () => composed(furnishing)),
];

async function composed({
  player,
}: Furnishing): Promise<{ login: string; saved: { id: string; version: number } } | undefined> {
  for (const login of analysts) {
    const { groups } = await player.read<Offered>(login, 'run.new', {});
    const [group] = groups.filter(({ form_code }) => plain.includes(form_code)).sort((a, b) => b.count - a.count);
    if (!group) continue;
    const { form_code: formCode, form_hash: edition, method } = group;
    const asked = { formCode, edition, methodName: method.zh };
    const { candidates } = await player.read<Offered>(login, 'run.new', asked);
    const tests = candidates.filter(({ refused }) => refused.length === 0).map(({ id }) => id);
    if (tests.length === 0) continue;
    const { id, version } = await player.act<{ id: string; version: number }>(login, 'run.open', {
      formCode,
      tests: tests.slice(0, MOST),
    });
    return { login, saved: { id, version } };
  }
  return undefined;
}
