import { refuse } from '../core/refusal.ts';
import { page, post } from '../kernel/routes.ts';
import { boolean, id, integer, list as listOf, long, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { find } from '../kernel/tables.ts';
import { lookUp } from '../messages/index.ts';
import { Card, DataTable, Form, FormFoot, PageHead, SelectField, TextArea } from '../ui/index.ts';
import { type Shown, shown, shownShape } from './organisations.shown.ts';
import {
  changeOrganisation,
  createOrganisation,
  type OrganisationInput,
  type OrganisationRow,
  organisationKinds,
  organisationLevels,
} from './organisations.ts';
import { Fields, Standing } from './organisations.view.tsx';

const fields = {
  name: { type: 'string', minLength: 2, maxLength: 100 },
  organisationKind: oneOf(...organisationKinds),
  organisationLevel: oneOf(...organisationLevels),
  region: { type: 'string', minLength: 1, maxLength: 60 },
  regionCode: { type: 'string', pattern: '^([0-9]{6})?$' },
  contact: text(200),
};
const needed = ['name', 'organisationKind', 'organisationLevel', 'region'];

const PAGE = 50;

export const organisationsPage = page<{ after?: string }, { organisations: Shown[]; next: string | null }>({
  name: 'organisation.list',
  path: '/organisations',
  needs: 'user.manage',
  input: object({ after: text(100) }),
  answer: object({ organisations: listOf(shownShape, PAGE), next: nullable(text()) }, ['organisations', 'next']),
  load: async ({ db }, { after }) => {
    const select = db('organisations')
      .orderBy('name')
      .limit(PAGE + 1)
      .select<OrganisationRow[]>('*');
    if (after !== undefined) select.where('name', '>', after);
    const found = await select;
    const rows = found.slice(0, PAGE);
    const counts: { organisation_id: string; n: number | string }[] = await db('users')
      .whereIn(
        'organisation_id',
        rows.map(({ id: own }) => own),
      )
      .where({ active: 1 })
      .groupBy('organisation_id')
      .select('organisation_id', db.raw('count(*) as n'));
    const people = new Map(counts.map(({ organisation_id, n }) => [organisation_id, Number(n)]));
    return {
      organisations: rows.map((row) => shown(row, people.get(row.id) ?? 0)),
      next: found.length > PAGE ? (rows.at(-1)?.name ?? null) : null,
    };
  },
  title: (_data, ui) => ui.t('organisation.title'),
  view: ({ organisations, next }, ui) => (
    <>
      <PageHead title={ui.t('organisation.title')} note={ui.t('organisation.note')}>
        <a class="btn btn-primary" href="/organisations/new">
          {ui.t('organisation.new')}
        </a>
      </PageHead>
      <Card flush>
        <DataTable
          ui={ui}
          caption={ui.t('organisation.title')}
          rows={organisations}
          rowKey={(row) => row.id}
          href={(row) => `/organisations/${row.id}`}
          empty={ui.t('organisation.empty')}
          next={next === null ? undefined : `/organisations?${new URLSearchParams({ after: next })}`}
          columns={[
            { key: 'name', head: ui.t('field.organisation'), cell: (row) => row.name, wrap: true },
            {
              key: 'kind',
              head: ui.t('field.organisationKind'),
              cell: (row) => lookUp(ui.lang, `organisation.kind.${row.kind}`),
            },
            {
              key: 'level',
              head: ui.t('field.organisationLevel'),
              cell: (row) => lookUp(ui.lang, `organisation.level.${row.level}`),
              deskOnly: true,
            },
            { key: 'region', head: ui.t('field.region'), cell: (row) => row.region },
            { key: 'people', head: ui.t('organisation.people'), cell: (row) => String(row.people) },
            { key: 'state', head: ui.t('field.state'), cell: (row) => <Standing ui={ui} active={row.active} /> },
          ]}
        />
      </Card>
    </>
  ),
});

export const newOrganisationPage = page<object, object>({
  name: 'organisation.new',
  path: '/organisations/new',
  needs: 'user.manage',
  input: object({}),
  answer: object({}),
  load: async () => ({}),
  title: (_data, ui) => ui.t('organisation.new'),
  view: (_data, ui) => (
    <>
      <PageHead title={ui.t('organisation.new')} note={ui.t('organisation.note')} />
      <Card>
        <Form ui={ui} action="/organisations">
          <Fields ui={ui} />
          <FormFoot>
            <button class="btn btn-primary">{ui.t('act.save')}</button>
          </FormFoot>
        </Form>
      </Card>
    </>
  ),
});

export const createOrganisationPost = post<OrganisationInput, Shown>({
  name: 'organisation.create',
  path: '/organisations',
  needs: 'user.manage',
  creates: true,
  input: object(fields, needed),
  answer: shownShape,
  run: async (act, input) => shown(await createOrganisation(act, input)),
  then: (row) => `/organisations/${row.id}`,
  on: newOrganisationPage,
});

export const organisationPage = page<{ id: string }, Shown>({
  name: 'organisation.show',
  path: '/organisations/:id',
  needs: 'user.manage',
  input: object({ id }, ['id']),
  answer: shownShape,
  load: async ({ db }, input) => {
    const row = await find<OrganisationRow>(db, 'organisations', { id: input.id });
    return row ? shown(row) : refuse('organisation.missing', {}, undefined, 'missing');
  },
  title: (row) => row.name,
  view: (row, ui) => (
    <>
      <PageHead title={row.name} over={lookUp(ui.lang, `organisation.kind.${row.kind}`)} note={row.region}>
        <Standing ui={ui} active={row.active} />
      </PageHead>
      <Card title={ui.t('organisation.change')}>
        <Form ui={ui} action={`/organisations/${row.id}`} version={row.version}>
          <Fields ui={ui} given={row} />
          <SelectField
            ui={ui}
            name="active"
            label={ui.t('field.state')}
            value={String(row.active)}
            empty={false}
            options={[
              { value: 'true', label: ui.t('people.active') },
              { value: 'false', label: ui.t('people.disabled') },
            ]}
          />
          <TextArea ui={ui} name="reason" label={ui.t('field.reason')} required rows={2} maxLength={2000} />
          <FormFoot>
            <button class="btn btn-primary">{ui.t('act.save')}</button>
          </FormFoot>
        </Form>
      </Card>
    </>
  ),
});

export const changeOrganisationPost = post<
  OrganisationInput & { id: string; version: number; active: boolean; reason: string },
  Shown
>({
  name: 'organisation.change',
  path: '/organisations/:id',
  needs: 'user.manage',
  versioned: true,
  input: object({ id, version: integer, ...fields, active: boolean, reason: { ...long, minLength: 2 } }, [
    'id',
    'version',
    ...needed,
    'active',
    'reason',
  ]),
  answer: shownShape,
  run: async (act, input) => shown(await changeOrganisation(act, input)),
  then: (row) => `/organisations/${row.id}`,
  on: organisationPage,
});
