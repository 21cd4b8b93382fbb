import type { ComponentChildren, JSX } from 'preact';
import type { Ui } from './context.ts';

/** A POST form with its hidden fields: CSRF token, idempotency key, and the version of the record that was read. */
export function Form(props: {
  ui: Ui;
  action: string;
  version?: number | undefined;
  /** The name under which typed work is kept in the browser, if not by address; `off` keeps nothing. */
  draft?: string;
  /** Asked before sending. */
  confirm?: string | undefined;
  /** The form carries files. */
  files?: boolean;
  id?: string;
  class?: string;
  children?: ComponentChildren;
}): JSX.Element {
  const { ui, action, version, draft, confirm, id, children } = props;
  return (
    <form
      id={id}
      class={props.class ?? 'form'}
      action={action}
      method="post"
      enctype={props.files ? 'multipart/form-data' : undefined}
      data-draft={draft}
      data-confirm={confirm}
    >
      <input type="hidden" name="_csrf" value={ui.csrf} />
      <input type="hidden" name="_key" value={ui.key} />
      {version === undefined ? null : <input type="hidden" name="version" value={String(version)} />}
      {children}
    </form>
  );
}

/** The row of buttons that ends a form; on a phone it stays at the lower edge. */
export function FormFoot({ children }: { children?: ComponentChildren }): JSX.Element {
  return <div class="form-foot">{children}</div>;
}
