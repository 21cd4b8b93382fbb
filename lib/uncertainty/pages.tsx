import { refuse } from '../core/refusal.ts';
import { type MonteCarlo, TRIALS } from '../core/uncertainty-monte-carlo.ts';
import { file, page, post } from '../kernel/routes.ts';
import { boolean, id, integer, list, long, nullable, object, text } from '../kernel/shapes.ts';
import { readInstitute } from '../people/index.ts';
import { budgetPdf } from './budget.pdf.ts';
import { type BudgetList, type ListInput, listBudgets } from './list.ts';
import { BudgetsView, NewBudgetView } from './list.view.tsx';
import { type BudgetBody, type BudgetRow, budgetAt, emptyBody } from './rows.ts';
import { all, bodyFields, lineFields, orNull, sheetFields, state } from './shapes.ts';
import { BudgetView } from './sheet.view.tsx';
import { type BudgetSheet, type NewSheet, newBudget, type ShowInput, showBudget } from './show.ts';
import {
  confirmBudget,
  declineBudget,
  keepSimulated,
  type NewBudget,
  openBudget,
  proposeBudget,
  type Read,
  reviseBudget,
  saveBudget,
  simulated,
} from './write.ts';

const words = all({ zh: text(), en: text() });

export const budgetsPage = page<ListInput, BudgetList>({
  name: 'uncertainty.list',
  path: '/uncertainty',
  needs: 'uncertainty.read',
  input: object({ q: text(100), state, after: id }),
  answer: all({
    q: text(),
    state: orNull(state),
    counts: list(all({ state, count: integer })),
    lines: list(all(lineFields)),
    first: boolean,
    next: nullable(text()),
  }),
  load: listBudgets,
  title: (_data, ui) => ui.t('uncertainty.title'),
  view: (data, ui) => <BudgetsView data={data} ui={ui} />,
});

export const newBudgetPage = page<{ parameter?: string }, NewSheet>({
  name: 'uncertainty.new',
  path: '/uncertainty/new',
  needs: 'uncertainty.write',
  input: object({ parameter: text(60) }),
  answer: all({
    parameter: nullable(text()),
    name: orNull(words),
    steps: list(all({ id: text(), label: words, expr: long, result: boolean })),
    choices: list(all({ code: text(), name: words }), 10_000),
  }),
  load: async (query, input) => newBudget(query, input),
  title: (_data, ui) => ui.t('uncertainty.new'),
  view: (data, ui) => <NewBudgetView data={data} ui={ui} />,
});

export const budgetPage = page<ShowInput, BudgetSheet>({
  name: 'uncertainty.show',
  path: '/uncertainty/:id',
  needs: 'uncertainty.read',
  input: object({ id, trial: { type: 'object', additionalProperties: text(60), maxProperties: 60 } }, ['id']),
  answer: all(sheetFields),
  load: showBudget,
  title: ({ number, title }) => `${number} ${title}`,
  view: (data, ui) => <BudgetView data={data} ui={ui} />,
});

interface Saved {
  id: string;
  number: string;
  version: number;
  state: string;
}
const saved = ({ id: own, number, version, state: now }: BudgetRow): Saved => ({
  id: own,
  number,
  version,
  state: now,
});
const savedShape = all({ id, number: text(), version: integer, state });
const back = ({ id: own }: Saved) => `/uncertainty/${own}`;
const read = { id, version: integer };

export const openBudgetPost = post<NewBudget, Saved>({
  name: 'uncertainty.open',
  path: '/uncertainty',
  needs: 'uncertainty.write',
  creates: true,
  input: object({ parameterCode: text(60), budgetTitle: text(), step: text(60) }, ['parameterCode']),
  answer: savedShape,
  run: async (act, input) => saved(await openBudget(act, input)),
  then: back,
  on: newBudgetPage,
});

export const saveBudgetPost = post<Read & Partial<BudgetBody> & { budgetTitle?: string }, Saved>({
  name: 'uncertainty.save',
  path: '/uncertainty/:id',
  needs: 'uncertainty.write',
  versioned: true,
  input: object({ ...read, budgetTitle: text(), ...bodyFields }, ['id', 'version']),
  answer: savedShape,
  run: async (act, input) => saved(await saveBudget(act, { ...emptyBody(), ...input })),
  then: back,
  on: budgetPage,
});

