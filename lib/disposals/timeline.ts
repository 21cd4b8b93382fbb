import { lookUp } from '../messages/index.ts';
import { eventTimeline, type Scene } from '../plots/index.ts';
import { chinaTime, type Ui } from '../ui/index.ts';
import type { CaseData, ShownClock } from './data.ts';

/** The case as a picture: a lane for what happened and the case's own terms, one for each party, one for each track. */
export function sceneOf(data: CaseData, ui: Ui, width = 1080): Scene {
  const lanes = [
    {
      name: ui.t('case.laneCase'),
      events: [
        ...marks(data).map(({ kind, on }) => ({ from: on, words: lookUp(ui.lang, `case.mark.${kind}`) })),
        ...spans(data.clocks.filter(({ entityId }) => entityId === data.id)),
      ],
    },
    ...data.recipients.map(({ id, name }) => ({
      name,
      events: spans(data.clocks.filter(({ entityId }) => entityId === id)),
    })),
    ...data.tracks.map(({ id, kind }) => ({
      name: lookUp(ui.lang, `case.track.${kind}`),
      events: spans(data.clocks.filter(({ entityId }) => entityId === id)),
    })),
  ];
  return eventTimeline(
    {
      title: `${data.number} ${ui.t('case.timeline')}`,
      lanes: lanes.filter(({ events }) => events.length > 0),
      now: ui.today,
    },
    { lang: ui.lang, width },
  );
}

const marked = new Set(['report-issued', 'urgent-told', 'papers-sent', 'closed', 'reopened', 'revoked', 'settled']);

const marks = (data: CaseData) => data.events.filter(({ kind }) => marked.has(kind));

/** A term as a bar to its end, or to the day on which what it waited for was done. */
const spans = (clocks: readonly ShownClock[]) =>
  clocks
    .filter(({ clockState }) => clockState !== 'cancelled')
    .map((clock) => {
      const isLate =
        clock.kind === 'duty' && (clock.running ? clock.state === 'late' : (clock.doneOn ?? '') > clock.dueOn);
      return {
        from: clock.startedOn,
        to: clock.running
          ? clock.dueAt
            ? chinaTime(clock.dueAt).slice(0, 10)
            : clock.dueOn
          : (clock.doneOn ?? clock.dueOn),
        words: `${clock.rule} ${clock.title}`,
        ...(isLate ? { state: 'bad' as const } : clock.running ? {} : { state: 'good' as const }),
      };
    });
