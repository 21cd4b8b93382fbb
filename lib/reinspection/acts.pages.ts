import type { JsonSchema } from '../kernel/request.ts';
import { type PageRoute, type PostRoute, post } from '../kernel/routes.ts';
import { boolean, date, id, integer, list, long, object, oneOf, text, upload } from '../kernel/shapes.ts';
import type { Act } from '../kernel/types.ts';
import { productClasses } from '../samplings/index.ts';
import { isOurs } from './against.ts';
import { type ApplyInput, apply, applyForeign, type ForeignInput } from './apply.ts';
import { conclude, handOverPortion, receivePortion, send } from './course.ts';
import { accept, askSupplement, complete, refuseApplication, requestPortion, tell, withdraw } from './decide.ts';
import { MEGABYTES } from './files.ts';
import { all, foreignPage, newPage, sheetPage } from './pages.tsx';
import { applicantRoles, laboratoryWays, type ReinspectionRow, refusalGrounds } from './rows.ts';
import { reinspectionOf } from './store.ts';

interface Saved {
  id: string;
  version: number;
  state: string;
  number: string;
}

export const saved = all({ id, version: integer, state: text(), number: text() });
export const brief = ({ id: own, version, state, number }: Saved): Saved => ({ id: own, version, state, number });
const back = ({ id: own }: Saved): string => `/reinspections/${own}`;

const filled = { ...text(200), minLength: 1 };
const reason = { ...text(1000), minLength: 2 };
/** A date that a form may leave blank. */
const dateOrBlank: JsonSchema = { anyOf: [date, { type: 'string', maxLength: 0 }] };

const form = {
  ...{ address: text(), contact: filled, phone: filled, reason: { ...long, minLength: 2 }, papers: list(text(40), 20) },
  ...{
    postedOn: dateOrBlank,
    postingProof: text(100),
    laboratoryWay: oneOf(...laboratoryWays),
    laboratoryName: text(100),
  },
  ...{ drawnBy: text(100), drawnOn: dateOrBlank, feeAmount: text(20), feePaidOn: dateOrBlank, feeReceiptNo: text(60) },
};
const formRequired = ['contact', 'phone', 'reason', 'laboratoryWay'];

export const applyPost = post<ApplyInput, Saved>({
  name: 'reinspection.apply',
  path: '/reinspections',
  needs: 'reinspection.write',
  creates: true,
  input: object({ caseId: id, recipientId: id, items: list(id, 100), ...form }, [
    'caseId',
    'recipientId',
    ...formRequired,
  ]),
  answer: saved,
  run: async (act, input) => brief(await apply(act, { ...input, items: input.items ?? [] })),
  then: back,
  on: newPage,
});

type ForeignGiven = Omit<ForeignInput, 'items'> & {
  items?: { parameter?: string; requirement?: string; result?: string }[];
};

export const applyForeignPost = post<ForeignGiven, Saved>({
  name: 'reinspection.apply-foreign',
  path: '/reinspections/foreign',
  needs: 'reinspection.write',
  creates: true,
  input: object(
    {
      ...{ productClass: oneOf(...productClasses), firstLab: filled, firstReportNo: filled, productName: filled },
      ...{
        batchNo: filled,
        spec: text(),
        producer: filled,
        sampledUnit: filled,
        basis: filled,
        expiryDate: dateOrBlank,
      },
      ...{ applicantName: filled, applicantRole: oneOf(...applicantRoles), applicantCode: text(18), deliveredOn: date },
      items: list(object({ parameter: text(40), requirement: text(), result: text(100) }), 50),
      ...form,
    },
    [
      ...['productClass', 'firstLab', 'firstReportNo', 'productName', 'batchNo', 'producer', 'sampledUnit', 'basis'],
      ...['applicantName', 'applicantRole', 'deliveredOn', ...formRequired],
    ],
  ),
  answer: saved,
  run: async (act, input) => {
    const items = (input.items ?? []).flatMap(({ parameter, requirement = '', result = '' }) =>
      parameter?.trim() ? [{ parameter: parameter.trim(), requirement, result }] : [],
    );
    return brief(await applyForeign(act, { ...input, items }));
  },
  then: back,
  on: foreignPage,
});

