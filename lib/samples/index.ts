import type { Slice } from '../kernel/routes.ts';
import {
  carryOutPost,
  confirmPost,
  custodyPage,
  decidePost,
  holdPost,
  movePost,
  portionPage,
  proposePost,
  releasePost,
  termPost,
} from './custody.pages.tsx';
import type { Plan } from './receive.ts';
import {
  codeFile,
  labelFile,
  labelsFile,
  listPage,
  receiptPage,
  receivePost,
  samplePage,
  scanPage,
  waitingPage,
} from './samples.pages.ts';

export { backupFaults, handOver, heldPortion, setTerms } from './custody.ts';
export { answersText, basisLine, goodsOf } from './goods.ts';
export { type Hold, type HoldKind, holdSample, holdsOf, releaseHold } from './holds.ts';
export { type InternalPurpose, type InternalRow, internalOf, internalPurposes } from './internal.ts';
export { type SampleMove, sampleMachine } from './machine.ts';
export { Questions } from './questions.view.tsx';
export type { Plan, Received, ReceiveInput } from './receive.ts';
export { receive, sampleLetters, samplePattern } from './receive.ts';
export { type Decision, openStates, type ReceiptRow, type SampleRow, type SampleState, sampleStates } from './rows.ts';
export { DueOf } from './samples.view.tsx';
export { answeredSchema, answersInput } from './schema.ts';
export { type SampleLine, sampleLine } from './show.ts';
export { sampleOf } from './store.ts';
export { terminable, terminate } from './terminate.ts';

/** Receipt, batches, labels and scans. `plan` makes the tests at the counter when a specification is named there. */
export const samplesSlice = ({ plan }: { plan?: Plan } = {}): Slice => ({
  name: 'samples',
  routes: [
    waitingPage,
    receiptPage,
    receivePost(plan),
    listPage,
    samplePage,
    labelsFile,
    labelFile,
    codeFile,
    scanPage,
    custodyPage,
    confirmPost,
    proposePost,
    decidePost,
    carryOutPost,
    movePost,
    termPost,
    holdPost,
    releasePost,
    portionPage,
  ],
  nav: [
    { href: '/receipts', label: 'nav.receipts', needs: 'sample.receive' },
    { href: '/samples', label: 'nav.samples', needs: 'sample.read' },
    { href: '/custody', label: 'nav.custody', needs: 'custody.read' },
  ],
});