type Asked = Read & { trials?: number; seed?: number };

export const simulateBudgetPost = post<Asked, Saved, MonteCarlo>({
  name: 'uncertainty.simulate',
  path: '/uncertainty/:id/monte-carlo',
  needs: 'uncertainty.write',
  versioned: true,
  input: object({ ...read, trials: integer, seed: integer }, ['id', 'version']),
  answer: savedShape,
  prepare: ({ app, session }, { trials = TRIALS.usual, seed = 1, ...own }) =>
    simulated(app.db.read, session?.user, { ...own, trials, seed }),
  run: async (act, input, found) => saved(await keepSimulated(act, input, found)),
  then: (output) => `${back(output)}#monte-carlo`,
  on: budgetPage,
});

export const proposeBudgetPost = post<Read, Saved>({
  name: 'uncertainty.propose',
  path: '/uncertainty/:id/proposal',
  needs: 'uncertainty.write',
  versioned: true,
  input: object(read, ['id', 'version']),
  answer: savedShape,
  run: async (act, input) => saved(await proposeBudget(act, input)),
  then: back,
  on: budgetPage,
});

const declining = (move: 'return' | 'drop', needs: 'uncertainty.confirm' | 'uncertainty.write') =>
  post<Read & { reason: string }, Saved>({
    name: `uncertainty.${move}`,
    path: `/uncertainty/:id/${move}`,
    needs,
    versioned: true,
    input: object({ ...read, reason: long }, ['id', 'version', 'reason']),
    answer: savedShape,
    run: async (act, input) => saved(await declineBudget(act, move, input)),
    then: back,
    on: budgetPage,
  });

export const returnBudgetPost = declining('return', 'uncertainty.confirm');
export const dropBudgetPost = declining('drop', 'uncertainty.write');

export const confirmBudgetPost = post<Read, Saved>({
  name: 'uncertainty.confirm',
  path: '/uncertainty/:id/confirmation',
  needs: 'uncertainty.confirm',
  signs: true,
  versioned: true,
  input: object({ ...read, password: text() }, ['id', 'version', 'password']),
  answer: savedShape,
  run: async (act, input) => saved(await confirmBudget(act, input)),
  then: back,
  on: budgetPage,
});

export const reviseBudgetPost = post<Read, Saved>({
  name: 'uncertainty.revise',
  path: '/uncertainty/:id/revision',
  needs: 'uncertainty.write',
  versioned: true,
  input: object(read, ['id', 'version']),
  answer: savedShape,
  run: async (act, input) => saved(await reviseBudget(act, input)),
  then: back,
  on: budgetPage,
});

export const budgetFile = file<{ id: string }>({
  name: 'uncertainty.pdf',
  path: '/uncertainty/:id/budget.pdf',
  needs: 'uncertainty.read',
  input: object({ id }, ['id']),
  load: async ({ app, db }, { id: own }) => {
    const row = await budgetAt(db, own);
    if (row.computed === null)
      return refuse('uncertainty.not-calculated', { number: row.number }, undefined, 'conflict');
    const users: { id: string; name: string }[] = await db('users')
      .whereIn('id', [row.author_id, row.confirmed_by ?? row.author_id])
      .select('id', 'name');
    const nameOf = (user: string) => users.find((one) => one.id === user)?.name ?? '';
    const parameter = app.catalogue.parameters.get(row.parameter_code);
    const body = await budgetPdf({
      institute: (await readInstitute(db))?.name ?? '',
      row,
      outcome: row.computed,
      parameter: `${row.parameter_code} ${parameter?.name.zh ?? ''}`,
      author: nameOf(row.author_id),
      confirmed: row.confirmed_by && nameOf(row.confirmed_by),
    });
    return { body, type: 'application/pdf', name: `${row.number}.pdf`, inline: true };
  },
  event: ({ id: own }) => ({ entity: 'uncertainty_budgets', id: own }),
});
