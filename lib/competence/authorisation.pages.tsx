import { page, post } from '../kernel/routes.ts';
import { date, id, integer, object } from '../kernel/shapes.ts';
import type { Act } from '../kernel/types.ts';
import { AuthorisationView } from './authorisation.view.tsx';
import { type DelegationRow, endDelegation, type NameInput, nameDeputy } from './delegation.ts';
import { type DelegationList, listDelegations } from './delegations.ts';
import { DelegationsView } from './delegations.view.tsx';
import { end, type MoveInput, resume, suspend } from './grant.ts';
import type { AuthorisationMove } from './machine.ts';
import { type ShownAuthorisation, showAuthorisation } from './person.ts';
import type { AuthorisationRow } from './rows.ts';
import { delegations, duty, reason, shownAuthorisation } from './shapes.ts';

export const authorisationPage = page<{ id: string }, ShownAuthorisation>({
  name: 'competence.authorisation',
  path: '/competence/authorisations/:id',
  needs: 'competence.read',
  input: object({ id }, ['id']),
  answer: shownAuthorisation,
  load: (query, input) => showAuthorisation(query, input.id),
  title: (data) => `${data.name} ${data.scope}`,
  view: (data, ui) => <AuthorisationView data={data} ui={ui} />,
});

interface Saved {
  id: string;
  version: number;
}
const saved = object({ id, version: integer }, ['id', 'version']);
const brief = ({ id: own, version }: Saved): Saved => ({ id: own, version });

const movePost = (move: AuthorisationMove, run: (act: Act, input: MoveInput) => Promise<AuthorisationRow>) =>
  post<MoveInput, Saved>({
    name: `competence.${move}`,
    path: `/competence/authorisations/:id/${move}`,
    needs: 'competence.write',
    versioned: true,
    input: object({ id, version: integer, effectiveOn: date, reason }, ['id', 'version', 'effectiveOn', 'reason']),
    answer: saved,
    run: async (act, input) => brief(await run(act, input)),
    then: (_output, input) => `/competence/authorisations/${input.id}`,
    on: authorisationPage,
  });

export const suspendPost = movePost('suspend', suspend);
export const resumePost = movePost('resume', resume);
export const endPost = movePost('end', end);

export const delegationsPage = page<object, DelegationList>({
  name: 'delegation.list',
  path: '/competence/delegations',
  needs: 'competence.read',
  input: object({}),
  answer: delegations,
  load: (query) => listDelegations(query),
  title: (_data, ui) => ui.t('competence.tab.delegations'),
  view: (data, ui) => <DelegationsView data={data} ui={ui} />,
});

export const namePost = post<NameInput, Saved>({
  name: 'delegation.name',
  path: '/competence/delegations',
  needs: 'competence.write',
  creates: true,
  input: object({ principal: id, deputy: id, duty, deputyFrom: date, deputyTo: date, reason }, [
    'principal',
    'deputy',
    'duty',
    'deputyFrom',
    'deputyTo',
    'reason',
  ]),
  answer: saved,
  run: async (act, input) => brief(await nameDeputy(act, input)),
  then: () => '/competence/delegations',
  on: delegationsPage,
});

export const endDelegationPost = post<Pick<DelegationRow, 'id' | 'version' | 'reason'>, Saved>({
  name: 'delegation.end',
  path: '/competence/delegations/:id/end',
  needs: 'competence.write',
  versioned: true,
  input: object({ id, version: integer, reason }, ['id', 'version', 'reason']),
  answer: saved,
  run: async (act, input) => brief(await endDelegation(act, input)),
  then: () => '/competence/delegations',
  on: delegationsPage,
});
