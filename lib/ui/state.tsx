import type { JSX } from 'preact';
import type { Ui } from './context.ts';
import { isStateName, type StateName, stateLooks, type ToneName } from './palette.ts';
import { Shape, type ShapeName } from './shape.tsx';

/** A state as word + shape + colour. `word` replaces the common word where a slice has a better one. */
export function StatePill({
  ui,
  state,
  word,
}: {
  ui: Pick<Ui, 't'>;
  state: StateName;
  word?: string | undefined;
}): JSX.Element {
  const look: { tone: ToneName; shape: ShapeName; struck?: true } = stateLooks[state];
  return (
    <Pill tone={look.tone} shape={look.shape} word={word ?? ui.t(`state.${state}`)} struck={look.struck ?? false} />
  );
}

/** A state as it stands in the database; one without a look of its own is shown as its plain text. */
export function StateText({ ui, state }: { ui: Pick<Ui, 't'>; state: string }): JSX.Element {
  return isStateName(state) ? <StatePill ui={ui} state={state} /> : <Pill tone="grey" shape="·" word={state} />;
}

export function Pill({
  tone,
  shape,
  word,
  struck = false,
}: {
  tone: ToneName;
  shape: ShapeName;
  word: string;
  struck?: boolean;
}): JSX.Element {
  return (
    <span class={`pill tone-${tone}${struck ? ' struck' : ''}`}>
      <Shape name={shape} />
      <span class="word">{word}</span>
    </span>
  );
}
