import type { JSX } from 'preact';
import type { Ui } from '../ui/index.ts';
import { endsText } from './limits.ts';
import type { Ends, Quantity } from './rows.ts';
import type { RoomSheet } from './show.ts';

const WIDTH = 480;
const HEIGHT = 170;
const LEFT = 44;
const BOTTOM = 24;
const TOP = 10;
const RIGHT = 8;
const MINUTE = 60_000;

const minutes = (at: string): number => Date.parse(`${at}:00Z`) / MINUTE;

/** Readings over time: the allowed part as a band, what lies outside as filled triangles, so that it reads in grey and in print. */
export function Chart({ ui, data, quantity }: { ui: Ui; data: RoomSheet; quantity: Quantity }): JSX.Element | null {
  const points = data.points.filter((point) => point.quantity === quantity);
  const ends = data.limits[quantity] ?? {};
  if (points.length === 0) return null;
  const scale = scaleOf(
    points.map(({ value }) => Number(value)),
    ends,
  );
  const from = minutes(data.from);
  const span = Math.max(minutes(data.now) - from, 1);
  const x = (at: string) => LEFT + ((minutes(at) - from) / span) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => TOP + ((scale.high - value) / (scale.high - scale.low)) * (HEIGHT - TOP - BOTTOM);
  const line = points.map(({ at, value }) => `${x(at).toFixed(1)},${y(Number(value)).toFixed(1)}`).join(' ');
  const outside = points.filter((point) => point.outside);
  const title = `${ui.t(`quantity.${quantity}`)} ${endsText(ends, quantity)}`;
  return (
    <figure class="col-12 col-lg-6 mb-3">
      <figcaption class="quiet">{title}</figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        width="100%"
        role="img"
        aria-label={`${title}; ${ui.t('environment.chartSays', { count: points.length, outside: outside.length })}`}
        font-size="13"
        fill="currentColor"
      >
        <Band ends={ends} y={y} scale={scale} />
        {dayLines(data).map(({ at, label }) => (
          <g key={at}>
            <line x1={x(at)} x2={x(at)} y1={TOP} y2={HEIGHT - BOTTOM} stroke="currentColor" stroke-opacity="0.15" />
            {label === '' || x(at) > WIDTH - 50 ? null : (
              <text x={x(at) + 3} y={HEIGHT - 8}>
                {label}
              </text>
            )}
          </g>
        ))}
        {scale.ticks.map((tick) => (
          <text key={tick} x={LEFT - 6} y={y(tick) + 4} text-anchor="end">
            {tick}
          </text>
        ))}
        <polyline points={line} fill="none" stroke="currentColor" stroke-width="1.5" />
        {points.length > 120
          ? null
          : points.map(({ at, value }) => <circle key={`${at} ${value}`} cx={x(at)} cy={y(Number(value))} r="2" />)}
        {outside.map(({ at, value }) => {
          const [left, up] = [x(at), y(Number(value))];
          return (
            <path key={`${at} ${value}`} d={`M${left - 5} ${up + 4}h10l-5-9z`}>
              <title>{`${at.replace('T', ' ')} ${value}`}</title>
            </path>
          );
        })}
      </svg>
    </figure>
  );
}

interface Scale {
  low: number;
  high: number;
  ticks: number[];
}

/** The allowed part, with its ends as broken lines. */
function Band({ ends, y, scale }: { ends: Ends; y: (value: number) => number; scale: Scale }): JSX.Element {
  const low = ends.low === undefined ? scale.low : Number(ends.low);
  const high = ends.high === undefined ? scale.high : Number(ends.high);
  const lines = [ends.low, ends.high].flatMap((end) => (end === undefined ? [] : [Number(end)]));
  return (
    <>
      <rect
        x={LEFT}
        y={y(high)}
        width={WIDTH - LEFT - RIGHT}
        height={Math.max(y(low) - y(high), 0)}
        fill-opacity="0.08"
      />
      {lines.map((end) => (
        <line
          key={end}
          x1={LEFT}
          x2={WIDTH - RIGHT}
          y1={y(end)}
          y2={y(end)}
          stroke="currentColor"
          stroke-opacity="0.6"
          stroke-dasharray="6 4"
        />
      ))}
    </>
  );
}

/** A scale that holds all values and limits, with a little room, and the values to print beside it. */
function scaleOf(values: number[], { low, high }: Ends): Scale {
  const ends = [low, high].flatMap((end) => (end === undefined ? [] : [Number(end)]));
  const all = [...values, ...ends];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const room = Math.max((most - least) * 0.15, 1);
  const ticks = ends.length > 0 ? ends : [Math.round(least), Math.round(most)];
  return { low: least - room, high: most + room, ticks: [...new Set(ticks)] };
}

/** The beginnings of the days shown, of every fifth with its date in a month; of a single day every sixth hour. */
function dayLines({ from, now, days }: RoomSheet): { at: string; label: string }[] {
  const step = days === 1 ? 360 : 1440;
  const first = Math.ceil(minutes(from) / step);
  const last = Math.floor(minutes(now) / step);
  const every = days > 10 ? 5 : 1;
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, i) => {
    const at = new Date((first + i) * step * MINUTE).toISOString().slice(0, 16);
    return { at, label: i % every === 0 ? (days === 1 ? at.slice(11) : at.slice(5, 10)) : '' };
  });
}
