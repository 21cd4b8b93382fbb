import { lookUp, t } from '../messages/index.ts';
import { fields } from '../pdf/fields.ts';
import { INK, MM, openPaper, type Paper } from '../pdf/paper.ts';
import { table } from '../pdf/table.ts';
import { chinaTime } from '../ui/index.ts';
import type { Provenance } from './explain.ts';
import { compareWords, roundingWords, standingWords, valuesText } from './words.ts';

const word = (key: Parameters<typeof t>[1], params?: Record<string, string | number>) => t('zh', key, params);

/** 结果溯源单: result, rounding and comparison, each calculation with what it was taken from, the readings and who typed them, editions, signatures. */
export async function provenancePdf(
  data: Provenance,
  { institute, created }: { institute: string; created: string },
): Promise<Buffer> {
  const number = `${data.sample.number}-${data.item.seq}`;
  const paper = await openPaper({
    author: institute,
    created,
    title: word('provenance.title'),
    number,
    margins: { top: 20 * MM, right: 18 * MM, bottom: 18 * MM, left: 20 * MM },
  });
  paper.onEveryPage((page, pages) => {
    const foot = paper.height - 13 * MM;
    paper.text(`${institute}　${number}`, paper.left, foot, { size: 8, colour: INK.quiet });
    paper.text(`${page} / ${pages}`, paper.left, foot, { size: 8, colour: INK.quiet, align: 'right' }, paper.inner);
  });
  paper.y +=
    paper.block(word('provenance.title'), paper.left, paper.y, paper.inner, {
      size: 15,
      weight: 'bold',
      align: 'center',
    }) + 8;
  fields(paper, head(data));
  drawSteps(paper, data);
  drawReadings(paper, data);
  drawEquipment(paper, data);
  drawPeople(paper, data);
  return paper.finish();
}

function head({ sample, item, result, verdict, rounding, editions, hash }: Provenance) {
  return [
    { label: word('testing.number'), value: sample.number },
    { label: word('provenance.lot'), value: sample.batchNo },
    { label: word('testing.product'), value: sample.product, span: 2 },
    { label: word('testing.item'), value: item.name.zh },
    { label: word('provenance.limit'), value: item.limitText },
    { label: word('provenance.printed'), value: result?.text ?? '—', bold: true },
    { label: word('provenance.verdict'), value: verdict ? lookUp('zh', `state.${verdict.verdict}`) : '—' },
    { label: word('provenance.exact'), value: result?.exact ?? '—', span: 2 },
    { label: word('provenance.rounding'), value: roundingWords(rounding, 'zh'), span: 2 },
    { label: word('provenance.rounded'), value: result?.rounded ?? '—' },
    { label: word('provenance.compared'), value: verdict?.compared ?? '—' },
    { label: word('provenance.compare'), value: compareWords(verdict?.mode ?? rounding.compare, 'zh'), span: 2 },
    { label: word('provenance.basis'), value: editions.basis ?? '—', span: 2 },
    { label: word('provenance.method'), value: item.method, span: 2 },
    { label: word('provenance.parameter'), value: `${editions.parameter.code}　${editions.parameter.hash}`, span: 2 },
    { label: word('provenance.form'), value: `${editions.form.code}　${editions.form.hash}`, span: 2 },
    { label: word('provenance.hash'), value: hash, span: 2 },
  ];
}

function title(paper: Paper, words: string): void {
  paper.y += 10;
  paper.room(60);
  paper.text(words, paper.left, paper.y, { size: 10.5, weight: 'bold' });
  paper.y += 18;
}

function drawSteps(paper: Paper, { steps, readings }: Provenance): void {
  if (steps.length === 0) return;
  const names = new Map(readings.map(({ path, label }) => [path, label.zh]));
  title(paper, word('provenance.steps'));
  table(
    paper,
    [
      { title: word('provenance.name'), share: 20 },
      { title: word('provenance.expression'), share: 34 },
      { title: word('provenance.inputs'), share: 28 },
      { title: word('provenance.value'), share: 18 },
    ],
    steps.map((step) => ({
      cells: [
        `${step.rowLabel?.zh ?? ''} ${step.label.zh}`.trim(),
        `${step.symbol || step.id} = ${step.formula}\n= ${step.numbers}`,
        step.inputs
          .map(({ name, from, value, refs }) => {
            const [first = ''] = refs;
            const where =
              refs.length === 1
                ? (names.get(first) ?? word(`provenance.from.${from}`))
                : word(`provenance.from.${from}`);
            return `${name} = ${valuesText(value)}（${where}）`;
          })
          .join('\n'),
        `${step.exact} ${step.unit}`.trim(),
      ],
    })),
    { size: 8, pad: 3 },
  );
}

function drawReadings(paper: Paper, { readings }: Provenance): void {
  title(paper, word('provenance.readings'));
  table(
    paper,
    [
      { title: word('provenance.reading'), share: 26 },
      { title: word('provenance.typed'), share: 20 },
      { title: word('provenance.by'), share: 26 },
      { title: word('provenance.earlierWhy'), share: 28 },
    ],
    readings.map(({ label, shown, by, at, earlier, reason }) => ({
      cells: [
        label.zh,
        shown.zh,
        by === null || at === null ? '—' : `${by} ${chinaTime(at)}`,
        [
          ...earlier.map((one) => `${one.value}（${one.by} ${chinaTime(one.at)}）`),
          ...(reason === null ? [] : [reason]),
        ].join('\n'),
      ],
    })),
    { size: 8, pad: 3 },
  );
}

function drawEquipment(paper: Paper, { instruments, materials, files, attempts }: Provenance): void {
  const lines = [
    ...instruments.map((row) => [
      word('provenance.instrument'),
      `${row['no'] ?? ''} ${row['name'] ?? ''}`,
      row['validTo'] ?? '',
    ]),
    ...materials.map((row) => [
      word('provenance.material'),
      `${row['name'] ?? ''}　${word('provenance.lot')} ${row['lot'] ?? ''}`,
      row['validTo'] ?? '',
    ]),
    ...files.map(({ name, hash }) => [word('provenance.files'), `${name}\n${hash}`, '']),
    ...(attempts.length > 1 ? attempts : []).map(({ attempt, standing, result }) => [
      word('provenance.attempt', { n: attempt + 1 }),
      `${standingWords(standing, 'zh')}　${result ?? '—'}`,
      '',
    ]),
  ];
  if (lines.length === 0) return;
  title(paper, word('provenance.equipment'));
  table(
    paper,
    [
      { title: word('provenance.name'), share: 26 },
      { title: '', share: 54 },
      { title: word('provenance.validTo'), share: 20 },
    ],
    lines.map((cells) => ({ cells })),
    { size: 8.5, pad: 3 },
  );
}

function drawPeople(paper: Paper, { people }: Provenance): void {
  title(paper, word('provenance.people'));
  if (people.length === 0) {
    paper.text(word('provenance.unsigned'), paper.left, paper.y, { size: 9 });
    return;
  }
  table(
    paper,
    [
      { title: word('provenance.meaning'), share: 16 },
      { title: word('provenance.person'), share: 34 },
      { title: word('provenance.at'), share: 22 },
      { title: word('provenance.hash'), share: 28 },
    ],
    people.map(({ meaning, name, role, at, holds }) => ({
      cells: [
        lookUp('zh', `meaning.${meaning}`),
        `${name}（${lookUp('zh', `role.${role}`)}）`,
        chinaTime(at),
        word(holds ? 'provenance.holds' : 'provenance.stale'),
      ],
    })),
    { size: 8.5, pad: 3 },
  );
}
