import type { Slice } from '../kernel/routes.ts';
import {
  changeOrganisationPost,
  createOrganisationPost,
  newOrganisationPage,
  organisationPage,
  organisationsPage,
} from './organisations.pages.tsx';
import { changePasswordPost, languagePost, passwordPage } from './own.pages.tsx';
import { signInPage, unlockPage } from './session.pages.tsx';
import { signIn, signOut, unlock } from './session.ts';
import { settingsPage, settingsPost } from './settings.pages.tsx';
import { setupPage, setupPost } from './setup.pages.tsx';
import { changeUserPost, createUserPost, newUserPage, resetPasswordPost, userPage, usersPage } from './users.pages.tsx';

export {
  createOrganisation,
  type OrganisationInput,
  type OrganisationKind,
  type OrganisationLevel,
  type OrganisationRow,
} from './organisations.ts';
export { type ProposedUser, proposeUsers, unknownPassword } from './proposed.ts';
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
    organisationsPage,
    newOrganisationPage,
    createOrganisationPost,
    organisationPage,
    changeOrganisationPost,
    passwordPage,
    changePasswordPost,
    languagePost,
    settingsPage,
    settingsPost,
  ],
  nav: [
    { href: '/people', label: 'nav.people', needs: 'user.manage', group: 'system' },
    { href: '/organisations', label: 'nav.organisations', needs: 'user.manage', group: 'system' },
    { href: '/settings', label: 'nav.settings', needs: 'settings.manage', group: 'system' },
  ],
};
