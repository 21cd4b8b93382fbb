import type { ComponentChildren, JSX } from 'preact';
import { render } from 'preact-render-to-string';
import type { Ui } from './context.ts';
import { BareHead, Header, paths } from './header.tsx';
import { Icon, type IconName, isIconName } from './icons.tsx';
import { Problems } from './problems.tsx';
import { Shape } from './shape.tsx';
import { chinaTime } from './time.ts';
import { scriptWords } from './words.ts';

/** One entry of the navigation: only what the user may open is in the list. The picture follows the first word of the address. */
export interface NavEntry {
  href: string;
  label: string;
  active: boolean;
  /** The room it stands in; a heading names it where there are many. */
  group?: 'work' | 'disposal' | 'quality' | 'resources' | 'system';
}

export interface Flash {
  tone: 'done' | 'note' | 'problem';
  text: string;
}

export interface PageProps {
  ui: Ui;
  title: string;
  nav: readonly NavEntry[];
  /** Bench pages fold the navigation into icons so that the table gets the width. */
  wide?: boolean | undefined;
  /** Sign-in and public verification: no navigation, a narrow column. */
  bare?: boolean | undefined;
  flash?: Flash | undefined;
  /** Minutes without a key or pointer after which the page is covered; absent = never. */
  idleMinutes?: number | undefined;
  /** Drafts of typed work are kept: the post that led here did not go through. */
  keepDrafts?: boolean | undefined;
  children?: ComponentChildren;
}

/** Entries that stay visible at the bottom edge of a phone; the rest opens under "more". */
const BOTTOM_BAR = 4;

/** A whole page as the text that goes to the browser. */
export function renderPage(page: JSX.Element): string {
  return `<!doctype html>${render(page)}`;
}

