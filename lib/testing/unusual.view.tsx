import type { JSX } from 'preact';
import { lookUp, reasonText } from '../messages/index.ts';
import { Pill, type Ui } from '../ui/index.ts';
import type { Oddity } from './unusual.ts';
import type { Summed } from './unusual-now.ts';

/** The anchor of a reading on the review page. */
export const anchorOf = (path: string): string => `cell-${path.replace(/[^A-Za-z0-9_-]/g, '-')}`;

const grave = new Set<Oddity['id']>(['hold', 'fails', 'implausible', 'copied', 'order', 'future', 'receipt', 'short']);
const mild = new Set<Oddity['id']>(['explained', 'fast']);

/** What is unusual, as a sentence of the reader. */
export function oddityText(ui: Ui, { id, params, reason }: Oddity): string {
  const words = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'object' ? value[ui.lang] : value]),
  );
  if (id === 'flag') return lookUp(ui.lang, `unusual.flag.${words['flag'] ?? ''}`, words);
  if (id === 'implausible' || id === 'explained')
    return lookUp(ui.lang, `unusual.${id}`, {
      ...words,
      what: lookUp(ui.lang, `implausible.${words['kind'] ?? ''}`, words),
    });
  return lookUp(ui.lang, `unusual.${id}`, { ...words, ...(reason && { reason: reasonText(ui.lang, reason) }) });
}

/** How much weight it has, as word, shape and colour. */
function Weight({ ui, id }: { ui: Ui; id: Oddity['id'] }): JSX.Element {
  if (grave.has(id)) return <Pill tone="red" shape="▲" word={ui.t('unusual.grave')} />;
  return mild.has(id) ? (
    <Pill tone="grey" shape="○" word={ui.t('unusual.told')} />
  ) : (
    <Pill tone="amber" shape="!" word={ui.t('unusual.look')} />
  );
}

/** The ranking, most serious first; each line leads to the reading, the file or the record that it speaks of. `fresh`: what has come up since the review. */
export function UnusualList({
  ui,
  oddities,
  base = '',
  fresh,
}: {
  ui: Ui;
  oddities: readonly Oddity[];
  base?: string;
  fresh?: (oddity: Oddity) => boolean;
}): JSX.Element {
  if (oddities.length === 0) return <p class="quiet">{ui.t('unusual.none')}</p>;
  return (
    <ol class="oddities">
      {oddities.map((one) => {
        const href = one.href ?? (one.cell === undefined ? undefined : `${base}#${anchorOf(one.cell)}`);
        return (
          <li key={`${one.id}${one.cell ?? ''}${JSON.stringify(one.params)}`}>
            <Weight ui={ui} id={one.id} /> {href ? <a href={href}>{oddityText(ui, one)}</a> : oddityText(ui, one)}
            {fresh?.(one) ? <strong> {ui.t('unusual.since')}</strong> : null}
          </li>
        );
      })}
    </ol>
  );
}

const Count = ({ ui, count, isGrave }: { ui: Ui; count: number; isGrave: boolean }): JSX.Element => (
  <Pill tone={isGrave ? 'red' : 'amber'} shape={isGrave ? '▲' : '!'} word={ui.t('unusual.count', { count })} />
);

/** How many, and the worst of them, on a line of a list. */
export function UnusualSum({ ui, sum: { count, worst } }: { ui: Ui; sum: Summed }): JSX.Element {
  if (worst === null) return <span class="quiet">—</span>;
  return (
    <span class="oddity-sum">
      {count > 1 ? <Count ui={ui} count={count} isGrave={grave.has(worst.id)} /> : <Weight ui={ui} id={worst.id} />}{' '}
      {oddityText(ui, worst)}
    </span>
  );
}
