import { page, post } from '../kernel/routes.ts';
import { date, id, integer, list as listOf, long, object, oneOf, text } from '../kernel/shapes.ts';
import { CaseView } from './case.view.tsx';
import type { CaseData } from './data.ts';
import { caseAnswer } from './data.ts';
import { UrgentView } from './forms.view.tsx';
import {
  closeCase,
  type ReasonedInput,
  type ReopenInput,
  type Reopening,
  reopenCase,
  type SuperviseInput,
  settleCase,
  supervise,
  supervisions,
} from './moves.ts';
import { type NotifyInput, notify, ways } from './notify.ts';
import { addRecipient, type PartyInput } from './recipient.ts';
import { type CaseRow, recipientRoles } from './rows.ts';
import { caseOf } from './show.ts';
import type { Closing } from './subject.ts';
import { reportUrgently, type ToldInput, tellUrgently, type UrgentInput } from './urgent.ts';

interface Moved {
  id: string;
  version: number;
  state: string;
}
const moved = object({ id, version: integer, state: text() }, ['id', 'version', 'state']);
const movedOf = ({ id: caseId, version, state }: CaseRow): Moved => ({ id: caseId, version, state });
const back = (row: { id: string }): string => `/cases/${row.id}`;
const said = { ...long, minLength: 2 };
const reasoned = object({ id, version: integer, reason: said }, ['id', 'version', 'reason']);

const told = { urgentTo: text(), urgentHow: oneOf(...ways), urgentAt: text(20) };

export const urgentPage = page<{ sample?: string }, { sample: string }>({
  name: 'case.urgent',
  path: '/cases/urgent',
  needs: 'case.write',
  input: object({ sample: text(60) }),
  answer: object({ sample: text(60) }, ['sample']),
  load: async (_query, { sample = '' }) => ({ sample }),
  title: (_data, ui) => ui.t('case.urgentNew'),
  view: ({ sample }, ui) => UrgentView({ sample, ui }),
});

export const urgentPost = post<UrgentInput, Moved>({
  name: 'case.report-urgent',
  path: '/cases/urgent',
  needs: 'case.write',
  creates: true,
  input: object({ sampleNumber: text(60), finding: said, foundAt: text(20), ...told }, [
    'sampleNumber',
    'finding',
    'foundAt',
  ]),
  answer: moved,
  run: async (act, input) => movedOf(await reportUrgently(act, input)),
  then: back,
  on: urgentPage,
});

/**
 * The page of a case and the acts upon it; `closing`: what other parts of the program still have open of a case, `reopening`: how they take
 * their work up again.
 */
export function caseRoutes(closing: readonly Closing[], reopening?: Reopening) {
  const casePage = page<{ id: string }, CaseData>({
    name: 'case.show',
    path: '/cases/:id',
    needs: 'case.read',
    input: object({ id }, ['id']),
    answer: caseAnswer,
    load: (query, input) => caseOf(query, input.id, closing),
    title: (data) => data.number,
    view: (data, ui) => CaseView({ data, ui }),
  });
  const common = {
    needs: 'case.close',
    versioned: true,
    input: reasoned,
    answer: moved,
    then: back,
    on: casePage,
  } as const;
  return [
    casePage,
    post<NotifyInput, Moved>({
      name: 'case.notify',
      path: '/cases/:id/notification',
      needs: 'case.notify',
      versioned: true,
      input: object(
        {
          id,
          version: integer,
          notifiedOn: date,
          notifiedTo: { ...text(), minLength: 2 },
          notifiedHow: oneOf(...ways),
          receiptNo: text(100),
          note: long,
          recipients: listOf(id, 50),
        },
        ['id', 'version', 'notifiedOn', 'notifiedTo', 'notifiedHow'],
      ),
      answer: moved,
      run: async (act, input) => movedOf(await notify(act, input)),
      then: back,
      on: casePage,
    }),
    post<ToldInput & { id: string; version: number }, Moved>({
      name: 'case.tell',
      path: '/cases/:id/urgent-report',
      needs: 'case.write',
      versioned: true,
      input: object({ id, version: integer, ...told }, ['id', 'version']),
      answer: moved,
      run: async (act, input) => movedOf(await tellUrgently(act, input)),
      then: back,
      on: casePage,
    }),
    post<SuperviseInput, Moved>({
      name: 'case.supervise',
      path: '/cases/:id/supervision',
      needs: 'case.write',
      versioned: true,
      input: object({ id, version: integer, supervision: oneOf(...supervisions), reason: said }, [
        'id',
        'version',
        'supervision',
        'reason',
      ]),
      answer: moved,
      run: async (act, input) => movedOf(await supervise(act, input)),
      then: back,
      on: casePage,
    }),
    post<PartyInput, { id: string; caseId: string }>({
      name: 'case.add-recipient',
      path: '/cases/:id/recipients',
      needs: 'case.write',
      creates: true,
      input: object(
        {
          ...{
            id,
            version: integer,
            recipientRole: oneOf(...recipientRoles),
            recipientName: { ...text(), minLength: 2 },
          },
          ...{ creditCode: text(18), recipientRegion: text(100) },
        },
        ['id', 'version', 'recipientRole', 'recipientName'],
      ),
      answer: object({ id, caseId: id }, ['id', 'caseId']),
      run: async (act, input) => ({ id: (await addRecipient(act, input)).id, caseId: input.id }),
      then: ({ caseId }) => `/cases/${caseId}`,
      on: casePage,
    }),
    post<ReasonedInput, Moved>({
      ...common,
      name: 'case.close',
      path: '/cases/:id/close',
      run: async (act, input) => movedOf(await closeCase(act, input, closing)),
    }),
    post<ReasonedInput, Moved>({
      ...common,
      name: 'case.settle',
      path: '/cases/:id/settlement',
      run: async (act, input) => movedOf(await settleCase(act, input)),
    }),
    post<ReopenInput, Moved>({
      ...common,
      name: 'case.reopen',
      path: '/cases/:id/reopening',
      input: object({ id, version: integer, reason: said, tracks: listOf(id, 10) }, ['id', 'version', 'reason']),
      run: async (act, input) => movedOf(await reopenCase(act, input, reopening)),
    }),
  ];
}
