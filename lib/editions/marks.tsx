import type { JSX } from 'preact';
import type { DefinitionKind } from '../catalogue/index.ts';
import { chinaTime, Pill, type Ui } from '../ui/index.ts';
import type { Confirmation } from './store.ts';

const path = (kind: DefinitionKind, code: string): string => `/editions/${kind}/${encodeURIComponent(code)}`;

/** The way from the page of a definition to its editions, and to a draft of the next one or of a copy. */
export function EditionLinks({ ui, kind, code }: { ui: Ui; kind: DefinitionKind; code: string }): JSX.Element {
  const from = `kind=${kind}&from=${encodeURIComponent(code)}`;
  return (
    <>
      <a class="btn" href={path(kind, code)}>
        {ui.t('editions.title')}
      </a>
      {kind !== 'form' && ui.may('catalogue.write') ? (
        <a class="btn" href={`/drafts/new?${from}`}>
          {ui.t('editions.draftFrom')}
        </a>
      ) : null}
    </>
  );
}

/** 已确认 in the place of the mark of doubt; who saw it where stands in the tip. */
export function ConfirmedMark({ ui, confirmation }: { ui: Ui; confirmation: Confirmation }): JSX.Element {
  return (
    <span title={confirmationText(ui, confirmation)}>
      <Pill tone="green" shape="✓" word={ui.t('editions.confirmed')} />
    </span>
  );
}

/** 《中国药典》2025年版二部 第 120 页，王某核对，李某 2026-11-22 09:30 登记 */
export function confirmationText(ui: Ui, { source, page, seenBy, by, at }: Confirmation): string {
  const place = page === null ? source : `${source} ${ui.t('editions.pageNo', { page })}`;
  return ui.t('editions.confirmedText', { place, seenBy, by, at: chinaTime(at) });
}

/** The confirmation that covers an item, or the definition as a whole (`seq` null). The last one counts. */
export const confirmationFor = (confirmations: readonly Confirmation[], seq: number | null): Confirmation | undefined =>
  confirmations.filter((one) => one.seq === seq || one.seq === null).at(-1);
