import { chinaDate } from '../core/deadlines.ts';
import { refuse } from '../core/refusal.ts';
import { file } from '../kernel/routes.ts';
import { boolean, id, object, oneOf } from '../kernel/shapes.ts';
import { decode } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { readInstitute } from '../people/index.ts';
import { writeSheet, XLSX } from '../sheets/index.ts';
import { figureColumns, figureOptions, verdictWord } from './columns.ts';
import { paperAnswer } from './files.ts';
import { parameterName } from './names.ts';
import { planSheet } from './plan-sheet.ts';
import { type ItemRow, judgedStates, type KeptFile, type PlanRow, type RoundRow, type StepRow, steps } from './rows.ts';
import { decisive } from './scenes.ts';
import { symbolOf } from './score.ts';
import { showPlan } from './show-plans.ts';
import { showRound } from './show-rounds.ts';
import { itemsOf, linesOf, maySee, providersOf, roundFor, rowAt, stepsOf } from './store.ts';

const byId = object({ id }, ['id']);
type Id = { id: string };
const PDF = 'application/pdf';

const meta = async ({ db, now }: Query) => ({ author: (await readInstitute(db))?.name ?? '', created: now });

/** 能力验证结果评审报告; sealed until the round is judged. @throws Refusal `proficiency.sealed` */
export const recordFile = file<Id>({
  name: 'proficiency.record',
  path: '/proficiency/rounds/:id/record.pdf',
  needs: 'proficiency.read',
  input: byId,
  load: async (query, input) => {
    const sheet = await showRound(query, input);
    if (!judgedStates.includes(sheet.round.state)) refuse('proficiency.sealed', {}, undefined, 'conflict');
    const { recordPdf } = await import('./record.pdf.ts');
    const { pastOf } = await import('./history.ts');
    const past = new Map<string, Awaited<ReturnType<typeof pastOf>>>();
    for (const { parameter_code: code } of sheet.items) past.set(code, await pastOf(query.db, code));
    const body = await recordPdf(sheet, past, {
      ...(await meta(query)),
      created: sheet.round.evaluated_at ?? query.now,
    });
    return { body, type: PDF, name: `${sheet.round.number}.pdf`, inline: true };
  },
  event: (input) => ({ entity: 'pt_rounds', id: input.id }),
});

const papers = ['registration', 'receipt', 'submission', 'report', 'appeal'] as const;

export const paperFile = file<Id & { which: (typeof papers)[number] }>({
  name: 'proficiency.paper',
  path: '/proficiency/rounds/:id/papers/:which',
  needs: 'proficiency.read',
  input: object({ id, which: oneOf(...papers) }, ['id', 'which']),
  load: async (query, input) => {
    const kept: { file: KeptFile | null } | null = (await roundFor(query, input.id))[input.which];
    return paperAnswer(query.app, kept?.file);
  },
});

export const stepFile = file<Id & { step: StepRow['step'] }>({
  name: 'proficiency.step-paper',
  path: '/proficiency/correctives/:id/papers/:step',
  needs: 'proficiency.read',
  input: object({ id, step: oneOf(...steps) }, ['id', 'step']),
  load: async ({ app, db }, input) => {
    const step = (await stepsOf(db, input.id)).find((one) => one.step === input.step);
    return paperAnswer(app, step?.file);
  },
});

/** The figures of a report to be filled in and imported again. @throws Refusal `proficiency.sealed` before the report is there */
export const figuresFile = file<Id & { template?: boolean }>({
  name: 'proficiency.figures-sheet',
  path: '/proficiency/rounds/:id/figures.xlsx',
  needs: 'proficiency.read',
  input: object({ id, template: boolean }, ['id']),
  load: async (query, input) => {
    const round = await roundFor(query, input.id);
    if (round.state !== 'reported' && !judgedStates.includes(round.state))
      refuse('proficiency.sealed', {}, undefined, 'conflict');
    const items = await itemsOf(query.db, round.id);
    const body = await writeSheet({
      name: round.number,
      lists: t('zh', 'proficiency.lists'),
      columns: figureColumns.map(({ key, width, required }) => {
        const options = figureOptions(key);
        return { head: t('zh', `proficiency.column.${key}`), width, required, ...(options && { options }) };
      }),
      rows: items.map((item) => figureColumns.map(({ key }) => cellOf(item, key, input.template === true))),
      spare: 0,
    });
    return { body, type: XLSX, name: `${round.number}.xlsx` };
  },
  event: (input) => ({ entity: 'pt_rounds', id: input.id }),
});

