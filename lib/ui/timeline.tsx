import type { ComponentChildren, JSX } from 'preact';
import type { Ui } from './context.ts';
import type { ToneName } from './palette.ts';
import { chinaTime } from './time.ts';

export interface TimelineEntry {
  id: string;
  /** UTC ISO time. */
  at: string;
  /** UTC ISO time of the first, when several events are told as one. */
  since?: string | undefined;
  title: ComponentChildren;
  by?: string | undefined;
  role?: string | undefined;
  reason?: string | undefined;
  detail?: ComponentChildren;
  tone?: ToneName;
}

/** Who did what and when, newest first as given. */
export function Timeline({
  ui,
  entries,
  empty,
}: {
  ui: Ui;
  entries: readonly TimelineEntry[];
  empty?: string;
}): JSX.Element {
  if (entries.length === 0) return <p class="quiet">{empty ?? ui.t('timeline.empty')}</p>;
  return (
    <ol class="trail">
      {entries.map((entry) => (
        <li key={entry.id} class={`tone-${entry.tone ?? 'grey'}`}>
          <p class="trail-head">
            <strong>{entry.title}</strong>
            <time dateTime={entry.at}>
              {entry.since ? `${chinaTime(entry.since)} – ${endOf(entry.since, entry.at)}` : chinaTime(entry.at)}
            </time>
          </p>
          {entry.by ? (
            <p class="trail-by">{entry.role ? ui.t('timeline.by', { name: entry.by, role: entry.role }) : entry.by}</p>
          ) : null}
          {entry.reason ? <p class="trail-reason">{ui.t('timeline.reason', { reason: entry.reason })}</p> : null}
          {entry.detail ? <div class="trail-detail">{entry.detail}</div> : null}
        </li>
      ))}
    </ol>
  );
}

/** Of the end of a span only the time, when the day is the same. */
function endOf(since: string, at: string): string {
  const [from, to] = [chinaTime(since), chinaTime(at)];
  return from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to;
}
