import type { JsonSchema } from '../kernel/request.ts';
import { page, post } from '../kernel/routes.ts';
import { anyObject, boolean, date, id, integer, list, long, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { type ChangeInput, changeState } from './change.ts';
import { type Coverage, type CoverageInput, gaps, listCoverage, type StandardsOn, type WatchesOn } from './coverage.ts';
import { CoverageView } from './coverage.view.tsx';
import { type LineSheet, showLine } from './line.ts';
import { LineView } from './line.view.tsx';
import { moves, schemes, states } from './rows.ts';

const all = (properties: Record<string, JsonSchema>): JsonSchema => object(properties, Object.keys(properties));
const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
const standing = oneOf(...states, 'expired', 'not-yet');
const productClass = oneOf('drug', 'tcm', 'device', 'cosmetic', 'packaging');
const words = nullable(text(2000));

export const linePage = page<{ id: string; day?: string }, LineSheet>({
  name: 'capability.line',
  path: '/capability/lines/:id',
  needs: 'catalogue.read',
  input: object({ id, day: date }, ['id']),
  answer: all({
    id,
    version: integer,
    scheme: oneOf(...schemes),
    annex_no: words,
    parameter_code: text(),
    object: words,
    item: text(),
    standards: text(2000),
    scope: words,
    note: words,
    certificate: words,
    approved_on: nullable(date),
    valid_to: nullable(date),
    site: text(),
    state: oneOf(...states),
    project: words,
    today: date,
    standing,
    day: nullable(date),
    then: orNull(standing),
    history: list(
      all({
        id,
        move: oneOf(...moves),
        before: oneOf(...states),
        after: oneOf(...states),
        from: date,
        reason: long,
        by: text(),
        at: text(),
      }),
    ),
    moves: list(all({ move: text(), obstacles: list(anyObject) })),
  }),
  load: showLine,
  title: ({ parameter_code, item }) => `${parameter_code} ${item}`,
  view: (data, ui) => <LineView data={data} ui={ui} />,
});

export const statePost = post<ChangeInput, { id: string; version: number; state: string }>({
  name: 'capability.change',
  path: '/capability/lines/:id/state',
  needs: 'capability.write',
  versioned: true,
  input: object(
    {
      id,
      version: integer,
      stateMove: oneOf('grant', 'renew', 'suspend', 'restore', 'cancel', 'apply'),
      fromDay: date,
      reason: long,
      annexCertificate: text(100),
      annexEnd: date,
    },
    ['id', 'version', 'stateMove', 'fromDay', 'reason'],
  ),
  answer: all({ id, version: integer, state: text() }),
  run: async (act, input) => {
    const { version, state } = await changeState(act, input);
    return { id: input.id, version, state };
  },
  then: (output) => `/capability/lines/${output.id}`,
  on: linePage,
});

const gap = oneOf(...gaps);
const watch = orNull(all({ on: date, ok: boolean, until: date }));

/** What stands behind each parameter; how its standards stand, the methods say. */
export const coveragePage = (standardsOn: StandardsOn, watchesOn: WatchesOn) =>
  page<CoverageInput, Coverage>({
    name: 'capability.coverage',
    path: '/capability/coverage',
    needs: 'catalogue.read',
    input: object({ class: productClass, missing: boolean, gap }),
    answer: all({
      today: date,
      class: orNull(productClass),
      missing: boolean,
      gap: orNull(gap),
      total: integer,
      counts: list(all({ gap, count: integer })),
      lines: list(
        all({
          code: text(),
          name: all({ zh: text(), en: text() }),
          class: productClass,
          standing,
          people: integer,
          instruments: nullable(integer),
          lacking: list(text()),
          lastTest: nullable(date),
          control: watch,
          proficiency: watch,
          gaps: list(gap),
        }),
        5000,
      ),
    }),
    load: (query, input) => listCoverage(query, standardsOn, watchesOn, input),
    title: (_data, ui) => ui.t('capability.coverage'),
    view: (data, ui) => <CoverageView data={data} ui={ui} />,
  });
