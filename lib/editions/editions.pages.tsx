import type { DefinitionKind } from '../catalogue/index.ts';
import { file, page, post } from '../kernel/routes.ts';
import { XLSX } from '../sheets/index.ts';
import { EditionView } from './edition.view.tsx';
import {
  adopt,
  type ConfirmInput,
  confirm,
  type EditionChoice,
  type EditionList,
  type EditionSheet,
  listEditions,
  oneEdition,
} from './editions.ts';
import { EditionsView } from './editions.view.tsx';
import type { Unfinished } from './rows.ts';
import {
  adoptedAnswer,
  adoptInput,
  confirmedAnswer,
  confirmInput,
  editionAnswer,
  editionInput,
  editionsAnswer,
  editionsInput,
  sheetInput,
} from './shapes.ts';
import { itemsSheet } from './sheet.ts';
import { bodyOf } from './store.ts';

interface One {
  kind: DefinitionKind;
  code: string;
  hash: string;
}

export const editionsPage = page<EditionChoice, EditionList>({
  name: 'definition.editions',
  path: '/editions/:kind/:code',
  needs: 'catalogue.read',
  input: editionsInput,
  answer: editionsAnswer,
  load: listEditions,
  title: ({ code, title }, ui) => `${code} ${title} ${ui.t('editions.title')}`,
  view: (data, ui) => <EditionsView data={data} ui={ui} />,
});

export const editionPage = page<One, EditionSheet>({
  name: 'definition.edition',
  path: '/editions/:kind/:code/:hash',
  needs: 'catalogue.read',
  input: editionInput,
  answer: editionAnswer,
  load: (query, { kind, code, hash }) => oneEdition(query, kind, code, hash),
  title: ({ code, title }) => `${code} ${title}`,
  view: (data, ui) => <EditionView data={data} ui={ui} />,
});

/** An edition as the file of the repository: two blanks, keys in the order in which the file has them. */
export const definitionFile = file<One>({
  name: 'definition.export',
  path: '/editions/:kind/:code/:hash/definition.json',
  needs: 'catalogue.read',
  input: editionInput,
  load: async ({ db }, { kind, code, hash }) => {
    const body = await bodyOf(db, kind, code, hash);
    return { body: Buffer.from(fileText(kind, body)), type: 'application/json', name: `${code}.json` };
  },
  event: ({ hash }) => ({ entity: 'definitions', id: hash }),
});

/** A record form stands in its file with the common header by reference. */
export function fileText(kind: DefinitionKind, body: object): string {
  const { properties } = body as { properties?: object };
  const whole = kind === 'form' ? { ...body, properties: { ...properties, common: { $ref: 'common' } } } : body;
  return `${JSON.stringify(whole, null, 2)}\n`;
}

export const sheetFile = file<{ code: string; hash: string }>({
  name: 'specification.export-items',
  path: '/editions/specification/:code/:hash/items.xlsx',
  needs: 'catalogue.read',
  input: sheetInput,
  load: async ({ app, db, user }, { code, hash }) => {
    const body = (await bodyOf(db, 'specification', code, hash)) as Unfinished;
    return { body: await itemsSheet(body, app.catalogue, user.lang), type: XLSX, name: `${code}.xlsx` };
  },
  event: ({ hash }) => ({ entity: 'definitions', id: hash }),
});

export const adoptPost = post<One & { note?: string }, { id: string }>({
  name: 'definition.adopt',
  path: '/editions/:kind/:code/adoption',
  needs: 'catalogue.release',
  signs: true,
  input: adoptInput,
  answer: adoptedAnswer,
  run: adopt,
  then: (_output, { kind, code }) => `/editions/${kind}/${encodeURIComponent(code)}`,
  on: editionsPage,
});

export const confirmPost = post<ConfirmInput, { id: string; version: number }>({
  name: 'definition.confirm',
  path: '/editions/:kind/:code/confirmations',
  needs: 'catalogue.release',
  input: confirmInput,
  answer: confirmedAnswer,
  creates: true,
  run: async (act, input) => {
    const { id, version } = await confirm(act, input);
    return { id, version };
  },
  then: (_output, { kind, code, hash }) => `/editions/${kind}/${encodeURIComponent(code)}/${hash}#confirmations`,
  on: editionPage,
});
