import type { JSX } from 'preact';
import type { Ui } from './context.ts';
import { Island } from './layout.tsx';

const keys = ['button', 'reading', 'saved', 'again', 'choose', 'other', 'offline'] as const;

/** What reads the balance into the weighed cells of a page (`data-mass`): by F8, or by the button at the cell. Nothing without a balance. */
export function WeighDesk({
  ui,
  balances,
}: {
  ui: Ui;
  balances: readonly { number: string; name: string }[];
}): JSX.Element | null {
  if (balances.length === 0) return null;
  return (
    <>
      <span
        hidden
        data-weigh
        data-balances={JSON.stringify(balances)}
        data-words={JSON.stringify(Object.fromEntries(keys.map((key) => [key, ui.t(`weigh.${key}`)])))}
      />
      <Island ui={ui} name="weigh" />
    </>
  );
}
