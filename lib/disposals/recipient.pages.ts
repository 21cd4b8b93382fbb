import { refuse } from '../core/refusal.ts';
import { file, page, post } from '../kernel/routes.ts';
import { boolean, date, id, integer, list as listOf, long, object, oneOf, text, upload } from '../kernel/shapes.ts';
import { find } from '../kernel/tables.ts';
import { clockSchema, documentSchema, recipientSchema } from './data.ts';
import { type DeliveryInput, deliver, MEGABYTES, type WaiverInput, waive } from './deliver.ts';
import { keptFile } from './files.ts';
import { makePapers } from './papers.ts';
import { assignServer, type RecipientData, recipientOf } from './recipient.ts';
import { RecipientView } from './recipient.view.tsx';
import { type DocumentRow, deliveryWays, type RecipientRow } from './rows.ts';
import { caseRow } from './store.ts';

const fields = {
  ...{ caseId: id, caseNumber: text(), productName: text(), isOpen: boolean, recipient: recipientSchema },
  ...{ clocks: listOf(clockSchema), documents: listOf(documentSchema) },
  authorities: listOf(object({ id, name: text() }, ['id', 'name'])),
  ...{ mayAssign: boolean, mayMakePapers: boolean },
};

export const recipientPage = page<{ id: string }, RecipientData>({
  name: 'case.recipient',
  path: '/case-recipients/:id',
  needs: 'case.read',
  input: object({ id }, ['id']),
  answer: object(fields, Object.keys(fields)),
  load: (query, input) => recipientOf(query, input.id),
  title: ({ recipient }) => recipient.name,
  view: (data, ui) => RecipientView({ data, ui }),
});

interface Saved {
  id: string;
  version: number;
}
const saved = object({ id, version: integer }, ['id', 'version']);
const savedOf = (row: RecipientRow): Saved => ({ id: row.id, version: row.version });
const back = (row: Saved): string => `/case-recipients/${row.id}`;
const common = { answer: saved, then: back, on: recipientPage } as const;

export const deliveryPost = post<DeliveryInput, Saved>({
  ...common,
  name: 'case.deliver',
  path: '/case-recipients/:id/delivery',
  needs: 'case.deliver',
  versioned: true,
  upload: MEGABYTES,
  input: object(
    {
      ...{ id, version: integer, deliveredOn: date, deliveredHow: oneOf(...deliveryWays), deliveryPlace: text() },
      ...{ receiver: text(100), witness: text(100), agent: text(100), receiptNo: text(100), proof: upload(MEGABYTES) },
      reason: long,
    },
    ['id', 'version', 'deliveredOn', 'deliveredHow'],
  ),
  run: async (act, input) => savedOf(await deliver(act, input)),
});

export const waiverPost = post<WaiverInput, Saved>({
  ...common,
  name: 'case.waive',
  path: '/case-recipients/:id/waiver',
  needs: 'case.deliver',
  versioned: true,
  input: object({ id, version: integer, waivedOn: date, reason: { ...long, minLength: 2 } }, [
    'id',
    'version',
    'waivedOn',
    'reason',
  ]),
  run: async (act, input) => savedOf(await waive(act, input)),
});

export const assignPost = post<{ id: string; version: number; organisation: string }, Saved>({
  ...common,
  name: 'case.assign-server',
  path: '/case-recipients/:id/authority',
  needs: 'case.write',
  versioned: true,
  input: object({ id, version: integer, organisation: id }, ['id', 'version', 'organisation']),
  run: async (act, input) => savedOf(await assignServer(act, input)),
});

export const papersPost = post<{ id: string; version: number }, Saved & { documents: string[] }>({
  ...common,
  name: 'case.make-papers',
  path: '/case-recipients/:id/papers',
  needs: 'case.deliver',
  versioned: true,
  input: object({ id, version: integer }, ['id', 'version']),
  answer: object({ id, version: integer, documents: listOf(id, 10) }, ['id', 'version', 'documents']),
  run: async (act, input) => ({
    id: input.id,
    version: input.version,
    documents: (await makePapers(act, input)).map((row) => row.id),
  }),
});

/** The proof of a delivery as it was added. */
export const proofFile = file<{ id: string }>({
  name: 'case.proof',
  path: '/case-recipients/:id/proof',
  needs: 'case.read',
  input: object({ id }, ['id']),
  load: async (query, input) => {
    const row = await find<RecipientRow>(query.db, 'case_recipients', { id: input.id });
    if (!row) return refuse('record.missing', { what: input.id }, undefined, 'missing');
    await caseRow(query, row.case_id);
    return keptFile(query, row.proof_hash);
  },
});

/** A paper of a case as it was filed. */
export const documentFile = file<{ id: string }>({
  name: 'case.document',
  path: '/case-documents/:id',
  needs: 'case.read',
  input: object({ id }, ['id']),
  load: async (query, input) => {
    const row = await find<DocumentRow>(query.db, 'case_documents', { id: input.id });
    if (!row) return refuse('record.missing', { what: input.id }, undefined, 'missing');
    await caseRow(query, row.case_id);
    return keptFile(query, row.file_hash);
  },
  event: (input) => ({ entity: 'case_documents', id: input.id }),
});
