import { file, page } from '../kernel/routes.ts';
import { anyObject, date, integer, list, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { readInstitute } from '../people/index.ts';
import { type BudgetCoverage, BudgetsView, type BudgetView, budgetViews } from './budgets.view.tsx';
import { type CoverageOf, matrixOf } from './matrix.ts';
import { QualityView } from './quality.view.tsx';
import { qualityRules } from './rules.ts';
import { type QualitySheet, showQuality } from './show.ts';
import { sectionKeys } from './standing.ts';

const all = (properties: Parameters<typeof object>[0]) => object(properties, Object.keys(properties));
const boolean = { type: 'boolean' };

const figure = all({
  ...{ key: text(), count: integer, late: integer, next: nullable(text()), href: text(300) },
  weight: oneOf('good', 'watch', 'act'),
});

export const qualityPage = (coverage: CoverageOf) =>
  page<{ period?: string }, QualitySheet>({
    name: 'quality.show',
    wide: true,
    path: '/quality',
    needs: 'quality.read',
    input: object({ period: text(20) }),
    answer: all({
      today: date,
      sections: list(all({ key: oneOf(...sectionKeys), figures: list(figure) })),
      lines: list(anyObject, 10_000),
      period: anyObject,
      last: text(10),
      choices: list(text(10)),
      groups: list(
        all({ key: text(), facts: list(all({ key: text(), href: text(300), count: integer, before: integer })) }),
      ),
      scores: list(all({ code: text(), kind: text(), shown: text(), itemId: text() })),
      origins: list(all({ source: text(), count: integer })),
    }),
    load: (query, input) => showQuality(query, coverage, input),
    title: (_data, ui) => ui.t('nav.quality'),
    view: (data, ui) => <QualityView data={data} ui={ui} />,
  });

export const reviewFile = (coverage: CoverageOf) =>
  file<{ period?: string; grey?: boolean }>({
    name: 'quality.review',
    path: '/quality/review.pdf',
    needs: 'quality.read',
    input: object({ period: text(20), grey: boolean }),
    load: async (query, { grey = false, ...input }) => {
      const { reviewPdf } = await import('./review.pdf.ts');
      const sheet = await showQuality(query, coverage, input);
      const institute = (await readInstitute(query.db))?.name ?? '';
      return {
        body: await reviewPdf(sheet, { institute, by: query.user.name, created: query.now, grey }),
        type: 'application/pdf',
        name: `management-review-${sheet.period.name}.pdf`,
        inline: true,
      };
    },
    event: () => ({ entity: 'settings', id: 'management-review' }),
  });

export const budgetsPage = (coverage: CoverageOf) =>
  page<{ view?: BudgetView }, BudgetCoverage>({
    name: 'quality.budgets',
    path: '/quality/budgets',
    needs: 'uncertainty.read',
    input: object({ view: oneOf(...budgetViews) }),
    answer: all({
      ...{ view: oneOf(...budgetViews), months: integer },
      counts: list(all({ view: oneOf(...budgetViews), count: integer })),
      lines: list(anyObject, 10_000),
    }),
    load: async (query, { view = 'missing' }) => {
      const { budgets } = await matrixOf(query, coverage);
      return {
        ...{ view, months: qualityRules(query.app).budgetReview.months },
        counts: budgetViews.map((own) => ({ view: own, count: budgets.filter(({ state }) => state === own).length })),
        lines: budgets.filter(({ state }) => state === view),
      };
    },
    title: (_data, ui) => ui.t('quality.budgetsTitle'),
    view: (data, ui) => <BudgetsView data={data} ui={ui} />,
  });
