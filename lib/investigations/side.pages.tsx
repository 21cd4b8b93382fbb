import { refuse } from '../core/refusal.ts';
import { file, page, post } from '../kernel/routes.ts';
import { anyObject, boolean, date, id, integer, list, long, object, oneOf, text, upload } from '../kernel/shapes.ts';
import { find } from '../kernel/tables.ts';
import { MEGABYTES } from './files.ts';
import { all } from './pages.tsx';
import { analystsOf } from './show.ts';
import { addSupplement, type SupplementInput, type SupplementSheet, showSupplements } from './supplement.ts';
import { SupplementView } from './supplement.view.tsx';
import {
  decideTermination,
  type ProposeInput,
  proposeTermination,
  showTermination,
  type TerminationRow,
  type TerminationSheet,
  tellTermination,
} from './terminate.ts';
import { TerminationView } from './terminate.view.tsx';

const read = { id, version: integer };

export const terminationPage = page<{ id: string }, TerminationSheet>({
  name: 'termination.show',
  path: '/samples/:id/termination',
  needs: 'sample.read',
  input: object({ id }, ['id']),
  answer: all({
    ...{ sample: anyObject, open: boolean, rows: list(anyObject), causes: list(anyObject), names: anyObject },
    institute: text(),
  }),
  load: (query, input) => showTermination(query, input.id),
  title: ({ sample }, ui) => `${ui.t('act.terminate')} ${sample.number}`,
  view: (data, ui) => <TerminationView data={data} ui={ui} />,
});

interface Saved {
  id: string;
  version: number;
  state: string;
  sample: string;
}
const saved = all({ id, version: integer, state: oneOf('proposed', 'approved', 'declined'), sample: id });
const savedRow = ({ id: own, version, state, sample_id }: TerminationRow): Saved => ({
  ...{ id: own, version, state, sample: sample_id },
});
const toPage = ({ sample }: Saved): string => `/samples/${sample}/termination`;
const shared = { versioned: true, answer: saved, then: toPage, on: terminationPage } as const;

export const proposalPost = post<ProposeInput, Saved>({
  ...shared,
  name: 'termination.propose',
  path: '/samples/:id/termination',
  needs: 'investigation.write',
  upload: MEGABYTES,
  input: object({ ...read, terminationCause: text(40), reason: long, file: upload(MEGABYTES) }, [
    ...['id', 'version', 'terminationCause', 'reason'],
  ]),
  run: async (act, input) => savedRow(await proposeTermination(act, input)),
});

export const decisionPost = post<Parameters<typeof decideTermination>[1], Saved>({
  ...shared,
  name: 'termination.decide',
  path: '/terminations/:id/decision',
  needs: 'investigation.decide',
  input: object({ ...read, approved: boolean, decision: long }, ['id', 'version', 'decision']),
  run: async (act, input) => savedRow(await decideTermination(act, input)),
});

export const toldPost = post<Parameters<typeof tellTermination>[1], Saved>({
  ...shared,
  name: 'termination.tell',
  path: '/terminations/:id/notice',
  needs: 'case.notify',
  input: object({ ...read, noticeTo: text(200), noticeHow: text(100), onDay: date }, [
    ...['id', 'version', 'noticeTo', 'noticeHow', 'onDay'],
  ]),
  run: async (act, input) => savedRow(await tellTermination(act, input)),
});

const rowOf = async (db: Parameters<typeof find>[0], own: string): Promise<TerminationRow> =>
  (await find<TerminationRow>(db, 'terminations', { id: own })) ??
  refuse('record.missing', { what: own }, undefined, 'missing');

/** 终止检验告知函: what whoever ordered the test is told. */
export const noticeFile = file<{ id: string }>({
  name: 'termination.notice',
  path: '/terminations/:id/notice.pdf',
  needs: 'sample.read',
  input: object({ id }, ['id']),
  load: async (query, input) => {
    const row = await rowOf(query.db, input.id);
    const sheet = await showTermination(query, row.sample_id);
    const { noticePdf } = await import('./terminate.pdf.ts');
    const body = await noticePdf(sheet, row, query.now);
    return { body, type: 'application/pdf', name: `${sheet.sample.number}.pdf`, inline: true };
  },
  event: (input) => ({ entity: 'terminations', id: input.id }),
});

export const proofFile = file<{ id: string }>({
  name: 'termination.proof',
  path: '/terminations/:id/proof',
  needs: 'sample.read',
  input: object({ id }, ['id']),
  load: async ({ app, db }, input) => {
    const { proof } = await rowOf(db, input.id);
    const body = app.files.get(proof.hash) ?? refuse('record.missing', { what: proof.name }, undefined, 'missing');
    return { body, type: proof.type, name: proof.name, inline: proof.type !== 'application/zip', immutable: true };
  },
});

type Added = SupplementSheet & { analysts: { id: string; name: string }[] };

export const supplementPage = page<{ id: string }, Added>({
  name: 'supplement.show',
  path: '/samples/:id/supplements',
  needs: 'test.read',
  input: object({ id }, ['id']),
  answer: all({
    ...{ sample: anyObject, kinds: list(anyObject), added: list(anyObject), parameters: list(anyObject, 5000) },
    analysts: list(anyObject),
  }),
  load: async (query, input) => ({
    ...(await showSupplements(query, input.id)),
    analysts: await analystsOf(query.db),
  }),
  title: ({ sample }, ui) => `${ui.t('supplement.title')} ${sample.number}`,
  view: (data, ui) => <SupplementView data={data} ui={ui} />,
});

export const supplementPost = post<SupplementInput, { id: string; version: number; sample: string }>({
  name: 'supplement.add',
  path: '/samples/:id/supplements',
  needs: 'task.plan',
  versioned: true,
  input: object(
    {
      ...read,
      ...{ parameterCode: text(40), methodKind: text(40), supplementMethod: text(200), methodNumber: text(100) },
      ...{ reason: text(1000), analyst: id },
    },
    ['id', 'version', 'parameterCode', 'methodKind', 'supplementMethod', 'reason', 'analyst'],
  ),
  answer: all({ id, version: integer, sample: id }),
  run: async (act, input) => {
    const test = await addSupplement(act, input);
    return { id: test.id, version: test.version, sample: test.sample_id };
  },
  then: ({ sample }) => `/samples/${sample}/supplements`,
  on: supplementPage,
});
