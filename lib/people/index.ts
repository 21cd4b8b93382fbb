import type { Slice } from '../kernel/routes.ts';
import { changePasswordPost, languagePost, passwordPage } from './own.pages.tsx';
import { signInPage, unlockPage } from './session.pages.tsx';
import { signIn, signOut, unlock } from './session.ts';
import { settingsPage, settingsPost } from './settings.pages.tsx';
import { setupPage, setupPost } from './setup.pages.tsx';
import { changeUserPost, createUserPost, newUserPage, resetPasswordPost, userPage, usersPage } from './users.pages.tsx';

export { setupPage } from './setup.pages.tsx';
export { drawSetupCode, type Institute, isFresh, nameInstitute, readInstitute, spendSetupCode } from './setup.ts';
export { createUser, type NewUser, resetPassword } from './users.ts';

export const peopleSlice: Slice = {
  name: 'people',
  routes: [
    signInPage,
    signIn,
    signOut,
    unlockPage,
    unlock,
    setupPage,
    setupPost,
    usersPage,
    newUserPage,
    createUserPost,
    userPage,
    changeUserPost,
    resetPasswordPost,
    passwordPage,
    changePasswordPost,
    languagePost,
    settingsPage,
    settingsPost,
  ],
  nav: [
    { href: '/people', label: 'nav.people', needs: 'user.manage' },
    { href: '/settings', label: 'nav.settings', needs: 'settings.manage' },
  ],
};
