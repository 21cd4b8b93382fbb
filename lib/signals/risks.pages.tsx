import { refuse } from '../core/refusal.ts';
import { file, page, post } from '../kernel/routes.ts';
import {
  anyObject,
  boolean,
  date,
  id,
  integer,
  list,
  long,
  nullable,
  object,
  oneOf,
  text,
  upload,
} from '../kernel/shapes.ts';
import { find } from '../kernel/tables.ts';
import { t } from '../messages/index.ts';
import { productClasses } from '../samplings/index.ts';
import { XLSX } from '../sheets/index.ts';
import { MEGABYTES } from './files.ts';
import { RiskView } from './risk.view.tsx';
import {
  allRisks,
  type NewRisk,
  type NewRiskInput,
  newRisk,
  PAGE,
  type RiskSheet,
  type Risks,
  type RisksInput,
  risks,
  riskViews,
  showRisk,
} from './risk-list.ts';
import {
  type CloseInput,
  closeRisk,
  finishMeasure,
  listRisk,
  noteProgress,
  type OutcomeInput,
  type PlanInput,
  type ProgressInput,
  planMeasure,
  type ReopenInput,
  type RiskInput,
  reopenRisk,
  riskFor,
} from './risks.ts';
import { NewRiskView, RisksView } from './risks.view.tsx';
import { type RiskRow, type RiskStepRow, riskLevels, riskStates } from './rows.ts';
import { all, orNull } from './shapes.ts';
import { risksSheet } from './workbook.ts';

const riskLine = anyObject;

export const risksPage = page<RisksInput, Risks>({
  name: 'risk.list',
  path: '/signals/risks',
  needs: 'signal.read',
  wide: true,
  input: object({ view: oneOf(...riskViews), level: oneOf(...riskLevels), q: text(100), after: id }),
  answer: all({
    ...{ view: oneOf(...riskViews), level: nullable(text(10)), q: text(100), lines: list(riskLine, PAGE) },
    counts: list(all({ view: oneOf(...riskViews), count: integer })),
    ...{ first: boolean, next: nullable(text(40)) },
  }),
  load: risks,
  title: (_data, ui) => ui.t('signal.section.risks'),
  view: (data, ui) => <RisksView data={data} ui={ui} />,
});

export const risksFile = file<RisksInput>({
  name: 'risk.export',
  path: '/signals/risks.xlsx',
  needs: 'signal.read',
  input: object({ view: oneOf(...riskViews), level: oneOf(...riskLevels), q: text(100) }),
  load: async (query, input) => ({
    body: await risksSheet(await allRisks(query, input)),
    ...{ type: XLSX, name: `${t('zh', 'signal.section.risks')}.xlsx` },
  }),
  event: () => ({ entity: 'risks', id: 'export' }),
});

export const newRiskPage = page<NewRiskInput, NewRisk>({
  name: 'risk.new',
  path: '/signals/risks/new',
  needs: 'signal.write',
  input: object({ signalId: id, caseId: id }),
  answer: all({
    ...{
      signal: orNull(anyObject),
      case: orNull(anyObject),
      productClass: nullable(text(20)),
      product: nullable(text()),
    },
    ...{ producer: nullable(text()), region: nullable(text()), item: nullable(text(1000)) },
  }),
  load: newRisk,
  title: (_data, ui) => ui.t('risk.new'),
  view: (data, ui) => <NewRiskView data={data} ui={ui} />,
});

interface Saved {
  id: string;
  version: number;
  state: string;
}
const saved = all({ id, version: integer, state: oneOf(...riskStates) });
const savedRow = ({ id: own, version, state }: RiskRow): Saved => ({ id: own, version, state });
const toRisk = ({ id: own }: Saved): string => `/signals/risks/${own}`;
const read = { id, version: integer };