type Read = { id: string; version: number };

/** An act on one re-inspection that was read. */
function step<I extends Read>(
  name: string,
  path: string,
  needs: PostRoute['needs'],
  fields: Record<string, JsonSchema>,
  required: string[],
  run: (act: Act, input: I) => Promise<ReinspectionRow>,
  options: { upload?: number } = {},
): PostRoute {
  const on: PageRoute = sheetPage;
  return post<I, Saved>({
    name: `reinspection.${name}`,
    path: `/reinspections/:id/${path}`,
    needs,
    versioned: true,
    ...options,
    input: object({ id, version: integer, ...fields }, ['id', 'version', ...required]),
    answer: saved,
    run: async (act, input) => brief(await run(act, input)),
    then: back,
    on,
  });
}

const {
  contact: _contact,
  phone: _phone,
  reason: _reason,
  address: _address,
  postedOn: _on,
  postingProof: _proof,
  ...later
} = form;

export const stepPosts: PostRoute[] = [
  step('supplement', 'supplement', 'reinspection.write', { reason }, ['reason'], askSupplement),
  step('complete', 'completion', 'reinspection.write', later, [], complete),
  step('accept', 'acceptance', 'reinspection.decide', {}, [], accept),
  step<Parameters<typeof refuseApplication>[1]>(
    'refuse',
    'refusal',
    'reinspection.decide',
    { grounds: list(oneOf(...refusalGrounds), 20), reason },
    ['reason'],
    (act, input) => refuseApplication(act, { ...input, grounds: input.grounds ?? [] }),
  ),
  step('withdraw', 'withdrawal', 'reinspection.write', { reason }, ['reason'], withdraw),
  step(
    'tell',
    'notice',
    'reinspection.write',
    { toldTo: filled, toldOn: date, toldHow: filled },
    ['toldTo', 'toldOn', 'toldHow'],
    tell,
  ),
  step<Parameters<typeof requestPortion>[1]>(
    'request',
    'request',
    'reinspection.write',
    { requestNo: text(60), requestedOn: date, note: text(500) },
    [],
    async (act, input) => requestPortion(act, input, isOurs(await reinspectionOf(act.db, input.id))),
  ),
  step<Parameters<typeof handOverPortion>[1]>(
    'hand-over',
    'hand-over',
    'custody.write',
    { receiver: filled, receiverUnit: text(100), condition: filled, sealIntact: boolean, storageLog: reason },
    ['receiver', 'condition', 'storageLog'],
    (act, input) => handOverPortion(act, { ...input, sealIntact: input.sealIntact === true }),
  ),
  step<Parameters<typeof receivePortion>[1]>(
    'receive',
    'receipt',
    'sample.receive',
    {
      ...{
        quantity: text(40),
        unit: text(16),
        sealNo: text(60),
        condition: filled,
        temperature: text(20),
        sealIntact: boolean,
      },
      limits: list(object({ kind: oneOf('max', 'min', 'text'), value: text(40) }, ['kind']), 50),
    },
    ['condition'],
    (act, input) => receivePortion(act, { ...input, sealIntact: input.sealIntact === true }),
  ),
  step(
    'conclude',
    'conclusion',
    'reinspection.decide',
    {
      ...{ outcome: oneOf('confirmed', 'overturned'), reportNo: text(60), reportedOn: date },
      ...{ results: list(text(100), 100), file: upload(MEGABYTES), note: text(500) },
    },
    [],
    conclude,
    { upload: MEGABYTES },
  ),
  step(
    'send',
    'sending',
    'reinspection.write',
    { toldOn: date, toldHow: filled, authority: filled, refundedOn: dateOrBlank },
    ['toldOn', 'toldHow', 'authority'],
    send,
  ),
];
