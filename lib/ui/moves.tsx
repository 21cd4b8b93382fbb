import type { JSX } from 'preact';
import type { Ui } from './context.ts';
import { Form } from './form.tsx';

/** One move of a state machine for this person: how it is made, or why it cannot be made now. */
export interface MoveButton {
  move: string;
  label: string;
  /** Sentences of the obstacles, already in words; empty = the move can be made. */
  obstacles: readonly string[];
  /** A page that leads to the move … */
  href?: string | undefined;
  /** … or the address it is posted to. */
  action?: string | undefined;
  version?: number | undefined;
  /** Hidden values that go with the post. */
  fields?: Record<string, string> | undefined;
  /** Asks for a reason beneath the button; it is sent as `reason`. */
  reason?: boolean;
  confirm?: string | undefined;
  /** The next act is the biggest thing on the page; danger stands apart. */
  kind?: 'primary' | 'plain' | 'danger';
}

/** The buttons of a page come from `available(machine, …)`: what is refused stands grey with its sentence beneath. */
export function Moves({ ui, moves }: { ui: Ui; moves: readonly MoveButton[] }): JSX.Element {
  if (moves.length === 0) return <p class="quiet">{ui.t('moves.none')}</p>;
  return (
    <div class="moves" role="group" aria-label={ui.t('moves.title')}>
      {moves.map((move) => (
        <div key={move.move} class="move">
          {move.obstacles.length > 0 ? <Refused move={move} /> : <Enabled ui={ui} move={move} />}
        </div>
      ))}
    </div>
  );
}

function Refused({ move }: { move: MoveButton }): JSX.Element {
  const id = `refused-${move.move}`;
  return (
    <>
      <button type="button" class="btn btn-refused" aria-disabled="true" aria-describedby={id}>
        {move.label}
      </button>
      <div class="move-why" id={id}>
        {move.obstacles.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </>
  );
}

function Enabled({ ui, move }: { ui: Ui; move: MoveButton }): JSX.Element {
  if (move.href !== undefined) {
    return (
      <a class={look(move)} href={move.href}>
        {move.label}
      </a>
    );
  }
  if (move.reason) {
    return (
      <details class="move-reason">
        <summary class={look(move)}>{move.label}…</summary>
        <MoveForm ui={ui} move={move} />
      </details>
    );
  }
  return <MoveForm ui={ui} move={move} />;
}

function MoveForm({ ui, move }: { ui: Ui; move: MoveButton }): JSX.Element {
  const id = `reason-${move.move}`;
  return (
    <Form ui={ui} action={move.action ?? ''} version={move.version} confirm={move.confirm} class="move-form">
      {Object.entries(move.fields ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {move.reason ? (
        <>
          <label class="form-label" for={id}>
            {ui.t('moves.reason')}
          </label>
          <textarea id={id} name="reason" class="form-control" rows={3} required minLength={2}>
            {ui.value('reason')}
          </textarea>
        </>
      ) : null}
      <button class={look(move)}>{move.label}</button>
    </Form>
  );
}

function look({ kind }: MoveButton): string {
  if (kind === 'danger') return 'btn btn-outline-danger';
  return kind === 'primary' ? 'btn btn-primary btn-next' : 'btn';
}
