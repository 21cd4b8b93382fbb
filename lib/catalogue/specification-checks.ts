import type { Question, Specification, SpecificationItem } from './types.ts';

/** What a specification gets wrong about its own questions and lines; each fault names the line or question. */
export function specificationFaults({ items, questions = [], validFrom, validTo }: Specification): string[] {
  return [
    ...(validFrom !== undefined && validTo !== undefined && validFrom > validTo
      ? [`validTo ${validTo} is before validFrom ${validFrom}`]
      : []),
    ...twice(questions.map(({ id }) => id)).map((id) => `question ${id} is asked twice`),
    ...questions.flatMap(({ id, options }) =>
      twice(options.map(({ value }) => value)).map((value) => `question ${id}: option ${value} is given twice`),
    ),
    ...questions
      .filter(({ id }) => !items.some(({ when = {} }) => id in when))
      .map(({ id }) => `question ${id} decides about no item`),
    ...items.flatMap((item) => conditionFaults(item, questions).map((fault) => `item ${item.seq}: ${fault}`)),
    ...clashes(items, questions),
    ...(items.every(({ when }) => when) ? ['every item depends on an answer: some answers would leave no item'] : []),
  ];
}

function conditionFaults({ when = {} }: SpecificationItem, questions: readonly Question[]): string[] {
  return Object.entries(when).flatMap(([id, values]) => {
    const question = questions.find((one) => one.id === id);
    if (!question) return [`there is no question ${id}`];
    const unreachable = values.filter((value) => !question.options.some((option) => option.value === value));
    return unreachable.map((value) => `no answer to ${id} is ${value}: the item cannot be reached by it`);
  });
}

/** Two lines of one name or one place that some answers would leave standing side by side. */
function clashes(items: readonly SpecificationItem[], questions: readonly Question[]): string[] {
  const many = new Set(questions.filter((question) => question.many).map(({ id }) => id));
  const together = (a: SpecificationItem, b: SpecificationItem): boolean =>
    Object.entries(a.when ?? {}).every(([id, values]) => {
      const others = b.when?.[id];
      return others === undefined || many.has(id) || values.some((value) => others.includes(value));
    });
  return items.flatMap((item, i) =>
    items.slice(i + 1).flatMap((other) => {
      const same = item.seq === other.seq || item.name.zh === other.name.zh;
      if (!same || !together(item, other)) return [];
      return [`items ${item.seq} and ${other.seq} (${item.name.zh}, ${other.name.zh}) can stand side by side`];
    }),
  );
}

/** Editions of one product standard that hold on the same day of production, though nothing tells them apart. */
export function seriesFaults(specifications: readonly Specification[]): string[] {
  return specifications.flatMap((one, i) =>
    specifications
      .slice(i + 1)
      .filter(
        (other) =>
          one.series !== undefined &&
          one.series === other.series &&
          !one.registrations &&
          !other.registrations &&
          from(one) <= to(other) &&
          from(other) <= to(one),
      )
      .map((other) => `series ${one.series ?? ''}: ${one.code} and ${other.code} hold on the same days`),
  );
}

const from = ({ validFrom }: Specification): string => validFrom ?? '';
const to = ({ validTo }: Specification): string => validTo ?? '9999-12-31';

const twice = (names: string[]): string[] => names.filter((name, i) => names.indexOf(name) !== i);
