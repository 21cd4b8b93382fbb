import type { ComponentChildren, JSX } from 'preact';
import { type Lang, t } from '../messages/index.ts';
import { dashes } from './palette.ts';
import { hatchStrokes, markerOutline, TYPE } from './scene.ts';
import type { Fill, Item, Label, Marker, Rect, Scene, Spot, Stroke, Tone } from './types.ts';

/**
 * A picture on a page: title, drawing, and its facts as a table that opens below. With `compact` (the same data drawn about 340
 * wide) a narrow place shows that one; without it the drawing scrolls sideways inside its own box. Needs no script.
 */
export function Picture({ scene, compact, lang }: { scene: Scene; compact?: Scene; lang: Lang }): JSX.Element {
  return (
    <figure class={`plot plot-of-${sizeOf(scene)}`}>
      <figcaption class="plot-title">{scene.title}</figcaption>
      <Drawing scene={scene} place={compact ? 'plot-roomy' : ''} />
      {compact && <Drawing scene={compact} place="plot-tight" />}
      <details class="plot-words">
        <summary>{t(lang, 'plot.table')}</summary>
        <p>{scene.description}</p>
        <div class="plot-scroll">
          <table class="data">
            <thead>
              <tr>
                {scene.table.head.map((head, i) => (
                  <th key={String(i)} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {scene.table.rows.map((row, n) => (
                <tr key={String(n)}>
                  {row.map((cell, i) => (
                    <td key={String(i)} data-head={scene.table.head[i]}>
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

/** The bucket of widths that app.css knows. */
const sizeOf = ({ width }: Scene) => (width <= 400 ? 'small' : width <= 560 ? 'middle' : 'large');

function Drawing({ scene, place }: { scene: Scene; place: string }): JSX.Element {
  const links = scene.items.some((item) => item.href !== undefined);
  return (
    <div class={`plot-scroll ${place}`}>
      <svg
        class={`plot-${sizeOf(scene)}`}
        viewBox={`0 0 ${scene.width} ${round(scene.height)}`}
        role={links ? 'group' : 'img'}
        aria-label={`${scene.title}. ${scene.description}`}
        font-size={TYPE.normal}
      >
        <title>{scene.title}</title>
        <desc>{scene.description}</desc>
        {scene.items.map((item, n) => (
          <Drawn key={String(n)} item={item} />
        ))}
      </svg>
    </div>
  );
}

function Drawn({ item }: { item: Item }): JSX.Element {
  const shape = <Shape item={item} />;
  if (item.href === undefined && item.hint === undefined) return shape;
  const inner: ComponentChildren = (
    <>
      {item.hint !== undefined && <title>{item.hint}</title>}
      {shape}
      {item.kind === 'marker' && item.href !== undefined && (
        <circle cx={round(item.x)} cy={round(item.y)} r="8" fill="transparent" />
      )}
    </>
  );
  if (item.href === undefined) return <g>{inner}</g>;
  return (
    <a href={item.href} aria-label={item.hint ?? (item.kind === 'text' ? item.text : undefined)}>
      {inner}
    </a>
  );
}

function Shape({ item }: { item: Item }): JSX.Element {
  switch (item.kind) {
    case 'line':
      return (
        <path
          d={path([
            { x: item.x1, y: item.y1 },
            { x: item.x2, y: item.y2 },
          ])}
          {...strokeOf(item.stroke)}
        />
      );
    case 'polyline':
      return <path d={path(item.points)} fill="none" stroke-linejoin="round" {...strokeOf(item.stroke)} />;
    case 'polygon':
      return <path d={`${path(item.points)}Z`} {...fillOf(item.fill)} {...strokeOf(item.stroke)} />;
    case 'circle':
      return (
        <circle
          cx={round(item.x)}
          cy={round(item.y)}
          r={round(item.r)}
          {...fillOf(item.fill)}
          {...strokeOf(item.stroke)}
        />
      );
    case 'rect':
      return <Box item={item} />;
    case 'marker':
      return <Mark item={item} />;
    case 'text':
      return <Words item={item} />;
  }
}

function Box({ item }: { item: Rect }): JSX.Element {
  const box = { x: round(item.x), y: round(item.y), width: round(item.width), height: round(item.height) };
  const drawn = <rect {...box} {...fillOf(item.fill)} {...strokeOf(item.stroke)} />;
  if (!item.hatch) return drawn;
  return (
    <>
      {drawn}
      <path d={hatchStrokes(item, item.hatch.lines).map(path).join('')} {...strokeOf({ tone: item.hatch.tone })} />
    </>
  );
}

function Mark({ item }: { item: Marker }): JSX.Element {
  const open = item.open === true;
  const look = {
    fill: item.shape === 'cross' ? 'none' : colour(open ? 'paper' : item.tone),
    ...strokeOf({ tone: item.tone, thick: item.shape === 'cross' ? 2 : 1.5 }),
  };
  if (item.shape === 'circle')
    return <circle cx={round(item.x)} cy={round(item.y)} r={round(item.size ?? 4)} {...look} />;
  const close = item.shape === 'cross' ? '' : 'Z';
  return (
    <path
      d={markerOutline(item)
        .map((spots) => path(spots) + close)
        .join('')}
      {...look}
    />
  );
}

function Words({ item }: { item: Label }): JSX.Element {
  const { x, y, text, tone, anchor, size, bold, upwards } = item;
  return (
    <text
      x={round(x)}
      y={round(y)}
      fill={colour(tone)}
      text-anchor={anchor === 'start' ? undefined : anchor}
      font-size={size}
      font-weight={bold ? 700 : undefined}
      transform={upwards ? `rotate(-90 ${round(x)} ${round(y)})` : undefined}
    >
      {text}
    </text>
  );
}

const colour = (tone: Tone): string => `var(--plot-${tone})`;

const strokeOf = (stroke: Stroke | undefined) =>
  stroke && {
    stroke: colour(stroke.tone),
    'stroke-width': stroke.thick,
    'stroke-dasharray': stroke.dash && dashes[stroke.dash].join(' '),
  };

const fillOf = (fill: Fill | undefined) =>
  fill ? { fill: colour(fill.tone), 'fill-opacity': fill.strength } : { fill: 'none' };

const path = (spots: Spot[]): string =>
  spots.map(({ x, y }, n) => `${n === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');

const round = (pixels: number): number => Math.round(pixels * 10) / 10;
