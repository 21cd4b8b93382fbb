import type { JSX } from 'preact';
import { SelectField, type Ui } from '../ui/index.ts';
import type { Principal } from './deputies.ts';

/** In whose place a deputy signs; drawn only for a person who is one today. */
export function StandInField({ ui, principals }: { ui: Ui; principals: readonly Principal[] }): JSX.Element | null {
  if (principals.length === 0) return null;
  return (
    <SelectField
      ui={ui}
      name="standsInFor"
      label={ui.t('field.standsInFor')}
      empty={ui.t('deputy.self')}
      options={principals.map(({ id, name }) => ({ value: id, label: ui.t('deputy.for', { name }) }))}
    />
  );
}
