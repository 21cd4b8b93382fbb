import { refuse } from '../core/refusal.ts';
import type { JsonSchema } from '../kernel/request.ts';
import { file, type PostRoute, post } from '../kernel/routes.ts';
import { date, id, integer, long, object, oneOf, text, upload } from '../kernel/shapes.ts';
import type { Act } from '../kernel/types.ts';
import { brief, saved } from './acts.pages.ts';
import { MEGABYTES } from './files.ts';
import {
  answerObjection,
  assignObjection,
  auditObjection,
  cancelObjection,
  type ObjectInput,
  objectTo,
  verifyObjection,
} from './objections.ts';
import { newObjectionPage, objectionPage } from './pages.tsx';
import { type ObjectionRow, objectionKinds } from './rows.ts';
import { objectionOf } from './store.ts';

type Saved = ReturnType<typeof brief>;
const filled = { ...text(100), minLength: 1 };
const back = ({ id: own }: Saved): string => `/objections/${own}`;

export const objectPost = post<ObjectInput, Saved>({
  name: 'objection.raise',
  path: '/objections',
  needs: 'reinspection.write',
  creates: true,
  upload: MEGABYTES,
  input: object(
    {
      ...{
        caseId: id,
        recipientId: id,
        kind: oneOf(...objectionKinds),
        toldOn: date,
        toldBy: oneOf('sampling', 'report'),
      },
      ...{ contact: filled, phone: filled, content: { ...long, minLength: 2 }, file: upload(MEGABYTES) },
    },
    ['caseId', 'recipientId', 'kind', 'contact', 'phone', 'content'],
  ),
  answer: saved,
  run: async (act, input) => brief(await objectTo(act, input)),
  then: back,
  on: newObjectionPage,
});

function step<I extends { id: string; version: number }>(
  name: string,
  path: string,
  needs: PostRoute['needs'],
  fields: Record<string, JsonSchema>,
  required: string[],
  run: (act: Act, input: I) => Promise<ObjectionRow>,
): PostRoute {
  return post<I, Saved>({
    name: `objection.${name}`,
    path: `/objections/:id/${path}`,
    needs,
    versioned: true,
    input: object({ id, version: integer, ...fields }, ['id', 'version', ...required]),
    answer: saved,
    run: async (act, input) => brief(await run(act, input)),
    then: back,
    on: objectionPage,
  });
}

const reason = { ...text(1000), minLength: 2 };

export const objectionPosts: PostRoute[] = [
  step('assign', 'assignment', 'reinspection.decide', { assignee: id }, ['assignee'], assignObjection),
  step(
    'verify',
    'verification',
    'reinspection.write',
    { authority: filled, verifiedOn: date, document: filled, finding: oneOf('counterfeit', 'genuine') },
    ['authority', 'verifiedOn', 'document', 'finding'],
    verifyObjection,
  ),
  step(
    'answer',
    'answer',
    'reinspection.write',
    { answer: { ...long, minLength: 2 }, proposed: oneOf('accepted', 'rejected') },
    ['answer', 'proposed'],
    answerObjection,
  ),
  step(
    'audit',
    'audit',
    'reinspection.decide',
    { decision: oneOf('pass', 'return'), reason: text(1000) },
    ['decision'],
    auditObjection,
  ),
  step('cancel', 'cancellation', 'reinspection.write', { reason }, ['reason'], cancelObjection),
];

/** The proof that came with an objection. @throws Refusal `reinspection.no-file` */
export const proofFile = file<{ id: string }>({
  name: 'objection.file',
  path: '/objections/:id/file',
  needs: 'reinspection.read',
  input: object({ id }, ['id']),
  load: async ({ app, db }, input) => {
    const [paper] = (await objectionOf(db, input.id)).files;
    const body = paper && app.files.get(paper.hash);
    if (!paper || !body) return refuse('reinspection.no-file', {}, undefined, 'missing');
    return { body, type: paper.type, name: paper.name, inline: true, immutable: true };
  },
  event: (input) => ({ entity: 'objections', id: input.id }),
});
