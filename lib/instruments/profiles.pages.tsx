import { page, post } from '../kernel/routes.ts';
import { anyObject, id, integer, list, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { NewProfileView } from './new.view.tsx';
import {
  isMapping,
  type NewAnswer,
  type NewInput,
  newProfile,
  type ProfileAnswer,
  type ProfileLine,
  parsedMapping,
  profileAnswer,
  profileList,
} from './profiles.show.ts';
import { type ProfileInput, retireProfile, saveProfile } from './profiles.ts';
import { ProfileListView, ProfileView } from './profiles.view.tsx';
import type { Mapping, ProfileRow } from './rows.ts';
import { profileStates } from './rows.ts';
import { all, counts, format, instrument, mapping, mappingFields, orNull, profileRow, words } from './shapes.ts';

export const profilesPage = page<object, { lines: ProfileLine[] }>({
  name: 'instrument-profile.list',
  path: '/instrument-files/profiles',
  needs: 'instrument-file.profile',
  input: object({}),
  answer: all({ lines: list(profileRow) }),
  load: profileList,
  title: (_data, ui) => ui.t('instrument-file.profiles'),
  view: (data, ui) => <ProfileListView data={data} ui={ui} />,
});

export const newProfilePage = page<NewInput, NewAnswer>({
  name: 'instrument-profile.new',
  path: '/instrument-files/profiles/new',
  needs: 'instrument-file.profile',
  wide: true,
  input: object({
    ...{
      file: id,
      run: id,
      profile: id,
      instrument: text(60),
      model: text(),
      format,
      formCode: text(60),
      note: text(500),
    },
    ...mappingFields,
    mapping: text(60_000),
  }),
  answer: all({
    ...{
      file: orNull(anyObject),
      profile: orNull(anyObject),
      instrument: nullable(text(60)),
      model: nullable(text()),
      format: orNull(format),
    },
    ...{
      formCode: nullable(text(60)),
      note: nullable(text(500)),
      formTitle: orNull(words),
      found: list(anyObject),
      paths: list(anyObject),
    },
    ...{
      labels: list(text()),
      instruments: list(instrument),
      mapping: anyObject,
      faults: list(anyObject),
      preview: list(anyObject),
      counts,
    },
  }),
  load: newProfile,
  title: (_data, ui) => ui.t('instrument-file.newTitle'),
  view: (data, ui) => <NewProfileView data={data} ui={ui} />,
});

type Posted = Omit<ProfileInput, 'mapping'> & { mapping: Mapping | string };

interface Saved {
  id: string;
  version: number;
  profile: string;
  revision: number;
  state: ProfileRow['state'];
}

const savedOf = ({ id: own, version, profile, revision, state }: ProfileRow): Saved => ({
  id: own,
  version,
  profile,
  revision,
  state,
});
const saved = all({ id, version: integer, profile: id, revision: integer, state: oneOf(...profileStates) });

export const profilePost = post<Posted, Saved>({
  name: 'instrument-profile.save',
  path: '/instrument-files/profiles',
  needs: 'instrument-file.profile',
  creates: true,
  input: object(
    {
      ...{
        file: id,
        run: id,
        profile: id,
        version: integer,
        instrument: text(60),
        model: text(),
        format,
        formCode: text(60),
      },
      ...{ note: text(500), mapping },
    },
    ['format', 'formCode', 'mapping'],
  ),
  answer: saved,
  run: async (act, { mapping: given, ...input }) => {
    const read = typeof given === 'string' ? parsedMapping(given) : isMapping(given) ? given : parsedMapping('');
    return savedOf(await saveProfile(act, { ...input, mapping: read }));
  },
  then: ({ id: own }) => `/instrument-files/profiles/${own}`,
  on: newProfilePage,
});

export const profilePage = page<{ id: string }, ProfileAnswer>({
  name: 'instrument-profile.show',
  path: '/instrument-files/profiles/:id',
  needs: 'instrument-file.profile',
  input: object({ id }, ['id']),
  answer: all({ id, version: integer, profile: profileRow, revisions: list(profileRow), targets: list(anyObject) }),
  load: (query, input) => profileAnswer(query, input.id),
  title: ({ profile: { instrument: number, format: layout } }) => `${number ?? ''} ${layout}`.trim(),
  view: (data, ui) => <ProfileView data={data} ui={ui} />,
});

export const retirePost = post<{ id: string; version: number }, Saved>({
  name: 'instrument-profile.retire',
  path: '/instrument-files/profiles/:id/retirement',
  needs: 'instrument-file.profile',
  versioned: true,
  input: object({ id, version: integer }, ['id', 'version']),
  answer: saved,
  run: async (act, input) => savedOf(await retireProfile(act, input)),
  then: () => '/instrument-files/profiles',
  on: profilePage,
});
