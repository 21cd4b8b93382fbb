import type { ComponentChildren, JSX } from 'preact';

/** Title of a page with what identifies the object, and its acts at the right. */
export function PageHead(props: {
  title: ComponentChildren;
  over?: ComponentChildren;
  note?: ComponentChildren;
  children?: ComponentChildren;
}): JSX.Element {
  return (
    <div class="page-head">
      <div class="page-head-text">
        {props.over ? <p class="page-over">{props.over}</p> : null}
        <h1>{props.title}</h1>
        {props.note ? <div class="page-note">{props.note}</div> : null}
      </div>
      {props.children ? <div class="page-acts">{props.children}</div> : null}
    </div>
  );
}

/** A quiet panel. `flush` lets a table reach the edges. */
export function Card(props: {
  title?: ComponentChildren;
  id?: string;
  aside?: ComponentChildren;
  flush?: boolean;
  children?: ComponentChildren;
}): JSX.Element {
  return (
    <section class={props.flush ? 'panel panel-flush' : 'panel'} id={props.id}>
      {props.title || props.aside ? (
        <div class="panel-head">
          {props.title ? <h2>{props.title}</h2> : null}
          {props.aside ? <div class="panel-aside">{props.aside}</div> : null}
        </div>
      ) : null}
      <div class="panel-body">{props.children}</div>
    </section>
  );
}

export interface Fact {
  label: string;
  value: ComponentChildren;
  /** Takes the whole line. */
  wide?: boolean;
}

/** What something is, as term and value; an empty value is a dash, never a gap. `line`: one after the other, for the head of dense pages. */
export function Facts({ facts, line = false }: { facts: readonly Fact[]; line?: boolean }): JSX.Element {
  return (
    <dl class={line ? 'facts facts-line' : 'facts'}>
      {facts.map((fact) => (
        <div key={fact.label} class={fact.wide ? 'fact fact-wide' : 'fact'}>
          <dt>{fact.label}</dt>
          <dd>{isEmpty(fact.value) ? '—' : fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

function isEmpty(value: ComponentChildren): boolean {
  return value === null || value === undefined || value === '' || value === false;
}

/** Numbers that lead somewhere: a number that cannot be clicked is decoration. */
export function Counts({
  counts,
}: {
  counts: readonly { label: string; value: number; href: string; tone?: 'late' | 'amber' | 'plain' }[];
}): JSX.Element {
  return (
    <ul class="counts">
      {counts.map((count) => (
        <li key={count.href}>
          <a class={`count count-${count.value > 0 ? (count.tone ?? 'plain') : 'plain'}`} href={count.href}>
            <strong>{count.value}</strong>
            <span>{count.label}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Views of one object side by side, as links: each has its own address. */
export function Tabs({
  label,
  tabs,
}: {
  label: string;
  tabs: readonly { href: string; label: string; active: boolean; count?: number | undefined }[];
}): JSX.Element {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <a
          key={tab.href}
          class={tab.active ? 'tab active' : 'tab'}
          href={tab.href}
          aria-current={tab.active ? 'page' : undefined}
        >
          {tab.label}
          {tab.count === undefined ? null : <span class="tab-count">{tab.count}</span>}
        </a>
      ))}
    </nav>
  );
}
