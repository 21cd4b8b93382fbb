import type { ComponentChildren, JSX } from 'preact';
import type { Ui } from './context.ts';
import { Island } from './layout.tsx';

export interface BenchProps {
  ui: Ui;
  /** Where one cell is posted as JSON: `{ field, value, reason? }`, header If-Match carries the version. */
  saveUrl: string;
  version: number;
  /** Element whose content the answer's html replaces. */
  outcome?: string;
  children?: ComponentChildren;
}

/** The record at the bench: every named input inside is a cell that is saved when it is left. */
export function Bench({ ui, saveUrl, version, outcome = '#outcome', children }: BenchProps): JSX.Element {
  return (
    <>
      <form
        class="bench"
        method="post"
        data-bench
        data-save-url={saveUrl}
        data-version={String(version)}
        data-outcome={outcome}
        data-draft="off"
        autocomplete="off"
      >
        <input type="hidden" name="_csrf" value={ui.csrf} />
        {children}
        <BenchFoot ui={ui} />
      </form>
      <Island ui={ui} name="bench" />
    </>
  );
}

/** "Saved 12/12", offline note, and the list of keys. */
function BenchFoot({ ui }: { ui: Ui }): JSX.Element {
  return (
    <div class="bench-foot">
      <span class="bench-status" role="status" data-bench-status />
      <button type="button" class="icon-button" data-keys aria-label={ui.t('shell.keys')} title={ui.t('shell.keys')}>
        ?
      </button>
    </div>
  );
}
