import type { JSX } from 'preact';
import type { MessageKey } from '../messages/index.ts';
import type { Ui } from './context.ts';
import { Icon } from './icons.tsx';

/** Addresses that the shell itself leads to. */
export const paths = {
  signOut: '/session/end',
  signIn: '/session/new',
  language: '/language',
  password: '/me/password',
  authorisations: '/me/authorisations',
} as const;

/** The bar at the top: brand, scan field where there is a navigation, language, theme, the person. */
export function Header({ ui, nav }: { ui: Ui; nav: readonly unknown[] }): JSX.Element {
  return (
    <header class="topbar">
      <Brand ui={ui} />
      {ui.user && nav.length > 0 ? <ScanField ui={ui} /> : null}
      <div class="topbar-end">
        <Switches ui={ui} />
        {ui.user ? <UserMenu ui={ui} /> : null}
      </div>
    </header>
  );
}

export function BareHead({ ui }: { ui: Ui }): JSX.Element {
  return (
    <header class="topbar topbar-bare">
      <Brand ui={ui} />
      <div class="topbar-end">
        <Switches ui={ui} />
      </div>
    </header>
  );
}

function Brand({ ui }: { ui: Ui }): JSX.Element {
  return (
    <a class="brand" href="/">
      <svg class="brand-mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
        <rect width="32" height="32" rx="8" class="brand-ground" />
        <path
          d="M9 17l5 5L24 11"
          fill="none"
          stroke="#fff"
          stroke-width="3.5"
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      </svg>
      <span class="brand-name">{ui.t('app.name')}</span>
      <span class="brand-tag">{ui.t('app.tagline')}</span>
    </a>
  );
}

/** Works without a script: GET /scan?code=… opens whatever the code denotes. */
export function ScanField({ ui }: { ui: Ui }): JSX.Element {
  return (
    <form class="scan" action="/scan" method="get" role="search" data-scan-form>
      <Icon name="scan" />
      <input
        class="scan-input"
        type="search"
        name="code"
        aria-label={ui.t('shell.scan')}
        title={ui.t('shell.scanHint')}
        placeholder={ui.t('shell.scan')}
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        enterkeyhint="search"
        data-scan-field
      />
      <span class="scan-key" aria-hidden="true">
        /
      </span>
    </form>
  );
}

function Switches({ ui }: { ui: Ui }): JSX.Element {
  return (
    <>
      {ui.user ? (
        <form class="switch" action={paths.language} method="post" data-draft="off">
          <input type="hidden" name="_csrf" value={ui.csrf} />
          <input type="hidden" name="lang" value={ui.lang === 'zh' ? 'en' : 'zh'} />
          <input type="hidden" name="next" value={ui.path} />
          <button class="icon-button" title={ui.t('shell.language')}>
            {ui.t('shell.otherLanguage')}
          </button>
        </form>
      ) : null}
      <button
        class="icon-button theme-button"
        type="button"
        data-theme-switch
        aria-label={ui.t('shell.theme')}
        title={ui.t('shell.theme')}
      >
        <Icon name="theme" />
      </button>
    </>
  );
}

function UserMenu({ ui }: { ui: Ui }): JSX.Element | null {
  if (!ui.user) return null;
  return (
    <details class="menu" data-menu>
      <summary class="icon-button user-button" aria-label={`${ui.t('shell.user')} ${ui.user.name}`}>
        <span class="user-mark" aria-hidden="true">
          {Array.from(ui.user.name)[0]}
        </span>
        <span class="user-name">{ui.user.name}</span>
      </summary>
      <div class="menu-panel">
        <p class="menu-head">
          <strong>{ui.user.name}</strong>
          <span>{ui.user.login}</span>
        </p>
        <p class="menu-note">
          {ui.user.roles.map((role) => ui.t(`role.${role}` as MessageKey)).join(ui.lang === 'zh' ? '、' : ', ')}
        </p>
        <a class="menu-item" href={paths.authorisations}>
          {ui.t('competence.mine')}
        </a>
        <a class="menu-item" href={paths.password}>
          {ui.t('shell.password')}
        </a>
        <form action={paths.signOut} method="post" data-draft="off" data-sign-out>
          <input type="hidden" name="_csrf" value={ui.csrf} />
          <button class="menu-item">{ui.t('shell.signOut')}</button>
        </form>
      </div>
    </details>
  );
}