export const riskPost = post<RiskInput, Saved>({
  name: 'risk.enter',
  path: '/signals/risks',
  needs: 'signal.write',
  creates: true,
  input: object(
    {
      ...{ signalId: id, caseId: id, productClass: oneOf(...productClasses), productName: text(), producer: text() },
      ...{ region: text(), riskText: long, riskLevel: oneOf(...riskLevels) },
    },
    ['productClass', 'riskText', 'riskLevel'],
  ),
  answer: saved,
  run: async (act, input) => savedRow(await listRisk(act, input)),
  then: toRisk,
  on: newRiskPage,
});

export const riskPage = page<{ id: string }, RiskSheet>({
  name: 'risk.show',
  path: '/signals/risks/:id',
  needs: 'signal.read',
  input: object({ id }, ['id']),
  answer: all({
    ...{
      row: riskLine,
      measures: list(anyObject),
      steps: list(anyObject),
      names: anyObject,
      signal: orNull(anyObject),
    },
    ...{ case: orNull(anyObject), people: list(anyObject), moves: list(anyObject) },
  }),
  load: showRisk,
  title: ({ row }) => row.number,
  view: (data, ui) => <RiskView data={data} ui={ui} />,
});

const shared = { needs: 'signal.write', versioned: true, answer: saved, then: toRisk, on: riskPage } as const;

export const planPost = post<PlanInput, Saved>({
  ...shared,
  name: 'risk.plan',
  path: '/signals/risks/:id/measures',
  input: object({ ...read, measureText: long, handlerId: id, dueOn: date }, [
    ...['id', 'version', 'measureText', 'handlerId', 'dueOn'],
  ]),
  run: async (act, input) => savedRow(await planMeasure(act, input)),
});

export const outcomePost = post<OutcomeInput, Saved>({
  ...shared,
  name: 'risk.finish',
  path: '/signals/measures/:id/outcome',
  needs: 'signal.read',
  upload: MEGABYTES,
  input: object({ ...read, doneOn: date, outcome: long, file: upload(MEGABYTES) }, [
    ...['id', 'version', 'doneOn', 'outcome'],
  ]),
  run: async (act, input) => savedRow(await finishMeasure(act, input)),
});

export const progressPost = post<ProgressInput, Saved>({
  ...shared,
  name: 'risk.progress',
  path: '/signals/risks/:id/progress',
  upload: MEGABYTES,
  input: object({ ...read, progressText: long, file: upload(MEGABYTES) }, ['id', 'version', 'progressText']),
  run: async (act, input) => savedRow(await noteProgress(act, input)),
});

export const closePost = post<CloseInput, Saved>({
  ...shared,
  name: 'risk.close',
  path: '/signals/risks/:id/closing',
  needs: 'signal.close',
  upload: MEGABYTES,
  input: object({ ...read, closingText: long, file: upload(MEGABYTES) }, ['id', 'version', 'closingText']),
  run: async (act, input) => savedRow(await closeRisk(act, input)),
});

export const reopenPost = post<ReopenInput, Saved>({
  ...shared,
  name: 'risk.reopen',
  path: '/signals/risks/:id/reopening',
  needs: 'signal.close',
  input: object({ ...read, reopenText: long }, ['id', 'version', 'reopenText']),
  run: async (act, input) => savedRow(await reopenRisk(act, input)),
});

/** Evidence as it was kept. */
export const proofFile = file<{ id: string }>({
  name: 'risk.file',
  path: '/signals/risk-files/:id',
  needs: 'signal.read',
  input: object({ id }, ['id']),
  load: async (query, input) => {
    const step = await find<RiskStepRow>(query.db, 'risk_steps', { id: input.id });
    if (step) await riskFor(query, step.risk_id);
    const body = step?.file && query.app.files.get(step.file.hash);
    if (!step?.file || !body) return refuse('risk.missing', {}, undefined, 'missing');
    const { type, name } = step.file;
    return { body, type, name, inline: type !== 'application/zip', immutable: true };
  },
});
