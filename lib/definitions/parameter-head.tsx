import type { JSX } from 'preact';
import { Tabs, type Ui } from '../ui/index.ts';

/** The views of one parameter: its definition, and the calculation to try. */
export function ParameterTabs({ code, at, ui }: { code: string; at: 'definition' | 'trial'; ui: Ui }): JSX.Element {
  const path = `/parameters/${encodeURIComponent(code)}`;
  return (
    <Tabs
      label={code}
      tabs={[
        { href: path, label: ui.t('definitions.definition'), active: at === 'definition' },
        { href: `${path}/trial`, label: ui.t('trial.title'), active: at === 'trial' },
      ]}
    />
  );
}
