import type { Slice } from '../kernel/routes.ts';
import { clockPage, extendPost, pausePost, resumePost } from './clock.pages.tsx';
import { feedFile, feedPost } from './feed.ts';
import { clocksPage } from './list.pages.tsx';
import { decidePost, proposePost, rulePage, rulesPage } from './rules.pages.tsx';

export { ruleMachine } from './machine.ts';
export { type ClockLine, urgentClocks } from './rows.ts';
export { applyRules } from './rules.ts';

/** 时限: every statutory clock that runs, and the table of rules that start them (domain 1.3). */
export const clocksSlice: Slice = {
  name: 'clocks',
  // The fixed addresses stand before those with an id.
  routes: [
    clocksPage,
    rulesPage,
    rulePage,
    proposePost,
    decidePost,
    feedPost,
    feedFile,
    clockPage,
    pausePost,
    resumePost,
    extendPost,
  ],
  nav: [{ href: '/clocks', label: 'nav.clocks', needs: 'clock.read', group: 'disposal' }],
};
