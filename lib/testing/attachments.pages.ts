import { refuse } from '../core/refusal.ts';
import type { Upload } from '../kernel/request.ts';
import { file, post } from '../kernel/routes.ts';
import { hash, id, long, object, text, upload } from '../kernel/shapes.ts';
import { type TestAnswer, testAnswer, testSchema } from './answers.ts';
import { attach, MEGABYTES, withdraw } from './attachments.ts';
import { benchPage } from './bench.pages.tsx';
import { testOf } from './store.ts';

interface Added {
  id: string;
  file: Upload;
  note?: string;
}

interface Withdrawn {
  id: string;
  hash: string;
  reason: string;
}

export const attachmentPost = post<Added, TestAnswer>({
  name: 'test.attach',
  path: '/tests/:id/attachments',
  needs: 'test.record',
  upload: MEGABYTES,
  input: object({ id, file: upload(MEGABYTES), note: text(200) }, ['id', 'file']),
  answer: testSchema,
  run: async (act, input) => testAnswer(await attach(act, input)),
  then: (_test, input) => `/tests/${input.id}#attachments`,
  on: benchPage,
});

export const withdrawalPost = post<Withdrawn, TestAnswer>({
  name: 'test.withdraw-attachment',
  path: '/tests/:id/withdrawals',
  needs: 'test.record',
  input: object({ id, hash, reason: long }, ['id', 'hash', 'reason']),
  answer: testSchema,
  run: async (act, input) => testAnswer(await withdraw(act, input)),
  then: (_test, input) => `/tests/${input.id}#attachments`,
  on: benchPage,
});

/** A file of the record as it was added. @throws Refusal `attachment.missing` */
export const attachmentFile = file<{ id: string; hash: string }>({
  name: 'test.attachment',
  path: '/tests/:id/attachments/:hash',
  needs: 'test.read',
  input: object({ id, hash }, ['id', 'hash']),
  load: async ({ app, db }, input) => {
    const test = await testOf(db, input.id);
    const found = test.attachments?.find((one) => one.hash === input.hash);
    const body = found && app.files.get(found.hash);
    if (!found || !body) return refuse('attachment.missing', { hash: input.hash.slice(0, 12) }, undefined, 'missing');
    return {
      body,
      type: found.type === 'text/plain' ? 'application/octet-stream' : found.type,
      name: found.name,
      inline: found.type !== 'text/plain',
      immutable: true,
    };
  },
});
