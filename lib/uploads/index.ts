import type { Slice } from '../kernel/routes.ts';
import * as notices from './notice.pages.tsx';
import * as statistics from './statistics.pages.tsx';
import * as uploads from './uploads.pages.tsx';

export { uploadClosing } from './closing.ts';
export { noticeMachine, statisticsMachine, uploadMachine } from './machine.ts';

/** What leaves the institute about its results: uploads, reports of figures, drafts of public notices (domain 1.10, 8.1, 10 item 28). */
export const uploadsSlice: Slice = {
  name: 'uploads',
  // The fixed addresses stand before those with an id.
  routes: [
    uploads.uploadsPage,
    uploads.layoutsPage,
    uploads.newUploadPage,
    uploads.makePost,
    statistics.statisticsListPage,
    statistics.draftPost,
    statistics.statisticsPage,
    statistics.editPost,
    statistics.releasePost,
    statistics.revisePost,
    statistics.dropPost,
    statistics.statisticsFile,
    statistics.tablesFile,
    notices.noticesPage,
    notices.newNoticePage,
    notices.draftNoticePost,
    notices.noticePage,
    notices.editNoticePost,
    notices.submitNoticePost,
    notices.releaseNoticePost,
    notices.returnNoticePost,
    notices.dropNoticePost,
    notices.correctNoticePost,
    notices.noticePaperFile,
    uploads.uploadPage,
    uploads.approvePost,
    uploads.handPost,
    uploads.acknowledgePost,
    uploads.withdrawPost,
    uploads.uploadFile,
    uploads.receiptFile,
  ],
  nav: [
    { href: '/uploads', label: 'nav.uploads', needs: 'upload.read', group: 'disposal' },
    { href: '/notices', label: 'nav.notices', needs: 'notice.read', group: 'disposal' },
  ],
};
