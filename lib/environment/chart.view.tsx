import type { JSX } from 'preact';
import { Picture, readingsChart } from '../plots/index.ts';
import type { Ui } from '../ui/index.ts';
import { endsText } from './limits.ts';
import { type Quantity, units } from './rows.ts';
import type { RoomSheet } from './show.ts';

/** Readings of one quantity over the days shown. */
export function Chart({ ui, data, quantity }: { ui: Ui; data: RoomSheet; quantity: Quantity }): JSX.Element | null {
  const points = data.points.filter((point) => point.quantity === quantity);
  if (points.length === 0) return null;
  const name = ui.t(`quantity.${quantity}`);
  const ends = data.limits[quantity] ?? {};
  const readings = {
    title: `${name} ${endsText(ends, quantity)}`,
    axis: `${name} (${units[quantity]})`,
    points: points.map(({ at, value, outside }) => ({ at, value, ...(outside && { outside: true as const }) })),
    ...ends,
    from: data.from,
    to: data.now,
  };
  return (
    <div class="col-12 col-lg-6">
      <Picture
        scene={readingsChart(readings, { lang: ui.lang, width: 520 })}
        compact={readingsChart(readings, { lang: ui.lang, width: 340 })}
        lang={ui.lang}
      />
    </div>
  );
}
