import type { Slice } from '../kernel/routes.ts';
import { approvalPage, approvalPost, approvalReturnPost, approvalsPage } from './approvals.pages.tsx';
import type { Approved } from './approve.ts';
import { assignmentPage, assignmentPost, tasksPage } from './assignment.pages.tsx';
import { attachmentFile, attachmentPost, withdrawalPost } from './attachments.pages.ts';
import { benchPage, readingsPost, submissionPost } from './bench.pages.tsx';
import { distributionPage, distributionPost } from './distribution.pages.tsx';
import { myTestsPage, submissionsPost } from './my-tests.pages.tsx';
import { askPage, askPost, decidePost, overridePage, overridesPage, withdrawPost } from './overrides.pages.tsx';
import { blankFormFile, blankRecordFile, recordFile } from './papers.ts';
import { planPage, planPost } from './plan.pages.tsx';
import { explanationPost, implausiblePage, plausibilityPage } from './plausible.pages.tsx';
import { returnPost, reviewPage, reviewPost } from './review.pages.tsx';
import { reviewsPage, reviewsPost } from './reviews.pages.tsx';
import { askUncertaintyPost } from './uncertainty.pages.ts';

export { type DueState, dueOf } from './answers.ts';
export { type Approved, reopen } from './approve.ts';
export { type Asked, askedAbout } from './asked.ts';
export { assign } from './assign.ts';
export { giveAttempt, restand, settleBatch } from './attempts.ts';
export { benchPage } from './bench.pages.tsx';
export { type Principal, principalsOf, signedFor, signFor } from './deputies.ts';
export { StandInField } from './deputies.view.tsx';
export { roomOf, type TestThen, type TestTime, testsDuring, timeOf } from './during.ts';
export { fieldName } from './field-name.ts';
export { formOf } from './forms.ts';
export { type ReadingChange, readingChanges, replaced } from './history.ts';
export { DueCell } from './lists.view.tsx';
export { type TestMove, type TestState, type TestSubject, testMachine } from './machine.ts';
export { asideOf, overrideMachine, overridesOf, reasonKey } from './overrides.ts';
export { addItem, attemptAgain, type ItemAsked, planItems, planTests, repeatItems } from './plan.ts';
export { fieldAt, readingText } from './reading-text.ts';
export { cell, type Entry, entries, isReason, leaves, merge, reasonsMissing, valueAt } from './readings.ts';
export { type Recorded, type RecordInput, record, recordIn } from './record.ts';
export { loadRecord, type RecordAnswer } from './record-answer.ts';
export { type OpenRecords, openRecords, recordsRead } from './record-open.ts';
export { returnRecords } from './returned.ts';
export { surroundingsOfAll, testTitle } from './signing.ts';
export { attemptsOf, heldTests, namesOf, reportable, type SignatureRow, signaturesOf, testsOf } from './store.ts';
export {
  contentHash,
  isReference,
  placeOf,
  type ReturnedCell,
  recordContent,
  type Standing,
  type StoredOutcome,
  type Supplement,
  seqOfAttempt,
  type TestRow,
} from './test.ts';
export { type UncertaintyStatement, uncertaintyStatements } from './uncertainty.ts';
export { type ToldOf, ValidityPanel } from './validity.view.tsx';

/** From the plan of a batch to its approval; `approved` runs in the transaction of the approval (the report is drafted there). */
export const testingSlice = ({ approved }: { approved?: Approved } = {}): Slice => ({
  name: 'testing',
  routes: [
    tasksPage,
    planPage,
    planPost,
    askUncertaintyPost,
    assignmentPage,
    assignmentPost,
    distributionPage,
    distributionPost,
    myTestsPage,
    submissionsPost,
    benchPage,
    readingsPost,
    submissionPost,
    attachmentPost,
    withdrawalPost,
    attachmentFile,
    reviewsPage,
    reviewsPost,
    reviewPage,
    reviewPost,
    returnPost,
    plausibilityPage,
    implausiblePage,
    explanationPost,
    approvalsPage,
    approvalPage,
    approvalPost(approved),
    approvalReturnPost,
    overridesPage,
    askPage,
    askPost,
    overridePage,
    decidePost,
    withdrawPost,
    recordFile,
    blankRecordFile,
    blankFormFile,
  ],
  nav: [
    { href: '/tasks', label: 'nav.tasks', needs: 'task.plan' },
    { href: '/tests', label: 'nav.tests', needs: 'test.record' },
    { href: '/reviews', label: 'nav.reviews', needs: 'test.review' },
    { href: '/approvals', label: 'nav.approvals', needs: 'test.approve' },
    { href: '/plausibility', label: 'nav.plausibility', needs: 'plausibility.read', group: 'quality' },
    { href: '/overrides', label: 'nav.overrides', needs: 'validity.override', group: 'quality' },
  ],
});
