import type { ComponentChildren, JSX } from 'preact';
import type { Ui } from './context.ts';
import { FileField } from './field.tsx';
import { Form, FormFoot } from './form.tsx';

/**
 * A line to look in a register, without a script too. `kept`: what is asked besides and goes with it (null: nothing);
 * `children`: more fields, e.g. a list to choose from. What was asked can be cleared.
 */
export function SearchBar(props: {
  ui: Ui;
  action: string;
  q: string;
  label: string;
  kept?: Record<string, string | number | null | undefined>;
  /** Whether there is something to clear though no word is searched for. */
  chosen?: boolean;
  children?: ComponentChildren;
}): JSX.Element {
  const { ui, action, q, label, kept = {}, chosen = false } = props;
  return (
    <form class="d-flex flex-wrap gap-2 mb-3" action={action} method="get" role="search">
      {Object.entries(kept).map(([name, value]) =>
        value === null || value === undefined || value === '' ? null : (
          <input key={name} type="hidden" name={name} value={value} />
        ),
      )}
      <input
        class="form-control flex-fill register-search"
        type="search"
        name="q"
        value={q}
        maxLength={100}
        aria-label={label}
        placeholder={label}
        autocomplete="off"
      />
      {props.children}
      <button class="btn flex-shrink-0">{ui.t('act.search')}</button>
      {q === '' && !chosen ? null : (
        <a class="btn flex-shrink-0" href={action}>
          {ui.t('act.clear')}
        </a>
      )}
    </form>
  );
}

/** Import of a workbook: what the file does, the empty workbook, what stands today. Folded until somebody asks for it or a file was refused. */
export function ImportCard(props: {
  ui: Ui;
  /** The address that takes the file. */
  action: string;
  title: string;
  lead: string;
  /** The address of the workbook; `?template=true` gives an empty one. */
  workbook: string;
  /** Word of the link to the filled workbook, where the page does not bear it elsewhere. */
  export?: string;
  id?: string;
  children?: ComponentChildren;
}): JSX.Element {
  const { ui, action, title, lead, workbook, id = 'import' } = props;
  return (
    <details class="more mb-3" id={id} open={ui.problem('file') !== undefined}>
      <summary>{title}</summary>
      <p class="mb-2">{lead}</p>
      <Form ui={ui} action={action} draft="off" files>
        <div class="fields-grid">
          <FileField ui={ui} name="file" label={ui.t('field.file')} accept=".xlsx" required />
          {props.children}
        </div>
        <FormFoot>
          <a class="btn" href={`${workbook}?template=true`}>
            {ui.t('sheet.template')}
          </a>
          {props.export ? (
            <a class="btn" href={workbook}>
              {props.export}
            </a>
          ) : null}
          <button class="btn btn-primary">{ui.t('sheet.import')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}
