import type { JSX } from 'preact';
import { page } from '../kernel/routes.ts';
import { list as listOf, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { lookUp } from '../messages/index.ts';
import { Card, Counts, DataTable, Due, Empty, PageHead, Pill, StateText, type Ui } from '../ui/index.ts';
import { type Work, type WorkKind, workKinds, workOf } from './work.ts';

interface Home {
  kind: WorkKind | null;
  work: Work[];
  counts: { kind: WorkKind; count: number; late: number }[];
}

const workShape = object(
  {
    kind: oneOf(...workKinds),
    href: text(),
    number: text(),
    product: text(),
    item: text(),
    state: text(),
    dueOn: nullable(text()),
    term: nullable(text()),
    days: { type: 'integer' },
    provisional: { type: 'boolean' },
  },
  ['kind', 'href', 'number', 'product', 'item', 'state', 'dueOn', 'term', 'days', 'provisional'],
);

/** 我的工作: what waits for me, what is late, what came back. */
export const homePage = page<{ kind?: WorkKind }, Home>({
  name: 'home.show',
  path: '/',
  needs: 'signed-in',
  input: object({ kind: oneOf(...workKinds) }),
  answer: object(
    {
      kind: nullable(text()),
      work: listOf(workShape, 2000),
      counts: listOf(
        object({ kind: text(), count: { type: 'integer' }, late: { type: 'integer' } }, ['kind', 'count', 'late']),
      ),
    },
    ['kind', 'work', 'counts'],
  ),
  load: async (query, { kind }) => {
    const all = await workOf(query);
    const counts = workKinds.map((own) => {
      const mine = all.filter((work) => work.kind === own);
      return { kind: own, count: mine.length, late: mine.filter((work) => work.term === 'late').length };
    });
    return {
      kind: kind ?? null,
      work: kind ? all.filter((work) => work.kind === kind) : all,
      counts: counts.filter(({ count }) => count > 0),
    };
  },
  title: (_data, ui) => ui.t('nav.home'),
  view: (data, ui) => (
    <>
      <PageHead
        title={ui.t('nav.home')}
        note={data.work.length > 0 ? ui.t('home.hello', { name: ui.user?.name ?? '' }) : undefined}
      >
        <Starts ui={ui} />
      </PageHead>
      {data.counts.length > 0 ? (
        <Counts
          counts={data.counts.map(({ kind, count, late }) => ({
            label:
              late > 0
                ? ui.t('home.countLate', { what: lookUp(ui.lang, `work.${kind}`), late })
                : lookUp(ui.lang, `work.${kind}`),
            value: count,
            href: `/?kind=${kind}`,
            tone: late > 0 ? 'late' : kind === 'returned' ? 'amber' : 'plain',
          }))}
        />
      ) : null}
      {data.work.length === 0 ? (
        <Card>
          <Empty text={ui.t('home.empty')} />
        </Card>
      ) : (
        <Card flush>
          <DataTable
            ui={ui}
            caption={ui.t('nav.home')}
            rows={data.work}
            rowKey={(work) => work.href}
            href={(work) => work.href}
            empty={ui.t('home.empty')}
            tone={(work) => (work.term === 'late' || work.term === 'amber' ? work.term : undefined)}
            first={data.kind === null ? undefined : '/'}
            columns={[
              { key: 'number', head: ui.t('home.number'), cell: (work) => work.number },
              { key: 'todo', head: ui.t('home.todo'), cell: (work) => lookUp(ui.lang, `work.${work.kind}`) },
              { key: 'product', head: ui.t('report.product'), cell: (work) => work.product, wrap: true },
              { key: 'item', head: ui.t('report.item'), cell: (work) => work.item || '—', wrap: true },
              { key: 'state', head: ui.t('field.state'), cell: (work) => <WorkState work={work} ui={ui} /> },
              {
                key: 'due',
                head: ui.t('field.due'),
                cell: (work) =>
                  work.dueOn && work.term ? (
                    <Due ui={ui} date={work.dueOn} state={work.term} days={work.days} provisional={work.provisional} />
                  ) : (
                    '—'
                  ),
              },
            ]}
          />
        </Card>
      )}
    </>
  ),
});

function WorkState({ work, ui }: { work: Work; ui: Ui }): JSX.Element {
  return work.kind === 'notify' ? (
    <Pill tone="red" shape="▲" word={ui.t('case.opened')} />
  ) : (
    <StateText ui={ui} state={work.state} />
  );
}

/** Where a day starts for those whose work does not wait in a list. */
function Starts({ ui }: { ui: Ui }): JSX.Element {
  return (
    <>
      {ui.may('sampling.write') ? (
        <a class="btn btn-primary btn-next" href="/samplings/new">
          {ui.t('home.newSampling')}
        </a>
      ) : null}
      {ui.may('user.manage') ? (
        <a class="btn btn-primary" href="/people/new">
          {ui.t('people.new')}
        </a>
      ) : null}
    </>
  );
}
