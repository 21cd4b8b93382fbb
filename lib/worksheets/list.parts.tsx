import type { JSX } from 'preact';
import { Pill, type Ui } from '../ui/index.ts';
import type { MethodGroup } from './compose-candidates.ts';
import type { WorksheetRow } from './rows.ts';

/** Where a run of this method is put together. */
export function newHref(
  group: Pick<MethodGroup, 'form_code' | 'form_hash' | 'method'>,
  more: Record<string, string> = {},
): string {
  const asked = { formCode: group.form_code, edition: group.form_hash, methodName: group.method.zh, ...more };
  const pairs = Object.entries(asked).filter(([, value]) => value !== '');
  return `/runs/new?${new URLSearchParams(pairs).toString()}`;
}

/** 进行中, 已完成, 已取消. */
export function RunPill({ ui, state }: { ui: Ui; state: WorksheetRow['state'] }): JSX.Element {
  const look = { open: ['blue', '◐'], finished: ['green', '✔'], dropped: ['grey', '✕'] } as const;
  const [tone, shape] = look[state];
  return <Pill tone={tone} shape={shape} word={ui.t(`run.state.${state}`)} />;
}
