import type { JSX } from 'preact';
import type { Ui } from './context.ts';

/** Leads from a record to a new entry of nonconforming work that refers to it (17025, 7.10). */
export function NonconformingLink({
  ui,
  entity,
  id,
}: {
  ui: Ui;
  entity: 'tests' | 'reports' | 'cases';
  id: string;
}): JSX.Element | null {
  if (!ui.may('nonconforming.write')) return null;
  return (
    <a class="btn" href={`/nonconforming/new?refEntity=${entity}&refId=${id}`}>
      {ui.t('related.nonconforming')}
    </a>
  );
}
