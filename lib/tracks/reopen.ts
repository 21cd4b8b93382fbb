import { type CaseRow, noteEvent, type TrackRow } from '../disposals/index.ts';
import { startClock } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';
import type { SectionRow } from './rows.ts';
import { sectionRule } from './rules.ts';
import { settle } from './settle.ts';
import { sectionsOf } from './store.ts';

/**
 * Opens tracks that have passed, because their case was taken up again: what passed goes back to the authority with the reason, but for the
 * start, which happened once; and the times for it run anew. What was written stays until it is written over.
 */
export async function reopenTracks(act: Act, row: CaseRow, tracks: readonly TrackRow[], reason: string): Promise<void> {
  const begun = sectionRule(act.app, 'start').until;
  for (const track of tracks) {
    const passed = (await sectionsOf(act.db, track.id)).filter(({ state }) => state === 'passed');
    const again = passed.filter(({ section }) => section !== 'start');
    for (const section of again)
      await act.update<SectionRow>('track_sections', section, { state: 'returned', reason }, { reason });
    await settle(act, track);
    for (const rule of act.app.rules.clocks('case-opened', row.product_class, act.today))
      if (rule.until !== begun && again.some(({ section }) => sectionRule(act.app, section).until === rule.until))
        await startClock(act, 'case_tracks', track.id, rule, act.today, {
          ownerOrg: track.organisation_id,
          productClass: row.product_class,
        });
    const ref = { entity: 'case_tracks', id: track.id } as const;
    await noteEvent(act, row.id, 'track-reopened', { unit: track.unit_name, reason }, { ref });
  }
}