function cellOf(
  { parameter_code, figures }: ItemRow,
  key: (typeof figureColumns)[number]['key'],
  empty: boolean,
): string {
  if (key === 'parameterCode') return parameter_code;
  if (empty) return '';
  if (key === 'scoreKind') return figures.scoreKind ? t('zh', `proficiency.score.${figures.scoreKind}`) : '';
  if (key === 'providerVerdict') return figures.providerVerdict ? verdictWord(figures.providerVerdict) : '';
  return figures[key] ?? '';
}

const roundColumns = [
  'number',
  'scheme',
  'provider',
  'labCode',
  'parameter',
  'result',
  'score',
  'verdict',
  'on',
  'late',
] as const;
const MOST = 5000;

/** Judged rounds, a parameter a row, for the management review; what is not judged is left out whoever asks. */
export const roundsFile = file<object>({
  name: 'proficiency.export',
  path: '/proficiency/rounds.xlsx',
  needs: 'proficiency.read',
  input: object({}),
  load: async (query) => {
    const { app, db } = query;
    const found: object[] = await db('pt_rounds')
      .whereIn('state', judgedStates)
      .orderBy('evaluated_at', 'desc')
      .limit(MOST);
    const providers = new Map((await providersOf(db)).map(({ id: own, name }) => [own, name]));
    const rows: string[][] = [];
    for (const round of found.map((row) => decode<RoundRow>('pt_rounds', row)))
      for (const item of await itemsOf(db, round.id)) rows.push(lineOf(round, item));
    function lineOf(round: RoundRow, item: ItemRow): string[] {
      const score = decisive(item);
      return [
        ...[round.number, round.scheme, providers.get(round.provider_id) ?? '', round.lab_code ?? ''],
        ...[parameterName(app, item.parameter_code, 'zh'), item.result ?? ''],
        score ? `${symbolOf(score.kind)} = ${score.shown}` : '',
        item.verdict ? verdictWord(item.verdict) : '',
        round.evaluated_at ? chinaDate(round.evaluated_at) : '',
        round.late_by ? t('zh', 'proficiency.lateMark') : '',
      ];
    }
    const body = await writeSheet({
      name: t('zh', 'nav.proficiency'),
      lists: t('zh', 'proficiency.lists'),
      columns: roundColumns.map((key) => ({ head: t('zh', `proficiency.column.${key}`), width: 18 })),
      rows,
      spare: 0,
    });
    return { body, type: XLSX, name: `${t('zh', 'nav.proficiency')}.xlsx` };
  },
  event: () => ({ entity: 'pt_rounds', id: 'export' }),
});

export const planXlsxFile = file<Id & { template?: boolean }>({
  name: 'proficiency.plan-sheet',
  path: '/proficiency/plans/:id/plan.xlsx',
  needs: 'proficiency.read',
  input: object({ id, template: boolean }, ['id']),
  load: async ({ db, user }, { id: own, template = false }) => {
    const plan = await rowAt<PlanRow>(db, 'pt_plans', own);
    const lines = template ? [] : (await linesOf(db, own)).filter(({ dropped }) => dropped === 0);
    const rounds: Pick<RoundRow, 'line_id' | 'state'>[] = await db('pt_rounds')
      .whereIn(
        'line_id',
        lines.map((line) => line.id),
      )
      .whereNot({ state: 'withdrawn' })
      .select('line_id', 'state');
    const progress = new Map(rounds.filter((one) => maySee(user, one)).map((one) => [one.line_id ?? '', one.state]));
    const body = await planSheet(lines, await providersOf(db), progress);
    return { body, type: XLSX, name: `${t('zh', 'proficiency.planOf', { year: plan.year })}.xlsx` };
  },
  event: (input) => ({ entity: 'pt_plans', id: input.id }),
});

export const planPdfFile = file<Id>({
  name: 'proficiency.plan-pdf',
  path: '/proficiency/plans/:id/plan.pdf',
  needs: 'proficiency.read',
  input: byId,
  load: async (query, input) => {
    const { planPdf } = await import('./plan.pdf.ts');
    const sheet = await showPlan(query, input);
    return {
      body: await planPdf(sheet, await meta(query)),
      type: PDF,
      name: `plan-${sheet.plan.year}.pdf`,
      inline: true,
    };
  },
  event: (input) => ({ entity: 'pt_plans', id: input.id }),
});
