import type { JSX } from 'preact';
import { page } from '../kernel/routes.ts';
import { list as listOf, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { lookUp } from '../messages/index.ts';
import { Card, Counts, DataTable, Due, Empty, PageHead, Pill, StateText, type Ui } from '../ui/index.ts';
import { type Reminder, type ReminderKind, reminderKinds, remindersOf } from './reminders.ts';
import { type Work, type WorkKind, workKinds, workOf } from './work.ts';

interface Home {
  kind: WorkKind | null;
  work: Work[];
  counts: { kind: WorkKind; count: number; late: number }[];
  /** What the registers remind of, grouped; left out where one kind of work is looked at. */
  reminders: Reminder[];
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

const integer = { type: 'integer' };
const reminderShape = object(
  {
    ...{ kind: oneOf(...reminderKinds), href: text(), count: integer, late: integer, next: nullable(text()) },
    within: listOf(object({ days: integer, count: integer }, ['days', 'count'])),
  },
  ['kind', 'href', 'count', 'late', 'within', 'next'],
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
      reminders: listOf(reminderShape, reminderKinds.length),
    },
    ['kind', 'work', 'counts', 'reminders'],
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
      reminders: kind ? [] : await remindersOf(query),
    };
  },
  title: (_data, ui) => ui.t('nav.home'),
  view: (data, ui) => (
    <>
      <PageHead
        title={ui.t('nav.home')}
        note={
          data.work.length + data.reminders.length > 0 ? ui.t('home.hello', { name: ui.user?.name ?? '' }) : undefined
        }
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
      {data.work.length === 0 && data.reminders.length > 0 ? null : data.work.length === 0 ? (
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
      {data.reminders.length > 0 ? <Reminders ui={ui} reminders={data.reminders} /> : null}
    </>
  ),
});

/** 提醒: what falls due in the registers, one line for each kind. */
function Reminders({ ui, reminders }: { ui: Ui; reminders: Reminder[] }): JSX.Element {
  return (
    <Card title={ui.t('home.reminders')} id="reminders" flush>
      <DataTable<Reminder>
        ui={ui}
        caption={ui.t('home.reminders')}
        rows={reminders}
        rowKey={(row) => row.kind}
        href={(row) => row.href}
        empty={ui.t('home.empty')}
        tone={(row) => (row.late > 0 ? 'late' : undefined)}
        columns={[
          { key: 'what', head: ui.t('home.todo'), cell: (row) => reminderWord(ui, row.kind), wrap: true },
          { key: 'count', head: ui.t('home.count'), cell: (row) => row.count, numeric: true },
          { key: 'detail', head: ui.t('home.when'), cell: (row) => <When ui={ui} row={row} />, wrap: true },
          { key: 'next', head: ui.t('home.next'), cell: (row) => row.next ?? '—' },
        ]}
      />
    </Card>
  );
}

const reminderWord = (ui: Ui, kind: ReminderKind): string => ui.t(`reminder.${kind}`);

function When({ ui, row: { late, within } }: { ui: Ui; row: Reminder }): JSX.Element {
  const ahead = within.filter(({ count }, i) => count > (within[i - 1]?.count ?? 0));
  if (late === 0 && ahead.length === 0) return <>—</>;
  return (
    <div class="d-flex flex-wrap gap-2">
      {late > 0 ? <Pill tone="red" shape="▲" word={ui.t('home.pastCount', { count: late })} /> : null}
      {ahead.map(({ days, count }) => (
        <span key={days} class="text-nowrap">
          {ui.t('home.withinCount', { days, count })}
        </span>
      ))}
    </div>
  );
}

function WorkState({ work, ui }: { work: Work; ui: Ui }): JSX.Element {
  return work.kind === 'notify' ? (
    <Pill tone="red" shape="▲" word={ui.t('case.state.opened')} />
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
