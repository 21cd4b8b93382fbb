import type { ComponentChildren, JSX } from 'preact';
import { FormFoot, Island, type Ui } from '../ui/index.ts';

/** A part of a long form: one screen on a phone, one section with an anchor on a desk. */
export interface FormPart {
  id: string;
  title: string;
  content: ComponentChildren;
}

/** What lib/public/steps.ts says. */
const said = [
  'count',
  'change',
  'nothing',
  'required',
  'choose',
  'least',
  'number',
  'code',
  'late',
  'format',
  'sum',
  'sum-equal',
  'sum-less',
  'sum-more',
] as const;

/** The placeholders stay open. */
const scriptWords = (ui: Ui): string =>
  JSON.stringify(Object.fromEntries(said.map((name) => [name, ui.t(`samplings.walk.${name}`)])));

/**
 * The parts of a form with the list of them and the row of buttons. Without script, and on a desk, all stand on one page;
 * on a phone the island shows one at a time and adds the summary that ends them.
 */
export function Parts({ ui, parts, send }: { ui: Ui; parts: readonly FormPart[]; send: string }): JSX.Element {
  const check = { id: 'check', title: ui.t('samplings.step.check') };
  return (
    <div class="walk" data-steps data-words={scriptWords(ui)}>
      <nav class="walk-nav" aria-label={ui.t('samplings.steps')}>
        <button type="button" class="walk-now" data-step-now aria-expanded="false" aria-controls="walk-list" hidden>
          <span class="walk-count" data-step-count />
          <strong data-step-name />
        </button>
        <ol class="walk-list" id="walk-list">
          {[...parts, check].map(({ id, title }) => (
            <li key={id} class={id === check.id ? 'walk-last' : undefined}>
              <a href={`#walk-${id}`}>{title}</a>
            </li>
          ))}
        </ol>
        <p class="draft-kept">{ui.t('samplings.draft-kept')}</p>
      </nav>
      <div class="walk-main">
        {parts.map(({ id, title, content }) => (
          <section key={id} class="walk-part" id={`walk-${id}`} aria-label={title} tabIndex={-1} data-step>
            {content}
          </section>
        ))}
        <section class="walk-part" id="walk-check" aria-label={check.title} tabIndex={-1} data-step hidden>
          <p class="fields-hint">{ui.t('samplings.check-note')}</p>
          <div data-step-summary />
        </section>
        <FormFoot>
          <button type="button" class="btn" data-step-back hidden>
            {ui.t('samplings.step-back')}
          </button>
          <button type="button" class="btn btn-primary" data-step-next hidden>
            {ui.t('samplings.step-next')}
          </button>
          <button class="btn btn-primary btn-next" data-step-send>
            {send}
          </button>
          <a class="btn" href="/samplings" data-step-leave>
            {ui.t('act.cancel')}
          </a>
        </FormFoot>
      </div>
      <Island ui={ui} name="steps" />
    </div>
  );
}