export function Page(props: PageProps): JSX.Element {
  const { ui, title, bare, wide, idleMinutes } = props;
  const shell = bare ? 'shell-bare' : wide ? 'shell shell-wide' : 'shell';
  return (
    <html lang={ui.lang === 'zh' ? 'zh-CN' : 'en'} data-bs-theme="light">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · ${ui.t('app.name')}`}</title>
        <script src={ui.asset('theme.js')} />
        <link rel="stylesheet" href={ui.asset('tabler.min.css')} />
        <link rel="stylesheet" href={ui.asset('app.css')} />
      </head>
      <body
        class={shell}
        data-user={ui.user?.id}
        data-user-name={ui.user?.name}
        data-csrf={ui.csrf}
        data-idle={ui.user ? idleMinutes : undefined}
        data-keep={props.keepDrafts || bare || ui.problems.length > 0 ? '' : undefined}
        data-sign-in={paths.signIn}
        data-words={JSON.stringify(scriptWords(ui))}
      >
        <a class="skip-link" href="#main">
          {ui.t('shell.skip')}
        </a>
        {bare ? <BareHead ui={ui} /> : <Header {...props} />}
        {bare ? null : <SideNav {...props} />}
        <main id="main" class="main" tabIndex={-1}>
          <div id="live" class="live" role="status" aria-live="polite" />
          {props.flash ? <FlashLine ui={ui} flash={props.flash} /> : null}
          <Problems ui={ui} />
          {props.children}
        </main>
        {bare || !ui.user ? null : <BottomBar {...props} />}
        {ui.user ? (
          <p class="print-line" aria-hidden="true">
            {ui.t('shell.printed', { name: ui.user.name, time: chinaTime(ui.now) })}
          </p>
        ) : null}
        {['forms.js', 'scan.js', 'lock.js'].map((name) => (
          <script key={name} type="module" src={ui.asset(name)} />
        ))}
      </body>
    </html>
  );
}

/** What went wrong, in words, and the way back; what was typed waits in the browser. */
export function ErrorPage({
  ui,
  status,
  problems,
}: {
  ui: Ui;
  status: number;
  problems: readonly string[];
}): JSX.Element {
  const [first, ...rest] = problems;
  return (
    <Page ui={{ ...ui, problems: [] }} title={first ?? String(status)} nav={[]} bare keepDrafts>
      <section class="error-page">
        <p class="error-status">{status}</p>
        <h1>{first}</h1>
        {rest.map((text) => (
          <p key={text}>{text}</p>
        ))}
        <p class="error-acts">
          {status === 401 ? (
            <a class="btn btn-primary" href={`${paths.signIn}?next=${encodeURIComponent(ui.path)}`} data-sign-in-again>
              {ui.t('script.signInAgain')}
            </a>
          ) : null}
          <a class="btn" href={ui.path} data-back>
            {ui.t('act.back')}
          </a>
          <a class="btn" href="/">
            {ui.t('nav.home')}
          </a>
        </p>
      </section>
    </Page>
  );
}

/** A script that only some pages need, e.g. `<Island ui={ui} name="bench" />`; the browser loads it once. */
export function Island({
  ui,
  name,
}: {
  ui: Ui;
  name: 'bench' | 'catalogue' | 'catalogue-trial' | 'compose' | 'sheet' | 'steps' | 'weigh';
}): JSX.Element {
  return <script type="module" src={ui.asset(`${name}.js`)} />;
}

function iconOf(href: string): IconName {
  const name = href.split('/')[1] || 'home';
  return isIconName(name) ? name : 'reports';
}

function SideNav({ ui, nav }: PageProps): JSX.Element | null {
  if (nav.length === 0) return null;
  return (
    <nav class="side" aria-label={ui.t('shell.navigation')}>
      <Rooms ui={ui} nav={nav} />
    </nav>
  );
}

/** From here on a list without headings is hard to read. */
const MANY = 9;

/** The entries, under the names of their rooms where there are many. */
function Rooms({ ui, nav }: { ui: Ui; nav: readonly NavEntry[] }): JSX.Element {
  const rooms = [...new Set(nav.map((entry) => entry.group ?? 'work'))];
  if (nav.length < MANY || rooms.length < 2)
    return (
      <>
        {nav.map((entry) => (
          <NavLink key={entry.href} entry={entry} />
        ))}
      </>
    );
  return (
    <>
      {rooms.map((room) => (
        <div key={room} class="nav-room">
          {room === 'work' ? null : <p class="nav-head">{ui.t(`shell.room.${room}`)}</p>}
          {nav
            .filter((entry) => (entry.group ?? 'work') === room)
            .map((entry) => (
              <NavLink key={entry.href} entry={entry} />
            ))}
        </div>
      ))}
    </>
  );
}

function BottomBar({ ui, nav }: PageProps): JSX.Element | null {
  if (nav.length === 0) return null;
  const rest = nav.slice(BOTTOM_BAR);
  return (
    <nav class="bottom" aria-label={ui.t('shell.navigation')}>
      {nav.slice(0, BOTTOM_BAR).map((entry) => (
        <NavLink key={entry.href} entry={entry} />
      ))}
      {rest.length > 0 ? (
        <details class="bottom-more" data-menu>
          <summary class={rest.some((entry) => entry.active) ? 'nav-link active' : 'nav-link'}>
            <Icon name="menu" />
            <span>{ui.t('shell.more')}</span>
          </summary>
          <div class="bottom-panel">
            <Rooms ui={ui} nav={rest} />
          </div>
        </details>
      ) : null}
    </nav>
  );
}

function NavLink({ entry }: { entry: NavEntry }): JSX.Element {
  const name = iconOf(entry.href);
  const label = entry.label;
  return (
    <a
      class={entry.active ? 'nav-link active' : 'nav-link'}
      href={entry.href}
      title={label}
      aria-current={entry.active ? 'page' : undefined}
    >
      <Icon name={name} />
      <span>{label}</span>
    </a>
  );
}

const flashShape = { done: '✔', note: '●', problem: '▲' } as const;
const flashTone = { done: 'green', note: 'blue', problem: 'red' } as const;

export function FlashLine({ flash }: { ui: Ui; flash: Flash }): JSX.Element {
  return (
    <p class={`flash tone-${flashTone[flash.tone]}`} role={flash.tone === 'problem' ? 'alert' : 'status'}>
      <Shape name={flashShape[flash.tone]} />
      {flash.text}
    </p>
  );
}
